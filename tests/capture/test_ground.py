"""Reading ground forces of any kind: by foot, by plate, from a belt whose time is an index."""

from pathlib import Path

import numpy as np
import pytest

from trochanter.capture.formats import read
from trochanter.capture.ground import is_force_table, read_ground
from trochanter.capture.trial import Forces, Plates, Trial
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, TrochanterError

LABELS = ("Fx", "Fy", "Fz", "COPx", "COPy", "COPz", "Ty")
RATE_HZ = 300.0


def belt(samples: int = 600, *, length: float = 1.0, turning: float = 1.0, sign: float = 1.0) -> Floats:
    """Steps on a belt, y up (samples, 7): N, and m and N m in units of ``length`` and ``turning`` to one."""
    phase = (np.arange(samples) / RATE_HZ / 0.35) % 1.0
    push = np.where(phase < 0.6, np.sin(np.pi * np.clip(phase, 0.0, 0.6) / 0.6), 0.0)
    cells = np.zeros((samples, 7))
    cells[:, 0], cells[:, 1], cells[:, 2] = 100.0 * push * np.cos(6.0 * phase), 1400.0 * push, 40.0 * push
    cells[:, 3], cells[:, 5] = (2.3 - 0.8 * phase) * length, 1.0 * length
    cells[:, 6] = 12.0 * push * np.cos(4.0 * phase) * turning
    cells[:, [0, 1, 2, 6]] *= sign
    return cells


def text_of(cells: Floats, labels: tuple[str, ...] = LABELS, time: Floats | None = None, mark: str = "\t") -> str:
    time = np.arange(1.0, len(cells) + 1.0) if time is None else time
    rows = [mark.join((f"{at:.9g}", *(f"{x:.9g}" for x in row))) for at, row in zip(time, cells, strict=True)]
    return "\n".join((mark.join(("Time", *labels)), *rows, ""))


def plates(path: Path, text: str, rate_hz: float | None = RATE_HZ, duration_s: float | None = None) -> Plates:
    path.write_text(text)
    found = read_ground(path, rate_hz=rate_hz, duration_s=duration_s)
    assert isinstance(found, Plates)
    return found


def codes(found: Plates | Forces) -> list[str]:
    return [notice.code for notice in found.notices]


def check(found: Plates, number: int = 0) -> None:
    """The made belt, in N, m and N m."""
    load, truth = found.loads[number], belt()
    firm = truth[:, 1] > 20.0
    np.testing.assert_allclose(load.force_N, truth[:, :3], atol=1e-5)
    np.testing.assert_allclose(load.point_m[firm], truth[firm, 3:6], atol=1e-8)
    np.testing.assert_allclose(load.moment_Nm[firm, 1], truth[firm, 6], atol=1e-6)
    assert np.isnan(load.point_m[truth[:, 1] == 0.0]).all()
    assert not load.moment_Nm[truth[:, 1] == 0.0].any()
    assert load.corners_m is None


def test_a_belt_whose_time_is_an_index(tmp_path: Path) -> None:
    found = plates(tmp_path / "a.txt", text_of(belt()))
    check(found)
    np.testing.assert_allclose(found.time_s, np.arange(600) / RATE_HZ)
    assert codes(found) == ["time-is-index"]


def test_the_rate_from_the_markers_duration(tmp_path: Path) -> None:
    found = plates(tmp_path / "a.txt", text_of(belt()), None, 2.0)
    check(found)
    np.testing.assert_allclose(found.time_s, np.arange(600) / RATE_HZ)
    assert codes(found) == ["rate-from-markers", "time-is-index"]


def test_forces_of_another_trial_are_refused_or_doubted(tmp_path: Path) -> None:
    with pytest.raises(ImpossibleData, match="6000 Hz"):
        plates(tmp_path / "a.txt", text_of(belt()), None, 0.1)
    found = plates(tmp_path / "a.txt", text_of(belt()), None, 1.7)
    assert "check that they are of the same recording" in found.notices[0].text


def test_without_a_rate(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="give the rate"):
        plates(tmp_path / "a.txt", text_of(belt()), None)
    with pytest.raises(BadSetting, match="rate_hz"):
        plates(tmp_path / "a.txt", text_of(belt()), 0.0)


def test_time_in_seconds_needs_no_rate(tmp_path: Path) -> None:
    found = plates(tmp_path / "a.txt", text_of(belt(), time=np.round(np.arange(600) / RATE_HZ, 4)), None)
    check(found)
    np.testing.assert_allclose(found.time_s, np.arange(600) / RATE_HZ, atol=1e-12)
    assert codes(found) == ["time-rounded"]


@pytest.mark.parametrize("mark", ["\t", ",", ";"])
def test_units_are_told_by_size(tmp_path: Path, mark: str) -> None:
    found = plates(tmp_path / "a.csv", text_of(belt(length=1000.0, turning=1000.0), mark=mark))
    check(found)
    assert codes(found) == ["time-is-index", "point-millimetres", "moment-newton-millimetres"]
    assert codes(plates(tmp_path / "a.csv", text_of(belt(length=1000.0)))) == ["time-is-index", "point-millimetres"]


def test_the_force_on_the_plate_is_turned_round(tmp_path: Path) -> None:
    found = plates(tmp_path / "a.txt", text_of(belt(sign=-1.0)))
    check(found)
    assert codes(found) == ["time-is-index", "force-turned"]


