"""``trochanter analyze`` on sound input: what it writes, what it says, and how it ends when it is interrupted."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import Result as Ended

from tests.cli.made_trial import ROWS, RUNNER, Files, edit, made_trial, replaced
from trochanter.capture.tables import read_table
from trochanter.cli.main import app
from trochanter.exchange.schema import Result
from trochanter.exchange.shapes import Quantity

COMMAND = [sys.executable, "-m", "trochanter"]


@pytest.fixture(scope="module")
def analyzed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Files, Ended]:
    """A sound trial, analyzed once with --json."""
    files = made_trial(tmp_path_factory.mktemp("sound"))
    return files, files.analyze("--json", "--mass-kg", "62")


def test_everything_is_written(analyzed: tuple[Files, Ended]) -> None:
    files, done = analyzed
    assert done.exit_code == 0, done.stderr
    written = {path.name for path in files.out.iterdir()}
    assert written == {
        "report.html", "result.json", "model.osim", "ik.mot", "id.sto", "activation.sto", "force.sto", "hip_contact.sto"
    }  # fmt: skip
    page = (files.out / "report.html").read_text(encoding="utf-8")
    assert f'<p class="kicker">{files.angles.parent.name} / run, ' in page


def test_standard_output_is_the_result_and_nothing_else(analyzed: tuple[Files, Ended]) -> None:
    files, done = analyzed
    assert json.loads(done.stdout) == json.loads((files.out / "result.json").read_text(encoding="utf-8"))


def test_the_result_keeps_its_schema(analyzed: tuple[Files, Ended]) -> None:
    files, done = analyzed
    result = Result.model_validate_json(done.stdout)
    assert result.schema_name == "trochanter.result/2"
    assert result.name == f"{files.angles.parent.name} / run"
    assert {file.role: file.name for file in result.inputs} == {
        "model": "runner.osim", "coordinates": "run.mot", "forces": "demo_forces.mot"
    }  # fmt: skip
    assert all(len(file.sha256) == 64 for file in result.inputs)
    assert result.parameters["cutoff_hz"] == Quantity(value=15.0, unit="Hz")
    assert result.parameters["person_mass_kg"] == Quantity(value=62.0, unit="kg")
    assert set(result.timings) == {"read", "solve", "explain"}
    assert result.rate.value == pytest.approx(150.0, abs=0.01)
    assert set(result.hips) == {"right", "left"}


def test_tables_have_the_columns_that_opensim_gives_them(analyzed: tuple[Files, Ended]) -> None:
    files, _ = analyzed
    found = {name: read_table(files.out / name) for name in ("ik.mot", "id.sto", "activation.sto", "force.sto")}
    assert all(len(table.time_s) == ROWS for table in found.values())
    assert found["ik.mot"].in_degrees
    assert {"hip_flexion_r", "knee_angle_l", "pelvis_tx"} <= set(found["ik.mot"].columns)
    assert {"hip_flexion_r_moment", "pelvis_ty_force"} <= set(found["id.sto"].columns)
    assert {"obtint_sup_r", "piri_l", "glmax1_r"} <= set(found["activation.sto"].columns)
    assert set(found["force.sto"].columns) > {*found["activation.sto"].columns, "hip_rotation_r_reserve"}
    contact = read_table(files.out / "hip_contact.sto")
    assert contact.columns == tuple(f"hip_{s}_on_femur_{s}_in_femur_{s}_f{axis}" for s in "rl" for axis in "xyz")


def test_it_says_little_and_where_the_report_is(analyzed: tuple[Files, Ended]) -> None:
    files, done = analyzed
    lines = [line for line in done.stderr.splitlines() if "first run on this computer" not in line]
    assert all(line.startswith("trochanter: ") for line in lines)
    assert lines[0] == "trochanter: reading"
    assert lines[-1] == f"trochanter: report: {files.out / 'report.html'}"
    assert lines[-2].endswith("more notes are in the report (--verbose tells all)")
    assert sum("note: " in line for line in lines) <= 5


def test_verbose_tells_every_note(tmp_path: Path) -> None:
    files = made_trial(tmp_path)
    done = files.analyze("--verbose", "--json")
    told = {line.removeprefix("trochanter: note: ") for line in done.stderr.splitlines() if "note: " in line}
    assert {warning["text"] for warning in json.loads(done.stdout)["warnings"]} <= told
    assert "more notes" not in done.stderr


def test_choices_reach_the_result(tmp_path: Path) -> None:
    options = ("--power", "3", "--strength", "1.5", "--parity", "opensim", "--cutoff-hz", "none")
    done = made_trial(tmp_path).analyze(*options, "--json")
    assert done.exit_code == 0, done.stderr
    parameters = json.loads(done.stdout)["parameters"]
    assert parameters["power"]["value"] == 3.0
    assert parameters["strength_scale"]["value"] == 1.5
    assert parameters["parity"] == "opensim"
    assert parameters["cutoff_hz"] is None


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    files = made_trial(tmp_path)
    files.out.mkdir()
    (files.out / "result.json").write_text("old")
    (files.out / "mine.txt").write_text("kept")
    assert files.analyze().exit_code == 0
    assert json.loads((files.out / "result.json").read_text(encoding="utf-8"))["schema"] == "trochanter.result/2"
    assert (files.out / "mine.txt").read_text() == "kept"
    assert not list(files.out.glob(".*"))


def test_without_forces(tmp_path: Path) -> None:
    files = made_trial(tmp_path)
    done = RUNNER.invoke(
        app, ["analyze", str(files.angles), "--model", str(files.model), "--out", str(files.out), "--json"]
    )
    assert done.exit_code == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["plate"] is None
    assert result["parameters"]["ground_forces"] == "no"


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are text there")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    files = made_trial(tmp_path)
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/l\xe4uft \xff.mot"))
    files.angles.rename(odd)
    done = subprocess.run(
        [*COMMAND, "analyze", odd, "--model", files.model, "--out", files.out, "--cutoff-hz", "15", "--json"],
        capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert Result.model_validate_json(done.stdout).name.startswith(f"{tmp_path.name} / l")


@pytest.mark.needs("shared-data")
def test_a_model_without_deep_rotators_gets_them(shared_data: Path, tmp_path: Path) -> None:
    walk = shared_data / "walk_3d"
    short = tmp_path / "walk.sto"
    lines = (walk / "coordinates.sto").read_text().splitlines(keepends=True)
    end = next(k for k, line in enumerate(lines) if line.strip() == "endheader") + 2
    short.write_text("".join(lines[: end + 150]))
    edit(short, replaced("nRows=1350", "nRows=150"))
    options = ["--forces", str(walk / "grf_walk.xml"), "--cutoff-hz", "6", "--out", str(tmp_path / "out"), "--json"]
    model = str(walk / "subject_walk_scaled.osim")
    done = RUNNER.invoke(app, ["analyze", str(short), "--model", model, *options])
    assert done.exit_code == 0, done.stderr
    assert "the built-in hip model in its size takes the same joint angles" in done.stderr
    result = Result.model_validate_json(done.stdout)
    given = {file.role: (file.name, file.sha256) for file in result.inputs}
    assert given["model"] == ("built-in hip model", "")
    assert given["model, scaled from"] == ("subject_walk_scaled.osim", sha256((Path(model)).read_bytes()).hexdigest())
    assert not [warning for warning in result.warnings if str(walk) in warning.text + warning.where]
    muscles = {muscle.muscle for muscle in result.hips["right"].muscles}
    assert {"obturator_internus", "quadratus_femoris"} <= muscles
    kept = RUNNER.invoke(app, ["analyze", str(short), "--model", model, "--own-muscles", *options])
    muscles = {muscle["muscle"] for muscle in json.loads(kept.stdout)["hips"]["right"]["muscles"]}
    assert "obturator_internus" not in muscles
    assert "piriformis" in muscles


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own, at work."""
    with subprocess.Popen(
        [*COMMAND, *made_trial(tmp_path).command("--json")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stderr is not None
        assert process.stderr.readline() == "trochanter: reading\n"
        yield process


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_ctrl_c_ends_it_cleanly(running: subprocess.Popen[str], tmp_path: Path) -> None:
    running.send_signal(signal.SIGINT)
    said, complained = running.communicate(timeout=120)
    # Where the signal came while a library's code was being made, Python ends by that signal: shells call both 130.
    assert running.returncode in (130, -signal.SIGINT)
    assert said == ""
    assert complained.splitlines()[-1] == "trochanter: stopped"
    assert "Traceback" not in complained
    assert not (tmp_path / "out" / "result.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end in another way there")
def test_nobody_reads_what_it_prints(running: subprocess.Popen[str], tmp_path: Path) -> None:
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    complained = running.stderr.read()
    assert running.wait(timeout=300) == 141
    assert "Traceback" not in complained
    assert "Exception" not in complained
    assert (tmp_path / "out" / "result.json").is_file()


def test_help_names_what_is_needed() -> None:
    said = RUNNER.invoke(app, ["analyze", "--help"], env={"COLUMNS": "120", "TERM": "dumb"}).stdout
    for word in ("TRIAL", "--model FILE", "--forces", "--cutoff-hz", "--set", "--out", "--json", "From markers"):
        assert word.split()[0] in said
