"""The table of measured activity: what is read, what is remembered, what is compared."""

from math import isnan

import pytest

from revalidation.exercise_emg import (
    bent,
    compared,
    computed,
    index_by_hand,
    measured,
    outward_Nm,
    rank_correlation,
    tensor_index,
)
from revalidation.physiology import clamshell_tensor_index, gluteus_medius_exercise_order
from trochanter.plan.computable import why_not
from trochanter.plan.library import exercise_named, exercises
from trochanter.plan.tables import rows


def test_every_row_is_compared_or_says_why_not() -> None:
    for row in measured():
        assert bool(row.exercise) != bool(row.not_compared), row
        assert row.study in rows("sources", "source")
        if row.exercise:
            assert not why_not(exercises()[row.exercise])
            assert row.percent > 0.0
            span = computed(row)
            assert 0.0 <= span.low <= span.nominal <= span.high <= 1.0


def test_what_is_told_from_memory_is_counted_nowhere() -> None:
    remembered = [row for row in measured() if not row.read]
    assert len(remembered) == 10
    for muscle in ("gluteus_medius", "gluteus_maximus", "piriformis"):
        assert all(row.read for row in compared(muscle))
    assert len(compared("gluteus_maximus", read=False)) > len(compared("gluteus_maximus"))


def test_the_order_is_that_of_ranks() -> None:
    pairs = compared("gluteus_medius")
    values = sorted(range(len(pairs)), key=lambda k: computed(pairs[k]).nominal)
    theirs = sorted(range(len(pairs)), key=lambda k: pairs[k].percent)
    apart = sum((values.index(k) - theirs.index(k)) ** 2 for k in range(len(pairs)))
    n = len(pairs)
    assert rank_correlation(pairs) == pytest.approx(1.0 - 6.0 * apart / (n * (n * n - 1)))
    assert isnan(rank_correlation(pairs[:2]))


def test_an_exercise_can_be_bent_further() -> None:
    own = exercise_named("clamshell_free")
    more = bent(own, 15.0)
    for share in (0.0, 1.0):
        assert more.at_deg(share)["hip_flexion"] == own.at_deg(share)["hip_flexion"] + 15.0
        assert more.at_deg(share)["hip_adduction"] == own.at_deg(share)["hip_adduction"]


def test_the_index_falls_with_the_tensor() -> None:
    assert tensor_index("one_leg_sit") > tensor_index("side_leg_lift")


def test_the_minimal_cases_of_both_misses_are_as_their_notes_tell() -> None:
    names = ("step_up_side", "one_leg_sit", "side_leg_lift", "clamshell_free")
    outward = [outward_Nm(name) for name in names]
    assert outward == pytest.approx([57.0, 57.0, 50.0, 29.0], abs=0.55)
    assert outward == sorted(outward, reverse=True)
    order = gluteus_medius_exercise_order.CHECK.note
    assert "57 N m in a step-up and in a squat on one leg, 50 in lifting the straight leg, 29 in a clamshell" in order
    by_hand = index_by_hand("clamshell_band")
    assert by_hand == pytest.approx(15.0, abs=0.5)
    assert by_hand == pytest.approx(tensor_index("clamshell_band"), rel=0.05)
    assert "comes to 15 by hand" in clamshell_tensor_index.CHECK.note
