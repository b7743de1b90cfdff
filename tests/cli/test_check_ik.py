"""``trochanter check-ik``: converged angles are called so, and angles that are not are told by how much."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from trochanter.capture.formats import read
from trochanter.capture.ik_tasks import read_ik_tasks
from trochanter.capture.osim import read_osim
from trochanter.capture.trial import Table, Trial
from trochanter.cli.main import app
from trochanter.core.arrays import Floats
from trochanter.exchange.tables import write_table
from trochanter.kinematics.ik import fit_markers

pytestmark = pytest.mark.needs("shared-data")

Check = Callable[..., Result]


@pytest.fixture(scope="module")
def optimum(shared_data: Path) -> Table:
    """Joint angles of the walk at the optimum of OpenSim's tasks."""
    walk = shared_data / "walk_3d"
    trial = read(walk / "markers_walk.trc")
    assert isinstance(trial, Trial)
    assert trial.markers is not None
    body = read_osim(walk / "subject_walk_scaled.osim")
    return fit_markers(trial.markers, body, tasks=read_ik_tasks(walk / "ik_tasks_walk.xml"))[0]


@pytest.fixture
def check(shared_data: Path, tmp_path: Path, optimum: Table) -> Check:
    """The command on the optimum, its hip flexion and rotation of the right leg moved by as many degrees."""
    walk = shared_data / "walk_3d"

    def run(*options: str, flexion_deg: float = 0.0, rotation_deg: float = 0.0) -> Result:
        values: Floats = optimum.values.copy()
        for name, moved in (("hip_flexion_r", flexion_deg), ("hip_rotation_r", rotation_deg)):
            values[:, optimum.columns.index(name)] += np.deg2rad(moved)
        write_table(tmp_path / "ik.sto", "Coordinates", optimum.time_s, optimum.columns, values, in_degrees=False)
        files = ["--model", str(walk / "subject_walk_scaled.osim"), "--markers", str(walk / "markers_walk.trc")]
        tasks = ["--tasks", str(walk / "ik_tasks_walk.xml")]
        return RUNNER.invoke(app, ["check-ik", str(tmp_path / "ik.sto"), *files, *tasks, *options])

    return run


def test_converged_angles_are_called_so(check: Check) -> None:
    done = check()
    assert done.exit_code == 0, done.stderr
    assert "these angles are converged" in done.stdout
    assert "filter" not in done.stdout
    assert "report" not in done.stderr


def test_angles_off_the_optimum_are_told_by_coordinate(check: Check) -> None:
    done = check("--json", flexion_deg=4.0, rotation_deg=-2.5)
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    largest = {row["name"]: row["largest"] for row in found["coordinates"]}
    assert largest["hip_flexion_r"]["value"] == pytest.approx(4.0, abs=0.01)
    assert largest["hip_rotation_r"]["value"] == pytest.approx(2.5, abs=0.01)
    assert largest["hip_flexion_r"]["unit"] == "deg"
    assert largest["hip_flexion_l"]["value"] < 0.01
    assert found["marker_rms"]["given"]["value"] > found["marker_rms"]["best"]["value"]
    assert found["objective_ratio"]["value"] > 1.0
    assert found["contact"] == []
    assert found["converged"] == found["frames"]


def test_a_filter_is_not_blamed_on_the_search(check: Check) -> None:
    assert "What a filter took after the fit counts too" in check(flexion_deg=4.0, rotation_deg=-2.5).stdout


def test_it_says_what_that_does_to_the_hip_force(shared_data: Path, check: Check) -> None:
    done = check("--forces", str(shared_data / "walk_3d" / "grf_walk.xml"), "--cutoff-hz", "6", flexion_deg=4.0)
    assert done.exit_code == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("Hip contact force, ")]
    assert [line.split(",")[1].split(":")[0].strip() for line in lines] == ["right", "left"]
    apart = [float(line.split("up to ")[1].split()[0]) for line in lines]
    assert apart[0] > 0.05
    assert "hip_flexion_r" in done.stdout


def test_published_angles_are_another_fits(shared_data: Path) -> None:
    """The coordinates published with the walk leave its markers 33 mm away where 12 mm are possible."""
    walk = shared_data / "walk_3d"
    words = ["--model", str(walk / "subject_walk_scaled.osim"), "--markers", str(walk / "markers_walk.trc"), "--json"]
    tasks = ["--tasks", str(walk / "ik_tasks_walk.xml")]
    done = RUNNER.invoke(app, ["check-ik", str(walk / "coordinates.sto"), *words, *tasks])
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)["marker_rms"]
    assert 1e3 * found["given"]["value"] == pytest.approx(33.2, abs=0.1)
    assert 1e3 * found["best"]["value"] == pytest.approx(12.1, abs=0.1)


def test_angles_of_another_recording_are_refused(shared_data: Path) -> None:
    walk, run = shared_data / "walk_3d", shared_data / "run_4ms" / "runningModel_Kinematics_q.sto"
    words = ["--model", str(walk / "subject_walk_scaled.osim"), "--markers", str(walk / "markers_walk.trc")]
    done = RUNNER.invoke(app, ["check-ik", str(run), *words])
    assert (done.exit_code, done.stdout) == (2, ""), done.stderr
    assert "do not belong together" in done.stderr
    assert "whether they are of another trial" in done.stderr


@pytest.mark.parametrize(
    ("place", "name", "words"),
    [
        ("angles", "walk_3d/markers_walk.trc", "the recording holds markers, not joint angles"),
        ("angles", "walk_3d/subject_walk_scaled.osim", "USER_IK cannot be"),
        ("model", "walk_3d/coordinates.sto", "this is no model: it is a table of numbers"),
        ("markers", "walk_3d/coordinates.sto", "the recording holds no markers"),
        ("tasks", "walk_3d/grf_walk.xml", "0 sets of inverse-kinematics tasks"),
        ("angles", "nowhere.mot", "there is no such file"),
    ],
)
def test_files_that_cannot_be(shared_data: Path, place: str, name: str, words: str) -> None:
    files = {
        "angles": "walk_3d/coordinates.sto",
        "model": "walk_3d/subject_walk_scaled.osim",
        "markers": "walk_3d/markers_walk.trc",
        "tasks": "walk_3d/ik_tasks_walk.xml",
    } | {place: name}
    options = [word for key in ("model", "markers", "tasks") for word in (f"--{key}", str(shared_data / files[key]))]
    done = RUNNER.invoke(app, ["check-ik", str(shared_data / files["angles"]), *options])
    assert (done.exit_code, done.stdout) == (2, ""), done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
