"""What is said: plain words, every row with source and evidence, nothing that may not be said, nothing unused."""

import csv
import re
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given

from tests.findings.made_answers import DAY, ITEMS, answered, people, screen_of
from trochanter.findings.answers import Answers
from trochanter.findings.clearance import Clearance
from trochanter.findings.limits import POSITIONS, STOPPABLE, Limits
from trochanter.findings.permission import word_of
from trochanter.findings.questions import Page, pages
from trochanter.findings.rules import Rule, Tier, rules, tiers
from trochanter.findings.screen import screened
from trochanter.findings.sentences import Sentence, sentences
from trochanter.findings.words import left_out, message, text_of

PACKAGE = Path(__file__).parents[2] / "src" / "trochanter"
NEVER = (
    r"\bweak|weakness|overload|dysfunction|imbalance|abnormal|pathologic|syndrome|lesion|contraindicat",
    r"\btight|\bbad\b|\bworry|dangerous|injury risk|prevent|\bfix(es|ed)?\b|guarantee|protect",
    r"obturator|femoral version|anteversion|\bscore\b|\bnormal for\b|85 degrees|\bwomen\b",
    r"\bshe\b|\bher\b|\bhis\b|\bmen\b",
)
MOST_WORDS, LONGEST_WORD = 30, 18


def everything_said() -> dict[str, str]:
    said = {key: each.text for key, each in sentences().items()}
    for page in pages():
        said |= {f"{page.key}.ask": page.ask, f"{page.key}.why": page.why}
        for item in (*page.items, *page.choices):
            said |= {f"{page.key}.{item.key}": item.text, f"{page.key}.{item.key}.noted": item.noted}
    for code, rule in rules().items():
        said |= {f"{code}.why": rule.why, f"{code}.say": rule.say, f"{code}.who": rule.who}
    for tier, row in tiers().items():
        said |= {f"{tier}.headline": row.headline, f"{tier}.rest": row.rest}
    return said


@pytest.mark.parametrize("pattern", NEVER)
def test_nothing_says_what_may_not_be_said(pattern: str) -> None:
    assert [key for key, text in everything_said().items() if re.search(pattern, text, re.IGNORECASE)] == []


def test_words_are_plain_and_sentences_short() -> None:
    for key, text in everything_said().items():
        for sentence in re.split(r"[.?:;]\s", text):
            assert len(sentence.split()) <= MOST_WORDS, (key, sentence)
        for word in re.findall(r"[A-Za-z]+", text):
            assert len(word) <= LONGEST_WORD, (key, word)


def test_every_row_names_source_and_evidence_and_waits_for_a_clinician() -> None:
    table = files("trochanter.findings").joinpath("data", "sources.csv").read_text(encoding="utf-8")
    known = {row["source"]: row for row in csv.DictReader(table.splitlines())}
    assert all(row["citation"] and row["read"] for row in known.values())
    rows: list[Rule | Page] = [*rules().values(), *pages()]
    for row in rows:
        assert set(row.source.split()) <= set(known)
        assert row.source
    assert {name for row in rows for name in row.source.split()} == set(known)
    reviewed: list[Rule | Page | Sentence] = [*rows, *sentences().values()]
    assert {(each.reviewed_by, each.reviewed_on) for each in reviewed} == {("", "")}
    judged: list[Rule | Sentence] = [*rules().values(), *sentences().values()]
    assert all(each.evidence for each in judged)


def test_optional_questions_say_why_they_are_asked() -> None:
    optional = [page for page in pages() if page.optional or any(item.optional for item in page.items)]
    assert [page.key for page in optional] == ["pregnancy", "energy", "pelvis", "birth_page"]
    assert all("up to you" in page.why.lower() for page in optional)
    assert all(page.why for page in pages())


def test_each_sentence_is_used() -> None:
    code = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    named = set(re.findall(r"""["']([a-z]+\.[A-Za-z_]+)["']""", code))
    for key in sentences():
        assert key in named or re.search(rf"""f["'].*{key.partition(".")[0]}\.\S*\{{""", code), key


