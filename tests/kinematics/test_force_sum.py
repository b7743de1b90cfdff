"""One foot on several plates: the wrench of the sum is the sum of the wrenches."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.kinematics.made_plates import TIME_S, load_of, pulses
from trochanter.capture.trial import ExternalForce, PlateLoad
from trochanter.core.arrays import Floats, frozen
from trochanter.kinematics.force_sum import summed


@given(st.integers(0, 2**32 - 1))
def test_the_sum_of_two_plates_keeps_the_wrench_and_leaves_a_vertical_moment(seed: int) -> None:
    random = np.random.default_rng(seed)
    n = 6
    loads = []
    for k in range(2):
        force = np.column_stack([random.normal(0, 100, n), random.uniform(50, 900, n), random.normal(0, 100, n)])
        point = random.normal(0.0, 0.5, (n, 3)) * [1.0, 0.1, 1.0]
        moment = random.normal(0.0, 5.0, (n, 3))
        loads.append(PlateLoad(str(k), frozen(force), frozen(point), frozen(moment)))
    every = np.ones(n, dtype=bool)
    total = summed("foot", "calcn_r", [(load, every) for load in loads], n)
    np.testing.assert_allclose(total.force_N, loads[0].force_N + loads[1].force_N)
    wrench = sum(about_origin(load) for load in loads)
    np.testing.assert_allclose(about_origin(total), wrench, atol=1e-6)
    np.testing.assert_allclose(total.moment_Nm[:, [0, 2]], 0.0, atol=1e-6)


def about_origin(load: PlateLoad | ExternalForce) -> Floats:
    return np.asarray(load.moment_Nm + np.cross(load.point_m, load.force_N))


def test_one_plate_alone_is_kept_to_the_bit_and_the_rest_is_nothing() -> None:
    load = load_of(pulses(), np.zeros(3))
    own = pulses() > 100.0
    total = summed("foot", "calcn_r", [(load, own), (load, ~own & False)], len(TIME_S))
    np.testing.assert_array_equal(total.force_N[own], load.force_N[own])
    assert not total.force_N[~own].any()
    assert np.isnan(total.point_m[~own]).all()
