"""What is measured on: one trial of FRAMES frames as files that both programs read."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.markers import made_markers, recorded_markers
from trochanter.anatomy.body import Body
from trochanter.capture.formats import read
from trochanter.capture.osim import read_osim
from trochanter.capture.trial import Trial
from trochanter.core.arrays import Floats
from trochanter.exchange.osim import write_osim
from trochanter.exchange.tables import write_table
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, DEMO_FOLDER, demo_body, demo_trial
from trochanter.kinematics.motion import COUPLED, LOCKED, Motion
from trochanter.kinematics.solve import solve
from trochanter.mechanics.explain import Settings, explain

FRAMES = 500
CHAIN_KINEMATICS = "inverse kinematics of the chain's markers"  # what the peer does for it


@dataclass(frozen=True, slots=True)
class Case:
    """Files of a trial: model, joint angles of FRAMES frames in degrees, external loads, muscle forces for OpenSim.

    recorded: markers for inverse kinematics alone, real ones where there are any; markers: of this very motion, for the
    chain. reserves: coordinates to which OpenSim's static optimization needs reserves; legs: those of them that muscles
    and small reserves balance here.
    """

    name: str
    model: Path
    coordinates: Path
    loads: Path
    muscle_forces: Path
    recorded: Path
    markers: Path
    cutoff_hz: float
    reserves: tuple[str, ...]
    legs: tuple[str, ...]
    start_s: float
    step_s: float

    def save(self, path: Path) -> Path:
        """Write the case as JSON, for another process."""
        path.write_text(json.dumps(asdict(self), default=str), encoding="utf-8")
        return path


def load_case(path: Path) -> Case:
    """Read a case that :meth:`Case.save` wrote."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    files = {
        name: Path(rows[name]) for name in ("model", "coordinates", "loads", "muscle_forces", "recorded", "markers")
    }
    return Case(**{**rows, **files, "reserves": tuple(rows["reserves"]), "legs": tuple(rows["legs"])})


def make_case(folder: Path, data: Path) -> Case:
    """The walking trial of the recordings in ``data`` or, without them, the packaged demo; files go to ``folder``."""
    if (data / "walk_3d").is_dir():
        model, loads = data / "walk_3d" / "subject_walk_scaled.osim", data / "walk_3d" / "grf_walk.xml"
        trial = read(data / "walk_3d" / "coordinates.sto", forces=loads)
        assert isinstance(trial, Trial)
        return _written(
            folder,
            "walk_3d, 80 muscles with 40 cylinder wraps",
            trial,
            read_osim(model),
            model,
            loads,
            6.0,
            data / "walk_3d" / "markers_walk.trc",
        )
    body, (trial, _) = demo_body(), demo_trial()
    model = write_osim(body, folder / "model.osim")
    return _written(
        folder, "packaged demo, 98 lines of muscle", trial, body, model, DEMO_FOLDER / "demo_forces.xml", DEMO_CUTOFF_HZ
    )


def _written(
    folder: Path,
    name: str,
    trial: Trial,
    body: Body,
    model: Path,
    loads: Path,
    cutoff_hz: float,
    recording: Path | None = None,
) -> Case:
    motion = solve(trial, body, cutoff_hz=None)
    time_s, names = motion.time_s[:FRAMES], body.coordinates.names
    angles = write_table(
        folder / "coordinates.mot", "Coordinates", time_s, names, _in_degrees(motion)[:FRAMES], in_degrees=True
    )
    reserves = tuple(c for c, role in zip(names, motion.roles, strict=True) if role not in (LOCKED, COUPLED))
    forces, legs = _muscle_forces(folder, trial, body, reserves, cutoff_hz)
    start, step = float(time_s[0]), float(time_s[1] - time_s[0])
    made = made_markers(folder / "made.trc", body, time_s, motion.q[:FRAMES])
    real = made if recording is None else recorded_markers(folder / "recorded.trc", recording, body, FRAMES)
    return Case(name, model, angles, loads, forces, real, made, cutoff_hz, reserves, legs, start, step)


def _muscle_forces(
    folder: Path, trial: Trial, body: Body, reserves: tuple[str, ...], cutoff_hz: float
) -> tuple[Path, tuple[str, ...]]:
    """Muscle forces of the trial under the names that OpenSim's model with reserves has for its actuators."""
    account = explain(solve(trial, body, cutoff_hz=cutoff_hz), settings=Settings(slacks=(), sets=(), strength_cases=()))
    found = dict(zip(account.balanced, account.reserve_Nm.T, strict=True))
    nothing = np.zeros(len(account.motion.time_s))
    values = np.column_stack([account.force_N, *(found.get(name, nothing) for name in reserves)])
    columns = (*(muscle.name for muscle in account.muscles), *(f"reserve_{name}" for name in reserves))
    path = write_table(
        folder / "force.sto", "Forces", account.motion.time_s[:FRAMES], columns, values[:FRAMES], in_degrees=False
    )
    return path, account.balanced


def _in_degrees(motion: Motion) -> Floats:
    values = motion.q.copy()
    turning = motion.body.coordinates.is_rotation
    values[:, turning] = np.rad2deg(values[:, turning])
    return values
