"""The hip model's bones, joints, coordinates and markers, from the room's tables."""

import numpy as np

from trochanter.anatomy.body import Coordinates, Joints, Markers, Segments
from trochanter.anatomy.functions import FunctionTable
from trochanter.anatomy.rows import Row, grouped, numbers, rows, triple
from trochanter.anatomy.splines import end_cubic_spline
from trochanter.core.arrays import Flags, Floats, Ints, frozen
from trochanter.core.rotations import xyz_body_rotation

GROUND = "ground"
_COUPLER = "linear"  # every coupler of the table is 1:1


class FunctionShelf:
    """Adds each function of the tables once: constants, multiples of the coordinate and of the tabled splines."""

    def __init__(self) -> None:
        self.table = FunctionTable()
        self._knots = grouped(rows("splines"), "function")
        self._index: dict[tuple[str, float], int] = {}

    def add(self, name: str, multiplier: float) -> int:
        """Index of ``multiplier`` times the function ``name``."""
        key = (name, multiplier)
        if key not in self._index:
            self._index[key] = self._make(name, multiplier)
        return self._index[key]

    def _make(self, name: str, multiplier: float) -> int:
        if name == "constant":
            return self.table.polynomial([multiplier])
        if name == "linear":
            return self.table.polynomial([0.0, multiplier])
        x, y = zip(*(numbers(row, "x_rad", "y_rad_or_m") for row in self._knots[name]), strict=True)
        return self.table.piecewise(end_cubic_spline(x, y) * np.array([1.0, *[multiplier] * 4]))


def build_segments() -> Segments:
    """Ground, pelvis and both legs."""
    table = rows("segments")
    inertia = [np.diag(numbers(row, "ixx_kgm2", "iyy_kgm2", "izz_kgm2")) for row in table]
    return Segments(
        names=(GROUND, *(row["segment"] for row in table)),
        mass_kg=frozen([0.0, *(float(row["mass_kg"]) for row in table)]),
        mass_center_m=frozen([(0.0, 0.0, 0.0), *(triple(row, "mass_center_") for row in table)]),
        inertia_kgm2=frozen([np.zeros((3, 3)), *inertia]),
    )


def build_joints(segments: Segments, shelf: FunctionShelf) -> Joints:
    """All joints, parents first as in the table."""
    table, axes = rows("joints"), grouped(rows("joint_axes"), "joint")
    place = {row["coordinate"]: k for k, row in enumerate(rows("coordinates"))} | {"": -1}
    own = [axes[row["joint"]] for row in table]

    def ends(end: str) -> tuple[Ints, Floats, Floats]:
        index = frozen([segments.names.index(row[end]) for row in table], np.int64)
        turn = [xyz_body_rotation(triple(row, f"{end}_rotation_", "_rad")) for row in table]
        return index, frozen(turn), frozen([triple(row, f"{end}_") for row in table])

    parent, parent_rotation, parent_point_m = ends("parent")
    child, child_rotation, child_point_m = ends("child")
    functions = [[shelf.add(axis["function"], float(axis["multiplier"])) for axis in six] for six in own]
    return Joints(
        names=tuple(row["joint"] for row in table),
        parent=parent,
        child=child,
        parent_rotation=parent_rotation,
        parent_point_m=parent_point_m,
        child_rotation=child_rotation,
        child_point_m=child_point_m,
        axis=frozen([[numbers(axis, "x", "y", "z") for axis in six] for six in own]),
        axis_function=frozen(functions, np.int64),
        axis_coordinate=frozen([[place[axis["coordinate"]] for axis in six] for six in own], np.int64),
    )


def build_coordinates(joints: Joints, shelf: FunctionShelf) -> Coordinates:
    """All coordinates with their ranges, locks and couplers."""
    table = rows("coordinates")
    names = tuple(row["coordinate"] for row in table)
    coupled = [names.index(row["coupled_to"]) if row["coupled_to"] else -1 for row in table]

    def column(name: str) -> Floats:
        return frozen([float(row[f"{name}_rad_or_m"]) for row in table])

    return Coordinates(
        names=names,
        joint=frozen([joints.names.index(row["joint"]) for row in table], np.int64),
        is_rotation=frozen([row["kind"] == "rotation" for row in table], np.bool_),
        default=column("default"),
        lower=column("lower"),
        upper=column("upper"),
        locked=_flags(table, "locked"),
        clamped=_flags(table, "clamped"),
        coupled_to=frozen(coupled, np.int64),
        coupler_function=frozen([shelf.add(_COUPLER, 1.0) if k >= 0 else -1 for k in coupled], np.int64),
        prescribed_function=frozen([-1] * len(table), np.int64),
    )


def _flags(table: tuple[Row, ...], column: str) -> Flags:
    return frozen([row[column] == "true" for row in table], np.bool_)


def build_markers(segments: Segments) -> Markers:
    """Markers of pelvis and legs."""
    table = rows("markers")
    return Markers(
        names=tuple(row["marker"] for row in table),
        segment=frozen([segments.names.index(row["segment"]) for row in table], np.int64),
        location_m=frozen([triple(row) for row in table]),
    )
