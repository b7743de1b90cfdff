"""Columns of a table become coordinates of a body, or it is said what does not fit."""

from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_body import KNEE_TO_PATELLA, gait_angles, made_body, made_table, with_column
from trochanter.capture.trial import Table
from trochanter.core.arrays import frozen
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.kinematics.assemble import Assembly, coordinates_of
from trochanter.kinematics.motion import ABSENT, COUPLED, FREE, LOCKED, PRESCRIBED

BODY = made_body()


def codes(assembly: Assembly) -> list[str]:
    return [notice.code for notice in assembly.notices]


def said(assembly: Assembly, code: str) -> str:
    return " / ".join(notice.text for notice in assembly.notices if notice.code == code)


def column(assembly: Assembly, name: str) -> np.ndarray:
    return assembly.q[:, BODY.coordinate(name)]


def test_degrees_become_radians_and_metres_stay() -> None:
    table = made_table(BODY)
    assembly = coordinates_of(table, BODY)
    expected = gait_angles(table.time_s, table.columns)
    for k, name in enumerate(table.columns):
        np.testing.assert_allclose(column(assembly, name), expected[:, k], rtol=1e-12, err_msg=name)
    assert codes(assembly) == []


def test_radians_are_taken_as_they_are() -> None:
    degrees, radians = made_table(BODY), made_table(BODY, in_degrees=False)
    np.testing.assert_allclose(coordinates_of(degrees, BODY).q, coordinates_of(radians, BODY).q, rtol=1e-12)


def test_state_paths_match_and_their_speeds_are_listed_once_as_unused() -> None:
    table = made_table(BODY)
    named = [f"/jointset/some_joint/{name}/value" for name in table.columns]
    speeds = [f"/jointset/some_joint/{name}/speed" for name in table.columns]
    both = replace(table, columns=(*named, *speeds), values=frozen(np.hstack([table.values, 0.0 * table.values])))
    assembly = coordinates_of(both, BODY)
    np.testing.assert_array_equal(assembly.q, coordinates_of(table, BODY).q)
    assert codes(assembly) == ["columns-unused"]
    assert "hip_flexion_r/speed" in said(assembly, "columns-unused") or "more" in said(assembly, "columns-unused")


def test_every_coordinate_has_a_role() -> None:
    body = made_body(prescribed={"pelvis_list": (0.01, 0.02)})
    assembly = coordinates_of(made_table(body, skip=("ankle_angle_r", "pelvis_list")), body)
    roles = dict(zip(body.coordinates.names, assembly.roles, strict=True))
    assert roles["hip_rotation_l"] == FREE
    assert roles["ankle_angle_r"] == ABSENT
    assert roles["mtp_angle_l"] == LOCKED
    assert roles["patella_angle_r"] == COUPLED
    assert roles["pelvis_list"] == PRESCRIBED
    assert "ankle_angle_r 0 degrees" in said(assembly, "coordinates-absent")
    assert "mtp" not in said(assembly, "coordinates-absent")


def test_dependent_coordinates_follow_their_coupler_whatever_the_file_says() -> None:
    table = made_table(BODY)
    knee = np.radians(table.column("knee_angle_r"))
    truth = np.polynomial.polynomial.polyval(knee, KNEE_TO_PATELLA)
    silent = coordinates_of(with_column(table, "patella_angle_r", np.degrees(truth) + 0.4), BODY)
    np.testing.assert_allclose(column(silent, "patella_angle_r"), truth, rtol=1e-12)
    assert codes(silent) == []
    told = coordinates_of(with_column(table, "patella_angle_r", np.degrees(truth) + 0.6), BODY)
    np.testing.assert_allclose(column(told, "patella_angle_r"), truth, rtol=1e-12)
    assert "0.6 degrees" in said(told, "dependent-recomputed")


def test_a_dependent_column_in_the_other_unit_is_named_so() -> None:
    table = made_table(BODY, in_degrees=False)
    truth = np.polynomial.polynomial.polyval(table.column("knee_angle_r"), KNEE_TO_PATELLA)
    assembly = coordinates_of(with_column(table, "patella_angle_r", np.degrees(truth)), BODY)
    assert "look like degrees" in said(assembly, "dependent-recomputed")


def test_a_prescribed_coordinate_follows_its_function_of_time() -> None:
    body = made_body(prescribed={"pelvis_list": (0.01, 0.02)})
    assembly = coordinates_of(made_table(body), body)
    np.testing.assert_allclose(column(assembly, "pelvis_list"), 0.01 + 0.02 * assembly.time_s, rtol=1e-12)
    assert "pelvis_list" in said(assembly, "dependent-recomputed")


