from itertools import product

import numpy as np
import pytest

from tests.kinematics.made_appearance import Run, Squat, exchanged
from trochanter.capture.keypoints import Keypoints
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.leg_swaps import (
    _COST,
    LEG,
    _cheapest,
    _unevenness,
    all_exchanged,
    exchanged_legs,
    legs_put_back,
)
from trochanter.kinematics.picture_track import even_track
from trochanter.kinematics.running_picture import RunningView


def test_the_way_of_least_cost_is_the_best_of_all_ways() -> None:
    rng = np.random.default_rng(4)
    both = rng.normal(0.0, 0.4, (7, 2, len(LEG), 2))
    costs = _unevenness(np.stack([both, both[:, ::-1]], axis=1))

    def cost(way: tuple[int, ...]) -> float:
        return sum(float(costs[t][way[t], way[t + 1], way[t + 2]]) for t in range(5)) + _COST * sum(way)

    best = min(product((0, 1), repeat=7), key=cost)
    assert _cheapest(costs).astype(int).tolist() == list(best)


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0])
@pytest.mark.parametrize("view", ["side", "rear"])
def test_exchanged_pictures_are_put_back(rate_hz: float, view: RunningView) -> None:
    film = Run().film(view, rate_hz=rate_hz, seconds=8.0, noise_px=1.5)
    rng = np.random.default_rng(1)
    wrong = np.zeros(len(film.time_s), dtype=bool)
    for start in rng.integers(5, len(wrong) - 12, 8):
        wrong[start : start + rng.integers(1, 6)] = True
    back, count = legs_put_back(exchanged(film, wrong))
    apart = max(float(np.abs(back.point(name, side) - film.point(name, side)).max()) for name in LEG for side in SIDES)
    assert abs(count - wrong.sum()) <= 0.1 * len(wrong)
    assert apart < 60.0  # where legs lie upon each other it does not matter which is which
    knees = np.linalg.norm(back.point("knee", Side.RIGHT) - film.point("knee", Side.RIGHT), axis=1)
    assert (knees > 1.0).mean() < 0.02


@pytest.mark.parametrize("film", [Squat().film(30.0, noise_px=2.0), Run().film("side", noise_px=2.0)])
def test_nothing_is_exchanged_where_nothing_is_wrong(film: Keypoints) -> None:
    assert not exchanged_legs(film.xy_px).any()


def test_exchanging_all_twice_changes_nothing() -> None:
    track = even_track(Squat().film())
    assert (all_exchanged(all_exchanged(track)).xy_px == track.xy_px).all()
    assert (all_exchanged(track).point("shoulder", Side.LEFT) == track.point("shoulder", Side.RIGHT)).all()
