"""The verb ``read``: a trial with its forces and muscle signals, or a model."""

import gzip
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from trochanter.anatomy.body import Body
from trochanter.capture.formats import read, xml_elements
from trochanter.capture.trial import Trial
from trochanter.core.errors import BadSetting, MissingInput, TrochanterError, UnknownFormat

FORCES = [f"ground_force_r_{kind}{axis}" for kind in "vp" for axis in "xyz"]


def write(path: Path, columns: list[str], row: list[float], rows: int = 50) -> Path:
    """A table of equal rows."""
    text = "\t".join(("time", *columns)) + "\n"
    for k in range(rows):
        text += "\t".join(str(x) for x in (k / 100, *row)) + "\n"
    path.write_text("t\ninDegrees=yes\nendheader\n" + text)
    return path


def read_trial(path: Path, **companions: Any) -> Trial:
    """Read what must be a trial."""
    found = read(path, **companions)
    assert isinstance(found, Trial)
    return found


def test_angles_alone(tmp_path: Path) -> None:
    trial = read_trial(write(tmp_path / "run.mot", ["hip_flexion_r"], [20.0]))
    assert (trial.name, trial.forces, trial.emg, trial.notices) == ("run", None, None, ())
    assert trial.angles.columns == ("hip_flexion_r",)


def test_angles_with_forces_and_signals(tmp_path: Path) -> None:
    angles = write(tmp_path / "run.mot", ["hip_flexion_r"], [20.0])
    forces = write(tmp_path / "grf.mot", FORCES, [0.0, 800.0, 0.0, 0.1, 0.0, 0.2])
    emg = write(tmp_path / "emg.sto", ["gluteus_medius"], [0.3])
    trial = read_trial(angles, forces=forces, emg=emg)
    assert trial.forces is not None
    assert trial.forces.loads[0].segment == "calcn_r"
    assert trial.emg is not None
    assert trial.emg.columns == ("gluteus_medius",)
    assert [notice.code for notice in trial.notices] == ["moment-absent"]


def test_forces_in_the_same_table(tmp_path: Path) -> None:
    both = write(tmp_path / "run.mot", ["hip_flexion_r", *FORCES], [20.0, 0.0, 800.0, 0.0, 0.1, 0.0, 0.2])
    trial = read_trial(both)
    assert trial.forces is not None
    np.testing.assert_array_equal(trial.forces.loads[0].force_N[:, 1], 800.0)
    assert trial.notices[0].code == "forces-in-same-file"


@pytest.mark.parametrize("vertical", [0.0, -800.0])
def test_useless_forces_in_the_same_table_are_left_out(tmp_path: Path, vertical: float) -> None:
    both = write(tmp_path / "run.mot", ["hip_flexion_r", *FORCES], [20.0, 0.0, vertical, 0.0, 0.1, 0.0, 0.2])
    trial = read_trial(both)
    assert trial.forces is None
    assert [notice.code for notice in trial.notices] == ["forces-not-used"]


def test_plates_in_the_same_table_are_left_out(tmp_path: Path) -> None:
    trial = read_trial(write(tmp_path / "run.mot", ["hip_flexion_r", "ground_force_vx"], [20.0, 1.0]))
    assert trial.forces is None
    assert "which foot" in trial.notices[0].text


def test_forces_are_no_trial(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="no joint angles"):
        read(write(tmp_path / "grf.mot", FORCES, [0.0, 800.0, 0.0, 0.1, 0.0, 0.2]))


@pytest.mark.parametrize("companion", ["forces", "emg"])
def test_a_missing_companion(tmp_path: Path, companion: str) -> None:
    angles = write(tmp_path / "run.mot", ["hip_flexion_r"], [20.0])
    companions: dict[str, Any] = {companion: tmp_path / "rum.mot"}
    with pytest.raises(MissingInput, match=r"run\.mot"):
        read(angles, **companions)