def test_a_locked_coordinate_keeps_the_files_value_and_a_moving_one_is_told() -> None:
    table = made_table(BODY)
    still = coordinates_of(with_column(table, "mtp_angle_r", np.full(len(table.time_s), 5.0)), BODY)
    np.testing.assert_allclose(column(still, "mtp_angle_r"), np.radians(5.0), rtol=1e-12)
    assert "locked-moves" not in codes(still)
    moving = coordinates_of(with_column(table, "mtp_angle_r", 3.0 * np.sin(5.0 * table.time_s)), BODY)
    assert "mtp_angle_r" in said(moving, "locked-moves")


def test_no_matching_column_lists_what_would_match() -> None:
    table = made_table(BODY)
    with pytest.raises(ImpossibleData, match=r"(?s)no column is a coordinate.*hip_flexion_r"):
        coordinates_of(replace(table, columns=tuple(f"x{k}" for k in range(len(table.columns)))), BODY)


def test_a_missing_hip_coordinate_is_an_error() -> None:
    with pytest.raises(MissingInput, match="hip_rotation_l"):
        coordinates_of(made_table(BODY, skip=("hip_rotation_l",)), BODY)


def nan_at(table: Table, name: str, rows: slice) -> Table:
    values = np.array(table.column(name))
    values[rows] = np.nan
    return with_column(table, name, values)


def test_a_short_gap_is_interpolated_and_told() -> None:
    table = made_table(BODY)
    assembly = coordinates_of(nan_at(table, "hip_rotation_r", slice(100, 110)), BODY)
    np.testing.assert_allclose(
        column(assembly, "hip_rotation_r"), np.radians(table.column("hip_rotation_r")), atol=1e-5
    )
    assert "10 missing values are interpolated (hip_rotation_r)" in said(assembly, "gaps-filled")


def test_a_long_gap_is_an_error_with_its_time() -> None:
    with pytest.raises(ImpossibleData, match=r"'hip_rotation_r' has no values from 0\.500 to 0\.550 s"):
        coordinates_of(nan_at(made_table(BODY), "hip_rotation_r", slice(100, 111)), BODY)


def test_a_column_without_values_is_an_error() -> None:
    with pytest.raises(ImpossibleData, match="knee_angle_l"):
        coordinates_of(nan_at(made_table(BODY), "knee_angle_l", slice(None)), BODY)


def test_short_gaps_at_the_ends_are_cut_off() -> None:
    table = made_table(BODY)
    cut = nan_at(nan_at(table, "hip_flexion_r", slice(0, 4)), "hip_flexion_l", slice(-6, None))
    assembly = coordinates_of(cut, BODY)
    np.testing.assert_allclose(assembly.time_s, table.time_s[4:-6], atol=1e-12)
    assert "10 instants at the ends" in said(assembly, "ends-cut")


def test_missing_values_of_a_dependent_column_do_no_harm() -> None:
    table = with_column(made_table(BODY), "patella_angle_r", np.full(400, np.nan))
    np.testing.assert_array_equal(coordinates_of(table, BODY).q, coordinates_of(made_table(BODY), BODY).q)


def test_rounded_time_becomes_the_clock_behind_it() -> None:
    table = made_table(BODY, rate_hz=150.0)
    rounded = replace(table, time_s=frozen(np.round(table.time_s, 3)))
    assembly = coordinates_of(rounded, BODY)
    np.testing.assert_allclose(np.diff(assembly.time_s), 1.0 / 150.0, rtol=1e-4)
    np.testing.assert_array_equal(assembly.q, coordinates_of(table, BODY).q)
    assert "time-rounded" in codes(assembly)


def test_uneven_time_is_resampled() -> None:
    table = made_table(BODY)
    jitter = table.time_s + 0.001 * np.sin(40.0 * table.time_s)
    uneven = replace(
        made_table(BODY, in_degrees=False), time_s=frozen(jitter), values=frozen(gait_angles(jitter, table.columns))
    )
    assembly = coordinates_of(uneven, BODY)
    assert np.ptp(np.diff(assembly.time_s)) < 1e-12
    expected = gait_angles(assembly.time_s, table.columns)
    np.testing.assert_allclose(
        column(assembly, "hip_flexion_r"), expected[:, table.columns.index("hip_flexion_r")], atol=1e-5
    )
    assert "time-resampled" in codes(assembly)


def test_a_hole_in_time_is_an_error_that_names_it() -> None:
    table = made_table(BODY)
    keep = np.r_[0:100, 120:400]
    holed = replace(table, time_s=frozen(table.time_s[keep]), values=frozen(table.values[keep]))
    with pytest.raises(ImpossibleData, match=r"between 0\.4950 and 0\.6000 s"):
        coordinates_of(holed, BODY)


def test_two_instants_are_no_motion() -> None:
    table = made_table(BODY)
    with pytest.raises(ImpossibleData, match="2 instants"):
        coordinates_of(replace(table, time_s=frozen(table.time_s[:2]), values=frozen(table.values[:2])), BODY)
