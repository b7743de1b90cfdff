"""What is kept of earlier days: a plan made anew every week is one course, and a goal told anew has its beginning."""

import datetime as dt
import json
from contextlib import chdir
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.made_trial import RUNNER
from tests.findings.made_answers import screen_of
from tests.progress.made_course import history, plan_of
from trochanter.cli import assess, plan, progress_now
from trochanter.cli.kept import keep, kept_of
from trochanter.cli.main import app
from trochanter.exchange.assessment_result import write_assessment
from trochanter.exchange.history_result import write_history
from trochanter.exchange.plan_result import read_plan, write_plan
from trochanter.exchange.progress_shapes import ProgressResult
from trochanter.exchange.screen_result import write_screen
from trochanter.exchange.session_log import append_sessions
from trochanter.exchange.session_result import new_entry
from trochanter.findings.assess import assess as assessed
from trochanter.findings.history import Run
from trochanter.plan.facts import ProgressFacts
from trochanter.plan.prescribe import prescribe
from trochanter.progress.session import Session
from trochanter.progress.targets import as_planned

TODAY = dt.datetime.now().astimezone().date()
START = TODAY - dt.timedelta(days=TODAY.weekday() + 49)  # a Monday, seven weeks ago or a little more
ANSWERS = '[goal]\nactivity = "run 10 km without thinking of my hip"\nable = 4\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Seven weeks ago: screen, goal, assessment and a first plan, which is done every day since; a screen of today."""
    assert None not in (assess.assess, plan.plan, progress_now.progress_now)
    told, screen = history(on=START), screen_of(START, pain="yes")
    first = plan_of(told, screen, START)
    write_history(tmp_path / "history.json", told)
    write_assessment(tmp_path / "assessment.json", assessed(told, screen, on=START))
    write_plan(tmp_path / "plan.json", first)
    write_screen(tmp_path / "screen.json", screen_of(TODAY, pain="yes"), TODAY)
    days = [START + dt.timedelta(days=k) for k in range((TODAY - START).days)]
    sessions = [Session(day, "done", as_planned(first, day), pain_during=1) for day in days if first.items_on(day)]
    append_sessions(tmp_path / "sessions.jsonl", tuple(new_entry(each, None) for each in sessions))
    (tmp_path / "answers.toml").write_text(ANSWERS)
    return tmp_path


def done(folder: Path, *words: str) -> str:
    with chdir(folder):
        found = RUNNER.invoke(app, list(words))
    assert found.exit_code == 0, found.stderr
    return found.stdout


def progress(folder: Path, *words: str) -> ProgressResult:
    return ProgressResult.model_validate_json(done(folder, "progress", "--json", *words))


def kept(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir() if str(START) in each.name}


def test_who_plans_and_tells_anew_gets_the_verdict_of_the_whole_course(folder: Path) -> None:
    first, told = (folder / "plan.json").read_bytes(), (folder / "history.json").read_bytes()
    for _ in range(2):  # the same twice keeps nothing twice
        done(folder, "assess", "--answers", "answers.toml")
        done(folder, "plan", "--no-physics")
        assert kept(folder) == {f"{name}-{START}.json" for name in ("plan", "history", "assessment")}
    assert (folder / f"plan-{START}.json").read_bytes() == first
    assert (folder / f"history-{START}.json").read_bytes() == told
    said = progress(folder)
    assert said.verdict.word == "no detectable change"
    assert said.step.kind == "hand off"
    assert said.adherence.share.value == 1.0


def test_a_plan_of_every_week_counts_all_weeks(folder: Path) -> None:
    told = history(on=START)
    last = read_plan(folder / "plan.json")
    for week in range(1, 7):
        day = START + dt.timedelta(weeks=week)
        keep(folder / "plan.json", last.made_on)
        asked = screen_of(day, pain="yes")
        last = prescribe(assessed(told, asked, on=day), told, asked, on=day, earlier=last)
        write_plan(folder / "plan.json", last)
    assert len(last.weekdays) == 4
    alone = progress(folder, "--earlier-plan", "plan.json")
    assert progress(folder).adherence.planned == 4 * 7 + sum(day < TODAY.weekday() for day in last.weekdays)
    assert alone.adherence.planned < progress(folder).adherence.planned / 3
    stranger = replace(last, made_on=START - dt.timedelta(days=90), begun_on=None)
    before = progress(folder)
    write_plan(folder / f"plan-{stranger.made_on}.json", stranger)  # of another course
    assert progress(folder) == before


