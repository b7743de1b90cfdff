"""A or B is lifted by a recorded clearance and by nothing else: for what it says, as long as it says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.findings.made_answers import DAY, answered, people
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.findings.answers import Answers
from trochanter.findings.clearance import Clearance
from trochanter.findings.limits import READING, RUNNING_VIDEO, STOPPABLE, Activity, Kind, may, self_check
from trochanter.findings.rules import rules
from trochanter.findings.screen import Occasion, Screen, lifted, limits_of, screened

WEEK = timedelta(days=7)
GROIN = {"pain": "yes", "groin": "yes", "groin_night": "yes"}
ALL = frozenset(STOPPABLE)


def clearance(
    flags: str = "B1", allows: frozenset[str] = ALL, on: date = DAY + WEEK, until: date | None = DAY + 8 * WEEK
) -> Clearance:
    return Clearance("Dr A. Berg, sports physician", on, frozenset(flags.split()), allows, until)


def flagged() -> Screen:
    return screened(answered(**GROIN), DAY)


def asked_once_more(earlier: Screen, on: date, occasion: Occasion = Occasion.USUAL, /, **given_replies: str) -> Screen:
    through = lifted(on, earlier=earlier, clearances=earlier.clearances, occasion=occasion)
    return screened(answered(through, **given_replies), on, earlier=earlier, occasion=occasion)


@given(people(), people())
def test_no_later_answer_lifts_what_was_noted(first: Answers, second: Answers) -> None:
    before = screened(first, DAY)
    after = screened(second, DAY + WEEK, earlier=before)
    if before.tier(DAY) in ("A", "B"):
        assert after.tier(DAY + WEEK) in ("A", "B")
        assert limits_of(after, DAY + WEEK).stopped == STOPPABLE
        assert screened(answered(), DAY + 2 * WEEK, earlier=after).tier(DAY + 2 * WEEK) in ("A", "B")


def test_a_no_later_leaves_it_standing_with_its_day() -> None:
    after = asked_once_more(flagged(), DAY + WEEK)
    (flag,) = after.flags
    assert (flag.code, flag.reported, flag.raised_on) == ("B1", False, DAY)
    assert not may(limits_of(after, DAY + WEEK), READING).allowed


def test_a_clearance_lifts_from_its_day_to_its_last_day() -> None:
    cleared = flagged().with_clearances((clearance(),))
    days = [DAY, DAY + WEEK - timedelta(1), DAY + WEEK, DAY + 8 * WEEK, DAY + 8 * WEEK + timedelta(1)]
    assert [cleared.tier(day) for day in days] == ["B", "B", None, None, "B"]
    assert flagged().with_clearances((clearance(until=None),)).tier(DAY + 500 * WEEK) is None


def test_after_a_clearance_the_questions_are_asked_to_their_end() -> None:
    cleared, day = flagged().with_clearances((clearance(),)), DAY + WEEK
    assert limits_of(cleared, day).stopped == STOPPABLE  # they had ended at B1, so nothing is known of what comes after
    again = asked_once_more(cleared, day, **GROIN, locking="yes")
    assert again.complete
    assert again.tier(day) == "C"
    assert not may(limits_of(again, day), self_check("seated")).allowed
    free = asked_once_more(cleared, day, **GROIN)
    assert may(limits_of(free, day), self_check("seated")).allowed
    assert not may(limits_of(free, DAY + 9 * WEEK), self_check("seated")).allowed


def test_a_clearance_allows_what_it_names_and_no_more() -> None:
    part = flagged().with_clearances((clearance(allows=frozenset({"exercises"})),))
    limits = limits_of(asked_once_more(part, DAY + WEEK, **GROIN), DAY + WEEK)
    assert set(limits.stopped) == ALL - {"exercises"}
    assert may(limits, Activity(Kind.EXERCISE)).allowed
    assert not may(limits, Activity(Kind.EXERCISE, end_range=True)).allowed
    assert not may(limits, RUNNING_VIDEO).allowed


@given(
    st.sets(st.sampled_from(sorted(rules())), min_size=1),
    st.sets(st.sampled_from(STOPPABLE), min_size=1),
    st.integers(-20, 20),
    st.one_of(st.none(), st.integers(0, 20)),
    st.integers(0, 40),
)
def test_nothing_but_a_fitting_clearance_opens_anything(
    flags: set[str], allows: set[str], given_after: int, lasting: int | None, looked_after: int
) -> None:
    on = DAY + timedelta(given_after)
    until = None if lasting is None else on + timedelta(lasting)
    record = Clearance("PT B. Lind", on, frozenset(flags), frozenset(allows), until)
    day = DAY + timedelta(looked_after)
    cleared = flagged().with_clearances((record,))
    fits = "B1" in flags and DAY <= on <= day and (until is None or day <= until)
    assert (cleared.tier(day) is None) == fits
    stopped = limits_of(asked_once_more(cleared, day, **GROIN), day).stopped
    assert set(stopped) == (ALL - allows if fits else ALL)


def test_what_comes_back_or_gets_worse_is_new_and_needs_a_new_clearance() -> None:
    cleared, day = flagged().with_clearances((clearance(until=None),)), DAY + 2 * WEEK
    still = asked_once_more(cleared, day, **GROIN)
    assert still.tier(day) is None
    assert asked_once_more(still, day + WEEK, Occasion.WORSE, **GROIN).tier(day + WEEK) == "B"
    gone = asked_once_more(still, day + WEEK)
    assert gone.tier(day + WEEK) is None
    back = asked_once_more(gone, day + 2 * WEEK, **GROIN)
    assert back.tier(day + 2 * WEEK) == "B"


def test_what_gets_worse_on_the_day_of_a_clearance_is_not_covered_by_it() -> None:
    cleared = flagged().with_clearances((clearance(on=DAY, until=None), clearance("B4", on=DAY, until=None)))
    worse = asked_once_more(cleared, DAY, Occasion.WORSE, **GROIN)
    assert [flag.code for flag in worse.in_force(DAY)] == ["B1"]
    assert [each.flags for each in worse.clearances] == [frozenset({"B4"})]
    seen_again = worse.with_clearances((clearance(on=DAY, until=None),))
    assert seen_again.tier(DAY) is None
    assert asked_once_more(cleared, DAY, **GROIN).tier(DAY) is None  # asked as usual: it stands


def test_another_flag_is_not_lifted_with_it() -> None:
    cleared = flagged().with_clearances((clearance(until=None),))
    again = asked_once_more(cleared, DAY + WEEK, **GROIN, foot_drop="yes")
    assert [flag.code for flag in again.in_force(DAY + WEEK)] == ["B4"]


def test_surgery_needs_a_clearance_too_and_c_goes_with_a_no() -> None:
    operated = screened(answered(surgery="other"), DAY)
    assert set(limits_of(operated, DAY).stopped) == ALL - {"readings"}
    cleared = operated.with_clearances((clearance("D-surgery", on=DAY),))
    assert limits_of(cleared, DAY).stopped == ()
    locked = screened(answered(pain="yes", locking="yes"), DAY)
    assert screened(answered(pain="yes"), DAY + WEEK, earlier=locked).tier(DAY + WEEK) is None


@pytest.mark.parametrize(
    ("make", "kind", "words"),
    [
        (lambda: replace(clearance(), by=" "), BadSetting, "name and profession"),
        (lambda: replace(clearance(), flags=frozenset()), BadSetting, "'flags' of a clearance"),
        (lambda: replace(clearance(), allows=frozenset()), BadSetting, "'allows' of a clearance"),
        (lambda: clearance("B9"), UnknownName, "there is no word in 'flags' 'B9'"),
        (lambda: clearance(allows=frozenset({"jumping"})), UnknownName, "there is no word in 'allows' 'jumping'"),
        (lambda: clearance(until=DAY), BadSetting, "a day not before 'on'"),
    ],
)
def test_a_clearance_says_who_when_for_what_until_when(
    make: Callable[[], Clearance], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        make()


def test_a_screen_of_a_later_day_cannot_come_first() -> None:
    with pytest.raises(BadSetting, match="when it was last asked"):
        screened(answered(), DAY - WEEK, earlier=flagged())
