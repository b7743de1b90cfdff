"""Reading ``.c3d``: markers, and plates of each type against forces that are known."""

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.capture.apart import apart, read_with_ezc3d
from tests.capture.made_c3d import (
    FRAMES,
    RATE_HZ,
    RATIO,
    SAMPLES,
    MadePlate,
    Recording,
    four_corner_channels,
    plain_c3d,
    plate_parameters,
    stance,
)
from trochanter.capture.c3d import read_c3d
from trochanter.capture.c3d_file import Recorded
from trochanter.capture.c3d_structure import structure_of
from trochanter.capture.files import read_file
from trochanter.capture.formats import read
from trochanter.capture.ground import read_ground
from trochanter.capture.trial import PlateLoad, Plates, Trajectories, Trial
from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData, MissingInput, UnreadableFile, UnsupportedElement

pytestmark = pytest.mark.needs("ezc3d")  # files are made with it

MM = np.array([1.0, 1.0, 1.0, 1000.0, 1000.0, 1000.0])
UNITS = ["N", "N", "N", "Nmm", "Nmm", "Nmm"]
SURFACE = (0.002, -0.003, -0.04)
CALIBRATION = np.diag([500.0, 480.0, 1000.0, 8e5, 2.5e5, 4e5]) @ (
    np.eye(6) + 0.02 * np.sin(np.arange(36)).reshape(6, 6)
)


def markers_of(trial: Trial) -> Trajectories:
    assert trial.markers is not None
    return trial.markers


def plates_of(trial: Trial) -> Plates:
    assert trial.plates is not None
    return trial.plates


def codes(trial: Trial) -> list[str]:
    return [notice.code for notice in trial.notices]


def recording(plate: MadePlate, channels: Floats, kind: int, units: list[str], **more: Any) -> Recording:
    made = Recording(analog=channels.T, analog_units=units)
    made.plates = plate_parameters([plate], [kind], [channels.shape[1]], **more)
    return made


def channels_of(plate: MadePlate, kind: int) -> tuple[Floats, list[str], dict[str, Any]]:
    """What a plate of a type stores, worked out from the truth."""
    wrench = plate.wrench() * MM
    match kind:
        case 1:
            local = (plate.point_m - plate.centre_m) @ plate.turn * 1000.0
            columns = np.column_stack((wrench[:, :3], local[:, :2], plate.twist_Nm * 1000.0))
            return columns, ["N", "N", "N", "mm", "mm", "Nmm"], {}
        case 2:
            return wrench, UNITS, {}
        case 3:
            a, b = 120.0, 200.0
            columns = four_corner_channels(wrench, a, b, np.random.default_rng(3))
            depth = 1000.0 * plate.surface_m[2]
            return columns, ["N"] * 8, {"ORIGIN": np.array([[a], [b], [depth]])}
        case _:
            return wrench @ np.linalg.inv(CALIBRATION).T, ["V"] * 6, {"CAL_MATRIX": CALIBRATION[:, :, None]}


def check_load(load: PlateLoad, plate: MadePlate) -> None:
    """The load is the truth to 1e-6 of its size; the file holds numbers of 24 bits."""
    firm = plate.force_N[:, 2] > 40.0
    size = np.abs(plate.wrench()).max()
    assert firm.sum() > SAMPLES / 4
    np.testing.assert_allclose(load.force_N, plate.force_N, atol=1e-6 * size)
    np.testing.assert_allclose(load.point_m[firm], plate.point_m[firm], atol=1e-6)
    np.testing.assert_allclose(
        load.moment_Nm[firm], (plate.twist_Nm[:, None] * plate.turn[:, 2])[firm], atol=1e-6 * size
    )
    assert np.isnan(load.point_m[np.abs(plate.force_N[:, 2]) < 1e-6]).all()
    assert load.corners_m is not None
    np.testing.assert_allclose(load.corners_m, plate.corners_m, atol=1e-6)


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
@pytest.mark.parametrize("pushes", [1.0, -1.0], ids=["reaction", "action"])
def test_plates_of_each_type_come_back(tmp_path: Path, kind: int, pushes: float) -> None:
    surface = (0.0, 0.0, -0.04) if kind in (1, 3) else SURFACE
    plate = stance(kind, surface)
    channels, units, more = channels_of(plate, kind)
    signs = np.ones(channels.shape[1]) * pushes
    if kind == 1:
        signs[3:5] = 1.0
    trial = read_c3d(recording(plate, channels * signs, kind, units, **more).write(tmp_path / "a.c3d"))
    (load,) = plates_of(trial).loads
    check_load(load, plate)
    assert load.name == "plate 1"
    assert codes(trial) == (["moment-unit-assumed"] if kind == 4 else [])


