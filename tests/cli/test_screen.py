"""``trochanter screen``: one question at a time, or a file of answers; what is written, what is said."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from tests.findings.made_answers import answered
from trochanter.cli import screen as command
from trochanter.cli.main import app
from trochanter.cli.screen_asking import replies_in
from trochanter.exchange.screen_result import read_screen
from trochanter.findings.questions import Page, pages

TODAY = dt.datetime.now().astimezone().date().isoformat()
BEFORE = (dt.date.fromisoformat(TODAY) - dt.timedelta(days=7)).isoformat()
FREE = ["2", "0", "0", "0", "1", "n", "0", "1", "0", "0", "0", "n"]  # 12 taps of somebody without symptoms
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in an empty folder, with lines typed at the keyboard."""
    assert command.screen is not None
    monkeypatch.chdir(tmp_path)

    def typed(*options: str, lines: list[str] | None = None) -> Result:
        return RUNNER.invoke(app, ["screen", *options], input="".join(f"{line}\n" for line in lines or []))

    return typed


def written(folder: Path, name: str, **replies: str) -> str:
    content = {"asked_on": BEFORE, "answers": dict(answered(**replies).replies)}
    (folder / name).write_text(json.dumps(content))
    return name


def legs(*replies: str) -> dict[str, str]:
    return dict(zip(page("legs").names, replies, strict=True))


def page(key: str) -> Page:
    return next(each for each in pages() if each.key == key)


def test_twelve_taps_lead_through_where_nothing_applies(run: Run, tmp_path: Path) -> None:
    done = run(lines=FREE)
    assert done.exit_code == 0, done.stderr
    assert "Question 12" in done.stderr
    assert "Question 13" not in done.stderr
    assert done.stdout.startswith("Nothing you said speaks against a slow self-check")
    screen = read_screen(tmp_path / "screen.json")
    assert screen.complete
    assert screen.flags == ()


def test_back_why_and_what_is_not_understood(run: Run, tmp_path: Path) -> None:
    done = run(lines=["b", "9", "1", "b", *FREE[:5], "w", "perhaps", *FREE[5:]])
    assert done.exit_code == 0, done.stderr
    assert "This is the first question." in done.stderr
    assert done.stderr.count("That was not understood.") == 2
    assert "If not, the questions on pain are left out." in done.stderr
    assert read_screen(tmp_path / "screen.json").answers.replies["age"] == "18_to_44"


def test_an_emergency_is_asked_back_once_and_then_stands(run: Run, tmp_path: Path) -> None:
    done = run(lines=["2", "1,2?", "b", "2?", ""])
    assert done.exit_code == 0, done.stderr
    assert "Is that right?" in done.stderr
    assert done.stdout.startswith("Call emergency services now.")
    assert "You were not sure about new trouble with urine or stool" in done.stdout
    assert "numbness between the legs" not in done.stdout
    assert "written" not in done.stderr
    assert read_screen(tmp_path / "screen.json").answers.replies["numb_saddle"] == "no"
    again = run(lines=FREE)
    assert again.stdout.startswith("Call emergency services now.")
    assert "Question 1" not in again.stderr


def test_a_skipped_question_of_tier_b_counts(run: Run) -> None:
    done = run(lines=[*FREE[:6], "s", ""])
    assert done.stdout.startswith("See a doctor today.")
    assert "You left out one calf or thigh" in done.stdout


def test_a_clearance_lifts_it_and_a_no_does_not(run: Run, tmp_path: Path) -> None:
    assert run("--answers", written(tmp_path, "limp.json", pain="yes", groin="yes", groin_limp="yes")).exit_code == 0
    assert run(lines=FREE).stdout.startswith("See a doctor today.")
    (tmp_path / "clearance.toml").write_text(
        f'[[clearance]]\nby = "Dr H. Lund"\non = {BEFORE}\nflags = ["B1"]\nallows = ["readings", '
        '"tests", "end_range"]\nuntil = "no end"\n'
    )
    done = run("--clearance", "clearance.toml")
    assert done.exit_code == 0, done.stderr
    assert "Cleared: B1, by Dr H. Lund" in done.stdout
    assert "Left out: exercises, jumping and other impact and running." in " ".join(done.stdout.split())


def test_a_screen_that_ended_early_is_asked_again_after_its_clearance(run: Run, tmp_path: Path) -> None:
    run("--answers", written(tmp_path, "calf.json", one_calf="yes"))
    (tmp_path / "clearance.toml").write_text(
        f'[[clearance]]\nby = "Dr I. Falk"\non = {BEFORE}\nflags = ["B2"]\nallows = ["tests"]\nuntil = "no end"\n'
    )
    done = run("--clearance", "clearance.toml")
    assert done.stdout.startswith("The questions were not finished")


