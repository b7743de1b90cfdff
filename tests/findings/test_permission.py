"""The gate before every measurement, test and exercise: opens, or says what to do next."""

from datetime import date, timedelta

import pytest

from tests.findings.made_answers import DAY, answered, screen_of
from trochanter.core.errors import BadSetting, TrochanterError
from trochanter.findings.again import SessionAnswers, asked_again, session_questions
from trochanter.findings.answers import Answers, Reply
from trochanter.findings.clearance import Clearance
from trochanter.findings.limits import CONTROL_TEST, READING, RUNNING_VIDEO, Activity, Kind, may, self_check
from trochanter.findings.permission import NotOffered, ScreenNeeded, after_groin_pain, refuse_unless_screened
from trochanter.findings.screen import Screen, limits_of, screened

TOMORROW = DAY + timedelta(days=1)
EXERCISE = Activity(Kind.EXERCISE)
ALL = [READING, self_check("seated"), CONTROL_TEST, EXERCISE, RUNNING_VIDEO]


def session(
    on: date = TOMORROW,
    new_signs: Reply = Reply.NO,
    groin: Reply = Reply.NO,
    pain: int | None = 1,
    pain_before: int | None = 0,
) -> SessionAnswers:
    return SessionAnswers(on, new_signs, groin, pain, pain_before)


def refusal(screen: Screen | None, activity: Activity, on: date = DAY) -> TrochanterError:
    with pytest.raises(TrochanterError) as caught:
        refuse_unless_screened(screen, activity, on=on)
    return caught.value


@pytest.mark.parametrize("activity", ALL)
def test_without_a_screen_nothing_opens(activity: Activity) -> None:
    error = refusal(None, activity)
    assert isinstance(error, ScreenNeeded)
    assert "trochanter screen" in error.next_step


@pytest.mark.parametrize("activity", ALL)
def test_with_one_of_the_day_and_no_flag_everything_opens(activity: Activity) -> None:
    refuse_unless_screened(screen_of(), activity, on=DAY)


@pytest.mark.parametrize("activity", ALL)
def test_an_emergency_says_whom_to_call_and_nothing_else(activity: Activity) -> None:
    error = refusal(screen_of(bladder_bowel="yes"), activity)
    assert isinstance(error, NotOffered)
    assert error.next_step.startswith("call your local emergency number now (112")
    assert error.valid == ""
    assert "trochanter" not in error.next_step


def test_b_says_today_and_c_within_two_weeks() -> None:
    assert "see a doctor today and do not run" in refusal(screen_of(one_calf="yes"), READING).next_step
    error = refusal(screen_of(pain="yes", locking="yes"), self_check("prone"))
    assert "within two weeks" in error.next_step
    assert "the end of the range" in error.what
    refuse_unless_screened(screen_of(pain="yes", locking="yes"), READING, on=DAY)


def test_a_limit_says_what_stays_open() -> None:
    error = refusal(screen_of(pregnancy="from_week_14"), self_check("supine"))
    assert "lying on the back" in error.what
    assert "lying on the back" in error.valid
    refuse_unless_screened(screen_of(pregnancy="from_week_14"), self_check("seated"), on=DAY)


def test_each_new_check_needs_the_questions_of_its_day() -> None:
    for activity in (self_check("seated"), READING, CONTROL_TEST):
        error = refusal(screen_of(), activity, TOMORROW)
        assert isinstance(error, ScreenNeeded)
        assert "were asked on 2026-11-22" in error.what
    with pytest.raises(ScreenNeeded):
        refuse_unless_screened(screen_of(), EXERCISE, on=DAY - timedelta(days=1))


def test_a_session_needs_three_short_questions() -> None:
    for activity in (EXERCISE, RUNNING_VIDEO):
        assert "three short questions" in refusal(screen_of(), activity, TOMORROW).what
        refuse_unless_screened(screen_of(), activity, on=TOMORROW, session=session())
        with pytest.raises(ScreenNeeded):
            refuse_unless_screened(screen_of(), activity, on=TOMORROW, session=session(DAY))


@pytest.mark.parametrize("reply", [Reply.YES, Reply.NOT_SURE, Reply.SKIPPED])
def test_new_signs_and_groin_pain_ask_the_whole_screen_again(reply: Reply) -> None:
    for answers in (session(new_signs=reply), session(groin=reply)):
        assert len(asked_again(screen_of(), EXERCISE, TOMORROW, answers)) == 1
        with pytest.raises(ScreenNeeded):
            refuse_unless_screened(screen_of(), EXERCISE, on=TOMORROW, session=answers)


