"""Near-optimal bands: the roots that general quadratic programming finds, and nothing where there is nothing."""

from dataclasses import astuple, replace

import numpy as np
import pytest

from tests.mechanics.made_loads import COORDINATES, MUSCLES, Legs, make_legs
from trochanter.core.arrays import Flags, Floats
from trochanter.core.errors import BadSetting
from trochanter.mechanics.band import near_optimal_bands
from trochanter.mechanics.band_kernels import search_frames
from trochanter.mechanics.band_path_kernels import path_frames
from trochanter.mechanics.sharing import make_loads, plan_sharing, share, uniform
from trochanter.mechanics.sharing_kernels import Shares

ANKLE = np.tile([False, False, False, False, True, True], 2)
ROUNDING = 1e-12
NONE_HELD = np.zeros(2 * COORDINATES, dtype=np.bool_)


def bands_of(legs: Legs, held: Flags, power: int = 2) -> tuple[Floats, Floats, Floats]:
    """Activation (n, m), least and most activation (2, n, m) at 5 and 20 percent."""
    plan, loads = legs.plan, legs.loads(power)
    result = share(plan, loads)
    bands = near_optimal_bands(plan, loads, result, held)
    return result.activation, np.array([b.low for b in bands]), np.array([b.high for b in bands])


@pytest.mark.parametrize("held", [ANKLE, NONE_HELD], ids=["ankle held", "none held"])
@pytest.mark.parametrize("effort", [0.6, 1.0, 1.6])
def test_ends_are_the_roots_of_the_cost(effort: float, held: Flags) -> None:
    legs = make_legs(40, effort)
    _, low, high = bands_of(legs, held)
    for frame, leg, k in ((0, 0, 3), (7, 1, 17), (13, 0, 25), (20, 1, 31), (26, 0, 36), (33, 1, 39), (39, 0, 28)):
        for s, slack in enumerate((0.05, 0.20)):
            least, most = legs.instant(frame, leg).band(k, slack, held[:COORDINATES])
            assert low[s, frame, MUSCLES * leg + k] == pytest.approx(least, abs=1e-6)
            assert high[s, frame, MUSCLES * leg + k] == pytest.approx(most, abs=1e-6)


def test_ends_of_the_cubic_cost_too() -> None:
    legs = make_legs(40, 1.0)
    _, low, high = bands_of(legs, ANKLE, power=3)
    for frame, leg, k in ((0, 0, 3), (20, 1, 31), (26, 0, 36)):
        least, most = legs.instant(frame, leg, power=3).band(k, 0.20, ANKLE[:COORDINATES])
        assert low[1, frame, MUSCLES * leg + k] == pytest.approx(least, abs=1e-6)
        assert high[1, frame, MUSCLES * leg + k] == pytest.approx(most, abs=1e-6)


@pytest.mark.parametrize("power", [2, 3])
@pytest.mark.parametrize("effort", [0.6, 1.6, 4.0, 8.0])
def test_more_slack_never_narrows_and_the_optimum_is_inside(effort: float, power: int) -> None:
    activation, low, high = bands_of(make_legs(60, effort), ANKLE, power)
    assert np.isfinite(low).all()
    assert np.isfinite(high).all()
    assert np.all((low[1] <= low[0]) & (low[0] <= activation + ROUNDING))
    assert np.all((high[1] >= high[0]) & (high[0] >= activation - ROUNDING))
    assert np.all((low >= 0.01) & (high <= 1.0))


def test_held_reserves_leave_less_freedom_than_costly_ones_that_are_large() -> None:
    legs = make_legs(60, 3.0)
    _, low, high = bands_of(legs, NONE_HELD)
    _, held_low, held_high = bands_of(legs, ANKLE)
    large = np.abs(share(legs.plan, legs.loads()).reserve_Nm[:, 4:6]).max(axis=1) > 10.0
    assert large.any()
    width, held_width = (high - low)[0, large, :MUSCLES], (held_high - held_low)[0, large, :MUSCLES]
    assert held_width.mean() < width.mean()


