"""Angles in the plane of a picture, from points in pixels (x to the right, y down). They are what it looks like.

A line's tilt is its angle from the vertical of the picture. With s = +1 where the wanted side lies towards the right of
the picture and s = -1 where it lies to the left,

    tilt = s * atan2(x_upper - x_lower, y_lower - y_upper)

is positive where the upper end lies towards that side.
"""

import numpy as np

from trochanter.core.arrays import Floats


def tilt_rad(lower: Floats, upper: Floats, towards: float) -> Floats:
    """Tilt of lines (n,) from lower (n, 2) to upper (n, 2) ends; towards: +1 or -1, the side that counts as positive.

    >>> round(float(np.rad2deg(tilt_rad(np.array([[0.0, 10.0]]), np.array([[10.0, 0.0]]), 1.0)[0])), 6)
    45.0
    """
    apart = upper - lower
    return np.asarray(towards * np.arctan2(apart[..., 0], -apart[..., 1]))


def bend_rad(hip: Floats, knee: Floats, ankle: Floats, towards: float) -> Floats:
    """Angle between thigh and shin in the picture (n,): zero for a straight line, positive for a knee ``towards`` it.

    >>> hip, knee, ankle = (np.array([each]) for each in ([0.0, 0.0], [1.0, 10.0], [0.0, 20.0]))
    >>> round(float(np.rad2deg(bend_rad(hip, knee, ankle, 1.0)[0])), 2)
    11.42
    """
    found = tilt_rad(ankle, knee, towards) - tilt_rad(knee, hip, towards)
    return np.asarray((found + np.pi) % (2.0 * np.pi) - np.pi)
