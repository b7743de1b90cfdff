"""A plan as text, and all its sentences: calm words, nothing private where it may be read by others."""

import re
from dataclasses import replace

import pytest

from tests.findings.made_answers import DAY, screen_of
from tests.findings.made_history import forbidden
from tests.plan.made_plans import RUNNER, SORE, plan_of
from trochanter.core.sides import Side
from trochanter.findings.history import Pain, Private
from trochanter.plan.edit import Edit
from trochanter.plan.editing import edited
from trochanter.plan.exercise import STAGES
from trochanter.plan.library import exercises
from trochanter.plan.plan import Dose, LeftOut
from trochanter.plan.plan_rules import caps, gate_rows, run_gates, stage_rows, symptoms
from trochanter.plan.plan_sentences import dose_text, plan_sentences, plan_table
from trochanter.plan.plan_words import WIDTH, item_words, plan_lines
from trochanter.plan.tables import rows, words
from trochanter.reporting.plan_page import dose_line, plan_sheet

TEXT = plan_lines(plan_of(replace(RUNNER, pains=(SORE,))))


def test_what_hangs_on_the_wall_has_days_doses_gates_pain_rules_and_the_next_check() -> None:
    for part in (
        "Plan from 22 November 2026",
        "Mon Wed Fri, 3 x 10, each side",
        "[ ] pain of 3 of 10 or less",
        "Above 5",
        "Check again on 27 December 2026",
        "Not yet reviewed by a clinician",
    ):
        assert part in TEXT, part
    assert max(map(len, TEXT.splitlines())) <= WIDTH


def test_all_of_it_names_every_exercise_and_other_doses_by_their_label() -> None:
    plan = plan_of(RUNNER)
    swap = Edit("swap", plan.items[0].exercise, "agreed", "therapist", DAY, other="paper_lift")
    plan = edited(plan, swap, screen_of(DAY), RUNNER)
    told = " ".join(plan_lines(plan, all_of_it=True).split())
    assert "seed only, no trial" in told
    assert "--verbose" in " ".join(TEXT.split())
    assert "--verbose" not in told


def test_what_is_private_can_be_kept_off_the_wall() -> None:
    plan = plan_of(replace(RUNNER, private=Private(weeks_pregnant=20)), screen_of(DAY, pregnancy="from_week_14"))
    assert "pregnancy" in plan_lines(plan)
    assert not re.search("pregnan|midwife|after a birth", plan_lines(plan, all_of_it=True, private=False))


def test_no_sentence_says_what_a_careful_therapist_would_not_sign() -> None:
    told = [each.text for each in plan_sentences().values()]
    told += [row.says for row in stage_rows().values()] + [cap.says for cap in caps()]
    told += [gate.says for gate in gate_rows().values()]
    assert {text: forbidden(text) for text in told if forbidden(text)} == {}


def test_every_rule_has_a_source_and_an_empty_place_for_a_review() -> None:
    sources = rows("plan_sources", "source")
    tables = [
        *plan_table("rules")["rule"],
        plan_table("rules")["household"],
        plan_table("rules")["calendar"],
        *plan_table("stages")["stage"],
        *plan_table("stages")["cap"],
        *plan_table("stages")["gate"],
        *plan_table("symptoms").values(),
        *plan_table("sentences")["group"],
        *rows("walk_run", "row").values(),
    ]
    for row in tables:
        assert row["source"] in sources, row
        assert (row["reviewed_by"], row["reviewed_on"]) == ("", "")


def test_tables_use_words_that_exist() -> None:
    assert {each.word for each in symptoms()} == set(words("symptoms"))
    assert {cap.when for cap in caps()} <= {*words("symptoms"), "no_impact", "no_run"}
    assert tuple(stage_rows()) == STAGES
    assert run_gates()
    facts = {gate.quantity for gate in gate_rows().values()} - {"passed"}
    assert facts == {"pain_during", "morning_rise", "pain_running", "sessions", "done_share"}


@pytest.mark.parametrize(
    ("dose", "said"),
    [
        (Dose(1, 1, 0.0, (0,)), "once"),
        (Dose(1, 1, 30.0, (0,)), "once, hold 30 s"),
        (Dose(2, 1, 30.0, (0,)), "2 times, hold 30 s"),
        (Dose(3, 10, 0.0, (0,)), "3 x 10"),
    ],
)
def test_a_dose_of_one_repetition_is_so_many_times(dose: Dose, said: str) -> None:
    assert dose_text(dose) == said


@pytest.mark.parametrize(("names", "said"), [(3, None), (4, "and one other: X"), (6, "and 3 others: X")])
def test_one_other_is_no_others(names: int, said: str | None) -> None:
    left = tuple(LeftOut(name, "X", "screen") for name in sorted(exercises())[:names])
    told = " ".join(plan_lines(replace(plan_of(RUNNER), left_out=left)).split())
    assert (said in told) if said else ("other" not in told.partition("Left out, and why:")[2].partition(": X")[0])


def test_breaths_are_counted_as_breaths_on_terminal_and_sheet() -> None:
    plan = plan_of(replace(RUNNER, pains=(Pain("buttock", Side.RIGHT, 5),)))
    calm = next(item for item in plan.items if exercises()[item.exercise].type == "breathing")
    assert "30 breaths" in item_words(calm)
    assert dose_text(calm.dose, breaths=True) == "30 breaths"
    assert dose_line(calm.dose, breaths=True) == "30 breaths"
    two = replace(calm, dose=replace(calm.dose, sets=2, repeats=15))
    assert dose_text(two.dose, breaths=True) == "2 x 15 breaths"
    assert dose_line(two.dose, breaths=True) == "2 sets of 15 breaths"
    assert "1 x 30" not in plan_lines(plan)
    assert "30 breaths" in [item.dose for item in plan_sheet(plan).items]