def test_a_muscle_that_no_other_can_replace_has_no_band() -> None:
    legs = make_legs(1, 0.6)
    alone = legs.pair_coordinate == 3
    only = replace(legs, arm_m=np.where(alone & (legs.pair_muscle != 27), 0.0, legs.arm_m))
    held = NONE_HELD.copy()
    held[3] = True
    activation, low, high = bands_of(only, held)
    assert low[1, 0, 27] == pytest.approx(activation[0, 27], abs=1e-6)
    assert high[1, 0, 27] == pytest.approx(activation[0, 27], abs=1e-6)


def test_a_muscle_without_strength_is_bounded_by_its_own_cost() -> None:
    legs = make_legs(1, 0.6)
    capacity = legs.capacity_N.copy()
    capacity[0, 5] = 0.0
    weak = replace(legs, capacity_N=capacity)
    activation, low, high = bands_of(weak, NONE_HELD)
    result = share(weak.plan, weak.loads())
    cost = np.sum(activation[0, :MUSCLES] ** 2) + np.sum((result.reserve_Nm / weak.reserve_Nm)[0, :COORDINATES] ** 2)
    assert high[0, 0, 5] == pytest.approx(np.sqrt(0.05 * cost + 0.01**2), abs=1e-9)
    assert low[0, 0, 5] == 0.01


def test_free_rest_allows_nothing() -> None:
    legs = make_legs(1)
    rest = replace(legs, demand_Nm=0.0 * legs.demand_Nm, passive_N=0.0 * legs.passive_N, low=np.zeros(2 * MUSCLES))
    _, low, high = bands_of(rest, NONE_HELD)
    assert np.all(low == 0.0)
    assert np.all(high == 0.0)


def test_what_is_missing_stays_missing() -> None:
    legs = make_legs(4)
    demand = legs.demand_Nm.copy()
    demand[2, 0] = np.nan
    _, low, high = bands_of(replace(legs, demand_Nm=demand), ANKLE)
    for ends in (low, high):
        assert np.isnan(ends[:, 2, :MUSCLES]).all()
        assert np.isfinite(ends[:, 2, MUSCLES:]).all()
        assert np.isfinite(np.delete(ends, 2, axis=1)).all()


@pytest.mark.parametrize("slacks", [(), (0.2, 0.05), (0.0, 0.1), (-0.1,), (0.1, 0.1), (float("nan"),)])
def test_impossible_slacks_are_refused(slacks: tuple[float, ...]) -> None:
    legs = make_legs(1)
    plan, loads = legs.plan, legs.loads()
    with pytest.raises(BadSetting, match="slacks"):
        near_optimal_bands(plan, loads, share(plan, loads), ANKLE, slacks)


@pytest.mark.parametrize(
    ("effort", "held", "most_missed"), [(0.6, NONE_HELD, 0.0), (1.0, ANKLE, 0.0), (4.0, ANKLE, 0.2)]
)
def test_a_path_in_pieces_ends_where_a_search_does(effort: float, held: Flags, most_missed: float) -> None:
    legs = make_legs(40, effort)
    plan, loads, slack = legs.plan, uniform(legs.loads()), np.array([0.05, 0.20])
    shares = Shares(*(np.array(field) for field in astuple(share(plan, loads))))
    by_path, by_search = np.full((2, 2, plan.muscles, 40, 2), np.nan)
    missed, everywhere = np.zeros(by_path.shape[:3], dtype=np.bool_), np.ones(by_path.shape[:3], dtype=np.bool_)
    path_frames(plan.layout, loads, shares, held, slack, by_path, missed, 0, 40)
    search_frames(plan.layout, loads, shares, held, slack, by_search, everywhere, 0, 40)
    assert missed.mean() <= most_missed
    assert missed.any() == (most_missed > 0.0)  # where a held coordinate's muscles are all at their bounds
    assert np.abs(by_path - by_search)[~missed].max() < 1e-8


def test_a_demand_next_to_nothing_has_ends() -> None:
    plan = plan_sharing(2, [0, 0, 1, 1], [0, 1, 0, 1], [0, 1])
    arms_m, demand_Nm = np.array([[0.0, 0.05, 0.05, 0.05]]), np.array([[1e-9, 1e-9]])
    loads = make_loads(plan, arms_m, np.full((1, 2), 50.0), demand_Nm, np.ones(2), np.zeros(2), np.full(2, 0.5))
    for band in near_optimal_bands(plan, loads, share(plan, loads), np.zeros(2, dtype=bool)):
        assert np.isfinite([band.low, band.high]).all()
        assert np.all(band.low <= band.high)
