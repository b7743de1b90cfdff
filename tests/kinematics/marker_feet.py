"""A body of pelvis and two free feet that follows recorded markers exactly: a motion without inverse kinematics.

Its coordinates are the origins of the pelvis and of both feet with the feet's headings: enough for what forces ask
of a motion (where the feet are, when they stand, how the body rises), and independent of how the markers are fitted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from tests.kinematics.made_body import made_body
from trochanter.anatomy.body import Body, Joints, Segments
from trochanter.anatomy.functions import FunctionTable
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats, frozen

FOOT_M = 0.18
SEGMENTS = ("ground", "pelvis", "calcn_r", "toes_r", "calcn_l", "toes_l")
_MASS_KG = (0.0, 1.0, 0.01, 0.001, 0.01, 0.001)
_FREE = ("rz", "rx", "ry", "tx", "ty", "tz")
_AXES = ((0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
RUNNER_KG = 62.0


@dataclass(frozen=True, slots=True)
class Followed:
    """The body and its coordinates q (n, 18) at time_s (n,)."""

    body: Body
    time_s: Floats
    q: Floats


def feet_body(mass_kg: float) -> Body:
    """Pelvis, which carries all mass, and both feet, each free in the ground; toes fixed FOOT_M before the heel."""
    table = FunctionTable()
    identity, zero = table.polynomial([0.0, 1.0]), table.polynomial([0.0])
    made, n = made_body(), len(SEGMENTS) - 1
    free = [name for name in SEGMENTS[1:] if not name.startswith("toes")]
    coordinate = np.full((n, 6), -1)
    for k, name in enumerate(free):
        coordinate[SEGMENTS.index(name) - 1] = range(6 * k, 6 * k + 6)
    parents = [SEGMENTS.index(name.replace("toes", "calcn")) if "toes" in name else 0 for name in SEGMENTS[1:]]
    eye = np.tile(np.eye(3), (n, 1, 1))
    joints = Joints(
        names=tuple(f"to_{name}" for name in SEGMENTS[1:]),
        parent=frozen(parents, np.int64),
        child=frozen(range(1, n + 1), np.int64),
        parent_rotation=frozen(eye),
        parent_point_m=frozen([[FOOT_M if "toes" in name else 0.0, 0.0, 0.0] for name in SEGMENTS[1:]]),
        child_rotation=frozen(eye),
        child_point_m=frozen(np.zeros((n, 3))),
        axis=frozen(np.tile(np.array(_AXES), (n, 1, 1))),
        axis_function=frozen(np.where(coordinate >= 0, identity, zero), np.int64),
        axis_coordinate=frozen(coordinate, np.int64),
    )
    names = tuple(f"{name}_{move}" for name in free for move in _FREE)
    count, whole, none = len(names), np.int64, -1
    coordinates = replace(
        made.coordinates,
        names=names,
        joint=frozen([SEGMENTS.index(name) - 1 for name in free for _ in _FREE], whole),
        is_rotation=frozen([move.startswith("r") for _ in free for move in _FREE], bool),
        default=frozen(np.zeros(count)),
        lower=frozen(np.full(count, -10.0)),
        upper=frozen(np.full(count, 10.0)),
        locked=frozen(np.zeros(count), bool),
        clamped=frozen(np.zeros(count), bool),
        coupled_to=frozen(np.full(count, none), whole),
        coupler_function=frozen(np.full(count, none), whole),
        prescribed_function=frozen(np.full(count, none), whole),
    )
    mass = np.array(_MASS_KG)
    segments = Segments(
        SEGMENTS,
        frozen(mass_kg * mass / mass.sum()),
        frozen(np.zeros((len(SEGMENTS), 3))),
        frozen(np.tile(0.1 * np.eye(3), (len(SEGMENTS), 1, 1))),
    )
    return replace(
        made, name="free feet", segments=segments, joints=joints, coordinates=coordinates, functions=table.freeze()
    )


def followed(body: Body, time_s: Floats, pelvis_m: Floats, feet: Mapping[str, tuple[Floats, Floats]]) -> Followed:
    """Coordinates of ``feet_body``: pelvis_m (n, 3), and heel and ball (n, 3) of the feet 'r' and 'l'."""
    q = np.zeros((len(time_s), len(body.coordinates.names)))
    q[:, 3:6] = pelvis_m
    for k, side in ((1, "r"), (2, "l")):
        heel, ball = feet[side]
        along = ball - heel
        pitch = np.arctan2(along[:, 1], np.hypot(along[:, 0], along[:, 2]))
        turn = np.arctan2(-along[:, 2], along[:, 0])
        q[:, 6 * k : 6 * k + 3] = _z_x_y(turn, pitch)
        q[:, 6 * k + 3 : 6 * k + 6] = heel
    return Followed(body, time_s, q)


def _z_x_y(turn: Floats, pitch: Floats) -> Floats:
    """Angles (n, 3) about z, then x, then y that carry the x axis to heading ``turn`` (about y) and ``pitch``."""
    x = np.column_stack([np.cos(pitch) * np.cos(turn), np.sin(pitch), -np.cos(pitch) * np.sin(turn)])
    # R = Rz(a) Rx(b) Ry(c) with b = 0 where c = asin(-z): x axis = (cos a cos c, sin a cos c, -sin c).
    return np.column_stack([np.arctan2(x[:, 1], x[:, 0]), np.zeros(len(x)), np.arcsin(-x[:, 2])])


def without_gaps(time_s: Floats, path: Floats) -> Floats:
    """A path (n, 3) with missing values joined by straight lines."""
    known = ~np.isnan(path).any(axis=1)
    return np.column_stack([np.interp(time_s, time_s[known], column[known]) for column in path.T])


def rbds_motion(markers: Trajectories) -> Followed:
    """RBDS001's runs, laboratory axes y up; R.MT1 and R.MT5 may be exchanged, for only their middle counts."""
    time, of = markers.time_s, markers.of
    pelvis = np.mean([of(f"{s}.{m}") for s in "RL" for m in ("ASIS", "PSIS")], axis=0)
    feet = {
        s.lower(): (
            without_gaps(time, of(f"{s}.Heel.Bottom")),
            without_gaps(time, 0.5 * (of(f"{s}.MT1") + of(f"{s}.MT5"))),
        )
        for s in "RL"
    }
    return followed(feet_body(RUNNER_KG), time, without_gaps(time, pelvis), feet)
