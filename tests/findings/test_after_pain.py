"""Pain at the end of the range, against every screen: it never opens more, and groin pain stops what is tested next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.findings.made_answers import DAY, answered, people, screen_of
from trochanter.findings.after_pain import AGAIN, REOPENED, Felt, after_pain, place_of_pain, to_be_asked_again
from trochanter.findings.answers import Answers
from trochanter.findings.clearance import Clearance
from trochanter.findings.limits import CONTROL_TEST, READING, RUNNING_VIDEO, Activity, Kind, self_check
from trochanter.findings.permission import NotOffered, ScreenNeeded, refuse_unless_screened
from trochanter.findings.screen import Screen, screened
from trochanter.findings.words import message, text_of

OFFERED = [READING, CONTROL_TEST, RUNNING_VIDEO, self_check("seated"), Activity(Kind.EXERCISE)]
PLACES = ["groin", "deep in the hip", "front pinch", "side", "buttock", "back", "", None, "Leiste"]
felt = st.builds(
    Felt,
    st.none() | st.integers(0, 10),
    st.sampled_from(PLACES),
    st.booleans(),
    st.none() | st.integers(0, 10),
)


def closed(screen: Screen) -> bool:
    def refused(activity: Activity) -> bool:
        try:
            refuse_unless_screened(screen, activity, on=DAY)
        except (NotOffered, ScreenNeeded):
            return True
        return False

    return all(map(refused, OFFERED))


@given(people(), st.lists(felt, max_size=4))
def test_whatever_is_felt_a_changed_screen_opens_nothing_until_it_is_asked_again(
    answers: Answers, ends: list[Felt]
) -> None:
    screen = screened(answers, DAY)
    after = after_pain(screen, ends, DAY)
    if after is None:
        assert not any(each.hurt and place_of_pain(each.place) != "elsewhere" for each in ends)
    else:
        assert closed(after.screen)
        assert after.screen.answers.replies.get("pain") == answers.replies.get("pain")


@given(people(), st.sampled_from(["yes", "not sure", "skipped"]), st.integers(1, 10))
def test_groin_pain_in_whoever_told_of_pain_is_tier_b_until_a_clearance(answers: Answers, told: str, pain: int) -> None:
    answers = answers.with_replies({"pain": told})
    after = after_pain(screened(answers, DAY), [Felt(pain, "groin")], DAY)
    assert after is not None
    assert after.code == REOPENED
    assert "B1" in {flag.code for flag in after.screen.in_force(DAY)}
    later = screened(Answers({**answers.replies, "pain": "no", "groin": "no"}), DAY, earlier=after.screen)
    assert later.tier(DAY) in ("A", "B")


def test_the_message_after_it_says_what_was_felt_and_what_to_say() -> None:
    after = after_pain(screen_of(pain="yes"), [Felt(2, "groin")], DAY)
    assert after is not None
    said = text_of(message(after.screen, DAY))
    assert said.startswith("See a doctor today.")
    assert "You noted pain in the groin" in said
    assert "You left out" not in said
    assert "do I need an MRI?" in " ".join(said.split())


@pytest.mark.parametrize(
    ("end", "answers", "code"),
    [
        (Felt(0, "groin"), {"pain": "yes"}, None),
        (Felt(None, None), {}, None),
        (Felt(1, "buttock"), {}, None),
        (Felt(2, "buttock"), {}, AGAIN),
        (Felt(9, "buttock"), {"pain": "yes"}, None),
        (Felt(5, "side", before=4), {"pain": "yes"}, None),
        (Felt(6, "side", before=4), {"pain": "yes"}, AGAIN),
        (Felt(1, "groin"), {}, AGAIN),
        (Felt(1, "groin"), {"pain": "not sure"}, REOPENED),
        (Felt(1, "front pinch"), {"pain": "yes"}, AGAIN),
        (Felt(None, "groin", stopped=True), {"pain": "yes"}, REOPENED),
        (Felt(None, None, stopped=True), {"pain": "yes"}, AGAIN),
        (Felt(1, "side and groin"), {"pain": "yes"}, REOPENED),
    ],
)
def test_what_pain_where_asks_for(end: Felt, answers: dict[str, str], code: str | None) -> None:
    found = after_pain(screen_of(**answers), [end], DAY)
    assert (found and found.code) == code


def test_asked_again_an_old_clearance_no_longer_covers_what_is_told_again() -> None:
    seen = Clearance("Dr L. Ek", DAY, frozenset({"B1"}), frozenset({"tests", "end_range"}), None)
    given_answers = {"pain": "yes", "groin": "yes", "groin_night": "yes"}
    known = screen_of(**given_answers).with_clearances((seen,))
    assert known.tier(DAY) is None
    due = to_be_asked_again(known)
    assert text_of(message(due, DAY)).startswith("The questions were not finished, or something new came after them.")
    tomorrow = DAY.replace(day=DAY.day + 1)
    the_same = answered(frozenset({"B1"}), **given_answers)
    assert screened(the_same, tomorrow, earlier=due).tier(tomorrow) == "B"
    assert screened(the_same, tomorrow, earlier=known).tier(tomorrow) is None
