"""The hip model's muscle lines, from the room's tables: points and wraps of the right side, mirrored to the left.

The mirror image of a point changes the sign of its z coordinate; parameters are the same on both sides.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import CYLINDER, SPHERE, MillardCurves, Muscles, Paths, Segments, Wraps
from trochanter.anatomy.rows import Row, grouped, numbers, rows, triple
from trochanter.core.arrays import Ints, frozen
from trochanter.core.rotations import xyz_body_rotation
from trochanter.core.sides import SIDES, Side

MAX_CONTRACTION_VELOCITY = 10.0  # optimal fibre lengths a second, as in Rajagopal 2016
_PARAMETERS = ("max_isometric_force_N", "optimal_fiber_length_m", "tendon_slack_length_m", "pennation_rad")
_MINIMUM_ACTIVATION = 0.01
_KINDS = {"cylinder": CYLINDER, "sphere": SPHERE}


@dataclass(frozen=True, slots=True)
class Line:
    """One muscle line of the right side: its points, wraps (name, first and last point), parameters."""

    stem: str
    points: tuple[Row, ...]
    wraps: tuple[tuple[str, int, int], ...]
    parameters: tuple[float, ...]
    minimum_activation: float


def deep_stems() -> tuple[str, ...]:
    """Names, without side, of the lines that the parameter sets describe."""
    return tuple(grouped(rows("deep_six_points"), "line"))


def right_lines() -> tuple[Line, ...]:
    """Rajagopal's lines, then the deep lines, whose parameters are NaN until a set is chosen."""
    points, wraps = grouped(rows("path_points"), "line"), grouped(rows("path_wraps"), "line")
    generic = [
        Line(
            row["line"],
            tuple(points[row["line"]]),
            tuple((w["wrap"], int(w["first_point"]), int(w["last_point"])) for w in wraps.get(row["line"], [])),
            numbers(row, *_PARAMETERS),
            float(row["minimum_activation"]),
        )
        for row in rows("lines")
    ]
    return (*generic, *_deep_lines())


def _deep_lines() -> list[Line]:
    spheres = [row for row in rows("deep_six_wraps") if row["wrap"].endswith("_r")]
    unset = (float("nan"),) * len(_PARAMETERS)
    return [
        Line(
            stem,
            tuple(points),
            tuple((row["wrap"][:-2], -1, -1) for row in spheres if stem in row["lines"].split()),
            unset,
            _MINIMUM_ACTIVATION,
        )
        for stem, points in grouped(rows("deep_six_points"), "line").items()
    ]


def build_wraps(segments: Segments) -> Wraps:
    """Cylinders of Rajagopal's lines and the spheres of the deep lines, by segment."""
    table = sorted((*rows("wraps"), *rows("deep_six_wraps")), key=lambda row: segments.names.index(row["segment"]))
    quadrants = [row["quadrant"] for row in table]
    return Wraps(
        names=tuple(row["wrap"] for row in table),
        kind=frozen([_KINDS[row["kind"]] for row in table], np.int64),
        segment=frozen([segments.names.index(row["segment"]) for row in table], np.int64),
        rotation=frozen([xyz_body_rotation(triple(row, "rotation_", "_rad")) for row in table]),
        point_m=frozen([triple(row) for row in table]),
        radius_m=frozen([float(row["radius_m"]) for row in table]),
        length_m=frozen([float(row["length_m"]) for row in table]),
        quadrant_axis=frozen([-1 if q == "all" else "xyz".index(q[-1]) for q in quadrants], np.int64),
        quadrant_sign=frozen([-1.0 if q.startswith("-") else 1.0 for q in quadrants]),
    )


def build_paths(lines: tuple[Line, ...], segments: Segments, wraps: Wraps) -> Paths:
    """Paths of both sides, the right side's first."""
    sided = [(line, side) for side in SIDES for line in lines]
    points = [(_segment(row, side), _place(row, side)) for line, side in sided for row in line.points]
    used = [(wraps.names.index(f"{wrap}_{side}"), *ends) for line, side in sided for wrap, *ends in line.wraps]
    n = len(points)
    return Paths(
        point_names=tuple(f"{line.stem}_{side}-P{k + 1}" for line, side in sided for k in range(len(line.points))),
        point_start=_starts([len(line.points) for line, _ in sided]),
        point_kind=frozen(np.zeros(n), np.int64),
        point_segment=frozen([segments.names.index(name) for name, _ in points], np.int64),
        point_m=frozen([place for _, place in points]),
        condition_coordinate=frozen(np.full(n, -1), np.int64),
        condition_lower=frozen(np.full(n, -np.inf)),
        condition_upper=frozen(np.full(n, np.inf)),
        moving_coordinate=frozen(np.full((n, 3), -1), np.int64),
        moving_function=frozen(np.full((n, 3), -1), np.int64),
        wrap_start=_starts([len(line.wraps) for line, _ in sided]),
        wrap=frozen([row[0] for row in used], np.int64),
        wrap_first=frozen([row[1] for row in used], np.int64),
        wrap_last=frozen([row[2] for row in used], np.int64),
    )


def _starts(counts: list[int]) -> Ints:
    return frozen([0, *np.cumsum(counts)], np.int64)


def _segment(row: Row, side: Side) -> str:
    name = row["segment"]
    return f"{name[:-2]}_{side}" if name.endswith("_r") else name


def _place(row: Row, side: Side) -> tuple[float, float, float]:
    x, y, z = triple(row)
    return (x, y, z) if side is Side.RIGHT else (x, y, -z)


def build_muscles(lines: tuple[Line, ...]) -> Muscles:
    """Muscles of both sides; all share one set of fibre curves."""
    force, optimal, slack, pennation = (
        frozen(values) for values in zip(*[x.parameters for x in lines] * 2, strict=True)
    )
    n = 2 * len(lines)
    curves = MillardCurves(**{row["parameter"]: float(row["value"]) for row in rows("fiber_curves")})
    return Muscles(
        names=tuple(f"{line.stem}_{side}" for side in SIDES for line in lines),
        max_isometric_force_N=force,
        optimal_fiber_length_m=optimal,
        tendon_slack_length_m=slack,
        pennation_rad=pennation,
        max_contraction_velocity=frozen(np.full(n, MAX_CONTRACTION_VELOCITY)),
        minimum_activation=frozen([line.minimum_activation for line in lines] * 2),
        curve=frozen(np.zeros(n), np.int64),
        curves=(curves,),
    )
