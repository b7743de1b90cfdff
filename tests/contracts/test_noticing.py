"""Every rule of the findings keeps the promises of the room: fields, sources, plain words, one kind of thing each."""

import csv
import re
from dataclasses import fields, replace
from importlib.resources import files

import pytest

from tests.findings.made_answers import DAY, screen_of
from tests.findings.made_history import HURTS, NEVER, PLAIN, RUN, RUN_DIFFERS, agreeing
from tests.kinematics.made_ranges import R_IN, R_OUT, USUAL, two_set_ups
from trochanter.findings.assess import assess
from trochanter.findings.case import Case
from trochanter.findings.finding_words import strengths
from trochanter.findings.history import Pain
from trochanter.findings.history_words import Question, choices_of, questions
from trochanter.findings.limits import POSITIONS, STOPPABLE, Limits
from trochanter.findings.rule_rows import ABOUT, STRENGTHS, RuleRow, aims, registered, rule_rows
from trochanter.findings.sentences import table
from trochanter.kinematics.comparing_check import check_hips
from trochanter.plan.library import exercises
from trochanter.plan.situation import situation
from trochanter.plan.tables import words as plan_words

ROWS = pytest.mark.parametrize("row", rule_rows().values(), ids=lambda row: row.code)
MOST_WORDS, LONGEST_WORD = 32, 18
HARD = r"bilateral|unilateral|anterior|posterior|lateral\b|medial|proximal|distal|flexion|extension|abduct|adduct|axial"


def sources() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("sources", "finding_sources"):
        text = files("trochanter.findings").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
        found |= {row["source"]: row["citation"] for row in csv.DictReader(text.splitlines())}
    return found


def texts(row: RuleRow) -> tuple[str, ...]:
    asks = [text for pair in row.asks for text in pair]
    return (row.says, *row.evidence, *row.against, *row.instead, row.test, *asks)


def test_rules_and_rows_are_the_same() -> None:
    codes = [rule.code for rule in registered()]
    assert sorted(codes) == sorted(rule_rows())
    assert len(set(codes)) == len(codes)


def test_a_row_has_all_fields_of_its_table() -> None:
    known = {field.name for field in fields(RuleRow)}
    assert all(set(row) <= known for row in table("findings")["rule"])


@ROWS
def test_every_field_is_filled(row: RuleRow) -> None:
    assert re.fullmatch(r"[a-z][a-z_]+", row.code)
    assert all((row.precondition, row.says, row.test, row.sources))
    assert row.about in ABOUT
    assert row.strength in STRENGTHS
    assert set(row.aims) | set(row.not_aims) <= set(aims())
    assert not set(row.aims) & set(row.not_aims)
    assert set(row.waits_with) <= set(STOPPABLE)
    assert row.excludes <= set(POSITIONS)
    assert row.instead or row.against or row.code == "not_comparable"


@ROWS
def test_sources_exist_and_a_study_says_more_than_opinion(row: RuleRow) -> None:
    assert set(row.sources) <= set(sources())
    if row.strength in ("trial", "cohort", "laboratory"):
        assert set(row.sources) - {"texts", "project", "measuring"}


@ROWS
def test_nobody_has_reviewed_it_and_that_is_said(row: RuleRow) -> None:
    assert (row.reviewed_by, row.reviewed_on) == ("", "")
    assert row.reviewed == "not yet reviewed by a clinician"


@ROWS
def test_nothing_is_said_that_may_not_be_said(row: RuleRow) -> None:
    for text in texts(row):
        assert [p for p in NEVER if re.search(p, text, re.IGNORECASE)] == [], text


@ROWS
def test_words_are_plain(row: RuleRow) -> None:
    for text in texts(row):
        assert not re.search(HARD, text, re.IGNORECASE), text
        for sentence in re.split(r"[.?:;]\s", text):
            assert len(sentence.split()) <= MOST_WORDS, sentence
        assert all(len(word) <= LONGEST_WORD for word in re.findall(r"[A-Za-z]+", text)), text


