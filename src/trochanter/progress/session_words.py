"""What a session says back to whoever noted it."""

from trochanter.findings.history_words import choices_of
from trochanter.findings.sentences import listed
from trochanter.progress.sentences import say
from trochanter.progress.session import Session


def session_words(session: Session) -> str:
    """How a session ended, pains, effort and run, in one line.

    >>> from datetime import date
    >>> session_words(Session(date(2026, 11, 22), "done", pain_during=2))
    'done as planned, pain during 2'
    """
    parts = [say(f"log.{session.ended}")] if session.ended != "noted" else []
    pains = (
        ("before", session.pain_before),
        ("during", session.pain_during),
        ("next morning", session.pain_next_morning),
    )
    parts += [say("log.pain", when=when, pain=pain) for when, pain in pains if pain is not None]
    place = choices_of("pain_places").get(session.pain_place, session.pain_place)
    parts += [place] if place else []
    parts += [say("log.effort", effort=session.effort)] if session.effort is not None else []
    parts += [say("log.goal", able=session.able)] if session.able is not None else []
    parts += [f"{session.run_km:g} km"] if session.run_km is not None else []
    parts += [f"{session.run_min:g} min"] if session.run_min is not None else []
    parts += [say("log.onset", km=f"{session.pain_onset_km:g}")] if session.pain_onset_km is not None else []
    parts += [say("log.passed", what=listed(list(session.passed)))] if session.passed else []
    return ", ".join(parts) or say("log.noted")
