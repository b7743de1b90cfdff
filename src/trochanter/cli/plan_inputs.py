"""What a plan is made from: the files of assessment, history, screen and of the plan before, found and read."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.core.errors import MissingInput

if TYPE_CHECKING:
    from trochanter.exchange.assessment_shapes import AssessedFile
    from trochanter.findings.assessment import Assessment
    from trochanter.findings.history import History
    from trochanter.findings.screen import Screen
    from trochanter.plan.facts import ProgressFacts
    from trochanter.plan.plan import Plan

SCREEN = Path("screen.json")  # what 'trochanter screen' writes
SESSIONS = Path("sessions.jsonl")  # what 'trochanter log' writes


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read, and the files that it came from; assessment, earlier: None where there is none.

    progress: what following the plan before has shown, None where nothing was logged.
    """

    assessment: "Assessment | None"
    history: "History"
    screen: "Screen"
    earlier: "Plan | None"
    files: "tuple[AssessedFile, ...]"
    progress: "ProgressFacts | None" = None


def inputs_of(
    assessment: Path | None, history: Path, screen: Path | None, earlier: Path | None, out: Path, today: dt.date
) -> Inputs:
    """What the files hold.

    assessment: None where it is not needed; earlier: the plan before, that of ``out`` where none is named and one is
    there. Raises ScreenNeeded without a screen, NotOffered where it leaves nothing open, MissingInput, UnreadableFile.
    """
    from trochanter.exchange.history_result import read_history
    from trochanter.exchange.plan_result import read_plan
    from trochanter.exchange.screen_result import read_screen
    from trochanter.findings.permission import ScreenNeeded

    path = screen if screen is not None else SCREEN if SCREEN.exists() else None
    if path is None:
        raise ScreenNeeded
    found = read_screen(path)
    _refuse_stopped(found, today)
    for each in (assessment, history):
        if each is not None and not each.exists():
            raise MissingInput("there is no such file", where=str(each), next_step="make it: trochanter assess")
    last = earlier if earlier is not None else out if out.exists() else None
    files = [("assessment", assessment), ("history", history), ("screen", path)]
    files += [("plan", last)] if last is not None else []
    return Inputs(
        assessment=None if assessment is None else _assessment(assessment),
        history=read_history(history, today),
        screen=found,
        earlier=None if last is None else read_plan(last),
        files=tuple(_file(role, each) for role, each in files if each is not None),
        progress=_progress(last, history, path, today),
    )


def _refuse_stopped(screen: "Screen", today: dt.date) -> None:
    """Raise NotOffered before anything else is asked for, where the screen leaves no exercise open."""
    from trochanter.findings.limits import Activity, Kind, may
    from trochanter.findings.permission import NotOffered
    from trochanter.findings.screen import limits_of

    limits = limits_of(screen, today)
    found = may(limits, Activity(Kind.EXERCISE))
    if screen.complete and not found.allowed:
        raise NotOffered(limits, found.against)


def _progress(plan: Path | None, history: Path, screen: Path, today: dt.date) -> "ProgressFacts | None":
    """What the log of the working folder tells of the plan before; its runs alone where there is no plan yet."""
    from trochanter.cli import progress_inputs
    from trochanter.exchange.session_log import sessions_if_any
    from trochanter.findings.history import Run
    from trochanter.plan.facts import ProgressFacts

    sessions = [each for each in sessions_if_any(SESSIONS).sessions if each.on <= today]
    if not sessions:
        return None
    if plan is None:
        return ProgressFacts(runs=tuple(Run(o.on, o.run_km, o.run_min, "session") for o in sessions if o.ran))
    given = progress_inputs.inputs_of(plan, None, SESSIONS, screen, history, None, (), today)
    return given.followed(today, {}).facts


def _assessment(path: Path) -> "Assessment":
    from trochanter.exchange.assessment_result import read_assessment

    return read_assessment(path)


def _file(role: str, path: Path) -> "AssessedFile":
    from trochanter.capture.files import read_file
    from trochanter.exchange.assessment_shapes import AssessedFile

    content = read_file(path)
    return AssessedFile(role=role, name=path.name, sha256=content.sha256)
