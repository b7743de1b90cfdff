"""Load sharing: equal to general quadratic programming, honest about what it cannot solve."""

import time
from dataclasses import replace

import numpy as np
import pytest

from tests.mechanics.made_loads import COORDINATES, MUSCLES, make_legs
from trochanter.core.errors import BadSetting
from trochanter.mechanics.sharing import LoadSharing, make_loads, plan_sharing, share


@pytest.mark.parametrize("effort", [0.5, 1.0, 1.6])
@pytest.mark.parametrize("power", [2, 3])
def test_equal_to_quadratic_programming(effort: float, power: int) -> None:
    legs = make_legs(130, effort)
    result = share(legs.plan, legs.loads(power))
    assert result.solved.all()
    for frame in range(0, 130, 13 if power == 2 else 43):
        for leg in range(2):
            activation, reserve = legs.instant(frame, leg, power).solve()
            ours = result.activation[frame, MUSCLES * leg : MUSCLES * (leg + 1)]
            assert np.max(np.abs(ours - activation)) <= 1e-8
            assert np.max(np.abs(result.reserve_Nm[frame, COORDINATES * leg :][:COORDINATES] - reserve)) <= 1e-8


@pytest.mark.parametrize("power", [2, 3])
def test_moments_balance(power: int) -> None:
    legs = make_legs(200, 1.6)
    result = share(legs.plan, legs.loads(power))
    force = legs.capacity_N * result.activation + legs.passive_N
    moment = result.reserve_Nm + (legs.arm_m * force[:, legs.pair_muscle]) @ np.eye(12)[legs.pair_coordinate]
    assert np.max(np.abs(moment - legs.demand_Nm)) <= 1e-9 * np.max(np.abs(legs.demand_Nm))
    assert np.all((result.activation >= 0.01) & (result.activation <= 1.0))
    assert np.max(np.abs(result.reserve_Nm)) > 1.0, "this test is about frames that need reserves"


def test_warm_and_cold_starts_agree() -> None:
    legs = make_legs(130, 1.6)
    whole, plan, loads = share(legs.plan, legs.loads()), legs.plan, legs.loads()
    for frame in range(0, 130, 17):
        alone = share(plan, loads._replace(
            arm_m=loads.arm_m[[frame]], capacity_N=loads.capacity_N[[frame]],
            passive_N=loads.passive_N[[frame]], demand_Nm=loads.demand_Nm[[frame]],
        ))  # fmt: skip
        assert np.max(np.abs(alone.activation[0] - whole.activation[frame])) <= 1e-9


def test_deterministic_whatever_the_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    import trochanter.core.threads

    legs = make_legs(200)
    results = []
    for threads in (1, 2, 3):
        monkeypatch.setattr(trochanter.core.threads, "config", type("config", (), {"NUMBA_NUM_THREADS": threads}))
        results.append(share(legs.plan, legs.loads()))
    for other in results[1:]:
        assert np.array_equal(results[0].activation, other.activation)
        assert np.array_equal(results[0].multiplier, other.multiplier)


def test_multiplier_is_the_price_of_demand() -> None:
    legs = make_legs(1, 1.0)
    base, h = share(legs.plan, legs.loads()), 1e-4

    def cost(result: LoadSharing) -> float:
        return float(np.sum(result.activation**2) + np.sum((result.reserve_Nm / legs.reserve_Nm) ** 2))

    for c in range(2 * COORDINATES):
        push = h * np.eye(2 * COORDINATES)[[c]]
        more = cost(share(legs.plan, replace(legs, demand_Nm=legs.demand_Nm + push).loads()))
        less = cost(share(legs.plan, replace(legs, demand_Nm=legs.demand_Nm - push).loads()))
        assert (more - less) / (2.0 * h) == pytest.approx(base.multiplier[0, c], rel=1e-5, abs=1e-9)


def test_legs_are_blocks_of_their_own() -> None:
    layout = make_legs(1).plan.layout
    assert layout.muscle_start.tolist() == [0, MUSCLES, 2 * MUSCLES]
    assert layout.coordinate_start.tolist() == [0, COORDINATES, 2 * COORDINATES]


def test_blocks_are_found_whatever_the_order_of_the_pairs() -> None:
    legs = make_legs(5, 1.6)
    order = np.random.default_rng(0).permutation(len(legs.pair_muscle))
    shuffled = replace(
        legs,
        pair_muscle=legs.pair_muscle[order],
        pair_coordinate=legs.pair_coordinate[order],
        arm_m=legs.arm_m[:, order],
    )
    difference = share(shuffled.plan, shuffled.loads()).activation - share(legs.plan, legs.loads()).activation
    assert np.max(np.abs(difference)) <= 1e-9


