"""Where an angle is held still."""

import numpy as np
import pytest

from trochanter.core.arrays import Floats
from trochanter.kinematics.holds import NEGATIVE, NEUTRAL, POSITIVE, held, labelled

STEP_S = 0.01


def course(*parts: tuple[float, float]) -> Floats:
    """Degrees at the ends of parts that last some seconds, from zero, in rad."""
    time = np.cumsum([0.0, *(seconds for seconds, _ in parts)])
    return np.asarray(
        np.deg2rad(np.interp(np.arange(0.0, time[-1], STEP_S), time, [0.0, *(angle for _, angle in parts)]))
    )


REPEATED = course(
    (2, 0), (1, 30), (1.5, 30), (1, 0), (1, 0), (1, -40), (1.5, -40), (1, 0), (1, 0), (1, 33), (1.5, 33), (1, 0), (2, 0)
)


def test_holds_are_told_apart() -> None:
    found = labelled(held(REPEATED, STEP_S), REPEATED)
    assert [hold.way for hold in found] == [NEUTRAL, POSITIVE, NEUTRAL, NEGATIVE, NEUTRAL, POSITIVE, NEUTRAL]
    np.testing.assert_allclose(np.rad2deg([hold.angle_rad for hold in found]), [0, 30, 0, -40, 0, 33, 0], atol=0.2)


def test_the_middle_of_a_hold_does_not_see_noise_and_overshoot() -> None:
    chance = np.random.default_rng(2)
    noisy = REPEATED + np.deg2rad(1.0) * chance.standard_normal(len(REPEATED))
    noisy[310:330] += np.deg2rad(4.0)  # arrives too far and comes back
    found = labelled(held(noisy, STEP_S), noisy)
    np.testing.assert_allclose(np.rad2deg([hold.angle_rad for hold in found]), [0, 30, 0, -40, 0, 33, 0], atol=0.5)


def test_an_end_that_is_not_held_is_none() -> None:
    swing = course((2, 0), (0.7, 40), (0.7, 0), (2, 0))
    assert [hold.way for hold in labelled(held(swing, STEP_S), swing)] == [NEUTRAL]


def test_a_slip_within_one_end_is_one_end() -> None:
    slipped = course((2, 0), (1, 30), (1, 30), (0.2, 34), (1, 34), (1, 0), (2, 0))
    found = labelled(held(slipped, STEP_S), slipped)
    assert [hold.way for hold in found] == [NEUTRAL, POSITIVE, NEUTRAL]
    assert 29.9 < np.rad2deg(found[1].angle_rad) < 34.1


@pytest.mark.parametrize("near_deg", [7.0, 9.0])
def test_what_is_near_rest_is_rest(near_deg: float) -> None:
    little = course((2, 0), (0.3, near_deg), (2, near_deg))
    assert labelled(held(little, STEP_S), little)[-1].way == (POSITIVE if near_deg > 8.0 else NEUTRAL)
