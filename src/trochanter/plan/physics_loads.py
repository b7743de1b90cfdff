"""An exercise as something to hold: postures, outside forces with what is not known of them, and what the leg rests on.

The weight of the limbs acts in all. A band pulls with F = max(0, F_0 + k (L - L_0)) along the line between its ends. On
the feet the floor presses upward under the centre of the whole body, as it must in slow movement (``stance``); both
legs share it evenly where they do the same. Whether all that is known is told by ``computable``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.person import person_mass_kg
from trochanter.core.arrays import Floats, frozen
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.sides import Side
from trochanter.kinematics.tree import poses
from trochanter.mechanics.holding import Force, Leg, Prop, coupled
from trochanter.mechanics.holding_range import Load
from trochanter.plan.exercise import Exercise
from trochanter.plan.posture import coordinates_rad
from trochanter.plan.stance import over_the_foot, pressure_m
from trochanter.plan.tables import rows

UP = np.array([0.0, 1.0, 0.0])


@dataclass(frozen=True, slots=True)
class Setting:
    """An exercise laid out for ``held_range``: postures q (n, n_q), loads (the nominal one first), props."""

    q: Floats
    loads: tuple[Load, ...]
    props: tuple[Prop, ...]


def setting(leg: Leg, exercise: Exercise, shares: Sequence[float]) -> Setting:
    """Postures and loads at shares (0 to 1) of the movement of an exercise for which ``why_not`` is ''."""
    q = coordinates_rad(leg.body, exercise, shares, leg.side)
    if exercise.load.kind in ("floor", "body weight"):
        return _standing(leg, exercise, q, shares)
    q = coupled(leg.body, q)
    props, sure = _props(leg, exercise, q)
    pulls = _pulls(leg, exercise, q)
    there = [Load((force,) if force else (), (True,) * len(props)) for force in pulls]
    gone = [Load(load.forces, (False,) * len(props)) for load in there] if props and not sure else []
    return Setting(q, (*there, *gone), props)


def _standing(leg: Leg, exercise: Exercise, q: Floats, shares: Sequence[float]) -> Setting:
    """The floor's force under the foot, at the balanced point and around it."""
    alone = exercise.load.kind == "body weight"
    trunk = _trunk_rad(exercise, shares, leg.side)
    q = over_the_foot(leg, q, trunk) if alone else coupled(leg.body, q)
    force = (1.0 if alone else 0.5) * person_mass_kg(leg.body) * GRAVITY_M_S2 * np.tile(UP, (len(q), 1))
    foot = leg.body.segment(f"calcn_{leg.side}")
    points = pressure_m(leg, q, trunk, [point_m(name, leg.side)[1] for name in ("heel", "sole", "foot")])
    return Setting(q, tuple(Load((Force(foot, force, point),)) for point in points), ())


def _trunk_rad(exercise: Exercise, shares: Sequence[float], side: Side) -> Floats:
    """How the trunk bends on the pelvis (n, 2): forward, and to the person's right."""
    start = np.radians(exercise.picture.trunk_deg)
    end = np.radians(exercise.picture.trunk_to_deg or exercise.picture.trunk_deg)
    bent = start + np.asarray(shares)[:, None] * (end - start)
    return np.asarray(bent[:, :2] * (1.0, 1.0 if side is Side.RIGHT else -1.0))


def point_m(name: str, side: Side) -> tuple[str, Floats]:
    """Segment and place (3,) in it of a word of ``load_points.csv``, for a working leg; mirrored for a left one."""
    row = rows("load_points", "point")[name]
    place = np.array([float(row[f"{axis}_m"]) for axis in "xyz"])
    segment = row["segment"]
    if side is Side.RIGHT:
        return segment, place
    stem, _, tail = segment.rpartition("_")
    return (f"{stem}_{'l' if tail == 'r' else 'r'}" if stem else segment), place * (1.0, 1.0, -1.0)


def _in_ground(body: Body, q: Floats, name: str, side: Side) -> tuple[int, Floats]:
    """Segment and positions (n, 3) in ground of a word of ``load_points.csv`` that lies on the body."""
    segment, place = point_m(name, side)
    at = body.segment(segment)
    rotation, origin = poses(body, q)
    return at, origin[:, at] + rotation[:, at] @ place


def _props(leg: Leg, exercise: Exercise, q: Floats) -> tuple[tuple[Prop, ...], bool]:
    """What the leg rests on, which pushes upward, and whether it does for sure."""
    rests = exercise.load.rests
    if rests is None:
        return (), True
    placed = [_in_ground(leg.body, q, name, leg.side) for name in rests.at]
    return tuple(Prop(at, frozen(point), frozen(np.tile(UP, (len(q), 1)))) for at, point in placed), rests.sure


def _pulls(leg: Leg, exercise: Exercise, q: Floats) -> tuple[Force | None, ...]:
    """The outside force as it is in the middle of its range, at its least and at its most; None without one."""
    load = exercise.load
    if load.kind == "weight":
        at, point = _in_ground(leg.body, q, load.at, leg.side)
        masses = load.mass_kg or (0.0, 0.0)
        down = -GRAVITY_M_S2 * np.tile(UP, (len(q), 1))
        return tuple(Force(at, mass * down, point) for mass in _around(masses))
    if load.kind != "band":
        return (None,)
    at, near = _in_ground(leg.body, q, load.at, leg.side)
    far = _far_end(leg, exercise, q, near)
    line = far - near
    length = np.linalg.norm(line, axis=1)
    starts, stiffnesses = load.force_N or (0.0, 0.0), load.stiffness_N_m or (0.0, 0.0)
    pulls = []
    for start, stiffness in zip(_around(starts), _around(stiffnesses), strict=True):
        size = np.maximum(0.0, start + stiffness * (length - length[0]))
        pulls.append(Force(at, (size / length)[:, None] * line, near))
    return tuple(pulls)


def _around(ends: tuple[float, float]) -> tuple[float, float, float]:
    """The middle, the least and the most."""
    return 0.5 * (ends[0] + ends[1]), ends[0], ends[1]


def _far_end(leg: Leg, exercise: Exercise, q: Floats, near: Floats) -> Floats:
    """The other end of a band (n, 3) in ground: on the body, or a hook that stays where it is at the start."""
    segment, place = point_m(exercise.load.to, leg.side)
    if segment != "ground":
        return _in_ground(leg.body, q, exercise.load.to, leg.side)[1]
    rotation, _ = poses(leg.body, q[:1])
    hook = near[0] + rotation[0, leg.body.segment("pelvis")] @ place
    return np.tile(hook, (len(q), 1))
