from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_appearance import Run, Squat
from trochanter.capture.keypoints import POINTS
from trochanter.core.errors import ImpossibleData, UnknownName
from trochanter.core.sides import Side
from trochanter.kinematics.picture_track import even_track, number_of


def test_times_become_even_and_short_holes_are_filled() -> None:
    film = Run().film(rate_hz=60.0, noise_px=0)
    kept = np.ones(len(film.time_s), dtype=bool)
    kept[100:104] = False
    shaken = film.time_s + np.where(np.arange(len(kept)) % 2, 0.001, 0.0)
    holes = replace(film, time_s=shaken[kept], xy_px=film.xy_px[kept], visibility=film.visibility[kept])
    track = even_track(holes)
    assert np.ptp(np.diff(track.time_s)) < 1e-9
    assert track.rate_hz == pytest.approx(60.0, rel=0.07)
    assert track.known.all()
    there = np.stack([np.interp(track.time_s, film.time_s, x) for x in film.point("hip", Side.RIGHT).T], axis=1)
    assert np.abs(track.point("hip", Side.RIGHT) - there).max() < 6.0


def test_a_long_hole_is_flagged_and_not_believed() -> None:
    film = Run().film(rate_hz=30.0)
    xy_px = film.xy_px.copy()
    xy_px[120:150] = np.nan
    track = even_track(replace(film, xy_px=xy_px))
    assert not track.known[121:149].any()
    assert track.known[:119].all()
    assert np.isfinite(track.xy_px).all()


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_somebody_who_is_hardly_there_is_refused(share: float) -> None:
    film = Squat().film()
    xy_px = film.xy_px.copy()
    xy_px[round(share * len(xy_px)) :] = np.nan
    with pytest.raises(ImpossibleData, match=r"no person|% of the pictures"):
        even_track(replace(film, xy_px=xy_px))


def test_a_film_without_pictures_is_refused() -> None:
    film = Squat().film()
    empty = replace(film, time_s=film.time_s[:0], xy_px=film.xy_px[:0], visibility=film.visibility[:0])
    with pytest.raises(ImpossibleData, match="no picture"):
        even_track(empty)


def test_lengths_and_names() -> None:
    track = even_track(Squat().film(noise_px=0))
    assert track.leg_px(Side.RIGHT) == pytest.approx(0.85 * 450.0, rel=0.03)
    assert track.trunk_px() == pytest.approx(0.5 * 450.0, rel=0.05)
    assert POINTS[number_of("toe", Side.RIGHT)] == "toe_r"
    with pytest.raises(UnknownName, match="tail"):
        number_of("tail", Side.LEFT)


def test_the_filter_does_not_delay() -> None:
    track = even_track(Run().film(rate_hz=120.0, noise_px=0))
    smooth = track.filtered(10.0)
    before, after = (each.middle("hip")[:, 1] - each.middle("hip")[:, 1].mean() for each in (track, smooth))
    lags = range(-6, 7)
    like = [float(np.sum(before[10:-10] * np.roll(after, lag)[10:-10])) for lag in lags]
    assert lags[int(np.argmax(like))] == 0
    assert smooth.filtered(1000.0).rate_hz == track.rate_hz
