"""Inverse kinematics as plain arrays for the kernels: which axes move which markers, and in which order to eliminate.

Coordinates that may move are numbered from the tips of the limbs to the root. Two limbs do not share a marker, so each
row of the Hessian then begins at a known column and its Cholesky factor fills nothing before it (an envelope).
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Flags, Floats, Ints
from trochanter.kinematics.tree import Tree, make_tree

Table = NDArray[Any]
MOVE = np.dtype(
    [
        ("axis", "i8"),
        ("segment", "i8"),
        ("rotates", "i8"),
        ("coordinate", "i8"),
        ("free", "i8"),
        ("above", "i8"),
    ]
)
MARKER = np.dtype([("column", "i8"), ("segment", "i8"), ("weight", "f8"), ("location", "f8", (3,))])
FREE = np.dtype(
    [("coordinate", "i8"), ("first", "i8"), ("base", "i8"), ("lower", "f8"), ("upper", "f8"), ("task_weight", "f8")]
)
LINK = np.dtype([("child", "i8"), ("parent", "i8")])
FULL_TURN_RAD = 2.0 * np.pi - 1e-6


class IkTables(NamedTuple):
    """What the kernels need beside the tree.

    move (m,) of MOVE: axes above a marker that a free coordinate drives, parents first; above is the move before it in
    its chain, -1 at the root; free the number of its coordinate. marker (k,) of MARKER: column in the recording.
    free (n_f,) of FREE: first is where its row of the Hessian begins, base tells the joint to the ground, lower and
    upper are infinite without a clamp. link (n_l,) of LINK: segments above markers and their parents, tips first.
    follower (n_d,): dependent coordinates that move a marker.
    """

    move: Table
    marker: Table
    free: Table
    link: Table
    follower: Ints


class IkWork(NamedTuple):
    """Scratch arrays of one thread: see the kernels."""

    rotation: Floats
    origin: Floats
    axis: Floats
    point: Floats
    slope: Floats
    curve: Floats
    coupling: Floats
    sums: Floats
    column: Floats
    now: Floats
    vectors: Floats
    held: Ints
    hessian: Floats
    factor: Floats


@dataclass(frozen=True, slots=True)
class Tracked:
    """Markers that are fitted: names in the body and in the recording, column there, segment, location_m, weight."""

    names: tuple[str, ...]
    recorded: tuple[str, ...]
    column: Ints
    segment: Ints
    location_m: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
class Problem:
    """Arrays for the kernels; free: coordinates in their order there; undetermined: coordinates no marker moves."""

    body: Body
    tree: Tree
    tables: IkTables
    free: tuple[int, ...]
    undetermined: tuple[int, ...]


def make_problem(body: Body, tracked: Tracked, task_weight: Floats) -> Problem:
    """The arrays of a fit; task_weight (n_q,): of the coordinate tasks, 0 where there is none."""
    tree = make_tree(body)
    carriers = _carriers(body, tracked.segment)
    keep = carriers[tree.joint["child"]]
    driven, movable = _driven_by(body), _movable(body)
    moves = _moves(tree, np.flatnonzero(keep), driven, movable)
    reached = {driven[c] for _, _, _, c in moves} | set(np.flatnonzero(movable & (task_weight > 0.0)).tolist())
    free = _elimination_order(tree, driven, reached)
    place = {coordinate: number for number, coordinate in enumerate(free)}
    move = _move_table(body, tree, moves, driven, place)
    links = [(int(j["child"]), int(j["parent"])) for j in tree.joint[keep][::-1]]
    followers = {c for _, _, _, c in moves if body.coordinates.coupled_to[c] >= 0}
    tables = IkTables(
        move=move,
        marker=_marker_table(tracked),
        free=_free_table(body, free, task_weight, _envelope(move, len(free))),
        link=np.array(links, dtype=LINK),
        follower=np.array(sorted(followers), dtype=np.int64),
    )
    undetermined = tuple(int(i) for i in np.flatnonzero(movable) if int(i) not in place)
    return Problem(body, tree._replace(joint=tree.joint[keep]), tables, tuple(free), undetermined)


def _carriers(body: Body, segments: Ints) -> Flags:
    """Segments with a marker on them or on a segment further out."""
    found = np.zeros(len(body.segments.names), dtype=bool)
    found[segments] = True
    for parent, child in zip(body.joints.parent[::-1], body.joints.child[::-1], strict=True):
        found[parent] |= found[child]
    return found


def _driven_by(body: Body) -> list[int]:
    """The independent coordinate behind each coordinate: itself, unless it is dependent."""
    return [int(c) if c >= 0 else i for i, c in enumerate(body.coordinates.coupled_to)]


def _movable(body: Body) -> Flags:
    """Coordinates that a fit may change: not dependent, locked or prescribed."""
    table = body.coordinates
    flags: Flags = (table.coupled_to < 0) & ~table.locked & (table.prescribed_function < 0)
    return flags


def _moves(tree: Tree, joints: Ints, driven: list[int], movable: Flags) -> list[tuple[int, int, int, int]]:
    """Joint, axis, rotates, coordinate of each axis above a marker that a movable coordinate drives; parents first."""
    found = []
    for j in joints:
        for k in range(int(tree.joint["axis_first"][j]), int(tree.joint["axis_last"][j])):
            coordinate = int(tree.axis["coordinate"][k])
            if coordinate >= 0 and movable[driven[coordinate]]:
                found.append((int(j), k, int(tree.axis["rotates"][k]), coordinate))
    return found


def _elimination_order(tree: Tree, driven: list[int], reached: set[int]) -> list[int]:
    """Free coordinates so that those further out come first and limbs stay together."""
    children: dict[int, list[int]] = {}
    for j, parent in enumerate(tree.joint["parent"]):
        children.setdefault(int(parent), []).append(j)
    order: list[int] = []
    waiting = children.get(0, [])[::-1]
    while waiting:
        j = waiting.pop()
        row = tree.joint[j]
        own = tree.axis["coordinate"][int(row["axis_first"]) : int(row["axis_last"])]
        order += [driven[int(c)] for c in own if c >= 0]
        waiting += children.get(int(row["child"]), [])[::-1]
    return [c for c in dict.fromkeys(order) if c in reached][::-1]


def _move_table(
    body: Body, tree: Tree, moves: list[tuple[int, int, int, int]], driven: list[int], place: dict[int, int]
) -> Table:
    last: dict[int, int] = {0: -1}
    own: dict[int, list[int]] = {}
    for number, (j, *_) in enumerate(moves):
        own.setdefault(j, []).append(number)
    above = [-1] * len(moves)
    for j, (parent, child) in enumerate(zip(body.joints.parent, body.joints.child, strict=True)):
        before = last[int(parent)]
        for number in own.get(j, []):
            above[number] = before
            before = number
        last[int(child)] = before
    rows = [
        (k, int(tree.joint["child"][j]), rotates, c, place[driven[c]], up)
        for (j, k, rotates, c), up in zip(moves, above, strict=True)
    ]
    return np.array(rows, dtype=MOVE)


def _envelope(move: Table, count: int) -> list[int]:
    """First column of each row of the Hessian that is not always zero."""
    first = list(range(count))
    for b in range(len(move)):
        a = b
        while a >= 0:
            low, high = sorted((int(move["free"][a]), int(move["free"][b])))
            first[high] = min(first[high], low)
            a = int(move["above"][a])
    return first


def _free_table(body: Body, free: list[int], task_weight: Floats, first: list[int]) -> Table:
    """The free coordinates and their bounds.

    A clamp that spans a full turn is no bound, where the angle would stick instead of going round, nor is one of the
    joint to the ground: where a person is in the room, and which way they face, is no property of the body.
    """
    q = body.coordinates
    table = np.zeros(len(free), dtype=FREE)
    base = body.joints.parent[q.joint] == 0
    endless = q.is_rotation & (q.upper - q.lower >= FULL_TURN_RAD)
    clamped = q.clamped & ~endless & ~base
    table["coordinate"], table["first"] = free, first
    table["base"] = base[free]
    table["lower"] = np.where(clamped, q.lower, -np.inf)[free]
    table["upper"] = np.where(clamped, q.upper, np.inf)[free]
    table["task_weight"] = task_weight[free]
    return table


def _marker_table(tracked: Tracked) -> Table:
    table = np.zeros(len(tracked.names), dtype=MARKER)
    table["column"], table["segment"] = tracked.column, tracked.segment
    table["weight"], table["location"] = tracked.weight, tracked.location_m
    return table
