"""The shared marker recordings, read once a run."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.formats import read
from trochanter.capture.trial import Trajectories, Trial
from trochanter.core.arrays import Floats, frozen
from trochanter.kinematics.label_swaps import exchanged

WALK, RUN, STATIC = "walk_3d/markers_walk.trc", "rbds001/RBDS001runT25markers.txt", "rbds001/RBDS001static.txt"
FASTER_RUN = "rbds001/RBDS001runT35.c3d"
WALKS_C3D = ("c3d/walking2.c3d", "c3d/walking5.c3d")


@cache
def markers_of(data: Path, name: str) -> Trajectories:
    """Markers of a recording."""
    trial = read(data / name)
    assert isinstance(trial, Trial)
    assert trial.markers is not None
    return trial.markers


@cache
def model_of(data: Path, name: str = "walk_3d/subject_walk_scaled.osim") -> Body:
    """A model, by default the one scaled to the person of ``WALK``."""
    body = read(data / name)
    assert isinstance(body, Body)
    return body


def moved(markers: Trajectories, position_m: Floats) -> Trajectories:
    """The recording with other positions."""
    return replace(markers, position_m=frozen(position_m))


def swapped(markers: Trajectories, first: str, second: str, span: slice = slice(None)) -> Trajectories:
    """The recording with two labels exchanged, throughout or in ``span``."""
    frames = np.zeros(len(markers.time_s), dtype=np.bool_)
    frames[span] = True
    names = markers.names
    return moved(markers, exchanged(np.array(markers.position_m), names.index(first), names.index(second), frames))


def part(markers: Trajectories, span: slice) -> Trajectories:
    """Some samples of a recording."""
    return replace(markers, time_s=markers.time_s[span], position_m=markers.position_m[span])


def right_foot_mended(markers: Trajectories) -> Trajectories:
    """RBDS001's runs with the exchanged labels of the right foot put right."""
    return swapped(markers, "R.MT1", "R.MT5")
