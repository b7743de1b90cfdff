"""What the records ask about documents: their shape, and what in them is private."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from tests.findings.made_answers import answered
from tests.findings.made_history import PLAIN
from tests.store.made_records import document, real_screen
from trochanter.core.errors import ImpossibleData
from trochanter.exchange.assessment_result import assessment_result, assessment_text
from trochanter.exchange.plan_shapes import PlanResult
from trochanter.exchange.record_documents import SHAPES, check, without_private
from trochanter.exchange.screen_result import is_private, screen_result, screen_text
from trochanter.findings.assess import assess
from trochanter.findings.history import Private
from trochanter.findings.screen import screened
from trochanter.store.kinds import kinds

DAY = dt.date(2026, 11, 22)


def test_every_kind_that_is_kept_has_a_shape() -> None:
    assert set(SHAPES) == set(kinds())


@pytest.mark.parametrize("kind", SHAPES)
def test_a_document_of_another_shape_is_refused(kind: str) -> None:
    with pytest.raises(ImpossibleData, match="this is no trochanter"):
        check(kinds()[kind], json.dumps(document(kind)))


def test_a_real_screen_passes() -> None:
    check(kinds()["screen"], real_screen())


def test_private_answers_of_a_screen_are_left_out() -> None:
    screen = screened(answered(pregnant="yes", lying_back="no"), DAY)
    full = screen_text(screen_result(screen, DAY, keep_private=True))
    shut = json.loads(without_private(kinds()["screen"], full))
    assert any(map(is_private, json.loads(full)["answers"]))
    assert not any(map(is_private, shut["answers"]))
    assert shut == json.loads(screen_text(screen_result(screen, DAY)))


def test_the_private_part_of_a_history_or_plan_is_left_out() -> None:
    text = json.dumps(document("history", private={"birth_how": "x"}, goal="run"))
    assert json.loads(without_private(kinds()["history"], text)) == document("history", goal="run")
    plan = json.dumps(document("plan", private_says=["x"], says=["y"]))
    assert json.loads(without_private(kinds()["plan"], plan)) == document("plan", says=["y"])
    named = json.dumps(document("plan", limits={"flags": ["D-pregnant", "D-flexible"]}))
    assert json.loads(without_private(kinds()["plan"], named))["limits"] == {"flags": ["private", "D-flexible"]}
    session = json.dumps(document("session", private=1))
    assert without_private(kinds()["session"], session) == session


def test_what_is_left_out_may_be_missing_in_its_shape() -> None:
    """What was left out of an export can be taken in again."""
    history = {"schema": "trochanter.history/1", "told_on": "2026-11-22", "goal": {"activity": "run", "able": 3}}
    private = {"private": {"birth_how": "x"}}
    check(kinds()["history"], without_private(kinds()["history"], json.dumps(history | private)))
    assert not PlanResult.model_fields["private_says"].is_required()


def test_what_an_assessment_says_of_private_answers_is_left_out() -> None:
    screen = screened(answered(pregnancy="birth_under_12_weeks", leakage="yes"), DAY)
    told = replace(PLAIN, private=Private(birth_on=DAY - dt.timedelta(weeks=8), pelvic=("leakage",)))
    made = assess(told, screen, on=DAY)
    full = assessment_text(assessment_result(made, keep_private=True))
    shut = without_private(kinds()["assessment"], full)
    assert "birth" in full
    assert "birth" not in shut
    assert "leak" not in shut
    assert json.loads(shut) == json.loads(assessment_text(assessment_result(made)))
