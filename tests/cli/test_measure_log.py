"""Phone recordings of both legs as one measurement."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from tests.kinematics.made_phone import Course, Phone, recorded, write_sensor_logger
from trochanter.cli.measure_log import measure_log
from trochanter.core.errors import BadSetting, ImpossibleData, TrochanterError
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.rotation_range import Direction, RotationRange
from trochanter.kinematics.shin_rotation import EndPain

DAY = dt.date(2026, 1, 31)
COURSES = {Side.RIGHT: Course(), Side.LEFT: Course((28.0, 29.0, 30.0), (45.0, 44.0, 46.0))}


@pytest.fixture(scope="module")
def legs(tmp_path_factory: pytest.TempPathFactory) -> dict[Side, Path]:
    folder = tmp_path_factory.mktemp("legs")
    mounting = Rotation.random(rng=np.random.default_rng(6))
    phones = {side: Phone(side=side, mounting=mounting, gyroscope_noise_rad_s=0.005) for side in SIDES}
    return {side: write_sensor_logger(folder / side.word, recorded(COURSES[side], phones[side], 2)) for side in SIDES}


def values(found: RotationRange) -> list[float]:
    return [round(end.angle.value, 1) for end in found.ends]


def test_both_legs_are_one_measurement(legs: dict[Side, Path]) -> None:
    pains: dict[tuple[Side, Direction], EndPain] = {(Side.LEFT, "internal"): EndPain(2, "groin")}
    found = measure_log(legs, "seated", measured_on=DAY, measured_by="self", set_up="first", pains=pains)
    np.testing.assert_allclose(values(found), [32.0, 41.0, 29.0, 45.0], atol=0.5)
    assert (found.position, found.mode, found.set_up, found.measured_by) == ("seated", "active", "first", "self")
    hurt = found.end(Side.LEFT, "internal")
    assert hurt is not None
    assert (hurt.pain, hurt.pain_place) == (2, "groin")
    assert np.isfinite(found.total(Side.RIGHT).sigma)


def test_one_leg_alone(legs: dict[Side, Path]) -> None:
    found = measure_log({Side.LEFT: legs[Side.LEFT]}, "prone", measured_on=DAY)
    assert {end.side for end in found.ends} == {Side.LEFT}


def test_the_same_recording_for_both_legs_is_refused(legs: dict[Side, Path]) -> None:
    same = dict.fromkeys(SIDES, legs[Side.RIGHT])
    with pytest.raises(ImpossibleData, match="same recording is given for both"):
        measure_log(same, "seated", measured_on=DAY)
    with pytest.raises(BadSetting):
        measure_log({}, "seated", measured_on=DAY)


def test_sides_are_measured_alike_where_one_has_no_acceleration(legs: dict[Side, Path], tmp_path: Path) -> None:
    alone = tmp_path / "Gyroscope.csv"
    alone.write_bytes((legs[Side.LEFT] / "Gyroscope.csv").read_bytes())
    found = measure_log({Side.RIGHT: legs[Side.RIGHT], Side.LEFT: alone}, "seated", measured_on=DAY)
    assert found.method == "phone_shin_gyroscope"
    assert len({end.angle.sigma > 3.0 for end in found.ends}) == 1


def test_errors_name_the_file(legs: dict[Side, Path], tmp_path: Path) -> None:
    broken = tmp_path / "left.zip"
    broken.write_bytes(b"PK\x03\x04" + bytes(200))
    with pytest.raises(TrochanterError, match=r"left\.zip"):
        measure_log({Side.LEFT: broken}, "seated", measured_on=DAY)
