"""Grids of hip postures: the angles asked for, and those between them and neutral that tell where a path jumps."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import BadSetting

AXES = ("flexion", "adduction", "rotation")
COARSEST_RAD = float(np.radians(5.0))  # the arms explain the change of length over such a step to 0.2 mm
LARGEST_RAD = float(np.radians(180.0))
MOST_POSTURES = 200_000


@dataclass(frozen=True, slots=True)
class Grid:
    """axes_rad: flexion, adduction, rotation as asked for; full_axes_rad: the same, neutral, and steps of 5 degrees."""

    axes_rad: tuple[Floats, Floats, Floats]
    full_axes_rad: tuple[Floats, Floats, Floats]

    @property
    def shape(self) -> tuple[int, int, int]:
        """Size of the grid asked for."""
        return _sizes(self.axes_rad)

    @property
    def full_shape(self) -> tuple[int, int, int]:
        """Size of the full grid."""
        return _sizes(self.full_axes_rad)

    @property
    def all_rad(self) -> Floats:
        """All postures of the full grid (n, 3), rotation fastest."""
        return np.stack([each.ravel() for each in np.meshgrid(*self.full_axes_rad, indexing="ij")], axis=1)

    @property
    def neutral(self) -> tuple[int, int, int]:
        """Where all three angles are 0 in the full grid."""
        flexion, adduction, rotation = (int(np.argmin(np.abs(axis))) for axis in self.full_axes_rad)
        return flexion, adduction, rotation

    @property
    def asked(self) -> Any:
        """Index of the grid asked for in the full one."""
        at = [np.searchsorted(full, axis) for full, axis in zip(self.full_axes_rad, self.axes_rad, strict=True)]
        return np.ix_(*at)


def posture_grid(
    flexion_rad: Sequence[float] | Floats,
    adduction_rad: Sequence[float] | Floats,
    rotation_rad: Sequence[float] | Floats,
) -> Grid:
    """A grid over three axes; raises BadSetting for angles that do not ascend, are no numbers, or are too many."""
    given = (flexion_rad, adduction_rad, rotation_rad)
    axes = tuple(_axis(name, values) for name, values in zip(AXES, given, strict=True))
    full = tuple(frozen(_filled(axis)) for axis in axes)
    count = int(np.prod([len(axis) for axis in full]))
    if count > MOST_POSTURES:
        raise BadSetting(
            "the grid of postures",
            f"{count} postures",
            f"at most {MOST_POSTURES}, those on the way from neutral among them",
            "take larger steps or a smaller range",
        )
    return Grid((axes[0], axes[1], axes[2]), (full[0], full[1], full[2]))


def span(low_rad: float, high_rad: float, step_rad: float) -> Floats:
    """Angles from low to high, both among them, in equal steps no larger than ``step_rad``; 0 among them if between.

    >>> np.degrees(span(np.radians(-10), np.radians(12), np.radians(5))).round(6).tolist()
    [-10.0, -5.0, 0.0, 4.0, 8.0, 12.0]
    """
    ends = sorted({low_rad, high_rad, 0.0} if low_rad < 0.0 < high_rad else {low_rad, high_rad})
    return _steps(np.array(ends, dtype=np.float64), step_rad)


def _axis(name: str, values: Sequence[float] | Floats) -> Floats:
    axis = np.atleast_1d(np.asarray(values, dtype=np.float64))
    valid = "at least one angle, ascending, between -180 and 180 degrees"
    if axis.ndim != 1 or not len(axis) or not np.all(np.isfinite(axis)):
        raise BadSetting(f"hip {name}", np.degrees(axis).tolist(), valid)
    if np.any(np.abs(axis) > LARGEST_RAD) or np.any(np.diff(axis) <= 0.0):
        shown = f"{np.degrees(axis[0]):g} to {np.degrees(axis[-1]):g} degrees"
        raise BadSetting(f"hip {name}", shown, valid)
    return frozen(axis)


def _filled(axis: Floats) -> Floats:
    """The angles of an axis with 0 and enough between them."""
    return _steps(np.unique(np.concatenate([axis, [0.0]])), COARSEST_RAD)


def _steps(knots: Floats, step_rad: float) -> Floats:
    parts = [knots[:1]]
    for a, b in pairwise(knots):
        count = int(np.ceil((b - a) / step_rad - 1e-9))
        inner = a + (b - a) * np.arange(1, count) / count
        parts += [inner, np.array([b])]
    return np.concatenate(parts)


def _sizes(axes: tuple[Floats, Floats, Floats]) -> tuple[int, int, int]:
    return len(axes[0]), len(axes[1]), len(axes[2])
