"""Damaged points of a film: a result with finite numbers, or an error of the family, never anything else."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_appearance import Run, Squat, exchanged
from tests.property.barrage import SOAK
from trochanter.capture.keypoints import Keypoints
from trochanter.core.errors import TrochanterError
from trochanter.kinematics.running_picture import running_video
from trochanter.kinematics.squat_picture import control_test
from trochanter.reporting.appearance import appearance_text, render_appearance

DAY = dt.date(2026, 11, 22)
COUNT = 400 if SOAK else 25
Damage = Callable[[Keypoints, np.random.Generator], Keypoints]


def _lost(film: Keypoints, rng: np.random.Generator) -> Keypoints:
    xy_px = film.xy_px.copy()
    start = rng.integers(0, len(xy_px))
    xy_px[start : start + rng.integers(1, len(xy_px))] = np.nan
    return replace(film, xy_px=xy_px)


def _short(film: Keypoints, rng: np.random.Generator) -> Keypoints:
    end = int(rng.integers(0, len(film.time_s)))
    return replace(film, time_s=film.time_s[:end], xy_px=film.xy_px[:end], visibility=film.visibility[:end])


def _noisy(film: Keypoints, rng: np.random.Generator) -> Keypoints:
    return replace(film, xy_px=film.xy_px + rng.normal(0.0, 10.0 ** rng.uniform(0.0, 3.0), film.xy_px.shape))


def _one_point(film: Keypoints, rng: np.random.Generator) -> Keypoints:
    xy_px = film.xy_px.copy()
    xy_px[:, rng.integers(0, 33)] = rng.uniform(-500.0, 2000.0, 2)
    return replace(film, xy_px=xy_px)


def _all_in_one_place(film: Keypoints, rng: np.random.Generator) -> Keypoints:
    return replace(film, xy_px=np.full_like(film.xy_px, rng.uniform(0.0, 700.0)))


def _times(film: Keypoints, rng: np.random.Generator) -> Keypoints:
    return replace(film, time_s=film.time_s * 10.0 ** rng.uniform(-2.0, 2.0) + rng.uniform(-5.0, 5.0))


def _uneven(film: Keypoints, rng: np.random.Generator) -> Keypoints:
    kept = rng.random(len(film.time_s)) > rng.uniform(0.0, 0.9)
    return replace(film, time_s=film.time_s[kept], xy_px=film.xy_px[kept], visibility=film.visibility[kept])


def _unseen(film: Keypoints, rng: np.random.Generator) -> Keypoints:
    return replace(film, visibility=film.visibility * rng.random(film.visibility.shape))


def _swapped(film: Keypoints, rng: np.random.Generator) -> Keypoints:
    return exchanged(film, rng.random(len(film.time_s)) < rng.random())


def _turned(film: Keypoints, rng: np.random.Generator) -> Keypoints:
    xy_px = film.xy_px[:, :, ::-1] if rng.random() < 0.5 else film.xy_px * np.array([1.0, -1.0]) + [0.0, 1280.0]
    return replace(film, xy_px=xy_px)


DAMAGES: tuple[Damage, ...] = (
    _lost, _short, _noisy, _one_point, _all_in_one_place, _times, _uneven, _unseen, _swapped, _turned,
)  # fmt: skip


@pytest.fixture(scope="module")
def films() -> dict[str, Keypoints]:
    return {
        "front": Squat().film(),
        "side": Run().film("side", seconds=8.0),
        "rear": Run().film("rear", seconds=8.0),
    }


@pytest.mark.parametrize("view", ["front", "side", "rear"])
def test_damaged_points_give_numbers_or_an_error_that_helps(view: str, films: dict[str, Keypoints]) -> None:
    rng = np.random.default_rng(7)
    read, refusals = 0, list[TrochanterError]()
    for _ in range(COUNT):
        film = films[view]
        for damage in rng.choice(np.arange(len(DAMAGES)), rng.integers(1, 3)):
            if len(film.time_s):
                film = DAMAGES[damage](film, rng)
        try:
            if view == "front":
                found = control_test(film, measured_on=DAY)
            else:
                found = running_video(film, "side" if view == "side" else "rear", measured_on=DAY, height_m=1.7)
        except TrochanterError as error:
            refusals.append(error)
            continue
        read += 1
        values = [v for each in found.numbers for v in (each.estimate.value, each.estimate.sigma, *each.repeats)]
        assert np.isfinite(values).all()
        assert "nan" not in appearance_text(found)
        assert "nan" not in render_appearance(found).split("<main", 1)[1].split("</main", 1)[0]
    assert 0 < read < COUNT
    assert all(error.next_step for error in refusals)
