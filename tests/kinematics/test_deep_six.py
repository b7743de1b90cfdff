"""The deep six in other bodies: placed by bones, not by frames; scaled, moved and turned models; what is refused."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from trochanter.anatomy.body import ROTATION, Body, MillardCurves
from trochanter.anatomy.hip_model import hip_model, with_set
from trochanter.anatomy.lines import deep_stems
from trochanter.anatomy.neutral import neutral_coordinates, neutral_lengths, segment_poses
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData, MissingInput, UnknownName
from trochanter.core.rotations import axis_rotation
from trochanter.core.sides import SIDES
from trochanter.kinematics.deep_six import DeepSix, with_deep_six
from trochanter.kinematics.deep_six_lines import only_muscles
from trochanter.kinematics.scaling import scale

RAJAGOPAL = (
    "models/Rajagopal2016.osim",
    "walk_3d/subject_walk_scaled.osim",
    "hip_swing_imu/calibrated_pelvis_rot.osim",
)
DELP = (
    "models/gait2392_thelen2003muscle.osim",
    "models/subject01_gait2392_scaled.osim",
    "run_4ms/runningModel_CMC_test.osim",
)
FACTORS = {"pelvis": (1.1, 0.95, 1.05), "femur_r": (1.05, 0.9, 1.1), "femur_l": (0.97, 1.08, 1.02)}
ARRAYS = ("max_isometric_force_N", "optimal_fiber_length_m", "tendon_slack_length_m", "pennation_rad")
pytestmark = pytest.mark.needs("shared-data")


@pytest.fixture(scope="module")
def gait(shared_data: Path) -> Body:
    return read_osim(shared_data / DELP[0])


@pytest.fixture(scope="module")
def rajagopal(shared_data: Path) -> Body:
    return read_osim(shared_data / RAJAGOPAL[0])


def line_points(body: Body, name: str) -> Floats:
    return body.paths.point_m[list(body.muscle_points(body.muscle(name)))]


def joint_of(body: Body, child: str) -> int:
    return int(np.flatnonzero(body.joints.child == body.segment(child))[0])


def lengths(body: Body, names: tuple[str, ...], q: Floats) -> Floats:
    """Path lengths with everything at rest but the joints turned by ``q``, as straight lines through the points."""
    rotation, origin = segment_poses(body, q)
    found = []
    for name in names:
        k = list(body.muscle_points(body.muscle(name)))
        s = body.paths.point_segment[k]
        place = origin[s] + np.einsum("nij,nj->ni", rotation[s], body.paths.point_m[k])
        found.append(np.linalg.norm(np.diff(place, axis=0), axis=1).sum())
    return np.array(found)


def moved_frame(body: Body, segment: str, turn: Floats, shift_m: Floats) -> Body:
    """The same body whose frame of one segment lies elsewhere in the bone: new points are turn @ old + shift."""
    k, joints, paths = body.segment(segment), body.joints, body.paths
    point, parent, parent_turn = (
        joints.child_point_m.copy(),
        joints.parent_point_m.copy(),
        joints.parent_rotation.copy(),
    )
    child_turn, location, wraps = joints.child_rotation.copy(), paths.point_m.copy(), body.wraps.point_m.copy()
    for j in range(len(joints.names)):
        if joints.child[j] == k:
            point[j], child_turn[j] = turn @ point[j] + shift_m, turn @ child_turn[j]
        if joints.parent[j] == k:
            parent[j], parent_turn[j] = turn @ parent[j] + shift_m, turn @ parent_turn[j]
    for p in np.flatnonzero(paths.point_segment == k):
        location[p] = turn @ location[p] + shift_m
    for w in np.flatnonzero(body.wraps.segment == k):
        wraps[w] = turn @ wraps[w] + shift_m
    return replace(
        body,
        joints=replace(
            joints,
            child_point_m=frozen(point), child_rotation=frozen(child_turn),
            parent_point_m=frozen(parent), parent_rotation=frozen(parent_turn),
        ),
        paths=replace(paths, point_m=frozen(location)),
        wraps=replace(body.wraps, point_m=frozen(wraps)),
    )  # fmt: skip


@pytest.mark.parametrize("set_name", ["young", "cadaver", "tlem2"])
def test_rajagopals_own_model_gets_the_hip_models_lines(rajagopal: Body, set_name: str) -> None:
    found, hip = with_deep_six(rajagopal, set_name), hip_model(set_name)
    assert len(found.added) == 20
    assert found.removed == ("piri_r", "piri_l")
    for name in found.added:
        assert line_points(found.body, name) == pytest.approx(line_points(hip, name), abs=1e-15)
        m, k = found.body.muscle(name), hip.muscle(name)
        for array in ARRAYS:
            assert getattr(found.body.muscles, array)[m] == pytest.approx(getattr(hip.muscles, array)[k], rel=1e-12)
    place = found.body.wraps.names.index("hip_capsule_r"), hip.wraps.names.index("hip_capsule_r")
    assert found.body.wraps.point_m[place[0]] == pytest.approx(hip.wraps.point_m[place[1]], abs=1e-15)
    assert found.body.wraps.radius_m[place[0]] == pytest.approx(hip.wraps.radius_m[place[1]])


@pytest.mark.parametrize("model", [*RAJAGOPAL, *DELP])
def test_every_model(shared_data: Path, model: str) -> None:
    body = read_osim(shared_data / model)
    found = with_deep_six(body)
    kept = [name for name in body.muscles.names if name not in found.removed]
    assert list(found.body.muscles.names) == [*kept, *found.added]
    before, after = only_muscles(body, kept), only_muscles(found.body, kept)
    assert np.array_equal(before.paths.point_m, after.paths.point_m)
    assert np.array_equal(before.paths.wrap, after.paths.wrap)
    for array in (*ARRAYS, "max_contraction_velocity", "minimum_activation", "curve"):
        assert np.array_equal(getattr(before.muscles, array), getattr(after.muscles, array))
    assert np.isfinite(found.body.muscles.tendon_slack_length_m).all()
    for side in found.registration.sides:
        assert np.sqrt(np.mean(side.error_m**2)) < 0.005
        assert side.pelvis.centre_gap_m < 1e-6
        assert np.all(side.left_out_m >= side.error_m - 1e-3)
    template = found.body.muscles.curves[body.muscles.curve[body.muscle(found.templates["r"])]]
    assert all(found.body.muscles.curves[c] == template for c in found.body.muscles.curve[-len(found.added) :])
    assert isinstance(template, MillardCurves) is (model in RAJAGOPAL)


def test_scaling_before_and_after_place_the_lines_alike(gait: Body, rajagopal: Body) -> None:
    for body in (gait, rajagopal):
        first, second = with_deep_six(scale(body, factors=FACTORS)), scale(with_deep_six(body).body, factors=FACTORS)
        for name in first.added:
            assert line_points(first.body, name) == pytest.approx(line_points(second, name), abs=1e-12), name
        capsules = [body.wraps.names.index("hip_capsule_r") for body in (first.body, second)]
        radius = first.body.wraps.radius_m[capsules[0]], second.wraps.radius_m[capsules[1]]
        assert radius[0] == pytest.approx(radius[1], rel=0.01)


@pytest.mark.parametrize("segment", ["femur_r", "femur_l", "pelvis"])
def test_frames_that_lie_elsewhere_give_the_same_lines(gait: Body, rajagopal: Body, segment: str) -> None:
    turn, shift = axis_rotation([0.3, 1.0, -0.5], 0.7), np.array([0.03, -0.18, 0.02])
    rng = np.random.default_rng(1)
    for body in (gait, rajagopal):
        first, second = with_deep_six(body), with_deep_six(moved_frame(body, segment, turn, shift))
        for _ in range(3):
            q = neutral_coordinates(body) + rng.uniform(-0.3, 0.3, len(body.coordinates.names))
            a, b = lengths(first.body, first.added, q), lengths(second.body, second.added, q)
            assert a == pytest.approx(b, abs=1e-7)
        slack = [each.body.muscles.tendon_slack_length_m for each in (first, second)]
        assert slack[0] == pytest.approx(slack[1], abs=1e-7)


def test_a_frame_two_millimetres_away_is_seen(rajagopal: Body) -> None:
    """Too little for a notice, but the lines follow."""
    moved = moved_frame(rajagopal, "femur_r", np.eye(3), np.array([0.002, 0.0, 0.0]))
    first, second = with_deep_six(rajagopal), with_deep_six(moved)
    q = neutral_coordinates(rajagopal)
    assert lengths(first.body, first.added, q) == pytest.approx(lengths(second.body, second.added, q), abs=1e-7)


def test_a_minority_of_reattached_muscles_has_no_say(rajagopal: Body) -> None:
    point = rajagopal.paths.point_m.copy()
    for name in ("glmed1", "glmed2", "tfl", "sart", "semimem"):
        point[rajagopal.muscle_points(rajagopal.muscle(f"{name}_r"))[0]] += (0.01, -0.015, 0.02)
    found = with_deep_six(replace(rajagopal, paths=replace(rajagopal.paths, point_m=frozen(point))))
    assert line_points(found.body, "obtint_sup_r") == pytest.approx(line_points(hip_model(), "obtint_sup_r"), abs=1e-12)
    right, left = found.registration.sides
    assert {name.split()[0] for name in right.pelvis.moved} == {"glmed1", "glmed2", "tfl", "sart", "semimem"}
    assert left.pelvis.moved == ()
    assert any(notice.code == "deep-six-moved" and "semimem" in notice.text for notice in found.notices)


def test_the_pelvis_of_the_delp_family_is_turned_by_eight_degrees(gait: Body) -> None:
    found = with_deep_six(gait).registration
    assert np.degrees(found.sides[0].turn_rad) == pytest.approx(8.0, abs=1.0)
    z_deg = np.degrees(np.arctan2(found.pelvis_turn[1, 0], found.pelvis_turn[0, 0]))
    assert z_deg == pytest.approx(-8.0, abs=1.0)
    assert found.pelvis_turn[2] == pytest.approx([0.0, 0.0, 1.0], abs=1e-12)


def test_the_spines_come_to_lie_at_delps_origin(gait: Body) -> None:
    """Independent of the landmarks: Delp's pelvis has its origin between the anterior superior spines."""
    side = with_deep_six(gait).registration.sides[0]
    spine = side.pelvis.map.of(np.array([0.0, 0.0, 0.1208]))
    assert np.linalg.norm(spine[:2]) < 0.008


