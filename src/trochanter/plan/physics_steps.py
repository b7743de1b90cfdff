"""Working out the demand of an exercise: its postures, its loads, load sharing with ranges, lengthening."""

from dataclasses import replace

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import Side
from trochanter.mechanics.geometry import make_engine
from trochanter.mechanics.holding import HIP, Leg, coupled, make_leg
from trochanter.mechanics.holding_range import HeldRange, held_range, hip_muscles, misfits
from trochanter.mechanics.lengthening import lengthenings_m
from trochanter.plan.computable import in_words, why_not
from trochanter.plan.demand import Demand
from trochanter.plan.exercise import Exercise
from trochanter.plan.physics_loads import setting
from trochanter.plan.posture import coordinates_rad

PLACES = 7  # of a movement, both ends among them
_MM = 1000.0


def worked_out(exercise: Exercise, body: Body | None = None, side: Side = Side.RIGHT) -> Demand:
    """The demand of an exercise of the leg ``side``; raises ImpossibleData for a posture outside the body's range."""
    leg = make_leg(body or hip_model(), side)
    shares = np.linspace(0.0, 1.0, PLACES if exercise.moves else 1)
    bare = in_words(_lengthened(exercise, leg, shares), exercise)
    if why_not(exercise):
        return bare
    laid_out = setting(leg, exercise, shares.tolist())
    found = held_range(leg, laid_out.q, laid_out.loads, laid_out.props)
    return _told(bare, leg, shares, laid_out.q, found)


def _lengthened(exercise: Exercise, leg: Leg, shares: Floats) -> Demand:
    """A demand of which only the lengthening is told."""
    q = coupled(leg.body, coordinates_rad(leg.body, exercise, shares.tolist(), leg.side))
    muscles, _ = hip_muscles(leg)
    longer = lengthenings_m(make_engine(leg.body), leg.side, q, muscles)
    ends = {end: frozen([_MM * getattr(longer[m], end).max() for m in muscles]) for end in ("value", "low", "high")}
    empty = frozen([])
    return Demand(
        exercise=exercise.name,
        computed=False,
        why="",
        muscles=muscles,
        low=empty,
        nominal=empty,
        high=empty,
        at_deg=frozen(np.zeros((0, len(HIP)))),
        moment_Nm=(0.0, 0.0, 0.0),
        out_of_reach=(),
        longer_mm=ends["value"],
        longer_low_mm=ends["low"],
        longer_high_mm=ends["high"],
    )


def _told(bare: Demand, leg: Leg, shares: Floats, q: Floats, found: HeldRange) -> Demand:
    angles = np.degrees(q[:, [leg.coordinates[k] for k in HIP]])
    asked = found.muscles_Nm
    flexion, adduction, rotation = (float(v) for v in asked[int(np.argmax(np.linalg.norm(asked, axis=1)))])
    return replace(
        bare,
        computed=True,
        low=found.peak.low,
        nominal=found.peak.value,
        high=found.peak.high,
        at_deg=frozen(angles[np.argmax(found.activation.value, axis=0)]),
        moment_Nm=(flexion, adduction, rotation),
        out_of_reach=tuple(float(share) for share in shares[found.out_of_reach]),
        sets=found.sets,
        misfits=misfits(leg, leg.body, found.shape),
    )
