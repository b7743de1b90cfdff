"""RBDS001 through the package's own chain: from the files to joint angles and the forces of both feet.

Fukuchi, Fukuchi, Duarte 2017, PeerJ 5:e3298, doi 10.7717/peerj.3298, figshare 4543435, CC BY 4.0.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.formats import read
from trochanter.capture.trial import Forces, Table, Trajectories, Trial
from trochanter.core.arrays import Floats, frozen
from trochanter.kinematics.demo import DEMO_MASS_KG
from trochanter.kinematics.static_scaling import Scaled, scale_to_static
from trochanter.kinematics.tracked import Tracked, Tracking
from trochanter.kinematics.tracking import Prepared, prepare_markers, track
from trochanter.kinematics.upright import upright

HEIGHT_M = 1.81
STATIC_FILE = "RBDS001static.txt"
MARKER_FILE = "RBDS001runT25markers.txt"
FORCE_FILE = "RBDS001runT25forces.txt"
WINDOW_S = (9.7, 15.2)  # six complete strides a side with filter margins, no missing marker, no drop-out of the belt
TRACKING = Tracking(fix_labels=True, weights="both", mass_kg=DEMO_MASS_KG)
_SLACK_S = 1e-6


@dataclass(frozen=True, slots=True)
class Recorded:
    """The whole recording before any body follows it: run as recorded and mended, and the runner's body."""

    labelled: Trial
    prepared: Prepared
    scaled: Scaled


def recorded(data: Path) -> Recorded:
    """Read static trial and run, mend the run's labels, make a body of the runner's size with his markers."""
    still, prepared = _trial(data / STATIC_FILE), mended(data)
    scaled = scale_to_static(
        hip_model(), still, mass_kg=DEMO_MASS_KG, height_m=HEIGHT_M, movement=prepared.markers, sides="mean"
    )
    return Recorded(_trial(data / MARKER_FILE), prepared, scaled)


def mended(data: Path) -> Prepared:
    """The run with the belt's force, its exchanged labels put right against the static trial."""
    still = _trial(data / STATIC_FILE).markers
    assert still is not None
    return prepare_markers(_trial(data / MARKER_FILE, data / FORCE_FILE), upright(still, None)[0], TRACKING)


def followed(prepared: Prepared, body: Body) -> Tracked:
    """The mended run as ``body`` follows it, all of it, weights as packaged."""
    return track(prepared, body, TRACKING)


def windowed_angles(table: Table, window_s: tuple[float, float] = WINDOW_S) -> Table:
    """Joint angles within a closed window of time."""
    rows = _rows(table.time_s, window_s)
    return replace(table, time_s=frozen(table.time_s[rows]), values=frozen(table.values[rows]))


def windowed_markers(markers: Trajectories, window_s: tuple[float, float] = WINDOW_S) -> Trajectories:
    """Markers within a closed window of time."""
    rows = _rows(markers.time_s, window_s)
    return replace(markers, time_s=frozen(markers.time_s[rows]), position_m=frozen(markers.position_m[rows]))


def windowed_forces(forces: Forces, window_s: tuple[float, float] = WINDOW_S) -> Forces:
    """Forces within a closed window of time."""
    rows = _rows(forces.time_s, window_s)
    loads = tuple(
        replace(
            load,
            force_N=frozen(load.force_N[rows]),
            point_m=frozen(load.point_m[rows]),
            moment_Nm=frozen(load.moment_Nm[rows]),
        )
        for load in forces.loads
    )
    return replace(forces, time_s=frozen(forces.time_s[rows]), loads=loads)


def _trial(path: Path, forces: Path | None = None) -> Trial:
    trial = read(path, forces=forces)
    assert isinstance(trial, Trial)
    return trial


def _rows(time_s: Floats, window_s: tuple[float, float]) -> slice:
    first, last = np.searchsorted(time_s, (window_s[0] - _SLACK_S, window_s[1] + _SLACK_S))
    return slice(int(first), int(last))
