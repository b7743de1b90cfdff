"""A plan that is handed on: only where the screen of now still leaves open everything that is in it."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.cli.options import usable_folder
from trochanter.core.errors import UnwritableFile

if TYPE_CHECKING:
    from trochanter.findings.limits import Activity
    from trochanter.findings.screen import Screen
    from trochanter.plan.plan import Plan

HERE = Path("screen.json")  # what 'trochanter screen' writes


def plan_given(plan: Path, screen: Path | None, today: dt.date) -> "Plan":
    """The plan of a file; screen: its file, None for ./screen.json.

    A plan keeps the limits of the day on which it was made: those of today decide. Raises ScreenNeeded without a whole
    screen, NotOffered where one of its exercises, or running, is no longer left open, MissingInput and UnreadableFile.
    """
    from trochanter.exchange.plan_result import read_plan
    from trochanter.exchange.screen_result import read_screen
    from trochanter.findings.permission import ScreenNeeded

    path = screen if screen is not None else HERE if HERE.exists() else None
    found = read_plan(plan)
    if path is None:
        raise ScreenNeeded
    _refuse_left_out(found, read_screen(path), today)
    return found


def refuse_unwritable(path: Path) -> None:
    """Raise UnwritableFile before any work is done."""
    if path.is_dir():
        raise UnwritableFile("the file cannot be written: this is a folder", where=str(path), next_step="name a file")
    usable_folder(path.absolute().parent)


def _refuse_left_out(plan: "Plan", screen: "Screen", today: dt.date) -> None:
    from trochanter.findings.limits import may
    from trochanter.findings.permission import NotOffered, ScreenNeeded
    from trochanter.findings.screen import limits_of

    limits = limits_of(screen, today)
    if not screen.complete and limits.tier not in ("A", "B"):
        raise ScreenNeeded
    against = dict.fromkeys(word for each in _activities(plan) for word in may(limits, each).against)
    if against:
        raise NotOffered(limits, tuple(against), ("make the plan again: trochanter assess, then trochanter plan",))


def _activities(plan: "Plan") -> "Iterable[Activity]":
    """Everything that a plan asks of somebody; that it is one of exercises counts for an empty one, too."""
    from trochanter.findings.limits import RUNNING_VIDEO, Activity, Kind
    from trochanter.plan.library import exercise_named

    yield Activity(Kind.EXERCISE)
    for item in plan.items:
        yield exercise_named(item.exercise).activity
    if plan.run is not None:
        yield RUNNING_VIDEO  # what a run asks of the screen, filmed or not
