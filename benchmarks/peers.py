"""OpenSim's side of the benchmark, in a process of its own: ``python -m benchmarks.peers CASE.json RESULT.json``.

Its tools run on one thread. Each is run over two stretches of different length, so that what a frame costs is told
apart from what reading files and building the model cost: seconds = start + frames * each. The API's geometry is timed
by pose. Of several runs the fastest counts. It works in the current folder and writes
{task: {"start_s", "each_s", "frames"}}.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import opensim

from benchmarks.case import CHAIN_KINEMATICS, FRAMES, Case, load_case
from trochanter.capture.formats import read
from trochanter.capture.tables import read_table
from trochanter.capture.trial import Trial
from trochanter.core.arrays import Floats

POSES = 8
SHORT, LONG = 5, 65
REPEATS = 3
LEG_RESERVE_NM, BASE_RESERVE = 1.0, 1000.0
IK_ACCURACY, IK_STRETCHES = 1e-7, (20, 100)
WITH_RESERVES = "with_reserves.osim"


def model_with_reserves(case: Case) -> Path:
    """The model with a coordinate actuator a free coordinate instead of whatever else it has beside muscles."""
    model = opensim.Model(str(case.model))
    forces = model.updForceSet()
    for k in reversed(range(forces.getSize())):
        if opensim.Muscle.safeDownCast(forces.get(k)) is None:
            forces.remove(k)
    model.initSystem()
    for name in case.reserves:
        actuator = opensim.CoordinateActuator(name)
        actuator.setName(f"reserve_{name}")
        actuator.setOptimalForce(LEG_RESERVE_NM if name in case.legs else BASE_RESERVE)
        actuator.setMinControl(-1000.0)
        actuator.setMaxControl(1000.0)
        model.addForce(actuator)
    model.finalizeConnections()
    path = Path.cwd() / WITH_RESERVES
    model.printToXML(str(path))
    return path


def seconds_per_pose(case: Case) -> dict[str, float]:
    """Lengths of all muscles and the moment arms of the coordinates that each of them spans, by the API."""
    model = opensim.Model(str(case.model))
    state = model.initSystem()
    muscles = [model.getMuscles().get(k) for k in range(model.getMuscles().getSize())]
    angles = read_table(case.coordinates)
    coordinates = [model.getCoordinateSet().get(name) for name in angles.columns]
    for coordinate in coordinates:
        coordinate.setLocked(state, False)
    turning = [c.getMotionType() == 1 for c in coordinates]
    poses = [_pose(row, turning) for row in angles.values[:: FRAMES // POSES]]
    _stand(model, state, coordinates, poses[POSES // 2])
    spanned = [(m, c) for m in muscles for c in coordinates if abs(m.computeMomentArm(state, c)) > 1e-7]
    found = []
    for pose in poses:
        start = time.perf_counter()
        _stand(model, state, coordinates, pose)
        for muscle in muscles:
            muscle.getLength(state)
        for muscle, coordinate in spanned:
            muscle.computeMomentArm(state, coordinate)
        found.append(time.perf_counter() - start)
    return {"start_s": 0.0, "each_s": median(found), "frames": len(poses)}


def _pose(row: Floats, turning: list[bool]) -> list[float]:
    return [float(value) * (0.017453292519943295 if turns else 1.0) for value, turns in zip(row, turning, strict=True)]


def _stand(model: Any, state: Any, coordinates: list[Any], pose: list[float]) -> None:
    for coordinate, value in zip(coordinates, pose, strict=True):
        coordinate.setValue(state, value, False)
    model.realizePosition(state)


def inverse_kinematics(case: Case, frames: int) -> float:
    """Seconds of OpenSim's inverse kinematics tool on the recorded markers, converged as closely as ours."""
    return _fitted(case, case.recorded, frames)


def chain_kinematics(case: Case, frames: int) -> float:
    """The same on the markers of the chain, which ours fits there too."""
    return _fitted(case, case.markers, frames)


def _fitted(case: Case, recording: Path, frames: int) -> float:
    markers = read(recording)
    assert isinstance(markers, Trial)
    assert markers.markers is not None
    time_s = markers.markers.time_s
    tool = opensim.InverseKinematicsTool()
    tool.set_model_file(str(case.model))
    tool.set_marker_file(str(recording))
    tool.setStartTime(float(time_s[0]) - 1e-4)
    tool.setEndTime(float(time_s[frames - 1]) + 1e-4)
    tool.set_output_motion_file("ik.mot")
    tool.set_accuracy(IK_ACCURACY)
    tool.setResultsDir(str(Path.cwd()))
    for name in markers.markers.names:
        task = opensim.IKMarkerTask()
        task.setName(name)
        task.setApply(True)
        task.setWeight(1.0)
        tool.upd_IKTaskSet().cloneAndAppend(task)
    return _timed(tool)


