"""The posture atlas: exact arms, the same numbers as one posture at a time, mirrored sides, jumps, clear refusals."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting, MissingInput, UnknownName
from trochanter.core.sides import Side
from trochanter.mechanics.atlas import Atlas, posture_atlas, postures
from trochanter.mechanics.atlas_grid import AXES, posture_grid
from trochanter.mechanics.atlas_jumps import jumped
from trochanter.mechanics.atlas_sides import side_differences_m, side_notices
from trochanter.mechanics.curves import fiber_curves
from trochanter.mechanics.geometry import geometry, make_engine
from trochanter.mechanics.jumps import LEAST_JUMP_M

MODELS = (
    "models/Rajagopal2016.osim",
    "models/gait2392_thelen2003muscle.osim",
    "models/subject01_gait2392_scaled.osim",
    "walk_3d/subject_walk_scaled.osim",
    "run_4ms/runningModel_CMC_test.osim",
)
FLEXION, ADDUCTION, ROTATION = (np.radians(v) for v in ([-20.0, 0.0, 45.0, 110.0], [-30.0, 0.0, 20.0], [-35.0, 10.0]))


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return posture_atlas(hip_model(), FLEXION, ADDUCTION, ROTATION, knee_rad=0.7)


def test_it_is_one_posture_at_a_time(atlas: Atlas) -> None:
    body, engine = hip_model(), make_engine(hip_model())
    assert (atlas.shape, len(atlas.lines)) == ((4, 3, 2), 34)
    for at in np.ndindex(atlas.shape):
        q = body.coordinates.default.copy()
        for axis, values, k in zip(AXES, atlas.axes_rad, at, strict=True):
            q[body.coordinate(f"hip_{axis}_r")] = values[k]
        q[body.coordinate("knee_angle_r")] = 0.7
        alone = geometry(engine, q[None])
        own = [body.muscle(line) for line in atlas.lines]
        assert np.allclose(atlas.length_m[at], alone.length_m[0, own], rtol=0.0, atol=1e-13)
        for a, axis in enumerate(AXES):
            arms = alone.arm_about(body.coordinate(f"hip_{axis}_r"))[0, own]
            assert np.allclose(atlas.arm_m[at][:, a], arms, rtol=0.0, atol=1e-13)


def test_an_arm_is_minus_the_change_of_length() -> None:
    step = 1e-5
    near = np.radians([40.0, 12.0, -8.0])
    grid = [np.array([x - step, x, x + step]) for x in near]
    atlas = posture_atlas(hip_model(), *grid)
    for a, (high, low) in enumerate((((2, 1, 1), (0, 1, 1)), ((1, 2, 1), (1, 0, 1)), ((1, 1, 2), (1, 1, 0)))):
        slope = -(atlas.length_m[high] - atlas.length_m[low]) / (2 * step)
        assert np.abs(slope - atlas.arm_m[1, 1, 1][:, a]).max() < 1e-8


def test_torque_is_force_on_the_curves_times_arm(atlas: Atlas) -> None:
    body = hip_model()
    line = atlas.lines.index("glmed2_r")
    m = body.muscle("glmed2_r")
    optimal, pennation = body.muscles.optimal_fiber_length_m[m], body.muscles.pennation_rad[m]
    height = optimal * np.sin(pennation)
    extent = atlas.length_m[..., line] - body.muscles.tendon_slack_length_m[m]
    fiber = np.hypot(extent, height)
    curves = fiber_curves(body.muscles.curves[body.muscles.curve[m]])

    def curve(which: int, x: float) -> float:
        own = curves[which]
        return float(own.inside(np.array([x]))[0][0]) if own.start <= x <= own.end else np.nan

    force = body.muscles.max_isometric_force_N[m] * extent / fiber
    active = force * np.vectorize(lambda x: curve(0, x))(fiber / optimal)
    inside = np.isfinite(active)
    assert inside.sum() > 18
    expected = active * atlas.arm_m[..., line, 2]
    assert np.allclose(atlas.active_Nm("rotation")[..., line][inside], expected[inside], rtol=1e-6, atol=1e-6)
    assert np.allclose(atlas.passive_Nm("flexion"), atlas.passive_N * atlas.arm_m[..., 0])


def test_the_left_hip_mirrors_the_right(atlas: Atlas) -> None:
    left = posture_atlas(hip_model(), FLEXION, ADDUCTION, ROTATION, knee_rad=0.7, side=Side.LEFT)
    assert [name[:-2] for name in left.lines] == [name[:-2] for name in atlas.lines]
    for name in ("length_m", "arm_m", "fiber_norm", "active_N", "passive_N", "jumped"):
        assert np.allclose(getattr(left, name), getattr(atlas, name), rtol=0.0, atol=1e-9), name


def test_neutral_is_known_even_where_it_was_not_asked_for(atlas: Atlas) -> None:
    plain = posture_atlas(hip_model(), [0.0], knee_rad=0.7)
    assert np.allclose(atlas.neutral_length_m, plain.length_m[0, 0, 0], rtol=0.0, atol=1e-13)
    assert np.allclose(atlas.neutral_fiber_norm, plain.fiber_norm[0, 0, 0], rtol=0.0, atol=1e-12)
    assert np.allclose(atlas.longer_m, atlas.length_m - plain.length_m[0, 0, 0], rtol=0.0, atol=1e-13)


def test_fibres_that_do_not_fit_are_not_valid(atlas: Atlas) -> None:
    off = (atlas.fiber_norm < 0.5) | (atlas.fiber_norm > 1.5) | atlas.slack | atlas.jumped
    assert np.array_equal(atlas.valid, ~off)
    assert 0.0 < off.mean() < 0.5


def test_a_jump_is_found_and_what_lies_behind_it_is_cut_off() -> None:
    """glmax1 changes sides of its wrap in deep extension, adduction and rotation; nothing usable is next to a jump."""
    values = np.radians(np.arange(-40.0, 41.0, 5.0))
    flexion = np.radians(np.arange(-20.0, 121.0, 5.0))
    whole = posture_atlas(hip_model(), flexion, values, values, lines=["glmax1", "obtint_sup", "piri"])
    share = whole.jumped.mean(axis=(0, 1, 2))
    names = [line[:-2] for line in whole.lines]
    assert share[names.index("obtint_sup")] == 0.0
    assert 0.01 < share[names.index("glmax1")] < 0.15
    for axis in range(3):
        usable = np.moveaxis(~whole.jumped, axis, 0)
        length, arm = np.moveaxis(whole.length_m, axis, 0), np.moveaxis(whole.arm_m[..., axis], axis, 0)
        left = np.abs(length[1:] - length[:-1] + 0.5 * (arm[1:] + arm[:-1]) * np.radians(5.0))
        assert left.max() > 0.01
        assert left[usable[1:] & usable[:-1]].max() <= LEAST_JUMP_M


def test_a_coarse_grid_sees_the_same_jumps() -> None:
    fine, coarse = (np.radians(np.arange(-40.0, 41.0, step)) for step in (5.0, 20.0))
    flexion = np.radians([0.0, 60.0, 120.0])
    there = posture_atlas(hip_model(), np.radians(np.arange(0.0, 121.0, 5.0)), fine, fine, lines=["glmax1"])
    here = posture_atlas(hip_model(), flexion, coarse, coarse, lines=["glmax1"])
    assert np.array_equal(here.jumped, there.jumped[::12, ::4, ::4])
    assert here.jumped.any()


SQUARE = (np.arange(5.0), np.arange(5.0), np.zeros(1))


def test_what_no_way_leads_to_has_jumped() -> None:
    length = np.zeros((5, 5, 1, 1))
    length[3:, 1:] = 1.0
    found = jumped(length, np.zeros((5, 5, 1, 1, 3)), SQUARE, (0, 0, 0))[..., 0, 0]
    assert found[3:, 1:].all()
    assert found[2, 1:].all()
    assert found[3:, 0].all()
    assert not found[:2].any()
    assert not found[2, 0]


def test_what_can_be_reached_round_a_cut_has_not() -> None:
    """The length rises by 1.5 mm a step on one side only: from the third step on the two sides are cut apart."""
    length = np.zeros((5, 5, 1, 1))
    length[3:] = 0.0015 * np.arange(5.0)[:, None, None]
    found = jumped(length, np.zeros((5, 5, 1, 1, 3)), SQUARE, (0, 0, 0))[..., 0, 0]
    assert found[2:4, 2:].all()
    assert found.sum() == 6


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("file", MODELS)
def test_every_model_has_an_atlas_and_mirrored_hips(shared_data: Path, file: str) -> None:
    body = read_osim(shared_data / file)
    atlas = posture_atlas(body, FLEXION, ADDUCTION, ROTATION)
    assert len(atlas.lines) >= 25
    assert np.isfinite(atlas.length_m).all()
    assert np.isfinite(atlas.arm_m).all()
    neutral = posture_atlas(body, [0.0])
    maximus, psoas = (neutral.chosen(word) for word in ("gluteus_maximus", "psoas"))
    assert (neutral.arm_m[0, 0, 0, list(maximus), 0] < -0.03).all()
    assert (neutral.arm_m[0, 0, 0, list(psoas), 0] > 0.01).all()
    assert max(side_differences_m(body).values()) < 1e-9
    assert side_notices(body) == ()


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("file", MODELS)
def test_a_bent_knee_is_bent_in_every_model(shared_data: Path, file: str) -> None:
    """gait2392's knee flexes negative: still a bent knee slackens the hamstrings and stretches rectus femoris."""
    body = read_osim(shared_data / file)
    straight, bent = (
        posture_atlas(body, [0.5], knee_rad=knee, lines=["semimembranosus", "rectus_femoris"]) for knee in (0.0, 1.2)
    )
    change = dict(zip(straight.lines, (bent.length_m - straight.length_m)[0, 0, 0], strict=True))
    assert change["semimem_r"] < -0.02
    assert next(value for line, value in change.items() if line.startswith("rec")) > 0.02


