"""The posture of an exercise as coordinates of a body, for either leg."""

from collections.abc import Sequence

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import Side
from trochanter.plan.exercise import PELVIS, Exercise

_MIRRORED = PELVIS[1:]  # leaning and turning sideways: the left-sided exercise is the mirror image


def coordinates_rad(body: Body, exercise: Exercise, shares: Sequence[float], side: Side = Side.RIGHT) -> Floats:
    """Coordinates q (n, n_q) of a body in an exercise, for shares (0 to 1) of its movement; ``side``: the working leg.

    What the exercise does not tell stays at the body's default. Raises ImpossibleData where a coordinate of a leg lies
    outside the body's range: a posture that its muscle paths are not made for. How the pelvis lies in space is free.
    """
    q = np.tile(np.asarray(body.coordinates.default, dtype=float), (len(shares), 1))
    for row, share in zip(q, shares, strict=True):
        for name, value in exercise.at_rad(share).items():
            k = body.coordinates.names.index(_own_name(name, side))
            row[k] = -value if name in _MIRRORED and side is Side.LEFT else value
            if name not in PELVIS:
                _refuse_outside(body, k, float(row[k]), exercise)
    return frozen(q)


def _own_name(name: str, side: Side) -> str:
    """The body's coordinate behind one of an exercise: the working leg is ``side``, the other one its opposite."""
    if name in PELVIS:
        return name
    bare = name.removeprefix("other_")
    return f"{bare}_{(side if bare == name else side.other).value}"


def _refuse_outside(body: Body, k: int, value_rad: float, exercise: Exercise) -> None:
    low, high = float(body.coordinates.lower[k]), float(body.coordinates.upper[k])
    if not low - 1e-6 <= value_rad <= high + 1e-6:
        raise ImpossibleData(
            f"{body.coordinates.names[k]} of {np.degrees(value_rad):.0f} degrees lies outside the model's range",
            where=f"exercise '{exercise.name}'",
            valid=f"{np.degrees(low):.0f} to {np.degrees(high):.0f} degrees",
            next_step="mend the exercise's file",
        )
