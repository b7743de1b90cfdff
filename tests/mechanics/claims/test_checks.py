"""Computed checks of claims: they follow the body and the recordings, and take nothing from the ledger."""

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.mechanics.claims.changed import mirrored, run_with_mirrored, turned_round, with_body, with_net_moment
from trochanter.core.errors import BadSetting
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.timeline import PUSH_OFF
from trochanter.mechanics import claims as folder
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.claims.arms import OUTWARD, arm_mm
from trochanter.mechanics.claims.check import BASES, RUN, Check, check_of, checks
from trochanter.mechanics.claims.finding import Finding, Verdict, all_of, judged, listed
from trochanter.mechanics.claims.hip import WHOLE_RANGE
from trochanter.mechanics.claims.material import Material, standard_material
from trochanter.mechanics.claims.pelvis import turning_deg

INTERNUS = ("obtint_sup", "obtint_inf")
EXTERNUS, QUADRATUS = ("obtext_sup", "obtext_inf"), ("quadfem_sup", "quadfem_inf")


def verdict(claim: int, material: Material | None = None) -> Verdict:
    return check_of(claim).run(material or standard_material()).verdict


def test_nothing_here_reads_the_ledger() -> None:
    for path in Path(str(folder.__path__[0])).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module not in ("trochanter.anatomy.claims", "trochanter.anatomy.rows"), path.name
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in ("claims", "contradictions", "claim_evidence", "claim_differences"), path.name


def test_a_mirrored_muscle_has_its_arms_negated() -> None:
    for key, stems in (("obturator_internus", INTERNUS), ("piriformis", ("piri",))):
        own = arm_mm(standard_material(), key, OUTWARD, WHOLE_RANGE).value
        other = arm_mm(with_body(mirrored(*stems)), key, OUTWARD, WHOLE_RANGE).value
        np.testing.assert_allclose(other, -own, atol=1e-9)


@pytest.mark.parametrize(
    ("stems", "claim", "before", "after"),
    [
        (INTERNUS, 1, Verdict.POSTURE_DEPENDENT, Verdict.CONTRADICTED),
        (INTERNUS, 2, Verdict.POSTURE_DEPENDENT, Verdict.CONTRADICTED),
        (INTERNUS, 13, Verdict.SUPPORTED, Verdict.CONTRADICTED),
        (INTERNUS, 93, Verdict.SUPPORTED, Verdict.CONTRADICTED),
        (QUADRATUS, 93, Verdict.SUPPORTED, Verdict.CONTRADICTED),
        (("piri",), 103, Verdict.CONTESTED, Verdict.CONTRADICTED),
        (("sart",), 107, Verdict.POSTURE_DEPENDENT, Verdict.CONTESTED),
        (INTERNUS, 5, Verdict.SUPPORTED, Verdict.CONTRADICTED),
        (INTERNUS, 60, Verdict.SUPPORTED, Verdict.CONTRADICTED),
    ],
)
def test_the_sign_of_a_muscle_changes_verdicts(
    stems: tuple[str, ...], claim: int, before: Verdict, after: Verdict
) -> None:
    assert verdict(claim) is before
    assert verdict(claim, with_body(mirrored(*stems))) is after


def test_a_mirrored_entry_of_a_list_is_named() -> None:
    own, other = (check_of(134).run(m).words for m in (standard_material(), with_body(mirrored(*QUADRATUS))))
    assert "it holds for quadratus femoris" in own
    assert "the opposite holds for quadratus femoris" in other


def test_runners_who_turn_the_other_way_change_verdicts() -> None:
    assert verdict(160) is Verdict.CONTRADICTED
    assert verdict(160, turned_round()) is Verdict.SUPPORTED
    assert verdict(163) is Verdict.POSTURE_DEPENDENT
    assert verdict(163, turned_round()) is Verdict.CONTESTED


