"""``read_table``: every dialect that is in circulation, and an error with its place for everything else."""

import time
from pathlib import Path

import numpy as np
import pytest

from trochanter.capture.tables import bare_name, read_table
from trochanter.capture.trial import Table
from trochanter.core.errors import ImpossibleData, TrochanterError, UnreadableFile

VERSION_1 = "angles\nversion=1\nnRows=2\nnColumns=3\ninDegrees=yes\nendheader\ntime\thip_flexion_r\tpelvis_tx\n"
ROWS = "0.0\t10.5\t-0.25\n0.01\t1.1e1\t-.5\n"


def table(folder: Path, text: str | bytes) -> Table:
    """Read ``text`` as a file."""
    path = folder / "trial.mot"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(path)


def codes(found: Table) -> set[str]:
    """The codes of a table's notices."""
    return {notice.code for notice in found.notices}


def refusal(folder: Path, text: str | bytes, kind: type[TrochanterError] = ImpossibleData) -> str:
    """What is said where ``text`` is refused; that it names the file and a way out is part of the test."""
    with pytest.raises(kind) as caught:
        table(folder, text)
    assert type(caught.value) is kind
    assert caught.value.where.startswith(str(folder / "trial.mot"))
    assert caught.value.valid
    assert caught.value.next_step
    return str(caught.value)


def check_plain(found: Table) -> None:
    assert found.columns == ("hip_flexion_r", "pelvis_tx")
    np.testing.assert_array_equal(found.time_s, [0.0, 0.01])
    np.testing.assert_array_equal(found.values, [[10.5, -0.25], [11.0, -0.5]])


def test_version_1(tmp_path: Path) -> None:
    found = table(tmp_path, VERSION_1 + ROWS)
    check_plain(found)
    assert found.name == "angles"
    assert found.in_degrees
    assert found.header["nRows"] == "2"
    assert found.notices == ()
    assert len(found.sha256) == 64
    assert not found.values.flags.writeable
    assert not found.time_s.flags.writeable


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\t\t\n"),
        lambda text: text.replace("\n", "\n\n").replace("\n\n", "\n", 5),
        lambda text: text.replace("\t", " ").replace("10.5", "   10.5   "),
        lambda text: text.replace("\t", "\t    "),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("time", "Time"),
        lambda text: text.replace("time", "t"),
        lambda text: text.replace("endheader", "  EndHeader "),
        lambda text: text.replace("inDegrees=yes", "inDegrees = Yes"),
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("version=1", "version=3\nDataType=double\nOpenSimVersion=4.5"),
        lambda text: text.replace("version=1", "a remark in \u00b5 and \u00b0"),
    ],
)
def test_spellings_of_the_same_table(tmp_path: Path, change: object) -> None:
    assert callable(change)
    found = table(tmp_path, change(VERSION_1 + ROWS))
    check_plain(found)
    assert found.name == "angles"
    assert found.in_degrees
    assert found.notices == ()


def test_a_remark_in_an_old_encoding(tmp_path: Path) -> None:
    check_plain(table(tmp_path, (VERSION_1 + ROWS).replace("version=1", "Winkel in \u00b0").encode("latin-1")))


def test_simm_header_behind_row_counts(tmp_path: Path) -> None:
    head = (
        "Coordinates\nnRows=2\nnColumns=3\n\n# SIMM Motion File Header:\nname Coordinates\ndatacolumns 3\ndatarows 2\n"
    )
    text = head + "range 0.0 0.01\n\nUnits are S.I. units (second, meters, ...)\nAngles are in degrees.\n\nendheader\n"
    found = table(tmp_path, text + "time\thip_flexion_r\tpelvis_tx\n" + ROWS)
    check_plain(found)
    assert found.in_degrees
    assert found.notices == ()
    assert found.header["datacolumns"] == "3"
    assert found.name == "Coordinates"


def test_simm_header_alone(tmp_path: Path) -> None:
    head = "name walk.mot\t\t\ndatacolumns 3\t\t\ndatarows 2\t\t\nrange 0.0 0.01\t\t\nendheader\t\t\n"
    found = table(tmp_path, head + "   time\t   hip_flexion_r\t  pelvis_tx\n" + ROWS)
    check_plain(found)
    assert found.name == "walk.mot"
    assert found.in_degrees
    assert codes(found) == {"angle-unit-assumed"}


def test_a_name_where_the_header_has_none(tmp_path: Path) -> None:
    assert table(tmp_path, (VERSION_1 + ROWS).removeprefix("angles\n")).name == "trial"


