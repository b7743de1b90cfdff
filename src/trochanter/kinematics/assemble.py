"""From the columns of a table to the coordinates of a body: names, units, roles, dependent coordinates."""

import math
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.tables import bare_name
from trochanter.capture.trial import Table
from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData, MissingInput, one_of
from trochanter.core.quality import Notice
from trochanter.kinematics.couplers import couple, prescribe
from trochanter.kinematics.instants import Sampled, refuse_wrong_clock, uniform, without_gaps
from trochanter.kinematics.motion import ABSENT, COUPLED, FREE, LOCKED, PRESCRIBED
from trochanter.kinematics.plausibility import check_values, in_words, refuse_wrong_units

DISAGREEMENT_RAD = math.radians(0.5)
_DISAGREEMENT_M = 0.002
_STILL_RAD = math.radians(0.1)


@dataclass(frozen=True, slots=True)
class Assembly:
    """Coordinates of a body at uniform instants, not yet smoothed.

    time_s (n,); q (n, n_q) in radians and metres; roles (n_q,): see ``Motion``.
    """

    time_s: Floats
    q: Floats
    roles: tuple[str, ...]
    notices: tuple[Notice, ...]


def coordinates_of(table: Table, body: Body) -> Assembly:
    """Match the columns of ``table`` to the coordinates of ``body`` and complete what the file leaves out.

    Columns match by bare name; degrees become radians for rotations. A coordinate without a column is held at its
    default; dependent and prescribed coordinates are always computed from the model. Raises ImpossibleData where no
    column fits, units (of time too) contradict the values or values are missing for long; MissingInput where a hip is
    missing.
    """
    where = table.source or table.name
    refuse_wrong_clock(table.time_s, where)
    columns = _columns_by_coordinate(table, body)
    given = tuple(sorted(columns))
    raw = _in_si(table, body, given, [columns[i] for i in given])
    computed = _computed(body)
    needed = [k for k, i in enumerate(given) if i not in computed]
    independent = tuple(given[k] for k in needed)
    record = _complete(Sampled(table.time_s, raw), needed, tuple(body.coordinates.names[i] for i in given), where)
    doubts = refuse_wrong_units(body, independent, record.values[:, needed], where, in_degrees=table.in_degrees)
    q = np.tile(body.coordinates.default, (len(record.time_s), 1))
    q[:, list(given)] = record.values
    file_q = q.copy()
    prescribe(body, record.time_s, q, np.zeros_like(q), np.zeros_like(q))
    couple(body, q, np.zeros_like(q), np.zeros_like(q))
    notices = (
        *doubts,
        *record.notices,
        *_unused(table, columns, where),
        *_held(body, given, where),
        *_disagreements(body, given, q, file_q, where),
        *_moving_locks(body, given, q, where),
        *check_values(body, independent, record.time_s, q, where),
    )
    return Assembly(record.time_s, q, _roles(body, given), notices)


def _columns_by_coordinate(table: Table, body: Body) -> dict[int, int]:
    """Index of the coordinate -> index of its column; raises where nothing or no hip fits."""
    names = {name: i for i, name in enumerate(body.coordinates.names)}
    bare = [bare_name(column) for column in table.columns]
    found = {names[name]: k for k, name in enumerate(bare) if name in names}
    where = table.source or table.name
    if not found:
        raise ImpossibleData(
            f"no column is a coordinate of the model '{body.name}'; the file has {one_of(bare, 6)}",
            where=where,
            valid=f"columns named as the model's coordinates: {one_of(names)}",
            next_step="give the model that these angles were computed with, or rename the columns",
        )
    hips = [name for name, i in names.items() if name.startswith("hip_") and i not in found]
    if hips:
        raise MissingInput(
            f"the hip coordinates {one_of(hips)} of the model '{body.name}' have no column",
            where=where,
            valid=f"one column for each; the file has {one_of(bare)}",
            next_step="rename the columns, or give the model that these angles were computed with",
        )
    return found


def _in_si(table: Table, body: Body, given: tuple[int, ...], columns: list[int]) -> Floats:
    values: Floats = table.values[:, columns].astype(float)
    if table.in_degrees:
        values[:, body.coordinates.is_rotation[list(given)]] *= math.pi / 180.0
    return values


