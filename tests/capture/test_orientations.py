"""Orientations of sensors in OpenSim's format."""

from pathlib import Path

import numpy as np
import pytest

from trochanter.capture.orientations import read_orientations
from trochanter.core.errors import ImpossibleData, UnknownName, UnreadableFile

HEAD = "DataRate=100\nDataType=Quaternion\nversion=3\nendheader\ntime\tone_imu\ttwo_imu\n"
HALF = float(np.sqrt(0.5))
ROWS = f"0\t1,0,0,0\t{HALF},0,0,{HALF}\n0.01\t1,0,0,0\t{HALF},{HALF},0,0\n"


def written(folder: Path, text: str) -> Path:
    (folder / "a.sto").write_text(text)
    return folder / "a.sto"


def test_turns_of_a_quarter(tmp_path: Path) -> None:
    found = read_orientations(written(tmp_path, HEAD + ROWS))
    assert found.names == ("one_imu", "two_imu")
    np.testing.assert_allclose(found.of("one_imu"), np.broadcast_to(np.eye(3), (2, 3, 3)), atol=1e-12)
    np.testing.assert_allclose(found.of("two_imu")[0] @ [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], atol=1e-9)
    np.testing.assert_allclose(found.of("two_imu")[1] @ [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], atol=1e-9)
    with pytest.raises(UnknownName, match="one_imu"):
        found.of("on_imu")


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        (HEAD.replace("Quaternion", "double") + ROWS, UnreadableFile, "DataType=double"),
        (HEAD + ROWS.replace("\t1,0,0,0", "\t1,1,0,0", 1), ImpossibleData, "no unit quaternion"),
        (HEAD + ROWS.replace("0.01", "0"), ImpossibleData, "time does not increase"),
        (HEAD + ROWS.replace("1,0,0,0", "1,0,0", 1), ImpossibleData, "values for 9"),
        (HEAD, UnreadableFile, "no rows"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, kind: type[Exception], what: str) -> None:
    with pytest.raises(kind, match=what):
        read_orientations(written(tmp_path, text))


@pytest.mark.needs("shared-data")
def test_the_real_recording(shared_data: Path) -> None:
    found = read_orientations(shared_data / "hip_swing_imu" / "MT_012005D6_009-quaternions_RHJCSwinger.sto")
    assert len(found.names) == 8
    assert found.turn.shape == (1401, 8, 3, 3)
    np.testing.assert_allclose(
        found.turn @ np.swapaxes(found.turn, -1, -2), np.broadcast_to(np.eye(3), found.turn.shape), atol=1e-9
    )
