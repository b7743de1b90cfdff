"""Which columns of a table are a ground force, its point and its moment: by the names that programs give them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trochanter.capture.trial import Table
from trochanter.core.errors import MissingInput, UnknownName, one_of
from trochanter.core.sides import Side

AXES = ("x", "y", "z")
ColumnTriple = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class LoadColumns:
    """One load in a table: indices of the columns x, y, z of force, point and moment (None: not in the file)."""

    name: str
    segment: str
    force: ColumnTriple
    point: ColumnTriple
    moment: ColumnTriple | None


@dataclass(frozen=True, slots=True)
class _Naming:
    """How a program names a foot's columns; ``{side}`` stands for one of ``sides``, given right first."""

    force: str
    point: str
    moment: str
    sides: tuple[str, str]


# Compared without case; the first that fits both its force and its point is used.
_NAMINGS = (
    _Naming("ground_force_{side}_v", "ground_force_{side}_p", "ground_torque_{side}_", ("r", "l")),
    _Naming("ground_force_{side}_v", "ground_force_{side}_p", "ground_torque_{side}_", ("right", "left")),
    _Naming("ground_force_{side}_v", "ground_force_{side}_p", "ground_moment_{side}_m", ("r", "l")),
    _Naming("ground_force_{side}_v", "ground_force_{side}_p", "ground_torque_{side}_v", ("calcn_r", "calcn_l")),
    _Naming("ground_force_{side}_v", "ground_force_{side}_p", "ground_force_{side}_m", ("calcn_r", "calcn_l")),
    _Naming("{side}_ground_force_v", "{side}_ground_force_p", "{side}_ground_torque_", ("r", "l")),
    _Naming("{side}_ground_force_v", "{side}_ground_force_p", "{side}_ground_torque_", ("right", "left")),
    _Naming("{side}_ground_force_", "{side}_ground_force_p", "{side}_ground_torque_", ("r", "l")),
)
_SEGMENTS = {Side.RIGHT: "calcn_r", Side.LEFT: "calcn_l"}
_FORCE_LIKE = re.compile(
    r"\w*ground_(?:force|torque|moment)\w*|(?:force|torque|moment|point|f|p|m)_?\d+_?[vpm]?_?[xyz123]", re.IGNORECASE
)


def is_force_column(name: str) -> bool:
    """Whether a column is called as programs call ground forces.

    >>> is_force_column("1_ground_force_vx"), is_force_column("hip_flexion_r")
    (True, False)
    """
    return _FORCE_LIKE.fullmatch(name) is not None


def loads_by_side(columns: Sequence[str]) -> tuple[LoadColumns, ...]:
    """The feet's loads that column names give away, right before left; empty where no name says which foot."""
    lower = [name.lower() for name in columns]
    found = (_load_of_side(lower, side, number) for number, side in enumerate((Side.RIGHT, Side.LEFT)))
    return tuple(load for load in found if load is not None)


def _load_of_side(lower: list[str], side: Side, number: int) -> LoadColumns | None:
    best: LoadColumns | None = None
    for naming in _NAMINGS:
        word = naming.sides[number]
        force = _triple(lower, naming.force.format(side=word))
        point = _triple(lower, naming.point.format(side=word))
        if force is None or point is None:
            continue
        moment = _triple(lower, naming.moment.format(side=word))
        load = LoadColumns(f"ground_force_{side}", _SEGMENTS[side], force, point, moment)
        if moment is not None:
            return load
        best = best or load
    return best


def columns_of(table: Table, identifier: str, what: str, where: str) -> ColumnTriple:
    """Indices of the columns x, y, z of an external load's identifier, which is the beginning of their names.

    Raises UnknownName where the table does not have three such columns.
    """
    exact = _triple(list(table.columns), identifier)
    if exact is not None:
        return exact
    starting = [index for index, name in enumerate(table.columns) if name.startswith(identifier)]
    if len(starting) != len(AXES):
        raise UnknownName(f"{what} column", f"{identifier}x", table.columns, f"{where}, with data in {table.source}")
    first, second, third = starting
    return first, second, third


def no_side_error(table: Table) -> MissingInput:
    """The error for a table of forces from which no reader can tell which foot a column belongs to."""
    forces = [name for name in table.columns if is_force_column(name)]
    return MissingInput(
        f"the columns {one_of(forces, most=4)} do not say which foot they act on"
        if forces
        else "no column is a ground force",
        where=table.source,
        valid="columns such as ground_force_r_vx, ground_force_r_px, ground_torque_r_x and the same with _l_",
        next_step="give the external loads XML instead, which says what acts on which foot, or rename the columns",
    )


def _triple(names: list[str], prefix: str) -> ColumnTriple | None:
    try:
        x, y, z = (names.index(prefix + axis) for axis in AXES)
    except ValueError:
        return None
    return x, y, z
