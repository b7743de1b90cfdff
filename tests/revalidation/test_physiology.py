"""Published physiology: every check runs, and its verdict is the recorded one; misses stay misses."""

from functools import cache
from math import nan
from pathlib import Path

import pytest

from revalidation.attempts import attempts, run_attempts
from revalidation.check import ABOVE_ZERO, Check, Kind, Outcome, Verdict, checks, run
from revalidation.hips import arms_mm, under
from revalidation.orientation import orientation_section
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
    assert made == {"piriformis_rotation_at_0", "piriformis_rotation_at_90", "small_rotators_area"}


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


def test_every_attempt_closes_and_breaks_what_the_page_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for trial in run_attempts():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{trial.attempt.key}` |"))
        closes, breaks = row.split(" | ")[2:4]
        assert closes == (", ".join(trial.closed) or "nothing")
        assert breaks == (", ".join(trial.broken) or "nothing")


def test_an_attempt_leaves_the_model_alone() -> None:
    straight = [0.0]
    nominal = arms_mm("rotation", ["obtint_sup_r"], straight)
    with under(attempts()[0].body()):
        assert abs(arms_mm("rotation", ["obtint_sup_r"], straight) - nominal) > 1.0
    assert arms_mm("rotation", ["obtint_sup_r"], straight) == nominal


def test_what_is_remembered_is_not_judged() -> None:
    shown = orientation_section()
    assert "Piriformis" in shown
    assert "agrees" not in shown
    assert "misses" not in shown