def test_plates_of_all_types_in_one_file(tmp_path: Path) -> None:
    plates = [stance(10 + kind, (0.0, 0.0, -0.04)) for kind in (1, 2, 3, 4)]
    parts = [channels_of(plate, kind) for kind, plate in enumerate(plates, start=1)]
    made = Recording(
        analog=np.hstack([part[0] for part in parts]).T, analog_units=[u for part in parts for u in part[1]]
    )
    calibration = np.stack([np.eye(6)] * 3 + [CALIBRATION], axis=2)
    made.plates = plate_parameters(plates, [1, 2, 3, 4], [6, 6, 8, 6], CAL_MATRIX=calibration)
    made.plates["ORIGIN"][:, 2] = parts[2][2]["ORIGIN"][:, 0]
    found = plates_of(read_c3d(made.write(tmp_path / "a.c3d")))
    for load, plate in zip(found.loads, plates, strict=True):
        check_load(load, plate)
    assert [load.name for load in found.loads] == ["plate 1", "plate 2", "plate 3", "plate 4"]
    np.testing.assert_allclose(found.time_s, np.arange(SAMPLES) / (RATE_HZ * RATIO), atol=1e-12)


@pytest.mark.parametrize("kind", [2, 3, 4])
def test_an_origin_with_the_wrong_sign_is_turned_round(tmp_path: Path, kind: int) -> None:
    plate = stance(5, (0.0, 0.0, -0.04) if kind == 3 else SURFACE)
    channels, units, more = channels_of(plate, kind)
    made = recording(plate, channels, kind, units, **more)
    made.plates["ORIGIN"] = made.plates["ORIGIN"] * ([[1.0], [1.0], [-1.0]] if kind == 3 else -1.0)
    trial = read_c3d(made.write(tmp_path / "a.c3d"))
    assert "plate-origin-turned" in codes(trial)
    check_load(plates_of(trial).loads[0], plate)


def test_a_treadmill_whose_origin_at_the_corner_has_the_wrong_sign(tmp_path: Path) -> None:
    plate = stance(6, (0.236, 0.813, 0.0))
    channels, units, _ = channels_of(plate, 2)
    made = recording(plate, channels, 2, units)
    made.plates["ORIGIN"] = -made.plates["ORIGIN"]
    trial = read_c3d(made.write(tmp_path / "a.c3d"))
    assert codes(trial) == ["plate-origin-turned"]
    check_load(plates_of(trial).loads[0], plate)


def test_moments_whose_unit_is_wrong(tmp_path: Path) -> None:
    plate = stance(7, SURFACE)
    channels, _, _ = channels_of(plate, 2)
    trial = read_c3d(recording(plate, channels, 2, ["N"] * 3 + ["Nm"] * 3).write(tmp_path / "a.c3d"))
    assert codes(trial) == ["moment-unit-contradicted"]
    check_load(plates_of(trial).loads[0], plate)


def test_a_point_off_the_plate_is_told(tmp_path: Path) -> None:
    plate = stance(8, SURFACE)
    channels, units, _ = channels_of(plate, 2)
    made = recording(plate, channels, 2, units)
    made.plates["CORNERS"] = made.plates["CORNERS"] + 1000.0
    trial = read_c3d(made.write(tmp_path / "a.c3d"))
    assert "point-off-plate" not in codes(trial)  # the plate is elsewhere, and so is the point
    made.analog = np.vstack((channels[:, :3].T, channels[:, 3:].T * 5.0))
    assert "point-off-plate" in codes(read_c3d(made.write(tmp_path / "b.c3d")))


def test_the_baseline_of_the_stated_frames_is_taken_off(tmp_path: Path) -> None:
    plate = stance(9, SURFACE)
    channels, units, _ = channels_of(plate, 2)
    offset = np.array([3.0, -2.0, 15.0, 900.0, -700.0, 300.0])
    trial = read_c3d(recording(plate, channels + offset, 2, units, ZERO=[1, 10]).write(tmp_path / "a.c3d"))
    assert codes(trial) == ["plate-zeroed"]
    check_load(plates_of(trial).loads[0], plate)


