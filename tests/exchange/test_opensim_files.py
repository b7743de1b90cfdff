"""The folder of OpenSim files: which angles stand in which file, and that each says so."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.reporting.made_account import made_account
from trochanter.capture.tables import read_table
from trochanter.core.arrays import frozen
from trochanter.exchange.opensim_files import write_opensim_files
from trochanter.mechanics.account import MuscleAccount

PELVIS_AND_HIPS = {
    *(f"pelvis_{name}" for name in ("tilt", "list", "rotation", "tx", "ty", "tz")),
    *(f"hip_{name}_{side}" for name in ("flexion", "adduction", "rotation") for side in "rl"),
}


def complete_account() -> MuscleAccount:
    """The made account with a generalised force for every coordinate."""
    made = made_account(2)
    return replace(made, generalized_force=frozen(np.zeros_like(made.motion.q)))


def led_account(cutoff_hz: float | None = 15.0) -> MuscleAccount:
    """The made account, its hip angles read from another fit: every angle 0.1 rad more."""
    made = complete_account()
    motion = replace(made.motion, cutoff_hz=cutoff_hz)
    return replace(made, motion=replace(motion, led=replace(motion, q=frozen(motion.q + 0.1))))


def header(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("endheader")[0]


def test_hip_angles_of_another_fit_have_a_file_of_their_own(tmp_path: Path) -> None:
    account = led_account()
    names = [path.name for path in write_opensim_files(account, tmp_path)]
    assert names[:2] == ["ik.mot", "ik_hips.mot"]
    loads, hips = read_table(tmp_path / "ik.mot"), read_table(tmp_path / "ik_hips.mot")
    assert set(hips.columns) == PELVIS_AND_HIPS
    assert hips.in_degrees
    column = account.motion.body.coordinate("hip_rotation_r")
    np.testing.assert_allclose(hips.column("hip_rotation_r"), np.rad2deg(account.motion.q[:, column] + 0.1))
    np.testing.assert_allclose(hips.column("hip_rotation_r") - loads.column("hip_rotation_r"), np.rad2deg(0.1))
    np.testing.assert_allclose(hips.column("pelvis_ty") - loads.column("pelvis_ty"), 0.1)


def test_each_file_says_what_it_is_for_and_how_it_was_filtered(tmp_path: Path) -> None:
    write_opensim_files(led_account(), tmp_path)
    assert "For loads: " in header(tmp_path / "ik.mot")
    assert "Read hip angles from ik_hips.mot" in header(tmp_path / "ik.mot")
    assert "For hip angles: " in header(tmp_path / "ik_hips.mot")
    assert all("Low-pass filtered at 15 Hz." in header(tmp_path / name) for name in ("ik.mot", "ik_hips.mot"))
    write_opensim_files(led_account(None), tmp_path)
    assert "Not filtered here." in header(tmp_path / "ik_hips.mot")


def test_angles_of_one_fit_stand_in_one_file(tmp_path: Path) -> None:
    paths = write_opensim_files(complete_account(), tmp_path)
    assert "ik_hips.mot" not in {path.name for path in paths}
    assert "as used for loads and hip angles" in header(tmp_path / "ik.mot")


@pytest.mark.needs("opensim")
@pytest.mark.parametrize("name", ["ik.mot", "ik_hips.mot"])
def test_opensim_loads_files_with_such_a_header(opensim: Any, tmp_path: Path, name: str) -> None:
    write_opensim_files(led_account(), tmp_path)
    ours, table = read_table(tmp_path / name), opensim.TimeSeriesTable(str(tmp_path / name))
    assert tuple(table.getColumnLabels()) == ours.columns
    np.testing.assert_array_equal(table.getMatrix().to_numpy(), ours.values)
    assert table.getTableMetaDataAsString("inDegrees") == "yes"
    storage = opensim.Storage(str(tmp_path / name))
    assert (storage.getSize(), storage.isInDegrees(), storage.getName()) == (len(ours.time_s), True, "Coordinates")
    first = storage.getStateVector(0).getData()
    assert [first.get(k) for k in range(first.size())] == ours.values[0].tolist()
