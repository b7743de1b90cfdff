"""Published physiology: every check runs, and its verdict is the recorded one; misses stay misses."""

from functools import cache
from math import nan
from pathlib import Path

import pytest

from revalidation.check import ABOVE_ZERO, Check, Kind, Outcome, Verdict, checks, run
from revalidation.tables import recorded_verdicts, revalidation_page

PAGE = Path(__file__).parents[2] / "docs" / "revalidation.md"


@cache
def outcome(check: Check) -> Outcome:
    return run(check)


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.key)
def test_the_recorded_verdict_is_reproduced(check: Check) -> None:
    assert str(outcome(check).verdict) == recorded_verdicts(PAGE.read_text(encoding="utf-8"))[check.key]


def test_the_page_holds_these_checks_and_no_others() -> None:
    assert list(recorded_verdicts(PAGE.read_text(encoding="utf-8"))) == [check.key for check in checks()]


def test_what_was_made_from_a_value_is_labelled() -> None:
    made = {check.key for check in checks() if check.kind is Kind.BY_CONSTRUCTION}
    assert made == {"piriformis_rotation_at_0", "piriformis_rotation_at_90"}


def test_every_check_names_a_source_and_an_interval() -> None:
    for check in checks():
        assert check.source
        assert check.published
        assert check.low <= check.high
        assert check.value is None or check.low <= check.value <= check.high


def made(value: float) -> Check:
    low, high = ABOVE_ZERO
    return Check("made", "name", "rises", "mm", low, high, "source", Kind.INDEPENDENT, lambda: value)


@pytest.mark.parametrize(("value", "verdict"), [(1.0, Verdict.AGREES), (-1.0, Verdict.MISSES), (nan, Verdict.MISSES)])
def test_the_verdict_is_computed(value: float, verdict: Verdict) -> None:
    assert run(made(value)).verdict is verdict
    assert recorded_verdicts(revalidation_page([run(made(value))])) == {"made": str(verdict)}
