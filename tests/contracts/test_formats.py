"""Every registered format: it knows its own files and no other's, and bytes that break never break the reader."""

import random
from pathlib import Path

import numpy as np
import pytest

from tests.capture.made_c3d import plain_c3d
from trochanter.anatomy.body import Body
from trochanter.capture.files import FileContent
from trochanter.capture.formats import HEAD_BYTES, Format, known_formats, read
from trochanter.capture.trial import Table, Trajectories, Trial
from trochanter.core.errors import MissingInput, TrochanterError, UnknownFormat, UnreadableFile

TABLE = b"angles\ninDegrees=yes\nendheader\ntime\thip_flexion_r\n0\t1\n0.01\t2\n"
MODEL = b"""<?xml version="1.0"?><OpenSimDocument Version="40000"><Model name="m"><gravity>0 -9.8 0</gravity>
</Model></OpenSimDocument>"""
LOADS = b"""<?xml version="1.0"?><!-- <Model/> --><OpenSimDocument Version="30000"><ExternalLoads name="l"><objects/>
</ExternalLoads></OpenSimDocument>"""

ROWS = "".join(f"{k / 100}\t" + "\t".join(str(100 * j + k) for j in range(1, 10)) + "\n" for k in range(9))
TRC = (
    "PathFileType\t4\t(X/Y/Z)\ta.trc\nDataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\n100\t100\t9\t3\tmm\n"
    "Frame#\tTime\tR.ASIS\t\t\tL.ASIS\t\t\tSacrum\t\t\n\t\tX1\tY1\tZ1\tX2\tY2\tZ2\tX3\tY3\tZ3\n\n"
    + "".join(f"{k + 1}\t{row}\n" for k, row in enumerate(ROWS.splitlines()))
).encode()
MARKERS = (
    "Time\t" + "\t".join(f"{name}{axis}" for name in ("R.ASIS", "L.ASIS", "S1") for axis in "XYZ") + "\n" + ROWS
).encode()
BELT = b"Time\tFx\tFy\tFz\tCOPx\tCOPy\tCOPz\tTy\n1\t0\t800\t0\t100\t0\t200\t5\n2\t0\t800\t0\t150\t0\t200\t5\n"
PHONE = b"time,seconds_elapsed,z,y,x\n" + b"".join(b"%d,%.2f,0.1,0.2,0.3\n" % (k, k / 100) for k in range(9))
POINTS = np.dstack((np.arange(81.0).reshape(9, 3, 3) * 10.0, np.zeros((9, 3))))
C3D = plain_c3d(84, -1.0, POINTS, np.ones((9, 2, 2)), ["R.ASIS", "L.ASIS", "Sacrum"])

# The bytes that a format knows, by the module that registers it; a new format adds its own.
EXAMPLES = {
    "OpenSim table (.mot, .sto)": TABLE,
    "OpenSim model (.osim)": MODEL,
    "OpenSim external loads (.xml, with forces=)": LOADS,
    "markers (.trc)": TRC,
    "markers and force plates (.c3d)": C3D,
    "table of markers (.txt, .csv)": MARKERS,
    "table of ground forces (.txt, .csv, with forces=)": BELT,
    "recording of a phone's sensors (.csv, .zip, for 'trochanter measure')": PHONE,
}
FORMATS = pytest.mark.parametrize("known", known_formats(), ids=lambda known: known.name)


def attempt(known: Format, data: bytes) -> Table | Body | Trajectories | Trial | None:
    """What the reader makes of ``data``; None where it refuses as it should."""
    try:
        found = known.read(FileContent("some file", data))
    except TrochanterError as error:
        if "some file" not in error.where:
            pytest.fail(f"this error does not name the file: {error}")
        return None
    assert isinstance(found, Table | Body | Trajectories | Trial)
    return found


def test_each_format_has_an_example() -> None:
    assert {known.name for known in known_formats()} == set(EXAMPLES)


@FORMATS
def test_it_knows_its_own(known: Format) -> None:
    recognised = [name for name, data in EXAMPLES.items() if known.recognises(data[:HEAD_BYTES])]
    assert recognised == [known.name]


@FORMATS
@pytest.mark.parametrize("data", [b"", b"\0" * 500, b"\xff\xfe\0", b"PK\3\4", b"<", b"<!--", b"<a><b>", b"\xe9"])
def test_it_does_not_know_what_is_none(known: Format, data: bytes) -> None:
    assert known.recognises(data) is False


@FORMATS
def test_anything_else_is_refused_with_its_place(known: Format) -> None:
    for data in (b"", b"\0", b"<a/>", b"endheader", b"endheader\n", bytes(range(256)) * 4):
        assert attempt(known, data) is None


@FORMATS
def test_no_broken_example_breaks_it(known: Format) -> None:
    chance = random.Random(11)
    example = EXAMPLES[known.name]
    for _ in range(300):
        broken = bytearray(example)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] = chance.choice(b"\0\n\t <>&/-.,;0179eENn\xff")
        attempt(known, bytes(broken[: chance.randint(1, len(broken))]))


@FORMATS
def test_the_verb_reads_by_content_not_by_name(known: Format, tmp_path: Path) -> None:
    path = tmp_path / "no_extension"
    path.write_bytes(EXAMPLES[known.name])
    try:
        read(path)
    except TrochanterError as error:
        if isinstance(error, UnknownFormat) or not error.where.startswith(str(path)):
            pytest.fail(f"not recognised, or not named: {error}")


def test_an_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "a.mot").write_bytes(b"GIF89a")
    with pytest.raises(UnknownFormat) as caught:
        read(tmp_path / "a.mot")
    assert all(name in str(caught.value) for name in EXAMPLES)


@pytest.mark.parametrize("data", [LOADS, BELT])
def test_loads_alone_are_no_trial(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.xml").write_bytes(data)
    with pytest.raises((UnreadableFile, MissingInput), match="forces="):
        read(tmp_path / "a.xml")


@pytest.mark.parametrize("data", [TRC, MARKERS, C3D])
def test_markers_are_a_trial_without_angles(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "run").write_bytes(data)
    trial = read(tmp_path / "run")
    assert isinstance(trial, Trial)
    assert trial.name == "run"
    assert trial.markers is not None
    assert len(trial.markers.names) == 3
    with pytest.raises(MissingInput, match="fit a body"):
        _ = trial.angles
