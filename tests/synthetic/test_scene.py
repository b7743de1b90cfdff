import numpy as np
import pytest

from tests.synthetic.leg_camera import seen_leg
from tests.synthetic.misaligned import Draw, Misaligned
from tests.synthetic.movement import Turning
from tests.synthetic.person import person
from tests.synthetic.play import Play, Scene
from tests.synthetic.posture import placed
from tests.synthetic.recordings import VIEWS, recording
from tests.synthetic.scene import AtRest, View
from tests.synthetic.scene_run import Run
from tests.synthetic.scene_squat import SOLE_M, SingleLegSquat
from trochanter.core.arrays import Floats

pytestmark = pytest.mark.needs("anny")
CLOCKWISE = {"r": 1.0, "l": -1.0}


def points(play: Play, *names: str) -> Floats:
    """Joints over time in pixels (names, n, 2)."""
    joints = [placed(person(), posture).joints_m for posture in play.people[0].postures]
    return np.array([play.camera.pixels(np.array([joint[name] for joint in joints])) for name in names])


def shin_rad(scene: Scene, side: str) -> Floats:
    """Angle of the shin on the screen over time, clockwise."""
    knee, ankle = points(scene.play(), f"knee_{side}", f"ankle_{side}")
    return np.unwrap(np.arctan2(*(ankle - knee).T[::-1]))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("side", ["r", "l"])
def test_seen_along_the_thigh_the_shin_turns_as_the_hip_does(view: View, side: str) -> None:
    scene = AtRest(view, side, Turning(repeats=1), rate_hz=3.0)
    angle, true = shin_rad(scene, side), scene.play().truth[f"hip_rotation_{side}_rad"]
    np.testing.assert_allclose((angle - angle[0]) * CLOCKWISE[side], true - true[0], atol=1e-12)


@pytest.mark.parametrize("view", VIEWS)
def test_the_pelvis_adds_what_it_tilts_along(view: View) -> None:
    tilt = np.radians(3.0)
    scene = AtRest(view, "l", Turning(repeats=1, sway_rad=0.0), Misaligned(pelvis_roll_rad=(tilt, -tilt)), rate_hz=10.0)
    angle, true = shin_rad(scene, "l"), scene.play().truth["hip_rotation_l_rad"]
    too_much = (angle - angle[0]) * CLOCKWISE["l"] - true
    assert too_much[true.argmax()] == pytest.approx(tilt, rel=0.06)
    assert too_much[true.argmin()] == pytest.approx(tilt, rel=0.06), "less external rotation is read"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", [3, 4])
def test_a_misaligned_scene_shows_what_the_leg_before_a_camera_shows(view: View, seed: int) -> None:
    scene = recording(view, seed)
    draw = Draw(scene.misaligned, scene.turning.internal_rad, scene.turning.external_rad)
    apart = seen_leg(view, scene.sides, draw, scene.turning, scene.seed)
    other_rad = np.unwrap(np.arctan2(*(apart.ankle_px - apart.knee_px).T[::-1]))
    np.testing.assert_array_equal(apart.time_s, scene.play().time_s)
    assert np.degrees(np.abs(shin_rad(scene, scene.sides) - other_rad)).max() < 0.15
    aligned = AtRest(view, scene.sides, scene.turning, seed=scene.seed, jitter_s=scene.jitter_s)
    assert np.degrees(np.abs(shin_rad(aligned, scene.sides) - other_rad)).max() > 1.0, "the misalignment is seen"


def test_the_other_leg_of_a_film_of_both_waits_at_rest() -> None:
    scene = AtRest(sides="rl", turning=Turning(repeats=1), rate_hz=5.0)
    play = scene.play()
    right, left = (play.truth[f"hip_rotation_{side}_rad"] for side in "rl")
    second = play.time_s > scene.begins_s("l")
    assert np.ptp(left[~second]) < 0.1 < 1.2 < np.ptp(left[second])
    assert np.ptp(right[second]) < 0.1 < 1.2 < np.ptp(right[~second])


def test_a_raised_camera_misses_the_legs_and_an_aligned_one_does_not() -> None:
    for lost in (False, True):
        play = AtRest(turning=Turning(repeats=1), rate_hz=2.0, legs_lost=lost).play()
        lowest = points(play, "knee_r", "ankle_r")[..., 1]
        assert (lowest > play.camera.height_px).all() == lost


def test_squats_keep_the_foot_and_bring_the_knee_inwards() -> None:
    scene = SingleLegSquat("r", repeats=2, rate_hz=10.0)
    play = scene.play()
    ankles_m = np.array([placed(person(), posture).joints_m["ankle_r"] for posture in play.people[0].postures])
    np.testing.assert_allclose(ankles_m, np.tile((0.0, SOLE_M, 0.0), (len(ankles_m), 1)), atol=1e-12)
    hip, knee, ankle = points(play, "hip_r", "knee_r", "ankle_r")
    inwards = np.arctan2(*(knee - hip).T) - np.arctan2(*(ankle - knee).T)  # the picture's right is the left side
    depth = play.truth["depth"]
    assert np.degrees(inwards[depth > 0.99].mean() - inwards[depth < 0.01].mean()) > 10.0
    bottoms = np.interp(play.truth["bottoms_s"], play.time_s, depth)
    np.testing.assert_allclose(bottoms, 1.0, atol=1e-6)


def test_a_runner_leaves_the_foot_where_the_belt_takes_it() -> None:
    scene = Run(seconds=1.6, rate_hz=100.0, step_width_m=0.06)
    play = scene.play()
    joints = [placed(person(), posture).joints_m for posture in play.people[0].postures]
    toes_m = np.array([joint["toe_r"] for joint in joints])
    contact_s, period_s = scene.stride.contact_s, scene.stride.period_s
    drift_m = np.array([posture.pelvis_m[0] for posture in play.people[0].postures])
    down = (play.time_s % period_s) < contact_s
    assert np.ptp(toes_m[down, 1]) < 0.02 < 0.2 < np.ptp(toes_m[:, 1])
    speed_m_s = np.gradient(toes_m[:, 0] - drift_m, play.time_s)
    inside = down & np.roll(down, 2) & np.roll(down, -2)
    np.testing.assert_allclose(speed_m_s[inside], -scene.stride.speed_m_s, rtol=0.12)
    gap_m = np.array([joint["ankle_r"][2] - joint["ankle_l"][2] for joint in joints])
    np.testing.assert_allclose(gap_m, 0.06, atol=1e-3)
    assert play.truth["cadence_per_min"] == pytest.approx(120.0 / period_s)
    np.testing.assert_allclose(np.diff(play.truth["contacts_r_s"]), period_s)
    assert 0.0 < play.truth["contacts_l_s"][0] - play.truth["contacts_r_s"][0] < period_s
