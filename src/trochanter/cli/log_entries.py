"""From what was typed to entries of the log."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from trochanter.capture.runs import read_runs
from trochanter.cli.log_asking import asked_session
from trochanter.cli.progress import tell
from trochanter.core.errors import MissingInput, UnknownName
from trochanter.exchange.plan_result import read_plan
from trochanter.exchange.session_entries import last_before, new_runs, takes_back, with_morning
from trochanter.exchange.session_log import SessionLog
from trochanter.exchange.session_result import Entry, new_entry
from trochanter.progress.sentences import say
from trochanter.progress.session import Done, Ended, Session
from trochanter.progress.targets import as_planned, told_gates


@dataclass(frozen=True, slots=True)
class Told:
    """The options of ``trochanter log``; word: how the session ended, None where nothing was said about it."""

    word: Ended | None
    day: dt.date
    pain_before: int | None = None
    pain_during: int | None = None
    next_morning: int | None = None
    place: str = ""
    effort: int | None = None
    goal: int | None = None
    passed: tuple[str, ...] = ()
    note: str = ""
    run_km: float | None = None
    run_min: float | None = None
    runs: tuple[Path, ...] = ()
    pain_from_km: float | None = None

    @property
    def of_a_session(self) -> bool:
        """Whether anything is told of the day itself beside how its exercises ended."""
        pains = (self.pain_before, self.pain_during, self.pain_from_km)
        numbers = (self.effort, self.goal, self.run_km, self.run_min)
        return any(each is not None for each in (*pains, *numbers)) or bool(self.place or self.note or self.passed)

    @property
    def nothing(self) -> bool:
        """Whether nothing at all is told: then it is asked for."""
        return self.word is None and not self.of_a_session and self.next_morning is None and not self.runs


def entries_of(told: Told, kept: SessionLog, plan: Path, now: dt.datetime) -> tuple[Entry, ...]:
    """What is to be written: runs of files, a next morning, and the session of the day.

    Asks at the keyboard where nothing was told. Raises MissingInput without a plan to ask by or a session before the
    morning, BadSetting and UnknownName for what cannot be, and what reading of files raises.
    """
    entries = list(_runs(told.runs, kept, now))
    if told.next_morning is not None:
        entries.append(_morning(kept, told.next_morning, told.day, now))
    if told.nothing:
        entries.append(new_entry(asked_session(read_plan(plan), told.day), now))
    elif told.word is not None or told.of_a_session:
        entries.append(new_entry(_session(told, plan), now))
    return tuple(entries)


def taken_back(kept: SessionLog, now: dt.datetime) -> Entry:
    """What takes the last entry back; where that one had replaced another, the other stands again.

    Raises MissingInput where there is none.
    """
    last = kept.last
    if last is None:
        raise MissingInput(
            "there is no entry to take back: the log has none, or none that still counts",
            where="trochanter log --undo",
            next_step="note something first, such as trochanter log --done",
        )
    return takes_back(kept, last, now)


def _session(told: Told, plan: Path) -> Session:
    rows = _planned_rows(plan, told.day) if told.word == "done" and plan.exists() else ()
    return Session(
        told.day,
        told.word or "noted",
        rows,
        pain_before=told.pain_before,
        pain_during=told.pain_during,
        pain_place=told.place,
        effort=told.effort,
        run_km=told.run_km,
        run_min=told.run_min,
        pain_onset_km=told.pain_from_km,
        note=told.note,
        passed=_gates(told.passed),
        able=told.goal,
    )


def _planned_rows(path: Path, day: dt.date) -> tuple[Done, ...]:
    """What a plan asks for on a day; on a day without exercise all of it, and that is said."""
    plan = read_plan(path)
    if plan.items and not plan.items_on(day):
        tell(say("log.unplanned", day=f"{day:%A} {day.day} {day:%B}"))
    return as_planned(plan, day)


def _morning(kept: SessionLog, pain: int, day: dt.date, now: dt.datetime) -> Entry:
    """The last session before a day, with the pain of the morning after it."""
    if last_before(kept, day) is None:
        raise MissingInput(
            f"no session of a day before {day} is noted that this morning could follow",
            where="trochanter log --next-morning",
            next_step="note that session first: trochanter log --done --on YYYY-MM-DD",
        )
    return with_morning(kept, pain, day, now)


def _runs(files: Iterable[Path], kept: SessionLog, now: dt.datetime) -> Iterable[Entry]:
    """Entries of the runs in files that the log does not have yet."""
    found = [(path, run) for path in files for run in read_runs(path, now.date())]
    entries = list(new_runs(kept, (run for _, run in found), now))
    new = [(each.session.on, each.session.run_km, each.session.run_min) for each in entries]
    for path, run in found:
        key = (run.on, run.distance_km, run.minutes)
        if key in new:
            new.remove(key)
        else:
            tell(f"{path.name}: the run of {run.on} is in the log already")
    return entries


def _gates(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if name not in told_gates():
            raise UnknownName("test of a plan", name, told_gates(), where="--passed")
    return tuple(dict.fromkeys(names))
