"""A plate is believed for a rotation moment only where it passes every check, whichever it fails."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from tests.mechanics.test_told import silenced
from trochanter.core.arrays import frozen
from trochanter.core.quality import Notice
from trochanter.core.sides import Side, side_of
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, DEMO_MASS_KG, demo_trial
from trochanter.kinematics.motion import Load, Motion
from trochanter.kinematics.solve import solve
from trochanter.mechanics.account import PlateCheck
from trochanter.mechanics.plate import OUTSIDE_LIMIT_M, check_plate, outside_foot_m, without_bias


@lru_cache(maxsize=1)
def true_motion() -> Motion:
    """The packaged run with its plate's bias taken out: nothing is left to find fault with."""
    motion = solve(*demo_trial(), cutoff_hz=DEMO_CUTOFF_HZ)
    plate = check_plate(motion, DEMO_MASS_KG)
    assert plate is not None
    return without_bias(motion, plate)


def checked(motion: Motion, mass_kg: float = DEMO_MASS_KG) -> PlateCheck:
    plate = check_plate(motion, mass_kg)
    assert plate is not None
    return plate


def test_a_plate_that_passes_everything_is_believed() -> None:
    plate = checked(true_motion())
    assert plate.believable
    assert plate.reasons == ()
    assert plate.outside_foot_m == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("away_m", [(0.0, 0.0, 0.15), (-0.4, 0.0, 0.0)])
def test_a_centre_of_pressure_outside_the_sole_is_a_reason(away_m: tuple[float, float, float]) -> None:
    motion = true_motion()
    loads = tuple(replace(load, point_m=frozen(load.point_m + np.array(away_m))) for load in motion.loads)
    plate = checked(replace(motion, loads=loads))
    assert not plate.believable
    assert plate.outside_foot_m > OUTSIDE_LIMIT_M
    assert any("outside the sole" in reason for reason in plate.reasons)


def test_a_centre_of_pressure_moved_under_the_sole_is_none() -> None:
    motion = true_motion()
    loads = tuple(replace(load, point_m=frozen(load.point_m + np.array([0.01, 0.0, 0.01]))) for load in motion.loads)
    assert outside_foot_m(replace(motion, loads=loads)) < 0.01


def test_only_feet_that_bear_load_and_that_the_body_has_count() -> None:
    motion = true_motion()
    right = next(load for load in motion.loads if side_of(motion.body.segments.names[load.segment]) is Side.RIGHT)
    idle = replace(right, force_N=frozen(0.05 * right.force_N), point_m=frozen(right.point_m + 5.0))
    assert np.isnan(outside_foot_m(replace(motion, loads=(idle,))))
    pelvis = replace(right, segment=motion.body.segment("pelvis"))
    assert np.isnan(outside_foot_m(replace(motion, loads=(pelvis,))))


def test_weight_and_lag_alone_are_reasons_enough() -> None:
    motion = true_motion()
    heavy = checked(motion, 0.85 * DEMO_MASS_KG)
    assert not heavy.believable
    assert any("body weights" in reason for reason in heavy.reasons)
    loads = tuple(_late(load, round(0.04 * 150)) for load in motion.loads)
    plate = checked(replace(motion, loads=loads))
    assert not plate.believable
    assert plate.lag_s == pytest.approx(0.035, abs=0.008)
    assert any("ms apart" in reason for reason in plate.reasons)


def _late(load: Load, samples: int) -> Load:
    force, point, moment = (frozen(np.roll(v, samples, axis=0)) for v in (load.force_N, load.point_m, load.moment_Nm))
    return replace(load, force_N=force, point_m=point, moment_Nm=moment)


@pytest.mark.parametrize("code", ["force-direction", "force-tilted", "force-unlike-motion"])
def test_what_was_told_on_the_way_from_the_plates_is_a_reason(code: str) -> None:
    told = replace(true_motion(), notices=(Notice(code, "the axes are turned"), Notice("plates-to-feet", "fine")))
    plate = checked(told)
    assert not plate.believable
    assert plate.reasons == ("the axes are turned",)


def test_a_record_without_a_whole_stride_is_not_believed_and_says_so_first() -> None:
    motion = true_motion()
    loads = tuple(replace(load, point_m=frozen(load.point_m + np.array([0.0, 0.0, 0.2]))) for load in motion.loads)
    plate = checked(replace(motion, strides=(), loads=loads))
    assert not plate.believable
    assert "no complete stride" in plate.reasons[0]
    assert "outside the sole" in plate.reasons[1]
    assert plate.outside_foot_m > OUTSIDE_LIMIT_M


def test_strides_in_which_a_foot_stands_without_force_do_not_count() -> None:
    """A plate that is missing for the second half leaves the first half's numbers."""
    motion = true_motion()
    plate = checked(silenced(motion, Side.LEFT, motion.time_s > 13.0))
    assert plate.mean_vertical_bw == pytest.approx(checked(motion).mean_vertical_bw, abs=0.01)
    assert plate.lag_s == pytest.approx(checked(motion).lag_s, abs=0.007)
    assert abs(plate.free_moment_bias_Nm) < 1.0
    assert plate.reasons == ()


def test_where_no_stride_is_told_nothing_is_measured_and_it_is_said() -> None:
    motion = true_motion()
    plate = checked(silenced(motion, Side.LEFT, motion.time_s > 0.0))
    assert not plate.believable
    assert np.isnan([plate.free_moment_bias_Nm, plate.stance_bias_Nm, plate.mean_vertical_bw, plate.lag_s]).all()
    assert len(plate.reasons) == 1
    assert "stands without known force" in plate.reasons[0]
    assert "cannot be checked" in plate.reasons[0]