def test_lengths_of_the_same_posture_hardly_differ(gait: Body) -> None:
    """Tendons follow the length in the hip model's posture, eight degrees off this model's zero; bones are alike."""
    found, hip = with_deep_six(gait), hip_model()
    for name in found.added:
        ratio = (
            found.body.muscles.optimal_fiber_length_m[found.body.muscle(name)]
            / hip.muscles.optimal_fiber_length_m[hip.muscle(name)]
        )
        assert ratio == pytest.approx(1.0, abs=0.06), name


def test_tendons_fit_the_length_in_the_hip_models_posture(rajagopal: Body) -> None:
    """A pelvis frame turned by ten degrees beside its joint: angles have another zero, tendons stay."""
    turned = moved_frame(rajagopal, "pelvis", axis_rotation([0, 0, 1], np.radians(10.0)), np.zeros(3))
    rotation = turned.joints.parent_rotation.copy()
    for side in SIDES:
        rotation[joint_of(turned, f"femur_{side}")] = np.eye(3)
    other = replace(turned, joints=replace(turned.joints, parent_rotation=frozen(rotation)))
    first, second = with_deep_six(rajagopal), with_deep_six(other)
    assert np.degrees(second.registration.sides[0].turn_rad) == pytest.approx(10.0, abs=1e-6)
    slack = [each.body.muscles.tendon_slack_length_m[-20:] for each in (first, second)]
    assert slack[0] == pytest.approx(slack[1], abs=1e-9)
    at_zero = [neutral_lengths(each.body, range(78, 98)) for each in (first, second)]
    assert np.abs(at_zero[0] - at_zero[1]).max() > 0.001


