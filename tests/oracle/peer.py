"""OpenSim 4.6 at poses, speeds and accelerations that the engine is asked at too."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import qmc

from revalidation.tolerances import sampling
from tests.oracle.slow_kinematics import with_dependents
from trochanter.anatomy.body import Body
from trochanter.core.arrays import Floats
from trochanter.core.sides import side_of
from trochanter.exchange.tables import write_table
from trochanter.kinematics.motion import Load
from trochanter.mechanics.geometry import Geometry

LOADS_XML = """<?xml version="1.0" encoding="UTF-8" ?>
<OpenSimDocument Version="40000"><ExternalLoads name="loads"><objects>{loads}</objects>
<datafile>{datafile}</datafile></ExternalLoads></OpenSimDocument>
"""
LOAD_XML = """<ExternalForce name="load{k}"><applied_to_body>{segment}</applied_to_body>
<force_expressed_in_body>ground</force_expressed_in_body><point_expressed_in_body>ground</point_expressed_in_body>
<force_identifier>load{k}_force_v</force_identifier><point_identifier>load{k}_force_p</point_identifier>
<torque_identifier>load{k}_torque_</torque_identifier></ExternalForce>
"""


class Peer:
    """A model in OpenSim, all coordinates unlocked, whose coordinates are those of ``body``."""

    def __init__(self, opensim: Any, model: Any, body: Body) -> None:
        self.opensim, self.model, self.body = opensim, model, body
        self.state = model.initSystem()
        self.coordinates = [model.getCoordinateSet().get(name) for name in body.coordinates.names]
        self.muscles = [model.getMuscles().get(name) for name in body.muscles.names]
        for coordinate in self.coordinates:
            coordinate.setLocked(self.state, False)
        self.slots = [self._slot(coordinate) for coordinate in self.coordinates]

    def _slot(self, coordinate: Any) -> int:
        """Place of a coordinate among OpenSim's generalised speeds: they stand in the order of its joint tree."""
        self.state.setU(self.opensim.Vector(self.state.getNU(), 0.0))
        coordinate.setSpeedValue(self.state, 1.0)
        (slot,) = np.flatnonzero(self.state.getU().to_numpy())
        return int(slot)

    def place(self, q: Floats, qd: Floats | None = None, time_s: float = 0.0) -> None:
        """Set time, coordinates and speeds (rest where none are given)."""
        self.state.setTime(float(time_s))
        speeds = np.zeros_like(q) if qd is None else qd
        for coordinate, value, speed in zip(self.coordinates, q, speeds, strict=True):
            coordinate.setValue(self.state, float(value), False)
            coordinate.setSpeedValue(self.state, float(speed))
        if qd is None:
            self.model.realizePosition(self.state)
        else:
            self.model.realizeVelocity(self.state)

    def positions_m(self) -> Floats:
        """Origins (n_s, 3) of the segments, the ground's first."""
        bodies = self.model.getBodySet()
        rows = [bodies.get(name).getPositionInGround(self.state).to_numpy() for name in self.body.segments.names[1:]]
        return np.array([np.zeros(3), *rows])

    def lengths_m(self) -> Floats:
        """Path lengths (n_m,)."""
        return np.array([muscle.getLength(self.state) for muscle in self.muscles])

    def arm_m(self, muscle: int, coordinate: int) -> float:
        """Moment arm of one muscle about one coordinate."""
        return float(self.muscles[muscle].computeMomentArm(self.state, self.coordinates[coordinate]))

    def forces(self, qdd: Floats) -> Floats:
        """Generalised forces (n_q,) at these accelerations, under whatever forces the model applies."""
        accelerations = self.opensim.Vector(self.state.getNU(), 0.0)
        for slot, value in zip(self.slots, qdd, strict=True):
            accelerations.set(slot, float(value))
        solver = self.opensim.InverseDynamicsSolver(self.model)
        found: Floats = solver.solve(self.state, accelerations).to_numpy()[self.slots]
        return found


def unmuscled(opensim: Any, path: Path, loads: Path | None = None) -> Any:
    """The model of a file without muscle and actuator forces, with the external loads of another file."""
    model = opensim.Model(str(path))
    forces = model.updForceSet()
    for k in range(forces.getSize()):
        forces.get(k).set_appliesForce(False)
    if loads is not None:
        model.addModelComponent(opensim.ExternalLoads(str(loads), True))
    return model


def sampled_poses(body: Body, poses: int | None = None) -> Floats:
    """Seeded Sobol poses (n, n_q) over the stated ranges, other coordinates at their default, dependents following.

    A knee that the model bends by negative angles is sampled over the same range, mirrored.
    """
    drawn = sampling()
    coordinates = body.coordinates
    chosen = [k for k, name in enumerate(coordinates.names) if side_of(name) and name[:-2] in drawn.ranges_deg]
    low, high = np.radians([drawn.ranges_deg[coordinates.names[k][:-2]] for k in chosen]).T
    mirrored = [
        coordinates.names[k].startswith("knee_angle") and coordinates.lower[k] < -coordinates.upper[k] for k in chosen
    ]
    low, high = np.where(mirrored, -high, low), np.where(mirrored, -low, high)
    points = qmc.Sobol(len(chosen), seed=drawn.seed).random(poses or drawn.poses)
    q = np.tile(coordinates.default, (len(points), 1))
    q[:, chosen] = low + points * (high - low)
    return np.array([with_dependents(body, row) for row in q])


def pairs_of(shape: Geometry, body: Body) -> list[tuple[int, int, int]]:
    """Column, muscle and coordinate of every moment arm about a rotation of hip, knee, ankle or foot."""
    leg = ("hip", "knee", "ankle", "subtalar", "mtp")
    return [
        (column, int(muscle), int(coordinate))
        for column, (muscle, coordinate) in enumerate(zip(shape.arm_muscle, shape.arm_coordinate, strict=True))
        if body.coordinates.names[coordinate].startswith(leg)
    ]


def write_loads(folder: Path, body: Body, time_s: Floats, loads: Sequence[Load]) -> Path:
    """A motion's ground forces as OpenSim's external loads, at the instants of the motion."""
    names, columns, rows = [], [], []
    for k, load in enumerate(loads):
        for words, values in (("force_v", load.force_N), ("force_p", load.point_m), ("torque_", load.moment_Nm)):
            names += [f"load{k}_{words}{axis}" for axis in "xyz"]
            columns.append(values)
        rows.append(LOAD_XML.format(k=k, segment=body.segments.names[load.segment]))
    datafile = write_table(folder / "loads.mot", "loads", time_s, names, np.hstack(columns), in_degrees=False)
    path = folder / "loads.xml"
    path.write_text(LOADS_XML.format(loads="".join(rows), datafile=datafile), encoding="utf-8")
    return path
