"""The second opinion on a held shin: quiet where both sensors agree, told where one lags or turns too little."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from tests.kinematics.made_phone import Course, Phone, any_course, any_phone, recorded
from trochanter.capture.phone_log import PhoneLog, read_phone_log
from trochanter.core.arrays import Floats, frozen
from trochanter.kinematics.shin_angle import shin_angle
from trochanter.kinematics.shin_vqf import gravity_by_vqf, most_apart_rad, notices_of

PHONE = Phone(mounting=Rotation.random(rng=np.random.default_rng(3)), gyroscope_noise_rad_s=0.005)
pytestmark = pytest.mark.needs("vqf")


def by_vqf(log: PhoneLog) -> list[str]:
    return [n.text for n in shin_angle(log).notices if n.code == "sensors-differ" and "VQF" in n.text]


def upward(log: PhoneLog, turning_rad_s: Floats) -> Floats:
    assert log.acceleration_m_s2 is not None
    found = gravity_by_vqf(turning_rad_s, log.acceleration_m_s2, 1.0 / log.rate_hz)
    assert found is not None
    return found


def off_deg(log: PhoneLog, turning_rad_s: Floats) -> Floats:
    """How far VQF's gravity is from the true one, which a still shin's accelerometer shows; the last second."""
    assert log.acceleration_m_s2 is not None
    last = slice(-int(log.rate_hz), None)
    true = np.median(log.acceleration_m_s2[last], axis=0)
    cosine = upward(log, turning_rad_s)[last] @ true / np.linalg.norm(true)
    return np.asarray(np.rad2deg(np.arccos(np.clip(cosine, -1.0, 1.0))))


def test_gravity_is_a_direction_and_points_up_at_rest() -> None:
    log = recorded(Course(), PHONE, 1).log()
    found = upward(log, log.turning_rad_s)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-12)
    assert log.acceleration_m_s2 is not None
    np.testing.assert_allclose(found[50], log.acceleration_m_s2[50] / 9.81, atol=0.01)


def test_it_has_nothing_to_say_of_phones_that_err_as_phones_do() -> None:
    for seed in range(60):
        chance = np.random.default_rng(seed)
        course, phone = any_course(chance), any_phone(chance)
        assert not by_vqf(recorded(course, phone, seed).log()), f"recording {seed}"


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("layout", ["sensorlogger_ios", "phyphox_semicolon", "physicstoolbox"])
def test_nor_of_the_recording_in_its_layouts(shared_data: Path, layout: str) -> None:
    assert not by_vqf(read_phone_log(shared_data / "imu_formats" / layout))


def test_a_gyroscope_that_is_off_at_rest_is_the_cause_that_is_taken_out() -> None:
    log = recorded(Course(), replace(PHONE, offset_rad_s=(0.1, -0.1, 0.1)), 1).log()
    assert off_deg(log, log.turning_rad_s).max() > 3.0  # VQF takes out 2 degrees a second at most
    assert off_deg(log, log.turning_rad_s - np.array([0.1, -0.1, 0.1])).max() < 1.0
    assert not by_vqf(log)


@pytest.mark.parametrize("scale", [0.8, 1.2])
def test_a_gyroscope_that_turns_too_little_or_too_much_is_told(scale: float) -> None:
    log = recorded(Course(), PHONE, 1).log()
    (told,) = by_vqf(replace(log, turning_rad_s=frozen(scale * log.turning_rad_s)))
    assert "differs by 6 degrees, where up to 3 are usual" in told


def test_a_sensor_that_lags_by_a_second_is_told() -> None:
    log = recorded(Course(), PHONE, 1).log()
    late = np.vstack([np.repeat(log.turning_rad_s[:1], 100, axis=0), log.turning_rad_s[:-100]])
    found = shin_angle(replace(log, turning_rad_s=frozen(late))).notices
    assert "sensors-differ" in {notice.code for notice in found}


def test_the_limit_is_two_standard_errors_of_the_sensors() -> None:
    limit = most_apart_rad()
    assert np.rad2deg(limit) == pytest.approx(3.0)
    assert notices_of(np.array([0.0, -limit]), "") == []
    assert [n.code for n in notices_of(np.array([0.0, -1.01 * limit]), "x.zip")] == ["sensors-differ"]
