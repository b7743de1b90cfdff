"""How far a hip turns, from a phone on the shin: simulated legs with known truth, and the recording in five layouts."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from tests.kinematics.made_phone import FRONT, Course, Phone, any_course, any_phone, recorded
from trochanter.capture.phone_log import PhoneLog, read_phone_log
from trochanter.core.arrays import frozen
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.rotation_range import RotationRange
from trochanter.kinematics.shin_angle import Using
from trochanter.kinematics.shin_rotation import EndPain, rotation_range_of, shin_turns

DAY = dt.date(2026, 1, 31)
RECORDINGS = 200
UPRIGHT = Phone(thigh_up_deg=90.0, mounting=Rotation.random(rng=np.random.default_rng(4)), gyroscope_noise_rad_s=0.005)
NOISY = Phone(mounting=Rotation.random(rng=np.random.default_rng(3)), gyroscope_noise_rad_s=0.005)


def measured(log: PhoneLog, side: Side = Side.RIGHT) -> RotationRange:
    return rotation_range_of(log, "seated", side, measured_on=DAY)


def ends_deg(found: RotationRange, side: Side = Side.RIGHT) -> tuple[float, float]:
    turned_in, turned_out = found.end(side, "internal"), found.end(side, "external")
    assert turned_in is not None
    assert turned_out is not None
    return turned_in.angle.value, turned_out.angle.value


def codes(found: RotationRange) -> set[str]:
    return {notice.code for notice in found.quality}


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(
    "layout",
    ["sensorlogger_android", "sensorlogger_ios", "phyphox_semicolon", "phyphox_comma_rawdata", "physicstoolbox"],
)
def test_five_layouts_within_half_a_degree(shared_data: Path, layout: str) -> None:
    truth = np.loadtxt(shared_data / "imu_formats" / "truth.csv", delimiter=",", skiprows=1)[:, 1]
    found = measured(read_phone_log(shared_data / "imu_formats" / layout))
    turned_in, turned_out = ends_deg(found)
    assert abs(turned_in - truth.max()) < 0.5
    assert abs(turned_out + truth.min()) < 0.5
    assert [len(end.repeats_deg) for end in found.ends] == [3, 3]
    assert found.method == ("phone_shin_gyroscope" if layout == "phyphox_comma_rawdata" else "phone_shin")
    assert codes(found) <= {"gravity-absent"}


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("using", ["gravity", "gyroscope"])
def test_the_whole_course_of_the_angle(shared_data: Path, using: Using) -> None:
    truth = np.loadtxt(shared_data / "imu_formats" / "truth.csv", delimiter=",", skiprows=1)
    log = read_phone_log(shared_data / "imu_formats" / "sensorlogger_android")
    found = shin_turns(log, Side.RIGHT, using=using)
    off = np.rad2deg(found.angle_rad) - np.interp(found.time_s, truth[:, 0], truth[:, 1])
    assert np.sqrt(np.mean(off**2)) < 0.5


def test_all_repetitions_of_all_recordings_are_found() -> None:
    off: dict[Using, list[float]] = {"gravity": [], "gyroscope": []}
    for seed in range(RECORDINGS):
        chance = np.random.default_rng(seed)
        course, phone = any_course(chance), any_phone(chance)
        log = recorded(course, phone, seed).log()
        for using, found in off.items():
            turns = shin_turns(log, phone.side, using=using)
            turned_in, turned_out = turns.repeats_deg("internal"), turns.repeats_deg("external")
            assert (len(turned_in), len(turned_out)) == (3, 3), f"recording {seed}, {using}"
            found += [*np.subtract(turned_in, course.internal_deg), *np.subtract(turned_out, course.external_deg)]
    # The thigh sways by 2 degrees in these: that is in the angle, and no sensor can take it out.
    for found in off.values():
        assert abs(np.mean(found)) < 0.2
        assert np.std(found) < 1.2


@pytest.mark.parametrize("move_s", [0.4, 5.0])
def test_quick_and_slow_movements(move_s: float) -> None:
    log = recorded(Course(move_s=move_s), replace(NOISY, wobble_deg=0.5), 1).log()
    np.testing.assert_allclose(ends_deg(measured(log)), (32.0, 41.0), atol=1.0)


def test_without_sway_an_end_is_within_half_a_degree() -> None:
    for seed in range(30):
        chance = np.random.default_rng(seed)
        course, phone = any_course(chance), replace(any_phone(chance), wobble_deg=0.0)
        found = measured(recorded(course, phone, seed).log(), phone.side)
        truth = np.median(course.internal_deg), np.median(course.external_deg)
        np.testing.assert_allclose(ends_deg(found, phone.side), truth, atol=0.5)


def test_gravity_alone_is_refused_where_the_thigh_is_upright() -> None:
    log = recorded(Course(), UPRIGHT, 1).log()
    with pytest.raises(ImpossibleData, match="gravity cannot show") as caught:
        measured(log)
    assert "gyroscope alone" in caught.value.next_step
    found = rotation_range_of(log, "supine", Side.RIGHT, measured_on=DAY, using="gyroscope")
    np.testing.assert_allclose(ends_deg(found), (32.0, 41.0), atol=1.0)
    assert found.method == "phone_shin_gyroscope"


@pytest.mark.parametrize("up_deg", [-25.0, 25.0, 35.0, 60.0])
def test_where_gravity_still_sees(up_deg: float) -> None:
    log = recorded(Course(), replace(NOISY, thigh_up_deg=up_deg), 1).log()
    if abs(up_deg) > 30.0:
        with pytest.raises(ImpossibleData, match="degrees from level"):
            measured(log)
    else:
        np.testing.assert_allclose(ends_deg(measured(log)), (32.0, 41.0), atol=0.5)


def test_errors_are_wider_for_the_gyroscope_alone() -> None:
    log = recorded(Course(), NOISY, 1).log()
    by_gravity = measured(log).ends[0].angle.sigma
    alone = measured(replace(log, acceleration_m_s2=None)).ends[0].angle.sigma
    assert 2.0 < by_gravity < alone
    with pytest.raises(MissingInput, match="no acceleration"):
        rotation_range_of(replace(log, acceleration_m_s2=None), "seated", Side.RIGHT, measured_on=DAY, using="gravity")


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("inwards_first", [False, True])
def test_the_first_movement_is_checked_where_the_screen_is_known(side: Side, inwards_first: bool) -> None:
    phone = Phone(side=side, mounting=FRONT, heading_deg=70.0)
    turned = Rotation.from_euler("Y", -phone.heading_deg, degrees=True)
    log = recorded(Course(inwards_first=inwards_first), replace(phone, mounting=turned * FRONT), 1).log()
    if inwards_first:
        with pytest.raises(ImpossibleData, match=f"not the {side.word} foot outwards"):
            shin_turns(log, side, screen="front")
    else:
        assert np.median(shin_turns(log, side, screen="front").repeats_deg("internal")) == pytest.approx(32.0, abs=0.3)
        with pytest.raises(ImpossibleData, match="check that this is"):
            shin_turns(log, side.other, screen="front")


def test_a_phone_upside_down_measures_the_same() -> None:
    log = recorded(Course(), NOISY, 1).log()
    over = Rotation.from_euler("Z", 180.0, degrees=True)
    felt = log.acceleration_m_s2
    assert felt is not None
    upside = replace(
        log,
        turning_rad_s=frozen(over.apply(log.turning_rad_s.copy())),
        acceleration_m_s2=frozen(over.apply(felt.copy())),
    )
    np.testing.assert_allclose(ends_deg(measured(upside)), ends_deg(measured(log)), atol=1e-6)
    # Signs of another platform, of which nobody was told, change nothing either.
    np.testing.assert_allclose(
        ends_deg(measured(replace(log, acceleration_m_s2=frozen(-felt)))), ends_deg(measured(log)), atol=1e-6
    )


def test_sensors_that_contradict_each_other_are_refused() -> None:
    log = recorded(Course(), NOISY, 1).log()
    with pytest.raises(ImpossibleData, match="opposite ways"):
        measured(replace(log, turning_rad_s=frozen(-log.turning_rad_s)))


def test_nothing_moves() -> None:
    log = recorded(Course((0.0,), (0.0,), rest_s=10.0), replace(NOISY, wobble_deg=1.0), 1).log()
    with pytest.raises(ImpossibleData, match="nothing moves"):
        measured(log)


def test_never_still() -> None:
    course = Course((30.0,) * 3, (30.0,) * 3, rest_s=0.01, hold_s=0.01, between_s=0.01, move_s=0.5)
    with pytest.raises(ImpossibleData, match="never still"):
        measured(recorded(course, NOISY, 1).log())


def test_ends_that_are_not_held() -> None:
    course = Course((30.0,) * 3, (30.0,) * 3, hold_s=0.01, between_s=0.01, move_s=0.5)
    with pytest.raises(ImpossibleData, match="no end range is held") as caught:
        measured(recorded(course, NOISY, 1).log())
    assert "hold" in caught.value.next_step


def test_ten_seconds_hold_one_repetition() -> None:
    log = recorded(Course(rest_s=2.2), NOISY, 1).log()
    short = slice(0, 1000)
    felt = log.acceleration_m_s2
    assert felt is not None
    log = replace(log, time_s=log.time_s[short], turning_rad_s=log.turning_rad_s[short], acceleration_m_s2=felt[short])
    found = measured(log)
    assert "repetitions-few" in codes(found)
    np.testing.assert_allclose(ends_deg(found), (32.0, 41.0), atol=0.5)


def test_a_turning_about_many_axes_is_refused() -> None:
    log = recorded(Course(), NOISY, 1).log()
    tumbling = np.column_stack([np.roll(np.linalg.norm(log.turning_rad_s, axis=1), shift) for shift in (0, 130, 260)])
    tumbling[:200] = 0.0
    with pytest.raises(ImpossibleData, match="many axes"):
        measured(replace(log, turning_rad_s=frozen(tumbling)))


def test_strapping_on_and_taking_off_does_no_harm() -> None:
    """A phone that is handled before the rest and after the last one."""
    log = recorded(Course(), NOISY, 1).log()
    felt = log.acceleration_m_s2
    assert felt is not None
    chance = np.random.default_rng(9)
    handled = [np.cumsum(chance.normal(0.0, 0.15, (300, 3)), axis=0) for _ in range(2)]
    rates = np.concatenate([handled[0] + 1.0, log.turning_rad_s, handled[1]])
    pulls = np.concatenate([9.8 * chance.standard_normal((300, 3)), felt, 9.8 * chance.standard_normal((300, 3))])
    time_s = np.arange(len(rates)) / log.rate_hz
    found = measured(replace(log, time_s=frozen(time_s), turning_rad_s=frozen(rates), acceleration_m_s2=frozen(pulls)))
    np.testing.assert_allclose(ends_deg(found), (32.0, 41.0), atol=1.0)


def test_a_restless_start_a_short_rest_and_a_slip_are_told() -> None:
    restless = replace(NOISY, wobble_deg=8.0)
    assert "still-restless" in codes(measured(recorded(Course(), restless, 1).log()))
    assert "still-short" in codes(measured(recorded(Course(rest_s=1.2), NOISY, 1).log()))
    assert "hold-short" in codes(measured(recorded(Course(hold_s=0.4, move_s=0.6), NOISY, 1).log()))
    assert "hold-short" not in codes(measured(recorded(Course(), NOISY, 1).log()))


def test_pain_is_carried_to_its_end() -> None:
    log = recorded(Course(), NOISY, 1).log()
    found = rotation_range_of(
        log, "seated", Side.LEFT, measured_on=DAY, pains={"internal": EndPain(4, "groin", limited=True)}
    )
    turned_in, turned_out = found.end(Side.LEFT, "internal"), found.end(Side.LEFT, "external")
    assert turned_in is not None
    assert turned_out is not None
    assert (turned_in.pain, turned_in.pain_place, turned_in.limited_by_pain) == (4, "groin", True)
    assert turned_out.pain is None
    assert np.isnan(found.total(Side.LEFT).value)


def test_a_level_thigh_is_not_lying_on_the_back_with_the_hip_bent() -> None:
    log = recorded(Course(), NOISY, 1).log()
    with pytest.raises(ImpossibleData, match="the thigh lay level"):
        rotation_range_of(log, "supine", Side.RIGHT, measured_on=DAY)
    assert rotation_range_of(log, "prone", Side.RIGHT, measured_on=DAY).position == "prone"