@pytest.mark.parametrize("claim", [101, 104, 105])
def test_the_net_moment_of_a_runner_changes_verdicts(claim: int) -> None:
    account = standard_material().runner.account
    assert verdict(claim) is Verdict.CONTESTED
    assert verdict(claim, with_net_moment(account, -30.0, outward=True)) is Verdict.SUPPORTED
    assert verdict(claim, with_net_moment(account, 30.0, outward=True)) is Verdict.CONTESTED
    assert verdict(claim, with_net_moment(account, 30.0, outward=False)) is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    ("stems", "claim"), [(INTERNUS, 12), ((*INTERNUS, *EXTERNUS, "gem_sup", "gem_inf", *QUADRATUS, "piri"), 106)]
)
def test_the_sign_of_a_runners_muscles_changes_verdicts(stems: tuple[str, ...], claim: int) -> None:
    assert verdict(claim) is Verdict.CONTESTED
    assert verdict(claim, run_with_mirrored(*stems)) is Verdict.CONTRADICTED


@pytest.mark.parametrize("side", SIDES)
def test_turning_of_pelvis_thigh_and_hip_fit_together(side: Side) -> None:
    """Near the neutral posture the hip turns in by what the thigh turns in and the swing side comes forward."""
    turned = turning_deg(standard_material(), side, (PUSH_OFF,))
    np.testing.assert_allclose(turned["hip"], turned["thigh"] + turned["pelvis"], atol=3.0)


def test_ranges_grow_with_what_they_go_over() -> None:
    hip = standard_material().hip
    forces = hip.forces_N("obturator_internus")
    assert forces.low[0] < forces.value[0] < forces.high[0]
    assert hip.forces_N("gluteal").low == hip.forces_N("gluteal").high
    arm = arm_mm(standard_material(), "obturator_internus", OUTWARD, WHOLE_RANGE)
    assert np.all(arm.high - arm.low > 5.0)


def test_verdicts_of_ranges_and_of_parts() -> None:
    up, down, both = np.array([1.0, 2.0]), np.array([-2.0, -1.0]), np.array([-1.0, 1.0])
    assert judged(up, up) is Verdict.SUPPORTED
    assert judged(down, down) is Verdict.CONTRADICTED
    assert judged(both, both) is Verdict.POSTURE_DEPENDENT
    assert judged(down, up) is Verdict.CONTESTED
    assert judged(np.array([np.nan]), np.array([np.nan])) is Verdict.CONTESTED
    assert all_of([Verdict.SUPPORTED, Verdict.CONTESTED]) is Verdict.CONTESTED
    assert listed([Verdict.SUPPORTED, Verdict.POSTURE_DEPENDENT]) is Verdict.POSTURE_DEPENDENT
    assert listed([Verdict.CONTRADICTED]) is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    ("stems", "claim", "before", "after"),
    [
        (("piri",), 114, Verdict.SUPPORTED, Verdict.CONTRADICTED),
        (("glmax1", "glmax2", "glmax3"), 115, Verdict.SUPPORTED, Verdict.CONTESTED),
    ],
)
def test_the_sign_of_a_muscle_changes_what_holding_still_asks(
    stems: tuple[str, ...], claim: int, before: Verdict, after: Verdict
) -> None:
    assert verdict(claim) is before
    assert verdict(claim, with_body(mirrored(*stems))) is after


def test_a_claim_that_is_not_computed_says_which_are() -> None:
    with pytest.raises(BadSetting, match="one of 1, 2, 5"):
        check_of(3)


def refuse() -> MuscleAccount:
    raise AssertionError("the runner was asked for by a check that does not name him")


@pytest.fixture(scope="module")
def without_runner() -> Material:
    return replace(standard_material(), run=refuse)


@pytest.fixture(scope="module", params=checks(), ids=lambda check: f"claim {check.claim}")
def found(request: pytest.FixtureRequest, without_runner: Material) -> tuple[Check, Finding]:
    check: Check = request.param
    return check, check.run(standard_material() if RUN in check.bases else without_runner)


def test_a_finding_has_numbers_with_units_and_ranges(found: tuple[Check, Finding]) -> None:
    check, finding = found
    assert set(check.bases) <= set(BASES)
    assert bool(finding.numbers) is bool(check.bases)
    for number in finding.numbers:
        assert np.isfinite(number.value), number.name
        if np.isfinite(number.low):
            assert number.low <= number.value + 1e-9 <= number.high + 2e-9, number.name
    assert len({number.name for number in finding.numbers}) == len(finding.numbers)