@pytest.mark.parametrize("model", [*RAJAGOPAL[:2], *DELP])
def test_both_sides_are_alike(shared_data: Path, model: str) -> None:
    """In models with equal sides: equal angles of both hips, equal lengths, also where the left mirrors by its axes."""
    found = with_deep_six(read_osim(shared_data / model))
    q = neutral_coordinates(found.body)
    for side in SIDES:
        for axis, value in (("flexion", 0.6), ("adduction", -0.2), ("rotation", 0.3)):
            q[found.body.coordinate(f"hip_{axis}_{side}")] = value
    right, left = (tuple(name for name in found.added if name.endswith(f"_{side}")) for side in SIDES)
    assert lengths(found.body, right, q) == pytest.approx(lengths(found.body, left, q), abs=2e-7)


def test_pectineus_is_not_doubled(gait: Body, rajagopal: Body) -> None:
    found = with_deep_six(gait)
    assert found.kept == ("pect_r", "pect_l")
    assert len(found.added) == 18
    assert found.body.muscles.names.count("pect_r") == 1
    pect = [body.muscles.max_isometric_force_N[body.muscle("pect_r")] for body in (gait, found.body)]
    assert pect[0] == pect[1]
    assert {name[:-2] for name in with_deep_six(rajagopal).added} == set(deep_stems())