@pytest.mark.parametrize(
    ("line", "in_degrees", "noticed"),
    [
        ("inDegrees=yes", True, set()),
        ("inDegrees=no", False, set()),
        ("Angles are in degrees.", True, set()),
        ("Angles are in radians.", False, set()),
        ("", False, {"angle-unit-assumed"}),
    ],
)
def test_unit_of_angles(tmp_path: Path, line: str, in_degrees: bool, noticed: set[str]) -> None:
    found = table(tmp_path, (VERSION_1 + ROWS).replace("inDegrees=yes", line))
    assert found.in_degrees is in_degrees
    assert codes(found) == noticed


@pytest.mark.parametrize("lines", ["inDegrees=no\nAngles are in degrees.", "inDegrees=yes\nindegrees=no"])
def test_contradictory_units(tmp_path: Path, lines: str) -> None:
    assert "both" in refusal(tmp_path, (VERSION_1 + ROWS).replace("inDegrees=yes", lines))


def test_a_unit_that_is_none(tmp_path: Path) -> None:
    assert "inDegrees=maybe" in refusal(tmp_path, (VERSION_1 + ROWS).replace("=yes", "=maybe"))


@pytest.mark.parametrize(
    ("before", "after"), [("nRows=2", "nRows=901"), ("nRows=2", "datarows 901"), ("nRows=2", "nRows=1")]
)
def test_a_file_of_other_rows_than_declared(tmp_path: Path, before: str, after: str) -> None:
    number = after.replace("=", " ").split()[1]
    said = f"the header declares {number} rows, the file has 2"
    assert said in refusal(tmp_path, (VERSION_1 + ROWS).replace(before, after))


def test_a_file_that_declares_no_rows_was_written_while_it_was_recorded(tmp_path: Path) -> None:
    found = table(tmp_path, (VERSION_1 + ROWS).replace("nRows=2", "nRows=0"))
    check_plain(found)
    assert codes(found) == {"row-count"}


def test_zero_bytes_are_refused_at_once(tmp_path: Path) -> None:
    said = refusal(tmp_path, VERSION_1 + ROWS + "\0" * (64 << 20), UnreadableFile)
    assert "zero bytes" in said


def test_a_bad_first_row_is_told_without_reading_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "long.mot"
    path.write_text(VERSION_1.replace("nRows=2\n", "") + "0.5\tx\t2\n" + "0.5\t1\t2\n" * 3_000_000)
    start = time.perf_counter()
    with pytest.raises(ImpossibleData, match="'x' is not a number"):
        read_table(path)
    assert time.perf_counter() - start < 2.0


def test_other_columns_than_declared(tmp_path: Path) -> None:
    found = table(tmp_path, (VERSION_1 + ROWS).replace("nColumns=3", "nColumns=40"))
    check_plain(found)
    assert codes(found) == {"column-count"}
    assert "declares 40 columns, the file has 3" in found.notices[0].text


@pytest.mark.parametrize("spelling", ["NaN", "nan", "-nan", "1.#QNAN", "-1.#IND", "-nan(ind)", "NAN(0x8)", "1.#QNAN0"])
def test_spellings_of_missing(tmp_path: Path, spelling: str) -> None:
    found = table(tmp_path, VERSION_1 + ROWS.replace("-.5", spelling))
    np.testing.assert_array_equal(found.values, [[10.5, -0.25], [11.0, np.nan]])
    assert [notice.text for notice in found.notices] == ["1 values are missing: pelvis_tx (1)"]


@pytest.mark.parametrize("spelling", ["inf", "-Infinity", "1.#INF", "-1.#INF0", "1e999"])
def test_an_infinite_value_is_missing(tmp_path: Path, spelling: str) -> None:
    found = table(tmp_path, VERSION_1 + ROWS.replace("-.5", spelling))
    np.testing.assert_array_equal(found.values, [[10.5, -0.25], [11.0, np.nan]])
    assert "1 of them stand as infinite" in found.notices[0].text


def test_numbers_are_correctly_rounded(tmp_path: Path) -> None:
    words = ["0.1", "9007199254740993", "1.7976931348623157e308", "5e-324", "0.30000000000000004", "-1e-400", "+7."]
    text = "x\nendheader\ntime\ta\n" + "".join(f"{row}\t{word}\n" for row, word in enumerate(words))
    np.testing.assert_array_equal(table(tmp_path, text).values[:, 0], [float(word) for word in words])


