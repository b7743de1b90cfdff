"""What is added to a log of sessions: what takes an entry back, a next morning, runs that it does not have yet."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from trochanter.capture.runs import RecordedRun
from trochanter.core.errors import MissingInput
from trochanter.exchange.session_log import SessionLog
from trochanter.exchange.session_result import Entry, new_entry
from trochanter.progress.session import Session


def takes_back(kept: SessionLog, entry: Entry, now: dt.datetime) -> Entry:
    """What takes a standing entry back; where that one had replaced another, the other stands again."""
    if entry.replaces is None:
        return new_entry(entry.session, now, replaces=entry, taken_back=True)
    before = next(each for each in kept.entries if each.id == entry.replaces)
    return new_entry(before.session, now, replaces=entry, run_source=before.run_source)


def last_before(kept: SessionLog, day: dt.date) -> Entry | None:
    """The last session of a day before one, that a morning could follow; None where there is none."""
    before = [each for each in kept.standing if each.session.on < day and _of_body(each.session)]
    return max(before, key=lambda each: each.session.on, default=None)


def with_morning(kept: SessionLog, pain: int, day: dt.date, now: dt.datetime) -> Entry:
    """The last session before a day, with the pain of the morning after it; raises MissingInput where there is none."""
    last = last_before(kept, day)
    if last is None:
        raise MissingInput(
            f"no session of a day before {day} is noted that this morning could follow",
            where="the morning after",
            next_step="note that session first",
        )
    return new_entry(replace(last.session, pain_next_morning=pain), now, replaces=last, run_source=last.run_source)


def new_runs(kept: SessionLog, found: Iterable[RecordedRun], now: dt.datetime) -> Iterator[Entry]:
    """Entries of the runs that the log does not have yet."""
    have = {(each.session.on, each.session.run_km, each.session.run_min) for each in kept.standing}
    for run in found:
        key = (run.on, run.distance_km, run.minutes)
        if key not in have:
            have.add(key)
            session = Session(run.on, "noted", run_km=run.distance_km, run_min=run.minutes)
            yield new_entry(session, now, run_source=run.source)


def _of_body(session: Session) -> bool:
    """Whether a morning could follow: not a day that was missed, nor one on which only questions were answered."""
    asked_only = session.ended == "noted" and session.new_signs is not None and not session.ran
    return session.ended != "missed" and not asked_only
