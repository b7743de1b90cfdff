"""Checking joint angles of another program against the optimum of their marker fit."""

from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_markers import marked_body, recorded, running
from trochanter.anatomy.body import Body
from trochanter.capture.trial import Table, Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.kinematics.check_ik import check_ik
from trochanter.kinematics.ik import fit_markers


def fitted(frames: int = 40) -> tuple[Body, Trajectories, Table]:
    body = marked_body()
    time, q = running(body, frames)
    markers = recorded(body, time, q, noise_m=0.01)
    return body, markers, fit_markers(markers, body)[0]


def in_degrees(table: Table, body: Body) -> Table:
    turns = body.coordinates.is_rotation[[body.coordinate(name) for name in table.columns]]
    return replace(table, values=frozen(np.where(turns, np.degrees(table.values), table.values)), in_degrees=True)


def shifted(table: Table, column: str, by: Floats | float, rows: slice = slice(None)) -> Table:
    values = np.array(table.values)
    values[rows, table.columns.index(column)] += by
    return replace(table, values=frozen(values))


def codes(notices: tuple[object, ...]) -> set[str]:
    return {getattr(notice, "code", "") for notice in notices}


def test_the_optimum_is_found_to_be_one() -> None:
    body, markers, table = fitted()
    check = check_ik(markers, body, in_degrees(table, body))
    assert check.largest.max() < 1e-9
    assert check.objective_ratio == pytest.approx(1.0, abs=1e-9)
    assert check.their_rms_m == pytest.approx(check.fit.rms_m, rel=1e-9)
    assert "ik-converged" in codes(check.notices)
    assert not check.better.any()


def test_angles_short_of_the_optimum_are_told_by_coordinate() -> None:
    body, markers, table = fitted()
    off = shifted(shifted(table, "hip_rotation_r", np.radians(3.0), slice(10, 20)), "pelvis_tx", 0.004)
    check = check_ik(markers, body, in_degrees(off, body))
    name, most, rms, unit = check.rows()[0]
    assert (name, unit) == ("hip_rotation_r", "deg")
    assert most == pytest.approx(3.0, abs=1e-9)
    assert rms == pytest.approx(3.0 * np.sqrt(10 / 40), abs=1e-9)
    (shift,) = (row for row in check.rows() if row[0] == "pelvis_tx")
    assert shift[1:3] == pytest.approx((4.0, 4.0))
    assert shift[3] == "mm"
    assert check.objective_ratio > 1.01
    assert check.their_rms_m > check.fit.rms_m
    (told,) = (notice.text for notice in check.notices if notice.code == "ik-far")
    assert "hip_rotation_r 3 deg" in told
    assert "pelvis_tx 4 mm" in told


def test_both_tables_fit_together_for_what_comes_after() -> None:
    body, markers, table = fitted()
    some = replace(table, time_s=table.time_s[5:25], values=table.values[5:25])
    check = check_ik(markers, body, in_degrees(some, body))
    assert check.ours.columns == check.theirs.columns
    assert np.array_equal(check.ours.time_s, markers.time_s[5:25])
    assert np.array_equal(check.theirs.time_s, check.time_s)
    assert not check.theirs.in_degrees


def test_angles_better_than_ours_would_be_our_fault_but_not_outside_the_range() -> None:
    """Where the range is what keeps us from the markers, better angles beyond it blame nobody's optimiser."""
    body, markers, table = fitted()
    knee = body.coordinate("knee_angle_r")
    low = np.where(np.arange(len(body.coordinates.names)) == knee, 0.3, body.coordinates.lower)
    narrow = replace(body, coordinates=replace(body.coordinates, lower=frozen(low)))
    check = check_ik(markers, narrow, in_degrees(table, body))
    assert check.outside.any()
    assert (check.their_objective < check.our_objective)[check.outside].all()
    assert not check.better.any()
    assert "ik-outside-range" in codes(check.notices)


def lacking(table: Table, column: str) -> Table:
    k = table.columns.index(column)
    columns = table.columns[:k] + table.columns[k + 1 :]
    return replace(table, columns=columns, values=frozen(np.delete(table.values, k, axis=1)))


def test_a_coordinate_without_a_column_counts_as_at_its_default_where_that_costs_little() -> None:
    body = marked_body()
    time, q = running(body, 40)
    q[:, body.coordinate("ankle_angle_r")] = body.coordinates.default[body.coordinate("ankle_angle_r")] + 0.01
    markers = recorded(body, time, q, noise_m=0.01)
    check = check_ik(markers, body, lacking(fit_markers(markers, body)[0], "ankle_angle_r"))
    (told,) = (notice.text for notice in check.notices if notice.code == "coordinates-absent")
    assert "'ankle_angle_r'" in told
    assert check.rows()[0][0] == "ankle_angle_r"


@pytest.mark.parametrize("column", ["hip_flexion_r", "hip_rotation_l", "pelvis_tx"])
def test_a_lost_column_that_the_markers_tell_of_is_refused(column: str) -> None:
    body, markers, table = fitted()
    with pytest.raises(MissingInput, match=f"no column for '{column}'") as refused:
        check_ik(markers, body, lacking(table, column))
    assert refused.value.next_step
    assert refused.value.valid


def test_angles_that_cannot_be_of_these_markers_are_refused_and_no_search_is_blamed() -> None:
    body, markers, table = fitted()
    degrees = replace(in_degrees(table, body), in_degrees=False)
    late = shifted(table, "pelvis_tx", 0.4)
    with pytest.raises(ImpossibleData, match="do not belong together; its header says radians, yet its angles reach"):
        check_ik(markers, body, degrees)
    with pytest.raises(
        ImpossibleData, match=r"leave the markers 4\d\d mm away .* where 1\d mm are possible"
    ) as refused:
        check_ik(markers, body, late)
    for word in ("unit", "clock", "model", "another trial"):
        assert word in refused.value.next_step
    assert "degrees?" not in refused.value.what


def test_angles_that_are_far_and_yet_possible_are_compared() -> None:
    body, markers, table = fitted()
    check = check_ik(markers, body, shifted(table, "pelvis_tx", 0.09))
    assert 0.08 < check.their_rms_m < 0.1
    assert "ik-far" in codes(check.notices)


def test_another_trial_or_another_model_is_refused() -> None:
    body, markers, table = fitted()
    with pytest.raises(ImpossibleData, match="share no instant"):
        check_ik(markers, body, replace(table, time_s=frozen(table.time_s + 100.0)))
    with pytest.raises(ImpossibleData, match="no column is a coordinate"):
        check_ik(markers, body, replace(table, columns=tuple(f"x{name}" for name in table.columns)))
