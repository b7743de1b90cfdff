"""Where on the floor the plates are, and how much of a foot stands on them."""

from collections.abc import Sequence

import numpy as np

from trochanter.capture.trial import PlateLoad
from trochanter.core.arrays import Flags, Floats
from trochanter.kinematics.foot_points import VERTICAL, Foot

SLACK_M = 0.02  # of corners and of the sole
_FIRM_N = 100.0
_POINTS = 11


def covers(corners_m: Floats, point_m: Floats, slack_m: float = SLACK_M) -> Flags:
    """Whether points (n, 3) lie within the convex outline of corners_m (4, 3), in their order, seen from above.

    A point is inside where it is to the inner side of every edge: cross product of edge and way to the point, over the
    edge's length, of the outline's own sense of turning, or outside by no more than slack_m.
    """
    corner, point = corners_m[:, ::2], point_m[:, ::2]
    edge = np.roll(corner, -1, axis=0) - corner
    length = np.maximum(np.linalg.norm(edge, axis=1), 1e-9)
    area = _cross(corner, np.roll(corner, -1, axis=0)).sum()
    inwards = np.sign(area) * _cross(edge[None], point[:, None] - corner[None]) / length
    inside: Flags = (inwards >= -slack_m).all(axis=1)
    return inside


def _cross(one: Floats, other: Floats) -> Floats:
    crossed: Floats = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    return crossed


def share_on_plates(loads: Sequence[PlateLoad], foot: Foot, span: slice) -> float:
    """How much of a foot's line lies on any plate over samples ``span``; NaN where a plate's corners are not known."""
    corners = [load.corners_m for load in loads if load.corners_m is not None]
    if len(corners) < len(loads):
        return float("nan")
    heel, tip = (np.nanmedian(path[span], axis=0) for path in (foot.heel_m, foot.tip_m))
    line = heel + np.linspace(0.0, 1.0, _POINTS)[:, None] * (tip - heel)
    return float(np.mean(np.any([covers(each, line) for each in corners], axis=0)))


def plate_under(loads: Sequence[PlateLoad], middle_m: Floats) -> int:
    """Index of the plate under the middle (n, 3) of a standing foot, -1 if none.

    A plate without corners is where it was loaded.
    """
    point = np.nanmedian(middle_m, axis=0)[None]
    for k, load in enumerate(loads):
        corners = load.corners_m if load.corners_m is not None else _loaded_box(load)
        if corners is not None and covers(corners, point, 0.0)[0]:
            return k
    return -1


def _loaded_box(load: PlateLoad) -> Floats | None:
    loaded = (load.force_N[:, VERTICAL] > _FIRM_N) & np.isfinite(load.point_m).all(axis=1)
    if not loaded.any():
        return None
    (x, _, z), (far_x, _, far_z) = load.point_m[loaded].min(axis=0), load.point_m[loaded].max(axis=0)
    return np.array([[x, 0.0, z], [far_x, 0.0, z], [far_x, 0.0, far_z], [x, 0.0, far_z]])
