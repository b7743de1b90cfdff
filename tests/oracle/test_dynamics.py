"""Inverse dynamics against OpenSim 4.6, against the file that came with a recording, and against poses alone."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from revalidation.agreement import hold, report
from revalidation.tolerances import excluded
from tests.oracle.peer import Peer, unmuscled, write_loads
from tests.oracle.trials import Case, at_frames, bare_coordinates, converted, packaged, recorded
from tests.oracle.virtual_power import lost_forces, unloaded_forces
from trochanter.capture.tables import read_table
from trochanter.capture.trial import Table
from trochanter.core.arrays import Floats
from trochanter.mechanics.dynamics import inverse_dynamics
from trochanter.mechanics.geometry import make_engine

RECORDINGS = ("walk_3d", "run_4ms")
SAME_FRAMES = 24


@pytest.fixture(scope="module")
def walk(shared_data: Path) -> Case:
    return recorded(shared_data, "walk_3d")


@pytest.fixture(scope="module")
def run(shared_data: Path) -> Case:
    return recorded(shared_data, "run_4ms")


def tau_of(case: Case) -> Floats:
    return inverse_dynamics(case.motion, make_engine(case.body)).tau


def tool(opensim: Any, case: Case, folder: Path, cutoff_hz: float | None, coordinates: Path) -> Table:
    """OpenSim's inverse dynamics tool from files; fails where it did not take a coordinate."""
    job = opensim.InverseDynamicsTool()
    job.setModelFileName(str(case.model))
    job.setCoordinatesFileName(str(coordinates))
    job.setLowpassCutoffFrequency(-1.0 if cutoff_hz is None else cutoff_hz)
    job.setExternalLoadsFileName(str(case.loads))
    job.setStartTime(float(case.motion.time_s[0]))
    job.setEndTime(float(case.motion.time_s[-1]))
    left_out = opensim.ArrayStr()
    left_out.append("Muscles")
    job.setExcludedForces(left_out)
    job.setResultsDir(str(folder))
    job.setOutputGenForceFileName("id.sto")
    assert job.run()
    found = read_table(folder / "id.sto")
    assert {plain(name) for name in found.columns} == set(case.body.coordinates.names)
    return found


def plain(column: str) -> str:
    """Name of the coordinate of a column of inverse dynamics."""
    return column.removesuffix("_moment").removesuffix("_force")


def limb_gaps(case: Case, tau: Floats, table: Table) -> dict[str, float]:
    """Largest difference of every limb joint that the table holds, over the instants that both hold."""
    gaps, columns = {}, {plain(name): name for name in table.columns}
    inside = (case.motion.time_s >= table.time_s[0]) & (case.motion.time_s <= table.time_s[-1])
    for k in case.limbs:
        if (name := case.body.coordinates.names[k]) in columns:
            theirs = np.interp(case.motion.time_s[inside], table.time_s, table.column(columns[name]))
            gaps[name] = float(np.abs(tau[inside, k] - theirs).max())
    assert len(gaps) >= 10
    return gaps


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", RECORDINGS)
def test_the_kernel_is_dalembert_on_poses(name: str, shared_data: Path) -> None:
    case = recorded(shared_data, name)
    hold("dynamics.poses", dalembert_gap(case), name)


def test_the_kernel_is_dalembert_on_poses_of_the_demo(tmp_path: Path) -> None:
    hold("dynamics.poses", dalembert_gap(packaged(tmp_path)), "hip model, demo")


def dalembert_gap(case: Case) -> float:
    free = replace(at_frames(case.motion, range(0, len(case.motion.time_s), 10)), loads=())
    tau = inverse_dynamics(free, make_engine(case.body)).tau
    return float(np.abs(tau - unloaded_forces(case.body, free.q, free.qd, free.qdd)).max())


@pytest.mark.needs("opensim", "shared-data")
@pytest.mark.parametrize("name", RECORDINGS)
def test_same_motion_and_loads(name: str, shared_data: Path, tmp_path: Path, opensim: Any) -> None:
    same_motion(opensim, converted(opensim, recorded(shared_data, name), tmp_path), tmp_path)


