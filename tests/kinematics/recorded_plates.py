"""Recordings as the bridge from plates to feet sees them: plates, and a motion to stand on them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from tests.kinematics.marker_feet import Followed, feet_body, followed
from trochanter.anatomy.body import Body
from trochanter.capture.formats import read
from trochanter.capture.ground import read_ground
from trochanter.capture.trial import ExternalForce, Forces, PlateLoad, Plates, Trajectories, Trial
from trochanter.core.arrays import Floats, frozen
from trochanter.kinematics.demo import demo_trial
from trochanter.kinematics.plate_feet import PlateFeet, plates_to_feet
from trochanter.kinematics.solve import solve

Z_UP_TO_Y_UP = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
_GAIT_MARKERS = ("RASI", "LASI", "RPSI", "LPSI", "RCAL", "LCAL", "RMT1", "RMT2", "LMT1", "LMT2")


@dataclass(frozen=True, slots=True)
class Recorded:
    """Plates, and the body and motion that stand on them."""

    plates: Plates
    body: Body
    time_s: Floats
    q: Floats
    mass_kg: float

    def to_feet(self, plates: Plates | None = None, *, lag_s: float = 0.0, mass_kg: float | None = None) -> PlateFeet:
        """The bridge, over the recording's own plates or others."""
        chosen = self.plates if plates is None else plates
        return plates_to_feet(
            chosen, self.body, self.time_s, self.q, lag_s=lag_s, mass_kg=self.mass_kg if mass_kg is None else mass_kg
        )


def codes(found: PlateFeet) -> set[str]:
    """Codes of what is told."""
    return {notice.code for notice in found.forces.notices}


def with_loads(plates: Plates, change: Callable[[PlateLoad], PlateLoad]) -> Plates:
    """Plates with each load changed."""
    return replace(plates, loads=tuple(change(load) for load in plates.loads))


def moved(load: PlateLoad, way_m: Sequence[float] | Floats, scale: float = 1.0) -> PlateLoad:
    """A load with its points scaled and moved."""
    return replace(load, point_m=frozen(scale * load.point_m + np.asarray(way_m)))


def forgotten(forces: Forces) -> Plates:
    """Forces by foot as plates of nobody."""
    loads = tuple(PlateLoad(f"plate {k + 1}", f.force_N, f.point_m, f.moment_Nm) for k, f in enumerate(forces.loads))
    return Plates(forces.time_s, loads, source="forgotten feet")


def one_belt(forces: Sequence[ExternalForce]) -> PlateLoad:
    """Forces of two feet as one plate measures them, the point where the moment of both is vertical."""
    force, moment = (np.sum([getattr(f, name) for f in forces], axis=0) for name in ("force_N", "moment_Nm"))
    weight = np.array([f.force_N[:, 1] for f in forces])
    points = np.nan_to_num(np.array([f.point_m for f in forces]))
    total = np.maximum(weight.sum(axis=0), 1e-9)[:, None]
    point = np.where(force[:, [1]] > 20.0, (weight[..., None] * points).sum(axis=0) / total, np.nan)
    return PlateLoad("belt", frozen(force), frozen(point), frozen(moment))


@lru_cache(maxsize=1)
def demo() -> tuple[Recorded, Forces]:
    """The packaged run with both feet's forces on one belt, and those forces by foot."""
    trial, body = demo_trial()
    motion = solve(trial, body, cutoff_hz=None)
    forces = trial.forces
    assert forces is not None
    belt = Plates(forces.time_s, (one_belt(forces.loads),), source="belt")
    return Recorded(belt, body, motion.time_s, motion.q, 62.0), forces


def by_foot(data: Path, files: tuple[str, str, str]) -> tuple[Recorded, Forces]:
    """A recording with forces by foot, its feet forgotten, and the forces as they were."""
    body, trial = read(data / files[0]), read(data / files[1], forces=data / files[2])
    assert isinstance(body, Body)
    assert isinstance(trial, Trial)
    assert trial.forces is not None
    motion = solve(trial, body, cutoff_hz=None)
    return Recorded(forgotten(trial.forces), body, motion.time_s, motion.q, body.mass_kg), trial.forces


def rbds_belt(data: Path) -> Plates:
    """RBDS001's belt at 2.5 m/s, 30 s."""
    plates = read_ground(data / "rbds001" / "RBDS001runT25forces.txt", rate_hz=300.0)
    assert isinstance(plates, Plates)
    return plates


def c3d_of(path: Path, *, z_up: bool) -> tuple[Trajectories, Plates]:
    """Markers and plates of a ``.c3d`` file, y up."""
    trial = read(path)
    assert isinstance(trial, Trial)
    assert trial.markers is not None
    assert trial.plates is not None
    if not z_up:
        return trial.markers, trial.plates
    turn = Z_UP_TO_Y_UP
    markers = replace(trial.markers, position_m=frozen(trial.markers.position_m @ turn.T))
    return markers, with_loads(trial.plates, lambda load: turned(load, turn))


def turned(load: PlateLoad, turn: Floats) -> PlateLoad:
    """A load in other axes."""
    force, point, moment = (frozen(v @ turn.T) for v in (load.force_N, load.point_m, load.moment_Nm))
    corners = None if load.corners_m is None else frozen(load.corners_m @ turn.T)
    return PlateLoad(load.name, force, point, moment, corners)


def gait_c3d(path: Path, mass_kg: float) -> Recorded:
    """A walking ``.c3d`` over the stretch in which pelvis and feet are seen."""
    markers, plates = c3d_of(path, z_up=True)
    seen = np.all([np.isfinite(markers.of(name)).all(axis=1) for name in _GAIT_MARKERS], axis=0)
    rows = slice(int(seen.argmax()), len(seen) - int(seen[::-1].argmax()))
    assert seen[rows].all()
    pelvis = np.mean([markers.of(name)[rows] for name in _GAIT_MARKERS[:4]], axis=0)
    feet = {
        s: (markers.of(f"{S}CAL")[rows], 0.5 * (markers.of(f"{S}MT1") + markers.of(f"{S}MT2"))[rows])
        for s, S in (("r", "R"), ("l", "L"))
    }
    motion = followed(feet_body(mass_kg), markers.time_s[rows], pelvis, feet)
    return recorded(plates, motion, mass_kg)


def recorded(plates: Plates, motion: Followed, mass_kg: float) -> Recorded:
    """Plates under a motion that follows markers."""
    return Recorded(plates, motion.body, motion.time_s, motion.q, mass_kg)
