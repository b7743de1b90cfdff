r"""Force plates of types 1 to 4: from channels to force, point and free moment in the laboratory's axes.

Axes and words are those of the C3D user guide (c3d.org, "The FORCE_PLATFORM group"): corners 1 to 4 lie in the
quadrants +x+y, -x+y, -x-y, +x-y of the plate's own axes, z points down. With F and M the force and the moment about the
plate's origin O in the plate's axes, and r = (r_x, r_y, r_z) from O to the centre C of the surface, the pressure's
centre is the point p of the surface (p_z = r_z) about which the moment is vertical, M - p x F = (0, 0, T):

    p_x = (r_z F_x - M_y) / F_z,    p_y = (r_z F_y + M_x) / F_z,    T = M_z - p_x F_y + p_y F_x

and in the laboratory p is C + R (p - r), with the plate's axes as columns of R. What the channels are:

1   F_x, F_y, F_z, p_x, p_y, T, the point measured from C
2   F_x, F_y, F_z, M_x, M_y, M_z
3   four corner sensors at (+-a, +-b): F_x12, F_x34, F_y14, F_y23, F_z1 to F_z4; ORIGIN holds a, b and r_z. With the
    numbering of the corners, sum of r_i x F_i gives M_x = b (F_z1 + F_z2 - F_z3 - F_z4),
    M_y = a (-F_z1 + F_z2 + F_z3 - F_z4) and M_z = b (F_x34 - F_x12) + a (F_y14 - F_y23)
4   type 2 after multiplying the channels by CAL_MATRIX
"""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Flags, Floats
from trochanter.core.errors import ImpossibleData

CHANNELS = {1: 6, 2: 6, 3: 8, 4: 6}
_LEAST_SIDE_M = 1e-3
_SQUARE = 0.1  # cosine between the plate's sides: more is no rectangle


@dataclass(frozen=True, slots=True)
class PlateAxes:
    """Where a plate is: centre_m (3,) of its surface; turn (3, 3) from its axes to the laboratory's; half its sides."""

    centre_m: Floats
    turn: Floats
    half_m: tuple[float, float]

    def holds(self, point_m: Floats, margin_m: float = 0.0) -> Flags:
        """Whether points (n, 3) in the laboratory lie over the surface."""
        local = (point_m - self.centre_m) @ self.turn
        inside: Flags = np.asarray((np.abs(local[:, :2]) <= np.array(self.half_m) + margin_m).all(axis=1))
        return inside


@dataclass(frozen=True, slots=True)
class Wrench:
    """Force and moment about the plate's origin, in the plate's axes (n, 3), and origin_to_surface_m (3,)."""

    force_N: Floats
    moment_Nm: Floats
    origin_to_surface_m: Floats


def axes_of(corners_m: Floats, where: str) -> PlateAxes:
    """A plate's place from its corners (4, 3); raises ImpossibleData where they are no rectangle."""
    one, two, three, four = corners_m
    along_x, along_y = (one + four - two - three) / 2.0, (one + two - three - four) / 2.0
    width, length = float(np.linalg.norm(along_x)), float(np.linalg.norm(along_y))
    if not np.isfinite(corners_m).all() or min(width, length) < _LEAST_SIDE_M or max(width, length) > 1e3:
        raise _no_rectangle(f"sides of {width:.3g} and {length:.3g} m", where)
    x, y = along_x / width, along_y / length
    if abs(float(x @ y)) > _SQUARE:
        raise _no_rectangle("sides that are not square to each other", where)
    z = np.cross(x, y)
    z /= np.linalg.norm(z)
    return PlateAxes(corners_m.mean(axis=0), np.column_stack((x, np.cross(z, x), z)), (width / 2.0, length / 2.0))


def wrench_of(
    kind: int, channels: Floats, origin_m: Floats, length_m: float, moment_m: float, calibration: Floats | None
) -> Wrench:
    """Force in N and moment in N m about the plate's origin from channels (n, CHANNELS[kind]), baseline taken off.

    length_m: metres of the unit of points in the channels (type 1); moment_m: of the length in the unit of moments;
    calibration (6, 6) for type 4.
    """
    if kind == 4 and calibration is not None:
        channels = channels @ calibration.T
    if kind == 3:
        a, b, depth = np.abs(origin_m[0]), np.abs(origin_m[1]), origin_m[2]
        x12, x34, y14, y23, z1, z2, z3, z4 = channels.T
        force = np.column_stack((x12 + x34, y14 + y23, z1 + z2 + z3 + z4))
        turning = (b * (z1 + z2 - z3 - z4), a * (-z1 + z2 + z3 - z4), b * (x34 - x12) + a * (y14 - y23))
        return Wrench(force, np.column_stack(turning), np.array([0.0, 0.0, depth]))
    force = channels[:, :3]
    if kind != 1:
        return Wrench(force, channels[:, 3:6] * moment_m, origin_m)
    # The point is measured from the surface's centre: taken as the origin, nothing is left between them.
    point = np.column_stack((channels[:, 3:5] * length_m, np.zeros(len(channels))))
    free = np.zeros_like(point)
    free[:, 2] = channels[:, 5] * moment_m
    return Wrench(force, np.cross(point, force) + free, np.zeros(3))


def surface_load(wrench: Wrench, axes: PlateAxes, loaded: Flags) -> tuple[Floats, Floats, Floats]:
    """Force (N), point (m) and free moment (N m) in the laboratory's axes, (n, 3) each.

    The point is NaN and the free moment 0 where ``loaded`` (n,) is False.
    """
    force, moment, surface = wrench.force_N, wrench.moment_Nm, wrench.origin_to_surface_m
    pressing = np.where(loaded, force[:, 2], np.nan)
    px = (surface[2] * force[:, 0] - moment[:, 1]) / pressing
    py = (surface[2] * force[:, 1] + moment[:, 0]) / pressing
    turning = np.where(loaded, moment[:, 2] - px * force[:, 1] + py * force[:, 0], 0.0)
    point = np.column_stack((px - surface[0], py - surface[1], np.zeros(len(px))))
    free = turning[:, None] * axes.turn[:, 2]
    return force @ axes.turn.T, axes.centre_m + point @ axes.turn.T, free


def _no_rectangle(what: str, where: str) -> ImpossibleData:
    return ImpossibleData(
        f"the corners of the force plate have {what}",
        where=where,
        valid="the four corners of a rectangle, in the quadrants +x+y, -x+y, -x-y, +x-y of the plate",
        next_step="correct FORCE_PLATFORM:CORNERS, or give the forces in a file of their own",
    )
