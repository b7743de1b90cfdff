"""A body's muscle paths as plain arrays for the kernels: points, wraps, which coordinates move which stretch."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from trochanter.anatomy.body import CONDITION_SLACK, MOVING_POINT, Body
from trochanter.core.arrays import Flags, Ints
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import SIDES
from trochanter.kinematics.tree import Table

MOST_POINTS = 24


MUSCLE = np.dtype(
    [(name, "i8") for name in ("point", "point_end", "use", "use_end", "arm", "arm_end", "hip", "slides")], align=True
)
POINT = np.dtype(
    [
        ("kind", "i8"),
        ("segment", "i8"),
        ("location", "f8", (3,)),
        ("condition", "i8"),
        ("lower", "f8"),
        ("upper", "f8"),
        ("moving", "i8", (3,)),
        ("moving_lower", "f8", (3,)),
        ("moving_upper", "f8", (3,)),
        ("function_kind", "i8", (3,)),
        ("function_first", "i8", (3,)),
        ("function_count", "i8", (3,)),
    ]
)
USE = np.dtype([("surface", "i8"), ("first", "i8"), ("last", "i8")])
SURFACE = np.dtype(
    [
        ("kind", "i8"),
        ("segment", "i8"),
        ("axis", "i8"),
        ("sign", "f8"),
        ("radius", "f8"),
        ("length", "f8"),
        ("rotation", "f8", (3, 3)),
        ("center", "f8", (3,)),
    ]
)
LINK = np.dtype([("coordinate", "i8"), ("target", "i8"), ("sign", "f8")])


class Plan(NamedTuple):
    """Muscle paths for kernels: dense tables. n_m muscles, n_p points, n_u uses of surfaces, n_h hips.

    muscle (n_m,) of MUSCLE: its slices of point, use and arm_coordinate, the hip that it crosses (-1 for none), whether
    a point of it slides; point (n_p,) of POINT, use (n_u,) of USE, surface of SURFACE as in ``anatomy.body``;
    chain_start (n_s * n_s + 1,): for segments a, b the slice a * n_s + b of chain, of LINK: the coordinates that move b
    against a, with sign +1 beyond the common ancestor on b's side, -1 on a's, and the target that their arm counts for
    (themselves, or the coordinate they are coupled to); arm_coordinate: the coordinates that each muscle can move;
    hip_segment (n_h,): the femurs; distal (n_h, n_s): 1 for segments beyond the hip.
    """

    muscle: Table
    point: Table
    use: Table
    surface: Table
    chain_start: Ints
    chain: Table
    arm_coordinate: Ints
    hip_segment: Ints
    distal: Ints


def hip_joints(body: Body) -> tuple[int, ...]:
    """Indices of the right and left hip joint, by the names of their coordinates; raises UnknownName."""
    return tuple(int(body.coordinates.joint[body.coordinate(f"hip_rotation_{side}")]) for side in SIDES)


def ancestors(body: Body) -> list[list[int]]:
    """For every segment the joints between it and the ground, nearest first."""
    joint_of = {int(child): j for j, child in enumerate(body.joints.child)}
    chains: list[list[int]] = []
    for tip in range(len(body.segments.names)):
        chain: list[int] = []
        segment = tip
        while segment != 0:
            chain.append(joint_of[segment])
            segment = int(body.joints.parent[chain[-1]])
        chains.append(chain)
    return chains


def make_plan(body: Body) -> Plan:
    """The arrays of a body's muscle paths, ready for the kernels; raises ImpossibleData for a path too long."""
    chains = ancestors(body)
    moved = _moved(body, chains)
    chain_start, chain = _chain_table(body, moved)
    arm_start, arm_coordinate = _crossed(body, moved)
    distal, hip_segment = _distal(body, chains)
    _check_sizes(body)
    return Plan(
        muscle=_muscle_table(body, arm_start, distal),
        point=_point_table(body),
        use=_use_table(body),
        surface=_surface_table(body),
        chain_start=chain_start,
        chain=chain,
        arm_coordinate=arm_coordinate,
        hip_segment=hip_segment,
        distal=distal,
    )


def _muscle_table(body: Body, arm_start: Ints, distal: Ints) -> Table:
    table = np.zeros(len(body.muscles.names), dtype=MUSCLE)
    for name, start in (("point", body.paths.point_start), ("use", body.paths.wrap_start), ("arm", arm_start)):
        table[name], table[f"{name}_end"] = start[:-1], start[1:]
    table["hip"], table["slides"] = _hips(body, distal), _slides(body)
    return table


def _point_table(body: Body) -> Table:
    paths, functions = body.paths, body.functions
    table = np.zeros(len(paths.point_kind), dtype=POINT)
    table["kind"], table["segment"], table["location"] = paths.point_kind, paths.point_segment, paths.point_m
    table["condition"] = paths.condition_coordinate
    table["lower"], table["upper"] = paths.condition_lower - CONDITION_SLACK, paths.condition_upper + CONDITION_SLACK
    table["moving"] = paths.moving_coordinate
    coordinate = np.maximum(paths.moving_coordinate, 0)
    table["moving_lower"] = body.coordinates.lower[coordinate]
    table["moving_upper"] = body.coordinates.upper[coordinate]
    sliding = np.flatnonzero(paths.point_kind == MOVING_POINT)
    chosen = np.maximum(paths.moving_function[sliding], 0)
    for name, values in (("kind", functions.kind), ("first", functions.start), ("count", functions.count)):
        table[f"function_{name}"][sliding] = values[chosen]
    return table


