"""Reading delimited tables of markers, in the dialects that programs write."""

from pathlib import Path

import numpy as np
import pytest

from trochanter.capture.formats import read
from trochanter.capture.marker_tables import is_marker_table, read_marker_table
from trochanter.capture.trial import Trajectories, Trial
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, TrochanterError, UnreadableFile

NAMES = ("R.ASIS", "L.ASIS", "R.Knee")


def positions(frames: int = 30) -> Floats:
    """Three markers (frames, 3, 3) in mm."""
    rest = np.array([[100.0, 1000.0, 130.0], [101.0, 1002.0, -130.0], [50.0, 500.0, 140.0]])
    return rest + np.linspace(0.0, 90.0, frames)[:, None, None]


def table(
    label: str = "{name}{axis}",
    *,
    mark: str = "\t",
    cells: Floats | None = None,
    time: list[str] | None = None,
    axes: str = "XYZ",
    first: str = "Time",
) -> str:
    """The text of a table."""
    cells = positions() if cells is None else cells
    time = time or [f"{k / 150:.3f}" for k in range(len(cells))]
    labels = [first, *(label.format(name=name, axis=axis) for name in NAMES for axis in axes)]
    rows = [
        mark.join((at, *("" if np.isnan(x) else f"{x:.6f}" for x in row.ravel())))
        for at, row in zip(time, cells, strict=True)
    ]
    return "\n".join((mark.join(labels), *rows, ""))


def parsed(path: Path, text: str, rate_hz: float | None = None) -> Trajectories:
    path.write_text(text)
    assert is_marker_table(path.read_bytes()[:65536])
    return read_marker_table(path, rate_hz=rate_hz)


def codes(found: Trajectories) -> list[str]:
    return [notice.code for notice in found.notices]


def check(found: Trajectories, rate_hz: float = 150.0) -> None:
    assert found.names == NAMES
    np.testing.assert_allclose(found.position_m, positions() / 1000.0, atol=1e-9)
    np.testing.assert_allclose(found.time_s, np.arange(30) / rate_hz, atol=1e-12)


@pytest.mark.parametrize(
    "label", ["{name}{axis}", "{name}_{axis}", "{name}.{axis}", "{name} {axis}", "{name}:{axis}", "{name}-{axis}"]
)
@pytest.mark.parametrize("axes", ["XYZ", "xyz"])
def test_names(tmp_path: Path, label: str, axes: str) -> None:
    found = parsed(tmp_path / "a.txt", table(label, axes=axes))
    check(found)
    assert codes(found) == ["time-rounded", "marker-unit-assumed"]
    assert "mm is assumed" in found.notices[1].text


@pytest.mark.parametrize("mark", ["\t", ",", ";", " ", ", ", "; "])
def test_delimiters(tmp_path: Path, mark: str) -> None:
    check(parsed(tmp_path / "a.csv", table(mark=mark)))


def test_decimal_commas_between_semicolons(tmp_path: Path) -> None:
    found = parsed(
        tmp_path / "a.csv", table("{name}_{axis}", mark=";").replace("R.", "R_").replace("L.", "L_").replace(".", ",")
    )
    np.testing.assert_allclose(found.position_m, positions() / 1000.0, atol=1e-9)
    assert "decimal-commas" in codes(found)


@pytest.mark.parametrize("first", ["Time", "time", "TIME (s)", "t", "Time [s]", '"Time"'])
def test_time(tmp_path: Path, first: str) -> None:
    check(parsed(tmp_path / "a.txt", table(first=first)))


@pytest.mark.parametrize(("unit", "factor"), [("mm", 1.0), ("cm", 0.1), ("m", 0.001)])
def test_units_in_brackets_or_in_a_line_of_their_own(tmp_path: Path, unit: str, factor: float) -> None:
    cells = np.round(positions() * factor, 6)
    found = parsed(tmp_path / "a.txt", table("{name}{axis} [" + unit + "]", cells=cells))
    np.testing.assert_allclose(found.position_m, positions() / 1000.0, atol=1e-6)
    head, rows = table(cells=cells).split("\n", 1)
    found = parsed(tmp_path / "a.txt", "\n".join((head, "\t".join(["s", *[unit] * 9]), rows)))
    np.testing.assert_allclose(found.position_m, positions() / 1000.0, atol=1e-6)
    assert codes(found) == ["time-rounded"]


