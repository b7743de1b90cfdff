"""Reading the recordings of phones, in the layouts of three apps and in the dialects of several countries."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.made_phone import Course, Phone, Recorded, recorded, write_sensor_logger
from trochanter.capture.phone_kind import is_phone_log
from trochanter.capture.phone_log import PhoneLog, read_phone_log
from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData, MissingInput, TrochanterError, UnreadableFile

SHORT = Course((30.0,), (30.0,))


@pytest.fixture(scope="module")
def made() -> Recorded:
    return recorded(SHORT, Phone(accelerometer_hz=90.0, gyroscope_noise_rad_s=0.001, accelerometer_noise_m_s2=0.01), 3)


def rows(time_s: Floats, xyz: Floats, mark: str = ",", form: str = "%.6f") -> str:
    return "".join(mark.join(form % v for v in (t, *at)) + "\n" for t, at in zip(time_s, xyz, strict=True))


def check(found: PhoneLog, made: Recorded, least_m_s2: float = 0.1) -> None:
    assert found.acceleration_m_s2 is not None
    for k in range(3):
        turned = np.interp(found.time_s, made.turning_s, made.turning_rad_s[:, k])
        felt = np.interp(found.time_s, made.felt_s, made.felt_m_s2[:, k])
        np.testing.assert_allclose(found.turning_rad_s[:, k], turned, atol=2e-3)
        np.testing.assert_allclose(found.acceleration_m_s2[:, k], felt, atol=least_m_s2)


def codes(found: PhoneLog) -> set[str]:
    return {notice.code for notice in found.notices}


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(
    ("folder", "app", "platform", "felt"),
    [
        ("sensorlogger_android", "Sensor Logger", "android", True),
        ("sensorlogger_ios", "Sensor Logger", "ios", True),
        ("phyphox_semicolon", "phyphox", "", True),
        ("phyphox_comma_rawdata", "phyphox", "", False),
        ("physicstoolbox", "Physics Toolbox", "", True),
    ],
)
def test_five_layouts_are_one_recording(shared_data: Path, folder: str, app: str, platform: str, felt: bool) -> None:
    found = read_phone_log(shared_data / "imu_formats" / folder)
    peer = read_phone_log(shared_data / "imu_formats" / "sensorlogger_android")
    assert (found.app, found.platform) == (app, platform)
    same = slice(0, 1478)
    late = round((found.time_s[0] - peer.time_s[0]) * peer.rate_hz)  # one layout has its sensors 4 ms apart
    assert late == 0
    np.testing.assert_allclose(
        found.turning_rad_s[same], peer.turning_rad_s[same], atol=0.06 if app == "phyphox" else 1e-3
    )
    assert (found.acceleration_m_s2 is not None) is felt
    if found.acceleration_m_s2 is not None and peer.acceleration_m_s2 is not None:
        tolerance = 0.6 if app == "phyphox" else 1e-3
        np.testing.assert_allclose(found.acceleration_m_s2[same], peer.acceleration_m_s2[same], atol=tolerance)
    assert ("gravity-absent" in codes(found)) is not felt


@pytest.mark.needs("shared-data")
def test_signs_of_ios_follow_its_metadata(shared_data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "log"
    shutil.copytree(shared_data / "imu_formats" / "sensorlogger_ios", folder, copy_function=shutil.copyfile)
    folder.chmod(0o755)
    text = (folder / "Metadata.csv").read_text()
    assert text.rstrip().endswith("false")
    down = read_phone_log(folder)
    (folder / "Metadata.csv").write_text(text.replace(",false", ",true"))
    up = read_phone_log(folder)
    assert up.acceleration_m_s2 is not None
    assert down.acceleration_m_s2 is not None
    np.testing.assert_allclose(up.acceleration_m_s2, -down.acceleration_m_s2)
    np.testing.assert_array_equal(up.turning_rad_s, down.turning_rad_s)
    (folder / "Metadata.csv").unlink()
    assert "platform-unknown" in codes(read_phone_log(folder))


def test_columns_are_found_by_name_and_sensors_by_their_own_times(made: Recorded, tmp_path: Path) -> None:
    found = read_phone_log(write_sensor_logger(tmp_path / "log", made))
    check(found, made)
    assert found.rate_hz == pytest.approx(100.0, abs=1e-3)
    assert found.notices == ()


def test_folder_and_archive_are_the_same(made: Recorded, tmp_path: Path) -> None:
    folder = write_sensor_logger(tmp_path / "log", made)
    archive = shutil.make_archive(str(tmp_path / "packed"), "zip", folder)
    one, other = read_phone_log(folder), read_phone_log(archive)
    np.testing.assert_array_equal(one.turning_rad_s, other.turning_rad_s)
    nested = shutil.make_archive(str(tmp_path / "nested"), "zip", tmp_path, "log")
    np.testing.assert_array_equal(read_phone_log(nested).turning_rad_s, one.turning_rad_s)
    assert all(is_phone_log(path) for path in (folder, archive, nested, folder / "Gyroscope.csv"))


def test_old_sensor_logger_has_capital_names_with_units(made: Recorded, tmp_path: Path) -> None:
    head = "seconds_elapsed,TOTAL ACCELERATION X (m/s²),TOTAL ACCELERATION Y (m/s²),TOTAL ACCELERATION Z (m/s²)\n"
    (tmp_path / "TotalAcceleration.csv").write_text(head + rows(made.felt_s, made.felt_m_s2), encoding="utf-8")
    head = "seconds_elapsed,GYROSCOPE X (rad/s),GYROSCOPE Y (rad/s),GYROSCOPE Z (rad/s)\n"
    (tmp_path / "Gyroscope.csv").write_text(head + rows(made.turning_s, made.turning_rad_s))
    check(read_phone_log(tmp_path), made)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_phyphox_in_another_language(made: Recorded, tmp_path: Path, mark: str) -> None:
    head = mark.join(
        ('"Zeit (s)"', '"Beschleunigung x (m/s^2)"', '"Beschleunigung y (m/s^2)"', '"Beschleunigung z (m/s^2)"')
    )
    (tmp_path / "Beschleunigungssensor.csv").write_text(f"{head}\n" + rows(made.felt_s, made.felt_m_s2, mark, "%.9E"))
    linear = rows(made.felt_s, made.felt_m_s2 * 0.01, mark, "%.9E")
    (tmp_path / "Lineare Beschleunigung.csv").write_text(f"{head}\n{linear}")
    head = mark.join(('"Zeit (s)"', '"Gyroskop x (rad/s)"', '"Gyroskop y (rad/s)"', '"Gyroskop z (rad/s)"'))
    (tmp_path / "Gyroskop.csv").write_text(f"{head}\n" + rows(made.turning_s, made.turning_rad_s, mark, "%.9E"))
    (tmp_path / "meta").mkdir()
    (tmp_path / "meta" / "device.csv").write_text('"property","value"\n"deviceBrand","Apple"\n')
    found = read_phone_log(tmp_path)
    check(found, made)
    assert (found.app, found.platform) == ("phyphox", "ios")


def toolbox(made: Recorded, mark: str, clock: bool) -> str:
    felt = np.column_stack([np.interp(made.turning_s, made.felt_s, made.felt_m_s2[:, k]) for k in range(3)]) / 9.80665
    lines = [mark.join(("time", "gFx", "gFy", "gFz", "TgF", "wx", "wy", "wz", ""))]
    for t, g, w in zip(made.turning_s, felt, made.turning_rad_s, strict=True):
        at = 86398.0 + t
        words = f"{int(at // 3600) % 24:02d}:{int(at // 60) % 60:02d}:{int(at) % 60:02d}:{round(at * 1000) % 1000}"
        cells = [words if clock else f"{t:.4f}", *(f"{v:.5f}" for v in (*g, 1.0, *w)), ""]
        lines.append(mark.join(cells).replace(".", "," if mark == ";" else "."))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("clock", [False, True])
def test_physics_toolbox(made: Recorded, tmp_path: Path, mark: str, clock: bool) -> None:
    (tmp_path / "log.csv").write_text(toolbox(made, mark, clock))
    found = read_phone_log(tmp_path / "log.csv")
    assert found.app == "Physics Toolbox"
    assert ("decimal-commas" in codes(found)) is (mark == ";")
    felt, truth = found.acceleration_m_s2, made.felt_m_s2
    assert felt is not None
    assert found.time_s[-1] - found.time_s[0] == pytest.approx(made.turning_s[-1], abs=2e-3)
    np.testing.assert_allclose(felt[:200].mean(axis=0), truth[:180].mean(axis=0), atol=0.01)
    np.testing.assert_allclose(found.turning_rad_s[:700], made.turning_rad_s[:700], atol=0.15 if clock else 1e-3)


@pytest.mark.parametrize("form", ["2026-01-31 12:30:{:07.4f}", "31.01.2026 12:30:{:06.3f}", "12:30:{:06.3f}"])
def test_clock_times_with_and_without_date(made: Recorded, tmp_path: Path, form: str) -> None:
    lines = ["time,gFx,gFy,gFz,wx,wy,wz"]
    for t, w in zip(made.turning_s, made.turning_rad_s, strict=True):
        lines.append(f"{form.format(t)},0,1,0,{w[0]:.5f},{w[1]:.5f},{w[2]:.5f}")
    (tmp_path / "log.csv").write_text("\n".join(lines))
    found = read_phone_log(tmp_path / "log.csv")
    assert found.time_s[-1] - found.time_s[0] == pytest.approx(made.turning_s[-1], abs=1e-3)


def test_turning_in_degrees_is_read_by_its_unit(made: Recorded, tmp_path: Path) -> None:
    head = "time (s),gyro x (°/s),gyro y (°/s),gyro z (°/s)\n"
    (tmp_path / "g.csv").write_text(head + rows(made.turning_s, np.rad2deg(made.turning_rad_s)), encoding="utf-8")
    np.testing.assert_allclose(read_phone_log(tmp_path).turning_rad_s, made.turning_rad_s, atol=1e-5)


def test_gravity_beside_an_acceleration_without_it(made: Recorded, tmp_path: Path) -> None:
    write_sensor_logger(tmp_path, made)
    (tmp_path / "TotalAcceleration.csv").unlink()
    head = "time,seconds_elapsed,z,y,x\n"
    gravity = made.felt_m_s2 - 0.01
    for name, xyz in (("Gravity", gravity), ("Accelerometer", made.felt_m_s2 - gravity)):
        text = "".join(f"0,{t:.6f},{z:.6f},{y:.6f},{x:.6f}\n" for t, (x, y, z) in zip(made.felt_s, xyz, strict=True))
        (tmp_path / f"{name}.csv").write_text(head + text)
    found = read_phone_log(tmp_path)
    check(found, made)
    assert found.gravity_m_s2 is not None


def test_a_last_row_that_was_cut_off_is_left_out_and_told(made: Recorded, tmp_path: Path) -> None:
    write_sensor_logger(tmp_path, made)
    text = (tmp_path / "Gyroscope.csv").read_text().rstrip()
    (tmp_path / "Gyroscope.csv").write_text(text[: text.rindex(",")])
    assert "recording-cut" in codes(read_phone_log(tmp_path))


def refused(path: Path) -> TrochanterError:
    with pytest.raises(TrochanterError) as caught:
        read_phone_log(path)
    assert path.name.split(".", maxsplit=1)[0] in str(caught.value)
    return caught.value


def test_without_gyroscope(made: Recorded, tmp_path: Path) -> None:
    write_sensor_logger(tmp_path / "log", made)
    (tmp_path / "log" / "Gyroscope.csv").unlink()
    error = refused(tmp_path / "log")
    assert isinstance(error, MissingInput)
    assert "has no gyroscope" in error.what
    assert "gyroscope on" in error.next_step


def test_commas_for_everything_are_refused(made: Recorded, tmp_path: Path) -> None:
    text = toolbox(made, ";", clock=False).replace(";", ",")
    (tmp_path / "log.csv").write_text(text)
    error = refused(tmp_path / "log.csv")
    assert isinstance(error, ImpossibleData)
    assert "separate the columns and the decimals" in error.what


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda text: text.replace("\n", "\nwords,0,0,0,0\n", 3), "is not a number"),
        (lambda text: text.splitlines()[0] + "\n", "no rows"),
        (lambda text: text.replace("seconds_elapsed", "s") + "1,0.1\n" + text.splitlines()[4] + "\n", "2 cells for 5"),
        (lambda text: "\n".join([text.splitlines()[0], *text.splitlines()[:0:-1]]), "time goes back"),
        (lambda text: "\n".join(text.splitlines()[::20]), "a second"),
        (lambda text: "\n".join(text.splitlines()[:60]), "share"),
        (lambda _: "hello\n", "no table of a sensor"),
    ],
)
def test_damaged_tables(made: Recorded, tmp_path: Path, change: object, what: str) -> None:
    assert callable(change)
    folder = write_sensor_logger(tmp_path / "log", made)
    for name in ("Gyroscope.csv", "TotalAcceleration.csv"):
        (folder / name).write_text(change((folder / name).read_text()))
    error = refused(folder)
    assert what in error.what
    assert error.next_step


def test_a_long_pause_is_refused_and_a_short_one_told(made: Recorded, tmp_path: Path) -> None:
    folder = write_sensor_logger(tmp_path / "log", made)
    lines = (folder / "Gyroscope.csv").read_text().splitlines()
    (folder / "Gyroscope.csv").write_text("\n".join(lines[:300] + lines[350:]))
    assert "recording-holes" in codes(read_phone_log(folder))
    (folder / "Gyroscope.csv").write_text("\n".join(lines[:300] + lines[700:]))
    assert "holes" in refused(folder).what


def test_no_such_file_and_no_table(tmp_path: Path) -> None:
    with pytest.raises(MissingInput):
        read_phone_log(tmp_path / "absent.zip")
    (tmp_path / "empty").mkdir()
    assert "no table" in refused(tmp_path / "empty").what
    (tmp_path / "a.json").write_text("{}")
    assert isinstance(refused(tmp_path / "a.json"), UnreadableFile)
