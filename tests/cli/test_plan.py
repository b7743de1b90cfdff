"""``trochanter plan``: made, gone on with, changed, refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from tests.findings.made_answers import answered
from trochanter.cli import plan as command
from trochanter.cli.assess import today
from trochanter.cli.main import app
from trochanter.exchange.plan_result import read_plan
from trochanter.exchange.screen_result import write_screen
from trochanter.findings.screen import screened

Run = Callable[..., Result]
HISTORY = (
    'equipment = ["mat", "loop", "chair"]\nran = "no"\n[goal]\nactivity = "run 10 km"\nable = 4\n'
    '[[pains]]\nplace = "buttock"\nside = "right"\nworst = 2\n'
)


def screen(folder: Path, **replies: str) -> None:
    write_screen(folder / "screen.json", screened(answered(**{"pain": "yes", **replies}), today()), today())


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in a folder with screen, history and assessment of today."""
    assert command.plan is not None
    monkeypatch.chdir(tmp_path)
    screen(tmp_path)
    (tmp_path / "answers.toml").write_text(HISTORY)
    done = RUNNER.invoke(app, ["assess", "--answers", "answers.toml"])
    assert done.exit_code == 0, done.stderr
    return lambda *options: RUNNER.invoke(app, ["plan", *options])


def test_a_plan_is_printed_and_written(run: Run, tmp_path: Path) -> None:
    done = run()
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("Plan from ")
    assert "For: run 10 km. Now 4 of 10." in done.stdout
    assert "written: plan.json" in done.stderr
    plan = read_plan(tmp_path / "plan.json")
    assert 1 <= len(plan.items) <= 4
    assert plan.run is None
    assert plan.run_gates


def test_a_plan_that_is_there_is_gone_on_with(run: Run) -> None:
    assert run().exit_code == 0
    again = run()
    assert "Nothing changes." in again.stdout
    assert "On the first day only the first 2" in again.stdout  # it still begins today


def test_a_program_takes_json(run: Run, tmp_path: Path) -> None:
    done = run("--json", "--out", "mine.json")
    made = json.loads(done.stdout)
    assert made["schema"] == "trochanter.plan/1"
    assert json.loads((tmp_path / "mine.json").read_text()) == made
    assert [each["role"] for each in made["inputs"]] == ["assessment", "history", "screen"]


def test_changes_are_kept_with_their_reason(run: Run, tmp_path: Path) -> None:
    run()
    first = read_plan(tmp_path / "plan.json").items[0].exercise
    done = run("--leave-out", first, "--reason", "no floor at work")
    assert done.exit_code == 0, done.stderr
    assert "no floor at work" in done.stdout
    after = run()
    assert after.exit_code == 0
    plan = read_plan(tmp_path / "plan.json")
    assert plan.item(first) is None
    assert [each.why for each in plan.left_out if each.exercise == first] == ["You left it out: no floor at work"]


def test_a_swap_and_a_file_of_edits(run: Run, tmp_path: Path) -> None:
    run()
    first, *_ = read_plan(tmp_path / "plan.json").items
    (tmp_path / "edits.toml").write_text(
        f'[[edit]]\nchange = "dose"\nexercise = "{first.exercise}"\nreason = "tired"\n'
        "dose = { sets = 1, repeats = 6, hold_s = 0, weekdays = [1] }\n"
    )
    done = run(
        "--edit", "edits.toml", "--swap", f"{first.exercise}=heel_squeeze", "--reason", "agreed", "--by", "therapist"
    )
    assert done.exit_code == 0, done.stderr
    plan = read_plan(tmp_path / "plan.json")
    assert plan.item("heel_squeeze") is not None
    assert len(plan.changes) == 2


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--leave-out", "bridge"], "the reason"),
        (["--leave-out", "brigde", "--reason", "x"], "bridge"),
        (["--swap", "bridge", "--reason", "x"], "--swap"),
        (["--add", "pivot", "--reason", "x", "--by", "coach"], "person, therapist"),
        (["--reason", "x"], "only beside"),
        (["--history", "nobody.json"], "trochanter assess"),
        (["--earlier", "nobody.json"], "nobody.json"),
        (["--out", "."], "folder"),
    ],
)
def test_what_cannot_be_done_says_so(run: Run, options: list[str], says: str) -> None:
    run()
    done = run(*options)
    assert done.exit_code == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_plan_there_is_nothing_to_change(run: Run) -> None:
    done = run("--leave-out", "bridge", "--reason", "x")
    assert done.exit_code == 2
    assert "there is no plan to change" in done.stderr


def test_nothing_is_planned_or_changed_past_the_screen(run: Run, tmp_path: Path) -> None:
    run()
    before = (tmp_path / "plan.json").read_bytes()
    screen(tmp_path, one_calf="yes")
    for options in ([], ["--leave-out", "bridge", "--reason", "x", "--by", "therapist"]):
        done = run(*options)
        assert done.exit_code == 2
        assert "doctor" in done.stderr
        assert done.stdout == ""
    assert (tmp_path / "plan.json").read_bytes() == before
    (tmp_path / "screen.json").unlink()
    assert "trochanter screen" in run().stderr
