"""``trochanter assess``: asked one by one or from a file; what is written, what is said, what is refused."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from tests.findings.made_answers import answered
from tests.kinematics.made_ranges import L_IN, R_IN, USUAL, made_range
from trochanter.cli import assess as command
from trochanter.cli.assess import today
from trochanter.cli.main import app
from trochanter.exchange.assessment_result import read_assessment
from trochanter.exchange.history_result import read_history
from trochanter.exchange.measurement_result import measurement_result, measurement_text
from trochanter.exchange.screen_result import read_screen, write_screen
from trochanter.findings.screen import screened
from trochanter.kinematics.comparing_check import check_hips

Run = Callable[..., Result]
GOAL = '[goal]\nactivity = "run 10 km"\nable = 4\n'
HURTS = 'onset = "later"\nonset_km = 24.1\n' + GOAL + '[[pains]]\nplace = "buttock"\nside = "right"\nworst = 3\n'
# A goal, how it goes, and the rest left out: what somebody in a hurry types.
HURRY = ["run 10 km", "4", "", "", "0", "", "0", "", "", "", "", "", ""]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in a folder with a screen of today (pain, nothing urgent), with lines typed at the keyboard."""
    assert command.assess is not None
    monkeypatch.chdir(tmp_path)
    screen(tmp_path)

    def typed(*options: str, lines: list[str] | None = None) -> Result:
        return RUNNER.invoke(app, ["assess", *options], input="".join(f"{line}\n" for line in lines or []))

    return typed


def screen(folder: Path, **replies: str) -> None:
    write_screen(folder / "screen.json", screened(answered(**{"pain": "yes", **replies}), today()), today())


def test_a_person_in_a_hurry_is_through_after_the_goal(run: Run, tmp_path: Path) -> None:
    done = run(lines=HURRY)
    assert done.exit_code == 0, done.stderr
    assert f"Question {len(HURRY)}" in done.stderr
    assert f"Question {len(HURRY) + 1}" not in done.stderr
    assert done.stdout.startswith("What you want to do again: run 10 km. Now 4 of 10.")
    assert "not yet reviewed by a clinician" in done.stdout
    assert read_history(tmp_path / "history.json", today()).goal.able == 4
    assert read_assessment(tmp_path / "assessment.json").aims
    assert "history.json" in done.stderr


def test_back_undoes_and_why_tells(run: Run, tmp_path: Path) -> None:
    lines = ["b", "run", "w", "b", "run 5 km", "eleven", "4", *HURRY[2:]]
    done = run(lines=lines)
    assert done.exit_code == 0, done.stderr
    assert read_history(tmp_path / "history.json", today()).goal.activity == "run 5 km"
    for words in ("This is the first question.", "to see whether something has changed", "That was not understood."):
        assert words in done.stderr


def test_answers_that_are_kept_are_read_and_asked_anew_on_request(run: Run, tmp_path: Path) -> None:
    assert run(lines=HURRY).exit_code == 0
    again = run()
    assert again.exit_code == 0, again.stderr
    assert "Question" not in again.stderr
    assert "--again" in again.stderr
    assert "Question 1\n" in run("--again", lines=HURRY).stderr


def test_a_program_gives_a_file_and_takes_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HURTS)
    done = run("--answers", "a.toml", "--json", "--out", "mine.json", "--history", "h.json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout) == json.loads((tmp_path / "mine.json").read_text())
    found = json.loads(done.stdout)
    assert found["schema"] == "trochanter.assessment/1"
    assert found["findings"][0]["rule"] == "onset_far"
    assert [each["role"] for each in found["inputs"]] == ["screen"]
    assert (tmp_path / "h.json").exists()


def test_a_check_beside_it_is_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HURTS)
    (tmp_path / "trochanter-check").mkdir()
    angles = {**USUAL, R_IN: 20.0, L_IN: 40.0}
    check = check_hips([made_range(angles, set_up=name, day=1) for name in ("first", "second")])
    (tmp_path / "trochanter-check" / "measurement.json").write_text(measurement_text(measurement_result(check)))
    done = run("--answers", "a.toml")
    assert done.exit_code == 0, done.stderr
    assert "At rest your right hip turns in 20 degrees less far" in " ".join(done.stdout.split())
    named = run("--answers", "a.toml", "--measurement", "trochanter-check/measurement.json", "--verbose")
    assert "Rule turns_in_less; sources: kouyoumdjian2012" in " ".join(named.stdout.split())


