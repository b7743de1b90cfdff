"""Weights of a fit as OpenSim's tasks: written, read again, and left beside the angles."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from tests.exchange.test_opensim_files import complete_account, led_account
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.ik_tasks import MANUAL_VALUE, CoordinateTask, read_ik_tasks
from trochanter.core.arrays import frozen
from trochanter.exchange.ik_tasks import write_ik_tasks
from trochanter.exchange.opensim_files import OPENSIM_FILES, write_opensim_files
from trochanter.kinematics.motion import MarkerFit

NAMES, WEIGHTS = ("RASI", "R<TH> & 1", "LTOE"), (10000.0, 1.0 / 3.0, 1.0)
WISHES = (CoordinateTask("subtalar_angle_r", 0.1), CoordinateTask("knee_angle_l", 2.0, MANUAL_VALUE, 0.1))


def made_fit() -> MarkerFit:
    return MarkerFit(
        body=hip_model(),
        time_s=frozen([0.0]),
        names=NAMES,
        recorded=NAMES,
        segment=frozen([1, 2, 3], np.int64),
        weight=frozen(WEIGHTS),
        error_m=frozen(np.zeros((1, 3))),
        converged=frozen([True], np.bool_),
        iterations=frozen([1], np.int64),
        wishes=WISHES,
    )


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    tasks = read_ik_tasks(write_ik_tasks(made_fit(), tmp_path / "ik_tasks.xml"))
    assert dict(tasks.markers) == dict(zip(NAMES, WEIGHTS, strict=True))
    assert tasks.coordinates == WISHES


def test_tasks_stand_beside_the_angles_of_each_fit(tmp_path: Path) -> None:
    account = led_account()
    led = account.motion.led
    assert led is not None
    leading = replace(made_fit(), weight=frozen([1e4, 1e3, 1.0]))
    motion = replace(account.motion, fit=made_fit(), led=replace(led, fit=leading))
    names = [path.name for path in write_opensim_files(replace(account, motion=motion), tmp_path)]
    assert names == list(OPENSIM_FILES)
    assert read_ik_tasks(tmp_path / "ik_tasks.xml").markers["RASI"] == 10000.0
    assert read_ik_tasks(tmp_path / "ik_hips_tasks.xml").markers["R<TH> & 1"] == 1000.0


def test_angles_that_nobody_fitted_have_no_tasks(tmp_path: Path) -> None:
    assert not [path for path in write_opensim_files(complete_account(), tmp_path) if path.suffix == ".xml"]
