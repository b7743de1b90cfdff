"""``trochanter measure --manual``: from typed readings to the page and the result, and calm refusals."""

import datetime as dt
import json
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from tests.findings.made_answers import screen_of
from trochanter.cli.main import app
from trochanter.cli.measure_asking import asked
from trochanter.cli.measure_screen import asked_before, open_at_all
from trochanter.core.errors import MissingInput
from trochanter.core.sides import Side
from trochanter.exchange.screen_result import read_screen, write_screen
from trochanter.findings.permission import NotOffered, ScreenNeeded
from trochanter.kinematics.rotation_range import RotationRange, position_named
from trochanter.kinematics.typed_check import About

TODAY = dt.datetime.now().astimezone().date()
ABOUT = ("--position", "seated", "--mode", "active", "--method", "goniometer", "--measured-by", "a colleague")
READINGS = (
    "--right-in", "33, 34, 32 pain 0", "--right-in", "34 33 35 pain 0",
    "--left-in", "37 37 pain 0", "--left-in", "36 38 pain 0",
    "--right-out", "22, pain 4 side of the hip stopped", "--left-out", "36 pain 1 buttock",
)  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a screen of today, in which nothing applies."""
    monkeypatch.chdir(tmp_path)
    screen_file(tmp_path, TODAY)
    return tmp_path


def measure(out: Path, *options: str) -> Result:
    return RUNNER.invoke(app, ["measure", "--manual", "--out", str(out), *options])


def codes(out: Path) -> list[str]:
    return [notice["code"] for notice in json.loads((out / "measurement.json").read_bytes())["notices"]]


def screen_file(folder: Path, day: dt.date, /, **said: str) -> Path:
    """A screen in which nothing applies but what is said."""
    return write_screen(folder / "screen.json", screen_of(day, **said), day)


def test_it_answers_and_writes_both_files(tmp_path: Path) -> None:
    screen_file(tmp_path, TODAY, pain="yes")
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
    assert found["screen"]["answered_on"] == TODAY.isoformat()


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


OWN = (*ABOUT[:6], "--measured-by", "self")


@pytest.mark.parametrize("by", ["self", "a colleague"])
def test_every_check_needs_a_screen_of_its_day(tmp_path: Path, by: str) -> None:
    (tmp_path / "screen.json").unlink()
    check = (*ABOUT[:6], "--measured-by", by, "--right-in", "33 pain 0")
    done = measure(tmp_path / "out", *check)
    assert done.exit_code == 2
    assert "trochanter screen asks them" in done.stderr
    assert "--screen FILE" in done.stderr
    screen_file(tmp_path, TODAY - dt.timedelta(days=9))
    done = measure(tmp_path / "out", *check)
    assert done.exit_code == 2
    assert f"they were asked on {TODAY - dt.timedelta(days=9)}" in done.stderr
    assert "screen: screen.json" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_screen_of_the_working_folder_is_taken_and_said(tmp_path: Path) -> None:
    done = measure(tmp_path / "out", *OWN, "--right-in", "33 pain 0", "--json")
    assert done.exit_code == 0, done.stderr
    assert f"screen: screen.json, answered on {TODAY}" in done.stderr
    assert json.loads(done.stdout)["notices"] == []
    (tmp_path / "screen.json").rename(tmp_path / "mine.json")
    assert measure(tmp_path / "out", *OWN, "--right-in", "33", "--screen", "mine.json").exit_code == 0


@pytest.mark.parametrize("by", ["self", "a colleague"])
def test_readings_of_an_earlier_day_are_records_and_take_a_screen_of_today(tmp_path: Path, by: str) -> None:
    old = (*ABOUT[:6], "--measured-by", by, "--measured-on", "2025-05-01", "--right-in", "33 pain 0")
    screen_file(tmp_path, TODAY, pain="yes", locking="yes")  # tier C: no end range today
    assert measure(tmp_path / "out", *old).exit_code == 0
    screen_file(tmp_path, TODAY, one_calf="yes")
    assert measure(tmp_path / "out", *old).exit_code == 2
    screen_file(tmp_path, dt.date(2025, 5, 1))
    assert measure(tmp_path / "out", *old).exit_code == 0
    screen_file(tmp_path, dt.date(2025, 5, 2))
    assert measure(tmp_path / "out", *old).exit_code == 2


def test_tier_c_leaves_ones_own_check_out_and_says_what_stays_open(tmp_path: Path) -> None:
    screen_file(tmp_path, TODAY, pain="yes", locking="yes")
    done = measure(tmp_path / "out", *OWN, "--right-in", "33 pain 0")
    assert done.exit_code == 2
    assert "the end of the range" in done.stderr
    assert "within two weeks" in done.stderr
    assert "can be typed in: trochanter measure --manual --measured-by NAME" in done.stderr
    assert measure(tmp_path / "out", *ABOUT, "--right-in", "33 pain 0").exit_code == 0


@pytest.mark.parametrize("by", ["self", "a colleague"])
def test_a_screen_that_stops_the_check_stops_it_and_nothing_is_written(tmp_path: Path, by: str) -> None:
    screen = screen_file(tmp_path, TODAY, numb_saddle="yes")
    options = (*ABOUT[:6], "--measured-by", by, "--right-in", "33 pain 0", "--screen", str(screen))
    done = measure(tmp_path / "out", *options)
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("by", ["self", "a colleague"])
def test_groin_pain_in_somebody_who_hurts_opens_b1_again_for_the_next_command(tmp_path: Path, by: str) -> None:
    screen_file(tmp_path, TODAY, pain="yes")
    check = (*ABOUT[:6], "--measured-by", by)
    done = measure(tmp_path / "out", *check, "--right-in", "33 pain 1 groin")
    assert done.exit_code == 0, done.stderr
    said = " ".join(done.stderr.split())
    assert "See a doctor today." in said
    assert "do not run until then" in said
    assert "Please do not hop to test it." in said
    assert codes(tmp_path / "out")[0] == "screen-reopened"
    page = (tmp_path / "out" / "check.html").read_text(encoding="utf-8")
    assert "Before anything else:" in page
    found = read_screen(tmp_path / "screen.json")
    assert found.tier(TODAY) == "B"
    next_one = measure(tmp_path / "next", *check, "--right-in", "33 pain 0")
    assert next_one.exit_code == 2
    assert "see a doctor today and do not run" in next_one.stderr


@pytest.mark.parametrize(
    ("felt", "why"),
    [
        ("pain 1 groin", "where no pain was told of before"),
        ("pain 1", "not clear whether that was in the groin"),
        ("stopped", "not clear whether that was in the groin"),
        ("pain 2 buttock", "has risen by 2"),
    ],
)
def test_pain_that_the_answers_did_not_tell_of_makes_the_questions_due_again(
    tmp_path: Path, felt: str, why: str
) -> None:
    done = measure(tmp_path / "out", *OWN, "--right-in", f"33 {felt}")
    assert done.exit_code == 0, done.stderr
    assert why in done.stderr
    assert codes(tmp_path / "out")[0] == "screen-again"
    next_one = measure(tmp_path / "next", *OWN, "--right-in", "33 pain 0")
    assert next_one.exit_code == 2
    assert "something new came after them" in next_one.stderr


def test_pain_elsewhere_that_was_told_of_leaves_the_screen_as_it_is(tmp_path: Path) -> None:
    screen = screen_file(tmp_path, TODAY, pain="yes")
    before = screen.read_bytes()
    done = measure(tmp_path / "out", *OWN, "--right-in", "33 pain 6 side of the hip stopped")
    assert done.exit_code == 0, done.stderr
    assert screen.read_bytes() == before


def test_an_old_record_with_groin_pain_leaves_the_screen_of_today_as_it_is(tmp_path: Path) -> None:
    screen = screen_file(tmp_path, TODAY, pain="yes")
    before = screen.read_bytes()
    done = measure(tmp_path / "out", *OWN, "--measured-on", "2025-05-01", "--right-in", "33 pain 3 groin")
    assert done.exit_code == 0, done.stderr
    assert screen.read_bytes() == before
    assert codes(tmp_path / "out") == ["groin-pain"]


def test_pain_that_rose_since_the_last_check_makes_the_questions_due_again(tmp_path: Path) -> None:
    screen_file(tmp_path, TODAY, pain="yes")
    old = (*OWN, "--measured-on", "2025-05-01", "--right-in", "33 pain 2 buttock")
    assert measure(tmp_path / "old", *old).exit_code == 0
    earlier = ("--earlier", str(tmp_path / "old" / "measurement.json"))
    assert measure(tmp_path / "same", *OWN, "--right-in", "33 pain 3 buttock", *earlier).exit_code == 0
    assert codes(tmp_path / "same") == []
    assert measure(tmp_path / "more", *OWN, "--right-in", "33 pain 4 buttock", *earlier).exit_code == 0
    assert codes(tmp_path / "more") == ["screen-again"]


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
    done = RUNNER.invoke(app, ["measure", "check.toml"])
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


def test_the_screen_is_asked_before_anybody_is_asked_to_turn_a_leg(tmp_path: Path) -> None:
    questions: list[str] = []

    def ask(question: str) -> str:
        questions.append(question)
        return ["supine", "active", "goniometer", "self"][len(questions) - 1]

    def before(about: About) -> None:
        late = write_screen(tmp_path / "screen.json", screen_of(TODAY, pregnancy="from_week_14"), TODAY)
        recording = RotationRange(
            position_named(about.position), "active", "goniometer", about.measured_by, TODAY, "1", ()
        )
        asked_before((recording,), late)

    with pytest.raises(NotOffered, match="lying on the back"):
        asked(About("", "", "", "", ""), ask, before)
    assert len(questions) == 4
    assert not any("degrees" in question for question in questions)


def test_where_nothing_is_open_nothing_is_asked(tmp_path: Path) -> None:
    open_at_all(screen_file(tmp_path, TODAY, pain="yes", locking="yes"))
    with pytest.raises(NotOffered):
        open_at_all(screen_file(tmp_path, TODAY, numb_saddle="yes"))
    (tmp_path / "screen.json").unlink()
    with pytest.raises(ScreenNeeded):
        open_at_all(None)


def test_asked_for_nothing_it_says_so() -> None:
    with pytest.raises(MissingInput, match="no reading was given"):
        asked(About("seated", "active", "goniometer", "self", ""), lambda _: "")