def test_one_row(tmp_path: Path) -> None:
    assert table(tmp_path, VERSION_1.replace("nRows=2", "nRows=1") + "0.5\t1\t2\n").values.tolist() == [[1.0, 2.0]]


def test_time_alone(tmp_path: Path) -> None:
    assert table(tmp_path, "x\nendheader\ntime\n0\n1\n").values.shape == (2, 0)


def test_columns_by_name(tmp_path: Path) -> None:
    found = table(tmp_path, VERSION_1 + ROWS)
    assert found.column("pelvis_tx").tolist() == [-0.25, -0.5]
    with pytest.raises(TrochanterError, match="did you mean 'hip_flexion_r'"):
        found.column("hip_flexion_R")


@pytest.mark.parametrize(
    ("rows", "place", "said"),
    [
        ("0 1 2\n0.1 1\n0.2 1 2\n", "line 9", "2 values for 3 column names"),
        ("0 1 2\n0.1 1 2 3\n0.2 1 2\n", "line 9", "4 values for 3"),
        ("0 1 2 3\n0.1 1 2 3\n", "line 8", "4 values for 3"),
        ("0 1 2\n\n0.1 1 2 3\n0.2 1\n", "line 10", "4 values for 3"),
        ("0 1 2\n0.1 1 2\n0.2 1", "line 10", "the file ends inside a row"),
        ("0 1 2\n0.1 1 two\n", "line 9, column 'pelvis_tx'", "'two' is not a number"),
        ("0 1 2\n0.1 1_0 2\n", "line 9, column 'hip_flexion_r'", "'1_0' is not a number"),
        ("0 1 2\n0.1 0x10 2\n", "line 9", "'0x10' is not a number"),
        ("0 1 2\n0.1 \uff11 2\n", "line 9", "is not a number"),
        ("0 1 2\n0.1 1.0D+00 2\n", "line 9", "is not a number"),
        ("0 1 2\n0.1 1,25 2\n", "line 9, column 'hip_flexion_r'", "a decimal comma"),
        ("0,0 1,0 2,0 3,0\n", "line 8", "a decimal comma"),
        ("0,1.5,2.5\n0.1,1.5,2.5\n", "line 8", "separate the columns by tabs"),
        ("0;1;2\n", "line 8", "separate the columns by tabs"),
    ],
)
def test_bad_rows_are_named(tmp_path: Path, rows: str, place: str, said: str) -> None:
    message = refusal(tmp_path, VERSION_1 + rows)
    assert place in message.splitlines()[0]
    assert said in message


@pytest.mark.parametrize(
    ("times", "row", "said"),
    [
        ((0.0, 0.01, 0.01, 0.02), 3, "stands still"),
        ((0.0, 0.01, 0.005, 0.02), 3, "goes back: 0.005 follows 0.01"),
        ((0.0, 0.01, 0.02, 0.0200001, 0.03), 4, "hardly moves"),
        ((0.0, np.nan, 0.02), 2, "time is nan"),
        ((0.0, 0.01, np.inf), 3, "time is inf"),
        ((0.3, 0.2, 0.1), 2, "goes back"),
        ((-1.7e308, 1.7e308, 1.75e308), 2, "hardly moves"),
    ],
)
def test_time_that_does_not_go_on(tmp_path: Path, times: tuple[float, ...], row: int, said: str) -> None:
    message = refusal(tmp_path, VERSION_1 + "".join(f"{time!r} 1 2\n" for time in times))
    assert f"row {row} of the data: " in message
    assert said in message


