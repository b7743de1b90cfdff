"""Other published paths of the hip model's deep rotators, to see what hangs on the choice of a path.

Points are in the hip model's own frames and size; every row names its source and how it was brought there.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from trochanter.anatomy.body import FIXED_POINT, Body, Paths
from trochanter.anatomy.rows import Row, grouped, rows, triple
from trochanter.core.arrays import Floats, Ints, frozen
from trochanter.core.errors import UnknownName
from trochanter.core.sides import SIDES, Side


@dataclass(frozen=True, slots=True)
class PathVariant:
    """name; label for people; lines (without side) that it has a path for; whether its paths keep their wraps."""

    name: str
    label: str
    lines: tuple[str, ...]
    keeps_wraps: bool
    source: str
    note: str


@cache
def path_variants() -> tuple[PathVariant, ...]:
    """All variants, in the order of the table."""
    lines = grouped(rows("deep_six_variant_points"), "variant")
    return tuple(
        PathVariant(
            row["variant"],
            row["label"],
            tuple(dict.fromkeys(point["line"] for point in lines[row["variant"]])),
            row["wraps"] == "kept",
            row["source"],
            row["note"],
        )
        for row in rows("deep_six_variants")
    )


def with_variant(body: Body, name: str) -> Body:
    """The hip model with the paths of a variant, parameters unchanged; raises UnknownName.

    ``body`` has to be the hip model in its own size: the points are not scaled.
    """
    variants = {variant.name: variant for variant in path_variants()}
    if name not in variants:
        raise UnknownName("path of the deep rotators", name, variants)
    points = grouped([row for row in rows("deep_six_variant_points") if row["variant"] == name], "line")
    placed = {
        body.muscle(f"{line}_{side}"): [_placed(body, row, side) for row in own]
        for line, own in points.items()
        for side in SIDES
    }
    return replace(body, paths=_replaced(body.paths, placed, keep_wraps=variants[name].keeps_wraps))


def _placed(body: Body, row: Row, side: Side) -> tuple[int, Floats]:
    """Segment and place of a point, mirrored to the left by its z."""
    segment = row["segment"][:-1] + side if row["segment"].endswith("_r") else row["segment"]
    x, y, z = triple(row)
    return body.segment(segment), np.array([x, y, z if side is Side.RIGHT else -z])


def _replaced(paths: Paths, placed: dict[int, list[tuple[int, Floats]]], *, keep_wraps: bool) -> Paths:
    """Paths in which some muscles run through other, fixed points."""
    count = len(paths.point_start) - 1
    old = [np.arange(paths.point_start[m], paths.point_start[m + 1]) for m in range(count)]
    # A new point borrows the row of the muscle's first point, whose kind, segment and place are then set.
    at = np.concatenate([np.full(len(placed[m]), old[m][0]) if m in placed else old[m] for m in range(count)])
    sizes = [len(placed[m]) if m in placed else len(old[m]) for m in range(count)]
    start = np.concatenate([[0], np.cumsum(sizes)])
    kind, segment, place = paths.point_kind[at], paths.point_segment[at], paths.point_m[at]
    for m, points in placed.items():
        for k, (own_segment, own_place) in enumerate(points, start=int(start[m])):
            kind[k], segment[k], place[k] = FIXED_POINT, own_segment, own_place
    drop = () if keep_wraps else tuple(placed)
    uses = [
        np.arange(0) if m in drop else np.arange(paths.wrap_start[m], paths.wrap_start[m + 1]) for m in range(count)
    ]
    used = np.concatenate(uses).astype(np.int64)
    return replace(
        paths,
        point_names=tuple(paths.point_names[k] for k in at),
        point_start=_ints(start),
        point_kind=_ints(kind),
        point_segment=_ints(segment),
        point_m=frozen(place),
        condition_coordinate=_ints(paths.condition_coordinate[at]),
        condition_lower=frozen(paths.condition_lower[at]),
        condition_upper=frozen(paths.condition_upper[at]),
        moving_coordinate=_ints(paths.moving_coordinate[at]),
        moving_function=_ints(paths.moving_function[at]),
        wrap_start=_ints(np.concatenate([[0], np.cumsum([len(use) for use in uses])])),
        wrap=_ints(paths.wrap[used]),
        wrap_first=_ints(paths.wrap_first[used]),
        wrap_last=_ints(paths.wrap_last[used]),
    )


def _ints(values: Ints) -> Ints:
    return frozen(values, np.int64)
