"""Marker and force files, broken in ten thousand ways: a sound result or a TrochanterError, soon, and nothing else.

As for tables (``test_table_mutations``), at least a third must get through the parser and change the result.
"""

import time
from pathlib import Path
from random import Random

import numpy as np
import pytest

from tests.capture.made_c3d import Recording, plate_parameters, stance
from tests.property.barrage import MAX_SECONDS, SOAK, Barrage
from tests.property.c3d_mutations import C3D_MUTATIONS
from tests.property.marker_mutations import BELT_MUTATIONS, MARKER_MUTATIONS
from trochanter.anatomy.body import Body
from trochanter.capture.c3d import read_c3d
from trochanter.capture.formats import read
from trochanter.capture.ground import read_ground
from trochanter.capture.marker_tables import read_marker_table
from trochanter.capture.trc import read_trc
from trochanter.capture.trial import Plates, Trajectories, Trial
from trochanter.core.errors import TrochanterError

pytestmark = pytest.mark.needs("ezc3d")  # files are made with it


Found = Trial | Trajectories | Plates


def signature(found: Found) -> tuple[object, ...]:
    """Everything of a result that a number, unit, row or name of the file decides."""
    if isinstance(found, Trajectories):
        return (found.time_s.tobytes(), found.names, found.position_m.tobytes())
    if isinstance(found, Plates):
        loads = ((x.name, x.force_N.tobytes(), x.point_m.tobytes(), x.moment_Nm.tobytes()) for x in found.loads)
        return (found.time_s.tobytes(), *loads)
    return tuple(signature(part) for part in (found.markers, found.plates) if part is not None)


def check(found: Found) -> None:
    """A result keeps what its type promises, whatever the file was."""
    if isinstance(found, Trial):
        for part in (found.markers, found.plates):
            if part is not None:
                check(part)
        return
    assert found.time_s.size
    assert np.isfinite(found.time_s).all()
    assert (np.diff(found.time_s) > 0.0).all()
    if isinstance(found, Trajectories):
        assert found.position_m.shape == (found.time_s.size, len(found.names), 3)
        assert len(set(found.names)) == len(found.names)
        assert all(name.strip() for name in found.names)
        assert not np.isinf(found.position_m).any()
        missing = np.isnan(found.position_m)
        assert (missing.all(axis=2) == missing.any(axis=2)).all()
        assert not missing.all()
        return
    for load in found.loads:
        assert load.force_N.shape == load.point_m.shape == load.moment_Nm.shape == (found.time_s.size, 3)
        assert np.isfinite(load.force_N).all()
        assert np.isfinite(load.moment_Nm).all()
        known = np.isfinite(load.point_m).all(axis=1)
        assert np.isnan(load.point_m[~known]).all()
        assert not load.moment_Nm[~known].any()


BARRAGE = Barrage(signature, check, 10_000 if SOAK else 500)


def shortened(path: Path, above: int, rows: int, columns: int) -> str:
    """The first lines, rows and columns of a table."""
    lines = path.read_text().splitlines()
    head = ["\t".join(line.split("\t")[:columns]) for line in lines[above - 1 : above + rows]]
    return "\n".join((*lines[: above - 1], *head)) + "\n"


@pytest.mark.needs("shared-data")
def test_trc(shared_data: Path, tmp_path: Path) -> None:
    text = shortened(shared_data / "walk_3d" / "markers_walk.trc", 4, 32, 2 + 3 * 8)
    BARRAGE.on(text, tmp_path / "a.trc", read_trc, MARKER_MUTATIONS, 21)


@pytest.mark.needs("shared-data")
def test_marker_tables(shared_data: Path, tmp_path: Path) -> None:
    text = shortened(shared_data / "rbds001" / "RBDS001runT25markers.txt", 1, 30, 1 + 3 * 8)
    BARRAGE.on(text, tmp_path / "a.txt", read_marker_table, MARKER_MUTATIONS, 22)


@pytest.mark.needs("shared-data")
def test_belts(shared_data: Path, tmp_path: Path) -> None:
    lines = (shared_data / "rbds001" / "RBDS001runT25forces.txt").read_text().splitlines()
    text = "\n".join((*lines[:1], *lines[1:400:4])) + "\n"
    text = "\n".join(
        [text.split("\n")[0], *(f"{k / 75:.5f}\t" + x.split("\t", 1)[1] for k, x in enumerate(text.split("\n")[1:-1]))]
    )
    BARRAGE.on(text + "\n", tmp_path / "a.txt", read_ground, BELT_MUTATIONS, 23)


def test_c3d(tmp_path: Path) -> None:
    plates = [stance(k, (0.0, 0.0, -0.04)) for k in (1, 2)]
    made = Recording(labels=[f"M{k}" for k in range(12)])
    scale = np.array([1.0, 1.0, 1.0, 1000.0, 1000.0, 1000.0])
    made.analog = np.hstack([plate.wrench() * scale for plate in plates]).T
    made.analog_units = ["N", "N", "N", "Nmm", "Nmm", "Nmm"] * 2
    made.plates = plate_parameters(plates, [2, 4], [6, 6], CAL_MATRIX=np.stack([np.eye(6)] * 2, axis=2))
    path = made.write(tmp_path / "a.c3d")
    BARRAGE.on(path.read_bytes(), path, read_c3d, C3D_MUTATIONS, 24)


@pytest.mark.needs("shared-data")
def test_any_bytes_at_all(shared_data: Path, tmp_path: Path) -> None:
    """The verb ``read`` on beginnings of real files with anything after them, and on nothing but noise."""
    files = ("walk_3d/markers_walk.trc", "rbds001/RBDS001static.txt", "c3d/walking5.c3d", "rbds001/RBDS001static.c3d")
    heads = [b"", *((shared_data / file).read_bytes()[:9000] for file in files)]
    chance, path = Random(25), tmp_path / "a"
    for _ in range(BARRAGE.count):
        head = chance.choice(heads)
        path.write_bytes(head[: chance.randrange(len(head) + 1)] + chance.randbytes(chance.randrange(1, 400)))
        started = time.process_time()
        try:
            found = read(path)
        except TrochanterError as error:
            if not error.where:
                pytest.fail(f"no place in {error}")
        else:
            assert not isinstance(found, Body)
            check(found)
        assert time.process_time() - started < MAX_SECONDS


@pytest.mark.parametrize(
    "unit", ["_", " ", "\t", ",", ";", "X", "aX\t", "1\t", "[", "Fx\t", "F_", "-1 ", "\r", "\n", "\r\n", '"']
)
@pytest.mark.parametrize("before", ["", "Time\t", "Frame#\tTime\t", "PathFileType\n", "Time\tFx\tFy\tFz\n0\t"])
def test_the_same_without_end(tmp_path: Path, before: str, unit: str) -> None:
    """Patterns that look for words must not take longer the longer they look."""
    path = tmp_path / "a"
    path.write_text(before + unit * (400_000 // len(unit)))
    for reader in (read, read_ground, read_trc, read_marker_table):
        started = time.process_time()
        with pytest.raises(TrochanterError):
            reader(path)
        assert time.process_time() - started < MAX_SECONDS