@ROWS
def test_an_aim_waits_for_what_it_needs(row: RuleRow) -> None:
    """A test that asks for a run, a check or exercises names what it waits for."""
    if re.search(r"\bevery run\b|of each run|\bshoes on\b|running in turns|late in a long run", row.test):
        assert "run" in row.waits_with
    if re.search(r"same check|set-ups", row.test):
        assert {"tests", "end_range"} <= set(row.waits_with)


def test_what_lies_at_rest_and_what_turns_in_a_run_never_meet() -> None:
    """No rule answers to both, and each that answers to one is about it."""
    at_rest = [check_hips(two_set_ups(angles)) for angles in (USUAL, {**USUAL, R_IN: 12.0}, {**USUAL, R_OUT: 70.0})]
    for history in (PLAIN, HURTS):
        cases = [Case(history, screen_of(), Limits(), (), None, (), DAY)]
        cases += [Case(history, screen_of(), Limits(), (check,), None, (), DAY) for check in at_rest]
        cases += [Case(history, screen_of(), Limits(), (), run, (), DAY) for run in (RUN, RUN_DIFFERS)]
        for rule in registered():
            told, *others = [bool(list(rule.notice(case))) for case in cases]
            rest, running = (any(found) and not told for found in (others[: len(at_rest)], others[len(at_rest) :]))
            assert not (rest and running), rule.code
            about = rule_rows()[rule.code].about
            assert about == ("rest" if rest else "running" if running else about)


def test_no_rule_of_rest_aims_at_what_a_run_asks_for() -> None:
    for row in rule_rows().values():
        if row.about == "rest":
            assert not {"running", "single_leg_control", "pelvis_control"} & set(row.aims)
        if row.about == "running":
            assert not {"inward_range", "outward_range", "internal_rotators", "external_rotators"} & set(row.aims)


def test_aims_are_words_that_exercises_answer_to() -> None:
    answered = {aim for each in exercises().values() for aim in each.aims}
    assert answered == set(aims()) - {"running"}


@pytest.mark.parametrize("place", choices_of("pain_places"))
def test_what_a_finding_leaves_out_a_plan_leaves_out_too(place: str) -> None:
    """What is said and what is offered are one: each place of pain, with and without pain in sitting."""
    for sitting in (True, False):
        told = replace(PLAIN, pains=(Pain(place, None, 2),), sitting=sitting)
        screen = agreeing(told)
        made = assess(told, screen, on=DAY)
        assert made.limits.excluded_positions <= situation(told, screen, DAY).limits.excluded_positions


def test_plan_and_findings_share_words() -> None:
    assert dict(choices_of("equipment")) == dict(plan_words("equipment"))
    assert all(plan_words("aims")[aim] == aims()[aim] for aim in plan_words("aims"))


def test_every_strength_has_words() -> None:
    assert tuple(strengths()) == STRENGTHS


def test_every_source_is_used() -> None:
    text = files("trochanter.findings").joinpath("data", "finding_sources.csv").read_text(encoding="utf-8")
    known = {row["source"] for row in csv.DictReader(text.splitlines())}
    used = {name for row in rule_rows().values() for name in row.sources}
    used |= {name for each in questions() for name in each.source.split()}
    assert known <= used


@pytest.mark.parametrize("found", questions(), ids=lambda found: found.key)
def test_every_question_is_plain_and_says_why(found: Question) -> None:
    assert found.ask
    assert found.why
    assert set(found.source.split()) <= set(sources())
    assert (found.reviewed_by, found.reviewed_on) == ("", "")
    for text in (found.ask, found.why):
        assert [p for p in NEVER if re.search(p, text, re.IGNORECASE)] in ([], [NEVER[-1]]), text
    if found.private:
        assert "Up to you" in found.why
        assert found.optional
    if found.group:
        assert choices_of(found.group)
