"""Scaling of a body against what similarity and affine geometry demand."""

from dataclasses import replace

import numpy as np
import pytest

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model, with_set
from trochanter.anatomy.neutral import neutral_coordinates, neutral_lengths, segment_poses
from trochanter.anatomy.person import person_mass_kg
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.kinematics.scaling import fit_fibers, scale

POSES: tuple[dict[str, float], ...] = (
    {},
    {"hip_flexion_r": 0.9, "knee_angle_r": 1.3},
    {"hip_rotation_l": -0.4, "knee_angle_l": 0.6, "ankle_angle_l": 0.2},
)


def uniform(body: Body, factor: float) -> dict[str, tuple[float, float, float]]:
    return dict.fromkeys(body.segments.names, (factor, factor, factor))


def posed(body: Body, angles: dict[str, float]) -> Floats:
    q = neutral_coordinates(body)
    for name, value in angles.items():
        q[body.coordinate(name)] = value
    for k in np.flatnonzero(body.coordinates.coupled_to >= 0):
        q[k] = q[body.coordinates.coupled_to[k]]
    return q


@pytest.mark.parametrize("angles", POSES)
def test_uniform_scaling_is_a_similarity(angles: dict[str, float]) -> None:
    body = hip_model()
    large = scale(body, factors=uniform(body, 1.25))
    q = posed(body, angles)
    (turn, place), (large_turn, large_place) = segment_poses(body, q), segment_poses(large, q)
    pelvis, moving = body.segment("pelvis"), slice(1, None)
    spread, large_spread = (p[moving] - p[pelvis] for p in (place, large_place))
    assert np.allclose(large_turn, turn, rtol=0.0, atol=1e-15)
    assert np.allclose(large_spread, 1.25 * spread, rtol=0.0, atol=1e-12)
    assert large.wraps.radius_m == pytest.approx(1.25 * body.wraps.radius_m)
    assert large.muscles.optimal_fiber_length_m == pytest.approx(1.25 * body.muscles.optimal_fiber_length_m)
    assert large.muscles.tendon_slack_length_m == pytest.approx(1.25 * body.muscles.tendon_slack_length_m)
    assert large.markers.location_m == pytest.approx(1.25 * body.markers.location_m)


def test_factors_of_one_change_nothing() -> None:
    body = hip_model()
    same = scale(body, factors=uniform(body, 1.0), mass_kg=person_mass_kg(body))
    assert np.array_equal(same.joints.axis, body.joints.axis)
    assert np.array_equal(same.joints.axis_function, body.joints.axis_function)
    assert np.array_equal(same.paths.point_m, body.paths.point_m)
    assert np.array_equal(same.functions.data, body.functions.data)
    assert np.array_equal(same.muscles.tendon_slack_length_m, body.muscles.tendon_slack_length_m)
    assert same.segments.inertia_kgm2 == pytest.approx(body.segments.inertia_kgm2, rel=1e-14, abs=1e-18)


def test_joint_path_stretches_with_its_parent() -> None:
    """The knee's curved path in the femur is the affine image of the generic one, at every knee angle."""
    body = hip_model()
    factors = (0.9, 1.1, 1.3)
    turned = scale(body, factors={"femur_r": factors})
    femur, tibia = body.segment("femur_r"), body.segment("tibia_r")
    origin = body.joints.child_point_m[body.joint("walker_knee_r")]
    for knee in np.linspace(0.0, 2.0, 9):
        q = posed(body, {"knee_angle_r": float(knee)})

        def knee_centre(which: Body, q: Floats = q) -> Floats:
            rotation, place = segment_poses(which, q)
            centre = place[tibia] + rotation[tibia] @ origin
            return np.asarray(rotation[femur].T @ (centre - place[femur]))

        assert knee_centre(turned) == pytest.approx(np.array(factors) * knee_centre(body), abs=1e-13)


def test_free_translations_keep_their_metres() -> None:
    body = hip_model()
    large = scale(body, factors=uniform(body, 2.0))
    q = neutral_coordinates(body)
    assert segment_poses(large, q)[1][body.segment("pelvis")] == pytest.approx([0.0, 0.94, 0.0])