def _computed(body: Body) -> set[int]:
    """Coordinates that the model computes, whatever the file says."""
    coordinates = body.coordinates
    return {int(i) for i in np.flatnonzero((coordinates.coupled_to >= 0) | (coordinates.prescribed_function >= 0))}


def _complete(record: Sampled, needed: list[int], names: tuple[str, ...], where: str) -> Sampled:
    """Needed columns without gaps at uniform instants; the others, only compared, are brought there linearly."""
    chosen = Sampled(record.time_s, record.values[:, needed])
    even = uniform(without_gaps(chosen, tuple(names[k] for k in needed), where), where)
    values = np.full((len(even.time_s), len(names)), np.nan)
    values[:, needed] = even.values
    for k in set(range(len(names))) - set(needed):
        known = ~np.isnan(record.values[:, k])
        if known.any():
            values[:, k] = np.interp(even.time_s, record.time_s[known], record.values[known, k])
    return Sampled(even.time_s, values, even.notices)


def _roles(body: Body, given: tuple[int, ...]) -> tuple[str, ...]:
    coordinates = body.coordinates
    roles = []
    for i in range(len(coordinates.names)):
        if coordinates.coupled_to[i] >= 0:
            roles.append(COUPLED)
        elif coordinates.prescribed_function[i] >= 0:
            roles.append(PRESCRIBED)
        elif coordinates.locked[i]:
            roles.append(LOCKED)
        else:
            roles.append(FREE if i in given else ABSENT)
    return tuple(roles)


def _unused(table: Table, columns: dict[int, int], where: str) -> list[Notice]:
    unused = [bare_name(name) for k, name in enumerate(table.columns) if k not in columns.values()]
    if not unused:
        return []
    text = f"{len(unused)} columns are not coordinates of the model and are not used: {one_of(unused, 8)}"
    return [Notice("columns-unused", text, where)]


def _held(body: Body, given: tuple[int, ...], where: str) -> list[Notice]:
    roles = _roles(body, given)
    held = [i for i, role in enumerate(roles) if role == ABSENT]
    if not held:
        return []
    shown = ", ".join(
        f"{body.coordinates.names[i]} {in_words(body, i, float(body.coordinates.default[i]))}" for i in held[:8]
    )
    more = f" and {len(held) - 8} more" if len(held) > 8 else ""
    text = f"{len(held)} free coordinates have no column and are held at their default: {shown}{more}"
    return [Notice("coordinates-absent", text, where)]


def _disagreements(body: Body, given: tuple[int, ...], q: Floats, file_q: Floats, where: str) -> list[Notice]:
    """One notice a computed coordinate whose column says something else."""
    notices = []
    for i in sorted(_computed(body) & set(given)):
        off = np.abs(file_q[:, i] - q[:, i])
        limit = DISAGREEMENT_RAD if body.coordinates.is_rotation[i] else _DISAGREEMENT_M
        if np.all(np.isnan(off)) or not np.nanmax(off) > limit:
            continue
        most, slip = in_words(body, i, float(np.nanmax(off))), _unit_slip(q[:, i], file_q[:, i])
        text = (
            f"the column '{body.coordinates.names[i]}' differs by up to {most} from what the model computes for it"
            f"{slip}; the model's value is used"
        )
        notices.append(Notice("dependent-recomputed", text, where))
    return notices


def _unit_slip(model: Floats, file: Floats) -> str:
    """Words for a column that is in the other unit of angles than the header says."""
    scale = float(np.nanmax(np.abs(model)))
    for factor, words in (
        (180.0 / math.pi, " (its values look like degrees)"),
        (math.pi / 180.0, " (its values look like radians)"),
    ):
        if scale > 0.0 and np.nanmax(np.abs(file - factor * model)) < 0.05 * factor * scale:
            return words
    return ""


def _moving_locks(body: Body, given: tuple[int, ...], q: Floats, where: str) -> list[Notice]:
    notices = []
    for i, role in enumerate(_roles(body, given)):
        limit = _STILL_RAD if body.coordinates.is_rotation[i] else _DISAGREEMENT_M
        if role == LOCKED and i in given and np.ptp(q[:, i]) > limit:
            moved = in_words(body, i, float(np.ptp(q[:, i])))
            name = body.coordinates.names[i]
            text = f"'{name}' is locked in the model but moves by {moved} in the file; the file's values are used"
            notices.append(Notice("locked-moves", text, where))
    return notices
