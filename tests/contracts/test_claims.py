"""Every registered check of a claim keeps its promises."""

import re

import pytest

import trochanter.mechanics.claims.checks as folder
from tests.reporting.test_sentences import NEVER
from trochanter.anatomy.claims import claims, differences
from trochanter.mechanics.claims.check import Check, checks
from trochanter.mechanics.claims.finding import MEANING, Verdict
from trochanter.reporting.claims import tell_claim


def test_every_claim_of_model_or_running_has_a_check_and_some_of_exercises() -> None:
    wanted = {each.number for each in claims() if {"MODEL", "GAIT"} & set(each.hooks)}
    exercises = {each.number for each in claims() if "EX" in each.hooks}
    found = [check.claim for check in checks()]
    assert found == sorted(set(found))
    assert wanted <= set(found) <= wanted | exercises


def test_files_are_named_by_their_claim() -> None:
    for check in checks():
        module = check.run.__module__
        assert module.startswith(folder.__name__)
        assert module.rpartition(".")[2].startswith(f"c{check.claim:03d}_")


def test_verdicts_have_meanings() -> None:
    assert set(MEANING) == set(Verdict)


@pytest.mark.parametrize("check", checks(), ids=lambda check: f"claim {check.claim}")
def test_words_of_a_check_are_careful(check: Check) -> None:
    told = tell_claim(check.claim)
    assert told.finding is not None
    for text in (check.asks, told.finding.words, told.reason, *(number.name for number in told.finding.numbers)):
        for pattern in NEVER:
            assert not re.search(pattern, text, re.IGNORECASE), (pattern, text)
    assert check.asks.endswith("?")
    assert told.finding.words.endswith(".")


def test_a_difference_has_a_reason_and_a_reason_a_difference() -> None:
    assert {check.claim for check in checks() if tell_claim(check.claim).differs} == set(differences())