def test_a_muscle_over_both_legs_joins_them() -> None:
    legs = make_legs(3)
    plan = plan_sharing(2 * MUSCLES, [*legs.pair_muscle, 0], [*legs.pair_coordinate, COORDINATES], range(12))
    assert plan.layout.muscle_start.tolist() == [0, 2 * MUSCLES]


def test_coordinates_that_are_not_balanced_are_left_out() -> None:
    plan = plan_sharing(3, [0, 0, 1, 2], [7, 8, 8, 9], [8, 4])
    loads = make_loads(
        plan, np.array([[9.0, 0.1, 0.05, 9.0]]), np.full((1, 3), 100.0), np.array([[3.0, -2.0]]),
        np.array([1e-3, 1.0]), np.full(3, 0.02), np.ones(3),
    )  # fmt: skip
    result = share(plan, loads)
    assert result.activation[0] == pytest.approx([0.24, 0.12, 0.02], abs=1e-6)
    assert result.reserve_Nm[0] == pytest.approx([0.0, -2.0], abs=1e-6)


def test_nothing_to_share() -> None:
    plan = plan_sharing(0, [], [], [])
    none = make_loads(plan, np.empty((4, 0)), np.empty((4, 0)), np.empty((4, 0)), np.empty(0), np.empty(0), np.empty(0))
    assert share(plan, none).solved.tolist() == [True] * 4
    alone = plan_sharing(2, [], [], [3])
    loads = make_loads(
        alone, np.empty((1, 0)), np.ones((1, 2)), np.array([[5.0]]), np.ones(1), np.array([0.0, 0.1]), np.ones(2)
    )
    result = share(alone, loads)
    assert result.activation.tolist() == [[0.0, 0.1]]
    assert result.reserve_Nm[0] == pytest.approx([5.0])
    no_frames = loads._replace(
        demand_Nm=np.empty((0, 1)),
        arm_m=np.empty((0, 0)),
        capacity_N=np.empty((0, 2)),
        passive_N=np.empty((0, 2)),
    )
    assert share(alone, no_frames).activation.shape == (0, 2)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("where", ["demand_Nm", "arm_m", "capacity_N", "passive_N"])
def test_what_is_missing_in_one_leg_is_missing_there_only(where: str, bad: float) -> None:
    legs = make_legs(70)
    values = getattr(legs, where).copy()
    values[20, 0] = bad
    result, whole = share(legs.plan, replace(legs, **{where: values}).loads()), share(legs.plan, legs.loads())
    assert np.flatnonzero(~result.solved).tolist() == [20]
    assert np.isnan(result.activation[20, :MUSCLES]).all()
    assert np.isnan(result.reserve_Nm[20, :COORDINATES]).all()
    result_rest, whole_rest = (np.delete(r.activation, 20, axis=0) for r in (result, whole))
    assert np.max(np.abs(result_rest - whole_rest)) <= 1e-9
    assert np.max(np.abs(result.activation[20, MUSCLES:] - whole.activation[20, MUSCLES:])) <= 1e-9


@pytest.mark.parametrize("power", [2, 3])
def test_a_demand_beyond_all_strength_shows_as_reserve(power: int) -> None:
    legs = make_legs(3)
    result = share(legs.plan, replace(legs, demand_Nm=1e6 * legs.demand_Nm).loads(power))
    assert result.solved.all()
    assert np.max(np.abs(result.reserve_Nm)) > 1e6
    assert np.mean((result.activation == 1.0) | (result.activation == 0.01)) == 1.0


def test_a_muscle_without_upper_bound_takes_more_than_one() -> None:
    legs = make_legs(3, 1.6)
    result = share(legs.plan, replace(legs, high=np.full(2 * MUSCLES, np.inf)).loads())
    assert result.solved.all()
    assert np.max(result.activation) > 1.0


def test_impossible_settings_are_refused() -> None:
    legs = make_legs(1)
    with pytest.raises(BadSetting, match="power"):
        legs.loads(4)
    with pytest.raises(BadSetting, match="reserve"):
        replace(legs, reserve_Nm=np.zeros(12)).loads()
    with pytest.raises(BadSetting, match="bounds"):
        replace(legs, low=np.full(80, 1.5)).loads()
    with pytest.raises(BadSetting, match="bounds"):
        replace(legs, low=np.full(80, np.nan)).loads()


def test_fast_enough_for_many_what_ifs() -> None:
    legs = make_legs(2_000)
    plan, loads = legs.plan, legs.loads()
    share(plan, loads)
    before = time.process_time()
    result = share(plan, loads)
    assert np.mean(result.iterations) < 10.0
    assert 2_000 / (time.process_time() - before) > 5_000  # frames per second of one core, both legs; far below normal
