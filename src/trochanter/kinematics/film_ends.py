"""Which holds of a filmed leg are end ranges, for people who hesitate and who do not come back all the way.

``holds.labelled`` makes one of neighbouring holds on one side of rest. That is right for a leg that slips while it is
held. Somebody who pauses on the way out, or stops short of rest on the way back, makes holds that are no end range:
here a hold counts that no neighbour on its side of rest is further out than by 5 degrees, and two count apart where the
leg came back by 8 degrees or more between them.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.kinematics.holds import APART_RAD, NEUTRAL, Hold

_TOP_RAD = np.deg2rad(5.0)


def told_apart(holds: Sequence[Hold], angle_rad: Floats) -> tuple[Hold, ...]:
    """Holds with their ways and angles from the first, which is neutral; pauses on the way are left out."""
    if not holds:
        return ()
    zero = holds[0].angle_rad
    signed = [_from_rest(hold, zero) for hold in holds]
    found: list[Hold] = []
    for way, group in groupby(signed, key=lambda hold: hold.way):
        some = list(group)
        parts = [some] if way == NEUTRAL else _rounds(some)
        found += [_one(_top(part) if way != NEUTRAL else part, angle_rad, zero) for part in parts]
    return tuple(found)


def _from_rest(hold: Hold, zero: float) -> Hold:
    away = hold.angle_rad - zero
    return replace(hold, angle_rad=away, way=NEUTRAL if abs(away) <= APART_RAD else 1 if away > 0.0 else -1)


def _rounds(holds: list[Hold]) -> list[list[Hold]]:
    """Holds on one side of rest, parted where the leg had come back between two of them."""
    size = [abs(hold.angle_rad) for hold in holds]
    back = {k: min(max(size[:k]), max(size[k + 1 :])) - size[k] for k in range(1, len(holds) - 1)}
    k = max(back, key=lambda at: back[at], default=0)
    if k and back[k] >= APART_RAD:
        return [*_rounds(holds[:k]), *_rounds(holds[k + 1 :])]
    return [holds]


def _top(holds: list[Hold]) -> list[Hold]:
    """Those that are as far out as the furthest."""
    furthest = max(abs(hold.angle_rad) for hold in holds)
    return [hold for hold in holds if abs(hold.angle_rad) >= furthest - _TOP_RAD]


def _one(holds: list[Hold], angle_rad: Floats, zero: float) -> Hold:
    if len(holds) == 1:
        return holds[0]
    samples = np.concatenate([angle_rad[hold.samples] for hold in holds])
    return replace(holds[0], end=holds[-1].end, angle_rad=float(np.median(samples)) - zero)
