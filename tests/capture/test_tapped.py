"""Following two taps: exact on bars that swing with known angles; what spoils a film is told, with what to do."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from tests.capture.swinging_bar import HIGH, KNEE, LENGTH, WIDE, Bar
from trochanter.capture.leg_track import LegTrack
from trochanter.capture.tapped import Glimpse, Tap, follow_taps
from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.core.sides import Side

pytestmark = pytest.mark.needs("video")
PLAIN = Bar(contrast=0.0, colour=(190.0, 130.0, 100.0))


def followed(bar: Bar, taps: Sequence[Tap] = (), told: Callable[[Glimpse], None] | None = None) -> LegTrack:
    """A bar followed from its start."""
    return follow_taps(bar.frames(), bar.film, Side.RIGHT, *bar.taps(), taps=taps, told=told)


def errors_deg(track: LegTrack, bar: Bar) -> Floats:
    """How far the followed angle is off, against that of the first picture; NaN where it was lost."""
    shin = track.ankle_px - track.knee_px
    turned = shin[:, 0] + 1j * shin[:, 1]
    first = turned[np.isfinite(turned)][0]
    truth = bar.angle_rad - bar.angle_rad[np.isfinite(turned)][0]
    return np.asarray(np.rad2deg(np.angle(turned / first * np.exp(-1j * truth))), dtype=float)


def codes(track: LegTrack) -> set[str]:
    return {notice.code for notice in track.notices}


@pytest.mark.parametrize(
    "bar",
    [Bar(), Bar(noise=8.0, seed=1), Bar(contrast=6.0, seed=2), PLAIN],
    ids=["pattern", "noise", "faint", "plain"],
)
def test_an_exact_turn_is_followed_within_half_a_degree(bar: Bar) -> None:
    off = errors_deg(track := followed(bar), bar)
    assert np.isfinite(off).all()
    assert float(np.sqrt(np.mean(off**2))) < 0.5
    assert float(np.abs(off).max()) < 1.2
    assert float(np.median(track.sureness)) > 0.8
    assert track.found_by == "taps"
    assert track.hips_px is None
    assert not codes(track)


def test_the_knee_stays_where_it_was_tapped_and_errors_do_not_add_up() -> None:
    track = followed(Bar())
    away = np.linalg.norm(track.knee_px - KNEE, axis=1)
    assert float(away.max()) < 0.02 * LENGTH
    assert abs(float(np.median(errors_deg(track, Bar())[-8:]))) < 0.1  # back at rest, after both ends


def test_changing_light_and_blur_are_borne() -> None:
    def spoilt(picture: Floats, time_s: float) -> Floats:
        import cv2

        blurred = cv2.blur(picture, (5, 5)) if 1.0 < time_s < 1.8 else picture
        return np.asarray(blurred * (1.0 + 0.3 * np.sin(1.3 * time_s)))

    bar = Bar(spoilt=spoilt)
    off = errors_deg(followed(bar), bar)
    assert float(np.sqrt(np.nanmean(off**2))) < 0.5


def test_a_covered_shin_is_lost_told_and_found_again() -> None:
    def covered(picture: Floats, time_s: float) -> Floats:
        if 2.0 <= time_s < 2.6:
            picture = picture.copy()
            picture[round(KNEE[1]) : round(KNEE[1] + LENGTH), 60:210] = 60.0
        return picture

    bar = replace(Bar(), spoilt=covered)
    track = followed(bar)
    hidden = (bar.time_s >= 2.0) & (bar.time_s < 2.6)
    off = errors_deg(track, bar)
    assert np.isnan(off[hidden]).all()
    assert (track.sureness[hidden] == 0.0).all()
    assert np.isfinite(off[bar.time_s > 2.8]).all()
    assert float(np.nanmax(np.abs(off))) < 1.0
    (notice,) = [notice for notice in track.notices if notice.code == "shin-lost"]
    assert "from 2.0 to 2.6 s: the shin is covered" in notice.text
    assert "To mend it" in notice.text


def test_where_somebody_taps_hardly_matters() -> None:
    bar = Bar()
    knee, ankle = bar.taps()
    aside = follow_taps(bar.frames(), bar.film, Side.RIGHT, (knee[0] + 5, knee[1]), (ankle[0] - 5, ankle[1] + 6))
    off = errors_deg(aside, bar)
    assert float(np.sqrt(np.mean(off**2))) < 0.5


def test_a_late_tap_leaves_what_is_before_it_open_or_fills_it_by_reading_the_film_again() -> None:
    bar = Bar()
    late = follow_taps(bar.frames(), bar.film, Side.RIGHT, *bar.taps(2.4), at_s=2.4)
    before = bar.time_s < 2.3
    assert np.isnan(late.knee_px[before]).all()
    assert "tap-late" in codes(late)
    filled = follow_taps(bar.frames(), bar.film, Side.RIGHT, *bar.taps(2.4), at_s=2.4, earlier=bar.frames())
    off = errors_deg(filled, bar)
    assert np.isfinite(off).all()
    assert float(np.sqrt(np.mean(off**2))) < 0.5
    assert "tap-late" not in codes(filled)


def test_a_second_tap_that_agrees_changes_nothing_to_speak_of() -> None:
    bar = Bar()
    (x, y), ankle = bar.taps(2.4)
    track = followed(bar, taps=[Tap(2.4, (x + 2.0, y - 2.0), ankle)])
    assert float(np.abs(errors_deg(track, bar)).max()) < 1.0
    assert "tap-corrects" not in codes(track)


def test_a_second_tap_that_disagrees_wins_is_told_and_spread_over_what_lies_before() -> None:
    bar = Bar()
    knee, _ = bar.taps(0.8)  # tapped 10 degrees off at a time at which the bar hangs still
    angle = np.deg2rad(10.0)
    off_by_ten = (knee[0] - LENGTH * np.sin(angle), knee[1] + LENGTH * np.cos(angle))
    track = followed(bar, taps=[Tap(0.8, knee, off_by_ten)])
    off = errors_deg(track, bar)
    assert abs(float(np.median(off[bar.time_s > 1.0])) - 10.0) < 1.0
    assert abs(float(off[bar.time_s < 0.45][-1]) - 5.0) < 1.0
    (notice,) = [notice for notice in track.notices if notice.code == "tap-corrects"]
    assert "10 degrees" in notice.text


def test_progress_is_told_with_a_small_picture() -> None:
    told: list[Glimpse] = []
    followed(Bar(), told=told.append)
    assert len(told) >= 30
    assert [glimpse.share for glimpse in told] == sorted(glimpse.share for glimpse in told)
    assert told[0].knee_px == pytest.approx(tuple(KNEE))
    assert max(told[5].picture.shape) == 320
    assert told[5].scale == pytest.approx(320 / HIGH)


def test_a_cut_and_a_moved_camera_are_told() -> None:
    def cut(picture: Floats, time_s: float) -> Floats:
        return picture if time_s < 6.0 else np.asarray(255.0 - picture[::-1])

    assert "film-cut" in codes(followed(Bar(spoilt=cut)))

    def knocked(picture: Floats, time_s: float) -> Floats:
        import cv2

        turn = cv2.getRotationMatrix2D((0.5 * WIDE, 0.5 * HIGH), -2.0 * min(time_s, 3.0), 1.0)
        return np.asarray(cv2.warpAffine(picture, turn, (WIDE, HIGH), borderMode=cv2.BORDER_REFLECT))

    (notice,) = [n for n in followed(Bar(spoilt=knocked)).notices if n.code == "camera-moved"]
    assert "firm" in notice.text


def test_a_tap_on_the_wall_is_told() -> None:
    bar = Bar()
    track = follow_taps(bar.frames(), bar.film, Side.RIGHT, (30.0, 100.0), (30.0, 200.0))
    assert "shin-still" in codes(track)


def test_a_shin_like_its_wall_is_refused_with_tape_as_advice() -> None:
    dark = Bar(contrast=0.0, wall=0.0, colour=(125.0, 125.0, 125.0), noise=1.0)
    flat = replace(dark, spoilt=lambda picture, _: np.full_like(picture, 30.0))
    with pytest.raises(ImpossibleData, match="tape"):
        followed(flat)


def test_a_leg_out_of_the_picture_is_refused_with_the_reason() -> None:
    def away(picture: Floats, time_s: float) -> Floats:
        moved = np.roll(picture, -round(120 * max(time_s - 1.0, 0.0)), axis=1)
        return np.asarray(moved) if time_s < 2.2 else 0.0 * picture

    with pytest.raises(ImpossibleData, match="pictures only"):
        followed(Bar(spoilt=away))


@pytest.mark.parametrize(
    ("knee", "ankle", "at_s", "words"),
    [
        ((-3.0, 10.0), (100.0, 300.0), 0.0, "tap on the knee"),
        ((135.0, 210.0), (135.0, 900.0), 0.0, "tap on the ankle"),
        ((135.0, 210.0), (137.0, 225.0), 0.0, "distance of the taps"),
        ((135.0, 210.0), (135.0, 340.0), 99.0, "time of a tap"),
        ((float("nan"), 210.0), (135.0, 340.0), 0.0, "tap on the knee"),
    ],
)
def test_taps_that_cannot_be_on_a_leg_are_refused(
    knee: tuple[float, float], ankle: tuple[float, float], at_s: float, words: str
) -> None:
    bar = Bar()
    with pytest.raises(BadSetting, match=words):
        follow_taps(bar.frames(), bar.film, Side.RIGHT, knee, ankle, at_s=at_s)


def test_the_same_film_gives_the_same_track() -> None:
    bar = Bar()
    one, other = (follow_taps(islice(bar.frames(), 30), bar.film, Side.RIGHT, *bar.taps()).ankle_px for _ in range(2))
    assert np.array_equal(one, other)
