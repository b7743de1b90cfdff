"""Plans changed by hand, and by edits, through every door that reads a plan: nothing passes the screen."""

import json
from contextlib import chdir
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.findings.made_answers import people
from tests.plan.made_plans import RUNNER, plan_of
from tests.property.test_plans import NAMES, edits, limited
from trochanter.cli import csv_files, log, print_plan, progress_now
from trochanter.cli.main import app
from trochanter.cli.plan_given import plan_given
from trochanter.core.errors import TrochanterError
from trochanter.exchange.plan_result import plan_result, plan_text, read_plan
from trochanter.exchange.screen_result import write_screen
from trochanter.findings.history import History
from trochanter.findings.limits import STOPPABLE
from trochanter.findings.screen import Screen, limits_of, screened
from trochanter.plan.edit import Edit
from trochanter.plan.editing import edited
from trochanter.plan.library import exercises
from trochanter.plan.plan import Plan
from trochanter.plan.plan_check import beyond_screen
from trochanter.progress.follow import follow

DAY = RUNNER.told_on
TODAY = datetime.now().astimezone().date()
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def breaks_by_hand(plan: Plan, screen: Screen, on: date) -> bool:
    """Whether a plan holds anything that flags of a screen leave out, looked at one by one."""
    flags = screen.in_force(on)
    stops = {word for flag in flags for word in flag.stops - screen.allowed(flag, on)}
    excludes = {word for flag in flags for word in flag.excludes - screen.allowed(flag, on)}
    for item in plan.items:
        activity = exercises()[item.exercise].activity
        if "exercises" in stops or activity.positions & excludes or activity.needs & stops:
            return True
    return plan.run is not None and bool(stops & {"run", "impact"})


@st.composite
def by_hand(draw: st.DrawFn) -> dict[str, Any]:
    """The file of a plan after somebody has been at it with an editor: exercises, doses, limits, running."""
    made = json.loads(plan_text(plan_result(plan_of(RUNNER))))
    for item in made["items"]:
        if draw(st.booleans()):
            item["exercise"] = draw(st.sampled_from(NAMES))
            item["dose"] |= {"sets": 1, "repeats": draw(st.integers(1, 5)), "hold_s": 0.0}
            item["minutes"] = 1.0
    if draw(st.integers(0, 3)) == 0:
        made["limits"] |= {word: draw(st.booleans()) for word in STOPPABLE}
    if draw(st.booleans()):
        made["run"] = None
    return dict(made)


screens = st.one_of(limited(), people().map(lambda answers: screened(answers, DAY)))


@SLOW
@given(by_hand(), screens, st.booleans())
def test_no_plan_changed_by_hand_is_handed_on_past_the_screen(made: dict[str, Any], screen: Screen, told: bool) -> None:
    with TemporaryDirectory() as name, chdir(name):
        Path("plan.json").write_text(json.dumps(made), encoding="utf-8")
        write_screen("screen.json", screen, DAY, keep_private=True)
        try:
            plan = plan_given(Path("plan.json"), None, DAY)
        except TrochanterError:
            return
    assert screen.complete
    assert not breaks_by_hand(plan, screen, DAY)
    assert not beyond_screen(plan, screen, DAY, RUNNER if told else None)
    assert plan.minutes <= 15.0


@SLOW
@given(by_hand(), screens)
def test_progress_offers_nothing_of_it(made: dict[str, Any], screen: Screen) -> None:
    """Whatever stands in the file: no step up, no run, and what is left out is named, in every door that follows it."""
    with TemporaryDirectory() as name:
        Path(name, "plan.json").write_text(json.dumps(made), encoding="utf-8")
        try:
            plan = read_plan(Path(name, "plan.json"))
        except TrochanterError:
            return
    found = follow(plan, [], on=DAY + timedelta(days=1), screen=screen)
    if not breaks_by_hand(plan, screen, DAY + timedelta(days=1)):
        return
    assert found.step.kind in ("see somebody", "screen again", "step back")
    assert found.today.kind in ("none", "walk") or plan.run is None or not breaks_running(screen)


def breaks_running(screen: Screen) -> bool:
    return not limits_of(screen, DAY + timedelta(days=1)).run


@SLOW
@given(st.lists(edits(), min_size=1, max_size=4), screens)
def test_an_edit_that_was_taken_goes_through_every_door_and_no_further(changes: list[Edit], screen: Screen) -> None:
    plan = plan_of(RUNNER)
    for each in changes:
        try:
            plan = edited(plan, each, screen, RUNNER)
        except TrochanterError:
            continue
    if plan == plan_of(RUNNER):
        return
    with TemporaryDirectory() as name, chdir(name):
        Path("plan.json").write_text(plan_text(plan_result(plan)), encoding="utf-8")
        write_screen("screen.json", screen, DAY, keep_private=True)
        assert not breaks_by_hand(plan_given(Path("plan.json"), None, DAY), screen, DAY)


DOORS = (
    ("csv", "--plan", "plan.json", "--out", "out"),
    ("print", "--out", "out.html"),
    ("progress", "--json"),
    ("log",),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(NAMES), limited(), st.sampled_from(DOORS))
def test_the_commands_refuse_and_write_nothing(exercise: str, found: Screen, door: tuple[str, ...]) -> None:
    assert all((csv_files.csv_files, log.log, print_plan.print_plan, progress_now.progress_now))
    screen = replace(found, asked_on=TODAY, flags=tuple(replace(each, raised_on=TODAY) for each in found.flags))
    told: History = replace(RUNNER, told_on=TODAY, runs=())
    plan = replace(plan_of(told), run=None)
    item = replace(plan.items[0], exercise=exercise, dose=replace(plan.items[0].dose, sets=1, repeats=1), minutes=1.0)
    broken = replace(plan, items=(item,))
    with TemporaryDirectory() as name, chdir(name):
        Path("plan.json").write_text(plan_text(plan_result(broken)), encoding="utf-8")
        write_screen("screen.json", screen, TODAY, keep_private=True)
        done = CliRunner().invoke(app, list(door), input="\n")
        left = {each.name for each in Path().iterdir()} - {"plan.json", "screen.json"}
    assert "Traceback" not in done.output
    stopped = not limits_of(screen, TODAY).exercises
    if breaks_by_hand(broken, screen, TODAY) and not (stopped and door[0] == "progress"):
        assert done.exit_code == 2
        assert left == set()


def test_the_check_by_hand_can_fail() -> None:
    from tests.findings.made_answers import screen_of

    assert breaks_by_hand(plan_of(RUNNER), screen_of(DAY, one_calf="yes"), DAY)
    assert not breaks_by_hand(plan_of(RUNNER), screen_of(DAY), DAY)
    with pytest.raises(TrochanterError):
        edited(plan_of(RUNNER), Edit("leave_out", "pigeon", "x", "person", DAY), screen_of(DAY), RUNNER)
