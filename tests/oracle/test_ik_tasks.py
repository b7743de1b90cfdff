"""The weights that are left beside the angles: OpenSim 4.6 loads them, and its tool then finds the same angles."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.kinematics.marker_recordings import WALK, markers_of, model_of, part
from trochanter.capture.ik_tasks import read_ik_tasks
from trochanter.capture.tables import read_table
from trochanter.exchange.ik_tasks import write_ik_tasks
from trochanter.exchange.trc import write_trc
from trochanter.kinematics.ik import fit_markers

pytestmark = pytest.mark.needs("opensim", "shared-data")
FRAMES = slice(50, 56)


def test_opensim_loads_them_and_finds_the_same_angles(opensim: Any, shared_data: Path, tmp_path: Path) -> None:
    """Marker weights and coordinate tasks of the walk's own task file, in and out again."""
    walk, model = part(markers_of(shared_data, WALK), FRAMES), shared_data / "walk_3d" / "subject_walk_scaled.osim"
    tasks = read_ik_tasks(shared_data / "walk_3d" / "ik_tasks_walk.xml")
    table, fit = fit_markers(walk, model_of(shared_data), tasks=tasks)
    path = write_ik_tasks(fit, tmp_path / "ik_tasks.xml")
    loaded = opensim.IKTaskSet(str(path))
    own = {loaded.get(k).getName(): loaded.get(k).getWeight() for k in range(loaded.getSize())}
    wished = {task.name: task.weight for task in tasks.coordinates}
    assert own == dict(zip(fit.names, fit.weight.tolist(), strict=True)) | wished
    assert all(loaded.get(k).getApply() for k in range(loaded.getSize()))
    theirs = _angles(opensim, model, write_trc(tmp_path / "walk.trc", walk), loaded, walk.time_s, tmp_path / "ik.mot")
    for name in ("pelvis_tilt", "hip_flexion_r", "hip_rotation_l", "knee_angle_r", "ankle_angle_l"):
        assert theirs.column(name) == pytest.approx(np.degrees(table.column(name)), abs=0.002), name


def _angles(opensim: Any, model: Path, trc: Path, tasks: Any, time_s: Any, out: Path) -> Any:
    tool = opensim.InverseKinematicsTool()
    tool.set_model_file(str(model))
    tool.set_marker_file(str(trc))
    tool.setStartTime(float(time_s[0]) - 1e-4)
    tool.setEndTime(float(time_s[-1]) + 1e-4)
    tool.set_accuracy(1e-10)
    tool.set_report_errors(False)
    tool.setResultsDir(str(out.parent))
    tool.set_output_motion_file(str(out))
    for k in range(tasks.getSize()):
        tool.upd_IKTaskSet().cloneAndAppend(tasks.get(k))
    assert tool.run()
    return read_table(out)