def test_tier_b_says_whom_to_see_and_asks_nothing(run: Run, tmp_path: Path) -> None:
    screen(tmp_path, hardly_walk="yes")
    done = run()
    assert done.exit_code == 0
    assert done.stdout.startswith("See a doctor today.")
    assert "Question" not in done.stderr
    assert not (tmp_path / "assessment.json").exists()
    (tmp_path / "a.toml").write_text(HURTS)
    told = run("--answers", "a.toml")
    assert told.stdout.startswith("See a doctor today.")
    assert "stands out" not in told.stdout
    assert read_assessment(tmp_path / "assessment.json").findings == ()


def test_what_the_screen_does_not_know_is_asked_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HURTS.replace("buttock", "groin"))
    done = run("--answers", "a.toml")
    flat = " ".join(done.stdout.split())
    assert "the questions of the screen are due again: you told of pain in the groin" in flat
    assert "What stands out" not in flat
    assert "no run here" in flat
    assert "due again" in done.stderr
    assert not read_screen(tmp_path / "screen.json").complete
    assert "they were not finished, or something new came after them" in " ".join(run().stdout.split())


def test_private_answers_are_written_only_when_asked_for(run: Run, tmp_path: Path) -> None:
    screen(tmp_path, leakage="yes")
    (tmp_path / "a.toml").write_text(GOAL + '[private]\npelvic = ["leakage"]\n')
    done = run("--answers", "a.toml")
    assert "leaking" in done.stdout
    assert "--keep-private" in done.stderr
    for name in ("history.json", "assessment.json"):
        assert "leak" not in (tmp_path / name).read_text()
    run("--answers", "a.toml", "--keep-private")
    for name in ("history.json", "assessment.json"):
        assert "leak" in (tmp_path / name).read_text()


def test_the_template_is_a_file_of_answers(run: Run, tmp_path: Path) -> None:
    done = run("--template")
    assert done.exit_code == 0
    (tmp_path / "a.toml").write_text(done.stdout.replace('activity = ""', 'activity = "run"'))
    assert run("--answers", "a.toml").exit_code == 0


def test_quitting_writes_nothing(run: Run, tmp_path: Path) -> None:
    done = run(lines=["run", "q"])
    assert done.exit_code == 130
    assert [each.name for each in tmp_path.iterdir()] == ["screen.json"]


@pytest.mark.parametrize(
    ("options", "lines", "words"),
    [
        ([], ["run"], "the answers ended before the questions did"),
        (["--answers", "nowhere.toml"], [], "there is no such file"),
        (["--answers", "screen.json"], [], "these are no answers on goal and history"),
        (["--screen", "nowhere.json"], [], "there is no such file"),
        (["--measurement", "screen.json"], [], "this is no measurement of trochanter"),
        (["--running", "screen.json"], [], "this is no result of an analysis"),
        (["--film", "screen.json"], [], "this is no film result"),
        (["--out", "."], [], "this is a folder"),
        (["--history", "screen.json"], [], "schema"),
    ],
)
def test_wrong_input_is_told_and_ends_with_2(
    run: Run, tmp_path: Path, options: list[str], lines: list[str], words: str
) -> None:
    done = run(*options, lines=lines)
    assert done.exit_code == 2, done.stdout
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "assessment.json").exists()


def test_without_a_screen_it_says_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "screen.json").unlink()
    done = run()
    assert done.exit_code == 2
    assert "trochanter screen" in done.stderr


def test_a_screen_of_tomorrow_is_refused(run: Run, tmp_path: Path) -> None:
    tomorrow = today() + timedelta(days=1)
    write_screen(tmp_path / "screen.json", screened(answered(), tomorrow), tomorrow)
    done = run()
    assert done.exit_code == 2
    assert "the day of the screen cannot be" in done.stderr