def test_pain_up_by_two_asks_it_again_also_on_the_same_day() -> None:
    due = {
        (before, now): bool(asked_again(screen_of(), EXERCISE, DAY, session(DAY, pain=now, pain_before=before)))
        for before in (None, 0, 3, 5)
        for now in (0, 1, 2, 4, 5, 7)
    }
    assert due == {(before, now): now - (before or 0) >= 2 for before, now in due}
    assert asked_again(screen_of(), EXERCISE, DAY, session(DAY, pain=None))
    assert asked_again(screen_of(), self_check("seated"), DAY, session(DAY, pain=4))


@pytest.mark.parametrize("pain", [-1, 11])
def test_pain_is_between_0_and_10(pain: int) -> None:
    with pytest.raises(BadSetting, match="from 0 to 10"):
        session(pain=pain)


def test_the_three_questions_ask_for_what_the_answers_take() -> None:
    questions = session_questions()
    assert len(questions) == 3
    assert all(question.endswith((".", "?")) for question in questions.values())
    assert set(questions) <= set(SessionAnswers.__dataclass_fields__)


def test_a_screen_that_ended_early_is_asked_again_after_the_clearance() -> None:
    cleared = screen_of(foot_drop="yes").with_clearances(
        (Clearance("Dr C. Moss", DAY, frozenset({"B4"}), frozenset({"tests", "end_range"}), None),)
    )
    assert isinstance(refusal(cleared, self_check("seated")), ScreenNeeded)


def test_the_stories_that_people_told() -> None:
    rested = screen_of(pain="yes", groin="yes", groin_walking="yes")  # a month of rest, then unable to walk unloaded
    assert rested.tier(DAY) == screen_of(hardly_walk="yes").tier(DAY) == "B"
    leaking = screen_of(pain="yes", groin="yes", leakage="yes", low_energy="yes")
    assert [flag.code for flag in leaking.flags] == ["C3", "C4", "D-pelvic-floor"]
    late_in_a_run = screen_of(pain="yes", groin="yes")  # pain at mile 15, silent at rest
    assert [flag.code for flag in late_in_a_run.flags] == ["C4"]


def test_groin_pain_at_the_end_of_the_range_opens_b1_again_where_running_hurts() -> None:
    reopened = after_groin_pain(screen_of(pain="yes"), DAY)
    assert [(flag.code, flag.raised_on) for flag in reopened.in_force(DAY)] == [("B1", DAY)]
    assert isinstance(refusal(reopened, self_check("seated")), NotOffered)
    later = screened(answered(), TOMORROW, earlier=reopened)
    assert later.tier(TOMORROW) == "B"
    for codes in ({"B1"}, {"B1", "B2"}):
        old = Clearance("Dr L. Ek", DAY, frozenset(codes), frozenset({"tests", "end_range"}), None)
        known = screen_of(pain="yes", groin="yes", groin_night="yes").with_clearances((old,))
        assert known.tier(DAY) is None
        assert after_groin_pain(known, DAY).tier(DAY) == "B"
        assert [each.flags for each in after_groin_pain(known, DAY).clearances] == ([] if codes == {"B1"} else [{"B2"}])


def test_and_asks_the_questions_again_where_nothing_hurt_before() -> None:
    with pytest.raises(ScreenNeeded, match="groin"):
        after_groin_pain(screen_of(), DAY)


def test_after_a_birth_running_waits_and_light_work_goes_on() -> None:
    for given in (
        {"pregnancy": "birth_under_12_weeks"},
        {"pregnancy": "birth_within_year", "leakage": "yes"},
        {"heaviness": "yes", "ever_birth": "yes"},
    ):
        limits = limits_of(screen_of(**given), DAY)
        assert may(limits, EXERCISE).allowed
        assert not may(limits, RUNNING_VIDEO).allowed
        assert not may(limits, Activity(Kind.EXERCISE, impact=True)).allowed
    assert may(limits_of(screen_of(leakage="yes"), DAY), RUNNING_VIDEO).allowed


def test_under_18_reads_but_neither_tests_nor_trains() -> None:
    limits = limits_of(screen_of(age="under_18"), DAY)
    assert [may(limits, activity).allowed for activity in ALL] == [True, False, False, False, False]
    unsure = screened(answered().with_replies({"age": "skipped"}), DAY)
    assert not may(limits_of(unsure, DAY), self_check("seated")).allowed


def test_nothing_answered_is_the_most_careful_case() -> None:
    assert screened(Answers({}), DAY).tier(DAY) == "A"
