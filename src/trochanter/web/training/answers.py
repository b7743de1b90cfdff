"""The three short questions of a day: asked once before exercises, kept in the log, void after a new screen."""

from trochanter.exchange.screen_result import screen_result, screen_text
from trochanter.exchange.session_result import new_entry, session_result, session_text
from trochanter.findings.after_pain import to_be_asked_again
from trochanter.findings.again import SessionAnswers, asked_again
from trochanter.findings.answers import Reply
from trochanter.findings.limits import Activity, Kind
from trochanter.progress.session import Session
from trochanter.progress.short_answers import short_answers
from trochanter.web.person import PersonPage

EXERCISE = Activity(Kind.EXERCISE)


def answers_today(here: PersonPage) -> SessionAnswers | None:
    """The answers of today that were given after the last screen; None where there are none."""
    since = max((each.saved for each in here.data.screens), default=0)
    standing = {each.id for each in here.log.standing}
    stored = sorted(here.data.sessions, key=lambda each: each.saved)
    found = [
        entry.session
        for entry, row in zip(here.log.entries, stored, strict=True)
        if row.saved > since and entry.id in standing and entry.session.on == here.today
    ]
    given = [answers for each in found if (answers := short_answers(each, here.log.sessions)) is not None]
    return given[-1] if given else None


def are_due(here: PersonPage, answers: SessionAnswers | None) -> bool:
    """Whether the three questions come first today: not answered, and the screen is of an earlier day and open."""
    screen = here.screen
    if screen is None or not screen.complete or here.limits is None or not here.limits.exercises:
        return False
    return answers is None and bool(asked_again(screen, EXERCISE, here.today))


def note_answers(here: PersonPage, new_signs: Reply, groin: Reply, pain: int | None) -> tuple[str, ...]:
    """Keep the answers, and have the screen asked again where they say so; returns why, () where they do not.

    Pain beyond 0 to 10 raises BadSetting. Answers that ask for the screen stand until it has been asked: answering
    otherwise a moment later does not lift them.
    """
    session = Session(here.today, "noted", pain_before=pain, new_signs=new_signs, groin=groin)
    answers = short_answers(session, here.log.sessions)
    assert answers is not None
    here.save(session_text(session_result(new_entry(session, here.now))))
    screen = here.screen
    if screen is None:
        return ()
    reasons = asked_again(screen, EXERCISE, here.today, answers)
    if reasons:
        again = to_be_asked_again(screen)
        here.save(screen_text(screen_result(again, here.today, keep_private=True)))
    return reasons