def moved(body: Body, line: str, by_m: float) -> Body:
    """The body with one point of one line moved forwards."""
    places = body.paths.point_m.copy()
    places[body.muscle_points(body.muscle(line))[-1], 0] += by_m
    return replace(body, paths=replace(body.paths, point_m=places))


def test_hips_that_differ_are_told() -> None:
    body = moved(hip_model(), "glmed1_l", 0.01)
    (notice,) = side_notices(body)
    assert notice.code == "hips-differ"
    assert "'glmed1'" in notice.text
    assert "no mirror images" in notice.text
    assert side_differences_m(body)["glmed1"] > 0.001


@pytest.mark.parametrize("flexion", [[], [0.0, np.nan], [1.0, 0.5], [0.2, 0.2], [4.0], np.zeros((2, 2)), [0.0, np.inf]])
def test_a_grid_that_cannot_be_is_refused(flexion: list[float] | Floats) -> None:
    with pytest.raises(BadSetting, match="hip flexion"):
        posture_atlas(hip_model(), flexion)


def test_too_many_postures_are_refused() -> None:
    many = np.radians(np.linspace(-40.0, 40.0, 81))
    with pytest.raises(BadSetting, match="531441 postures"):
        posture_grid(many, many, many)


def test_unknown_muscles_come_with_the_nearest_names() -> None:
    with pytest.raises(UnknownName, match="did you mean 'piriformis'"):
        posture_atlas(hip_model(), [0.0], lines=["pirifromis"])
    with pytest.raises(UnknownName, match="the right hip of"):
        posture_atlas(hip_model(), [0.0], lines=["soleus"])
    with pytest.raises(UnknownName, match="hip axis"):
        posture_atlas(hip_model(), [0.0]).active_Nm("twist")


