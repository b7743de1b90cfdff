"""Noting what was done: every entry once under the key that it came with, never refused for what it tells."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from trochanter.core.errors import BadSetting, UnknownName
from trochanter.exchange.session_entries import takes_back, with_morning
from trochanter.exchange.session_log import SessionLog
from trochanter.exchange.session_result import Entry, new_entry, session_result, session_text
from trochanter.findings.screen import limits_of
from trochanter.progress.pain_rules import reopened
from trochanter.progress.sentences import rule, say
from trochanter.progress.session import Done, Session
from trochanter.progress.session_words import session_words
from trochanter.progress.targets import as_planned, told_gates
from trochanter.web.person import PersonPage
from trochanter.web.training.saying import plain

BACK = "-undo"


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows from what was noted: its kind, in words, and where to go on; '' for nowhere."""

    kind: str
    says: str
    url: str = ""


def note(here: PersonPage, session: Session, key: str) -> Entry:
    """Save a session under a key; where the key was used before, what was saved then stands. With the lock held."""
    found = entry_named(here.log, key)
    if found is not None:
        return found
    entry = replace(new_entry(_as_planned(here, session), here.now), id=key)
    here.save(session_text(session_result(entry)))
    return entry


def note_morning(here: PersonPage, pain: int, on: dt.date, key: str) -> Entry:
    """Save the pain of a morning with the last session before it; told again, nothing changes. With the lock held.

    Raises MissingInput where there is no session that it could follow.
    """
    found = entry_named(here.log, key)
    if found is not None:
        return found
    entry = replace(with_morning(here.log, pain, on, here.now), id=key)
    before = next(each for each in here.log.standing if each.id == entry.replaces)
    if before.session == entry.session:
        return before
    here.save(session_text(session_result(entry)))
    return entry


def gates_told(names: Sequence[str]) -> tuple[str, ...]:
    """Tests of a plan that were tried and held, each once; raises BadSetting for one that there is not."""
    for name in names:
        if name not in told_gates():
            raise BadSetting("a test of the plan", name[:60], ", ".join(told_gates()))
    return tuple(dict.fromkeys(names))


def undo(here: PersonPage, key: str) -> Entry:
    """Take an entry back; a second time nothing more happens. Raises UnknownName. With the lock held.

    What stands for it now, such as the same session with the pain of the next morning, is taken back with it.
    """
    entry = entry_named(here.log, key)
    if entry is None:
        raise UnknownName("entry of the log", key[:80], ())
    done = entry_named(here.log, f"{key}{BACK}")
    if done is not None:
        return done
    latest = standing_of(here.log, entry)
    if latest is None:
        return entry
    whole = entry.replaces is None
    taken = new_entry(latest.session, here.now, replaces=latest, taken_back=True) if whole else None
    back = replace(taken or takes_back(here.log, latest, here.now), id=f"{key}{BACK}")
    here.save(session_text(session_result(back)))
    return back


def entry_named(log: SessionLog, key: str) -> Entry | None:
    """The entry of a key; None where there is none."""
    return next((each for each in log.entries if each.id == key), None)


def follows(here: PersonPage, session: Session) -> tuple[Follows, ...]:
    """What a session that was just noted means for what comes next; () for nothing."""
    from trochanter.progress.days import days_of

    days, _, _ = days_of(here.log.sessions, (), here.today)
    found = []
    why = reopened(days, here.screen, here.today)
    if why is not None:
        words = here.look.words
        reason = say(f"today.why_{why.reason}", on=words.day(why.on), rise=why.rise)
        found.append(Follows("screen", f"{reason} {plain(say('next.screen_again'))}", here.screen_url("today")))
    if here.screen is not None and not limits_of(here.screen, here.today).exercises:
        found.append(Follows("stopped", here.look.words("today.still_stopped"), here.url("clinician")))
    worst = session.worst
    if worst is not None and worst > rule("pain_hold"):
        found.append(Follows("pain", here.look.words("today.pain_high"), here.url("progress")))
    elif worst is not None and worst > rule("pain_go_on"):
        found.append(Follows("pain", here.look.words("today.pain_middle"), here.url("progress")))
    return tuple(found)


def targets(here: PersonPage, session: Session) -> Sequence[Done]:
    """What the plan of now asks for on the day of a session; () without a plan."""
    return as_planned(here.plan, session.on) if here.plan is not None else ()


def _as_planned(here: PersonPage, session: Session) -> Session:
    """A session that says 'done' alone, with the rows of the plan; rows without targets with those of the plan."""
    asked = targets(here, session)
    if session.ended == "done" and not session.done:
        return replace(session, done=tuple(asked))
    aims = {(row.exercise, row.side): row for row in asked}
    return replace(session, done=tuple(_with_target(row, aims.get((row.exercise, row.side))) for row in session.done))


def _with_target(row: Done, asked: Done | None) -> Done:
    if row.target_sets or asked is None:
        return row if row.target_sets else replace(row, target_sets=row.sets, target_repeats=row.repeats)
    return replace(row, target_sets=asked.target_sets, target_repeats=asked.target_repeats)


def saved_words(here: PersonPage, session: Session) -> str:
    """What was saved, in words and in the units of the page."""
    return here.look.words("today.kept", what=plain(session_words(session), here.look))


def standing_of(log: SessionLog, entry: Entry) -> Entry | None:
    """The entry that stands where one stood, itself or what replaced it; None where it was taken back."""
    standing, current = {each.id: each for each in log.standing}, entry
    while current.id not in standing:
        later = next((each for each in log.entries if each.replaces == current.id), None)
        if later is None or later.taken_back:
            return None
        current = later
    return standing[current.id]
