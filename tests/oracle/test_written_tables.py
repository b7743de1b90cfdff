"""What ``write_table`` writes, OpenSim 4.6 loads: the same names, the same numbers to the last bit."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from trochanter.capture.tables import read_table
from trochanter.exchange.tables import write_table

COLUMNS = ("hip_flexion_r", "hip_rotation_l", "hip_r_on_femur_r_in_femur_r_fx", "/jointset/hip_r/hip_flexion_r/value")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A table of numbers of all sizes."""
    rng = np.random.default_rng(7)
    values = rng.normal(size=(300, len(COLUMNS) - 1)) * 10.0 ** rng.integers(-30, 9, size=(300, 1))
    path = tmp_path / "written.sto"
    return write_table(path, "written", 0.83 + np.arange(300) / 300.0, COLUMNS[:-1], values, in_degrees=True)


@pytest.mark.needs("opensim")
def test_time_series_table(opensim: Any, written: Path) -> None:
    ours, theirs = read_table(written), opensim.TimeSeriesTable(str(written))
    assert tuple(theirs.getColumnLabels()) == ours.columns
    np.testing.assert_array_equal(theirs.getIndependentColumn(), ours.time_s)
    np.testing.assert_array_equal(theirs.getMatrix().to_numpy(), ours.values)
    assert theirs.getTableMetaDataAsString("inDegrees") == "yes"


@pytest.mark.needs("opensim")
def test_storage(opensim: Any, written: Path) -> None:
    ours, theirs = read_table(written), opensim.Storage(str(written))
    assert theirs.isInDegrees()
    assert theirs.getName() == "written"
    assert theirs.getSize() == 300
    labels = theirs.getColumnLabels()
    assert tuple(labels.get(k) for k in range(1, labels.getSize())) == ours.columns
    for k in (0, 16, 299):
        row = theirs.getStateVector(k)
        assert row.getTime() == ours.time_s[k]
        data = row.getData()
        assert [data.get(j) for j in range(data.size())] == ours.values[k].tolist()


@pytest.mark.needs("opensim")
def test_missing_values(opensim: Any, tmp_path: Path) -> None:
    values = np.arange(10.0).reshape(5, 2)
    values[2, 1] = np.nan
    path = write_table(tmp_path / "gap.sto", "gap", np.arange(5.0), ["a", "b"], values, in_degrees=False)
    theirs = opensim.TimeSeriesTable(str(path))
    np.testing.assert_array_equal(theirs.getMatrix().to_numpy(), values)
    # As the docstring of write_table warns: Storage ends before or at the row with the gap.
    assert opensim.Storage(str(path)).getSize() <= 3


@pytest.mark.needs("opensim")
def test_state_paths(opensim: Any, tmp_path: Path) -> None:
    path = write_table(tmp_path / "states.sto", "states", [0.0, 1.0], COLUMNS, np.ones((2, 4)), in_degrees=False)
    assert tuple(opensim.TimeSeriesTable(str(path)).getColumnLabels()) == COLUMNS


@pytest.mark.needs("opensim", "shared-data")
@pytest.mark.parametrize(
    "file",
    [
        "run_4ms/runningModel_Kinematics_q.sto",
        "run_4ms/runningModel_GRF_data.mot",
        "walk_3d/grf_walk.mot",
        "walk_3d/coordinates.sto",
        "walk_3d/id_walk.sto",
        "walk_3d/electromyography.sto",
    ],
)
def test_recordings_are_read_alike(opensim: Any, shared_data: Path, file: str) -> None:
    ours, theirs = read_table(shared_data / file), opensim.TimeSeriesTable(str(shared_data / file))
    assert tuple(theirs.getColumnLabels()) == ours.columns
    np.testing.assert_array_equal(theirs.getIndependentColumn(), ours.time_s)
    np.testing.assert_array_equal(theirs.getMatrix().to_numpy(), ours.values)