def test_the_smaller_model_of_the_delp_family(gait: Body) -> None:
    """gait2354 has gait2392's bones and half its muscles."""
    legs = "glut_max1 glut_max2 glut_max3 bifemlh bifemsh sar add_mag2 tfl pect grac iliacus psoas quad_fem gem peri "
    rest = "glut_med1 glut_med2 glut_med3 rect_fem vas_int med_gas soleus tib_post tib_ant ercspn intobl extobl"
    stems = (legs + rest).split()
    small = only_muscles(gait, [f"{stem}_{side}" for side in SIDES for stem in stems])
    first, second = with_deep_six(gait), with_deep_six(small)
    for name in first.added:
        assert line_points(first.body, name) == pytest.approx(line_points(second.body, name), abs=1e-12)
    assert len(second.registration.sides[0].pelvis.names) < len(first.registration.sides[0].pelvis.names)


def test_strength_and_speed(shared_data: Path) -> None:
    """Strength is the set's, also in a model with doubled strength; speed is that of the muscle they replace."""
    body = read_osim(shared_data / DELP[2])
    found, hip = with_deep_six(body).body, hip_model()
    force = [b.muscles.max_isometric_force_N[b.muscle("obtint_sup_r")] for b in (found, hip)]
    assert force[0] == force[1]
    assert found.muscles.max_contraction_velocity[found.muscle("obtint_sup_r")] == 15.0


def renamed(body: Body, old: str, new: str) -> Body:
    names = tuple(new if name == old else name for name in body.muscles.names)
    return replace(body, muscles=replace(body.muscles, names=names))


def hips_shifted(body: Body) -> Body:
    """The femur's frame lies 20 mm further, but its muscle points do not know."""
    point = body.joints.child_point_m.copy()
    point[joint_of(body, "femur_r")] += (0.0, 0.02, 0.0)
    return replace(body, joints=replace(body.joints, child_point_m=frozen(point)))


def hips_turned(body: Body) -> Body:
    turned = body.joints.child_rotation.copy()
    turned[joint_of(body, "femur_l")] = axis_rotation([0, 1, 0], np.radians(40.0))
    return replace(body, joints=replace(body.joints, child_rotation=frozen(turned)))


def millimetres(body: Body) -> Body:
    return replace(body, paths=replace(body.paths, point_m=frozen(body.paths.point_m * 1000.0)))


def one_leg(body: Body) -> Body:
    names = tuple("tail" if name == "femur_l" else name for name in body.segments.names)
    return replace(body, segments=replace(body.segments, names=names))


def hanging_on_the_torso(body: Body) -> Body:
    parent = body.joints.parent.copy()
    parent[joint_of(body, "femur_r")] = 0
    return replace(body, joints=replace(body.joints, parent=frozen(parent, np.int64)))


def scattered(body: Body) -> Body:
    noise = np.random.default_rng(2).normal(0.0, 0.02, body.paths.point_m.shape)
    return replace(body, paths=replace(body.paths, point_m=frozen(body.paths.point_m + noise)))


def sides_exchanged(body: Body) -> Body:
    swap = {"femur_r": "femur_l", "femur_l": "femur_r"}
    names = tuple(swap.get(name, name) for name in body.segments.names)
    return replace(body, segments=replace(body.segments, names=names))


def strangers(body: Body) -> Body:
    return renamed(renamed(body, "glmed1_r", "a"), "glut_med1_r", "b")


def without_rotation(body: Body) -> Body:
    names = tuple("twist" if name == "hip_rotation_r" else name for name in body.coordinates.names)
    return replace(body, coordinates=replace(body.coordinates, names=names))