def test_mass_is_that_of_the_person() -> None:
    body = hip_model()
    light = scale(body, factors={}, mass_kg=60.0)
    assert person_mass_kg(light) == pytest.approx(60.0)
    share = light.segments.mass_kg[1:] / body.segments.mass_kg[1:]
    assert share == pytest.approx(np.full(len(share), 60.0 / 75.337))


def test_inertia_of_a_stretched_box() -> None:
    """A homogeneous box a, b, c has I_x = m (b^2 + c^2) / 12; stretched, it is another box."""
    body = hip_model()
    sides, factors, mass_kg = np.array([0.1, 0.4, 0.2]), np.array([1.2, 0.9, 1.5]), 3.0

    def box(edges: Floats) -> Floats:
        return np.diag(mass_kg / 12.0 * (np.sum(edges**2) - edges**2))

    femur = body.segment("femur_r")
    inertia, mass = body.segments.inertia_kgm2.copy(), body.segments.mass_kg.copy()
    inertia[femur], mass[femur] = box(sides), mass_kg
    made = type(body.segments)(body.segments.names, mass, body.segments.mass_center_m, inertia)
    stretched = scale(replace(body, segments=made), factors={"femur_r": (1.2, 0.9, 1.5)})
    assert stretched.segments.inertia_kgm2[femur] == pytest.approx(box(sides * factors), abs=1e-15)
    assert stretched.segments.mass_kg[femur] == mass_kg


def test_cylinder_takes_the_factors_across_and_along_its_axis() -> None:
    body = hip_model()
    wrap = body.wraps.names.index("Gastroc_at_condyles_r")  # its axis is the femur's z
    wide = scale(body, factors={"femur_r": (1.1, 1.3, 2.0)})
    assert wide.wraps.radius_m[wrap] == pytest.approx(1.2 * body.wraps.radius_m[wrap])
    assert wide.wraps.length_m[wrap] == pytest.approx(2.0 * body.wraps.length_m[wrap])


def test_fibre_and_tendon_keep_their_ratio() -> None:
    body = hip_model()
    other = scale(body, factors={"femur_r": (1.0, 1.1, 1.0), "pelvis": (1.1, 0.95, 1.05)})
    ratio = body.muscles.optimal_fiber_length_m / body.muscles.tendon_slack_length_m
    assert other.muscles.optimal_fiber_length_m / other.muscles.tendon_slack_length_m == pytest.approx(ratio)
    assert np.array_equal(other.muscles.max_isometric_force_N, body.muscles.max_isometric_force_N)
    every = range(len(body.muscles.names))
    growth = neutral_lengths(other, every) / neutral_lengths(body, every)
    assert other.muscles.optimal_fiber_length_m == pytest.approx(growth * body.muscles.optimal_fiber_length_m)
    assert fit_fibers(other, body).muscles.optimal_fiber_length_m == pytest.approx(other.muscles.optimal_fiber_length_m)


def test_a_set_on_a_scaled_body_equals_the_scaled_set() -> None:
    """The tendon rule is scale-free: setting and scaling commute."""
    factors = {"femur_r": (1.0, 1.1, 1.0), "femur_l": (1.0, 1.1, 1.0), "pelvis": (1.1, 0.95, 1.05)}
    scaled = scale(hip_model("tlem2"), factors=factors)
    reset = with_set(scale(hip_model("young"), factors=factors), "tlem2")
    for field in ("max_isometric_force_N", "optimal_fiber_length_m", "tendon_slack_length_m", "pennation_rad"):
        assert getattr(reset.muscles, field) == pytest.approx(getattr(scaled.muscles, field), rel=1e-12), field


def test_bad_factors_are_refused() -> None:
    body = hip_model()
    with pytest.raises(UnknownName, match="segment 'femur'"):
        scale(body, factors={"femur": (1.0, 1.0, 1.0)})
    with pytest.raises(BadSetting, match="the scale of segment 'femur_r'"):
        scale(body, factors={"femur_r": (1.0, -1.0, 1.0)})
    with pytest.raises(BadSetting, match="the scale of segment 'femur_r'"):
        scale(body, factors={"femur_r": (1.0, float("nan"), 1.0)})
    with pytest.raises(BadSetting, match="mass_kg"):
        scale(body, factors={}, mass_kg=0.0)