@pytest.mark.parametrize(
    ("head", "elements"),
    [
        (b"\xef\xbb\xbf <?xml version='1.0'?>\n<!-- <Model> --><A><b:c x='<'/><D>", ("A", "b", "D")),
        (b"<!-- never closed <Model>", ()),
        (b"text <Model>", ()),
        (b"", ()),
    ],
)
def test_first_elements(head: bytes, elements: tuple[str, ...]) -> None:
    assert xml_elements(head) == elements


@pytest.mark.needs("shared-data")
def test_a_real_trial(shared_data: Path) -> None:
    folder = shared_data / "walk_3d"
    trial = read_trial(folder / "coordinates.sto", forces=folder / "grf_walk.xml", emg=folder / "electromyography.sto")
    assert trial.name == "coordinates"
    assert trial.forces is not None
    assert len(trial.forces.time_s) == 4778
    assert trial.emg is not None
    assert trial.emg.time_s[-1] == pytest.approx(2.3895)


@pytest.mark.needs("shared-data")
def test_a_real_model(shared_data: Path) -> None:
    model = shared_data / "models" / "Rajagopal2016.osim"
    body = read(model)
    assert isinstance(body, Body)
    assert len(body.muscles.names) == 80
    with pytest.raises(BadSetting, match="forces cannot be"):
        read(model, forces=shared_data / "walk_3d" / "grf_walk.mot")


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(
    "file",
    [
        "rbds001/RBDSinfo.txt",
        "rbds001/RBDS001processed.txt",
        "running_angles_46/BMC01angs.txt",
        "imu_formats/physicstoolbox/gforce_gyro.csv",
        "walk_3d",
    ],
)
def test_other_files_are_refused(shared_data: Path, file: str) -> None:
    with pytest.raises(TrochanterError):
        read(shared_data / file)


@pytest.mark.needs("shared-data")
def test_real_markers_with_each_kind_of_forces(shared_data: Path) -> None:
    markers = shared_data / "walk_3d" / "markers_walk.trc"
    for name in ("grf_walk.mot", "grf_walk.xml"):
        trial = read_trial(markers, forces=shared_data / "walk_3d" / name)
        assert trial.forces is not None
        assert trial.plates is None
    trial = read_trial(markers, forces=shared_data / "c3d" / "walking2.c3d")
    assert trial.plates is not None
    assert len(trial.plates.loads) == 2


@pytest.mark.needs("shared-data")
def test_the_plates_of_a_c3d_file_unless_forces_are_given(shared_data: Path) -> None:
    path = shared_data / "rbds001" / "RBDS001runT35.c3d"
    trial = read_trial(path)
    assert trial.plates is not None
    assert trial.plates.source == str(path)
    other = read_trial(path, forces=shared_data / "rbds001" / "RBDS001runT25forces.txt")
    assert other.plates is not None
    assert other.plates.source.endswith("forces.txt")


def test_a_rate_is_refused_where_the_file_has_time(tmp_path: Path) -> None:
    angles = write(tmp_path / "run.mot", ["hip_flexion_r"], [20.0])
    with pytest.raises(BadSetting, match="says its own time"):
        read(angles, rate_hz=100.0)


def test_a_table_is_read_without_heavy_libraries(tmp_path: Path) -> None:
    path = write(tmp_path / "run.mot", ["hip_flexion_r"], [20.0])
    code = (
        "import sys; from trochanter.capture.formats import read; "
        f"read({str(path)!r}); print([m for m in ('numba', 'lxml', 'scipy', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (gzip.compress(b"Time\tR.ASISX"), "it is a compressed file (gzip)"),
        (b"PK\x03\x04 and so on", "it is an archive or a spreadsheet"),
        ("Time\tR.ASISX\n".encode("utf-16"), "it is text in UTF-16"),
        (b"MATLAB 5.0 MAT-file", "it is a MATLAB file"),
    ],
)
def test_files_that_people_have_instead_are_called_by_their_name(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "run.txt").write_bytes(data)
    with pytest.raises(UnknownFormat, match=re.escape(words)) as caught:
        read(tmp_path / "run.txt")
    assert "Next: check that the file is complete" not in str(caught.value)
