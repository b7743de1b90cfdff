"""``trochanter measure --manual``: from typed readings to the page and the result, and calm refusals."""

import datetime as dt
import json
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from tests.findings.made_answers import screen_of
from trochanter.cli.main import app
from trochanter.cli.measure import About
from trochanter.cli.measure_asking import asked
from trochanter.core.errors import MissingInput
from trochanter.core.sides import Side
from trochanter.exchange.screen_result import write_screen

TODAY = dt.datetime.now().astimezone().date()
ABOUT = ("--position", "seated", "--mode", "active", "--method", "goniometer", "--measured-by", "a colleague")
READINGS = (
    "--right-in", "33, 34, 32 pain 0", "--right-in", "34 33 35 pain 0",
    "--left-in", "37 37 pain 0", "--left-in", "36 38 pain 0",
    "--right-out", "22, pain 4 side of the hip stopped", "--left-out", "36 pain 1 buttock",
)  # fmt: skip


def measure(out: Path, *options: str) -> Result:
    return RUNNER.invoke(app, ["measure", "--manual", "--out", str(out), *options])


def screen_file(folder: Path, day: dt.date, /, **said: str) -> Path:
    """A screen in which nothing applies but what is said."""
    return write_screen(folder / "screen.json", screen_of(day, **said), day)


def test_it_answers_and_writes_both_files(tmp_path: Path) -> None:
    done = measure(tmp_path / "out", *ABOUT, *READINGS)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("Turning out on the right was stopped by pain, so it is kept apart.")
    assert max(map(len, done.stdout.splitlines())) <= 88
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"check.html", "measurement.json"}
    page = (tmp_path / "out" / "check.html").read_text(encoding="utf-8")
    assert "https://" not in page.replace("https://doi.org", "")
    assert all(line.startswith("trochanter: ") for line in done.stderr.splitlines())