def test_the_next_plan_goes_by_what_was_done(folder: Path) -> None:
    """Seven weeks without pain, all done: a lighter week is due, and the next stage waits for its end, once a day."""
    first = read_plan(folder / "plan.json")
    days = [START + dt.timedelta(days=k) for k in range((TODAY - START).days)]
    easily = [
        Session(day, "done", as_planned(first, day), pain_during=0, pain_before=0, pain_next_morning=0, effort=4)
        for day in days
        if first.items_on(day)
    ]
    (folder / "sessions.jsonl").unlink()
    alone = json.loads(done(folder, "plan", "--no-physics", "--json", "--out", "other.json", "--earlier", "plan.json"))
    append_sessions(folder / "sessions.jsonl", tuple(new_entry(each, None) for each in easily))
    done(folder, "plan", "--no-physics")
    followed = read_plan(folder / "plan.json")
    assert (first.stage, alone["stage"]) == ("control", "control")
    assert not json.loads((folder / "other.json").read_text(encoding="utf-8"))["lighter"]
    assert (followed.stage, followed.lighter, followed.lighter_since) == ("control", True, TODAY)
    assert any("lighter" in each and "stage" in each for each in (*followed.says, *followed.changes))
    done(folder, "plan", "--no-physics")
    again = read_plan(folder / "plan.json")
    assert [(each.exercise, each.dose) for each in again.items] == [(o.exercise, o.dose) for o in followed.items]
    assert (again.stage, again.lighter) == ("control", True)


def test_an_old_number_that_is_assessed_again_is_no_new_telling(folder: Path) -> None:
    done(folder, "assess")  # goal and history as they were told seven weeks ago
    assert progress(folder).verdict.word == "too little data"


def test_nothing_kept_is_written_over(tmp_path: Path) -> None:
    path, day = tmp_path / "plan.json", dt.date(2026, 11, 2)
    names = []
    for text in ("one", "one", "two", "two", "one", "three"):
        path.write_text(text)
        names.append(keep(path, day).name)
    first, second, third = (f"plan-2026-11-02{end}.json" for end in ("", "-2", "-3"))
    assert names == [first, first, second, second, first, third]
    for other in ("plan-mine.json", "plan-2026-11-02.txt", "my-plan-2026-11-02.json", "plan-2026-11-02-x.json"):
        (tmp_path / other).write_text("{}")
    assert [each.name for each in kept_of(path)] == [first, second, third]


def test_a_plan_for_another_place_leaves_what_is_no_plan_alone(folder: Path) -> None:
    (folder / "other.json").write_text(json.dumps({"schema": "something else"}))
    done(folder, "plan", "--no-physics", "--earlier", "plan.json", "--out", "other.json")
    assert kept(folder) == set()


def test_a_stopped_screen_is_the_headline(folder: Path) -> None:
    write_screen(folder / "screen.json", screen_of(TODAY, pain="yes", one_calf="yes"), TODAY)
    text = done(folder, "progress", "--page", "progress.html")
    said = progress(folder)
    assert said.verdict.word == "paused"
    assert said.verdict.says == f"{said.today.says} The plan is paused."
    assert said.step.kind == "see somebody"
    assert " ".join(text.split()).startswith(f"{said.verdict.says} Nothing of the plan is asked for")
    page = (folder / "progress.html").read_text("utf-8")
    assert said.verdict.says in page
    assert "No detectable change:" not in page + text


def test_that_somebody_runs_goes_stale_after_thirty_days(folder: Path) -> None:
    told = replace(history(on=START), runs=())
    for days, runs in ((30, True), (31, False)):
        on = START + dt.timedelta(days=days)
        asked = screen_of(on, pain="yes")
        made = prescribe(assessed(told, asked, on=on), told, asked, on=on)
        assert (made.run is not None) == runs
        assert bool(made.run_gates) != runs  # the first row comes after its tests
        logged = ProgressFacts(runs=(Run(on - dt.timedelta(days=3), 6.0, None),))
        ran = prescribe(assessed(told, asked, on=on), told, asked, on=on, progress=logged).run
        assert ran is not None
        assert ran.longest_km is not None


def test_a_logged_run_counts_for_the_plan(folder: Path) -> None:
    done(folder, "assess")
    done(folder, "plan", "--no-physics")
    assert read_plan(folder / "plan.json").run is None  # told seven weeks ago
    run = Session(TODAY - dt.timedelta(days=2), "noted", run_km=6.0, pain_during=3)
    append_sessions(folder / "sessions.jsonl", (new_entry(run, None),))
    done(folder, "plan", "--no-physics")
    step = read_plan(folder / "plan.json").run
    assert step is not None
    assert (step.row, step.longest_km) == (0, 6.0)  # as far as before: it hurts 3 of 10
