from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.mechanics.test_told import silenced
from tests.oracle.trials import recorded
from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, demo_trial
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.solve import solve
from trochanter.mechanics.dynamics import inverse_dynamics
from trochanter.mechanics.geometry import make_engine
from trochanter.mechanics.implausible import implausible_loads
from trochanter.mechanics.residuals import residuals
from trochanter.mechanics.told import plainly_told


@cache
def whole() -> Motion:
    """The demo as the motion of a body that calls a segment its trunk."""
    trial, body = demo_trial()
    motion = solve(trial, body, cutoff_hz=DEMO_CUTOFF_HZ)
    names = tuple("torso" if name == "toes_l" else name for name in motion.body.segments.names)
    return replace(motion, body=replace(motion.body, segments=replace(motion.body.segments, names=names)))


def held(force_N: float, moment_Nm: float) -> Floats:
    """Generalized forces with nothing but a constant force and moment at the pelvis, the ends of the record wild."""
    motion = whole()
    found = np.zeros((len(motion.time_s), len(motion.body.coordinates.names)))
    found[:, motion.body.coordinate("pelvis_tx")] = 0.6 * force_N
    found[:, motion.body.coordinate("pelvis_ty")] = 0.8 * force_N
    found[:, motion.body.coordinate("pelvis_list")] = moment_Nm
    found[motion.edge] = 1e9
    return found


def test_peak_and_mean_square_of_a_constant_residual_are_its_size_away_from_the_ends() -> None:
    found = residuals(whole(), held(40.0, 9.0))
    assert found is not None
    assert whole().edge.any()
    assert found.force.peak == pytest.approx(40.0)
    assert found.force.rms == pytest.approx(40.0)
    assert found.moment.peak == pytest.approx(9.0)
    assert found.moment.rms == pytest.approx(9.0)


def test_limits_are_those_of_hicks() -> None:
    found = residuals(whole(), held(0.0, 0.0))
    assert found is not None
    external = np.linalg.norm(np.sum([load.force_N for load in whole().loads], axis=0), axis=1).max()
    assert found.external_N == pytest.approx(external)
    assert found.force.limit == pytest.approx(0.05 * external)
    assert found.moment.limit == pytest.approx(0.01 * external * found.height_m)
    assert 0.7 < found.height_m < 1.1


def test_each_limit_is_judged_by_itself() -> None:
    limits = residuals(whole(), held(0.0, 0.0))
    assert limits is not None
    for force, moment in ((0.99, 0.99), (1.01, 0.99), (0.99, 1.01)):
        found = residuals(whole(), held(force * limits.force.limit, moment * limits.moment.limit))
        assert found is not None
        assert found.force.met is (force < 1.0)
        assert found.moment.met is (moment < 1.0)
        assert found.met is (force < 1.0 and moment < 1.0)


def test_a_body_without_trunk_has_no_residual() -> None:
    trial, body = demo_trial()
    motion = solve(trial, body, cutoff_hz=DEMO_CUTOFF_HZ)
    assert residuals(motion, held(40.0, 9.0)) is None


def test_without_forces_or_inside_there_is_none() -> None:
    assert residuals(replace(whole(), loads=()), held(1.0, 1.0)) is None
    ends = replace(whole(), edge=np.ones(len(whole().time_s), dtype=bool))
    assert residuals(ends, held(1.0, 1.0)) is None


def test_spans_in_which_a_foot_stands_without_force_are_left_out() -> None:
    late = whole().time_s > 12.0
    motion = silenced(whole(), Side.RIGHT, late)
    forces = held(40.0, 9.0)
    forces[~plainly_told(motion)] = 1e9
    found = residuals(motion, forces)
    assert found is not None
    assert found.partial
    assert found.force.peak == pytest.approx(40.0)
    assert found.force.rms == pytest.approx(40.0)
    complete = residuals(whole(), held(40.0, 9.0))
    assert complete is not None
    assert not complete.partial


@pytest.mark.needs("shared-data")
def test_a_walk_whose_one_plate_is_missing_is_judged_by_the_rest(shared_data: Path) -> None:
    case = recorded(shared_data, "walk_3d")
    motion = silenced(case.motion, Side.LEFT, case.motion.time_s > 0.0)
    dynamics = inverse_dynamics(motion, make_engine(case.body))
    clean = residuals(case.motion, inverse_dynamics(case.motion, make_engine(case.body)).tau)
    found = residuals(motion, dynamics.tau)
    assert found is not None
    assert clean is not None
    assert found.partial
    assert found.force.peak <= clean.force.peak
    notices = implausible_loads(motion, dynamics, (), 85.0)
    said = [notice.text for notice in notices if notice.code.startswith("residual")]
    assert all("outside the spans in which a foot stands without known force" in text for text in said)
    assert said


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(("name", "force_N", "moment_Nm"), [("run_4ms", 6.75, 49.2), ("walk_3d", 37.8, 30.7)])
def test_recordings_that_ship_with_opensim(shared_data: Path, name: str, force_N: float, moment_Nm: float) -> None:
    """Pinned as measured: the force keeps its limit in both, the moment in neither. run_4ms was made to fit (7 N)."""
    case = recorded(shared_data, name)
    found = residuals(case.motion, inverse_dynamics(case.motion, make_engine(case.body)).tau)
    assert found is not None
    assert found.force.peak == pytest.approx(force_N, rel=0.02)
    assert found.moment.peak == pytest.approx(moment_Nm, rel=0.02)
    assert (found.force.met, found.moment.met) == (True, False)
    assert not found.partial