REFUSED: dict[str, tuple[Callable[[Body], Body], type[Exception], str]] = {
    "with the muscles already": (lambda b: with_deep_six(b).body, ImpossibleData, "deep rotators of its own: "),
    "with another obturator": (lambda b: renamed(b, "soleus_r", "obt_int1_r"), ImpossibleData, "obt_int1_r"),
    "one leg": (one_leg, MissingInput, "no segment 'femur_l'"),
    "another order of joints": (hanging_on_the_torso, MissingInput, "hangs on 'ground', not on the pelvis"),
    "no hip rotation": (without_rotation, MissingInput, "no coordinate 'hip_rotation_r'"),
    "another family": (
        lambda b: renamed(renamed(b, "glmed1_r", "a"), "glut_med1_r", "b"),
        MissingInput,
        "no known family",
    ),
    "a shifted femur": (hips_shifted, ImpossibleData, "hip joint centre lies 20 mm from where the muscle points"),
    "a turned femur": (hips_turned, ImpossibleData, "the left femur stands turned by 4"),
    "millimetres": (millimetres, ImpossibleData, "they look like millimetres"),
    "scattered points": (scattered, ImpossibleData, "half of the muscle points of the segment 'pelvis'"),
    "sides exchanged": (sides_exchanged, ImpossibleData, "hip joint centre lies"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(gait: Body, rajagopal: Body, name: str) -> None:
    spoil, kind, words = REFUSED[name]
    for body in (gait, rajagopal):
        with pytest.raises(kind) as error:
            with_deep_six(spoil(body))
        assert words in str(error.value)
        assert "\nNext: " in str(error.value)


def test_an_unknown_set_is_refused(gait: Body) -> None:
    with pytest.raises(UnknownName, match="there is no parameter set"):
        with_deep_six(gait, "old")


def test_a_slightly_shifted_hip_is_told(rajagopal: Body) -> None:
    point = rajagopal.joints.parent_point_m.copy()
    point[joint_of(rajagopal, "femur_r")] += (0.006, 0.0, 0.0)
    found = with_deep_six(replace(rajagopal, joints=replace(rajagopal.joints, parent_point_m=frozen(point))))
    assert found.registration.sides[0].pelvis.centre_gap_m == pytest.approx(0.006, abs=1e-9)
    assert any(notice.code == "deep-six-centre" and "6.0 mm" in notice.text for notice in found.notices)


def test_another_order_of_hip_angles_is_told(rajagopal: Body) -> None:
    """Rotation before flexion: the lines lie on the bones all the same."""
    j = joint_of(rajagopal, "femur_r")
    order = [ROTATION + 2, ROTATION, ROTATION + 1]
    columns: dict[str, Any] = {}
    for name in ("axis", "axis_function", "axis_coordinate"):
        table = getattr(rajagopal.joints, name).copy()
        table[j, :3] = table[j, order]
        columns[name] = frozen(table, table.dtype)
    found = with_deep_six(replace(rajagopal, joints=replace(rajagopal.joints, **columns)))
    told = [notice.text for notice in found.notices if notice.code == "deep-six-order"]
    assert len(told) == 1
    assert "hip_rotation_r, hip_flexion_r, hip_adduction_r" in told[0]
    assert line_points(found.body, "piri_r") == pytest.approx(line_points(hip_model(), "piri_r"), abs=1e-15)


def test_markers_are_compared_but_have_no_say(rajagopal: Body) -> None:
    found: DeepSix = with_deep_six(rajagopal)
    assert found.marker_gap_m["asis_r"] < 1e-9
    moved = replace(rajagopal.markers, location_m=frozen(rajagopal.markers.location_m + 0.01))
    other = with_deep_six(replace(rajagopal, markers=moved))
    assert other.marker_gap_m["asis_r"] == pytest.approx(0.01 * np.sqrt(3.0))
    assert np.array_equal(other.body.paths.point_m, found.body.paths.point_m)


@pytest.mark.parametrize(("model", "changes"), [(DELP[0], False), (RAJAGOPAL[0], True)])
def test_another_set_leaves_a_pectineus_of_the_models_own(shared_data: Path, model: str, changes: bool) -> None:
    body = with_deep_six(read_osim(shared_data / model)).body
    other = with_set(body, "cadaver")
    k = body.muscle("pect_r")
    assert bool(other.muscles.max_isometric_force_N[k] != body.muscles.max_isometric_force_N[k]) is changes
    piri = body.muscle("piri_r")
    assert other.muscles.max_isometric_force_N[piri] < body.muscles.max_isometric_force_N[piri]
