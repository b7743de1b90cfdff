"""The reports of real recordings: two that hold no complete stride, and the packaged running trial."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.reporting.reading import parsed, plain
from trochanter.capture.loads import read_forces
from trochanter.capture.osim import read_osim
from trochanter.capture.tables import read_table
from trochanter.capture.trial import ExternalForce, Forces, Table, Trial
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, demo_trial
from trochanter.kinematics.solve import solve
from trochanter.mechanics.explain import Settings, explain
from trochanter.reporting.build import render

BRIEF = Settings(strength_cases=())
PARTIAL = {
    "run_4ms": ("runningModel_CMC_test.osim", "runningModel_Kinematics_q.sto", "runningModel_GRF.xml", None),
    "walk_3d": ("subject_walk_scaled.osim", "coordinates.sto", "grf_walk.xml", 6.0),
}


def _report(folder: Path, name: str) -> str:
    model, coordinates, forces, cutoff_hz = PARTIAL[name]
    signals = folder / name / "electromyography.sto"
    emg: Table | None = read_table(signals) if signals.is_file() else None
    trial = Trial(name, read_table(folder / name / coordinates), read_forces(folder / name / forces), emg)
    motion = solve(trial, read_osim(folder / name / model), cutoff_hz=cutoff_hz)
    return render(explain(motion, settings=BRIEF), emg=emg)


@pytest.fixture(scope="module")
def reports() -> dict[str, str]:
    return {}


@pytest.fixture
def report(request: pytest.FixtureRequest, shared_data: Path, reports: dict[str, str]) -> str:
    name = str(request.param)
    if name not in reports:
        reports[name] = _report(shared_data, name)
    return reports[name]


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("report", list(PARTIAL), indirect=True)
def test_a_record_without_a_complete_stride_is_told_in_seconds_without_average_band_or_verdict(report: str) -> None:
    first = " ".join(parsed(report).xpath("//main/section")[0].text_content().split())
    assert "No complete stride: no verdict on right against left." in first
    assert re.search(r"\d\.\d\d s, shown in seconds, each side on its own", first.replace("\u00a0", " "))
    words = plain(report)
    assert re.search(r"\d\.\d\d to \d\.\d\d s", words)
    for phrase in ("46 healthy", "detectable difference between", "complete strides right", "% of the stride"):
        assert phrase not in words
    for link in parsed(report).xpath("//a[@download]/@href"):
        assert "per%20cent" not in link


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("report", ["run_4ms"], indirect=True)
def test_the_older_running_model_names_the_two_it_lacks_and_shows_its_lumped_ones(report: str) -> None:
    words = plain(report)
    assert "It has no obturator internus or obturator externus." in words
    assert "Its two gemelli are one line" in words
    assert "Gemelli" in words
    assert "Quadratus femoris" in words
    assert "Just after landing the hip muscles together turn the thigh in." in words


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("report", ["walk_3d"], indirect=True)
def test_the_walking_record_shows_its_measured_gluteals_beside_the_computed_ones(report: str) -> None:
    words = plain(report)
    for muscle in ("Gluteus maximus", "Gluteus medius"):
        assert re.search(rf"{muscle}: measured signal on from [\d.]+ to [\d.]+.*?right likeness", words)
    assert "The file does not say which leg" in words
    assert "The model lacks 5 of the six deep rotators." in words


def test_the_packaged_running_trial_is_answered_on_its_first_screen() -> None:
    trial, body = demo_trial()
    words = plain(render(explain(solve(trial, body, cutoff_hz=DEMO_CUTOFF_HZ), settings=BRIEF)))
    assert "6 complete strides right and 6 left" in words
    assert "the right hip together turn the thigh neither clearly in nor out, those of the left in." in words
    assert "No detectable difference between right and left." in words
    assert "The force plate adds a twist of its own." in words
    assert "46 healthy runners" in words
    assert "Moment balance alone does not need obturator internus at landing" in words
    assert "Fukuchi, Fukuchi and Duarte 2017" in words


RUN_FILES = ("runningModel_Kinematics_q.sto", "runningModel_GRF.xml", "runningModel_CMC_test.osim")


def _with_loads(trial: Trial, change: Callable[[ExternalForce, Forces], ExternalForce], late_s: float = 0.0) -> Trial:
    assert trial.forces is not None
    loads = tuple(change(load, trial.forces) for load in trial.forces.loads)
    return replace(trial, forces=replace(trial.forces, loads=loads, time_s=trial.forces.time_s + late_s))


def _turned(load: ExternalForce, _: Forces) -> ExternalForce:
    return replace(load, force_N=load.force_N * np.array([-1.0, 1.0, 1.0]))


def _aside(load: ExternalForce, _: Forces) -> ExternalForce:
    return replace(load, point_m=load.point_m + np.array([0.0, 0.0, 0.1]))


def _in_millimetres(load: ExternalForce, _: Forces) -> ExternalForce:
    return replace(load, moment_Nm=1000.0 * load.moment_Nm)


BROKEN: dict[str, Callable[[Trial], Trial]] = {
    "forward force of the wrong sign": lambda trial: _with_loads(trial, _turned),
    "pressure centres 0.1 m aside": lambda trial: _with_loads(trial, _aside),
    "moments in N mm": lambda trial: _with_loads(trial, _in_millimetres),
    "forces 50 ms late": lambda trial: _with_loads(trial, lambda load, _: load, late_s=0.05),
}


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", BROKEN)
def test_a_recording_that_breaks_physics_says_so_before_anything_else(shared_data: Path, name: str) -> None:
    coordinates, forces, model = (shared_data / "run_4ms" / file for file in RUN_FILES)
    trial = BROKEN[name](Trial(name, read_table(coordinates), read_forces(forces)))
    account = explain(solve(trial, read_osim(model), cutoff_hz=None), settings=replace(BRIEF, slacks=()))
    first = parsed(render(account)).xpath("//main/section")[0].text_content()
    assert "Forces and motion of this recording do not fit together." in first
    assert "direction just after landing is clear" not in first
    visible = " ".join(
        text for text in parsed(render(account)).xpath("//main//text()[not(ancestor::details)]") if text.strip()
    )
    assert "The recording does not fit together." in visible


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("report", ["run_4ms"], indirect=True)
def test_what_is_asked_most_is_said_of_the_phase_where_the_figure_shows_most(report: str) -> None:
    words = plain(report)
    assert "balancing the moments asks most in the part of swing that was recorded" in words
    assert "Forces and motion do not quite balance." in words
