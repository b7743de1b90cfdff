"""Small rotation maths in plain NumPy: matrices act on column vectors."""

import numpy as np
from numpy.typing import ArrayLike

from trochanter.core.arrays import Floats


def axis_rotation(axis: ArrayLike, angle_rad: float) -> Floats:
    """Rotation by ``angle_rad`` about ``axis`` (Rodrigues' formula); shape (3, 3).

    R = I + sin(t) K + (1 - cos(t)) K K with K the cross-product matrix of the unit axis.

    >>> axis_rotation([0, 0, 1], np.pi / 2).round(9)[:, 0].tolist()
    [0.0, 1.0, 0.0]
    """
    x, y, z = np.asarray(axis, dtype=float) / np.linalg.norm(axis)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + np.sin(angle_rad) * cross + (1.0 - np.cos(angle_rad)) * cross @ cross)


def xyz_body_rotation(angles_rad: ArrayLike) -> Floats:
    """Body-fixed X-Y-Z rotation, the orientation convention of ``.osim`` files; shape (3, 3)."""
    x, y, z = np.asarray(angles_rad, dtype=float)
    turn = axis_rotation([1, 0, 0], x) @ axis_rotation([0, 1, 0], y) @ axis_rotation([0, 0, 1], z)
    return np.asarray(turn)
