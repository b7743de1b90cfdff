"""What somebody is given to say to a clinician: in their own voice, and nothing that they did not say."""

import re
from dataclasses import replace

import pytest

from tests.findings.made_answers import DAY, screen_of
from trochanter.findings.assess import assess
from trochanter.findings.clearance import Clearance
from trochanter.findings.history import Goal, History
from trochanter.findings.limits import Activity, Kind
from trochanter.findings.permission import NotOffered, refuse_unless_screened
from trochanter.findings.rules import rules
from trochanter.findings.screen import Screen, limits_of
from trochanter.findings.words import message, what_to_say


def to_say(screen: Screen) -> dict[str, str]:
    """What to say for each rule that holds."""
    return {each.code: each.to_say for each in message(screen, DAY).findings}


def test_what_was_left_out_or_is_not_sure_is_said_as_perhaps() -> None:
    said = to_say(screen_of(numb_saddle="yes", bladder_bowel="not sure", both_legs="skipped"))
    assert said["A1"] == (
        "Since (say when) I have had new numbness between the legs, and perhaps new trouble with urine or stool and "
        "new pain or less strength in both legs. I would like to be checked for cauda equina."
    )


def test_where_nothing_was_said_for_sure_all_of_it_is_perhaps() -> None:
    said = to_say(screen_of(pain="no", one_calf="not sure"))["B2"]
    assert said.startswith("Since (say when) I have had perhaps one calf or thigh that is newly swollen, warm or sore.")
    beside = to_say(screen_of(pregnancy="birth_within_year", leakage="not sure", heaviness="yes"))
    assert "note heaviness or a bulge, and perhaps leaking" in beside["D-recent-birth-signs"]


def test_what_stands_from_an_earlier_time_is_said_as_it_was() -> None:
    screen = screen_of(one_calf="yes")
    stands = replace(screen, flags=tuple(replace(each, reported=False) for each in screen.flags))
    assert "perhaps" not in to_say(stands)["B2"]


@pytest.mark.parametrize(
    ("replies", "code", "words"),
    [
        ({"hardly_walk": "yes"}, "B7", "I note that I can hardly walk for pain"),
        ({"cannot_step": "yes"}, "A2", "that I cannot take four steps"),
        ({"pregnancy": "before_week_14", "harm_thoughts": "yes"}, "A5", "thoughts of harming myself or the baby"),
        ({"eating_little": "yes"}, "C3", "eating too little for what I do"),
    ],
)
def test_it_is_said_in_the_first_person(replies: dict[str, str], code: str, words: str) -> None:
    assert words in to_say(screen_of(**replies))[code]


@pytest.mark.parametrize("code", list(rules()))
def test_no_sentence_to_say_speaks_to_you(code: str) -> None:
    rule = rules()[code]
    assert re.search(r"\byou(r|rself)?\b", what_to_say(rule, (*rule.every, *rule.some))) is None


def test_an_assessment_asks_the_same_way() -> None:
    made = assess(History(DAY, Goal("run", 5)), screen_of(one_calf="not sure"), on=DAY)
    assert any("I have had perhaps one calf" in asked for _, asked in made.questions)


def test_what_was_cleared_is_not_said_to_be_nothing() -> None:
    allows = frozenset({"run", "impact", "end_range"})
    cleared = Clearance("Dr A. Berg", DAY, frozenset({"C4"}), allows, None)
    screen = screen_of(pain="yes", groin="yes").with_clearances((cleared,))
    told = message(screen, DAY)
    assert not limits_of(screen, DAY).flags
    assert not told.headline.startswith("Nothing you said")
    assert "Cleared: C4" in told.after[0]
    assert message(screen_of(pain="yes"), DAY).headline.startswith("Nothing you said speaks against")


@pytest.mark.parametrize(
    ("replies", "who"),
    [
        ({"surgery": "other"}, "the surgeon or physical therapist"),
        ({"surgery": "replaced"}, "the surgeon or physical therapist"),
        ({"age": "under_18"}, "a physical therapist, together with a parent"),
    ],
)
def test_where_no_exercise_is_left_open_it_says_whom_to_ask(replies: dict[str, str], who: str) -> None:
    with pytest.raises(NotOffered) as caught:
        refuse_unless_screened(screen_of(**replies), Activity(Kind.EXERCISE), on=DAY)
    assert f"ask {who}" in str(caught.value)
    assert "choose something within your limits" not in str(caught.value)


def test_what_is_urgent_comes_before_anything_else() -> None:
    for replies in ({"chest": "yes"}, {"one_calf": "yes"}):
        with pytest.raises(NotOffered) as caught:
            refuse_unless_screened(screen_of(**replies), Activity(Kind.EXERCISE), on=DAY)
        refused = str(NotOffered(caught.value.limits, ("exercises",), ("make the plan again",)))
        urgent = "call your local emergency number" if "chest" in replies else "see a doctor today"
        assert refused.index(urgent) < refused.index("make the plan again")
