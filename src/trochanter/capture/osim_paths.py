"""Muscle paths of an ``.osim`` model: fixed, conditional and moving points, and wraps."""

from dataclasses import dataclass, field
from math import inf

import numpy as np

from trochanter.anatomy.body import CONDITIONAL_POINT, FIXED_POINT, MOVING_POINT, Paths
from trochanter.capture.osim_coordinates import CoordinateRows
from trochanter.capture.osim_file import Element, OsimFile
from trochanter.capture.osim_frames import ZERO, Frames, Pose
from trochanter.capture.osim_functions import Curves, find_function, read_function
from trochanter.capture.osim_wraps import WrapRows
from trochanter.core.arrays import frozen

POINT_TAGS = {"PathPoint": FIXED_POINT, "ConditionalPathPoint": CONDITIONAL_POINT, "MovingPathPoint": MOVING_POINT}
_MOST_POINTS = 500
_NONE = (-1, -1, -1)


@dataclass(slots=True)
class PointRow:
    """One point of a path."""

    name: str
    kind: int
    segment: int
    point_m: tuple[float, ...]
    condition: tuple[int, float, float] = (-1, -inf, inf)
    moving_coordinate: tuple[int, ...] = _NONE
    moving_function: tuple[int, ...] = _NONE


@dataclass(slots=True)
class PathRow:
    """One path: its points, and wrap, first and last point of each wrap."""

    points: list[PointRow] = field(default_factory=list)
    wraps: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class PathReader:
    """What a path needs to be read: the frames, coordinates, functions and wraps of its model."""

    file: OsimFile
    frames: Frames
    coordinates: CoordinateRows
    curves: Curves
    wraps: WrapRows

    def points(self, muscle: Element) -> list[PointRow]:
        """Points of the path of ``muscle``; raises UnsupportedElement for paths or points of another kind."""
        path, owner = self._path(muscle), self.file.name(muscle)
        rows = [self._point(item, owner) for item in self.file.objects(path, "PathPointSet", most=_MOST_POINTS)]
        if len(rows) < 2:
            raise self.file.bad(f"the path of {owner} has {len(rows)} points", path, "at least two points")
        return rows

    def wrapped(self, muscle: Element, n_points: int) -> list[tuple[int, int, int]]:
        """Wraps of the path of ``muscle``: index of the surface, zero-based first and last point (-1: end)."""
        items = self.file.objects(self._path(muscle), "PathWrapSet", most=_MOST_POINTS)
        found = [self._wrap(item, muscle, n_points) for item in items]
        return [wrap for wrap in found if wrap[0] >= 0]

    def _path(self, muscle: Element) -> Element:
        path = self.file.child(muscle, "GeometryPath", "path")
        if path is not None and path.tag == "path":
            path = next(iter(path), None)
        other = next((item for item in muscle if str(item.tag).endswith("Path") and item is not path), None)
        if path is None or path.tag != "GeometryPath":
            raise self.file.unsupported(
                muscle,
                self.file.name(muscle),
                ["GeometryPath"],
                "no GeometryPath" if other is None else f"a {other.tag}",
            )
        return path

    def _point(self, item: Element, owner: str) -> PointRow:
        if item.tag not in POINT_TAGS:
            raise self.file.unsupported(item, owner, POINT_TAGS, f"the path point {item.tag}")
        kind = POINT_TAGS[str(item.tag)]
        name = self.file.optional_name(item)
        pose = self.frames.pose(self.file.text(item, "socket_parent_frame", "body"), "", item)
        if kind == MOVING_POINT:
            return self._moving_point(item, name, owner, pose)
        row = PointRow(name, kind, pose.segment, pose.point(self.file.vector(item, "location", ZERO)))
        if kind == CONDITIONAL_POINT:
            lower, upper = self.file.vector(item, "range", (0.0, 0.0))
            if lower > upper:
                raise self.file.bad(f"the range of point '{name}' of {owner} is {lower:g} to {upper:g}", item)
            coordinate = self.coordinates.find(self.file, self.file.text(item, "socket_coordinate", "coordinate"), item)
            row.condition = (coordinate, lower, upper)
        return row

    def _moving_point(self, item: Element, name: str, owner: str, pose: Pose) -> PointRow:
        if pose.turn is not None:
            raise self.file.unsupported(
                item, owner, ["a moving point in a segment's own axes"], "a turned moving point"
            )
        point, coordinate, function = [0.0] * 3, [-1] * 3, [-1] * 3
        for k, letter in enumerate("xyz"):
            element = find_function(self.file, item, f"{letter}_location")
            if element is None:
                raise self.file.bad(f"moving point '{name}' of {owner} has no {letter}_location", item, "a function")
            curve = read_function(self.file, element, f"point {name} of {owner}").changed(1.0, pose.origin[k])
            if curve.constant:
                point[k] = curve.coefficients[0]
                continue
            socket = self.file.text(item, f"socket_{letter}_coordinate", f"{letter}_coordinate")
            coordinate[k] = self.coordinates.find(self.file, socket, item)
            function[k] = self.curves.add(curve)
        return PointRow(
            name,
            MOVING_POINT,
            pose.segment,
            tuple(point),
            moving_coordinate=tuple(coordinate),
            moving_function=tuple(function),
        )

    def _wrap(self, item: Element, muscle: Element, n_points: int) -> tuple[int, int, int]:
        if item.tag != "PathWrap":
            raise self.file.unsupported(item, self.file.name(muscle), ["PathWrap"])
        index = self.wraps.find(self.file, self.file.text(item, "wrap_object"), muscle, item)
        first, last = (int(v) for v in self.file.vector(item, "range", (-1.0, -1.0)))
        first, last = max(first - 1, -1), max(last - 1, -1)
        if max(first, last) >= n_points or (last >= 0 and first >= last):
            raise self.file.bad(
                f"a wrap of {self.file.name(muscle)} is between points {first + 1} and {last + 1} of {n_points}",
                item,
                "1-based numbers of two points in order, or -1 -1 for the whole path",
            )
        return index, first, last


def freeze_paths(rows: list[PathRow]) -> Paths:
    """The read-only arrays."""
    points = [point for row in rows for point in row.points]
    wraps = [wrap for row in rows for wrap in row.wraps]
    return Paths(
        point_names=tuple(point.name for point in points),
        point_start=frozen(np.cumsum([0, *(len(row.points) for row in rows)]), np.int64),
        point_kind=frozen([point.kind for point in points], np.int64),
        point_segment=frozen([point.segment for point in points], np.int64),
        point_m=frozen([point.point_m for point in points], shape=(-1, 3)),
        condition_coordinate=frozen([point.condition[0] for point in points], np.int64),
        condition_lower=frozen([point.condition[1] for point in points]),
        condition_upper=frozen([point.condition[2] for point in points]),
        moving_coordinate=frozen([point.moving_coordinate for point in points], np.int64, (-1, 3)),
        moving_function=frozen([point.moving_function for point in points], np.int64, (-1, 3)),
        wrap_start=frozen(np.cumsum([0, *(len(row.wraps) for row in rows)]), np.int64),
        wrap=frozen([wrap[0] for wrap in wraps], np.int64),
        wrap_first=frozen([wrap[1] for wrap in wraps], np.int64),
        wrap_last=frozen([wrap[2] for wrap in wraps], np.int64),
    )
