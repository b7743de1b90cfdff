"""How strongly inverse kinematics should follow each marker so that hip rotation is that of the thigh's markers.

A knee that is a hinge passes every turn of the shank on to the hip, and so does a foot that cannot turn on the shank.
With even weights the model then turns the hip to please shank and foot. Where the pelvis leads and the thigh comes
next, each by orders of magnitude, the hip follows its own markers, and shank and foot carry what the hinge cannot do.
"""

from collections.abc import Collection

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.rows import rows
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.motion import MarkerFit

OTHER = "other"
FEWEST_THIGH_MARKERS = 3
EVEN = 1.0
LEAST_LEAD = 300.0  # times the shank: at 100 the shank still turns a hip, at 1000 no more (docs/hip-rotation.md)


def proximal_weights(body: Body, tracked: Collection[str] | None = None) -> dict[str, float]:
    """Weight of every marker of a body by its name, from ``anatomy/data/marker_weights.csv``.

    tracked: markers that the recording holds, None for all. Even where every knee of the body can turn by itself, for
    then nothing is passed on, and where a thigh has fewer than three markers to lead with. The body's markers have to
    be registered to the person: a leader that is misplaced leads astray.
    """
    of_thigh = [_thigh_count(body, side, tracked) for side in SIDES]
    if not any(_hinge(body, side) for side in SIDES) or min(of_thigh) < FEWEST_THIGH_MARKERS:
        return dict.fromkeys(body.markers.names, EVEN)
    weight = {row["part"]: float(row["weight"]) for row in rows("marker_weights")}
    parts = [body.segments.names[k].removesuffix("_r").removesuffix("_l") for k in body.markers.segment]
    return {name: weight.get(part, weight[OTHER]) for name, part in zip(body.markers.names, parts, strict=True)}


def thigh_leads(fit: MarkerFit, body: Body, side: Side) -> bool:
    """Whether a side's hip follows its thigh: its markers weigh LEAST_LEAD times those below a knee that only bends."""
    names, weight = [body.segments.names[int(k)] for k in fit.segment], np.asarray(fit.weight)
    thigh = np.array([name == f"femur_{side}" for name in names], dtype=bool)
    below = np.array([name in _below_knee(side) for name in names], dtype=bool) & (weight > 0.0)
    if not _hinge(body, side) or not below.any():
        return True
    return bool(thigh.any() and np.median(weight[thigh]) >= LEAST_LEAD * np.median(weight[below]))


def _thigh_count(body: Body, side: Side, tracked: Collection[str] | None) -> int:
    """How many markers of a side's thigh are tracked."""
    owners = zip(body.markers.names, body.markers.segment, strict=True)
    own = [name for name, k in owners if body.segments.names[k] == f"femur_{side}"]
    return len(own if tracked is None else set(own) & set(tracked))


def _below_knee(side: Side) -> tuple[str, ...]:
    return tuple(f"{part}_{side}" for part in ("tibia", "talus", "calcn", "toes"))


def _hinge(body: Body, side: Side) -> bool:
    """Whether at most one coordinate is free to turn the shank on the thigh; False for a body without a shank."""
    tibia = f"tibia_{side}"
    if tibia not in body.segments.names:
        return False
    knee = np.flatnonzero(np.asarray(body.joints.child) == body.segment(tibia))
    table = body.coordinates
    free = np.isin(table.joint, knee) & table.is_rotation & ~table.locked & (table.coupled_to < 0)
    return int(np.sum(free)) <= 1
