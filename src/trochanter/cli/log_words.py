"""What an entry of the log says back to whoever wrote it."""

from typing import TYPE_CHECKING

from trochanter.plan.library import is_breathing
from trochanter.plan.plan import Dose
from trochanter.plan.plan_sentences import dose_text
from trochanter.progress.next_step import name_of
from trochanter.progress.sentences import say
from trochanter.progress.session_words import session_words

if TYPE_CHECKING:
    from trochanter.exchange.session_result import Entry
    from trochanter.progress.session import Done


def entry_words(entry: "Entry") -> str:
    """One line: the day, how it ended, and every number that was told."""
    session = entry.session
    day = f"{session.on:%A} {session.on.day} {session.on:%B}"
    if entry.taken_back:
        return say("log.taken_back", day=day, what=session_words(session))
    return say("log.changed" if entry.replaces else "log.saved", day=day, what=session_words(session))


def target_words(row: "Done") -> str:
    """An exercise and its target in one line."""
    side = f", {row.side.word}" if row.side is not None else ""
    dose = dose_text(Dose(row.target_sets, row.target_repeats, row.hold_s, ()), breaths=is_breathing(row.exercise))
    return f"{name_of(row.exercise)}{side}: {dose}"
