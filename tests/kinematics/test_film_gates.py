"""What is checked of a filmed leg: a film that shows nothing is refused, with what to film again."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_film import Camera, filmed_leg, filmed_person
from tests.kinematics.made_phone import Course
from trochanter.capture.leg_track import LegTrack
from trochanter.core.arrays import frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import Side
from trochanter.kinematics.film_legs import legs_of
from trochanter.kinematics.film_rotation import FilmMeasured, film_measured

DAY = dt.date(2026, 1, 31)
SMALL = Camera(width_px=240, height_px=320)


def measured(track: LegTrack) -> FilmMeasured:
    return film_measured({track.side: track}, "seated", measured_on=DAY, side=track.side)


def codes(found: FilmMeasured) -> set[str]:
    return {notice.code for notice in found.found.quality}


def unseen(track: LegTrack, start_s: float, end_s: float) -> LegTrack:
    """A track whose leg is out of sight for a while."""
    away = (track.time_s >= start_s) & (track.time_s < end_s)
    return replace(track, sureness=frozen(np.where(away, 0.1, track.sureness)))


def moved(track: LegTrack, by_px: float, start_s: float) -> LegTrack:
    """A track whose knee, and with it the ankle, moves aside from some time on."""
    aside = np.clip((track.time_s - start_s) / 0.5, 0.0, 1.0)[:, None] * np.array([by_px, 0.0])
    return replace(track, knee_px=frozen(track.knee_px + aside), ankle_px=frozen(track.ankle_px + aside))


def turned(track: LegTrack) -> LegTrack:
    """A track of a film that lies on its side."""
    knee, ankle = (frozen(np.stack([1279.0 - xy[:, 1], xy[:, 0]], axis=1)) for xy in (track.knee_px, track.ankle_px))
    return replace(track, knee_px=knee, ankle_px=ankle, width_px=1280, height_px=720)


@pytest.mark.parametrize(
    ("track", "said"),
    [
        (filmed_leg(Course(internal_deg=(0.0,), external_deg=(0.0,))), "nothing moves"),
        (filmed_leg(Course(internal_deg=(5.0,) * 3, external_deg=(5.0,) * 3)), "nothing moves"),
        (filmed_leg(Course(hold_s=0.05, between_s=0.05, move_s=0.45)), "never held"),
        (replace(filmed_leg(), sureness=frozen(np.full(len(filmed_leg().time_s), 0.2))), "hardly ever seen"),
        (unseen(filmed_leg(), 6.0, 10.0), "out of sight|were seen"),
        (filmed_leg(camera=replace(SMALL, distance_m=4.0)), "pixels long"),
        (turned(filmed_leg()), "degrees from upright"),
        (filmed_leg(camera=Camera(distance_m=0.5)), "longer side"),
        (filmed_leg(camera=Camera(aside_m=-0.45, distance_m=1.2)), "inside the picture"),
        (moved(filmed_leg(), 100.0, 9.0), "the knee moved"),
        (filmed_leg(camera=Camera(noise_px=20.0)), "knee and ankle jump"),
        (filmed_leg(camera=Camera(rate_hz=5.0)), "pictures a second"),
        (filmed_leg(camera=Camera(yaw_deg=45.0, knee_deg=55.0)), "longer or shorter"),
    ],
)
def test_refused_with_what_to_film_again(track: LegTrack, said: str) -> None:
    with pytest.raises(ImpossibleData, match=said) as caught:
        measured(track)
    assert "film" in str(caught.value)
    assert caught.value.next_step


@pytest.mark.parametrize(
    ("track", "code"),
    [
        (unseen(filmed_leg(), 6.0, 7.0), "film-lost"),
        (filmed_leg(camera=replace(SMALL, distance_m=1.9)), "film-shin"),
        (filmed_leg(camera=Camera(distance_m=1.0)), "film-near"),
        (moved(filmed_leg(), 30.0, 9.0), "film-drift"),
        (filmed_leg(Course(internal_deg=(32.0,) * 2, external_deg=(41.0,) * 2)), "film-repeats"),
        (filmed_leg(Course(internal_deg=(25.0, 32.0, 38.0))), "film-uneven"),
        (filmed_leg(camera=Camera(roll_deg=30.0)), "film-upright"),
        (filmed_leg(camera=Camera(noise_px=12.0)), "film-wander"),
        (filmed_leg(camera=Camera(pitch_deg=-20.0, yaw_deg=20.0, knee_deg=70.0)), "film-length"),
    ],
)
def test_told_with_what_to_do_next_time(track: LegTrack, code: str) -> None:
    found = measured(track)
    assert code in codes(found)
    notice = next(each for each in found.found.quality if each.code == code)
    assert "next time" in notice.text


def test_a_good_film_passes_all_gates() -> None:
    found = measured(filmed_leg(camera=Camera(noise_px=0.7, uneven=0.4)))
    assert not codes(found)
    assert all(gate.kept for gate in found.legs[0].gates)


def test_the_line_through_the_hips_only_gates() -> None:
    points = filmed_person({Side.RIGHT: Course()})
    legs = legs_of(points)
    hips = np.array(legs[Side.RIGHT].hips_px)
    out = (points.time_s > 4.0) & (points.time_s < 6.0)
    hips[out, 0, 1] -= 25.0
    tilted = replace(legs[Side.RIGHT], hips_px=frozen(hips))
    still, tipped = measured(legs[Side.RIGHT]), measured(tilted)
    assert "film-trunk" in codes(tipped) - codes(still)
    assert tipped.found.ends == still.found.ends


def test_an_end_held_briefly_counts_only_where_no_longer_one_is_there() -> None:
    brief = measured(filmed_leg(Course(hold_s=0.25, move_s=1.4)))
    assert "film-held" in codes(brief)