@pytest.mark.needs("opensim")
def test_same_motion_and_loads_of_the_demo(tmp_path: Path, opensim: Any) -> None:
    same_motion(opensim, packaged(tmp_path), tmp_path)


def same_motion(opensim: Any, case: Case, folder: Path) -> None:
    """OpenSim's solver at the project's own coordinates, speeds, accelerations and loads; its lost term given back."""
    step = max(len(case.motion.time_s) // SAME_FRAMES, 1)
    motion = at_frames(case.motion, range(step // 2, len(case.motion.time_s), step))
    ours = inverse_dynamics(motion, make_engine(case.body)).tau
    loads = write_loads(folder, case.body, case.motion.time_s, case.motion.loads)
    peer = Peer(opensim, unmuscled(opensim, case.model, loads), case.body)
    theirs = np.empty_like(ours)
    for f, time_s in enumerate(motion.time_s):
        peer.place(motion.q[f], motion.qd[f], time_s)
        theirs[f] = peer.forces(motion.qdd[f])
    lost = lost_forces(case.body, motion.q, motion.qd)
    report("dynamics.opensim.lost", np.abs(lost[:, case.limbs]).max(), case.name)
    hold("dynamics.same", np.abs(ours - theirs - lost).max(), case.name)


@pytest.mark.needs("opensim", "shared-data")
def test_walking_at_6_hz_against_the_recordings_own_file(walk: Case, shared_data: Path) -> None:
    table, tau = read_table(shared_data / "walk_3d" / "id_walk.sto"), tau_of(walk)
    gaps = limb_gaps(walk, tau, table)
    as_opensim = limb_gaps(walk, tau - lost_forces(walk.body, walk.motion.q, walk.motion.qd), table)
    left_out = excluded("dynamics.file")
    for name, gap in gaps.items():
        hold("dynamics.file", gap, name)
    assert left_out < set(gaps)
    for name in left_out:
        hold("dynamics.file.lost", as_opensim[name], name)


@pytest.mark.needs("opensim", "shared-data")
def test_walking_at_6_hz_against_opensims_tool(walk: Case, shared_data: Path, tmp_path: Path, opensim: Any) -> None:
    coordinates, tau = bare_coordinates(walk, tmp_path), tau_of(walk)
    found = tool(opensim, walk, tmp_path, 6.0, coordinates)
    gaps = limb_gaps(walk, tau, found)
    hold("dynamics.live", max(gaps.values()), f"walk_3d at 6 Hz, {max(gaps, key=lambda name: gaps[name])}")
    lost = lost_forces(walk.body, walk.motion.q, walk.motion.qd)
    hold("dynamics.live.lost", max(limb_gaps(walk, tau - lost, found).values()), "walk_3d at 6 Hz")
    columns = {plain(name): name for name in found.columns}
    file = read_table(shared_data / "walk_3d" / "id_walk.sto")
    theirs = np.array([np.interp(walk.motion.time_s, found.time_s, found.column(columns[name])) if name in columns
                       else np.zeros(len(walk.motion.time_s)) for name in walk.body.coordinates.names]).T  # fmt: skip
    report("dynamics.file.opensim", max(limb_gaps(walk, theirs, file).values()), "walk_3d")
    other = tool(opensim, walk, tmp_path, 7.0, coordinates)
    assert max(limb_gaps(walk, tau, other).values()) > 1.5, "OpenSim ignored the cut-off"


@pytest.mark.needs("opensim", "shared-data")
def test_running_unfiltered_against_opensims_tool(run: Case, tmp_path: Path, opensim: Any) -> None:
    found = tool(opensim, run, tmp_path, None, bare_coordinates(run, tmp_path))
    gaps = limb_gaps(run, tau_of(run), found)
    hold("dynamics.live", max(gaps.values()), f"run_4ms unfiltered, {max(gaps, key=lambda name: gaps[name])}")


@pytest.mark.needs("shared-data")
def test_the_pelvis_of_the_running_trial_needs_no_residual_force(run: Case) -> None:
    tau = tau_of(run)
    shift = [run.body.coordinate(f"pelvis_t{axis}") for axis in "xyz"]
    hold("dynamics.residual", np.linalg.norm(tau[:, shift], axis=1).max(), "run_4ms unfiltered")