def test_rounded_times_are_times(tmp_path: Path) -> None:
    rounded = [round(k / 600, 4) for k in range(50)]
    rows = "".join(f"{time} 1 2\n" for time in rounded)
    assert len(table(tmp_path, VERSION_1.replace("nRows=2", "nRows=50") + rows).time_s) == 50


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ("time\ta\ta\n", "two columns 'a'"),
        ("time\ta\t\tb\n", "column 3 has no name"),
        ("time\thip_flexion_r\t/jointset/hip_r/hip_flexion_r/value\n", "are the same quantity"),
    ],
)
def test_names_that_clash(tmp_path: Path, labels: str, said: str) -> None:
    rows = f"0{' 1' * labels.count(chr(9))}\n"
    assert said in refusal(tmp_path, "x\nendheader\n" + labels + rows)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "the file is empty"),
        (b"   \n", "no line 'endheader'"),
        (b"\x7fELF\0\0\1", "not text"),
        (bytes(range(256)) * 20, "not text"),
        (b"time\ta\n0\t1\n", "no line 'endheader'"),
        (("x\nendheader\n" + ROWS).encode("utf-16"), "UTF-16"),
        (b"x\nendheader\n", "nothing after the header"),
        (b"x\nendheader\ntime\ta\n", "no rows"),
        (b"x\nendheader\ntime\ta\n \n\t\n", "no rows"),
        (b"x\nendheader\nframe\ta\n0\t1\n", "the first column is 'frame', not time"),
        (b"x\nendheader\ntime,a\n0,1\n", "separate columns by tabs"),
        (b"x\nDataType=Quaternion\nendheader\ntime\ta\n0\t1,0,0,0\n", "hold Quaternion elements"),
        (b"x\ny\0\nendheader\ntime\ta\n0\t1\n", "the header is not text"),
    ],
)
def test_no_table_at_all(tmp_path: Path, text: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        table(tmp_path, text)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/jointset/hip_r/hip_flexion_r/value", "hip_flexion_r"),
        ("hip_r/hip_flexion_r/value", "hip_flexion_r"),
        ("/jointset/hip_r/hip_flexion_r/speed", "hip_flexion_r/speed"),
        ("/forceset/soleus_r/activation", "soleus_r/activation"),
        ("/forceset/soleus_r", "soleus_r"),
        ("hip_flexion_r", "hip_flexion_r"),
        ("load N/kg", "load N/kg"),
        ("/value", "/value"),
        ("", ""),
    ],
)
def test_bare_names(path: str, name: str) -> None:
    assert bare_name(path) == name


def test_states_keep_what_they_are(tmp_path: Path) -> None:
    paths = (
        "/jointset/hip_r/hip_flexion_r/value",
        "/jointset/hip_r/hip_flexion_r/speed",
        "/forceset/psoas_r/activation",
    )
    found = table(tmp_path, "x\ninDegrees=no\nendheader\n" + "\t".join(("time", *paths)) + "\n0 1 2 3\n")
    assert found.columns == paths
    assert [bare_name(name) for name in found.columns] == ["hip_flexion_r", "hip_flexion_r/speed", "psoas_r/activation"]


@pytest.mark.parametrize("filler", ["a" * 300_000, "a" + " " * 300_000 + "b", "angles are " * 30_000, "=" * 300_000])
def test_a_strange_header_does_not_hang(tmp_path: Path, filler: str) -> None:
    check_plain(table(tmp_path, VERSION_1.replace("version=1", filler) + ROWS))


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(
    ("file", "shape", "in_degrees", "noticed", "column", "first", "last"),
    [
        (
            *("run_4ms/runningModel_Kinematics_q.sto", (684, 37), True, set()),
            *("pelvis_tilt", -11.79927600206998400000, -12.65090773538369700000),
        ),
        (
            *("run_4ms/runningModel_GRF_data.mot", (691, 18), True, {"angle-unit-assumed"}),
            *("R_ground_force_vy", 0.0, 16.769949),
        ),
        (
            *("walk_3d/coordinates.sto", (1350, 31), False, {"column-count"}),
            *("/jointset/hip_r/hip_flexion_r/value", 0.3965801380677928, -0.06580855906042907),
        ),
        (
            *("walk_3d/grf_walk.mot", (4778, 18), False, set()),
            *("ground_force_r_px", 331.7057913303967, 243.4068869558712),
        ),
        (
            *("walk_3d/electromyography.sto", (4780, 10), False, set()),
            *("gluteus_medius", 1.936838508565060651e-02, 0.0),
        ),
        (
            *("walk_3d/id_walk.sto", (1350, 31), False, set()),
            *("pelvis_tilt_moment", -26.52760346, 4.09189522),
        ),
    ],
)
def test_real_recordings(
    shared_data: Path,
    file: str,
    shape: tuple[int, int],
    in_degrees: bool,
    noticed: set[str],
    column: str,
    first: float,
    last: float,
) -> None:
    found = read_table(shared_data / file)
    assert found.values.shape == shape
    assert found.in_degrees is in_degrees
    assert codes(found) == noticed
    assert found.column(column)[[0, -1]].tolist() == [first, last]


@pytest.mark.needs("shared-data")
def test_orientations_are_refused(shared_data: Path) -> None:
    with pytest.raises(UnreadableFile, match="Quaternion"):
        read_table(shared_data / "hip_swing_imu" / "imuOrientations.sto")