def test_metres_are_told_by_size(tmp_path: Path) -> None:
    found = parsed(tmp_path / "a.txt", table(cells=positions() / 1000.0))
    np.testing.assert_allclose(found.position_m, positions() / 1000.0, atol=1e-6)
    assert "; m is assumed" in found.notices[-1].text


def test_two_units_are_refused(tmp_path: Path) -> None:
    text = table("{name}{axis} [mm]").replace("[mm]", "[m]", 1)
    with pytest.raises(ImpossibleData, match="more than one unit"):
        parsed(tmp_path / "a.txt", text)


@pytest.mark.parametrize("start", [0, 1])
def test_a_sample_index_needs_a_rate(tmp_path: Path, start: int) -> None:
    text = table(time=[str(k + start) for k in range(30)])
    with pytest.raises(MissingInput, match="rate_hz"):
        parsed(tmp_path / "a.txt", text)
    found = parsed(tmp_path / "a.txt", text, 200.0)
    check(found, 200.0)
    assert codes(found) == ["time-is-index", "marker-unit-assumed"]
    trial = read(tmp_path / "a.txt", rate_hz=200.0)
    assert isinstance(trial, Trial)
    assert trial.markers is not None
    check(trial.markers, 200.0)
    with pytest.raises(BadSetting, match="rate_hz"):
        read(tmp_path / "a.txt", rate_hz=-1.0)


def test_frames_without_time(tmp_path: Path) -> None:
    found = parsed(tmp_path / "a.txt", table(first="Frame", time=[str(k) for k in range(30)]), 100.0)
    check(found, 100.0)


def test_milliseconds(tmp_path: Path) -> None:
    check(parsed(tmp_path / "a.txt", table(time=[str(10 * k) for k in range(30)])), 100.0)
    check(parsed(tmp_path / "a.txt", table(first="Time (ms)", time=[str(10 * k) for k in range(30)])), 100.0)


def test_empty_cells_and_zeros_are_missing(tmp_path: Path) -> None:
    cells = positions()
    cells[3, 0] = np.nan
    cells[4, 2] = 0.0
    found = parsed(tmp_path / "a.txt", table(cells=cells))
    assert np.argwhere(np.isnan(found.position_m).any(axis=2)).tolist() == [[3, 0], [4, 2]]


def test_other_columns_are_left_out_and_named(tmp_path: Path) -> None:
    text = table().replace("\n", "\t7\t8\t9\t3\n").replace("\t7\t8\t9\t3", "\tFx\tFy\tFz\tEMG", 1)
    found = parsed(tmp_path / "a.txt", text)
    check(found)
    assert "Fx, Fy, Fz, EMG" in next(n.text for n in found.notices if n.code == "columns-left-out")


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("Time\tR.ASISX\n0\t1\n", UnreadableFile, "three columns a marker"),
        (table().split("\n")[0], UnreadableFile, "no rows"),
        (table().replace("\t101.000000", "", 1), ImpossibleData, "line 2: the row has 9 values for 10"),
        (table().replace("101.000000", "1.0.1", 1), ImpossibleData, "'1.0.1' is not a number"),
    ],
)
def test_refusals(tmp_path: Path, text: str, error: type[TrochanterError], message: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    with pytest.raises(error, match=message):
        read_marker_table(tmp_path / "a.txt")


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(("file", "shape"), [("runT25markers", (4500, 32, 3)), ("static", (150, 48, 3))])
def test_rbds(shared_data: Path, file: str, shape: tuple[int, int, int]) -> None:
    """Time is rounded to 0.007 s; the truth is 150 Hz. The static trial in its two formats is the same."""
    found = read_marker_table(shared_data / "rbds001" / f"RBDS001{file}.txt")
    assert found.position_m.shape == shape
    np.testing.assert_allclose(found.time_s, np.arange(shape[0]) / 150.0, atol=1e-12)
    assert codes(found)[:2] == ["time-rounded", "marker-unit-assumed"]
    np.testing.assert_allclose(np.diff(found.time_s), 1.0 / 150.0, atol=1e-12)
    if file == "static":
        trial = read(shared_data / "rbds001" / "RBDS001static.c3d")
        assert isinstance(trial, Trial)
        assert trial.markers is not None
        assert set(trial.markers.names) == set(found.names)
        for name in found.names:
            np.testing.assert_allclose(found.of(name), trial.markers.of(name), atol=2e-5)
