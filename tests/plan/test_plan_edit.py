"""Changes by a person or a therapist: kept with their reason, and never past the screen or the limits of a plan."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.findings.made_answers import DAY, screen_of
from tests.plan.made_plans import RUNNER, plan_of
from trochanter.core.errors import BadSetting, ImpossibleData, UnknownName
from trochanter.findings.history import History, Pain
from trochanter.findings.permission import NotOffered
from trochanter.findings.screen import Screen
from trochanter.plan.edit import Edit
from trochanter.plan.editing import edited
from trochanter.plan.facts import ProgressFacts
from trochanter.plan.library import exercises
from trochanter.plan.plan import By, Dose, Plan

PLAN = plan_of(RUNNER)
FIRST = PLAN.items[0].exercise
LAST = PLAN.items[-1].exercise
WEEK = timedelta(days=7)


def after(edit: Edit, plan: Plan = PLAN, screen: Screen | None = None, history: History = RUNNER) -> Plan:
    return edited(plan, edit, screen or screen_of(DAY), history)


def names(plan: Plan) -> list[str]:
    return [item.exercise for item in plan.items]


def leave_out(name: str, by: By = "person") -> Edit:
    return Edit("leave_out", name, "no floor at work", by, DAY)


def test_what_is_left_out_stays_out_of_the_next_plans_with_its_reason() -> None:
    made = after(leave_out(LAST))
    assert LAST not in names(made)
    (why,) = (each for each in made.left_out if each.exercise == LAST)
    assert (why.code, why.why) == ("edited", "You left it out: no floor at work")
    assert "no floor at work" in made.changes[-1]
    following = plan_of(RUNNER, on=DAY + WEEK, earlier=made, progress=ProgressFacts(sessions=2))
    assert LAST not in names(following)
    assert why in following.left_out


def test_what_a_therapist_puts_in_stays_and_says_who_and_why() -> None:
    made = after(Edit("swap", LAST, "she does it well", "therapist", DAY, other="heel_squeeze"))
    assert names(made)[-1] == "heel_squeeze"
    following = plan_of(RUNNER, on=DAY + WEEK, earlier=made, progress=ProgressFacts(sessions=2))
    item = following.item("heel_squeeze")
    assert item is not None
    assert (item.edited_by, item.edited) == ("therapist", "Your therapist chose it: she does it well")
    assert item.edited in item.why


def test_a_dose_can_be_changed_and_keeps_its_label() -> None:
    item = PLAN.items[0]
    made = after(Edit("dose", FIRST, "tired", "person", DAY, dose=Dose(1, 5, 0.0, (1, 5))))
    new = made.items[0]
    assert (new.dose.sets, new.dose.repeats, new.dose.weekdays, new.dose.basis) == (1, 5, (1, 5), item.dose.basis)
    assert new.minutes < item.minutes
    assert "1 x 5" in made.changes[-1]
    following = plan_of(RUNNER, on=DAY + WEEK, earlier=made, progress=ProgressFacts(sessions=2))
    assert following.items[0].dose == new.dose


def test_added_again_it_is_no_longer_left_out() -> None:
    out = after(leave_out(LAST))
    back = after(Edit("add", LAST, "a new mat", "person", DAY), out)
    assert LAST in names(back)
    assert LAST not in {each.exercise for each in back.left_out}


def test_neither_a_person_nor_a_therapist_passes_the_screen() -> None:
    flagged = screen_of(DAY, front_pinch="yes", pain="yes")
    for by in ("person", "therapist"):
        with pytest.raises(NotOffered, match="bent beyond"):
            after(Edit("add", "push_out_band", "wanted", by, DAY), screen=flagged)
        with pytest.raises(NotOffered):
            after(leave_out(FIRST, by), screen=screen_of(DAY, one_calf="yes"))
    told = replace(RUNNER, pains=(Pain("knee", None, 2),))
    with pytest.raises(ImpossibleData, match="pain in the knee"):
        after(Edit("add", "rock_back", "wanted", "therapist", DAY), screen=screen_of(DAY, pain="yes"), history=told)


def test_what_the_screen_closes_since_goes_out_with_the_next_edit_and_so_does_running() -> None:
    assert PLAN.run is not None
    on_one_leg = next(name for name in names(PLAN) if "single_leg" in exercises()[name].activity.positions)
    other = next(name for name in names(PLAN) if "one_sided" not in exercises()[name].activity.positions)
    made = after(
        Edit("dose", other, "tired", "person", DAY, dose=Dose(1, 5, 0.0, (1,))),
        screen=screen_of(DAY, pain="yes", pelvic_ring="yes", cancer="yes"),
    )
    assert names(made) == [other]
    assert made.run is None
    assert any("No running for now" in text for text in made.says)
    assert on_one_leg in {each.exercise for each in made.left_out}
    assert made.limits.tier == "C"


def test_limits_of_a_plan_hold_for_everybody() -> None:
    full = PLAN
    for name in ("quiet_turn_out", "heel_squeeze", "side_steps_free", "knee_opens"):
        if len(full.items) < 4 and full.item(name) is None:
            full = after(Edit("add", name, "more", "therapist", DAY), full)
    assert len(full.items) == 4
    with pytest.raises(ImpossibleData, match="5 exercises"):
        after(Edit("add", "breathing_seated", "more", "therapist", DAY), full)
    with pytest.raises(ImpossibleData, match="minutes on one day"):
        after(Edit("dose", FIRST, "more", "therapist", DAY, dose=Dose(10, 60, 0.0, (0,))))
    with pytest.raises(ImpossibleData, match="already"):
        after(Edit("add", FIRST, "twice", "person", DAY))
    alone = replace(PLAN, items=PLAN.items[:1])
    with pytest.raises(ImpossibleData, match="nothing would be left"):
        after(leave_out(FIRST), alone)


def test_fewer_minutes_make_what_is_there_smaller() -> None:
    made = after(leave_out(LAST), history=replace(RUNNER, minutes=5))
    assert made.minutes <= 5.0
    assert made.minutes_most == 5.0


def test_what_comes_later_is_for_a_therapist_to_bring_forward() -> None:
    with pytest.raises(ImpossibleData, match="comes in the stage load"):
        after(Edit("swap", LAST, "more fun", "person", DAY, other="pivot"))
    assert "pivot" in names(after(Edit("swap", LAST, "she runs well", "therapist", DAY, other="pivot")))


@pytest.mark.parametrize("reason", ["", "   ", "two\nlines", "x" * 201])
def test_an_edit_needs_its_reason(reason: str) -> None:
    with pytest.raises(BadSetting, match="the reason"):
        Edit("leave_out", FIRST, reason, "person", DAY)


def test_what_no_edit_can_be_is_refused() -> None:
    with pytest.raises(UnknownName, match="bridge"):
        Edit("leave_out", "brigde", "slip", "person", DAY)
    with pytest.raises(UnknownName):
        after(leave_out("pigeon"))
    with pytest.raises(BadSetting, match="dose"):
        Edit("dose", FIRST, "none given", "person", DAY)
    for dose in (
        Dose(0, 5, 0.0, (0,)),
        Dose(1, 99, 0.0, (0,)),
        Dose(1, 5, 999.0, (0,)),
        Dose(1, 5, 0.0, (3, 1)),
        Dose(1, 5, 0.0, ()),
    ):
        with pytest.raises(BadSetting):
            Edit("dose", FIRST, "slip", "person", DAY, dose=dose)
    with pytest.raises(BadSetting, match="day of the edit"):
        edited(PLAN, replace(leave_out(FIRST), on=DAY - WEEK), screen_of(DAY - WEEK), RUNNER)
