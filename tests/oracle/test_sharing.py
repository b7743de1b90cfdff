"""Static optimization against OpenSim 4.6: on OpenSim's own numbers, and end to end from the same files."""

import numpy as np
import pytest

from revalidation.agreement import hold, report
from tests.oracle.shared_loads import Shared


@pytest.mark.needs("opensim", "shared-data")
def test_on_opensims_own_numbers(shared: Shared) -> None:
    on_own_numbers(shared)


@pytest.mark.needs("opensim")
def test_on_opensims_own_numbers_of_the_demo(shared_demo: Shared) -> None:
    on_own_numbers(shared_demo)


def on_own_numbers(shared: Shared) -> None:
    assert shared.from_given.solved.all()
    gap = np.abs(shared.from_given.activation - shared.theirs.activation)
    hold("sharing.given.activation", gap.max(), shared.case.name)
    # At a single frame OpenSim's optimiser may stop short, depending on the linear algebra that it runs with.
    hold("sharing.given.activation", np.sort(gap.max(axis=1))[-2], f"{shared.case.name}, all frames but one")
    ours = shared.cost(shared.from_given.activation, shared.from_given.reserve_Nm)
    theirs = shared.cost(shared.theirs.activation, shared.theirs.reserve)
    hold("sharing.given.cost", max((ours - theirs).max(), 0.0), shared.case.name)


@pytest.mark.needs("opensim", "shared-data")
def test_end_to_end(shared: Shared) -> None:
    end_to_end(shared)


@pytest.mark.needs("opensim")
def test_end_to_end_of_the_demo(shared_demo: Shared) -> None:
    end_to_end(shared_demo)


def end_to_end(shared: Shared) -> None:
    names = shared.case.body.muscles.names
    gap = np.abs(shared.end.result.activation - shared.theirs.activation)
    f, m = np.unravel_index(gap.argmax(), gap.shape)
    where = f"{shared.case.name}, {len(gap)} frames"
    hold("sharing.end.rms", np.sqrt(np.mean(gap**2)), where)
    report("sharing.end.max", gap.max(), where, f"{names[m]} at {shared.time_s[f]:.3f} s")
    hold("sharing.end.explained", np.abs(shared.swapped.activation - shared.theirs.activation).max(), where)


@pytest.mark.needs("opensim", "shared-data")
def test_the_frames_span_stance_and_use_muscles(shared: Shared) -> None:
    """What is compared is no rest: every leg carries weight in some frames and none in others."""
    force = np.array([load.force_N[:, 1] for load in shared.case.motion.loads])
    at = np.searchsorted(shared.case.motion.time_s, shared.time_s - 1e-6)
    for foot in force[:, at]:
        assert np.count_nonzero(foot > 100.0) >= 10
        assert np.count_nonzero(foot < 20.0) >= 10
    assert (shared.theirs.activation.max(axis=0) > 0.1).sum() > 40
