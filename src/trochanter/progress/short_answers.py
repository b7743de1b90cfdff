"""The three short questions before a session, as the log keeps their answers."""

from collections.abc import Sequence
from datetime import date

from trochanter.findings.again import SessionAnswers
from trochanter.findings.answers import Reply
from trochanter.progress.session import Session


def short_answers(session: Session, before: Sequence[Session]) -> SessionAnswers | None:
    """The answers that stand in a session; None where they were not asked. before: the sessions told so far."""
    if session.new_signs is None and session.groin is None:
        return None
    new_signs, groin = (each or Reply.SKIPPED for each in (session.new_signs, session.groin))
    return SessionAnswers(session.on, new_signs, groin, session.pain_before, last_pain_before(before, session.on))


def last_pain_before(sessions: Sequence[Session], day: date) -> int | None:
    """Pain before the last session of a day before one; None where it was never told."""
    told = [each for each in sessions if each.on < day and each.pain_before is not None]
    return max(told, key=lambda each: each.on).pain_before if told else None
