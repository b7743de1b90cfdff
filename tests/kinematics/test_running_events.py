"""Contact and toe-off in a film against a force plate: recorded runs, seen through a drawn camera.

The shares of the belt's speed were chosen on the run at 2.5 m/s; the one at 3.5 m/s was looked at afterwards.
"""

import datetime as dt
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.run_as_seen import belt_contacts, run_film
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.appearance import Appearance
from trochanter.kinematics.picture_angles import bend_rad, tilt_rad
from trochanter.kinematics.picture_track import even_track
from trochanter.kinematics.running_events import side_stances, stride_s
from trochanter.kinematics.running_picture import RunningView, running_video

pytestmark = pytest.mark.needs("shared-data")


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0])
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("speed", ["25", "35"])
def test_contact_and_toe_off_agree_with_the_force_plate(
    shared_data: Path, rate_hz: float, side: Side, speed: str
) -> None:
    track = even_track(run_film(shared_data, rate_hz=rate_hz, speed=speed)).filtered(10.0)
    true = [(start, end) for foot, start, end in belt_contacts(shared_data, speed) if foot is side]
    early, late = [], []
    for each in side_stances(track, side, 1.0):
        start, end = min(true, key=lambda contact: abs(contact[0] - each.contact_s))
        early.append(1e3 * (each.contact_s - start))
        late.append(1e3 * (each.off_s - end))
    assert len(early) >= 38
    assert abs(np.median(early)) < 9.0  # of which 3 are the step from sample to sample of the plate
    assert np.std(early) < 5.0
    assert abs(np.median(late)) < 8.0


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0])
def test_the_readings_at_contact_are_those_at_the_force_plates_contact(shared_data: Path, rate_hz: float) -> None:
    film, whole = run_film(shared_data, rate_hz=rate_hz), run_film(shared_data, rate_hz=150.0, noise_px=0.0)
    found = running_video(film, "side", measured_on=dt.date(2026, 11, 22))
    hip, knee, ankle = (whole.point(name, Side.RIGHT) for name in ("hip", "knee", "ankle"))
    truth = {
        "shin_at_contact": np.rad2deg(tilt_rad(ankle, knee, -1.0)),
        "knee_at_contact": np.rad2deg(bend_rad(hip, knee, ankle, 1.0)),
    }
    contacts = [start for side, start, _ in belt_contacts(shared_data) if side is Side.RIGHT]
    for name, curve in truth.items():
        number = found.number(name, Side.RIGHT)
        assert number is not None
        true = float(np.median(np.interp(contacts, whole.time_s, curve)))
        assert number.estimate.value == pytest.approx(true, abs=0.8), name


@pytest.mark.parametrize(("speed", "within_ms"), [("25", 8.0), ("35", 11.0)])
def test_rhythm_from_both_views_is_that_of_the_force_plate(shared_data: Path, speed: str, within_ms: float) -> None:
    contacts = belt_contacts(shared_data, speed)
    onto = {side: [b[1] - a[1] for a, b in pairwise(contacts) if b[0] is side is not a[0]] for side in SIDES}
    true_ms = 1e3 * (np.median(onto[Side.RIGHT]) - np.median(onto[Side.LEFT]))
    period_s = 2.0 * float(np.median(np.diff([start for _, start, _ in contacts])))
    views: tuple[RunningView, ...] = ("side", "rear")
    for view in views:
        found = running_video(run_film(shared_data, view, speed=speed), view, measured_on=dt.date(2026, 11, 22))
        cadence, difference = (_value(found, name) for name in ("cadence", "step_time_difference"))
        assert cadence == pytest.approx(120.0 / period_s, abs=1.0)
        assert difference == pytest.approx(true_ms, abs=within_ms)


@pytest.mark.parametrize("speed", ["25", "35"])
def test_contact_time_agrees_with_the_force_plate(shared_data: Path, speed: str) -> None:
    film = run_film(shared_data, rate_hz=120.0, speed=speed)
    found = running_video(film, "side", measured_on=dt.date(2026, 11, 22))
    contacts = belt_contacts(shared_data, speed)
    true = np.median([1e3 * (end - start) for side, start, end in contacts if side is Side.RIGHT])
    number = found.number("contact_time", Side.RIGHT)
    assert number is not None
    assert number.estimate.value == pytest.approx(true, abs=8.0)


def test_the_stride_is_found_between_the_pictures(shared_data: Path) -> None:
    found = stride_s(even_track(run_film(shared_data, rate_hz=30.0)).filtered(10.0))
    assert found == pytest.approx(0.765, abs=0.004)


def _value(found: Appearance, name: str) -> float:
    number = found.number(name)
    assert number is not None
    return number.estimate.value
