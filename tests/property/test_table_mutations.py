"""Real files, broken in ten thousand ways: a reader gives a sound result or a TrochanterError, soon, and nothing else.

A test of this kind proves little if most mutations die at the parser's door: at least a third must get through and
change a number, a unit, a row or a name in the result.
"""

from pathlib import Path

import numpy as np
import pytest

from tests.property.barrage import SOAK, Barrage
from tests.property.table_mutations import LOADS_MUTATIONS, TABLE_MUTATIONS, counted
from trochanter.capture.fading import FADING_M, FADING_S
from trochanter.capture.loads import read_forces
from trochanter.capture.tables import read_table
from trochanter.capture.trial import Forces, Table

pytestmark = pytest.mark.needs("shared-data")


def shortened(path: Path, rows: int) -> str:
    """The text of a table with ``rows`` of its rows, evenly spaced: mutating needs no long recordings."""
    lines = path.read_text().splitlines()
    start = next(k for k, line in enumerate(lines) if line.strip().lower() == "endheader") + 2
    step = (len(lines) - start) // rows
    kept = lines[start::step]
    return "\n".join((*counted(lines[:start], kept), *kept)) + "\n"


def signature(found: Table | Forces) -> tuple[object, ...]:
    """Everything of a result that a number, unit, row or name of the file decides."""
    if isinstance(found, Table):
        return (found.time_s.tobytes(), found.columns, found.values.tobytes(), found.in_degrees)
    loads = ((x.name, x.segment, x.force_N.tobytes(), x.point_m.tobytes(), x.moment_Nm.tobytes()) for x in found.loads)
    return (found.time_s.tobytes(), *loads)


def check_time(time_s: np.ndarray) -> None:
    assert time_s.size
    assert np.isfinite(time_s).all()
    assert (np.diff(time_s) > 0.0).all()


def check(found: Table | Forces) -> None:
    """A result keeps what its type promises, whatever the file was."""
    check_time(found.time_s)
    n = found.time_s.size
    if isinstance(found, Table):
        assert found.values.shape == (n, len(found.columns))
        assert not np.isinf(found.values).any()
        assert len(set(found.columns)) == len(found.columns)
        return
    assert found.loads
    for load in found.loads:
        assert load.segment
        assert load.force_N.shape == load.point_m.shape == load.moment_Nm.shape == (n, 3)
        assert np.isfinite(load.force_N).all()
        assert np.isfinite(load.moment_Nm).all()
        known = np.isfinite(load.point_m).all(axis=1)
        assert np.isnan(load.point_m[~known]).all()
        assert (load.force_N[known, 1] > 0.0).all()
        firm = np.flatnonzero(known & (load.force_N[:, 1] > 20.0))
        for k in np.flatnonzero(known & (load.force_N[:, 1] <= 20.0)):
            beside = firm[np.abs(found.time_s[firm] - found.time_s[k]) < FADING_S + 1e-9]
            assert (np.abs(load.point_m[beside] - load.point_m[k]).max(axis=1) < FADING_M + 1e-9).any()


BARRAGE = Barrage(signature, check, 10_000 if SOAK else 1_500)


@pytest.mark.parametrize(
    ("file", "seed"),
    [("run_4ms/runningModel_Kinematics_q.sto", 1), ("walk_3d/coordinates.sto", 2), ("walk_3d/electromyography.sto", 3)],
)
def test_tables(shared_data: Path, tmp_path: Path, file: str, seed: int) -> None:
    BARRAGE.on(shortened(shared_data / file, 30), tmp_path / "table.sto", read_table, TABLE_MUTATIONS, seed)


@pytest.mark.parametrize(("file", "seed"), [("run_4ms/runningModel_GRF_data.mot", 4), ("walk_3d/grf_walk.mot", 5)])
def test_forces(shared_data: Path, tmp_path: Path, file: str, seed: int) -> None:
    BARRAGE.on(shortened(shared_data / file, 60), tmp_path / "grf.mot", read_forces, TABLE_MUTATIONS, seed)


def test_external_loads(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "run_4ms"
    data = tmp_path / "runningModel_GRF_data.mot"
    data.write_text(shortened(folder / "runningModel_GRF_data.mot", 60))
    text = (folder / "runningModel_GRF.xml").read_text()
    BARRAGE.on(text, tmp_path / "loads.xml", read_forces, LOADS_MUTATIONS, 6)