def test_a_plate_of_another_type_is_refused_by_name(tmp_path: Path) -> None:
    plate = stance(1, SURFACE)
    channels, units, _ = channels_of(plate, 2)
    path = recording(plate, channels, 5, units).write(tmp_path / "a.c3d")
    with pytest.raises(UnsupportedElement, match="force plate 1: 'force plate 1' uses FORCE_PLATFORM:TYPE 5"):
        read_ground(path)
    trial = read_c3d(path)
    assert trial.plates is None
    assert codes(trial) == ["plates-not-used"]
    assert "FORCE_PLATFORM:TYPE 5" in trial.notices[0].text
    assert trial.notices[0].where.endswith("force plate 1")


def test_forces_that_are_given_replace_plates_that_are_wrong(tmp_path: Path) -> None:
    plate = stance(1, SURFACE)
    channels, units, _ = channels_of(plate, 2)
    path = recording(plate, channels, 5, units).write(tmp_path / "a.c3d")
    good = recording(plate, channels, 2, units).write(tmp_path / "b.c3d")
    trial = read(path, forces=good)
    assert isinstance(trial, Trial)
    check_load(plates_of(trial).loads[0], plate)


def test_plates_of_a_file_without_markers_serve_as_forces(tmp_path: Path) -> None:
    plate = stance(1, SURFACE)
    channels, units, _ = channels_of(plate, 2)
    made = recording(plate, channels, 2, units)
    made.labels = ["*1", "*2"]
    ground = read_ground(made.write(tmp_path / "a.c3d"))
    assert isinstance(ground, Plates)
    check_load(ground.loads[0], plate)
    with pytest.raises(MissingInput, match="no force plates"):
        read_ground(Recording().write(tmp_path / "b.c3d"))


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("CORNERS", np.zeros((3, 4, 1)), "sides of 0"),
        ("CORNERS", np.zeros((3, 3, 1)), "shape 3x3x1"),
        ("ORIGIN", np.full((3, 1), np.nan), "no numbers"),
        ("CHANNEL", np.array([[1.0], [2.0], [3.0], [4.0], [5.0], [99.0]]), "99"),
        ("CHANNEL", np.array([[1.0], [2.0], [3.0], [4.0], [5.0], [5.0]]), "CHANNEL names"),
        ("USED", [900], "USED is 900"),
    ],
)
def test_impossible_plates_are_refused(tmp_path: Path, name: str, value: Any, message: str) -> None:
    plate = stance(1, SURFACE)
    channels, units, _ = channels_of(plate, 2)
    path = recording(plate, channels, 2, units, **{name: value}).write(tmp_path / "a.c3d")
    with pytest.raises(ImpossibleData, match=message):
        read_ground(path)
    assert codes(read_c3d(path)) == ["plates-not-used"]


def test_an_empty_plate_is_told(tmp_path: Path) -> None:
    plate = stance(1, SURFACE)
    channels, units, _ = channels_of(plate, 2)
    trial = read_c3d(recording(plate, 0.001 * channels, 2, units).write(tmp_path / "a.c3d"))
    assert codes(trial) == ["plate-unloaded"]
    assert np.isnan(plates_of(trial).loads[0].point_m).all()


@pytest.mark.parametrize(("unit", "metres"), [("mm", 0.001), ("cm", 0.01), ("m", 1.0)])
def test_markers_in_each_unit(tmp_path: Path, unit: str, metres: float) -> None:
    made = Recording(units=unit, labels=["RASI ", "LASI", "SACR"])
    points = made.positions()
    points[:3] *= 0.001 / metres
    markers = markers_of(read_c3d(made.write(tmp_path / "a.c3d", points)))
    assert markers.names == ("RASI", "LASI", "SACR")
    np.testing.assert_allclose(markers.position_m, made.positions()[:3].transpose(2, 1, 0) / 1000.0, atol=1e-6)
    np.testing.assert_allclose(markers.time_s, np.arange(FRAMES) / RATE_HZ)
    assert markers.header["POINT:UNITS"] == unit


def test_another_unit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImpossibleData, match="inch"):
        read_c3d(Recording(units="inch").write(tmp_path / "a.c3d"))


def test_what_is_no_marker_is_left_out_and_named(tmp_path: Path) -> None:
    labels = ["RASI", "*12", "RHipAngles", "", "LASI", "RHipMoment", "uname3", "Unlabeled 4", "U7"]
    groups = {"ANGLES": ["RHipAngles"], "MOMENTS": ["RHipMoment"]}
    trial = read_c3d(Recording(labels=labels, point_groups=groups).write(tmp_path / "a.c3d"))
    assert markers_of(trial).names == ("RASI", "LASI")
    text = " ".join(notice.text for notice in trial.notices)
    assert "RHipAngles, RHipMoment" in text
    assert "5 of 9 points have no name" in text


