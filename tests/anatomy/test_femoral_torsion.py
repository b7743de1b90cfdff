"""More femoral anteversion: the upper femur turns about its long axis, lengths along and across it stay."""

from pathlib import Path

import numpy as np
import pytest

from trochanter.anatomy.body import Body
from trochanter.anatomy.femoral_torsion import long_axis, torsion_share, with_anteversion
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.neutral import neutral_lengths
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES, Side
from trochanter.mechanics.geometry import geometry, make_engine

ADDED_RAD = float(np.deg2rad(15.0))


def insertion(body: Body, muscle: str) -> Floats:
    """The last path point of a muscle."""
    return np.asarray(body.paths.point_m[list(body.muscle_points(body.muscle(muscle)))[-1]])


def test_nothing_added_changes_nothing() -> None:
    assert with_anteversion(hip_model(), 0.0) is hip_model()


@pytest.mark.parametrize("side", SIDES)
def test_the_trochanter_goes_backwards_under_the_neck(side: Side) -> None:
    body, turned = hip_model(), with_anteversion(hip_model(), ADDED_RAD)
    for muscle in ("glmed2", "piri", "gem_sup"):
        before, after = insertion(body, f"{muscle}_{side}"), insertion(turned, f"{muscle}_{side}")
        outward = abs(before[2])
        assert after[0] - before[0] == pytest.approx(-np.sin(ADDED_RAD) * outward, abs=0.0015)
        assert after[1] - before[1] == pytest.approx(0.0, abs=1e-4)


@pytest.mark.parametrize("side", SIDES)
def test_distances_along_and_from_the_axis_and_within_the_trochanter_stay(side: Side) -> None:
    body, turned = hip_model(), with_anteversion(hip_model(), ADDED_RAD)
    axis = long_axis(body, side)
    own = np.flatnonzero(body.paths.point_segment == axis.segment)
    before, after = body.paths.point_m[own] - axis.head_m, turned.paths.point_m[own] - axis.head_m
    np.testing.assert_allclose(after @ axis.up, before @ axis.up, atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(after, axis=1), np.linalg.norm(before, axis=1), atol=1e-12)
    top = [k for k in range(len(own)) if torsion_share(axis.level(body.paths.point_m[own[k]])) == 1.0]
    assert len(top) >= 10
    apart = [np.linalg.norm(p[top][:, None] - p[top][None], axis=2) for p in (before, after)]
    np.testing.assert_allclose(apart[1], apart[0], atol=1e-12)
    assert long_axis(turned, side).length_m == axis.length_m


def test_adding_and_taking_away_gives_the_same_bone() -> None:
    body = hip_model()
    back = with_anteversion(with_anteversion(body, ADDED_RAD), -ADDED_RAD)
    np.testing.assert_allclose(back.paths.point_m, body.paths.point_m, atol=1e-12)
    np.testing.assert_allclose(back.wraps.point_m, body.wraps.point_m, atol=1e-12)
    np.testing.assert_allclose(back.wraps.rotation, body.wraps.rotation, atol=1e-12)
    np.testing.assert_allclose(back.muscles.tendon_slack_length_m, body.muscles.tendon_slack_length_m, rtol=1e-9)


def test_only_the_femurs_change_and_muscles_below_the_knee_do_not_grow() -> None:
    body, turned = hip_model(), with_anteversion(hip_model(), ADDED_RAD)
    femurs = [long_axis(body, side).segment for side in SIDES]
    rest = ~np.isin(body.paths.point_segment, femurs)
    np.testing.assert_array_equal(turned.paths.point_m[rest], body.paths.point_m[rest])
    soleus = body.muscle("soleus_r")
    assert turned.muscles.optimal_fiber_length_m[soleus] == body.muscles.optimal_fiber_length_m[soleus]


def test_muscles_grow_with_their_neutral_length() -> None:
    body, turned = hip_model(), with_anteversion(hip_model(), ADDED_RAD)
    everyone = range(len(body.muscles.names))
    growth = neutral_lengths(turned, everyone) / neutral_lengths(body, everyone)
    np.testing.assert_allclose(
        turned.muscles.tendon_slack_length_m, growth * body.muscles.tendon_slack_length_m, rtol=1e-12
    )
    assert growth.min() < 0.9  # the outward rotators of the back are shorter


def test_the_upper_femur_lies_as_in_a_hip_turned_outwards() -> None:
    """Muscles that end on the upper femur are as long as with the old bone turned out by the added angle."""
    body, turned = hip_model(), with_anteversion(hip_model(), ADDED_RAD)
    q = np.zeros((1, len(body.coordinates.names)))
    out = q.copy()
    out[:, [body.coordinate(f"hip_rotation_{side}") for side in SIDES]] = -ADDED_RAD
    with_neck, with_turn = geometry(make_engine(turned), q).length_m[0], geometry(make_engine(body), out).length_m[0]
    for name in ("piri", "gem_sup", "gem_inf", "obtint_sup", "glmed1", "glmed3", "glmin2"):
        for side in SIDES:
            m = body.muscle(f"{name}_{side}")
            assert with_neck[m] == pytest.approx(with_turn[m], abs=5e-4), (name, side)  # the axes lie 0.4 degrees apart


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(
    "name",
    [
        "models/Rajagopal2016.osim",
        "models/gait2392_thelen2003muscle.osim",
        "run_4ms/runningModel_CMC_test.osim",
        "walk_3d/subject_walk_scaled.osim",
    ],
)
def test_models_of_both_families_turn_the_same_on_both_sides(shared_data: Path, name: str) -> None:
    body = read_osim(shared_data / name)
    turned = with_anteversion(body, ADDED_RAD)
    moved = turned.paths.point_m - body.paths.point_m
    for muscle in ("glmed2", "glut_med2"):
        if f"{muscle}_r" in body.muscles.names:
            right, left = (list(body.muscle_points(body.muscle(f"{muscle}_{side}")))[-1] for side in SIDES)
            assert moved[right, 0] < -0.005
            np.testing.assert_allclose(moved[left], moved[right] * [1.0, 1.0, -1.0], atol=5e-4)
    assert np.isfinite(turned.muscles.optimal_fiber_length_m).all()
