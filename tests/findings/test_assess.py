"""Over random people: nothing raises, nothing is said that may not be, tiers and limits hold, ranks hold."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.findings.made_answers import DAY, answered, files, people, screen_of
from tests.findings.made_history import (
    HURTS,
    PLAIN,
    RUN,
    RUN_DIFFERS,
    agreeing,
    all_said,
    checks,
    forbidden,
    histories,
    more_noted,
    rules_of,
    runnings,
)
from trochanter.core.errors import BadSetting
from trochanter.core.sides import Side
from trochanter.findings.answers import Answers
from trochanter.findings.assess import assess
from trochanter.findings.assessment import Assessment
from trochanter.findings.assessment_words import assessment_lines
from trochanter.findings.history import History
from trochanter.findings.rule_rows import aims, rule_rows
from trochanter.findings.running_summary import RunningSummary
from trochanter.findings.screen import limits_of, screened
from trochanter.kinematics.comparing_check import HipCheck

measured = st.tuples(st.lists(checks(), max_size=2), st.one_of(st.none(), runnings))


def holds(made: Assessment, tier: str) -> None:
    """What is promised of every assessment."""
    assert forbidden(all_said(made)) == []
    assert "{" not in all_said(made)
    assert set(made.aims) <= set(aims())
    if tier in ("A", "B") or made.again:
        assert (made.findings, made.aims, made.unknown) == ((), (), ())
        assert made.limits.stopped
    if tier in ("A", "B"):
        assert made.questions
    if not made.limits.run:
        assert "running" not in made.aims
    if not made.limits.end_range:
        assert not {"inward_range", "outward_range", "bending_range"} & set(made.aims)
    if not made.limits.exercises:
        assert not made.aims or made.aims == ("running",)
    elif made.findings:
        assert "general" in rules_of(made)
    ranks = [each.rank for each in made.findings]
    assert ranks == sorted(ranks)


@settings(max_examples=60)
@given(histories, people(), measured)
def test_of_any_person_nothing_too_much_is_said(
    history: History, answers: Answers, seen: tuple[list[HipCheck], RunningSummary | None]
) -> None:
    screen = screened(answers, DAY)
    made = assess(history, screen, *seen, on=DAY)
    holds(made, limits_of(screen, DAY).tier)
    text = assessment_lines(made, all_of_it=True)
    assert "not yet reviewed by a clinician" in text
    assert max(map(len, text.splitlines())) <= 76 + 44  # a person's own words may hold one long word


@settings(max_examples=60)
@given(histories, more_noted, measured)
def test_nor_of_anybody_who_answers_the_screen_as_they_tell_their_history(
    history: History, more: tuple[str, ...], seen: tuple[list[HipCheck], RunningSummary | None]
) -> None:
    screen = agreeing(history, more)
    tier = limits_of(screen, DAY).tier
    made = assess(history, screen, *seen, on=DAY)
    holds(made, tier)
    both = history.private.weeks_pregnant and history.private.birth_on  # the screen takes one answer
    assert not made.again or both
    assert bool(made.findings) != (tier in ("A", "B") or bool(made.again)) or not made.limits.exercises
    assert assessment_lines(made, all_of_it=True)


@settings(max_examples=30)
@given(histories, files())
def test_nor_of_any_file_of_answers(history: History, answers: Answers) -> None:
    screen = screened(answers, DAY)
    holds(assess(history, screen, on=DAY), limits_of(screen, DAY).tier)


@settings(max_examples=40)
@given(histories)
def test_whoever_is_free_of_flags_gets_aims_or_is_asked_again(history: History) -> None:
    made = assess(history, screen_of(), on=DAY)
    assert bool(made.aims) != bool(made.again)


@settings(max_examples=30)
@given(histories, measured)
def test_a_finding_carries_the_promises_of_its_row(
    history: History, seen: tuple[list[HipCheck], RunningSummary | None]
) -> None:
    for each in assess(history, screen_of(pain="yes"), *seen, on=DAY).findings:
        row = rule_rows()[each.rule]
        assert set(each.aims) <= set(row.aims)
        assert set(each.not_aims) <= set(row.not_aims)
        assert (each.strength, each.sources, each.private) == (row.strength, row.sources, row.private)
        assert row.rank - 1.0 < each.rank <= row.rank
        if row.about in ("rest", "running"):
            assert each.evidence or each.rule == "in_and_out_unlike"


def test_how_far_it_turns_at_rest_changes_nothing_of_the_run_and_the_other_way_round() -> None:
    alone = {each.rule for each in assess(HURTS, screen_of(pain="yes"), (), RUN_DIFFERS, on=DAY).findings}
    assert "run_sides_differ" in alone
    assert not {each for each in alone if rule_rows()[each].about == "rest"}


def test_a_run_whose_sides_differ() -> None:
    found = assess(PLAIN, screen_of(), (), RUN_DIFFERS, on=DAY).finding("run_sides_differ")
    assert found is not None
    assert found.side is Side.RIGHT
    assert "by 12 degrees; the smallest difference that could be seen is 8" in found.says
    assert "How far a hip turns at rest is another thing" in found.against[1]


def test_a_run_whose_sides_turn_alike_and_one_that_turns_at_other_moments() -> None:
    assert "run_sides_alike" in rules_of(assess(PLAIN, screen_of(), (), RUN, on=DAY))
    later = replace(RUN, verdict="differs")
    assert "run_shape_differs" in rules_of(assess(PLAIN, screen_of(), (), later, on=DAY))


def test_a_run_that_cannot_tell_is_an_unknown() -> None:
    blind = replace(RUN, usable=False, reasons=("the markers of the thigh are missing",), verdict="none")
    made = assess(PLAIN, screen_of(), (), blind, on=DAY)
    assert any("the markers of the thigh are missing" in text for text in made.unknown)


def test_steps_a_minute_are_told_without_a_norm_and_only_where_a_run_hurts() -> None:
    found = assess(HURTS, screen_of(pain="yes"), (), RUN, on=DAY).finding("step_rate")
    assert found is not None
    assert found.says.startswith("You took 158 steps a minute")
    assert "No step rate is right for everybody." in found.against
    assert "step_rate" not in rules_of(assess(PLAIN, screen_of(), (), RUN, on=DAY))


@pytest.mark.parametrize("late", ["history", "screen"])
def test_a_day_to_come_is_refused(late: str) -> None:
    tomorrow = DAY + timedelta(days=1)
    history = replace(PLAIN, told_on=tomorrow) if late == "history" else PLAIN
    screen = screened(answered(), tomorrow if late == "screen" else DAY)
    with pytest.raises(BadSetting, match=late):
        assess(history, screen, on=DAY)


def test_in_an_emergency_only_help_is_named() -> None:
    screen = screened(answered().with_replies({"numb_saddle": "yes", "one_calf": "yes"}), DAY)
    made = assess(HURTS, screen, on=DAY)
    assert [who for who, _ in made.questions] == ["an emergency department"]
    assert made.limits.tier == "A"


def test_text_is_short_unless_all_is_asked_for() -> None:
    made = assess(HURTS, screen_of(pain="yes"), (), RUN, on=DAY)
    text, full = assessment_lines(made), assessment_lines(made, all_of_it=True)
    assert text.startswith("What you want to do again: run 10 km. Now 4 of 10.")
    for words in ("What stands out", "What nobody knows yet", "Questions to take along", "What speaks against it:"):
        assert words in text
    assert "Rule step_rate; sources: heiderscheit2011" not in text
    assert "Rule step_rate; sources: heiderscheit2011" in full