@pytest.mark.parametrize(
    "labels",
    [
        tuple(f"{label}{k}" for k in (1, 2) for label in LABELS),
        tuple(f"FP{k}_{label}" for k in (1, 2) for label in LABELS),
        tuple(f"{label}_{k}" for k in (1, 2) for label in LABELS),
        tuple(f"plate{k}.{label}" for k in (1, 2) for label in LABELS),
    ],
)
def test_two_plates(tmp_path: Path, labels: tuple[str, ...]) -> None:
    cells = np.hstack((belt(), belt()[::-1]))
    found = plates(tmp_path / "a.txt", text_of(cells, labels))
    assert [load.name for load in found.loads] == ["plate 1", "plate 2"]
    check(found)
    np.testing.assert_allclose(found.loads[1].force_N, belt()[::-1, :3], atol=1e-5)


def test_no_moment_is_told(tmp_path: Path) -> None:
    found = plates(tmp_path / "a.txt", text_of(belt()[:, :6], LABELS[:6]))
    assert codes(found) == ["time-is-index", "moment-absent"]
    assert not found.loads[0].moment_Nm.any()


def test_short_gaps_are_filled_and_long_ones_refused(tmp_path: Path) -> None:
    cells = belt()
    cells[40:43] = np.nan
    found = plates(tmp_path / "a.txt", text_of(cells))
    assert codes(found) == ["time-is-index", "force-gaps-filled"]
    np.testing.assert_allclose(found.loads[0].force_N, belt()[:, :3], atol=15.0)
    cells[40:60] = np.nan
    with pytest.raises(ImpossibleData, match=r"missing in samples 41 to 60, 0\.133"):
        plates(tmp_path / "a.txt", text_of(cells))


@pytest.mark.parametrize(
    ("cells", "message"),
    [(belt() / 1000.0, "no plate ever carries"), (belt() * 1000.0, "reaches"), (belt(length=1e8), "far outside")],
)
def test_impossible_forces(tmp_path: Path, cells: Floats, message: str) -> None:
    with pytest.raises(ImpossibleData, match=message):
        plates(tmp_path / "a.txt", text_of(cells))


def test_a_table_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Time\ta\tb\n0\t1\t2\n")
    with pytest.raises(MissingInput, match="no columns of ground forces"):
        read_ground(tmp_path / "a.txt")


def test_plates_in_a_mot_table(tmp_path: Path) -> None:
    labels = [f"ground_force_{k}_{kind}{axis}" for k in (1, 2) for kind in "vp" for axis in "xyz"]
    cells = np.hstack((belt()[:, :6], belt()[::-1, :6]))
    rows = text_of(cells, tuple(labels), np.arange(600) / RATE_HZ).replace("Time", "time")
    (tmp_path / "a.mot").write_text("grf\ninDegrees=yes\nendheader\n" + rows)
    found = read_ground(tmp_path / "a.mot")
    assert isinstance(found, Plates)
    assert len(found.loads) == 2
    np.testing.assert_allclose(found.loads[0].force_N, belt()[:, :3], atol=1e-5)


@pytest.mark.needs("shared-data")
def test_rbds(shared_data: Path) -> None:
    """9000 samples over the markers' 30 s are 300 Hz; the belt carries 62 kg over whole strides; Ty is in N mm."""
    folder = shared_data / "rbds001"
    assert is_force_table((folder / "RBDS001runT25forces.txt").read_bytes()[:65536])
    trial = read(folder / "RBDS001runT25markers.txt", forces=folder / "RBDS001runT25forces.txt")
    assert isinstance(trial, Trial)
    assert trial.plates is not None
    assert trial.forces is None
    np.testing.assert_allclose(trial.plates.time_s, np.arange(9000) / 300.0, atol=1e-9)
    told = ["rate-from-markers", "time-is-index", "point-millimetres", "moment-newton-millimetres"]
    assert codes(trial.plates) == told
    (load,) = trial.plates.loads
    assert load.force_N[:, 1].mean() == pytest.approx(62.0 * 9.81, rel=0.03)
    firm = load.force_N[:, 1] > 100.0
    np.testing.assert_allclose(load.moment_Nm[firm, 1].mean(), 11.5, atol=1.0)
    assert np.abs(load.moment_Nm[firm, 1]).max() < 100.0  # a foot's lever; as N m it would be 63,000
    low, high = np.nanmin(load.point_m[firm], axis=0), np.nanmax(load.point_m[firm], axis=0)
    assert (low > [1.2, -0.01, 0.7]).all()
    assert (high < [3.1, 0.01, 1.3]).all()


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("file", ["grf_walk.mot", "grf_walk.xml"])
def test_forces_by_foot_are_those_of_read_forces(shared_data: Path, file: str) -> None:
    found = read_ground(shared_data / "walk_3d" / file)
    assert isinstance(found, Forces)
    assert [load.segment for load in found.loads] == ["calcn_r", "calcn_l"]


@pytest.mark.needs("shared-data")
def test_markers_are_no_forces(shared_data: Path) -> None:
    for file in ("rbds001/RBDS001static.txt", "walk_3d/markers_walk.trc", "rbds001/RBDS001static.c3d"):
        with pytest.raises(TrochanterError):
            read_ground(shared_data / file)
