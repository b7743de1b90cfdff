"""An assessment as one versioned JSON object, and back: the schema ``trochanter.assessment/1``."""

import os
from collections.abc import Sequence
from pathlib import Path

from trochanter.core.sides import Side
from trochanter.exchange.assessment_shapes import (
    SCHEMA,
    AssessedFile,
    AssessmentResult,
    FindingResult,
    QuestionResult,
)
from trochanter.exchange.documents import NoDocument, document_of, read_document
from trochanter.exchange.history_shapes import GoalResult
from trochanter.exchange.screen_shapes import LimitsResult
from trochanter.exchange.whole import write_whole
from trochanter.findings.assessment import PRIVATE, Assessment, Finding
from trochanter.findings.finding_words import told
from trochanter.findings.history import Goal
from trochanter.findings.limits import STOPPABLE, Limits
from trochanter.findings.rule_rows import rule_rows

_NONE = NoDocument(
    "this is no assessment of trochanter",
    valid=f"an assessment.json with the schema {SCHEMA}",
    next_step="make it again: trochanter assess",
)
_SIDES: dict[str | None, Side | None] = {"right": Side.RIGHT, "left": Side.LEFT, None: None}


def assessment_result(
    made: Assessment, inputs: Sequence[AssessedFile] = (), *, keep_private: bool = False
) -> AssessmentResult:
    """The object of an assessment; inputs: the files that it was made from.

    What follows from private answers stands in it only with ``keep_private``; else its aims are kept, without words.
    """
    shown = made if keep_private else made.public()
    goal, limits = shown.goal, shown.limits
    return AssessmentResult(
        schema=SCHEMA,
        made_on=made.made_on,
        screened_on=made.screened_on,
        goal=GoalResult(activity=goal.activity, able=goal.able, wanted_by=goal.wanted_by),
        again=list(made.again),
        limits=LimitsResult(
            **{word: getattr(limits, word) for word in STOPPABLE},
            excluded_positions=sorted(limits.excluded_positions),
            flags=list(limits.flags),
            tier=str(limits.tier),
        ),
        findings=[_finding(each) for each in shown.findings],
        aims=list(made.aims),
        unknown=list(made.unknown),
        questions=[QuestionResult(who=who, ask=ask) for who, ask in shown.questions],
        private_questions=shown.private_questions,
        inputs=list(inputs),
        reviewed=told("reviewed"),
    )


def write_assessment(
    path: str | os.PathLike[str], made: Assessment, inputs: Sequence[AssessedFile] = (), *, keep_private: bool = False
) -> Path:
    """Write an ``assessment.json``; raises UnwritableFile."""
    return write_whole(path, assessment_text(assessment_result(made, inputs, keep_private=keep_private)) + "\n")


def assessment_text(result: AssessmentResult) -> str:
    """The object as JSON."""
    return result.model_dump_json(by_alias=True, indent=1)


def read_assessment(path: str | os.PathLike[str]) -> Assessment:
    """The assessment of an ``assessment.json``; what was private in it has aims but no words.

    Raises MissingInput and UnreadableFile. Its limits are those of its day: who offers something asks the screen anew.
    """
    return read_document(path, AssessmentResult, SCHEMA, _assessment, _NONE)


def assessment_of(text: bytes | str, where: str) -> Assessment:
    """The assessment of the text of an ``assessment.json``; raises UnreadableFile, which names ``where``."""
    return document_of(text, where, AssessmentResult, SCHEMA, _assessment, _NONE)


def public_text(body: str) -> str:
    """An ``assessment.json`` as it is without ``keep_private``."""
    found = AssessmentResult.model_validate_json(body)
    return assessment_text(assessment_result(_assessment(found), found.inputs))


def _assessment(found: AssessmentResult) -> Assessment:
    limits = found.limits
    return Assessment(
        made_on=found.made_on,
        goal=Goal(found.goal.activity, found.goal.able, found.goal.wanted_by),
        limits=Limits(
            **{word: getattr(limits, word) for word in STOPPABLE},
            excluded_positions=frozenset(limits.excluded_positions),
            flags=tuple(limits.flags),
            tier=limits.tier,
        ),
        findings=tuple(_finding_of(each) for each in found.findings),
        unknown=tuple(found.unknown),
        questions=tuple((each.who, each.ask) for each in found.questions),
        screened_on=found.screened_on,
        again=tuple(found.again),
        private_questions=found.private_questions,
    )


def _finding(each: Finding) -> FindingResult:
    return FindingResult(
        rule=each.rule,
        side=None if each.side is None else each.side.word,
        says=each.says,
        evidence=list(each.evidence),
        strength=each.strength,
        against=list(each.against),
        instead=list(each.instead),
        test=each.test,
        aims=list(each.aims),
        not_aims=list(each.not_aims),
        rank=round(each.rank, 6),
        sources=list(each.sources),
    )


def _finding_of(each: FindingResult) -> Finding:
    return Finding(
        rule=each.rule,
        side=_SIDES[each.side],
        says=each.says,
        evidence=tuple(each.evidence),
        strength=each.strength,
        against=tuple(each.against),
        instead=tuple(each.instead),
        test=each.test,
        aims=tuple(each.aims),
        not_aims=tuple(each.not_aims),
        rank=each.rank,
        sources=tuple(each.sources),
        private=each.rule == PRIVATE or (each.rule in rule_rows() and rule_rows()[each.rule].private),
    )