def test_standard_output_is_the_json_and_nothing_else(tmp_path: Path) -> None:
    done = measure(tmp_path / "out", *ABOUT, *READINGS, "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found == json.loads((tmp_path / "out" / "measurement.json").read_bytes())
    assert found["schema"] == "trochanter.measurement/1"
    assert found["sides"]["right"]["internal"]["angle"]["value"] == 33.5
    assert found["sides"]["right"]["external"]["limited_by_pain"]
    assert [notice["code"] for notice in found["notices"]] == ["not-screened"]


def test_a_file_gives_the_same_as_options(tmp_path: Path) -> None:
    file = tmp_path / "check.toml"
    file.write_text(
        "position = 'seated'\nmode = 'active'\nmethod = 'goniometer'\nmeasured_by = 'a colleague'\n"
        "[[set_up]]\nname = 'set-up 1'\nright_in = '33, 34, 32 pain 0'\nleft_in = [37, 36]\n"
    )
    options = ("--right-in", "33, 34, 32 pain 0", "--left-in", "37 36")
    from_file = measure(tmp_path / "one", str(file), "--json")
    typed = measure(tmp_path / "two", *ABOUT, *options, "--json")
    assert from_file.exit_code == typed.exit_code == 0, from_file.stderr
    assert json.loads(from_file.stdout) == json.loads(typed.stdout)


def test_an_earlier_check_is_compared_only_where_it_is_alike(tmp_path: Path) -> None:
    first = measure(tmp_path / "first", *ABOUT, "--measured-on", "2025-05-01", "--right-in", "33")
    prone = measure(
        tmp_path / "prone", "--position", "prone", *ABOUT[2:], "--measured-on", "2025-05-02", "--right-in", "33"
    )
    assert first.exit_code == prone.exit_code == 0
    earlier = [str(tmp_path / name / "measurement.json") for name in ("first", "prone")]
    done = measure(
        tmp_path / "now", *ABOUT, "--right-in", "45", "--earlier", earlier[0], "--earlier", earlier[1], "--json"
    )
    found = json.loads(done.stdout)
    (change,) = [each for each in found["comparisons"] if each["what"] == "days"]
    assert (change["since"], change["difference"]["value"], change["found"]) == ("2025-05-01", 12.0, True)
    (apart,) = found["apart"]
    assert (apart["since"], apart["reasons"]) == ("2025-05-02", ["the position differs: seated and prone"])


def test_a_check_of_oneself_needs_a_screen_of_its_day(tmp_path: Path) -> None:
    own = (*ABOUT[:6], "--measured-by", "self", "--right-in", "33 pain 0")
    done = measure(tmp_path / "out", *own)
    assert done.exit_code == 2
    assert "trochanter screen asks them" in done.stderr
    assert not (tmp_path / "out").exists()
    fresh = screen_file(tmp_path, TODAY)
    done = measure(tmp_path / "out", *own, "--screen", str(fresh), "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["screen"]["answered_on"] == TODAY.isoformat()
    assert found["notices"] == []
    old = screen_file(tmp_path, TODAY - dt.timedelta(days=9))
    assert measure(tmp_path / "out2", *own, "--screen", str(old)).exit_code == 2


@pytest.mark.parametrize("by", ["self", "a colleague"])
def test_a_screen_that_stops_the_check_stops_it_and_nothing_is_written(tmp_path: Path, by: str) -> None:
    screen = screen_file(tmp_path, TODAY, numb_saddle="yes")
    options = (*ABOUT[:6], "--measured-by", by, "--right-in", "33 pain 0", "--screen", str(screen))
    done = measure(tmp_path / "out", *options)
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--right-in", "33"), "is not said"),
        ((*ABOUT, "--right-in", "33,5"), "cannot be read in two ways"),
        ((*ABOUT, "--right-in", "-33"), "without a sign"),
        ((*ABOUT, "--right-in", "133"), "0 to 120 degrees"),
        ((*ABOUT, "--right-in", "33 pain 12"), "0 to 10"),
        (("--position", "standing", *ABOUT[2:], "--right-in", "33"), "seated, supine or prone"),
        ((*ABOUT[:2], "--mode", "both", *ABOUT[4:], "--right-in", "33"), "active or passive"),
        ((*ABOUT[:4], "--method", "ruler", *ABOUT[6:], "--right-in", "33"), "there is no method of measuring"),
        ((*ABOUT[:4], "--method", "video", *ABOUT[6:], "--right-in", "33"), "a method that a person reads"),
        ((*ABOUT, "--right-in", "33", "--measured-on", "2999-01-01"), "today or a day before"),
        ((*ABOUT, "--right-in", "33", "--measured-on", "soon"), "YYYY-MM-DD"),
        (("nowhere.toml",), "there is no such file"),
        (("nowhere.toml", "--right-in", "33"), "not both"),
        ((*ABOUT, "--right-in", "33", "--screen", "nowhere.json"), "there is no such file"),
        ((*ABOUT, "--right-in", "33", "--earlier", "nowhere.json"), "there is no such file"),
        ((), "no readings were given"),
    ],
)
def test_what_cannot_be_measured_is_refused_and_nothing_is_written(
    tmp_path: Path, options: tuple[str, ...], says: str
) -> None:
    done = measure(tmp_path / "out", *options)
    assert done.exit_code == 2, done.stdout
    assert says in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_without_manual_it_says_what_to_add() -> None:
    done = RUNNER.invoke(app, ["measure", "run.mp4"])
    assert done.exit_code == 2
    assert "add --manual" in done.stderr


def test_asked_for_in_a_terminal_it_understands_answers_and_asks_again() -> None:
    lines = [
        "standing", "seated", "active", "goniometer", "self",
        "33, 34 32", "0",  # right in
        "minus", "22", "11", "4", "side", "y",  # right out, asked again twice
        "", "36", "",  # left in not measured; left out without pain asked
        "n",
    ]  # fmt: skip
    questions: list[str] = []

    def ask(question: str) -> str:
        questions.append(question)
        return lines.pop(0)

    (found,), about = asked(About("", "", "", "", ""), ask)
    assert lines == []
    assert (about.position, about.mode, about.method, about.measured_by) == ("seated", "active", "goniometer", "self")
    told = [(e.side, e.direction, e.repeats_deg, e.pain, e.pain_place, e.stopped) for e in found.ends]
    assert told == [
        (Side.RIGHT, "internal", (33.0, 34.0, 32.0), 0, None, False),
        (Side.RIGHT, "external", (22.0,), 4, "side", True),
        (Side.LEFT, "external", (36.0,), None, None, False),
    ]
    assert "turning in (foot swings out)" in questions[5]


def test_asked_for_nothing_it_says_so() -> None:
    with pytest.raises(MissingInput, match="no reading was given"):
        asked(About("seated", "active", "goniometer", "self", ""), lambda _: "")
