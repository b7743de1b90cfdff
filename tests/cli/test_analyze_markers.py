"""``trochanter analyze`` from markers: the whole chain on real recordings, alone and several at once."""

import json
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import numpy as np
import pytest

import trochanter as tr
from tests.capture.apart import apart, shorten_with_ezc3d
from tests.cli.made_markers import SECONDS, Files, recorded, written
from tests.cli.made_trial import RUNNER
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.person import person_mass_kg
from trochanter.capture.osim import read_osim
from trochanter.capture.tables import read_table
from trochanter.capture.trial import Trial
from trochanter.cli.main import app
from trochanter.exchange.schema import Result
from trochanter.kinematics.tracked import Tracking

pytestmark = pytest.mark.needs("shared-data")


@dataclass(frozen=True)
class Done:
    """A command that ended well: its files, what it said, and its result."""

    files: Files
    said: str
    result: Result

    @property
    def page(self) -> str:
        return unescape((self.files.out / "report.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def runner(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Done:
    """Three seconds of RBDS001 at 2.5 m/s with its static trial and its belt's forces, labels put right."""
    files = written(recorded(shared_data), tmp_path_factory.mktemp("runner"))
    ended = files.analyze("--fix-labels", "--json")
    assert ended.exit_code == 0, ended.stderr
    return Done(files, ended.stderr, Result.model_validate_json(ended.stdout))


def test_a_runners_markers_become_a_report(runner: Done) -> None:
    names = {path.name for path in runner.files.out.iterdir()}
    assert names == {
        "report.html", "result.json", "model.osim",
        "ik.mot", "ik_hips.mot", "ik_tasks.xml", "ik_hips_tasks.xml",
        "id.sto", "activation.sto", "force.sto", "hip_contact.sto"
    }  # fmt: skip
    result = runner.result
    assert {(file.role, file.name) for file in result.inputs} >= {("markers", "run.txt"), ("forces", "forces.txt")}
    assert set(result.timings) == {"read", "check", "scale", "track", "solve", "explain"}
    assert result.parameters["ground_forces"] == "yes"
    assert len(read_table(runner.files.out / "ik.mot").time_s) == SECONDS * 150


def test_the_hip_angles_that_are_told_have_a_file_beside_those_for_loads(runner: Done) -> None:
    loads, hips = (read_table(runner.files.out / name) for name in ("ik.mot", "ik_hips.mot"))
    assert np.array_equal(hips.time_s, loads.time_s)
    apart = np.abs(hips.column("hip_rotation_r") - loads.column("hip_rotation_r"))
    assert 0.5 < apart.max() < 20.0
    assert runner.result.hip_rotation is not None
    offset = runner.result.hip_rotation.sides["right"].offset.value
    assert hips.column("hip_rotation_r").mean() == pytest.approx(offset, abs=1.5)


def test_exchanged_labels_are_named_and_put_right(runner: Done) -> None:
    first = next(line for line in runner.said.splitlines() if "note: " in line)
    assert "the labels 'R.MT1' and 'R.MT5' (within a segment) are exchanged throughout" in first
    assert first.endswith("they were exchanged back")
    assert "look exchanged" not in runner.page


def test_the_api_gives_what_the_command_gives(runner: Done) -> None:
    """The straight way: read, scale, solve; every number of both angle files to the last digit written."""
    trial, static = (tr.read(runner.files.run, forces=runner.files.forces), tr.read(runner.files.static))
    assert isinstance(trial, Trial)
    assert isinstance(static, Trial)
    body = tr.scale(tr.hip_model(), static=static, mass_kg=62)
    motion = tr.solve(trial, body, cutoff_hz=15, tracking=Tracking(fix_labels=True))
    assert motion.led is not None
    for name, own in (("ik.mot", motion), ("ik_hips.mot", motion.led)):
        table = read_table(runner.files.out / name)
        for column in table.columns:
            k = motion.body.coordinate(column)
            factor = 180.0 / np.pi if motion.body.coordinates.is_rotation[k] else 1.0
            assert table.column(column) == pytest.approx(factor * own.q[:, k], rel=1e-12, abs=1e-12), (name, column)


def test_exchanged_labels_of_one_foot_are_told_but_do_not_cast_doubt_on_everything(
    shared_data: Path, tmp_path: Path
) -> None:
    """The foot's markers are registered to the run with these labels: the hips hardly change (test_exchanged_feet)."""
    files = written(recorded(shared_data), tmp_path)
    done = files.analyze(forces=False)
    assert done.exit_code == 0, done.stderr
    first = next(line for line in done.stderr.splitlines() if "note: " in line)
    assert "'R.MT1' and 'R.MT5'" in first
    assert "they were left as they are; --fix-labels exchanges them back" in first
    page = unescape((files.out / "report.html").read_text(encoding="utf-8"))
    assert "nothing below can be relied on" not in page
    assumed = page[page.index("What had to be assumed or left out") :]
    assert "hips and their loads hardly depend on it" in assumed


def test_exchanged_labels_of_a_thigh_lead_everything(shared_data: Path, tmp_path: Path) -> None:
    found = recorded(shared_data)
    top = found.run.columns(lambda name: name.startswith("R.Thigh.Top.Lat"))
    bottom = found.run.columns(lambda name: name.startswith("R.Thigh.Bottom.Med"))
    found.run.values[:, [*top, *bottom]] = found.run.values[:, [*bottom, *top]]
    files = written(found, tmp_path)
    done = files.analyze(forces=False)
    assert done.exit_code == 0, done.stderr
    page = unescape((files.out / "report.html").read_text(encoding="utf-8"))
    assert "Marker labels of this recording look exchanged." in page[: page.index("How sure")]


def test_the_report_shows_how_good_the_fit_is(runner: Done) -> None:
    """The floor of rigid segments is 2.4 mm and the fit leaves 6.4 mm over the whole record."""
    said = re.sub(r"<[^>]+>", " ", runner.page).replace("\xa0", " ")
    (rms,) = re.findall(r"the model's markers lie ([\d.]+) mm from the recorded ones", said)
    ((floor, model),) = re.findall(r"rigid segments would still miss ([\d.]+) mm.*? add the rest, ([\d.]+) mm", said)
    assert 1.0 < float(floor) < 3.0
    assert float(rms) < 9.0
    assert np.hypot(float(floor), float(model)) == pytest.approx(float(rms), abs=0.1)


def test_the_written_model_belongs_to_the_written_angles(runner: Done) -> None:
    body = read_osim(runner.files.out / "model.osim")
    assert set(read_table(runner.files.out / "ik.mot").columns) == set(body.coordinates.names)
    model = hip_model()
    share = float(np.sum(model.segments.mass_kg)) / person_mass_kg(model)
    assert float(np.sum(body.segments.mass_kg)) == pytest.approx(62.0 * share, rel=1e-4)
    assert {"R.ASIS", "L.MT5"} <= set(body.markers.names)
    last = runner.said.splitlines()[-2:]
    assert [line.split(": ", 2)[1] for line in last] == ["model in the person's size, for OpenSim", "report"]


@pytest.mark.needs("ezc3d")
def test_a_c3d_recording_carries_its_own_forces(shared_data: Path, tmp_path: Path) -> None:
    """The 3.5 m/s run, its first seconds, with the static trial as .c3d."""
    folder = shared_data / "rbds001"
    short = tmp_path / "run.c3d"
    apart(shorten_with_ezc3d, folder / "RBDS001runT35.c3d", short, 450)
    options = ["--static", str(folder / "RBDS001static.c3d"), "--mass-kg", "62", "--fix-labels", "--json"]
    done = RUNNER.invoke(app, ["analyze", str(short), *options, "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.stderr
    result = Result.model_validate_json(done.stdout)
    assert result.parameters["ground_forces"] == "yes"
    assert result.plate is not None
    assert "'R.MT1' and 'R.MT5'" in done.stderr


# Published less ours, degrees: mean and standard deviation over 0.45 to 1.80 s. What was published leaves the markers
# 33 mm away (root mean square), ours 12: another fit, its pelvis tilted by 6 degrees, not this one's optimum.
PUBLISHED_LESS_OURS_DEG = {
    "pelvis_tilt": (6.3, 0.5),
    "pelvis_list": (0.4, 0.9),
    "pelvis_rotation": (3.1, 0.6),
    "hip_flexion_r": (-7.7, 0.8),
    "hip_adduction_r": (1.5, 1.7),
    "hip_rotation_r": (-0.1, 1.9),
    "knee_angle_r": (-2.6, 0.9),
    "ankle_angle_r": (-2.8, 1.1),
    "hip_flexion_l": (-6.0, 1.0),
    "hip_adduction_l": (1.7, 1.7),
    "hip_rotation_l": (5.0, 2.5),
    "knee_angle_l": (-0.5, 1.4),
    "ankle_angle_l": (-1.9, 1.3),
}


def test_angles_of_a_walk_differ_from_the_published_ones_by_stated_offsets(shared_data: Path, tmp_path: Path) -> None:
    walk, out = shared_data / "walk_3d", tmp_path / "out"
    options = ["--model", str(walk / "subject_walk_scaled.osim"), "--own-muscles", "--cutoff-hz", "none"]
    tasks = ["--tasks", str(walk / "ik_tasks_walk.xml"), "--forces", str(walk / "grf_walk.xml")]
    done = RUNNER.invoke(app, ["analyze", str(walk / "markers_walk.trc"), *options, *tasks, "--out", str(out)])
    assert done.exit_code == 0, done.stderr
    ours, theirs = read_table(out / "ik.mot"), read_table(walk / "coordinates.sto")
    path = {name.split("/")[-2]: name for name in theirs.columns}
    for name, expected in PUBLISHED_LESS_OURS_DEG.items():
        own = np.interp(theirs.time_s, ours.time_s, ours.column(name))
        apart = np.rad2deg(theirs.column(path[name])) - own
        assert (apart.mean(), apart.std()) == pytest.approx(expected, abs=0.1), name


def test_people_who_walk_into_view_are_followed_while_they_are_seen(shared_data: Path, tmp_path: Path) -> None:
    words = ["--height-m", "1.75", "--mass-kg", "70", "--out", str(tmp_path / "out"), "--json"]
    done = RUNNER.invoke(app, ["analyze", str(shared_data / "c3d" / "walking2.c3d"), *words])
    assert done.exit_code == 0, done.stderr
    result = json.loads(done.stdout)
    told = {warning["code"]: warning["text"] for warning in result["warnings"]}
    assert told["recording-cut"].startswith("pelvis and both legs are in view from 1.39 to 3.78 s")
    assert "sizes and marker places are those of one instant of the movement" in told["static-from-movement"]
    assert not {"size-from-height", "fit-poor"} & told.keys()
    assert result["marker_fit"]["rms"]["value"] == pytest.approx(0.0079, abs=0.0005)
    assert result["parameters"]["cutoff_hz"]["value"] == 6.0
    page = unescape((tmp_path / "out" / "report.html").read_text(encoding="utf-8"))
    assert "there is no static trial" in page[page.index("What had to be assumed") :].lower()


def test_a_hole_in_the_recording_leaves_its_parts(shared_data: Path, tmp_path: Path) -> None:
    """1.3 s without a marker of the pelvis: told, flagged, no stride that reaches into it; the parts stay."""
    found = recorded(shared_data)
    whole = written(found, tmp_path)
    tracking, bodies = Tracking(fix_labels=True), []
    for hidden in (False, True):
        if hidden:
            pelvis = found.run.columns(lambda name: any(part in name for part in ("ASIS", "PSIS", "Iliac")))
            found.run.values[150:345, pelvis] = np.nan
            found.run.write(whole.run)
        trial, static = tr.read(whole.run, forces=whole.forces), tr.read(whole.static)
        assert isinstance(trial, Trial)
        assert isinstance(static, Trial)
        bodies.append(tr.solve(trial, tr.scale(tr.hip_model(), static=static, mass_kg=62), tracking=tracking))
    seen, holed = bodies
    told = {notice.code: notice.text for notice in holed.notices}
    assert told["recording-holes"].startswith("the pelvis is out of view from 1.00 to 2.29 s")
    assert told["recording-holes"].endswith("the parts from 0.00 to 0.99 s, from 2.30 to 2.99 s are analysed")
    assert not {"force-and-foot-differ", "foot-without-force", "coordinate-jumps"} & told.keys()
    inside = (holed.time_s >= 1.0) & (holed.time_s < 2.29)
    assert holed.edge[inside].all()
    assert not holed.edge[(holed.time_s > 0.1) & (holed.time_s < 0.6)].any()
    assert {stride.reason for stride in holed.strides if stride.next_contact_s > 1.0} >= {"the pelvis is out of view"}
    k = seen.body.coordinate("hip_flexion_r")
    assert np.degrees(np.abs(seen.q[:, k] - holed.q[:, k])[~holed.edge]).max() < 1.0


def test_a_mass_that_was_not_given_is_told_first(shared_data: Path, tmp_path: Path) -> None:
    files = written(recorded(shared_data), tmp_path)
    words = ["analyze", str(files.run), "--static", str(files.static), "--out", str(files.out), "--fix-labels"]
    done = RUNNER.invoke(app, words)
    assert done.exit_code == 0, done.stderr
    notes = [line for line in done.stderr.splitlines() if "note: " in line][:3]
    assert any("the person's mass was not given" in note for note in notes)
    page = unescape((files.out / "report.html").read_text(encoding="utf-8"))
    assert "mass was not given" in page[page.index("What had to be assumed") :][:600]


def test_several_recordings_stand_side_by_side(shared_data: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    for k, folder in enumerate((first, second)):
        folder.mkdir()
        written(recorded(shared_data, start_s=5 * k), folder)
    out = tmp_path / "out"
    trials = [str(folder / "run.txt") for folder in (first, second)]
    forces = [word for folder in (first, second) for word in ("--forces", str(folder / "forces.txt"))]
    options = ["--static", str(first / "static.txt"), "--mass-kg", "62", "--fix-labels", "--out", str(out)]
    done = RUNNER.invoke(app, ["analyze", *trials, *forces, *options])
    assert done.exit_code == 0, done.stderr
    assert done.stdout == ""
    assert {path.name for path in out.iterdir()} == {"one-run", "two-run", "index.html"}
    page = (out / "index.html").read_text(encoding="utf-8")
    for name in ("one-run", "two-run"):
        assert (out / name / "result.json").is_file()
        assert f'href="{name}/report.html"' in page
    assert "recording 2 of 2" in done.stderr
    assert done.stderr.count("making a body of the person's size") == 1
    assert done.stderr.index("results of one-run") > done.stderr.index("recording 2 of 2")
    assert done.stderr.splitlines()[-1].endswith("index.html")
