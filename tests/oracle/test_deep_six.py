"""Models with the deep six added, in OpenSim 4.6: their lengths and moment arms, and static optimization with them."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from revalidation.agreement import hold
from tests.oracle.shared_loads import Shared, both_share
from tests.oracle.slow_kinematics import posed
from tests.oracle.test_osim_writer import HIP_DEG, sampled_poses
from tests.oracle.trials import FOLDERS, Case, recorded
from trochanter.anatomy.body import Body
from trochanter.anatomy.neutral import neutral_lengths
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Ints
from trochanter.exchange.osim_edit import write_deep_six
from trochanter.kinematics.deep_six import DeepSix, with_deep_six
from trochanter.kinematics.solve import solve
from trochanter.mechanics.geometry import geometry, make_engine

MODELS = {
    "Rajagopal2016": "models/Rajagopal2016.osim",
    "walk_3d": "walk_3d/subject_walk_scaled.osim",
    "hip swing": "hip_swing_imu/calibrated_pelvis_rot.osim",
    "gait2392": "models/gait2392_thelen2003muscle.osim",
    "gait2392 scaled": "models/subject01_gait2392_scaled.osim",
    "run_4ms": "run_4ms/runningModel_CMC_test.osim",
}
OLD = ("gait2392 scaled", "run_4ms")  # OpenSim keeps six digits of joint places when it loads a file of version 2
POSES = 16
FRAMES = {"walk_3d": range(225, 1325, 350), "run_4ms": range(70, 675, 200)}
pytestmark = pytest.mark.needs("opensim", "shared-data")


@pytest.mark.parametrize("name", MODELS)
def test_added_lines_are_equal(name: str, shared_data: Path, tmp_path: Path, opensim: Any) -> None:
    path = tmp_path / "deep.osim"
    found = write_deep_six(shared_data / MODELS[name], path)
    model = opensim.Model(str(path))
    if name in OLD:
        length, arm = gaps_mm(opensim, model, found.body, found)
        assert max(length, arm) < 1e-3
        path = rewritten(model, tmp_path)
        model = opensim.Model(str(path))
    length, arm = gaps_mm(opensim, model, read_osim(path), found)
    where = f"{name} with the deep six"
    hold("length.deep", length, where)
    hold("arm.deep", arm, where)


@pytest.mark.parametrize("name", ["Rajagopal2016", "run_4ms"])
def test_files_as_opensim_writes_them_today(name: str, shared_data: Path, tmp_path: Path, opensim: Any) -> None:
    """XML version 40600: what OpenSim 4.6 makes of the model gets the same lines as the model itself."""
    path = rewritten(opensim.Model(str(shared_data / MODELS[name])), tmp_path)
    assert b'Version="40600"' in path.read_bytes()
    found = write_deep_six(path, tmp_path / "deep.osim")
    assert max(gaps_mm(opensim, opensim.Model(str(tmp_path / "deep.osim")), found.body, found)) < 1e-6
    first = with_deep_six(read_osim(shared_data / MODELS[name]))
    lengths = [neutral_lengths(each.body, deep_columns(each.body).tolist()) for each in (first, found)]
    assert lengths[0] == pytest.approx(lengths[1], abs=1e-6)


def test_a_file_of_version_30000(shared_data: Path, tmp_path: Path, opensim: Any) -> None:
    data = (shared_data / MODELS["gait2392 scaled"]).read_bytes().replace(b'Version="20303"', b'Version="30000"')
    (tmp_path / "in.osim").write_bytes(data)
    found = write_deep_six(tmp_path / "in.osim", tmp_path / "deep.osim")
    assert max(gaps_mm(opensim, opensim.Model(str(tmp_path / "deep.osim")), found.body, found)) < 1e-3


def rewritten(model: Any, folder: Path) -> Path:
    """The model as OpenSim writes it in its own version."""
    path = folder / "rewritten.osim"
    model.finalizeConnections()
    model.printToXML(str(path))
    return path


def gaps_mm(opensim: Any, model: Any, body: Body, found: DeepSix) -> tuple[float, float]:
    """Largest differences of lengths and hip arms of the added lines over postures of running."""
    assert {model.getMuscles().get(k).getName() for k in range(model.getMuscles().getSize())} == set(body.muscles.names)
    state, q = model.initSystem(), sampled_poses(body)[:POSES]
    ours = geometry(make_engine(body), q)
    arms = {f"{stem}_{side}": ours.arm_about(body.coordinate(f"{stem}_{side}")) for stem in HIP_DEG for side in "rl"}
    lengths: list[float] = []
    turned: list[float] = []
    for f, row in enumerate(q):
        posed(model, state, body, row)
        for name in found.added:
            m, muscle = body.muscle(name), model.getMuscles().get(name)
            lengths.append(muscle.getLength(state) - ours.length_m[f, m])
            for stem in HIP_DEG:
                coordinate = f"{stem}_{name[-1]}"
                theirs = muscle.computeMomentArm(state, model.getCoordinateSet().get(coordinate))
                turned.append(theirs - arms[coordinate][f, m])
    return 1000.0 * float(np.abs(lengths).max()), 1000.0 * float(np.abs(turned).max())


def with_deep_six_case(shared_data: Path, name: str, folder: Path) -> Case:
    """A recording with its model augmented."""
    case = recorded(shared_data, name)
    path = folder / "deep.osim"
    write_deep_six(case.model, path)
    body = read_osim(path)
    motion = solve(case.trial, body, cutoff_hz=FOLDERS[name], force_cutoff_hz=None)
    return case._replace(name=f"{name} with the deep six", model=path, body=body, motion=motion)


@pytest.fixture(scope="module", params=FRAMES)
def augmented(request: pytest.FixtureRequest, tmp_path_factory: Any, shared_data: Path, opensim: Any) -> Shared:
    """Load sharing of a recording with the augmented model in both engines."""
    name = request.param
    folder = tmp_path_factory.mktemp(name)
    os.chdir(folder)  # OpenSim writes where it stands
    case = with_deep_six_case(shared_data, name, folder)
    return both_share(opensim, case, FOLDERS[name], FRAMES[name], folder)


def test_static_optimization_agrees(augmented: Shared) -> None:
    """The limits are those of the models as they are; the added lines alone hold them too."""
    gap = np.abs(augmented.end.result.activation - augmented.theirs.activation)
    where = f"{augmented.case.name}, {len(gap)} frames"
    hold("sharing.end.rms", np.sqrt(np.mean(gap**2)), where)
    hold("sharing.end.explained", np.abs(augmented.swapped.activation - augmented.theirs.activation).max(), where)
    deep = deep_columns(augmented.case.body)
    assert np.sqrt(np.mean(gap[:, deep] ** 2)) < 0.01
    assert augmented.theirs.activation[:, deep].max() > 0.1  # they are used


def deep_columns(body: Body) -> Ints:
    stems = ("obtint", "obtext", "gem", "quadfem", "piri")
    return np.flatnonzero(np.array([name.startswith(stems) for name in body.muscles.names]))
