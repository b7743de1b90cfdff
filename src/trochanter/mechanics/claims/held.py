"""Exercises of claims as plain postures held still on the hip model: what they ask of muscles, with ranges."""

from collections.abc import Sequence

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.kinematics.tree import poses
from trochanter.mechanics.claims.finding import Number, Verdict, judged
from trochanter.mechanics.claims.hip import SIDE, Range
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.holding import Force, Leg, Prop, coupled, make_leg
from trochanter.mechanics.holding_range import HeldRange, Load, held_range

UP = np.array([0.0, 1.0, 0.0])
ON_THIS_SIDE, ON_THE_OTHER = 90.0, -90.0  # list of the pelvis of somebody who lies on the side
KNEE, HEEL = ("femur", (0.0, -0.36, 0.0)), ("calcn", (0.0, 0.0, 0.0))
NOTICEABLE = 0.05  # of what a muscle could give

Place = tuple[str, tuple[float, float, float]]
Angles = tuple[float, float, float]  # flexion, adduction, internal rotation of the hip, degrees


def leg_of(material: Material) -> Leg:
    """The leg that is held, of the material's body."""
    return make_leg(material.body, SIDE)


def postures(leg: Leg, list_deg: float, tilt_deg: float, hip_deg: Sequence[Angles], knee_deg: float) -> Floats:
    """Coordinates (n, n_q) of hip angles under a pelvis that lies as told."""
    body = leg.body
    q = np.tile(body.coordinates.default, (len(hip_deg), 1))
    q[:, body.coordinate("pelvis_list")], q[:, body.coordinate("pelvis_tilt")] = np.radians((list_deg, tilt_deg))
    q[:, list(leg.coordinates[:3])] = np.radians(np.array(hip_deg))
    q[:, leg.coordinates[3]] = np.radians(knee_deg)
    return coupled(body, q)


def resting(leg: Leg, q: Floats, place: Place) -> Prop:
    """Something that holds a place of the leg up."""
    stem, where = place
    segment = leg.body.segment(f"{stem}_{leg.side}")
    rotation, origin = poses(leg.body, q)
    return Prop(segment, origin[:, segment] + rotation[:, segment] @ np.array(where), np.tile(UP, (len(q), 1)))


def turning_out_on_the_side(material: Material, flexion_deg: float) -> HeldRange:
    """The lower leg turned out, its knee on the mat, the knee bent to a right angle; no load but the leg's weight."""
    leg = leg_of(material)
    q = postures(leg, ON_THIS_SIDE, 0.0, [(flexion_deg, 0.0, -r) for r in (0.0, 15.0, 30.0)], 90.0)
    return held_range(leg, q, [Load((), (True,))], [resting(leg, q, KNEE)])


def clamshell(material: Material, pull_N: tuple[float, float, float]) -> HeldRange:
    """The upper knee opened, hips and knees bent, the foot on the other foot or just above it.

    pull_N: of a band that draws the knee to the floor: as it may be, at least, at most.
    """
    leg = leg_of(material)
    q = postures(leg, ON_THE_OTHER, 0.0, [(45.0, 10.0, 0.0), (42.0, -3.0, -10.0), (40.0, -15.0, -21.0)], 90.0)
    knee, foot = resting(leg, q, KNEE), resting(leg, q, HEEL)
    loads = [
        Load((Force(knee.segment, -size * knee.direction, knee.point_m),), (rests,))
        for rests in (True, False)
        for size in pull_N
    ]
    return held_range(leg, q, loads, [foot])


def pushing_out_lying(material: Material, moment_Nm: Sequence[float]) -> HeldRange:
    """On the back, hip bent to 45 degrees and the foot on the floor: the knee pressed outward against something.

    moment_Nm: with which the thigh would be turned in if nobody pressed; as it may be, at least, at most.
    """
    leg = leg_of(material)
    q = postures(leg, 0.0, 90.0, [(45.0, 0.0, 0.0)], 90.0)
    foot, knee = resting(leg, q, HEEL), resting(leg, q, KNEE)
    rotation, origin = poses(leg.body, q)
    shin = leg.body.segment(f"tibia_{leg.side}")
    low = origin[:, shin] + rotation[:, shin] @ np.array([0.0, -0.30, 0.0])
    high = origin[:, shin]
    across = rotation[:, leg.body.segment("pelvis")] @ np.array([0.0, 0.0, 1.0])
    # A pair of equal and opposite forces across the shin: a moment about the thigh, and no force.
    pairs = [
        (Force(shin, moment / 0.30 * across, low), Force(shin, -moment / 0.30 * across, high)) for moment in moment_Nm
    ]
    return held_range(leg, q, [Load(pair, (True, True)) for pair in pairs], [foot, knee])


def share(found: HeldRange, muscle: str) -> Range:
    """The largest share of a muscle over the postures (1,)."""
    k = found.muscles.index(muscle)
    return Range(*(getattr(found.peak, end)[k : k + 1] for end in ("value", "low", "high")))


def share_number(name: str, found: HeldRange, muscle: str) -> Number:
    """The same as a number of a finding, per cent."""
    own = share(found, muscle)
    value, low, high = (100.0 * float(end[0]) for end in (own.value, own.low, own.high))
    return Number(name, value, low, high, "%")


def spared(found: HeldRange, muscle: str) -> Verdict:
    """Verdict on 'less than a noticeable share is asked of it'."""
    own = share(found, muscle)
    return judged(NOTICEABLE - own.high, NOTICEABLE - own.low)
