"""What a check shows of its films: pictures of the leg alone, the angle over time, what was checked."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_film import Camera, filmed_leg, filmed_person
from tests.kinematics.made_phone import Course
from tests.reporting.reading import parsed, plain
from trochanter.capture.film import Film, Frame
from trochanter.capture.keypoints import POINTS, Keypoints
from trochanter.capture.leg_track import LegTrack
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import Side
from trochanter.exchange.measurement_result import measurement_result, measurement_text
from trochanter.kinematics.comparing_check import check_hips
from trochanter.kinematics.film_legs import legs_of
from trochanter.kinematics.film_rotation import FilmMeasured, film_measured
from trochanter.reporting.check import render_check
from trochanter.reporting.film import FilmShown, film_part
from trochanter.reporting.stills import WIDTH_PX, stills_taken, stills_wanted

DAY = dt.date(2026, 1, 31)
FILM = Film("folder/made.mp4", "ab" * 32, 720, 1280, 0, 34.0, 30.0)
COURSE = Course(internal_deg=(30.0, 36.0, 33.0), external_deg=(41.0, 40.0, 44.0))


def measured(track: LegTrack, set_up: str = "set-up 1") -> FilmMeasured:
    return film_measured({track.side: track}, "seated", measured_on=DAY, side=track.side, set_up=set_up)


def pictures(track: LegTrack) -> Iterator[Frame]:
    """A film of a bright shin on a dark ground, and everything above the hips white."""
    for k, time_s in enumerate(track.time_s):
        pixels = np.full((track.height_px, track.width_px, 3), 40, dtype=np.uint8)
        pixels[:300] = 255
        for part in np.linspace(0.0, 1.0, 60):
            x, y = np.rint((1.0 - part) * track.knee_px[k] + part * track.ankle_px[k]).astype(int)
            pixels[y - 6 : y + 6, x - 6 : x + 6] = 200
        yield Frame(k, float(time_s), pixels)


def decoded(jpeg: bytes) -> Floats:
    import cv2

    return np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), dtype=float)


def shown(set_up: str = "set-up 1") -> FilmShown:
    track = filmed_leg(COURSE)
    found = measured(track, set_up)
    return FilmShown(found, FILM, stills_taken(stills_wanted([found.legs[0].turns]), pictures(track)))


@pytest.mark.needs("video")
def test_pictures_show_rest_and_the_repetition_in_the_middle() -> None:
    stills = shown().stills
    assert [(still.what, still.repeat) for still in stills] == [
        ("rest", (1, 1)),
        ("internal", (3, 3)),
        ("external", (1, 3)),
    ]
    for still, angle_deg in zip(stills, (0.0, 33.0, 41.0), strict=True):
        assert still.angle_deg == pytest.approx(angle_deg, abs=0.3)
        picture = decoded(still.jpeg)
        assert picture.shape[:2] == still.size_px[::-1]
        assert still.size_px[0] <= WIDTH_PX
        assert picture.max() < 250  # nothing of what is above the hips
        for part in (0.2, 0.5, 0.8):  # the line lies on the shin
            x, y = (1 - part) * np.array(still.knee_px) + part * np.array(still.ankle_px)
            assert picture[int(y), int(x)].mean() > 150


@pytest.mark.needs("video")
def test_a_head_in_the_crop_is_made_coarse() -> None:
    points = filmed_person({Side.RIGHT: COURSE})
    found = film_measured(legs_of(points), "supine", measured_on=DAY, side=Side.RIGHT)
    turns = found.legs[0].turns
    wanted = stills_wanted([turns])
    left, top, right, bottom = wanted[0].box
    middle = np.array([0.5 * (left + right), 0.5 * (top + bottom)])
    xy = np.array(points.xy_px)
    for k, name in enumerate(("nose", "eye_l", "eye_r", "ear_l", "ear_r", "mouth_l", "mouth_r")):
        xy[:, POINTS.index(name)] = middle + 12.0 * np.array([np.sin(k), np.cos(k)])
    chance = np.random.default_rng(1)
    noise = chance.integers(0, 255, (points.height_px, points.width_px, 3)).astype(np.uint8)
    frames = [Frame(k, float(t), noise) for k, t in enumerate(points.time_s)]
    hidden: Keypoints = replace(points, xy_px=frozen(xy))
    plain_one, coarse = (stills_taken(wanted[:1], iter(frames), p)[0] for p in (None, hidden))
    y, x = (size // 2 for size in reversed(coarse.size_px))
    patches = [decoded(still.jpeg)[y - 6 : y + 6, x - 6 : x + 6].std() for still in (plain_one, coarse)]
    assert patches[1] < 0.5 * patches[0]


@pytest.mark.needs("video")
def test_the_page_shows_each_film_and_what_was_checked() -> None:
    films = [shown("set-up 1"), shown("set-up 2")]
    check = check_hips([each.measured.found for each in films])
    page = render_check(check, films)
    words = plain(page)
    assert page.count("data:image/jpeg;base64,") == 6
    assert "Right hip, set-up 2. Repetitions shown: 3 of 3 turning in and 1 of 3 turning out." in words
    assert "made.mp4, 34 s, 30 pictures a second" in words
    assert "One camera cannot tell whether the pelvis moved along" in words
    assert "regression and not validation" in words
    assert {figure.get("id") for figure in parsed(page).iter("figure")} >= {"fig-filmed-1", "fig-filmed-2"}


def test_the_result_holds_holds_and_checks() -> None:
    track = filmed_leg(COURSE)
    found = measured(track)
    check = check_hips([found.found])
    result = measurement_result(check, None, [FilmShown(found, FILM)])
    film = result.films[0]
    assert (film.file, film.found_by, film.sha256) == ("made.mp4", "heavy", FILM.sha256)
    assert [hold.way for hold in film.legs[0].holds[:4]] == ["rest", "internal", "rest", "external"]
    assert all(gate.kept for gate in film.legs[0].gates)
    assert "regression and not validation" in result.error_basis
    assert '"trochanter.measurement/1"' in measurement_text(result)


def test_a_check_without_films_holds_no_pictures_and_allows_none() -> None:
    track = filmed_leg(COURSE, camera=Camera(noise_px=0.5))
    page = render_check(check_hips([measured(track).found]))
    assert film_part(()) is None
    assert "img-src" not in page