def test_a_body_without_hips_is_refused() -> None:
    body = hip_model()
    names = tuple(name.replace("hip_rotation_r", "knee_twist") for name in body.coordinates.names)
    other = replace(body, coordinates=replace(body.coordinates, names=names))
    with pytest.raises((MissingInput, UnknownName), match="hip_rotation_r"):
        posture_atlas(other, [0.0])


def test_a_range_beyond_the_models_is_told() -> None:
    found = posture_atlas(hip_model(), np.radians([0.0, 140.0]), lines=["piri"])
    assert [notice.code for notice in found.notices] == ["beyond-model-range"]
    assert "0 to 140 degrees" in found.notices[0].text
    assert posture_atlas(hip_model(), np.radians([0.0, 120.0]), lines=["piri"]).notices == ()


def test_results_cannot_be_written_to(atlas: Atlas) -> None:
    for name in ("length_m", "arm_m", "fiber_norm", "active_N", "passive_N", "slack", "jumped", "flexion_rad"):
        assert not getattr(atlas, name).flags.writeable, name


def test_postures_leave_everything_else_as_it_is() -> None:
    body = hip_model()
    q = postures(body, Side.LEFT, np.array([[0.1, 0.2, 0.3]]))
    changed = np.flatnonzero(q[0] != body.coordinates.default).tolist()
    assert [body.coordinates.names[c] for c in changed] == ["hip_flexion_l", "hip_adduction_l", "hip_rotation_l"]
