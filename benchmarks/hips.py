"""What the hip model is asked beside a trial, in a process of its own: ``python -m benchmarks.hips DATA``.

Prints one JSON object of seconds: 1,000 Monte Carlo samples of one stride, each with the geometry of both legs; the
posture atlas of all hip muscles; the deep six in each model of ``DATA``, from file to file, the slowest of them.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.load import Others
from benchmarks.processes import run_together
from benchmarks.rows import Row
from trochanter.anatomy.hip_model import hip_model
from trochanter.exchange.osim_edit import write_deep_six
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, demo_trial
from trochanter.kinematics.solve import solve
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.atlas import posture_atlas
from trochanter.mechanics.explain import Settings, explain
from trochanter.mechanics.monte_carlo import monte_carlo

SAMPLES, REPEATS = 1000, 3
FLEXION_DEG, SIDEWAYS_DEG = np.arange(-20.0, 121.0), np.arange(-40.0, 41.0, 5.0)
MODELS = (
    "models/Rajagopal2016.osim",
    "walk_3d/subject_walk_scaled.osim",
    "models/gait2392_thelen2003muscle.osim",
    "run_4ms/runningModel_CMC_test.osim",
)
GOALS_S = {"Monte Carlo": 3.0, "atlas": 5.0, "deep six": 1.0}
NOTES = {
    "Monte Carlo": f"{SAMPLES:,} samples of all inputs, geometry of one stride at 72 instants, both legs, anew in each",
    "atlas": f"{len(FLEXION_DEG) * len(SIDEWAYS_DEG) ** 2:,} postures of one hip, all its muscles: arms about three "
    "axes, lengths, fibres, torque capacity",
    "deep six": "the slowest of four models, from file to file",
}


def hip_rows(folder: Path, data: Path, cores: int) -> list[Row]:
    """Rows of what is asked of hips; raises SystemExit with the reason where it fails."""
    print("hips ...", file=sys.stderr, flush=True)
    folder.mkdir()
    others = Others()
    (done,) = run_together([sys.executable, "-m", "benchmarks.hips", str(data)], [folder])
    if done.status != 0:
        raise SystemExit(f"the benchmark of hips failed: {done.output}")
    found, load = json.loads(done.output.strip().splitlines()[-1]), others.cores()
    return [
        Row(name, seconds, None, "s", None, cores, load, goal=GOALS_S[name], note=NOTES[name])
        for name, seconds in found.items()
    ]


def demo_account() -> MuscleAccount:
    """The packaged trial, explained without bands and other strengths."""
    trial, body = demo_trial()
    return explain(solve(trial, body, cutoff_hz=DEMO_CUTOFF_HZ), settings=Settings(slacks=(), strength_cases=()))


def seconds_of(work: Callable[[], object]) -> float:
    """Median seconds of several repeats."""
    found = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return median(found)


def measured(data: Path) -> dict[str, float]:
    """Seconds by task, kernels compiled before."""
    account, body = demo_account(), hip_model()
    sideways = np.radians(SIDEWAYS_DEG)
    monte_carlo(account, 20)
    posture_atlas(body, np.radians([0.0, 30.0]))
    found = {
        "Monte Carlo": seconds_of(partial(monte_carlo, account, SAMPLES)),
        "atlas": seconds_of(partial(posture_atlas, body, np.radians(FLEXION_DEG), sideways, sideways)),
    }
    files = [data / name for name in MODELS if (data / name).is_file()]
    if files:
        with TemporaryDirectory() as folder:
            target = Path(folder) / "deep.osim"
            found["deep six"] = max(seconds_of(partial(write_deep_six, file, target, "young")) for file in files)
    return found


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]))))
