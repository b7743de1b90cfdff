"""When the questions are asked again: at every new check, and when three short questions before a session say so."""

from dataclasses import dataclass
from datetime import date

from trochanter.core.errors import BadSetting
from trochanter.findings.answers import Reply
from trochanter.findings.limits import Activity, Kind
from trochanter.findings.screen import Screen
from trochanter.findings.sentences import say

PAIN_RISE = 2  # of 10, since the last time: the safety rules of this project
MOST_PAIN = 10


@dataclass(frozen=True, slots=True)
class SessionAnswers:
    """The three short questions before a session, on a day, answered after the latest screen.

    new_signs: whether numbness, trouble with urine or stool, less strength, a swollen calf, fever or a fall is new;
    groin: whether there was pain in the groin or deep hip, a limp, or pain at night; pain: 0 to 10, None if skipped;
    pain_before: that of the last time, None where there was none. Raises BadSetting for pain outside 0 to 10.
    """

    on: date
    new_signs: Reply
    groin: Reply
    pain: int | None
    pain_before: int | None = None

    def __post_init__(self) -> None:
        for pain in (self.pain, self.pain_before):
            if pain is not None and not 0 <= pain <= MOST_PAIN:
                raise BadSetting("pain", pain, "a whole number from 0 to 10")


def session_questions() -> dict[str, str]:
    """The three short questions in words, by the field of ``SessionAnswers`` that takes the reply."""
    return {
        "new_signs": say("session.new_signs"),
        "groin": say("session.groin"),
        "pain": say("session.pain"),
    }


def asked_again(screen: Screen, activity: Activity, on: date, session: SessionAnswers | None = None) -> tuple[str, ...]:
    """Why the whole screen is asked again before an activity, in words; () where it need not be.

    A check or a reading needs a screen of its own day, an exercise or a run one of the day or the three questions.
    """
    if session is not None and session.on == on:
        reasons = _reasons(session)
        if reasons:
            return reasons
    if screen.asked_on == on:
        return ()
    if activity.kind in (Kind.TEST, Kind.READING) or screen.asked_on > on:
        return (say("session.due_retest", day=screen.asked_on),)
    return () if session is not None and session.on == on else (say("session.due_session"),)


def _reasons(session: SessionAnswers) -> tuple[str, ...]:
    found = []
    if session.new_signs is not Reply.NO:
        found.append(say("session.due_new_signs"))
    if session.groin is not Reply.NO:
        found.append(say("session.due_groin"))
    if session.pain is None:
        found.append(say("session.due_pain_unknown"))
    elif session.pain - (session.pain_before or 0) >= PAIN_RISE:
        found.append(say("session.due_pain", rise=session.pain - (session.pain_before or 0)))
    return tuple(found)
