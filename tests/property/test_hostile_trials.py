"""Trials with mutated numbers, names, units and clocks: a motion of finite numbers or one clear error."""

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kinematics.made_body import made_body, made_forces, made_table
from trochanter.capture.trial import Forces, Table, Trial
from trochanter.core.arrays import frozen
from trochanter.core.errors import TrochanterError
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.solve import solve

BODY = made_body()
TABLE, FORCES = made_table(BODY, duration_s=1.2), made_forces(duration_s=1.2)
NUMBERS = st.sampled_from([0.0, -1.0, 1e-3, 0.0174533, 0.3, 57.29578, 1000.0, 1e9, -1e300, float("nan")])
ROWS = st.tuples(st.integers(0, 239), st.integers(1, 240))


def columns_scaled(table: Table, which: int, factor: float, first: int, count: int) -> Table:
    values = np.array(table.values)
    with np.errstate(over="ignore", invalid="ignore"):
        values[first : first + count, which % values.shape[1]] *= factor
    values[~np.isfinite(values)] = np.nan  # as the reader gives it
    return replace(table, values=frozen(values))


def rows_removed(table: Table, first: int, count: int) -> Table:
    row = np.arange(len(table.time_s))
    keep = (row < first) | (row >= first + count)
    return replace(table, time_s=frozen(table.time_s[keep]), values=frozen(table.values[keep]))


def column_renamed(table: Table, which: int, name: str) -> Table:
    names = list(table.columns)
    names[which % len(names)] = name
    return replace(table, columns=tuple(names))


def clock_changed(table: Table, offset_s: float, scale: float, digits: int) -> Table:
    time = np.round(offset_s + scale * table.time_s, digits)
    return replace(table, time_s=frozen(time)) if (np.diff(time) > 0.0).all() else table


@st.composite
def mutated_tables(draw: Any) -> Table:
    table = TABLE
    for _ in range(draw(st.integers(1, 3))):
        which = draw(st.integers(0, 40))
        kind = draw(st.sampled_from(["scale", "rows", "name", "clock", "unit"]))
        if kind == "scale":
            table = columns_scaled(table, which, draw(NUMBERS), *draw(ROWS))
        elif kind == "rows":
            table = rows_removed(table, *draw(ROWS))
        elif kind == "name":
            table = column_renamed(
                table, which, draw(st.sampled_from(["", "x", "knee_angle", "patella_angle_r", "mtp_angle_r/value"]))
            )
        elif kind == "clock":
            table = clock_changed(
                table,
                draw(st.sampled_from([0.0, -5.0, 0.3, 1e6])),
                draw(st.sampled_from([0.1, 1.0, 30.0])),
                draw(st.integers(1, 9)),
            )
        else:
            table = replace(table, in_degrees=not table.in_degrees)
    return table


@st.composite
def mutated_forces(draw: Any) -> Forces | None:
    loads = list(FORCES.loads)
    k = draw(st.integers(0, 1))
    field = draw(st.sampled_from(["force_N", "point_m", "moment_Nm"]))
    factor = draw(st.sampled_from([0.0, -1.0, 0.3, 1000.0, 1e9]))
    loads[k] = replace(loads[k], **{field: frozen(factor * getattr(loads[k], field))})
    loads[k] = replace(
        loads[k], segment=draw(st.sampled_from(["calcn_r", "calcn_l", "pelvis", "/bodyset/calcn_r", "nowhere", ""]))
    )
    forces = replace(
        FORCES, loads=tuple(loads), time_s=frozen(FORCES.time_s + draw(st.sampled_from([0.0, 0.5, -0.7, 100.0])))
    )
    chosen: Forces | None = draw(st.sampled_from([forces, FORCES, None]))
    return chosen


def solved_or_refused(trial: Trial, cutoff_hz: Any = "auto") -> Motion | TrochanterError:
    try:
        return solve(trial, BODY, cutoff_hz=cutoff_hz)
    except TrochanterError as error:
        return error


def codes(outcome: Motion | TrochanterError) -> set[str]:
    return {"refused"} if isinstance(outcome, TrochanterError) else {n.code for n in outcome.notices}


def check(motion: Motion) -> None:
    for array in (
        motion.q,
        motion.qd,
        motion.qdd,
        *(getattr(load, f) for load in motion.loads for f in ("force_N", "point_m", "moment_Nm")),
    ):
        assert np.isfinite(array).all()
    assert motion.q.shape == (len(motion.time_s), len(BODY.coordinates.names))
    assert np.ptp(np.diff(motion.time_s)) < 1e-6
    assert len(motion.roles) == motion.q.shape[1]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(mutated_tables(), mutated_forces(), st.sampled_from(["auto", None, 6.0, 15.0, 1e4, -3.0]))
def test_a_mutated_trial_is_solved_or_refused(table: Table, forces: Forces | None, cutoff_hz: Any) -> None:
    outcome = solved_or_refused(Trial("made", table, forces), cutoff_hz)
    if isinstance(outcome, Motion):
        check(outcome)
    else:
        assert outcome.what
        assert outcome.valid
        assert outcome.next_step


@given(st.integers(0, 40), st.sampled_from([57.29578, 1000.0]))
def test_a_column_in_a_larger_unit_never_passes_in_silence(which: int, factor: float) -> None:
    table = columns_scaled(TABLE, which, factor, 0, len(TABLE.time_s))
    plain = codes(solved_or_refused(Trial("made", TABLE, FORCES)))
    assert not codes(solved_or_refused(Trial("made", table, FORCES))) <= plain


@given(
    st.sampled_from([k for k, name in enumerate(TABLE.columns) if not name.startswith("pelvis_t") or "tilt" in name])
)
def test_an_angle_in_radians_among_degrees_never_passes_in_silence(which: int) -> None:
    table = columns_scaled(TABLE, which, 0.0174533, 0, len(TABLE.time_s))
    assert codes(solved_or_refused(Trial("made", table, FORCES))) & {"refused", "unit-doubtful"}


@given(st.sampled_from([1e-3, 1.0 / 70.0, 1.0 / 9.81, 0.2248, 10.0, 1000.0]))
def test_forces_in_another_unit_never_pass_in_silence(factor: float) -> None:
    loads = tuple(replace(load, force_N=frozen(factor * load.force_N)) for load in FORCES.loads)
    outcome = solved_or_refused(Trial("made", TABLE, replace(FORCES, loads=loads)))
    assert codes(outcome) & {"refused", "force-against-weight"}