def test_no_labelled_marker(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="none of the 2 points"):
        read_c3d(Recording(labels=["*1", "*2"]).write(tmp_path / "a.c3d"))


def test_more_labels_than_one_parameter_holds(tmp_path: Path) -> None:
    labels = [f"m{k}" for k in range(300)]
    markers = markers_of(read_c3d(Recording(labels=labels).write(tmp_path / "a.c3d")))
    assert markers.names == tuple(labels)


@pytest.mark.parametrize("processor", [84, 85, 86], ids=["Intel", "DEC", "MIPS"])
@pytest.mark.parametrize("scale", [-1.0, 0.1], ids=["reals", "integers"])
def test_what_each_processor_writes(tmp_path: Path, processor: int, scale: float) -> None:
    chance = np.random.default_rng(4)
    stored = chance.integers(-9000, 9000, (7, 3, 4)).astype(float)
    stored[:, :, 3] = 0.0
    stored[2, 1, 3] = -1.0
    analog = chance.integers(-2000, 2000, (7, 4, 2)).astype(float)
    path = tmp_path / "a.c3d"
    path.write_bytes(plain_c3d(processor, scale, stored, analog, ["RASI", "LASI", "SACR"]))
    markers = markers_of(read_c3d(path))
    expected = stored[:, :, :3] * (1.0 if scale < 0.0 else scale) / 1000.0
    expected[2, 1] = np.nan
    np.testing.assert_allclose(markers.position_m, expected, rtol=1e-6)
    assert markers.rate_hz == pytest.approx(50.0)
    recorded = Recorded(structure_of(path.read_bytes(), "a"), path.read_bytes(), "a")
    truth = (analog.reshape(28, 2) - [0.0, 10.0]) * [0.25, 0.5] * 0.5
    np.testing.assert_allclose(recorded.analog([0, 1]), truth, rtol=1e-6)
    np.testing.assert_allclose(recorded.analog([1]), truth[:, 1:], rtol=1e-6)
    assert recorded.samples_per_frame == 4
    if processor == 84:  # the only one that ezc3d reads in all its kinds
        points, channels, _ = apart(read_with_ezc3d, path)
        np.testing.assert_allclose(points[:3].transpose(2, 1, 0) / 1000.0, expected, rtol=1e-6)
        np.testing.assert_allclose(channels[0].T, truth, rtol=1e-6)


def test_names_in_latin_1(tmp_path: Path) -> None:
    path = Recording(labels=["Hüfte", "LASI", "SACR"]).write(tmp_path / "a.c3d")
    data = path.read_bytes()
    assert data.count("ü".encode()) == 1
    path.write_bytes(data.replace("ü".encode() + b"fte", b"\xfcfte "))
    assert markers_of(read_c3d(path)).names[0] == "Hüfte"


def test_unseen_markers_are_missing(tmp_path: Path) -> None:
    made = Recording()
    points = made.positions()
    points[:3, 0, 5] = np.nan
    points[:3, 1, 6] = 0.0
    trial = read_c3d(made.write(tmp_path / "a.c3d", points))
    position = markers_of(trial).position_m
    assert np.argwhere(np.isnan(position[:, :, 0])).tolist() == [[5, 0], [6, 1]]
    assert codes(trial) == ["markers-missing"]
    assert "1 of them stand as 0, 0, 0" in trial.notices[0].text


def test_the_first_frame_is_where_time_begins(tmp_path: Path) -> None:
    path = Recording().write(tmp_path / "a.c3d")
    data = bytearray(path.read_bytes())
    struct.pack_into("<HH", data, 6, 101, 100 + FRAMES)
    path.write_bytes(data)
    assert markers_of(read_c3d(path)).time_s[0] == pytest.approx(1.0)


def test_a_file_that_was_cut_off(tmp_path: Path) -> None:
    path = Recording().write(tmp_path / "a.c3d")
    path.write_bytes(path.read_bytes()[:-700])
    with pytest.raises(UnreadableFile, match="ends before"):
        read_c3d(path)


