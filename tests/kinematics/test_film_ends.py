"""Which holds are end ranges, for people who hesitate and who do not come back all the way."""

import numpy as np
import pytest

from tests.kinematics.test_holds import STEP_S, course
from trochanter.kinematics.film_ends import told_apart
from trochanter.kinematics.holds import NEGATIVE, NEUTRAL, POSITIVE, held


@pytest.mark.parametrize(
    ("parts", "ways", "angles_deg"),
    [
        # a pause on the way out that lasts longer than the end itself
        ([(2, 0), (1, 20), (2.5, 20), (1, 40), (1, 40), (1.5, 0), (2, 0)], [0, 1, 0], [0, 40, 0]),
        # back to 12 degrees only, then the other way
        (
            [(2, 0), (1, 40), (1, 40), (1, 12), (1, 12), (1.5, -35), (1, -35), (1.5, 0), (2, 0)],
            [0, 1, -1, 0],
            [0, 40, -35, 0],
        ),
        # three times outwards with a return to 12 degrees between
        (
            [
                (2, 0),
                (1, 40),
                (1, 40),
                (1, 12),
                (1, 12),
                (1, 38),
                (1, 38),
                (1, 12),
                (1, 12),
                (1, 41),
                (1, 41),
                (1.5, 0),
                (2, 0),
            ],
            [0, 1, 1, 1, 0],
            [0, 40, 38, 41, 0],
        ),
        # the leg sinks a little while it is held: one end
        ([(2, 0), (1, 40), (1, 40), (0.3, 36.5), (1, 36.5), (1.5, 0), (2, 0)], [0, 1, 0], [0, 38.2, 0]),
    ],
)
def test_ends_of_people_who_hesitate(
    parts: list[tuple[float, float]], ways: list[int], angles_deg: list[float]
) -> None:
    angle = course(*parts)
    found = told_apart(held(angle, STEP_S), angle)
    assert [hold.way for hold in found] == ways
    assert {NEUTRAL, POSITIVE, NEGATIVE} >= set(ways)
    np.testing.assert_allclose(np.rad2deg([hold.angle_rad for hold in found]), angles_deg, atol=2.0)


def test_nothing_held_is_nothing() -> None:
    assert told_apart((), np.zeros(3)) == ()
