"""Forces at the motion's instants keep their wrench, whatever the clock."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kinematics.made_body import made_body, made_forces
from trochanter.capture.trial import ExternalForce, Forces
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData, UnknownName
from trochanter.kinematics.motion import Load
from trochanter.kinematics.smooth import lowpass
from trochanter.kinematics.synchronise import loads_at

BODY = made_body()


def moment_about_origin(load: Load | ExternalForce) -> Floats:
    return np.nan_to_num(load.moment_Nm) + np.cross(np.nan_to_num(load.point_m), load.force_N)


def test_instants_that_both_records_have_are_taken_as_they_are() -> None:
    forces = made_forces()
    time = forces.time_s[100:1900:10]
    for load, source in zip(loads_at(forces, BODY, time, None).loads, forces.loads, strict=True):
        firm = source.force_N[100:1900:10, 1] > 20.0
        np.testing.assert_allclose(load.force_N, source.force_N[100:1900:10], atol=1e-12)
        np.testing.assert_allclose(load.point_m[firm], source.point_m[100:1900:10][firm], atol=1e-12)
        np.testing.assert_allclose(load.moment_Nm[firm], source.moment_Nm[100:1900:10][firm], atol=1e-9)


def test_the_unloaded_foot_has_no_force_no_moment_and_no_point() -> None:
    load = loads_at(made_forces(), BODY, np.arange(0.0, 1.9, 0.01), None).loads[0]
    idle = ~load.force_N.any(axis=1)
    assert 0.5 < idle.mean() < 0.8
    assert not load.point_m[idle].any()
    assert not load.moment_Nm[idle].any()


def test_between_samples_the_force_is_smooth_and_never_overshoots() -> None:
    forces = made_forces(rate_hz=100.0)
    time = np.arange(0.0, 1.9, 0.0017)
    for load, fine in zip(loads_at(forces, BODY, time, None).loads, made_forces(rate_hz=10_000.0).loads, strict=True):
        truth = np.interp(time, np.arange(20_000) / 10_000.0, fine.force_N[:, 1])
        assert np.abs(load.force_N[:, 1] - truth).max() < 0.06 * truth.max()
        assert load.force_N[:, 1].min() >= 0.0
        assert load.force_N[:, 1].max() <= truth.max()


def test_filtering_filters_the_wrench_and_keeps_the_point_on_the_plate() -> None:
    forces = made_forces()
    found = loads_at(forces, BODY, forces.time_s, 15.0)
    for load, source in zip(found.loads, forces.loads, strict=True):
        on = load.force_N.any(axis=1)
        expected = lowpass(source.force_N, 0.001, 15.0)
        np.testing.assert_allclose(load.force_N[on], expected[on], atol=1e-9)
        held = replace(source, point_m=np.where(np.isnan(source.point_m), 0.0, source.point_m))
        firm = source.force_N[:, 1] > 500.0
        np.testing.assert_allclose(
            moment_about_origin(load)[firm], lowpass(moment_about_origin(held), 0.001, 15.0)[firm], atol=2.0
        )
        assert not load.point_m[:, 1].any()
        assert np.nanmin(source.point_m[:, 0]) <= load.point_m[on, 0].min()
        assert load.point_m[on, 0].max() <= np.nanmax(source.point_m[:, 0])
        np.testing.assert_allclose(load.moment_Nm[firm][:, [0, 2]], 0.0, atol=1e-6)


@given(st.floats(-50.0, 50.0))
def test_a_shifted_clock_shifts_nothing_else(shift_s: float) -> None:
    forces = made_forces(rate_hz=300.0)
    time = np.arange(0.05, 1.9, 0.01)
    moved = replace(forces, time_s=frozen(forces.time_s + shift_s))
    for a, b in zip(
        loads_at(forces, BODY, time, 20.0).loads, loads_at(moved, BODY, time + shift_s, 20.0).loads, strict=True
    ):
        np.testing.assert_allclose(a.force_N, b.force_N, atol=1e-5)
        np.testing.assert_allclose(a.moment_Nm, b.moment_Nm, atol=1e-5)


def test_a_force_without_any_point_is_dropped() -> None:
    forces = made_forces()
    blind = replace(forces.loads[0], point_m=frozen(np.full((2000, 3), np.nan)))
    load = loads_at(replace(forces, loads=(blind,)), BODY, forces.time_s, None).loads[0]
    assert not load.force_N.any()


def test_a_fading_force_keeps_the_last_point() -> None:
    forces = made_forces()
    source = forces.loads[0]
    load = loads_at(forces, BODY, forces.time_s, None).loads[0]
    faint = (source.force_N[:, 1] > 0.0) & np.isnan(source.point_m[:, 0])
    assert faint.any()
    np.testing.assert_allclose(load.force_N[faint], source.force_N[faint])
    assert load.point_m[faint, 0].all()


def test_instants_outside_the_force_record_are_told_and_flagged() -> None:
    found = loads_at(made_forces(), BODY, np.arange(-0.5, 2.5, 0.01), None)
    np.testing.assert_array_equal(
        found.unknown, (np.arange(-0.5, 2.5, 0.01) < -1e-3) | (np.arange(-0.5, 2.5, 0.01) > 2.0 - 0.0005)
    )
    assert not found.loads[0].force_N[found.unknown].any()
    assert [n.code for n in found.notices] == ["forces-outside"]


def test_records_that_do_not_overlap_are_refused_with_both_ranges() -> None:
    with pytest.raises(ImpossibleData, match=r"0 to 1\.999 s.*10 to 11 s"):
        loads_at(made_forces(), BODY, np.linspace(10.0, 11.0, 101), None)


def test_an_unknown_segment_is_named() -> None:
    forces = made_forces()
    wrong = Forces(forces.time_s, (replace(forces.loads[0], segment="calcan_r"),))
    with pytest.raises(UnknownName, match=r"(?s)no segment 'calcan_r'.*calcn_r"):
        loads_at(wrong, BODY, forces.time_s, None)


def test_forces_next_to_nothing_are_taken_without_a_warning() -> None:
    forces = made_forces()
    tiny = frozen(np.sign(np.sin(np.arange(len(forces.time_s))))[:, None] * np.full(3, 1e-310))
    loads = tuple(replace(load, force_N=tiny) for load in forces.loads)
    found = loads_at(replace(forces, loads=loads), BODY, forces.time_s[100:200] + 0.0003, None)
    assert np.isfinite(found.loads[0].force_N).all()
