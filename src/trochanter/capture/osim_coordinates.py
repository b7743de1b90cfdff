"""Coordinates of an ``.osim`` model and the couplers between them."""

from dataclasses import dataclass, field

import numpy as np

from trochanter.anatomy.body import Coordinates
from trochanter.capture.osim_file import Element, OsimFile, label
from trochanter.capture.osim_functions import Curves, find_function, read_function
from trochanter.core.arrays import frozen

_ROUNDING = 1e-8


@dataclass(slots=True)
class CoordinateRows:
    """Coordinates in the order of the file; ``prescribed`` holds function elements by index."""

    index: dict[str, int] = field(default_factory=dict)
    joint: list[int] = field(default_factory=list)
    is_rotation: list[bool] = field(default_factory=list)
    default: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    locked: list[bool] = field(default_factory=list)
    clamped: list[bool] = field(default_factory=list)
    prescribed: dict[int, Element] = field(default_factory=dict)
    coupled_to: dict[int, int] = field(default_factory=dict)
    coupler: dict[int, int] = field(default_factory=dict)

    def find(self, file: OsimFile, name: str, element: Element) -> int:
        """Index of a coordinate from its name or path; raises UnknownName."""
        bare = name.rsplit("/", 1)[-1]
        if bare not in self.index:
            raise file.unknown("coordinate", name, self.index, element)
        return self.index[bare]

    def freeze(self, file: OsimFile, curves: Curves, joint_place: list[int]) -> Coordinates:
        """The read-only arrays; ``joint_place`` gives the final index of each joint of the file."""
        n = len(self.index)
        names = tuple(self.index)
        prescribed = {i: curves.add(read_function(file, e, names[i])) for i, e in self.prescribed.items()}
        return Coordinates(
            names=names,
            joint=frozen([joint_place[j] for j in self.joint], np.int64),
            is_rotation=frozen(self.is_rotation, np.bool_),
            default=frozen(self.default),
            lower=frozen(self.lower),
            upper=frozen(self.upper),
            locked=frozen(self.locked, np.bool_),
            clamped=frozen(self.clamped, np.bool_),
            coupled_to=frozen([self.coupled_to.get(i, -1) for i in range(n)], np.int64),
            coupler_function=frozen([self.coupler.get(i, -1) for i in range(n)], np.int64),
            prescribed_function=frozen([prescribed.get(i, -1) for i in range(n)], np.int64),
        )


def read_coordinates(
    file: OsimFile, joint: Element, count: int | None, rows: CoordinateRows, joint_index: int
) -> dict[str, int]:
    """Add the coordinates of one joint to ``rows``; returns their indices by name.

    ``count`` is how many this kind of joint has, None where its transform decides.
    """
    own: dict[str, int] = {}
    items = file.objects(joint, "CoordinateSet" if file.version < 40000 else "coordinates")
    if count is not None and len(items) != count:
        raise file.bad(f"{label(joint)} has {len(items)} coordinates", joint, f"{count} for this kind of joint")
    for item in items:
        name = file.name(item)
        if name in rows.index:
            raise file.bad(f"there are two coordinates '{name}'", item, "one coordinate of a name")
        own[name] = rows.index[name] = len(rows.index)
        rows.joint.append(joint_index)
        _read_coordinate(file, item, name, rows)
    return own


def _read_coordinate(file: OsimFile, item: Element, name: str, rows: CoordinateRows) -> None:
    lower, upper = file.vector(item, "range", (-10.0, 10.0))
    if lower > upper:
        raise file.bad(f"the range of coordinate '{name}' is {lower:g} to {upper:g}", item, "the lower bound first")
    default, clamped = file.number(item, "default_value", 0.0), file.flag(item, "clamped", default=False)
    if clamped and not lower - _ROUNDING <= default <= upper + _ROUNDING:
        raise file.bad(
            f"coordinate '{name}' is clamped to {lower:g} to {upper:g} with the default {default:g}",
            item,
            "a default within the range of a clamped coordinate",
        )
    rows.lower.append(lower)
    rows.upper.append(upper)
    rows.default.append(default)
    rows.locked.append(file.flag(item, "locked", default=False))
    rows.clamped.append(clamped)
    rows.is_rotation.append(True)
    if file.flag(item, "prescribed", default=False):
        function = find_function(file, item, "prescribed_function")
        if function is None:
            raise file.bad(f"coordinate '{name}' is prescribed without a function", item, "a prescribed_function")
        rows.prescribed[len(rows.default) - 1] = function


def read_couplers(file: OsimFile, model: Element, rows: CoordinateRows, curves: Curves) -> None:
    """Read the constraint set: couplers are kept, others are refused unless they are not enforced."""
    for item in file.objects(model, "ConstraintSet"):
        if not file.flag(item, "isEnforced", default=not file.flag(item, "isDisabled", default=False)):
            file.note("constraint-off", f"{label(item)} is not enforced and left out")
        elif item.tag == "CoordinateCouplerConstraint":
            _read_coupler(file, item, rows, curves)
        else:
            raise file.unsupported(item, label(item), ["CoordinateCouplerConstraint"], f"the constraint {item.tag}")


def _read_coupler(file: OsimFile, item: Element, rows: CoordinateRows, curves: Curves) -> None:
    names = file.text(item, "independent_coordinate_names").split()
    if len(names) != 1:
        raise file.unsupported(item, label(item), ["one independent coordinate"], f"{len(names)} coordinates")
    independent = rows.find(file, names[0], item)
    dependent = rows.find(file, file.text(item, "dependent_coordinate_name"), item)
    function = find_function(file, item, "coupled_coordinates_function")
    if function is None:
        raise file.bad(f"{label(item)} has no function", item, "a coupled_coordinates_function")
    used = rows.coupled_to
    if dependent == independent or dependent in used or dependent in used.values() or independent in used:
        raise file.bad(
            f"{label(item)} couples a coordinate that another coupler uses, or a coordinate to itself",
            item,
            "each dependent coordinate in one coupler, its independent coordinate free",
        )
    scale = file.number(item, "scale_factor", 1.0)
    rows.coupled_to[dependent] = independent
    rows.coupler[dependent] = curves.add(read_function(file, function, label(item)).changed(scale))
    if rows.locked[dependent] or dependent in rows.prescribed:
        file.note("coupled-and-fixed", f"{label(item)} drives a locked or prescribed coordinate: the coupler wins")