def test_every_limit_has_a_word() -> None:
    assert all(word_of(word) for word in (*STOPPABLE, *POSITIONS))
    assert left_out(Limits()) == ""


@pytest.mark.parametrize("code", list(rules()))
def test_every_rule_can_be_told(code: str) -> None:
    rule = rules()[code]
    given = {name.partition("=")[0]: name.partition("=")[2] or "yes" for name in (*rule.every, *rule.some[:1])}
    plain = dict.fromkeys(ITEMS, "no") | {"age": "18_to_44", "pregnancy": "no", "surgery": "no"}
    screen = screened(Answers(plain | given), DAY)
    told = next((each for each in message(screen, DAY).findings if each.code == code), None)
    assert told is not None, message(screen, DAY)
    assert told.noted[0].startswith("You noted ")
    assert told.why == rule.why
    assert "{" not in text_of(message(screen, DAY))


def test_an_emergency_is_told_calmly_and_alone() -> None:
    screen = screened(
        answered().with_replies({"numb_saddle": "yes", "bladder_bowel": "not sure", "one_calf": "yes"}), DAY
    )
    told = message(screen, DAY)
    text = text_of(told)
    assert (told.tier, told.headline) == ("A", "Call emergency services now.")
    assert [each.code for each in told.findings] == ["A1"]
    flat = " ".join(text.split())
    for words in (
        "You noted new numbness between the legs.",
        "You were not sure about new trouble with urine or stool; that counts as yes.",
        "Who: an emergency department, now.",
        "I would like to be checked for cauda equina.",
        "112 European Union",
        "Nothing else is offered here until a clinician has seen you.",
    ):
        assert words in flat
    assert not re.search(r"trochanter|clearance|exercise|!", text)
    assert max(map(len, text.splitlines())) <= 76


def test_b_says_not_to_hop_and_to_ask_about_mri() -> None:
    text = " ".join(text_of(message(screen_of(pain="yes", groin="yes", groin_limp="yes"), DAY)).split())
    for words in ("do not hop", "do I need an MRI", "No running. Use crutches if walking hurts.", "--clearance FILE"):
        assert words in text


def test_what_stands_is_told_with_its_day() -> None:
    earlier = screen_of(one_calf="yes")
    later = screened(answered(), DAY + timedelta(days=9), earlier=earlier)
    text = " ".join(text_of(message(later, DAY + timedelta(days=9))).split())
    assert "On 22 November 2026 you noted one calf or thigh" in text
    assert "only a clinician's clearance does" in text


def test_a_clearance_is_told_and_nothing_is_promised() -> None:
    record = Clearance("Dr D. Holm", DAY, frozenset({"D-surgery"}), frozenset({"tests", "end_range"}), None)
    text = text_of(message(screen_of(surgery="other").with_clearances((record,)), DAY))
    assert text.startswith("What was noted has been cleared, as far as it says here.")
    assert "Cleared: D-surgery, by Dr D. Holm on 2026-11-22" in text
    assert "Left out: exercises, jumping and other impact and running." in " ".join(text.split())


@given(people())
def test_every_screen_can_be_told(answers: Answers) -> None:
    told = message(screened(answers, DAY), DAY)
    assert told.headline
    assert "{" not in text_of(told)
    assert "not yet reviewed by a clinician" in told.reviewed
    if told.tier in (Tier.A, Tier.B):
        assert {each.code[0] for each in told.findings} == {told.tier}


def test_what_everybody_is_asked_is_not_said_twice() -> None:
    told = message(screen_of(pregnancy="birth_within_year", leakage="yes"), DAY)
    assert any(each.to_say.startswith("I gave birth (say when) and note leaking.") for each in told.findings)


def test_limits_are_announced_only_where_there_are_some() -> None:
    assert "limits below" not in text_of(message(screen_of(pain="yes", tingling="yes"), DAY))
    assert "limits below" in text_of(message(screen_of(pain="yes", front_pinch="yes"), DAY))