def _use_table(body: Body) -> Table:
    table = np.zeros(len(body.paths.wrap), dtype=USE)
    table["surface"], table["first"], table["last"] = body.paths.wrap, body.paths.wrap_first, body.paths.wrap_last
    return table


def _surface_table(body: Body) -> Table:
    wraps = body.wraps
    table = np.zeros(len(wraps.names), dtype=SURFACE)
    table["kind"], table["segment"], table["rotation"] = wraps.kind, wraps.segment, wraps.rotation
    table["center"], table["radius"], table["length"] = wraps.point_m, wraps.radius_m, wraps.length_m
    table["axis"], table["sign"] = wraps.quadrant_axis, wraps.quadrant_sign
    return table


def _slides(body: Body) -> Ints:
    kinds, start = body.paths.point_kind, body.paths.point_start
    return np.array([int(MOVING_POINT in kinds[a:b]) for a, b in pairwise(start)], np.int64)


def _targets(body: Body) -> Ints:
    coupled = body.coordinates.coupled_to
    return np.where(coupled >= 0, coupled, np.arange(len(coupled)))


def _moved(body: Body, chains: list[list[int]]) -> Flags:
    """Which coordinates move which segments against the ground (n_s, n_q)."""
    joint = body.coordinates.joint
    return np.array([np.isin(joint, chain) for chain in chains], dtype=bool).reshape(len(chains), len(joint))


def _chain_table(body: Body, moved: Flags) -> tuple[Ints, Table]:
    """Coordinates (with sign) between every pair of segments."""
    b_beyond = moved[None, :, :] & ~moved[:, None, :]
    beyond = np.stack([b_beyond, b_beyond.transpose(1, 0, 2)], axis=2)
    *_, reverse, coordinate = np.nonzero(beyond)
    table = np.zeros(len(coordinate), dtype=LINK)
    table["coordinate"], table["target"] = coordinate, _targets(body)[coordinate]
    table["sign"] = np.where(reverse, -1.0, 1.0)
    start = np.zeros(len(moved) ** 2 + 1, dtype=np.int64)
    np.cumsum(beyond.sum(axis=(2, 3)).ravel(), out=start[1:])
    return start, table


def path_segments(body: Body, muscle: int) -> list[int]:
    """Segments that a muscle's points and wraps lie on."""
    paths, wraps = body.paths, body.wraps
    on_points = [int(paths.point_segment[p]) for p in body.muscle_points(muscle)]
    used = range(int(paths.wrap_start[muscle]), int(paths.wrap_start[muscle + 1]))
    return sorted({*on_points, *(int(wraps.segment[paths.wrap[w]]) for w in used)})


def _crossed(body: Body, moved: Flags) -> tuple[Ints, Ints]:
    """For each muscle the free coordinates that move any of its segments against another."""
    target = _targets(body)
    start, coordinate = [0], []
    for m in range(len(body.muscles.names)):
        own = moved[path_segments(body, m)]
        between = np.flatnonzero(own.any(axis=0) & ~own.all(axis=0))
        coordinate += sorted({*target[between].tolist(), *_own_movers(body, m, target)})
        start.append(len(coordinate))
    return np.array(start, np.int64), np.array(coordinate, np.int64)


def _own_movers(body: Body, muscle: int, target: Ints) -> set[int]:
    points = body.muscle_points(muscle)
    return {int(target[c]) for p in points for c in body.paths.moving_coordinate[p] if c >= 0}


def _distal(body: Body, chains: list[list[int]]) -> tuple[Ints, Ints]:
    hips = hip_joints(body)
    distal = np.array([[int(j in chain) for chain in chains] for j in hips], np.int64)
    return distal, np.array([body.joints.child[j] for j in hips], np.int64)


def _hips(body: Body, distal: Ints) -> Ints:
    """Which hip each muscle crosses, -1 for none; a muscle over both hips is refused."""
    found = np.full(len(body.muscles.names), -1, np.int64)
    for m, name in enumerate(body.muscles.names):
        segments = path_segments(body, m)
        crossed = [h for h in range(len(distal)) if len({int(distal[h, s]) for s in segments}) == 2]
        if len(crossed) > 1:
            raise ImpossibleData(
                f"muscle '{name}' crosses both hips",
                where=body.source or body.name,
                valid="muscles that cross at most one hip",
                next_step="check the path points of this muscle",
            )
        found[m] = crossed[0] if crossed else -1
    return found


def _check_sizes(body: Body) -> None:
    for m, name in enumerate(body.muscles.names):
        nodes = len(body.muscle_points(m)) + 2 * int(body.paths.wrap_start[m + 1] - body.paths.wrap_start[m])
        if nodes > MOST_POINTS:
            raise ImpossibleData(
                f"the path of muscle '{name}' has {nodes} points",
                where=body.source or body.name,
                valid=f"at most {MOST_POINTS} points, two of them for every wrap",
                next_step="thin out the path",
            )
