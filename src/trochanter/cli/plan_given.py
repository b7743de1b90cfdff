"""A plan that is handed on: only where the screen of now still leaves open everything that is in it."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.cli.options import usable_folder
from trochanter.core.errors import UnwritableFile

if TYPE_CHECKING:
    from trochanter.findings.history import History
    from trochanter.plan.plan import Plan

HERE = Path("screen.json")  # what 'trochanter screen' writes
TOLD = Path("history.json")  # what 'trochanter assess' keeps


def plan_given(plan: Path, screen: Path | None, today: dt.date, history: Path | None = None) -> "Plan":
    """The plan of a file; screen, history: their files, None for those of the working folder.

    A plan keeps the limits of the day on which it was made: those of today decide, and what was told last. Raises
    ScreenNeeded without a whole screen, NotOffered where one of its exercises, or running, is no longer left open,
    ImpossibleData where it does not go with what was told, MissingInput and UnreadableFile.
    """
    from trochanter.exchange.plan_result import read_plan
    from trochanter.exchange.screen_result import read_screen
    from trochanter.findings.permission import ScreenNeeded
    from trochanter.plan.plan_check import refuse_beyond_screen

    path = screen if screen is not None else HERE if HERE.exists() else None
    found = read_plan(plan)
    if path is None:
        raise ScreenNeeded
    refuse_beyond_screen(found, read_screen(path), today, history_here(history, today))
    return found


def history_here(path: Path | None, today: dt.date) -> "History | None":
    """The history of a file, else that of the working folder; None where there is none."""
    from trochanter.exchange.history_result import read_history

    told = path if path is not None else TOLD if TOLD.exists() else None
    return None if told is None else read_history(told, today)


def refuse_unwritable(path: Path) -> None:
    """Raise UnwritableFile before any work is done."""
    if path.is_dir():
        raise UnwritableFile("the file cannot be written: this is a folder", where=str(path), next_step="name a file")
    usable_folder(path.absolute().parent)
