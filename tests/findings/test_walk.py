"""The way through the questions: at most 12 taps without symptoms, the urgent first, nothing after what cannot wait."""

import copy
import pickle

import pytest
from hypothesis import given

from tests.findings.made_answers import answered, people
from trochanter.cli.screen_asking import MOST_TAPS
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.findings.answers import Answers, replies_of
from trochanter.findings.questions import page_of, pages
from trochanter.findings.rules import rules
from trochanter.findings.walk import next_page, walked

ALL_URGENT = frozenset(code for code, rule in rules().items() if rule.tier.stops_all)


@pytest.mark.parametrize("age", ["18_to_44", "45_to_64", "65_or_older"])
def test_somebody_without_symptoms_taps_12_times(age: str) -> None:
    assert len(walked(answered(age=age)).asked) == MOST_TAPS == 12


def test_emergencies_come_before_everything_that_can_wait() -> None:
    tiers = {name: rule.tier for rule in rules().values() for name in (*rule.every, *rule.some)}
    order = [
        tiers[name] for page in pages() if not page.choices for name in page.names if tiers.get(name) in ("A", "B")
    ]
    assert order == sorted(order)


def test_asking_ends_with_what_cannot_wait() -> None:
    assert [page.key for page in walked(answered(both_legs="yes")).asked] == ["age", "nerves"]
    ended = walked(answered(pain="yes", groin="yes", groin_night="not sure"))
    assert ended.asked[-1].key == "groin_signs"
    assert ended.ended_early
    through = walked(answered(ALL_URGENT, pain="yes", groin="yes", groin_night="yes"), ALL_URGENT)
    assert through.asked[-1].key == "flexible_page"
    assert not through.ended_early


def test_branches_open_with_yes_not_sure_and_skipped() -> None:
    for reply in ("yes", "not sure", "skipped"):
        keys = [page.key for page in walked(answered(ALL_URGENT, pain=reply), ALL_URGENT).asked]
        assert "groin_page" in keys
        assert "groin_signs" not in keys
        assert "growing" not in keys
    for age in ("under_18", "not sure", "skipped"):
        assert "growing" in [page.key for page in walked(answered(ALL_URGENT, pain="yes", age=age)).asked]
    for pregnancy in ("from_week_14", "not sure", "skipped"):
        assert "pregnancy_signs" in [page.key for page in walked(answered(pregnancy=pregnancy)).asked]


def test_skipping_an_optional_page_opens_no_other_optional_page() -> None:
    skipped = dict.fromkeys(page_of()["leakage"].names, "skipped")
    assert "birth_page" not in [page.key for page in walked(answered(**skipped)).asked]
    assert "birth_page" in [page.key for page in walked(answered(painful_sex="not sure")).asked]


@given(people())
def test_a_person_is_asked_what_is_counted_and_nothing_twice(answers: Answers) -> None:
    walk = walked(answers)
    assert dict(walk.replies) == dict(answers.replies)
    assert walk.next_page is None
    assert next_page(answers) is None


def test_what_is_said_on_a_page_that_nothing_opened_counts() -> None:
    claimed = answered().with_replies({"groin": "yes", "groin_night": "yes"})
    assert {"groin", "groin_night"} <= set(walked(claimed).replies)


def test_every_question_leads_somewhere_and_every_rule_is_asked() -> None:
    asked = {name for page in pages() for name in page.names}
    used = {name.partition("=")[0] for rule in rules().values() for name in (*rule.every, *rule.some)}
    openers = {name.partition("=")[0] for page in pages() for way in page.opened_by for name in way}
    assert used | openers == asked
    for rule in rules().values():
        for name in (*rule.every, *rule.some):
            page, _, choice = name.partition("=")
            assert not choice or choice in replies_of(page_of()[page])


def test_a_page_opens_by_pages_before_it() -> None:
    before: set[str] = set()
    for page in pages():
        assert {name.partition("=")[0] for way in page.opened_by for name in way} <= before
        before |= set(page.names)


@pytest.mark.parametrize(
    ("replies", "kind", "words"),
    [
        ({"groyn": "yes"}, UnknownName, "did you mean 'groin'"),
        ({"groin": "maybe"}, BadSetting, "'yes', 'no', 'not sure', 'skipped'"),
        ({"age": "yes"}, BadSetting, "'under_18', '18_to_44'"),
        ({"groin": ""}, BadSetting, "the answer to 'groin' cannot be ''"),
    ],
)
def test_what_is_no_answer_is_told(replies: dict[str, str], kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words):
        Answers(replies)


def test_answers_cannot_be_changed_and_can_be_copied() -> None:
    given_replies = {"groin": "yes"}
    answers = Answers(given_replies)
    given_replies["groin"] = "no"
    assert answers.replies == {"groin": "yes"}
    assert pickle.loads(pickle.dumps(answers)) == copy.deepcopy(answers) == answers
    assert not hasattr(answers.replies, "__setitem__")
