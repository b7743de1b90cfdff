"""From what was typed to entries of the log."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from trochanter.capture.runs import read_runs
from trochanter.cli.log_asking import asked_session
from trochanter.cli.progress import tell
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.exchange.plan_result import read_plan
from trochanter.exchange.session_log import SessionLog
from trochanter.exchange.session_result import Entry, new_entry
from trochanter.plan.plan import Plan
from trochanter.progress.session import Ended, Session
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

    @property
    def of_a_session(self) -> bool:
        """Whether anything is told of the day itself beside how its exercises ended."""
        numbers = (self.pain_before, self.pain_during, self.effort, self.goal, self.run_km, self.run_min)
        return any(each is not None for each in numbers) or bool(self.place or self.note or self.passed)

    @property
    def nothing(self) -> bool:
        """Whether nothing at all is told: then it is asked for."""
        return self.word is None and not self.of_a_session and self.next_morning is None and not self.runs


def entries_of(told: Told, kept: SessionLog, plan: Path, now: dt.datetime) -> tuple[Entry, ...]:
    """What is to be written: runs of files, a next morning, and the session of the day.

    Asks at the keyboard where nothing was told. Raises MissingInput without a plan to ask by, BadSetting and
    UnknownName for what cannot be, and what reading of files raises.
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

    Raises BadSetting where there is none.
    """
    last = kept.last
    if last is None:
        raise BadSetting("--undo", True, "an entry that can be taken back; there is none")
    if last.replaces is None:
        return new_entry(last.session, now, replaces=last, taken_back=True)
    before = next(each for each in kept.entries if each.id == last.replaces)
    return new_entry(before.session, now, replaces=last, run_source=before.run_source)


def _session(told: Told, plan: Path) -> Session:
    found: Plan | None = read_plan(plan) if plan.exists() else None
    rows = as_planned(found, told.day) if told.word == "done" and found is not None else ()
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
        note=told.note,
        passed=_gates(told.passed),
        able=told.goal,
    )


def _morning(kept: SessionLog, pain: int, day: dt.date, now: dt.datetime) -> Entry:
    """The last session before a day, with the pain of the morning after it."""
    before = [each for each in kept.standing if each.session.on < day and each.session.ended != "missed"]
    if not before:
        raise BadSetting("--next-morning", pain, "pain on the morning after a session that was noted before")
    last = max(before, key=lambda each: each.session.on)
    return new_entry(replace(last.session, pain_next_morning=pain), now, replaces=last, run_source=last.run_source)


def _runs(files: Iterable[Path], kept: SessionLog, now: dt.datetime) -> Iterable[Entry]:
    """Entries of the runs in files that the log does not have yet."""
    have = {(each.session.on, each.session.run_km, each.session.run_min) for each in kept.standing}
    for path in files:
        for run in read_runs(path, now.date()):
            key = (run.on, run.distance_km, run.minutes)
            if key in have:
                tell(f"{path.name}: the run of {run.on} is in the log already")
                continue
            have.add(key)
            session = Session(run.on, "noted", run_km=run.distance_km, run_min=run.minutes)
            yield new_entry(session, now, run_source=run.source)


def _gates(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if name not in told_gates():
            raise UnknownName("test of a plan", name, told_gates(), where="--passed")
    return tuple(dict.fromkeys(names))
