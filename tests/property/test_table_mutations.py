"""Real files, broken in ten thousand ways: a reader gives a sound result or a TrochanterError, soon, and nothing else.

A test of this kind proves little if most mutations die at the parser's door: at least a third must get through and
change a number, a unit, a row or a name in the result.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest

from tests.property.table_mutations import LOADS_MUTATIONS, TABLE_MUTATIONS, Mutation, counted
from trochanter.capture.fading import FADING_M, FADING_S
from trochanter.capture.loads import read_forces
from trochanter.capture.tables import read_table
from trochanter.capture.trial import Forces, Table
from trochanter.core.errors import TrochanterError

SOAK = os.environ.get("TROCHANTER_SOAK") == "1"
COUNT = 10_000 if SOAK else 1_500
MAX_SECONDS = 2.0
LEAST_SHARE = 1.0 / 3.0

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


def bombard(
    text: str, path: Path, read: Callable[[Path], Table | Forces], mutations: tuple[Mutation, ...], seed: int
) -> None:
    """Read COUNT mutations of ``text`` at ``path``; the part that is read and differs is at least a third."""
    path.write_text(text)
    original = signature(read(path.parent / path.name))
    chance, through, refused = Random(seed), 0, 0
    for number in range(COUNT):
        mutation = chance.choice(mutations)
        path.write_bytes(mutation(chance, text).encode("utf-8", "surrogateescape"))
        started = time.perf_counter()
        try:
            found = read(path)
        except TrochanterError as error:
            refused += 1
            if not error.where:
                pytest.fail(f"{mutation.__name__}, number {number}: no place in {error}")
        else:
            check(found)
            through += signature(found) != original
        assert time.perf_counter() - started < MAX_SECONDS, f"{mutation.__name__}, number {number}"
    print(f"{path.name}: of {COUNT} mutations {through} changed the result, {refused} were refused")
    assert through >= LEAST_SHARE * COUNT
    assert refused > 0


@pytest.mark.parametrize(
    ("file", "seed"),
    [("run_4ms/runningModel_Kinematics_q.sto", 1), ("walk_3d/coordinates.sto", 2), ("walk_3d/electromyography.sto", 3)],
)
def test_tables(shared_data: Path, tmp_path: Path, file: str, seed: int) -> None:
    bombard(shortened(shared_data / file, 30), tmp_path / "table.sto", read_table, TABLE_MUTATIONS, seed)


@pytest.mark.parametrize(("file", "seed"), [("run_4ms/runningModel_GRF_data.mot", 4), ("walk_3d/grf_walk.mot", 5)])
def test_forces(shared_data: Path, tmp_path: Path, file: str, seed: int) -> None:
    bombard(shortened(shared_data / file, 60), tmp_path / "grf.mot", read_forces, TABLE_MUTATIONS, seed)


def test_external_loads(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "run_4ms"
    data = tmp_path / "runningModel_GRF_data.mot"
    data.write_text(shortened(folder / "runningModel_GRF_data.mot", 60))
    text = (folder / "runningModel_GRF.xml").read_text()
    bombard(text, tmp_path / "loads.xml", read_forces, LOADS_MUTATIONS, 6)
