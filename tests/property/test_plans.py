"""Over answers and histories of all kinds: no plan offers what the screen or a plan's own limits forbid."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.findings.made_answers import DAY, people, screen_of, tier_by_hand
from tests.plan.made_plans import RUNNER, histories, plan_of
from trochanter.core.errors import TrochanterError
from trochanter.findings.agreement import again
from trochanter.findings.answers import Answers
from trochanter.findings.history import History
from trochanter.findings.history_words import choices_of
from trochanter.findings.permission import NotOffered, ScreenNeeded
from trochanter.findings.screen import Screen, limits_of, screened
from trochanter.plan.edit import CHANGES, Edit
from trochanter.plan.editing import edited
from trochanter.plan.facts import ProgressFacts
from trochanter.plan.library import exercises
from trochanter.plan.plan import BY, Dose, Plan
from trochanter.plan.plan_rules import household

NAMES = sorted(exercises())
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def told_by_hand(plan: Plan, screen: Screen, history: History) -> None:
    """Whatever stands in a plan is open by the flags of the screen, looked at one by one, and within its limits."""
    flags = screen.in_force(DAY)
    stops = {word for flag in flags for word in flag.stops}
    excludes = {word for flag in flags for word in flag.excludes}
    for item in plan.items:
        activity = exercises()[item.exercise].activity
        assert "exercises" not in stops
        assert not (activity.impact and "impact" in stops)
        assert not (activity.end_range and "end_range" in stops)
        assert not activity.positions & excludes
    assert plan.run is None or not stops & {"run", "impact"}
    assert 1 <= len(plan.items) <= 4
    assert plan.first_items <= min(2, len(plan.items)) or plan.begun_on != plan.made_on
    assert len({item.exercise for item in plan.items}) == len(plan.items)
    assert plan.minutes <= min(15, history.minutes) + 1e-6
    assert {item.exercise for item in plan.items}.isdisjoint(each.exercise for each in plan.left_out)


@SLOW
@given(people(), histories(list(choices_of("pain_places"))))
def test_flagged_answers_never_yield_what_their_tier_forbids(answers: Answers, history: History) -> None:
    screen = screened(answers, DAY)
    tier = tier_by_hand(screen.answers.replies)
    if tier in ("A", "B") or not limits_of(screen, DAY).exercises:
        with pytest.raises(NotOffered):
            plan_of(history, screen)
    elif again(history, screen, DAY):
        with pytest.raises(ScreenNeeded):
            plan_of(history, screen)
    else:
        plan = plan_of(history, screen)
        told_by_hand(plan, screen, history)
        if tier == "C":
            assert plan.run is None
            assert not any(exercises()[item.exercise].activity.end_range for item in plan.items)


LIMITING = (
    "tingling pelvic_ring front_pinch flexible activity_pain leakage heaviness painful_sex sitting_pain ever_birth "
    "groin cancer locking several_joints low_energy"
)
CHOICES = {
    "pregnancy": ["no", "before_week_14", "from_week_14", "birth_under_12_weeks", "birth_within_year", "not sure"],
    "age": ["18_to_44", "45_to_64", "65_or_older"],
}


@st.composite
def limited(draw: st.DrawFn) -> Screen:
    """Screens of people whom tier C or D limits, in all combinations."""
    given_ = {
        name: draw(st.sampled_from(["yes", "not sure"]))
        for name in draw(st.sets(st.sampled_from(LIMITING.split()), max_size=4))
    }
    chosen = {page: draw(st.sampled_from(replies)) for page, replies in CHOICES.items()}
    return screen_of(DAY, **{"pain": "yes", **given_, **chosen})


@SLOW
@given(limited(), histories())
def test_what_tiers_c_and_d_leave_out_is_left_out_and_the_rest_goes_on(screen: Screen, history: History) -> None:
    if screen.tier(DAY) in ("A", "B") or again(history, screen, DAY):
        return
    plan = plan_of(history, screen)
    told_by_hand(plan, screen, history)
    replies = screen.answers.replies
    taken = {word for item in plan.items for word in exercises()[item.exercise].activity.positions}
    ends = any(exercises()[item.exercise].activity.end_range for item in plan.items)
    if replies.get("pregnancy") in ("from_week_14", "not sure"):
        assert not taken & {"on_back", "on_belly"}
    if replies.get("pregnancy") in ("before_week_14", "from_week_14", "not sure", "birth_under_12_weeks"):
        assert plan.run is None
    if replies.get("pregnancy") in ("before_week_14", "from_week_14", "not sure"):
        assert not ends
    if {"front_pinch", "flexible"} & {name for name, reply in replies.items() if reply in ("yes", "not sure")}:
        assert "stretch_to_end" not in taken
    if replies.get("groin") in ("yes", "not sure"):
        assert plan.run is None
        assert not ends


@SLOW
@given(histories())
def test_every_combination_without_a_flag_yields_a_plan(history: History) -> None:
    screen = screen_of(DAY, **({"pain": "yes"} if history.pains else {}))
    assert not screen.flags
    plan = plan_of(history, screen)
    told_by_hand(plan, screen, history)
    for item in plan.items:
        assert exercises()[item.exercise].equipment <= history.equipment | household()
        assert item.dose.weekdays
        assert item.why


@SLOW
@given(histories())
def test_the_same_input_twice_gives_the_same_plan(history: History) -> None:
    first = plan_of(history)
    assert first == plan_of(history)
    second = plan_of(history, earlier=first)
    assert [item.exercise for item in second.items] == [item.exercise for item in first.items]
    assert [item.dose for item in second.items] == [item.dose for item in first.items]
    assert second.changes == ("Nothing changes.",)


@SLOW
@given(histories(), histories())
def test_at_most_one_exercise_gives_way_where_all_stay_open(before: History, now: History) -> None:
    """Another history of the same person: what is still open, of use and has room stays, but for one."""
    first = plan_of(before)
    second = plan_of(now, earlier=first)
    reasons = {each.exercise: each.code for each in second.left_out}
    gave_way = [item.exercise for item in first.items if reasons.get(item.exercise) in ("covered", "number")]
    assert len(gave_way) <= 1


doses = st.builds(
    Dose,
    st.integers(1, 10),
    st.integers(1, 60),
    st.floats(0, 60),
    st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True).map(lambda days: tuple(sorted(days))),
)


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    change = draw(st.sampled_from(CHANGES))
    return Edit(
        change,
        draw(st.sampled_from(NAMES)),
        "it suits me",
        draw(st.sampled_from(BY)),
        DAY,
        other=draw(st.sampled_from(NAMES)) if change == "swap" else "",
        dose=draw(doses) if change == "dose" else None,
    )


@SLOW
@given(st.data(), histories(), st.lists(edits(), min_size=1, max_size=6))
def test_no_edit_passes_the_screen_or_the_limits(data: st.DataObject, history: History, changes: list[Edit]) -> None:
    plan = plan_of(history)
    screen = data.draw(st.one_of(limited(), people().map(lambda answers: screened(answers, DAY))))
    for edit in changes:
        known = [item.exercise for item in plan.items]
        name = data.draw(st.sampled_from([*known, edit.exercise]))
        try:
            plan = edited(
                plan, Edit(edit.change, name, edit.reason, edit.by, edit.on, edit.other, edit.dose), screen, history
            )
        except TrochanterError:
            continue
        told_by_hand(plan, screen, history)
        assert plan.changes[-1].endswith("it suits me")
    if tier_by_hand(screen.answers.replies) in ("A", "B"):
        assert plan == plan_of(history)


facts = st.builds(
    ProgressFacts,
    sessions=st.integers(0, 20),
    done_share=st.floats(0, 1),
    pain_during=st.floats(0, 10),
    morning_rise=st.floats(0, 10),
    pain_running=st.none() | st.floats(0, 10),
    effort=st.floats(0, 10),
    weeks_building=st.integers(0, 6),
    flare=st.booleans(),
    easy=st.lists(st.sampled_from(NAMES), max_size=8, unique=True).map(tuple),
    hurt=st.lists(st.sampled_from(NAMES), max_size=3, unique=True).map(tuple),
    passed=st.frozensets(st.sampled_from(["walk_30", "stand_10s", "squats_10"])),
    run_row=st.integers(0, 8),
    run_row_done=st.integers(0, 3),
)


@SLOW
@given(histories(), st.lists(facts, min_size=1, max_size=5))
def test_whatever_progress_tells_a_plan_keeps_its_limits(history: History, weeks: list[ProgressFacts]) -> None:
    screen = screen_of(DAY, **({"pain": "yes"} if history.pains else {}))
    plan = plan_of(history, screen)
    for week, told in enumerate(weeks, 1):
        before, plan = plan, plan_of(history, screen, on=DAY + timedelta(days=7 * week), earlier=plan, progress=told)
        told_by_hand(plan, screen, history)
        assert not {item.exercise for item in plan.items} & set(told.hurt)
        assert plan.run is None or not told.flare
        stages = ("settle", "control", "strengthen", "load", "run", "maintain")
        assert abs(stages.index(plan.stage) - stages.index(before.stage)) <= 1


def test_the_properties_can_fail() -> None:
    """A plan that breaks a limit is seen by the check by hand."""
    plan = plan_of(RUNNER)
    flagged = screen_of(DAY, pain="yes", groin="yes")
    with pytest.raises(AssertionError):
        told_by_hand(plan, flagged, RUNNER)
