"""Directions that a force shows by itself against the motion's."""

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.recorded_plates import codes, demo, forgotten, turned, with_loads
from trochanter.core.arrays import frozen
from trochanter.core.rotations import axis_rotation


@pytest.mark.parametrize(
    ("axis", "which", "sign"), [((0.0, 0.0, 1.0), "forward", -1.0), ((1.0, 0.0, 0.0), "right", 1.0)]
)
@pytest.mark.parametrize("tilt_deg", [-4.0, 2.0, 6.0])
def test_forces_in_the_axes_of_an_inclined_belt_are_told_with_the_angle(
    axis: tuple[float, float, float], which: str, sign: float, tilt_deg: float
) -> None:
    run, _ = demo()
    level = run.to_feet().frame
    turn = axis_rotation(list(axis), math.radians(tilt_deg))
    tilted = with_loads(run.plates, lambda load: replace(load, force_N=frozen(load.force_N @ turn.T)))
    found = run.to_feet(tilted)
    assert level is not None
    assert found.frame is not None
    before, after = (getattr(each, f"{which}_tilt_rad") for each in (level, found.frame))
    assert np.degrees(after - before) == pytest.approx(sign * tilt_deg, abs=0.1)
    assert "force-tilted" in codes(found)
    assert "force-tilted" not in codes(run.to_feet())


@pytest.mark.parametrize("angle_deg", [-90.0, 40.0, 90.0])
def test_force_axes_that_are_turned_about_the_vertical_are_told_with_the_angle(angle_deg: float) -> None:
    run, _ = demo()
    level = run.to_feet().frame
    turn = axis_rotation([0.0, 1.0, 0.0], math.radians(angle_deg))
    found = run.to_feet(with_loads(run.plates, lambda load: replace(load, force_N=frozen(load.force_N @ turn.T))))
    assert level is not None
    assert found.frame is not None
    assert np.degrees(found.frame.turned_rad - level.turned_rad) == pytest.approx(angle_deg, abs=0.5)
    assert "force-direction" in codes(found)


def test_a_room_that_is_turned_as_a_whole_shows_nothing() -> None:
    """Loads by foot on plates of their own, turned with nothing else, are refused; the frame alone is what is told."""
    run, forces = demo()
    plates = forgotten(forces)
    same = with_loads(plates, lambda load: turned(load, np.eye(3)))
    assert codes(run.to_feet(same)) == {"plates-to-feet", "plates-checked"}
