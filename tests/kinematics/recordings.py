"""The shared recordings as trials and bodies."""

from pathlib import Path

from trochanter.anatomy.body import Body
from trochanter.capture.formats import read
from trochanter.capture.trial import Trial

RUN = ("run_4ms/runningModel_CMC_test.osim", "run_4ms/runningModel_Kinematics_q.sto", "run_4ms/runningModel_GRF.xml")
WALK = ("walk_3d/subject_walk_scaled.osim", "walk_3d/coordinates.sto", "walk_3d/grf_walk.xml")


def body_of(data: Path, files: tuple[str, str, str]) -> Body:
    """The model of a recording."""
    body = read(data / files[0])
    assert isinstance(body, Body)
    return body


def trial_of(data: Path, files: tuple[str, str, str], *, forces: bool = True) -> Trial:
    """Angles and forces of a recording."""
    trial = read(data / files[1], forces=data / files[2] if forces else None)
    assert isinstance(trial, Trial)
    return trial
