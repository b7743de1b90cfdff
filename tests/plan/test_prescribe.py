"""What a plan says to people of several kinds, and how it goes from one plan to the next."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.findings.made_answers import DAY, answered, screen_of
from tests.plan.made_plans import EVERYTHING, RUNNER, SORE, plan_of
from trochanter.core.errors import BadSetting
from trochanter.core.sides import Side
from trochanter.findings.assess import assess
from trochanter.findings.clearance import Clearance
from trochanter.findings.history import Goal, History, Injury, Pain, Private
from trochanter.findings.permission import NotOffered, ScreenNeeded
from trochanter.findings.screen import screened
from trochanter.plan.facts import ProgressFacts
from trochanter.plan.library import exercises
from trochanter.plan.plan import Plan
from trochanter.plan.prescribe import prescribe

WEEK = timedelta(days=7)
GOOD = ProgressFacts(sessions=12, done_share=0.9, pain_during=1, morning_rise=0, effort=3)


def names(plan: Plan) -> list[str]:
    return [item.exercise for item in plan.items]


def later(plan: Plan, facts: ProgressFacts, history: History = RUNNER, weeks: int = 1) -> Plan:
    return plan_of(history, on=plan.made_on + weeks * WEEK, earlier=plan, progress=facts)


# --- stories ----------------------------------------------------------------------------------------------------------


def test_a_runner_with_a_finding_gets_a_few_exercises_that_answer_to_it() -> None:
    history = replace(RUNNER, pains=(SORE,), turns_in="left")
    plan = plan_of(history)
    assert plan.stage == "control"
    assert 2 <= len(plan.items) <= 4
    assert plan.first_items == 2
    aims = {aim for item in plan.items for aim in exercises()[item.exercise].aims}
    assert {"external_rotators", "single_leg_control", "extensors", "abductors"} <= aims
    one_sided = next(item for item in plan.items if item.sides)
    assert one_sided.sides == (Side.LEFT, Side.RIGHT)  # the side that the finding is about comes first
    assert "your left leg turns in" in one_sided.why[1]
    assert plan.says[0] == "For: run 10 km on Sundays. Now 4 of 10."


def test_the_first_dose_is_that_of_the_trial_and_the_other_one_is_labelled() -> None:
    plan = plan_of(replace(RUNNER, equipment=EVERYTHING), earlier=None)
    clam = next(item for item in plan.items if item.exercise.startswith("clamshell"))
    assert (clam.dose.sets, clam.dose.repeats, clam.dose.weekdays) == (3, 10, (0, 2, 4))
    assert clam.dose.basis in ("trial", "trial of its kind")
    assert all(option.basis != clam.dose.basis for option in clam.options)


def test_days_of_a_plan_are_those_of_its_doses_and_the_first_has_two() -> None:
    plan = plan_of(RUNNER)
    monday = date(2026, 11, 23)  # the plan is of a Sunday
    assert len(plan.items_on(monday)) == min(plan.first_items, len(plan.items))
    assert len(plan.items_on(monday + WEEK)) == sum(0 in item.dose.weekdays for item in plan.items)
    assert plan.items_on(date(2026, 11, 22)) == ()
    assert plan.retest_on - plan.made_on == 5 * WEEK


@pytest.mark.parametrize(
    "replies",
    [
        {"numb_saddle": "yes"},
        {"one_calf": "not sure"},
        {"pain": "yes", "groin": "yes", "groin_night": "yes"},
        {"age": "under_18"},
    ],
)
def test_nothing_is_planned_for_somebody_whom_the_screen_stops(replies: dict[str, str]) -> None:
    screen = screen_of(DAY, **replies)
    with pytest.raises(NotOffered) as caught:
        plan_of(RUNNER, screen)
    assert "exercises" in caught.value.limits.stopped


def test_pregnant_at_week_20_there_is_no_running_no_end_range_and_nothing_on_the_back() -> None:
    screen = screen_of(DAY, pregnancy="from_week_14")
    plan = plan_of(replace(RUNNER, private=Private(weeks_pregnant=20)), screen)
    for item in plan.items:
        activity = exercises()[item.exercise].activity
        assert not activity.end_range
        assert not activity.positions & {"on_back", "on_belly", "stretch_to_end"}
    assert plan.run is None
    assert plan.run_gates == ()
    assert any("return to running" in text for text in plan.private_says)
    assert not any("pregnan" in text for text in (*plan.says, *plan.stop, *(each.why for each in plan.left_out)))


def test_the_weeks_of_a_pregnancy_go_on_after_they_were_told() -> None:
    history = replace(RUNNER, told_on=DAY - 3 * WEEK, private=Private(weeks_pregnant=12), runs=())
    screen = screen_of(DAY - 3 * WEEK, pregnancy="before_week_14")
    plan = plan_of(history, screen)
    assert not any(exercises()[name].activity.positions & {"on_back", "on_belly"} for name in names(plan))
    early = plan_of(replace(history, told_on=DAY), screen_of(DAY, pregnancy="before_week_14"))
    assert "on_back" not in early.limits.excluded_positions


def test_eight_weeks_after_birth_light_work_goes_on_and_running_waits() -> None:
    history = replace(RUNNER, private=Private(birth_on=DAY - 8 * WEEK))
    plan = plan_of(history, screen_of(DAY, pregnancy="birth_under_12_weeks", ever_birth="yes"))
    assert plan.items
    assert plan.run is None
    assert any("12 weeks" in text and "from 3 weeks" in text for text in plan.private_says)
    assert not plan.limits.impact


def test_a_clinician_can_clear_running_after_a_birth() -> None:
    history = replace(RUNNER, private=Private(birth_on=DAY - 8 * WEEK))
    replies = answered(pregnancy="birth_under_12_weeks", ever_birth="yes")
    cleared = Clearance(
        "A. Muster, physical therapist", DAY, frozenset({"D-after-birth"}), frozenset({"run", "impact"}), None
    )
    plan = plan_of(history, screened(replies, DAY, clearances=(cleared,)))
    assert plan.run is not None


def test_a_birth_that_the_screen_does_not_know_makes_it_due() -> None:
    history = replace(RUNNER, private=Private(birth_on=DAY - 8 * WEEK))
    with pytest.raises(ScreenNeeded):
        prescribe(assess(RUNNER, screen_of(DAY), on=DAY), history, screen_of(DAY), on=DAY)


def test_with_groin_pain_only_what_leaves_the_hip_alone_is_left_and_nothing_is_run() -> None:
    history = replace(RUNNER, pains=(Pain("groin", Side.LEFT, 3),))
    plan = plan_of(history, screen_of(DAY, pain="yes", groin="yes"))
    assert all(exercises()[name].type == "breathing" for name in names(plan))
    assert plan.run is None
    assert plan.limits.tier == "C"
    assert "only 0 of 10" in plan.stop[0]


def test_where_only_breathing_is_left_it_says_why_and_what_to_do() -> None:
    groin = plan_of(replace(RUNNER, pains=(Pain("groin", Side.LEFT, 3),)), screen_of(DAY, pain="yes", groin="yes"))
    said = " ".join(groin.says)
    assert "Quiet breathing is what is left for now, because of pain in the groin or deep in the hip." in said
    assert "What to do: see a doctor or physical therapist within two weeks" in said
    assert "trochanter screen --clearance FILE" in said
    fits = plan_of(replace(RUNNER, minutes=1, equipment=frozenset(), pains=(), at_night=True))
    assert not any("What to do: see" in text for text in fits.says)
    assert not any("looked at" in text for text in fits.says)
    other = plan_of(replace(RUNNER, pains=(Pain("pubic", None, 3),)))
    assert not any("uiet breathing is what is left" in text for text in other.says)


def test_pain_at_the_pubic_bone_is_held_to_none_at_all() -> None:
    plan = plan_of(replace(RUNNER, pains=(Pain("pubic", None, 1),)))
    assert "only 0 of 10" in plan.stop[0]
    assert "during and the next day" in plan.stop[0]
    assert any("No running for now: pain at the pubic bone is looked at first" in text for text in plan.says)
    assert plan.run is None


@pytest.mark.parametrize("place", ["pubic", "front_hip", "tailbone"])
def test_where_no_pain_is_the_measure_no_gate_allows_some(place: str) -> None:
    gates = plan_of(replace(RUNNER, pains=(Pain(place, None, 2),))).gates
    assert "pain_0" in [each.rule for each in gates]
    assert not {"pain_2", "pain_3"} & {each.rule for each in gates}
    assert "pain_3" in [each.rule for each in plan_of(replace(RUNNER, pains=())).gates]


def test_what_is_said_about_pain_stands_by_itself() -> None:
    """It comes first for somebody with pain in the groin: it cannot point back to a rule that follows."""
    for place in ("pubic", "outer_hip"):
        (said,) = [text for text in plan_of(replace(RUNNER, pains=(Pain(place, None, 2),))).stop if "groin" in text]
        assert "that rule" not in said
        assert "pubic bone" in said


def test_in_five_minutes_it_is_said_to_be_one_thing_only_where_it_is_one() -> None:
    for equipment in (frozenset[str](), RUNNER.equipment):
        for minutes in (2, 5):
            plan = plan_of(replace(RUNNER, minutes=minutes, equipment=equipment))
            said = " ".join(plan.says)
            assert ("it is one thing" in said) == (len(plan.items) == 1)
            assert "Little fits" in said


def test_what_leaves_an_exercise_out_is_what_was_told() -> None:
    """Where it hurts was told; in which position it does was not."""
    told = {"outer_hip": "when lying", "sit_bone": "when sitting", "front_hip": "when it bends"}
    for place, more in told.items():
        why = [each.why for each in plan_of(replace(RUNNER, pains=(Pain(place, None, 2),))).left_out]
        assert any("Left out with" in text for text in why)
        assert not any(text.endswith((f"{more} on it.", f"{more}.")) for text in why), place


def test_tingling_is_told_first_among_what_stops() -> None:
    plan = plan_of(RUNNER, screen_of(DAY, pain="yes", tingling="yes"))
    assert plan.stop[0].startswith("Numbness or tingling that spreads: stop that exercise.")
    assert plan.items


def test_tier_c_for_another_reason_leaves_exercises_without_impact_and_end_range() -> None:
    plan = plan_of(RUNNER, screen_of(DAY, cancer="yes"))
    assert plan.run is None
    assert len(plan.items) >= 2
    assert not any(exercises()[name].activity.end_range for name in names(plan))


def test_a_pinch_that_only_the_history_tells_keeps_the_hip_below_80_degrees() -> None:
    plan = plan_of(replace(RUNNER, pains=(Pain("front_hip", None, 3),)))
    assert "hip_bent_over_80" in plan.limits.excluded_positions
    assert not any(
        exercises()[name].activity.positions & {"hip_bent_over_80", "stretch_to_end"} for name in names(plan)
    )
    assert any("pinch" in text for text in plan.stop)


def test_pain_of_the_pelvic_ring_leaves_out_one_leg_wide_legs_and_one_side() -> None:
    plan = plan_of(replace(RUNNER, pains=(Pain("pubic", None, 2),)))
    assert not any(
        exercises()[name].activity.positions & {"wide_leg", "single_leg", "one_sided"} for name in names(plan)
    )


def test_strong_pain_settles_first_and_does_not_run() -> None:
    plan = plan_of(replace(RUNNER, pains=(Pain("outer_hip", Side.LEFT, 7),)))
    assert plan.stage == "settle"
    assert plan.run is None
    assert any(exercises()[name].type == "breathing" for name in names(plan))


def test_one_minute_and_no_equipment_still_give_one_thing() -> None:
    plan = plan_of(replace(RUNNER, minutes=1, equipment=frozenset()))
    assert len(plan.items) == 1
    assert plan.minutes <= 1.0


def test_a_therapist_is_told_and_a_race_does_not_hurry() -> None:
    plan = plan_of(replace(RUNNER, therapist=True, race_on=DAY + 8 * WEEK, goal=Goal("race", 2, DAY + 8 * WEEK)))
    told = " ".join(plan.says)
    assert "therapist" in told
    assert "does not hurry" in told
    assert "by 17 January 2027" in told


def test_why_something_is_left_out_begins_with_what_protects() -> None:
    plan = plan_of(replace(RUNNER, equipment=frozenset({"mat"}), pains=(Pain("front_hip", None, 3),)))
    why = {each.exercise: each for each in plan.left_out}
    assert why["pigeon"].code == "symptom"
    assert "pinch" in why["pigeon"].why
    assert why["side_steps_knees"].code == "equipment"
    assert "loop band" in why["side_steps_knees"].why
    assert why["pivot"].code == "stage"
    assert set(why) | set(names(plan)) == set(exercises())


def test_inputs_of_a_day_to_come_are_refused() -> None:
    screen = screen_of(DAY)
    made = assess(RUNNER, screen, on=DAY)
    with pytest.raises(BadSetting):
        prescribe(made, RUNNER, screen, on=DAY - WEEK)
    plan = prescribe(made, RUNNER, screen, on=DAY)
    with pytest.raises(BadSetting, match="earlier plan"):
        prescribe(made, RUNNER, screen, on=DAY, earlier=replace(plan, made_on=DAY + WEEK))


def test_an_old_screen_is_asked_again() -> None:
    with pytest.raises(ScreenNeeded):
        prescribe(assess(RUNNER, screen_of(DAY), on=DAY), RUNNER, screen_of(DAY), on=DAY + 7 * WEEK)


# --- from one plan to the next ----------------------------------------------------------------------------------------


def test_gates_that_hold_open_the_next_stage_and_most_exercises_stay() -> None:
    first = plan_of(RUNNER)
    second = later(first, GOOD)
    assert second.stage == "strengthen"
    assert second.stage_since == second.made_on
    assert len(set(names(first)) - set(names(second))) <= 1
    assert any("its gates held" in text for text in second.changes)
    assert second.retest_on == first.retest_on


def test_one_gate_that_does_not_hold_keeps_the_stage() -> None:
    first = plan_of(RUNNER)
    for worse in ({"pain_during": 4.0}, {"morning_rise": 1.0}, {"sessions": 2}, {"done_share": None}):
        assert later(first, replace(GOOD, **worse)).stage == "control"
    assert later(first, replace(GOOD, pain_during=6.0)).stage == "settle"


def test_one_thing_at_a_time_what_went_well_goes_on_a_step() -> None:
    first = plan_of(RUNNER)
    easy = replace(GOOD, sessions=3, easy=tuple(names(first)))
    second = later(first, easy)
    changed = [
        a for a, b in zip(first.items, second.items, strict=True) if (a.exercise, a.dose) != (b.exercise, b.dose)
    ]
    assert len(changed) == 1
    assert len(second.changes) == 1
    assert plan_of(RUNNER, on=DAY + timedelta(days=3), earlier=first, progress=easy).changes == ("Nothing changes.",)


def test_what_hurt_gives_way_to_something_easier_and_nothing_else_changes() -> None:
    strong = later(plan_of(RUNNER), GOOD)
    third = later(strong, GOOD)
    hurt = next(name for name in names(third) if exercises()[name].easier)
    fourth = later(third, replace(GOOD, sessions=3, hurt=(hurt,), easy=tuple(names(third))))
    assert hurt not in names(fourth)
    assert {each.code for each in fourth.left_out if each.exercise == hurt} <= {"hurt", "stage"}
    assert set(names(third)) - {hurt} <= set(names(fourth))


def test_a_lighter_week_and_a_flare_make_doses_smaller_and_both_end() -> None:
    first = plan_of(RUNNER)
    light = later(first, replace(GOOD, sessions=3, weeks_building=3))
    assert light.lighter
    assert all(a.dose.sets == max(b.dose.sets - 1, 1) for a, b in zip(light.items, first.items, strict=True))
    usual = later(light, replace(GOOD, sessions=3, weeks_building=0))
    assert [item.dose for item in usual.items] == [item.dose for item in first.items]
    flare = later(first, replace(GOOD, sessions=3, flare=True))
    assert flare.run is None
    assert flare.minutes < 0.6 * first.minutes
    assert [item.dose for item in later(flare, replace(GOOD, sessions=3)).items] == [item.dose for item in first.items]


def test_a_therapist_goes_along_through_all_stages() -> None:
    passed = frozenset({"walk_30", "stand_10s", "squats_10"})
    facts = replace(GOOD, pain_running=0, passed=passed)
    plan, seen = plan_of(RUNNER), []
    for _ in range(5):
        seen.append(plan.stage)
        plan = later(plan, facts, replace(RUNNER, told_on=DAY))
    assert seen == ["control", "strengthen", "load", "run", "maintain"]
    assert all(len(item.dose.weekdays) <= 2 for item in plan.items)
    assert plan.gates == ()


def test_assess_and_plan_take_less_than_three_tenths_of_a_second() -> None:
    plan_of(RUNNER)
    begun = time.process_time()
    plan_of(replace(RUNNER, pains=(SORE,), injuries=(Injury("hamstring", Side.RIGHT, 2024),)))
    assert time.process_time() - begun < 0.3
