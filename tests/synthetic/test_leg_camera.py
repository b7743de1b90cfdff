import subprocess
import sys
from dataclasses import replace
from math import radians

import numpy as np
import pytest

from tests.synthetic.leg_camera import SeenLeg, seen_leg
from tests.synthetic.misaligned import Draw, Misaligned, drawn
from tests.synthetic.movement import Turning
from tests.synthetic.pixel_noise import PARTS, STATES, PixelNoise, measured_noise, noise_of, point_errors, row_of
from tests.synthetic.recordings import VIEWS
from trochanter.core.arrays import Floats

TO_40 = Turning(radians(40), radians(40), scatter_rad=0.0, sway_rad=0.0, repeats=1)
CLOCKWISE = {"r": 1.0, "l": -1.0}


def read_rad(leg: SeenLeg) -> Floats:
    """What is read: how far the shin turns on the screen from its first rest, internal positive."""
    shin = leg.ankle_px - leg.knee_px
    angle = CLOCKWISE[leg.side] * np.unwrap(np.arctan2(shin[:, 1], shin[:, 0]))
    return np.asarray(angle - angle[:20].mean())


def errors_deg(off: Misaligned, view: str = "seated", side: str = "r") -> tuple[float, float]:
    """Errors at both ends, read less true, magnitudes."""
    leg = seen_leg(view, side, Draw(off, radians(40), radians(40)), TO_40, seed=0, wobble_rad=0.0)
    off_deg = np.degrees(read_rad(leg) - leg.true.rotation_rad)
    internal, external = (np.abs(leg.true.rotation_rad - end) < 1e-6 for end in (radians(40), -radians(40)))
    return float(off_deg[internal].mean()), float(-off_deg[external].mean())


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("side", ["r", "l"])
def test_an_aligned_camera_reads_the_truth_and_roll_goes_with_the_own_neutral(view: str, side: str) -> None:
    assert errors_deg(Misaligned(), view, side) == pytest.approx((0.0, 0.0), abs=1e-6)
    assert errors_deg(Misaligned(roll_rad=radians(5)), view, side) == pytest.approx((0.0, 0.0), abs=1e-6)
    far = Misaligned(knee_rad=radians(-20), distance_m=300.0)
    assert errors_deg(far, view, side) == pytest.approx((0.0, 0.0), abs=0.05)


@pytest.mark.parametrize("turn_deg", [10, 20])
def test_a_camera_turned_aside_shrinks_the_angle_and_a_tilted_one_stretches_it(turn_deg: int) -> None:
    """From far away the shin's tangent shrinks or grows by the cosine of the turn: 0.4 and 1.8 degrees at 40."""
    shrunk_deg = 40.0 - np.degrees(np.arctan(np.tan(radians(40)) * np.cos(radians(turn_deg))))
    far = Misaligned(distance_m=300.0)
    assert errors_deg(replace(far, yaw_rad=radians(turn_deg))) == pytest.approx((-shrunk_deg,) * 2, abs=0.01)
    stretched_deg = np.degrees(np.arctan(np.tan(radians(40)) / np.cos(radians(turn_deg)))) - 40.0
    assert errors_deg(replace(far, pitch_rad=radians(turn_deg))) == pytest.approx((stretched_deg,) * 2, abs=0.01)


def test_a_bent_knee_before_a_camera_from_aside_is_what_costs_most() -> None:
    far = Misaligned(distance_m=300.0, yaw_rad=radians(20), knee_rad=radians(-20))
    assert np.abs(errors_deg(far)).max() == pytest.approx(3.5, abs=1.0)
    assert np.abs(errors_deg(far)).max() > 1.5 * np.abs(errors_deg(replace(far, knee_rad=0.0))).max()


def test_sides_are_mirror_images() -> None:
    off = drawn(np.random.default_rng(4)).off
    mirrored = replace(
        off, yaw_rad=-off.yaw_rad, roll_rad=-off.roll_rad, off_centre_m=(-off.off_centre_m[0], off.off_centre_m[1])
    )
    for view in VIEWS:
        assert errors_deg(off, view, "r") == pytest.approx(errors_deg(mirrored, view, "l"), abs=1e-6)


def test_the_simulation_knows_nothing_of_any_error_budget() -> None:
    code = "import sys, tests.synthetic.leg_camera; print(*(n for n in sys.modules if n.split('.')[0] == 'trochanter'))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(said) <= {"trochanter", "trochanter.core", "trochanter.core.arrays"}


def test_errors_of_points_are_found_as_they_were_put_in() -> None:
    bias = np.array([[-0.05, 0.01, 0.02, -0.01], [0.06, 0.03, -0.02, 0.02], [0.0, -0.04, 0.03, 0.0]])
    put_in = PixelNoise(bias, np.array([0.01, 0.02, 0.015, 0.005]), np.array([0.2, 0.1, 0.3, 0.2]))
    draw = drawn(np.random.default_rng(2))
    turning = Turning(draw.internal_rad, draw.external_rad, repeats=40)
    plain, noisy = (seen_leg("supine", "l", draw, turning, 3, noise) for noise in (None, put_in))
    errors = point_errors("l", noisy.knee_px, noisy.ankle_px, plain.knee_px, plain.ankle_px)
    found = noise_of(errors, plain.true.rotation_rad, plain.time_s)
    np.testing.assert_allclose(found.bias, bias, atol=0.006)
    np.testing.assert_allclose(found.spread, put_in.spread, rtol=0.1)
    np.testing.assert_allclose(found.lasting_s, put_in.lasting_s, rtol=0.3)


def test_the_table_holds_what_was_measured() -> None:
    for view in ("seated", "supine"):
        rows = measured_noise(view)
        assert len(rows) >= 5
        for noise in rows:
            assert noise.bias.shape == (len(STATES), len(PARTS))
            assert np.isfinite(noise.bias).all()
            assert (noise.spread > 0.0).all()
            assert (noise.lasting_s > 0.0).all()
        assert len(row_of(rows[0])) == 20
