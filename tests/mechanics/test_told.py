"""Where a foot stands without force the ground force is not known; force and foot differ a little everywhere."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from trochanter.core.arrays import Flags, frozen
from trochanter.core.sides import Side, side_of
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, demo_trial
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.solve import solve
from trochanter.mechanics.told import BESIDE_S, PLAINLY_S, STANDING_N, plainly_told, told


@cache
def demo() -> Motion:
    trial, body = demo_trial()
    return solve(trial, body, cutoff_hz=DEMO_CUTOFF_HZ)


def silenced(motion: Motion, side: Side, when: Flags) -> Motion:
    """The motion with no force on one foot at some instants."""
    loads = tuple(
        replace(load, force_N=frozen(np.where(when[:, None], 0.0, load.force_N)))
        if side_of(motion.body.segments.names[load.segment]) is side
        else load
        for load in motion.loads
    )
    return replace(motion, loads=loads)


def of_left(motion: Motion) -> Flags:
    """Instants at which the left foot bears force."""
    return next(load.force_N[:, 1] for load in motion.loads if motion.body.segments.names[load.segment][-1] == "l") > (
        STANDING_N
    )


def test_the_demo_is_plainly_told_throughout() -> None:
    assert plainly_told(demo()).all()
    strict = told(demo())
    assert 0.8 < strict.mean() < 1.0  # toe-off is seen up to 0.06 s after the force ends


def test_without_forces_nothing_is_told() -> None:
    assert not told(replace(demo(), loads=())).any()


def test_forces_that_are_nothing_at_all_are_wrong_and_not_missing() -> None:
    nothing = tuple(replace(load, force_N=frozen(0.001 * load.force_N)) for load in demo().loads)
    assert plainly_told(replace(demo(), loads=nothing)).all()
    assert not plainly_told(replace(demo(), loads=())).any()


def test_stance_without_force_is_not_told() -> None:
    late = demo().time_s > 12.0
    found = plainly_told(silenced(demo(), Side.LEFT, late))
    stood = of_left(demo()) & late
    assert found[demo().time_s < 12.0 - BESIDE_S].all()
    assert found[stood].mean() < 0.05
    assert found[late & ~stood].any()


@pytest.mark.parametrize(("lost_s", "untold"), [(0.6 * PLAINLY_S, False), (1.3 * PLAINLY_S, True)])
def test_only_what_lasts_counts(lost_s: float, untold: bool) -> None:
    start = demo().time_s[np.flatnonzero(of_left(demo()) & (demo().time_s > 12.0) & ~np.roll(of_left(demo()), 1))[0]]
    lost = (demo().time_s >= start) & (demo().time_s < start + lost_s)
    assert (not plainly_told(silenced(demo(), Side.LEFT, lost)).all()) is untold
