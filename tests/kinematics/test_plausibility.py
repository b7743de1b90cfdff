"""Values that contradict their unit are refused; values that can hardly be are told."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.made_body import made_body, made_table, with_column
from tests.kinematics.recordings import RUN, WALK, body_of, trial_of
from trochanter.capture.trial import Table
from trochanter.core.arrays import frozen
from trochanter.core.errors import ImpossibleData
from trochanter.kinematics.assemble import coordinates_of

BODY = made_body()


def notice(table: Table, code: str) -> str:
    return " / ".join(n.text for n in coordinates_of(table, BODY).notices if n.code == code)


def test_degrees_called_radians_are_refused() -> None:
    with pytest.raises(ImpossibleData, match="says radians, but"):
        coordinates_of(replace(made_table(BODY), in_degrees=False), BODY)


def test_one_column_of_degrees_among_radians_is_refused_by_name() -> None:
    table = made_table(BODY, in_degrees=False)
    with pytest.raises(ImpossibleData, match="columns 'knee_angle_r'"):
        coordinates_of(with_column(table, "knee_angle_r", np.degrees(table.column("knee_angle_r"))), BODY)


@pytest.mark.parametrize("name", ["hip_rotation_l", "ankle_angle_r"])
def test_one_column_of_radians_among_degrees_is_refused_where_it_is_like_the_other_side(name: str) -> None:
    table = made_table(BODY)
    with pytest.raises(ImpossibleData, match="one of the two columns is in degrees, the other in radians"):
        coordinates_of(with_column(table, name, np.radians(table.column(name))), BODY)


def test_one_column_of_radians_among_degrees_is_doubted() -> None:
    table = made_table(BODY)
    assert "one of the columns may be in another unit" in notice(
        with_column(table, "knee_angle_r", np.radians(table.column("knee_angle_r"))), "unit-doubtful"
    )


@pytest.mark.parametrize(
    ("name", "degrees"), [("hip_flexion_r", 160.0), ("hip_adduction_l", -80.0), ("hip_rotation_r", 75.0)]
)
def test_a_hip_beyond_anatomy_is_told(name: str, degrees: float) -> None:
    table = made_table(BODY)
    bent = table.column(name).copy()
    bent[100:140] = degrees
    said = notice(with_column(table, name, bent), "beyond-anatomy")
    assert f"'{name}' is {degrees:.0f} degrees, where no hip goes beyond" in said
    assert "(40 instants" in said
    assert not notice(table, "beyond-anatomy")


@pytest.mark.parametrize("name", ["pelvis_tilt", "pelvis_list", "pelvis_rotation"])
def test_one_column_of_radians_without_another_side_is_doubted(name: str) -> None:
    table = made_table(BODY)
    turned = with_column(table, name, np.radians(table.column(name)))
    assert f"'{name}' turns by 0.2 degrees while the hips swing" in notice(turned, "unit-doubtful")
    held = with_column(table, name, np.full(len(table.time_s), 3.0))
    assert not notice(held, "unit-doubtful")


@pytest.mark.parametrize("move", ["hip_rotation", "hip_adduction"])
def test_both_sides_of_a_hip_in_radians_among_degrees_are_doubted(move: str) -> None:
    table = made_table(BODY)
    for side in "rl":
        table = with_column(table, f"{move}_{side}", np.radians(table.column(f"{move}_{side}")))
    said = notice(table, "unit-doubtful")
    assert f"'{move}_r' turns by 0.2 degrees while the hips swing" in said
    assert f"'{move}_l' turns by 0.2 degrees while the hips swing" in said


@pytest.mark.parametrize("name", ["hip_rotation_r", "hip_adduction_l", "knee_angle_r", "pelvis_rotation"])
def test_an_angle_that_never_changes_is_asked_about(name: str) -> None:
    table = made_table(BODY)
    assert not notice(table, "coordinate-still")
    held = with_column(table, name, np.full(len(table.time_s), 3.0))
    assert f"'{name}' does not move at all" in notice(held, "coordinate-still")


def test_radians_called_degrees_are_refused_in_a_moving_trial() -> None:
    with pytest.raises(ImpossibleData, match="look like radians"):
        coordinates_of(replace(made_table(BODY, in_degrees=False), in_degrees=True), BODY)


def test_radians_called_degrees_are_doubted_where_the_pelvis_stands_still() -> None:
    table = replace(made_table(BODY, in_degrees=False), in_degrees=True)
    for name in ("pelvis_tx", "pelvis_ty", "pelvis_tz"):
        table = with_column(table, name, np.full(len(table.time_s), 0.9))
    assert "look like radians" in notice(table, "unit-doubtful")


def test_quiet_standing_in_degrees_is_believed() -> None:
    table = made_table(BODY)
    still = replace(table, values=frozen(np.tile(table.values[:1], (len(table.time_s), 1))))
    assert coordinates_of(still, BODY).notices == ()


def test_millimetres_are_refused() -> None:
    table = made_table(BODY)
    with pytest.raises(ImpossibleData, match="millimetres"):
        coordinates_of(with_column(table, "pelvis_ty", 1000.0 * table.column("pelvis_ty")), BODY)


def test_a_value_far_outside_the_range_is_told_with_its_time() -> None:
    table = made_table(BODY)
    angle = np.array(table.column("hip_flexion_l")) + np.where(abs(table.time_s - 1.0) < 0.2, 150.0, 0.0)
    assert "'hip_flexion_l' leaves the model's range -120 degrees to 120 degrees" in notice(
        with_column(table, "hip_flexion_l", angle), "out-of-range"
    )


def test_a_single_wrong_value_is_told_with_its_time() -> None:
    table = made_table(BODY)
    angle = np.array(table.column("hip_adduction_r"))
    angle[200] += 2.0
    text = notice(with_column(table, "hip_adduction_r", angle), "coordinate-spikes")
    assert text == "'hip_adduction_r' has values up to 2 degrees off their neighbours at 1 s"


def test_an_impossible_speed_is_told() -> None:
    table = made_table(BODY)
    angle = np.array(table.column("knee_angle_r")) + np.where(table.time_s > 1.0, 40.0, 0.0)
    assert "'knee_angle_r' changes by" in notice(with_column(table, "knee_angle_r", angle), "coordinate-jumps")


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("files", [RUN, WALK])
def test_real_recordings_raise_no_false_alarm(shared_data: Path, files: tuple[str, str, str]) -> None:
    notices = coordinates_of(trial_of(shared_data, files).angles, body_of(shared_data, files)).notices
    assert {n.code for n in notices} <= {"coordinates-absent", "dependent-recomputed"}