def test_json_is_what_is_written(run: Run, tmp_path: Path) -> None:
    done = run("--answers", written(tmp_path, "c.json", pain="yes", locking="yes"), "--json", "--out", "mine.json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout) == json.loads((tmp_path / "mine.json").read_text())
    found = json.loads(done.stdout)
    assert (found["schema"], found["limits"]["tier"]) == ("trochanter.screen/1", "C")
    assert found["limits"]["end_range"] is False
    assert found["message"]["headline"].startswith("See a doctor or physical therapist")


def test_private_answers_are_written_only_when_asked_for(run: Run, tmp_path: Path) -> None:
    name = written(tmp_path, "p.json", pregnancy="from_week_14")
    run("--answers", name)
    assert "week_14" not in (tmp_path / "screen.json").read_text()
    run("--answers", name, "--keep-private")
    assert "week_14" in (tmp_path / "screen.json").read_text()


def test_pain_that_rose_needs_a_new_clearance(run: Run, tmp_path: Path) -> None:
    name = written(tmp_path, "calf.json", one_calf="yes")
    (tmp_path / "clearance.toml").write_text(
        f'[[clearance]]\nby = "Dr J"\non = {BEFORE}\nflags = ["B2"]\nallows = ["tests"]\nuntil = "no end"\n'
    )
    run("--answers", name)
    run("--clearance", "clearance.toml")
    through = answered(frozenset({"B2"}), one_calf="yes")
    (tmp_path / "later.json").write_text(json.dumps({"asked_on": TODAY, "answers": dict(through.replies)}))
    assert not run("--answers", "later.json").stdout.startswith("See a doctor today.")
    assert run("--answers", "later.json", "--worse").stdout.startswith("See a doctor today.")


def test_quitting_writes_nothing(run: Run, tmp_path: Path) -> None:
    done = run(lines=["2", "q"])
    assert done.exit_code == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "lines", "words"),
    [
        ([], ["2", "0"], "the answers ended before the questions did"),
        (["--answers", "nowhere.toml"], [], "there is no such file"),
        (["--clearance", "ok.toml"], [], "an earlier screen that the clearance is for"),
        (["--answers", "wrong.toml"], [], "did you mean 'groin'"),
        (["--earlier", "wrong.toml"], FREE, "this is no screen of trochanter"),
        (["--answers", "free.json", "--out", "file/where.json"], [], "is not a folder"),
        (["--out", "folder"], FREE, "this is a folder"),
        (["--out", "wrong.toml"], FREE, "rename that file, or name another one with --out"),
        (["--answers", "later.json"], [], "today or a day before"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_written(
    run: Run, tmp_path: Path, options: list[str], lines: list[str], words: str
) -> None:
    written(tmp_path, "free.json")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "later.json").write_text('{"asked_on": "2999-01-01", "answers": {"age": "18_to_44"}}')
    (tmp_path / "wrong.toml").write_text('[answers]\ngroyn = "no"\n')
    (tmp_path / "ok.toml").write_text(
        f'[[clearance]]\nby = "Dr K"\non = {BEFORE}\nflags = ["B2"]\nallows = ["tests"]\nuntil = "no end"\n'
    )
    done = run(*options, lines=lines)
    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "screen.json").exists()


def test_the_template_holds_every_question(run: Run) -> None:
    done = run("--template")
    assert done.exit_code == 0
    assert all(each.ask in done.stdout for each in pages())


@pytest.mark.parametrize(
    ("key", "typed", "meant"),
    [
        ("age", "4", {"age": "65_or_older"}),
        ("age", "5", None),
        ("age", "0", None),
        ("age", "?", {"age": "not sure"}),
        ("age", "²", None),
        ("age", "9999999", None),
        ("pain_page", "Y", {"pain": "yes"}),
        ("pain_page", "2", None),
        ("legs", "0", legs("no", "no", "no")),
        ("legs", "1 2?", legs("yes", "not sure", "no")),
        ("legs", "not sure", legs("not sure", "not sure", "not sure")),
        ("legs", "s", legs("skipped", "skipped", "skipped")),
        ("legs", "4", None),
        ("legs", "1,0", None),
        ("legs", "", None),
        ("legs", "none", legs("no", "no", "no")),
    ],
)
def test_what_is_typed_is_what_is_meant(key: str, typed: str, meant: dict[str, str] | None) -> None:
    assert replies_in(page(key), typed) == meant
