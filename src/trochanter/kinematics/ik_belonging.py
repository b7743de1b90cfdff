"""Whether joint angles, body and markers belong together, before their difference is put down to a search."""

import math
from typing import TYPE_CHECKING

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.tables import bare_name
from trochanter.capture.trial import Table
from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData, MissingInput, one_of
from trochanter.kinematics.couplers import couple
from trochanter.kinematics.ik import looked_at
from trochanter.kinematics.ik_problem import Problem

if TYPE_CHECKING:
    from trochanter.kinematics.ik_run_kernels import IkFrames

# Choices. Searches that stop early leave a walk's markers 13 to 15 mm away, published angles of it 30 to 33, where 12
# to 13 are possible; wrong units, clocks, models and trials leave 400 mm and more.
APART_M, APART_TIMES = 0.1, 5.0
# A choice: toes held still raise the markers' distance in a walk by 4 %, an ankle by 14, a hip's rotation by 23 and up.
MATTERS_TIMES = 1.1
_TURN_RAD = 2.0 * math.pi


def refuse_strangers(problem: Problem, frames: "IkFrames", ours: Floats, theirs: Floats, user: Table) -> None:
    """Raise ImpossibleData where no fit of these markers can have given ``theirs``, MissingInput for lost columns.

    ours, theirs: coordinates (n, n_q), radians and metres; what ``user`` has no column for counts as ours at first, so
    that only its own columns are judged.
    """
    absent = absent_coordinates(problem.body, user)
    tracked = [i for i in absent if i not in problem.undetermined]
    least = _rms_m(problem, frames, ours)
    apart = _rms_m(problem, frames, _exchanged(problem.body, theirs, ours, tracked))
    if apart > max(APART_M, APART_TIMES * least):
        raise ImpossibleData(
            f"these joint angles leave the markers {_mm(apart)} mm away (root mean square), where {_mm(least)} mm are "
            f"possible: angles, markers and the model '{problem.body.name}' do not belong together"
            f"{_unit(problem.body, user)}",
            where=user.source or user.name,
            valid=f"joint angles of this recording, on its clock, of this model: at most {_mm(APART_M)} mm away",
            next_step="check the unit of the angles (inDegrees in the header), the clock (the same zero for angles and "
            "markers), the model they were computed with, and whether they are of another trial",
        )
    lost = [i for i in tracked if _rms_m(problem, frames, _exchanged(problem.body, ours, theirs, [i])) > _much(least)]
    if lost:
        names = [problem.body.coordinates.names[i] for i in lost]
        raise MissingInput(
            f"there is no column for {one_of(names)}, and the markers tell of {'it' if len(names) == 1 else 'them'}: "
            "held still, the fit would be judged by what is not in the file",
            where=user.source or user.name,
            valid=f"a column for every coordinate of the model '{problem.body.name}' that moves the markers",
            next_step="write out all coordinates, or give the model that these angles were computed with",
        )


def absent_coordinates(body: Body, user: Table) -> list[int]:
    """Coordinates that are free in the body and have no column in the table."""
    table, given = body.coordinates, {bare_name(name) for name in user.columns}
    free = (table.coupled_to < 0) & (table.prescribed_function < 0) & ~table.locked
    return [int(i) for i in np.flatnonzero(free) if table.names[i] not in given]


def _exchanged(body: Body, q: Floats, other: Floats, which: list[int]) -> Floats:
    """Coordinates with some coordinates from the other, and what depends on them."""
    mixed = q.copy()
    mixed[:, which] = other[:, which]
    couple(body, mixed, np.zeros_like(mixed), np.zeros_like(mixed))
    return mixed


def _rms_m(problem: Problem, frames: "IkFrames", q: Floats) -> float:
    return float(np.sqrt(np.nanmean(looked_at(problem, frames, q)[1] ** 2)))


def _much(least_m: float) -> float:
    return MATTERS_TIMES * least_m


def _mm(length_m: float) -> str:
    return f"{1e3 * length_m:.0f}"


def _unit(body: Body, user: Table) -> str:
    """A hint where a file in radians holds rotations of more than a turn."""
    table = body.coordinates
    turning = {name for name, turns in zip(table.names, table.is_rotation, strict=True) if turns}
    angles = [k for k, name in enumerate(user.columns) if bare_name(name) in turning]
    largest = float(np.nanmax(np.abs(user.values[:, angles]), initial=0.0))
    told = not user.in_degrees and largest > _TURN_RAD
    return f"; its header says radians, yet its angles reach {largest:.0f}: degrees?" if told else ""
