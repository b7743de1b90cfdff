"""Goal and history: what no answer can be is refused; questions lead where they should; typed words are understood."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.findings.made_answers import DAY
from tests.findings.made_history import GOAL
from trochanter.core.errors import TrochanterError
from trochanter.core.sides import Side
from trochanter.findings.history import Goal, History, Injury, Pain, Private, Run
from trochanter.findings.history_asking import history_of, next_question, opened
from trochanter.findings.history_replies import km_of, may_be_left_out, understood
from trochanter.findings.history_words import Question, choices_of, question_of, questions

LEAST = {"goal": "walk", "able": "4"}


def understand(key: str, typed: str) -> str | None:
    return understood(question_of()[key], typed, DAY)


def told(**replies: str) -> History:
    """The history of somebody who answers what is given and leaves out the rest."""
    given_replies = LEAST | replies
    while (asked := next_question(given_replies)) is not None:
        given_replies = given_replies | {asked.key: ""}
    return history_of(given_replies, DAY)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Goal("run", 11),
        lambda: Goal("  ", 3),
        lambda: Goal("x" * 200, 3),
        lambda: Goal("run\nfar", 3),
        lambda: Pain("elbow", None, 3),
        lambda: Pain("knee", None, -1),
        lambda: Injury("a cold"),
        lambda: Injury("labrum", None, 20),
        lambda: Injury("labrum", None, 2020, "photo"),
        lambda: Run(DAY, 0.0, None),
        lambda: Run(DAY, float("nan"), None),
        lambda: Run(DAY, 1000.0, None),
        lambda: Private(sex="?"),
        lambda: Private(weeks_pregnant=60),
        lambda: Private(pelvic=("x",)),
        lambda: History(DAY, GOAL, limited=("flying",)),
        lambda: History(DAY, GOAL, equipment=frozenset({"barbell"})),
        lambda: History(DAY, GOAL, minutes=0),
        lambda: History(DAY, GOAL, onset_km=0.0),
        lambda: History(DAY, GOAL, runs=(Run(DAY + timedelta(days=1), 5.0, None),)),
    ],
)
def test_what_no_answer_can_be_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(TrochanterError) as caught:
        wrong()
    assert caught.value.valid


def test_the_first_question_is_what_for() -> None:
    first = next_question({})
    assert first is not None
    assert first.key == "goal"
    assert first.ask.startswith("What do you want to do again?")


def test_only_a_goal_is_a_history() -> None:
    found = told()
    assert found == History(DAY, Goal("walk", 4), equipment=frozenset({"mat", "chair", "cushion", "wall", "bench"}))


def test_without_pain_nothing_is_asked_about_it_and_without_leave_nothing_private() -> None:
    keys = [each.key for each in opened(LEAST | {"places": "none", "private": "no"})]
    assert not {"onset", "onset_km", "at_night", "sitting"} & set(keys)
    assert not [key for key in keys if question_of()[key].private and key != "private"]
    assert len(keys) == 13


def test_each_place_and_each_injury_is_asked_for() -> None:
    asked = {
        each.key: each.ask for each in opened(LEAST | {"places": "groin, knee", "injuries": "labrum", "onset": "later"})
    }
    assert asked["pain:groin"].startswith("Groin, or deep in the hip: which side")
    assert {"pain:knee", "injury:labrum", "onset", "onset_km"} <= set(asked)


def test_all_answers_come_together() -> None:
    found = told(
        wanted_by="2027-03-01", limited="car, squat", places="groin, knee",
        **{"pain:groin": "both 3", "pain:knee": "2"},
        onset="later", onset_km="12.5", at_night="no", sitting="yes", turns_in="left", injuries="labrum, foot",
        **{"injury:labrum": "right 2023 mri"}, runs="2026-11-20 8; 2026-11-01 12.5", race_on="2027-04-11",
        equipment="loop", minutes="10", therapist="yes", private="yes", sex="female", birth_on="2025-11-01",
        birth_how="assisted", pelvic="leakage", seen="yes",
    )  # fmt: skip
    assert found == History(
        told_on=DAY,
        goal=Goal("walk", 4, date(2027, 3, 1)),
        limited=("car", "squat"),
        pains=(Pain("groin", Side.RIGHT, 3), Pain("groin", Side.LEFT, 3), Pain("knee", None, 2)),
        onset="later",
        onset_km=12.5,
        at_night=False,
        sitting=True,
        turns_in="left",
        injuries=(Injury("labrum", Side.RIGHT, 2023, "mri"), Injury("foot")),
        ran="yes",
        runs=(Run(date(2026, 11, 20), 8.0, None), Run(date(2026, 11, 1), 12.5, None)),
        race_on=date(2027, 4, 11),
        equipment=frozenset({"loop"}),
        minutes=10,
        therapist=True,
        private=Private("female", None, date(2025, 11, 1), "assisted", ("leakage",), True),
    )


def test_what_was_answered_and_is_no_longer_opened_does_not_count() -> None:
    found = told(places="none", onset="later", onset_km="5", private="no", pelvic="leakage", **{"pain:groin": "7"})
    assert (found.onset, found.onset_km, found.pains, found.private) == (None, None, (), Private())


@pytest.mark.parametrize(
    ("key", "typed", "reply"),
    [
        ("goal", "  run   10 km ", "run 10 km"),
        ("goal", "", None),
        ("able", "10", "10"),
        ("able", "11", None),
        ("able", "s", None),
        ("wanted_by", "in 8 weeks", "2027-01-17"),
        ("wanted_by", "2027-02-30", None),
        ("wanted_by", "8 weeks ago", None),
        ("wanted_by", "none", ""),
        ("limited", "1, 4", "run_distance, squat"),
        ("limited", "squat car", "squat, car"),
        ("limited", "0", "none"),
        ("limited", "8", None),
        ("limited", "1 1", "run_distance"),
        ("pain", "right 4", "right 4"),
        ("pain", "4 L", "left 4"),
        ("pain", "3", "3"),
        ("pain", "right", None),
        ("pain", "right 4 5", None),
        ("pain", "", None),
        ("onset", "2", "later"),
        ("onset", "?", ""),
        ("onset_km", "15 miles", "24.1"),
        ("onset_km", "far", None),
        ("at_night", "Y", "yes"),
        ("at_night", "maybe", None),
        ("injury", "right, 2023 x-ray", "right 2023 xray"),
        ("injury", "2031", None),
        ("injury", "right left", None),
        ("injury", "photo", None),
        ("runs", "2 8, 5 12.5", "2026-11-20 8; 2026-11-17 12.5"),
        ("runs", "2026-11-20 8", "2026-11-20 8"),
        ("runs", "0", "0"),
        ("runs", "40 8", None),
        ("runs", "2 900", None),
        ("runs", "yesterday", None),
        ("minutes", "10", "10"),
        ("minutes", "3", "15"),
        ("weeks_pregnant", "20", "20"),
        ("weeks_pregnant", "no", ""),
        ("birth_on", "20 weeks ago", "2026-07-05"),
        ("birth_on", "in 2 weeks", None),
        ("turns_in", "not sure", ""),
    ],
)
def test_what_is_typed_is_understood_or_asked_again(key: str, typed: str, reply: str | None) -> None:
    assert understand(key, typed) == reply


@given(st.sampled_from(questions()), st.text(max_size=20))
def test_nothing_typed_breaks_anything(found: Question, typed: str) -> None:
    reply = understood(found, typed, DAY)
    if reply:
        key = f"{found.key}:{min(choices_of(question_of()[found.each_of].group))}" if found.each_of else found.key
        told(**{"places": "groin", "onset": "later", "injuries": "back", "private": "yes", key: reply})


def test_all_but_the_goal_and_a_pain_may_be_left_out() -> None:
    assert {each.key for each in questions() if not may_be_left_out(each)} == {"goal", "able", "pain"}


def test_miles_are_longer_than_kilometres() -> None:
    assert (km_of("10"), km_of("10 miles"), km_of("0"), km_of("ten")) == (10.0, 16.1, None, None)
