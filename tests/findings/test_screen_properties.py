"""Over all combinations of answers: A and B offer nothing, C no impact and no end range, D no excluded position."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.findings.made_answers import DAY, ITEMS, answered, files, people, tier_by_hand
from trochanter.findings.answers import Answers, replies_of
from trochanter.findings.limits import (
    CONTROL_TEST,
    POSITIONS,
    READING,
    RUNNING_VIDEO,
    STOPPABLE,
    Activity,
    Kind,
    Limits,
    may,
    self_check,
)
from trochanter.findings.permission import NotOffered, ScreenNeeded, refuse_unless_screened
from trochanter.findings.questions import page_of
from trochanter.findings.rules import rules
from trochanter.findings.screen import Screen, limits_of, screened
from trochanter.findings.walk import walked

EVERY_ACTIVITY = [
    Activity(kind, impact=impact, end_range=end_range, positions=frozenset(positions))
    for kind in Kind
    for impact, end_range in product((False, True), repeat=2)
    for positions in [(), *((position,) for position in POSITIONS)]
]
OFFERED = [READING, CONTROL_TEST, RUNNING_VIDEO, self_check("seated"), self_check("supine"), self_check("prone")]

activities = st.builds(
    Activity, st.sampled_from(Kind), st.booleans(), st.booleans(), st.frozensets(st.sampled_from(POSITIONS))
)
URGENCY = ["A", "B", "C", "D", ""]


def opens(screen: Screen, activity: Activity) -> bool:
    try:
        refuse_unless_screened(screen, activity, on=DAY)
    except (NotOffered, ScreenNeeded):
        return False
    return True


def holds_to_its_tier(screen: Screen, activity: Activity) -> None:
    """What the safety rules promise of a screen and anything that a plan, or an edit of one, could hold."""
    limits = limits_of(screen, DAY)
    allowed = may(limits, activity).allowed
    tiers = {flag.tier for flag in screen.in_force(DAY)}
    assert opens(screen, activity) == allowed
    if tiers & {"A", "B"}:
        assert not allowed
    if "C" in tiers and (activity.impact or activity.end_range or activity.kind is Kind.RUN):
        assert not allowed
    if activity.positions & frozenset[str]().union(*(flag.excludes for flag in screen.in_force(DAY))):
        assert not allowed
    if not screen.flags:
        assert allowed


@given(people(), activities)
def test_no_tier_offers_what_it_stops(answers: Answers, activity: Activity) -> None:
    holds_to_its_tier(screened(answers, DAY), activity)


@given(files(), activities)
def test_nor_does_any_file_of_answers(answers: Answers, activity: Activity) -> None:
    holds_to_its_tier(screened(answers, DAY), activity)


@given(people())
def test_the_tier_is_the_one_of_the_safety_rules(answers: Answers) -> None:
    found = screened(answers, DAY)
    assert (found.tier(DAY) or "") == tier_by_hand(walked(answers).replies)
    assert found.complete == (tier_by_hand(walked(answers).replies) not in ("A", "B"))


@given(files())
def test_whatever_else_a_file_holds_what_was_said_counts(answers: Answers) -> None:
    said = {name: reply for name, reply in answers.replies.items() if reply in ("yes", "not sure")}
    chosen = {name: reply for name, reply in answers.replies.items() if page_of()[name].choices}
    least = tier_by_hand(said | chosen)
    assert URGENCY.index(screened(answers, DAY).tier(DAY) or "") <= URGENCY.index(least)


@given(people(), st.data())
def test_a_yes_more_never_allows_more(answers: Answers, data: st.DataObject) -> None:
    items = [name for name in answers.replies if not page_of()[name].choices]
    name = data.draw(st.sampled_from(items))
    reply = data.draw(st.sampled_from(["yes", "not sure"]))
    before = limits_of(screened(answers.with_replies({name: "no"}), DAY), DAY)
    after = limits_of(screened(answers.with_replies({name: reply}), DAY), DAY)
    assert set(before.stopped) <= set(after.stopped)


@pytest.mark.parametrize("age", ["18_to_44", "45_to_64", "65_or_older"])
@pytest.mark.parametrize("pregnancy", ["no", "birth_within_year"])
def test_without_a_flag_everything_is_allowed(age: str, pregnancy: str) -> None:
    screen = screened(answered(age=age, pregnancy=pregnancy), DAY)
    assert screen.flags == ()
    assert screen.complete
    assert limits_of(screen, DAY) == Limits()
    assert all(may(limits_of(screen, DAY), activity).allowed for activity in EVERY_ACTIVITY)
    assert all(opens(screen, activity) for activity in OFFERED)


def test_every_single_answer_against_every_activity() -> None:
    tiers = set()
    for name, reply in ((name, reply) for name in ITEMS for reply in ("yes", "not sure", "skipped")):
        opener = {"pain": "yes"} if name not in ("pain", "groin") else {}
        screen = screened(Answers({**answered(**opener).replies, name: reply}), DAY)
        tiers.add(screen.tier(DAY))
        for activity in EVERY_ACTIVITY:
            holds_to_its_tier(screen, activity)
    assert tiers == {"A", "B", "C", "D", None}


def test_every_pair_of_answers_has_the_tier_of_the_safety_rules() -> None:
    plain = dict.fromkeys(ITEMS, "no") | {"age": "18_to_44", "pregnancy": "no", "surgery": "no"}
    for first, second in combinations(ITEMS, 2):
        replies = plain | {first: "yes", second: "not sure"}
        assert (screened(Answers(replies), DAY).tier(DAY) or "") == tier_by_hand(replies), (first, second)


def test_every_combination_around_groin_pain() -> None:
    names = (
        "groin groin_limp groin_walking groin_night groin_earlier fall brittle stress_fracture missed_periods steroids"
    )
    plain = answered(pain="yes", groin="no").replies
    for given_replies in product(("no", "not sure"), repeat=len(names.split())):
        replies = {**plain, **dict(zip(names.split(), given_replies, strict=True))}
        assert (screened(Answers(replies), DAY).tier(DAY) or "") == tier_by_hand(replies), replies


def test_every_combination_of_choices() -> None:
    pages = [page_of()[name] for name in ("age", "pregnancy", "surgery")]
    for chosen in product(*map(replies_of, pages)):
        given_replies = dict(zip([page.key for page in pages], chosen, strict=True))
        screen = screened(answered(**given_replies), DAY)
        assert (screen.tier(DAY) or "") == tier_by_hand(screen.answers.replies), given_replies
        for activity in OFFERED:
            holds_to_its_tier(screen, activity)


def test_a_skipped_question_of_a_or_b_counts_and_one_of_c_or_d_does_not() -> None:
    answers = answered(pain="yes", age="under_18", surgery="replaced", pregnancy="birth_within_year")
    skipped = {
        name: screened(answers.with_replies({name: "skipped"}), DAY).tier(DAY) for name in walked(answers).replies
    }
    counted = {name for name, tier in skipped.items() if tier in ("A", "B")}
    urgent = {name for rule in rules().values() if rule.tier.stops_all for name in (*rule.every, *rule.some)}
    with_groin = {name for code in ("B1", "B5") for name in rules()[code].some} | {"fall"}
    assert counted == urgent - with_groin
    assert set(skipped.values()) == {"A", "B", "D"}


def test_limits_name_every_word_and_may_says_what_stands_against() -> None:
    limits = limits_of(screened(answered(pain="yes", front_pinch="yes"), DAY), DAY)
    refused = may(limits, self_check("seated"))
    assert (refused.allowed, refused.against) == (False, ("hip_bent_over_80",))
    assert may(limits, self_check("prone")).allowed
    assert set(Limits.__dataclass_fields__) == {*STOPPABLE, "excluded_positions", "flags", "tier"}