def inverse_dynamics(case: Case, frames: int) -> float:
    """Seconds of OpenSim's inverse dynamics tool."""
    tool = opensim.InverseDynamicsTool()
    tool.setModelFileName(str(case.model))
    tool.setCoordinatesFileName(str(case.coordinates))
    tool.setExternalLoadsFileName(str(case.loads))
    tool.setLowpassCutoffFrequency(case.cutoff_hz)
    tool.setStartTime(case.start_s)
    tool.setEndTime(_end(case, frames))
    tool.setResultsDir(str(Path.cwd()))
    tool.setOutputGenForceFileName("id.sto")
    return _timed(tool)


def static_optimization(case: Case, frames: int) -> float:
    """Seconds of OpenSim's static optimization."""
    analysis = opensim.StaticOptimization()
    analysis.setActivationExponent(2)
    analysis.setUseModelForceSet(True)
    return _analyzed(case, frames, analysis)


def joint_reaction(case: Case, frames: int) -> float:
    """Seconds of OpenSim's joint reaction analysis of both hips."""
    analysis = opensim.JointReaction()
    for add, names in (
        (analysis.setJointNames, ("hip_r", "hip_l")),
        (analysis.setOnBody, ("child", "child")),
        (analysis.setInFrame, ("child", "child")),
    ):
        words = opensim.ArrayStr()
        for name in names:
            words.append(name)
        add(words)
    analysis.setForcesFileName(str(case.muscle_forces))
    return _analyzed(case, frames, analysis)


def _analyzed(case: Case, frames: int, analysis: Any) -> float:
    analysis.setStartTime(case.start_s)
    analysis.setEndTime(_end(case, frames))
    tool = opensim.AnalyzeTool()
    tool.setName("analysis")
    tool.setModelFilename(str(Path.cwd() / WITH_RESERVES))
    tool.setCoordinatesFileName(str(case.coordinates))
    tool.setExternalLoadsFileName(str(case.loads))
    tool.setLowpassCutoffFrequency(case.cutoff_hz)
    tool.setInitialTime(case.start_s)
    tool.setFinalTime(_end(case, frames))
    tool.setSolveForEquilibrium(False)
    tool.setResultsDir(str(Path.cwd()))
    tool.updAnalysisSet().cloneAndAppend(analysis)
    tool.printToXML("setup.xml")
    return _timed(opensim.AnalyzeTool("setup.xml"))


def _end(case: Case, frames: int) -> float:
    return case.start_s + (frames - 1) * case.step_s


def _timed(tool: Any) -> float:
    start = time.perf_counter()
    if not tool.run():
        raise SystemExit(f"OpenSim's {type(tool).__name__} did not succeed")
    return time.perf_counter() - start


def slope(work: Callable[[Case, int], float], case: Case, short: int, long: int) -> dict[str, float]:
    """Start and cost of a frame from runs over ``short`` and ``long`` frames."""
    few = min(work(case, short) for _ in range(REPEATS))
    many = min(work(case, long) for _ in range(REPEATS))
    each = max(many - few, 1e-9) / (long - short)
    return {"start_s": max(few - short * each, 0.0), "each_s": each, "frames": long}


def measured(case: Case) -> dict[str, dict[str, float]]:
    """All tasks."""
    model_with_reserves(case)
    return {
        "geometry": seconds_per_pose(case),
        "inverse kinematics": slope(inverse_kinematics, case, *IK_STRETCHES),
        CHAIN_KINEMATICS: slope(chain_kinematics, case, *IK_STRETCHES),
        "inverse dynamics": slope(inverse_dynamics, case, FRAMES // 5, FRAMES),
        "static optimization": slope(static_optimization, case, SHORT, LONG),
        "joint reaction": slope(joint_reaction, case, FRAMES // 5, FRAMES),
    }


if __name__ == "__main__":
    opensim.Logger.setLevelString("Off")
    Path(sys.argv[2]).write_text(json.dumps(measured(load_case(Path(sys.argv[1])))), encoding="utf-8")