REAL = ("c3d/walking2.c3d", "c3d/walking5.c3d", "rbds001/RBDS001runT35.c3d", "rbds001/RBDS001static.c3d")


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("file", REAL)
def test_the_numbers_are_those_of_ezc3d(shared_data: Path, file: str) -> None:
    """An independent reader (Michaud and Begon 2021, doi:10.21105/joss.02911) finds the same positions and channels."""
    peer_points, peer_analog, named = apart(read_with_ezc3d, shared_data / file)
    content = read_file(shared_data / file)
    recorded = Recorded(structure_of(content.data, file), content.data, file)
    points = peer_points[:3].transpose(2, 1, 0)
    np.testing.assert_array_equal(recorded.positions(list(range(points.shape[1]))), points)
    analog = peer_analog[0]
    assert recorded.channels == len(analog)
    if len(analog):
        np.testing.assert_allclose(recorded.analog(list(range(len(analog)))), analog.T, rtol=1e-12)
    for group, name in recorded.structure.parameters:
        theirs = named[group, name]
        if isinstance(theirs, list):
            words = [word.strip() for word in theirs]
            assert recorded.words(group, name) == (words if recorded.structure.parameters[group, name].data else [])
        else:
            np.testing.assert_array_equal(recorded.numbers(group, name).squeeze(), np.squeeze(theirs))


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(("file", "weight_N"), [("walking2.c3d", (780.0, 1000.0)), ("walking5.c3d", (700.0, 950.0))])
def test_real_walking(shared_data: Path, file: str, weight_N: tuple[float, float]) -> None:
    """Two plates, each under one foot: peak force near body weight, point under that foot, ending under its toes."""
    trial = read_c3d(shared_data / "c3d" / file)
    markers, plates = markers_of(trial), plates_of(trial)
    assert plates.time_s[1] == pytest.approx(1.0 / 2000.0)
    assert codes(trial).count("plate-origin-turned") == 2
    for load in plates.loads:
        vertical = load.force_N[:, 2]
        assert weight_N[0] - 50.0 < vertical.max() < weight_N[1]
        assert np.abs(load.moment_Nm).max() < 10.0
        firm = np.flatnonzero(vertical > 0.5 * vertical.max())
        frames = np.searchsorted(markers.time_s, plates.time_s[firm]).clip(0, len(markers.time_s) - 1)
        beside = {side: foot_distance(markers, side, frames, load.point_m[firm]) for side in "LR"}
        side = min(beside, key=lambda s: float(np.median(beside[s])))
        assert np.median(beside[side]) < 0.06
        last, frame = firm[-1], frames[-1]
        heel, ball = (markers.of(side + name)[frame, :2] for name in ("CAL", "MT1"))
        forward = (ball - heel) / np.linalg.norm(ball - heel)
        assert -0.03 < (load.point_m[last, :2] - ball) @ forward < 0.08


def foot_distance(markers: Trajectories, side: str, frames: np.ndarray, point: Floats) -> Floats:
    """Distance in the plane of points from the line between heel and second metatarsal."""
    heel, toe = (markers.of(side + name)[frames, :2] for name in ("CAL", "MT2"))
    along = ((point[:, :2] - heel) * (toe - heel)).sum(1) / ((toe - heel) ** 2).sum(1)
    nearest = heel + np.clip(along, 0.0, 1.3)[:, None] * (toe - heel)
    found: Floats = np.linalg.norm(point[:, :2] - nearest, axis=1)
    return found


@pytest.mark.needs("shared-data")
def test_real_running_on_a_belt(shared_data: Path) -> None:
    """RBDS001 at 3.5 m/s (62 kg): over whole strides the belt carries the body's weight; type 4 plate, y up."""
    trial = read_c3d(shared_data / "rbds001" / "RBDS001runT35.c3d")
    markers, (load,) = markers_of(trial), plates_of(trial).loads
    assert markers.position_m.shape == (4500, 32, 3)
    assert markers.rate_hz == pytest.approx(150.0)
    assert load.force_N[:, 1].mean() == pytest.approx(62.0 * 9.81, rel=0.03)
    assert load.corners_m is not None
    firm = load.force_N[:, 1] > 300.0
    low, high = load.corners_m.min(axis=0) - 1e-9, load.corners_m.max(axis=0) + 1e-9
    assert ((load.point_m[firm] >= low) & (load.point_m[firm] <= high)).all()
    frames = np.arange(9000)[firm] // 2
    feet = np.stack([markers.of(f"{side}.Heel.Bottom")[frames] for side in "LR"])
    lowest = feet[np.argmin(feet[:, :, 1], axis=0), np.arange(len(frames))]
    assert np.median(np.linalg.norm((load.point_m[firm] - lowest)[:, [0, 2]], axis=1)) < 0.25


@pytest.mark.needs("shared-data")
def test_a_real_static_without_analog_channels(shared_data: Path) -> None:
    trial = read_c3d(shared_data / "rbds001" / "RBDS001static.c3d")
    assert trial.plates is None
    assert markers_of(trial).position_m.shape == (150, 48, 3)
    assert codes(trial) == []
