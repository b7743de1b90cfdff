"""Load sharing of any block, degenerate ones too: the conditions of an optimum hold, and bands are made of optima."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from trochanter.core.arrays import Floats
from trochanter.mechanics.band import near_optimal_bands
from trochanter.mechanics.sharing import LoadSharing, SharingPlan, make_loads, plan_sharing, share
from trochanter.mechanics.sharing_kernels import Loads

# Arms and capacities include exact zeros and repeats, demands what no muscles can carry.
arm = st.sampled_from([0.0, 0.0, 0.05, -0.05]) | st.floats(1e-3, 0.1) | st.floats(-0.1, -1e-3)
strength = st.sampled_from([0.0, 500.0, 500.0]) | st.floats(50.0, 5000.0)


@st.composite
def problems(draw: st.DrawFn, powers: tuple[int, ...] = (2, 3)) -> tuple[SharingPlan, Loads]:
    """Up to 10 muscles about up to 5 coordinates, one frame, every muscle paired with every coordinate."""
    m, d = draw(st.integers(0, 10)), draw(st.integers(1, 5))
    plan = plan_sharing(m, np.repeat(np.arange(m), d), np.tile(np.arange(d), m), range(d))
    power = draw(st.sampled_from(powers))
    # The response of p = 3 has an infinite slope at activation 0: there rounding alone can leave 1e-8 N m unbalanced.
    least = [0.01, 0.2] if power == 3 else [0.0, 0.01, 0.2]
    low = draw(arrays(float, m, elements=st.sampled_from(least)))
    loads = make_loads(
        plan,
        arm_m=draw(arrays(float, (1, m * d), elements=arm)),
        capacity_N=draw(arrays(float, (1, m), elements=strength)),
        demand_Nm=draw(arrays(float, (1, d), elements=st.floats(-500.0, 500.0))),
        reserve_Nm=draw(arrays(float, d, elements=st.sampled_from([1.0, 10.0, 100.0]))),
        low=low,
        high=low + draw(arrays(float, m, elements=st.sampled_from([0.0, 0.5, 0.99]))),
        power=power,
    )
    return plan, loads


def moments(loads: Loads) -> Floats:
    """Moments at full activation (m, d)."""
    m, d = loads.capacity_N.shape[1], loads.demand_Nm.shape[1]
    return np.asarray(loads.arm_m[0].reshape(m, d) * loads.capacity_N[0][:, None])


def assert_optimal(loads: Loads, result: LoadSharing, moment: Floats) -> None:
    """Balance, bounds, stationarity with the right sign at the bounds (Karush, Kuhn and Tucker)."""
    a, r, price = result.activation[0], result.reserve_Nm[0], result.multiplier[0]
    scale = max(1.0, np.max(np.abs(loads.demand_Nm)), np.max(np.abs(moment), initial=0.0))
    assert result.solved.all()
    assert np.max(np.abs(moment.T @ a + r - loads.demand_Nm[0])) <= 1.01e-9 * scale
    assert np.all((a >= loads.low) & (a <= loads.high))
    np.testing.assert_allclose(r, loads.reserve_Nm**2 * price / 2.0, rtol=1e-12, atol=0.0)
    gain = moment @ price - loads.power * a ** (loads.power - 1)
    noise = 1e-9 * (1.0 + np.abs(moment) @ np.abs(price))
    assert np.all(gain[a < loads.high] <= noise[a < loads.high])
    assert np.all(gain[a > loads.low] >= -noise[a > loads.low])


@given(problems())
def test_every_optimum_meets_its_conditions(problem: tuple[SharingPlan, Loads]) -> None:
    plan, loads = problem
    assert_optimal(loads, share(plan, loads), moments(loads))


@given(problems())
def test_equal_muscles_share_equally(problem: tuple[SharingPlan, Loads]) -> None:
    _, loads = problem
    m, d = loads.capacity_N.shape[1], loads.demand_Nm.shape[1]
    twice = plan_sharing(2 * m, np.repeat(np.arange(2 * m), d), np.tile(np.arange(d), 2 * m), range(d))
    result = share(
        twice,
        loads._replace(
            arm_m=np.tile(loads.arm_m, 2),
            capacity_N=np.tile(loads.capacity_N, 2),
            passive_N=np.tile(loads.passive_N, 2),
            low=np.tile(loads.low, 2),
            high=np.tile(loads.high, 2),
        ),
    )
    assert result.solved.all()
    assert np.array_equal(result.activation[0, :m], result.activation[0, m:])


@given(problems(powers=(2,)), st.data())
def test_bands_hold_the_optimum_and_grow(problem: tuple[SharingPlan, Loads], data: st.DataObject) -> None:
    plan, loads = problem
    held = data.draw(arrays(np.bool_, len(plan.coordinates)))
    result = share(plan, loads)
    small, large = near_optimal_bands(plan, loads, result, held)
    activation = result.activation
    for end in (small.low, small.high, large.low, large.high):
        assert np.isfinite(end).all()
    assert np.all((loads.low <= large.low) & (large.low <= small.low) & (small.low <= activation + 1e-12))
    assert np.all((activation <= small.high + 1e-12) & (small.high <= large.high) & (large.high <= loads.high))


@given(problems(powers=(2,)), st.data())
def test_no_muscle_costs_more_at_its_end_than_allowed(problem: tuple[SharingPlan, Loads], data: st.DataObject) -> None:
    """Pinned at the end of its band, with held reserves given, the block costs (1 + slack) times the optimum."""
    plan, loads = problem
    if plan.muscles == 0:
        return
    k = data.draw(st.integers(0, plan.muscles - 1))
    result = share(plan, loads)
    free = np.zeros(len(plan.coordinates), dtype=np.bool_)
    (band,) = near_optimal_bands(plan, loads, result, free, [0.1])
    optimum = cost(loads, result)
    for end, bound in ((band.low[0, k], loads.low[k]), (band.high[0, k], loads.high[k])):
        low, high = loads.low.copy(), loads.high.copy()
        low[k] = high[k] = end
        pinned = cost(loads, share(plan, loads._replace(low=low, high=high)))
        assert pinned <= (1.1 + 1e-6) * optimum + 1e-12
        assert end == bound or pinned >= (1.1 - 1e-6) * optimum - 1e-12


def cost(loads: Loads, result: LoadSharing) -> float:
    """Total cost with all reserves."""
    return float(np.sum(result.activation**loads.power) + np.sum((result.reserve_Nm / loads.reserve_Nm) ** 2))
