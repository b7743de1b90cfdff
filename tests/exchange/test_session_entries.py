"""What is added to a log of sessions: taking back, a next morning, runs once."""

import datetime as dt

import pytest

from trochanter.capture.runs import RecordedRun
from trochanter.core.errors import MissingInput
from trochanter.exchange.session_entries import last_before, new_runs, takes_back, with_morning
from trochanter.exchange.session_log import SessionLog
from trochanter.exchange.session_result import entry_of, new_entry, session_result, session_text
from trochanter.findings.answers import Reply
from trochanter.progress.session import Session
from trochanter.progress.short_answers import last_pain_before, short_answers

DAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
YESTERDAY = DAY - dt.timedelta(days=1)


def log_of(*sessions: Session) -> SessionLog:
    return SessionLog(tuple(new_entry(each, NOW) for each in sessions))


def test_what_replaced_another_gives_way_to_it() -> None:
    log = log_of(Session(YESTERDAY, "done"))
    morning = with_morning(log, 3, DAY, NOW)
    log = SessionLog((*log.entries, morning))
    assert [each.pain_next_morning for each in log.sessions] == [3]
    log = SessionLog((*log.entries, takes_back(log, morning, NOW)))
    assert [each.pain_next_morning for each in log.sessions] == [None]
    first = log.standing[0]
    assert log.entries[0].session == first.session


def test_what_stands_alone_counts_no_more() -> None:
    log = log_of(Session(YESTERDAY, "done"))
    assert SessionLog((*log.entries, takes_back(log, log.entries[0], NOW))).sessions == ()


def test_a_morning_needs_a_session_before_it() -> None:
    asked = Session(YESTERDAY, "noted", pain_before=1, new_signs=Reply.NO, groin=Reply.NO)
    for log in (log_of(), log_of(Session(DAY, "done")), log_of(Session(YESTERDAY, "missed")), log_of(asked)):
        assert last_before(log, DAY) is None
        with pytest.raises(MissingInput):
            with_morning(log, 3, DAY, NOW)


def test_runs_that_are_there_are_not_noted_again() -> None:
    run = RecordedRun(YESTERDAY, 5.0, 30.0, "watch.fit")
    log = log_of(Session(YESTERDAY, "noted", run_km=5.0, run_min=30.0))
    assert list(new_runs(log, [run], NOW)) == []
    (entry,) = new_runs(log_of(), [run, run], NOW)
    assert entry.run_source == "watch.fit"


def test_the_short_questions_stay_in_the_log() -> None:
    session = Session(DAY, "noted", pain_before=2, new_signs=Reply.NO, groin=Reply.NOT_SURE)
    kept = entry_of(session_text(session_result(new_entry(session, NOW))), "a line").session
    assert kept == session
    before = [
        Session(YESTERDAY, "done", pain_before=4),
        Session(YESTERDAY - dt.timedelta(days=3), "done", pain_before=1),
    ]
    answers = short_answers(kept, before)
    assert answers is not None
    assert (answers.groin, answers.pain, answers.pain_before) == (Reply.NOT_SURE, 2, 4)
    assert short_answers(Session(DAY, "done"), before) is None
    assert last_pain_before([], DAY) is None
