"""Reading ``.trc``: what programs write, what they get wrong, what is refused."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from trochanter.capture.trc import read_trc
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData, TrochanterError, UnreadableFile

NAMES = ("R.ASIS", "L.ASIS", "Sacrum")


def positions(frames: int = 20) -> Floats:
    """Three markers (frames, 3, 3) in mm that move a little."""
    rest = np.array([[100.0, 1000.0, 130.0], [101.0, 1002.0, -130.0], [-90.0, 1020.0, 1.0]])
    return rest + np.linspace(0.0, 50.0, frames)[:, None, None]


def trc(
    cells: Floats | None = None,
    *,
    names: tuple[str, ...] = NAMES,
    units: str = "mm",
    rate: str = "100.0",
    time_s: list[str] | None = None,
    frames: list[int] | None = None,
    stated: tuple[int, int] | None = None,
    blank: bool = True,
) -> str:
    """The text of a file."""
    cells = positions() if cells is None else cells
    count = len(cells)
    said = stated or (count, len(names))
    time_s = time_s or [f"{k / 100:.5f}" for k in range(count)]
    frames = frames or list(range(1, count + 1))
    rows = [
        "\t".join((str(frame), at, *("" if np.isnan(x) else f"{x:.6f}" for x in row.ravel())))
        for frame, at, row in zip(frames, time_s, cells, strict=True)
    ]
    axes = "\t\t" + "\t".join(f"{axis}{k}" for k in range(1, len(names) + 1) for axis in "XYZ")
    return "\n".join(
        (
            "PathFileType\t4\t(X/Y/Z)\trun.trc",
            "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
            f"{rate}\t{rate}\t{said[0]}\t{said[1]}\t{units}\t{rate}\t1\t{said[0]}",
            "Frame#\tTime\t" + "\t\t\t".join(names) + "\t\t",
            axes,
            *([""] if blank else []),
            *rows,
            "",
        )
    )


def parsed(path: Path, text: str | bytes) -> Trajectories:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_trc(path)


def codes(found: Trajectories) -> list[str]:
    return [notice.code for notice in found.notices]


def check(found: Trajectories, *told: str) -> None:
    """The made positions, and nothing told but this."""
    assert found.names == NAMES
    np.testing.assert_allclose(found.position_m, positions() / 1000.0, atol=1e-9)
    np.testing.assert_allclose(found.time_s, np.arange(20) / 100.0, atol=1e-12)
    assert codes(found) == list(told)


def test_a_clean_file(tmp_path: Path) -> None:
    found = parsed(tmp_path / "run.trc", trc())
    check(found)
    assert found.name == "run"
    assert found.rate_hz == pytest.approx(100.0)
    assert found.header["Units"] == "mm"
    assert not found.position_m.flags.writeable


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("run.trc", "Läufer.trc").encode("latin-1"),
        lambda text: text.replace("\n", "\t\n").encode(),
        lambda text: text.replace("\n", "\t\t\t\n").encode(),
        lambda text: (text.replace("\t", " ").replace("Frame# Time", "Frame# Time")).encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: (text + "\n\n").encode(),
        lambda text: text.replace("\t100.0\t", "\t\t  100.0\t\t").encode(),
        lambda text: text.replace("Frame#\t", "FRAME#\t").encode(),
        lambda text: text.replace("\t\n\n", "\t\n").encode(),
        lambda text: text.split("\n", 1)[1].encode(),
        lambda text: text.encode().replace(b"Frame#", b"  Frame#"),
    ],
    ids=[
        *("crlf", "cr", "mark", "latin", "tab", "tabs", "blanks", "no-end", "blank-lines", "wide-header", "case"),
        *("no-line-6", "no-line-1", "indented"),
    ],
)
def test_dialects(tmp_path: Path, change: object) -> None:
    assert callable(change)
    check(parsed(tmp_path / "a.trc", change(trc())))


def test_without_a_blank_line(tmp_path: Path) -> None:
    check(parsed(tmp_path / "a.trc", trc(blank=False)))


def test_decimal_commas(tmp_path: Path) -> None:
    head, rows = trc().split("\n\n")
    check(
        parsed(tmp_path / "a.trc", head.replace("100.0", "100,0") + "\n\n" + rows.replace(".", ",")), "decimal-commas"
    )


def test_names_with_blanks(tmp_path: Path) -> None:
    found = parsed(tmp_path / "a.trc", trc(names=("Right ASIS", "Left ASIS", "Top of sacrum")))
    assert found.names == ("Right ASIS", "Left ASIS", "Top of sacrum")


@pytest.mark.parametrize(("unit", "factor"), [("mm", 1.0), ("cm", 0.1), ("m", 0.001), ("Meters", 0.001)])
def test_units(tmp_path: Path, unit: str, factor: float) -> None:
    found = parsed(tmp_path / "a.trc", trc(positions() * factor, units=unit))
    np.testing.assert_allclose(found.position_m, positions() / 1000.0, atol=6e-7)
    assert codes(found) == []


def test_a_unit_that_is_not_said_is_told_by_size(tmp_path: Path) -> None:
    for factor in (1.0, 0.001):
        found = parsed(tmp_path / "a.trc", trc(positions() * factor, units=""))
        np.testing.assert_allclose(found.position_m, positions() / 1000.0, atol=6e-7)
        assert codes(found) == ["marker-unit-assumed"]


def test_a_unit_that_cannot_be_is_told(tmp_path: Path) -> None:
    assert codes(parsed(tmp_path / "a.trc", trc(units="m"))) == ["marker-unit-implausible"]
    assert codes(parsed(tmp_path / "a.trc", trc(positions() / 1000.0, units="mm"))) == ["marker-unit-implausible"]
    with pytest.raises(ImpossibleData, match="inches"):
        parsed(tmp_path / "a.trc", trc(units="inches"))


def test_missing_markers(tmp_path: Path) -> None:
    cells = positions()
    cells[3, 0] = np.nan
    cells[4, 1] = 0.0
    cells[5, 2, 1] = np.nan
    cells[6, 2] = np.nan
    found = parsed(tmp_path / "a.trc", trc(cells))
    missing = np.argwhere(np.isnan(found.position_m).any(axis=2)).tolist()
    assert missing == [[3, 0], [4, 1], [5, 2], [6, 2]]
    assert np.isnan(found.position_m[5, 2]).all()
    (notice,) = found.notices
    assert notice.code == "markers-missing"
    assert "4 of 60" in notice.text
    assert "1 of them stand as 0, 0, 0" in notice.text
    assert "1 have one or two coordinates" in notice.text


@pytest.mark.parametrize("word", ["NaN", "nan", "-nan(ind)", "1.#QNAN", "", " ", "inf", "1e999"])
def test_words_for_missing(tmp_path: Path, word: str) -> None:
    text = trc().replace("100.000000\t1000.000000\t130.000000", f"100.000000\t{word}\t130.000000")
    found = parsed(tmp_path / "a.trc", text)
    assert np.argwhere(np.isnan(found.position_m).any(axis=2)).tolist() == [[0, 0]]


def test_missing_at_the_end_of_a_row_that_an_editor_trimmed(tmp_path: Path) -> None:
    cells = positions()
    cells[3, 2] = np.nan
    lines = [line.rstrip("\t") for line in trc(cells).split("\n")]
    found = parsed(tmp_path / "a.trc", "\n".join(lines))
    assert np.argwhere(np.isnan(found.position_m).any(axis=2)).tolist() == [[3, 2]]


def test_a_marker_that_is_never_seen_is_named(tmp_path: Path) -> None:
    cells = positions()
    cells[:, 1] = np.nan
    found = parsed(tmp_path / "a.trc", trc(cells))
    assert found.names == NAMES
    assert "L.ASIS" in next(n.text for n in found.notices if n.code == "markers-never-seen")


def test_headers_that_lie_about_counts_are_told(tmp_path: Path) -> None:
    check(parsed(tmp_path / "a.trc", trc(stated=(21, 3))), "frames-count")
    check(parsed(tmp_path / "a.trc", trc(stated=(20, 41))), "markers-count")


def test_a_header_that_lies_about_the_rate_is_told(tmp_path: Path) -> None:
    check(parsed(tmp_path / "a.trc", trc(rate="120.0")), "rate-contradicted")


@pytest.mark.parametrize("rate", ["0", "-5", "nan", "abc", ""])
def test_a_rate_that_is_none_is_not_used(tmp_path: Path, rate: str) -> None:
    check(parsed(tmp_path / "a.trc", trc(rate=rate)))


@pytest.mark.parametrize(
    ("rate", "column"),
    [
        (60.0, [f"{k / 60:.3f}" for k in range(20)]),
        (60.0, [f"{k * 0.017:.3f}" for k in range(20)]),
        (240.0, [f"{k / 240:.2f}" for k in range(20)]),
        (120.0, [f"{np.floor(k / 0.12) / 1000:.3f}" for k in range(20)]),
    ],
    ids=["rounded", "rounded-step", "repeated", "cut-off"],
)
def test_rounded_time_is_rebuilt(tmp_path: Path, rate: float, column: list[str]) -> None:
    found = parsed(tmp_path / "a.trc", trc(time_s=column, rate=str(rate)))
    np.testing.assert_allclose(found.time_s, np.arange(20) / rate, atol=1e-12)
    assert codes(found) == ["time-rounded"]


def test_uneven_time_is_kept(tmp_path: Path) -> None:
    column = np.arange(20) / 100.0 + 0.002 * np.sin(np.arange(20))
    found = parsed(tmp_path / "a.trc", trc(time_s=[f"{t:.6f}" for t in column]))
    np.testing.assert_allclose(found.time_s, column, atol=1e-6)


@pytest.mark.parametrize(
    ("column", "word"), [(["0.02", "0.01", "0.05"], "goes back"), (["0", "0.5", "0.5"], "stands still")]
)
def test_time_that_goes_back_is_refused(tmp_path: Path, column: list[str], word: str) -> None:
    with pytest.raises(ImpossibleData, match=word):
        parsed(tmp_path / "a.trc", trc(positions(3), time_s=column))


def test_lost_frames_stay_in_the_record_without_data(tmp_path: Path) -> None:
    kept = [k for k in range(20) if k not in (5, 6, 11)]
    text = trc(positions()[kept], frames=[k + 1 for k in kept], time_s=[f"{k / 100:.5f}" for k in kept])
    found = parsed(tmp_path / "a.trc", text)
    np.testing.assert_allclose(found.time_s, np.arange(20) / 100.0)
    assert np.flatnonzero(np.isnan(found.position_m).any(axis=(1, 2))).tolist() == [5, 6, 11]
    np.testing.assert_allclose(found.position_m[kept], positions()[kept] / 1000.0, atol=1e-9)
    assert codes(found) == ["frames-missing"]


@pytest.mark.parametrize("digits", [3, 5])
def test_lost_frames_whose_numbers_do_not_say_so(tmp_path: Path, digits: int) -> None:
    kept = [k for k in range(20) if k not in (5, 6, 11)]
    text = trc(positions()[kept], rate="150", time_s=[f"{k / 150:.{digits}f}" for k in kept])
    found = parsed(tmp_path / "a.trc", text)
    np.testing.assert_allclose(found.time_s, np.arange(20) / 150.0, atol=1e-5)
    assert np.flatnonzero(np.isnan(found.position_m).any(axis=(1, 2))).tolist() == [5, 6, 11]
    assert "frames-missing" in codes(found)


def test_frame_numbers_that_jump_while_time_does_not(tmp_path: Path) -> None:
    check(parsed(tmp_path / "a.trc", trc(frames=[*range(1, 11), *range(15, 25)])), "frame-numbers")


def test_names_that_stand_twice_match_nothing(tmp_path: Path) -> None:
    found = parsed(tmp_path / "a.trc", trc(names=("R.ASIS", "R.ASIS", "R.ASIS (1)")))
    assert found.names == ("R.ASIS (2)", "R.ASIS (3)", "R.ASIS (1)")
    assert codes(found) == ["markers-repeated"]


def test_columns_without_a_name_are_left_out(tmp_path: Path) -> None:
    found = parsed(tmp_path / "a.trc", trc(names=("R.ASIS", "", "Sacrum")))
    assert found.names == ("R.ASIS", "Sacrum")
    np.testing.assert_allclose(found.of("Sacrum"), positions()[:, 2] / 1000.0, atol=1e-9)
    assert codes(found) == ["markers-unnamed"]
    assert parsed(tmp_path / "a.trc", trc(names=("R.ASIS", "L.ASIS", ""))).names == ("R.ASIS", "L.ASIS")


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda t: t.replace("\t1000.000000", "", 1), ImpossibleData, "line 7: the row has 10 values for 11 columns"),
        (
            lambda t: t.replace("1000.000000", "1000.0x", 1),
            ImpossibleData,
            "line 7, column 4: '1000.0x' is not a number",
        ),
        (lambda t: t.replace("1000.000000", "1000,5", 1), ImpossibleData, "decimal comma"),
        (lambda t: t[: t.index("\n1\t")], UnreadableFile, "no rows"),
        (lambda t: t.replace("Frame#", "Bild"), UnreadableFile, "no line of marker names"),
        (lambda t: t.encode("utf-16"), UnreadableFile, "UTF-16"),
        (lambda t: t.replace("\tR.ASIS\t", "\tR.ASIS\tmore\t"), ImpossibleData, "4 marker names for 3 markers"),
        (lambda t: t[:-40], ImpossibleData, "the row has"),
        (lambda t: t.replace("0.00000\t", "\t", 1), ImpossibleData, "time is missing"),
    ],
)
def test_refusals(tmp_path: Path, change: object, error: type[TrochanterError], message: str) -> None:
    assert callable(change)
    with pytest.raises(error, match=message) as caught:
        parsed(tmp_path / "a.trc", change(trc()))
    assert str(tmp_path / "a.trc") in caught.value.where


def test_no_marker_is_seen(tmp_path: Path) -> None:
    with pytest.raises(ImpossibleData, match="no marker was seen"):
        parsed(tmp_path / "a.trc", trc(np.zeros((20, 3, 3))))


def test_names_and_rows_alone(tmp_path: Path) -> None:
    found = parsed(tmp_path / "a.trc", trc().split("\n", 3)[3])
    check(found, "marker-unit-assumed")
    assert found.header == {}


def test_one_frame(tmp_path: Path) -> None:
    assert parsed(tmp_path / "a.trc", trc(positions(1))).position_m.shape == (1, 3, 3)


@pytest.mark.needs("shared-data")
def test_a_real_file(shared_data: Path) -> None:
    path = shared_data / "walk_3d" / "markers_walk.trc"
    found = read_trc(path)
    assert found.position_m.shape == (238, 41, 3)
    assert found.names[0] == "R.Shoulder"
    np.testing.assert_allclose(found.of("R.Shoulder")[0], [-0.652630, 1.529542, -0.094520])
    np.testing.assert_allclose(found.time_s, np.arange(238) / 100.0, atol=1e-12)
    assert found.notices == ()
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        read_trc(path)
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < 0.1


MEMORY = """
import re, sys
from pathlib import Path
from trochanter.capture.trc import read_trc
found = read_trc(sys.argv[1])
# Not getrusage: what it says includes the process that started this one.
print(*found.position_m.shape, re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.needs("linux")
def test_ten_minutes_at_100_hz_fit_into_400_mb(tmp_path: Path) -> None:
    names = tuple(f"m{k}" for k in range(41))
    text = trc(np.repeat(positions(100), 14, axis=1)[:, :41], names=names, stated=(60_000, 41))
    head, rows = text.split("\n\n")
    cells = [row.split("\t", 2)[2] for row in rows.strip().split("\n")]
    path = tmp_path / "long.trc"
    with path.open("w") as file:
        file.write(head + "\n\n")
        file.writelines(f"{k + 1}\t{k / 100:.5f}\t{cells[k % 100]}\n" for k in range(60_000))
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", MEMORY, str(path)], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - started
    frames, markers, _, kilobytes = map(int, done.stdout.split())
    print(f"{path.stat().st_size / 1e6:.0f} MB of text: {seconds:.1f} s, {kilobytes / 1024:.0f} MB of memory")
    assert (frames, markers) == (60_000, 41)
    assert kilobytes / 1024 < 400
    assert seconds < 60.0
