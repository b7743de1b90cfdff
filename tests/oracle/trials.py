"""The recordings of the oracle tests, solved as OpenSim's tools filter them: kinematics only, forces as they are."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.formats import read
from trochanter.capture.osim import read_osim
from trochanter.capture.trial import Trial
from trochanter.exchange.osim import write_osim
from trochanter.exchange.tables import write_table
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, demo_trial
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.solve import solve

FOLDERS = {"walk_3d": 6.0, "run_4ms": None}
LIMBS = ("hip", "knee", "ankle", "subtalar")


class Case(NamedTuple):
    """A trial: files for OpenSim, and the motion that the project makes of them."""

    name: str
    model: Path
    loads: Path
    trial: Trial
    body: Body
    motion: Motion

    @property
    def limbs(self) -> list[int]:
        """Coordinates of the limb joints, dependent ones left out."""
        names, coupled = self.body.coordinates.names, self.body.coordinates.coupled_to
        return [k for k, name in enumerate(names) if name.startswith(LIMBS) and coupled[k] < 0]


FILES = {
    "walk_3d": ("subject_walk_scaled.osim", "coordinates.sto", "grf_walk.xml"),
    "run_4ms": ("runningModel_CMC_test.osim", "runningModel_Kinematics_q.sto", "runningModel_GRF.xml"),
}


def recorded(shared_data: Path, name: str) -> Case:
    """One of the two recordings that have ground forces and joint angles of OpenSim's."""
    model, coordinates, loads = (shared_data / name / file for file in FILES[name])
    trial, body = read(coordinates, forces=loads), read_osim(model)
    assert isinstance(trial, Trial)
    return Case(name, model, loads, trial, body, solve(trial, body, cutoff_hz=FOLDERS[name], force_cutoff_hz=None))


def converted(opensim: Any, case: Case, folder: Path) -> Case:
    """The same with the model as OpenSim writes it: files of its version 2 are rounded to six digits on the way."""
    model, path = opensim.Model(str(case.model)), folder / "converted.osim"
    model.finalizeConnections()
    model.printToXML(str(path))
    body = read_osim(path)
    assert body.coordinates.names == case.body.coordinates.names
    return case._replace(model=path, body=body, motion=replace(case.motion, body=body))


def packaged(folder: Path) -> Case:
    """The packaged demo trial with the hip model, written to ``folder`` as OpenSim's files; forces as they are."""
    from tests.oracle.peer import write_loads

    trial, body = demo_trial()
    motion = solve(trial, body, cutoff_hz=DEMO_CUTOFF_HZ, force_cutoff_hz=None)
    loads = write_loads(folder, body, motion.time_s, motion.loads)
    return Case("hip model, demo", write_osim(body, folder / "hip.osim"), loads, trial, body, motion)


def bare_coordinates(case: Case, folder: Path) -> Path:
    """The raw coordinates in SI under bare names: OpenSim's inverse dynamics ignores columns named by state paths."""
    names = [name.split("/")[-2] if "/" in name else name for name in case.trial.angles.columns]
    kept = [k for k, name in enumerate(names) if name in case.body.coordinates.names]
    values = np.array(case.trial.angles.values[:, kept])
    index = [case.body.coordinate(names[k]) for k in kept]
    if case.trial.angles.in_degrees:
        values[:, case.body.coordinates.is_rotation[index]] *= np.pi / 180.0
    for column, k in enumerate(index):  # some files hold dependent coordinates in degrees under a header of radians
        independent = int(case.body.coordinates.coupled_to[k])
        if independent >= 0:
            function = int(case.body.coordinates.coupler_function[k])
            source = values[:, index.index(independent)]
            values[:, column] = [case.body.functions.value(function, float(x)) for x in source]
    path = folder / "coordinates.sto"
    return write_table(
        path, "Coordinates", case.trial.angles.time_s, [names[k] for k in kept], values, in_degrees=False
    )


def at_frames(motion: Motion, frames: Sequence[int]) -> Motion:
    """The motion at chosen frames only."""
    chosen = np.array(frames)
    loads = tuple(
        replace(
            load,
            force_N=load.force_N[chosen],
            point_m=load.point_m[chosen],
            moment_Nm=load.moment_Nm[chosen],
        )
        for load in motion.loads
    )
    return replace(
        motion,
        time_s=motion.time_s[chosen],
        q=motion.q[chosen],
        qd=motion.qd[chosen],
        qdd=motion.qdd[chosen],
        edge=motion.edge[chosen],
        loads=loads,
    )
