"""Fixtures of the oracle tests that are too slow to be made twice."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.shared_loads import Shared, both_share
from tests.oracle.trials import FOLDERS, packaged, recorded
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ

# Stance of both sides and swing, off the records' ends; OpenSim needs a tenth of a second and more a frame.
FRAMES = {"walk_3d": range(25, 1325, 25), "run_4ms": range(10, 675, 13)}
DEMO_FRAMES = range(300, 420, 10)


@pytest.fixture(scope="session", params=FRAMES)
def shared(request: pytest.FixtureRequest, tmp_path_factory: Any, shared_data: Path, opensim: Any) -> Shared:
    """Load sharing of a recording in both engines."""
    name = request.param
    folder = tmp_path_factory.mktemp(name)
    os.chdir(folder)  # OpenSim writes where it stands
    return both_share(opensim, recorded(shared_data, name), FOLDERS[name], FRAMES[name], folder)


@pytest.fixture(scope="session")
def shared_demo(tmp_path_factory: Any, opensim: Any) -> Shared:
    """Load sharing of the packaged demo trial in both engines."""
    folder = tmp_path_factory.mktemp("demo")
    os.chdir(folder)
    return both_share(opensim, packaged(folder), DEMO_CUTOFF_HZ, DEMO_FRAMES, folder)
