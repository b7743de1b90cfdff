"""What an entry of the log says back to whoever wrote it."""

from typing import TYPE_CHECKING

from trochanter.findings.sentences import listed
from trochanter.progress.next_step import name_of
from trochanter.progress.sentences import say

if TYPE_CHECKING:
    from trochanter.exchange.session_result import Entry
    from trochanter.progress.session import Done, Session


def entry_words(entry: "Entry") -> str:
    """One line: the day, how it ended, and every number that was told."""
    session = entry.session
    day = f"{session.on:%A} {session.on.day} {session.on:%B}"
    if entry.taken_back:
        return say("log.taken_back", day=day, what=session_words(session))
    return say("log.changed" if entry.replaces else "log.saved", day=day, what=session_words(session))


def session_words(session: "Session") -> str:
    """How a session ended, pains, effort and run, in one line."""
    parts = [say(f"log.{session.ended}")] if session.ended != "noted" else []
    pains = (
        ("before", session.pain_before),
        ("during", session.pain_during),
        ("next morning", session.pain_next_morning),
    )
    parts += [say("log.pain", when=when, pain=pain) for when, pain in pains if pain is not None]
    parts += [session.pain_place] if session.pain_place else []
    parts += [say("log.effort", effort=session.effort)] if session.effort is not None else []
    parts += [say("log.goal", able=session.able)] if session.able is not None else []
    parts += [f"{session.run_km:g} km"] if session.run_km is not None else []
    parts += [f"{session.run_min:g} min"] if session.run_min is not None else []
    parts += [say("log.passed", what=listed(list(session.passed)))] if session.passed else []
    return ", ".join(parts) or say("log.noted")


def target_words(row: "Done") -> str:
    """An exercise and its target in one line."""
    side = f", {row.side.word}" if row.side is not None else ""
    hold = f" of {row.hold_s:g} s" if row.hold_s else ""
    return f"{name_of(row.exercise)}{side}: {row.target_sets} x {row.target_repeats}{hold}"
