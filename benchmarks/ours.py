"""trochanter's side of the benchmark, in a process of its own: ``python -m benchmarks.ours CASE.json``.

Prints one JSON object: for each task the median seconds of a repeat and the frames that it held. NUMBA_NUM_THREADS
says on how many threads. Engine tasks repeat the trial's frames until a measurement is long enough; the chain takes
the trial as it is, from files to written files, with kernels compiled and everything once run before.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.case import FRAMES, Case, load_case
from trochanter.anatomy.body import Body
from trochanter.capture.formats import read
from trochanter.capture.osim import read_osim
from trochanter.capture.trial import Trial
from trochanter.core.arrays import Floats, frozen
from trochanter.exchange.opensim_files import write_opensim_files
from trochanter.kinematics.ik import fit_markers
from trochanter.kinematics.marker_match import match_markers
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.solve import solve
from trochanter.kinematics.tracked import Tracked
from trochanter.mechanics.balance import Sharing, balanced_coordinates, of_ankle, share_loads
from trochanter.mechanics.band import near_optimal_bands
from trochanter.mechanics.dynamics import inverse_dynamics
from trochanter.mechanics.explain import Settings, explain
from trochanter.mechanics.geometry import geometry, make_engine
from trochanter.mechanics.strength_sweep import strength_sweep
from trochanter.mechanics.what_if_cases import prepare

MANY_FRAMES = 20_000
REPEATS = 5
STRENGTHS, STRENGTH_SPREAD = 100, 0.2
WITHOUT_RANGES = Settings(slacks=(), sets=(), strength_cases=())


def seconds_of(work: Callable[[], object]) -> float:
    """Median seconds of several repeats, after one that is not counted."""
    work()
    found = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return median(found)


def moved(case: Case) -> Motion:
    """The trial's motion."""
    trial = read(case.coordinates, forces=case.loads)
    assert isinstance(trial, Trial)
    return solve(trial, read_osim(case.model), cutoff_hz=case.cutoff_hz)


def repeated(motion: Motion, frames: int) -> Motion:
    """The motion over and over, so that a measurement is long enough."""
    times = -(-frames // len(motion.time_s))

    def again(values: Floats) -> Floats:
        return frozen(np.concatenate([values] * times)[:frames])

    loads = tuple(
        replace(load, force_N=again(load.force_N), point_m=again(load.point_m), moment_Nm=again(load.moment_Nm))
        for load in motion.loads
    )
    return replace(
        motion,
        time_s=frozen(np.arange(frames) * (motion.time_s[1] - motion.time_s[0])),
        q=again(motion.q),
        qd=again(motion.qd),
        qdd=again(motion.qdd),
        loads=loads,
        edge=np.zeros(frames, dtype=bool),
        strides=(),
    )


def chain(case: Case) -> None:
    """Files to hip contact force and written results."""
    account = explain(moved(case), settings=WITHOUT_RANGES)
    with TemporaryDirectory() as folder:
        write_opensim_files(account, Path(folder))


def chain_from_markers(case: Case) -> None:
    """Marker and force files to hip contact force and written results."""
    trial = read(case.markers, forces=case.loads)
    assert isinstance(trial, Trial)
    body = read_osim(case.model)
    account = explain(solve(tracked(trial, body), body, cutoff_hz=case.cutoff_hz), settings=WITHOUT_RANGES)
    with TemporaryDirectory() as folder:
        write_opensim_files(account, Path(folder))


def tracked(trial: Trial, body: Body) -> Tracked:
    """The trial fitted with equal weights; its labels are not looked into."""
    assert trial.markers is not None
    table, fit = fit_markers(trial.markers, body)
    match = match_markers(trial.markers.names, body)
    return Tracked(replace(trial, coordinates=table, markers=None), fit, match)


def inverse_kinematics(case: Case) -> Callable[[], object]:
    """The fit of a model to recorded markers, in memory."""
    trial = read(case.recorded)
    assert isinstance(trial, Trial)
    assert trial.markers is not None
    return partial(fit_markers, trial.markers, read_osim(case.model))


def shared(motion: Motion) -> tuple[Callable[[], Sharing], Callable[[], object]]:
    """Load sharing of a motion, and its near-optimal bands, ready to be timed."""
    engine = make_engine(motion.body)
    shape, dynamics = geometry(engine, motion.q), inverse_dynamics(motion, engine)
    balanced, muscles = balanced_coordinates(motion, shape), engine.body.muscles
    work = partial(
        share_loads, motion, shape, dynamics, balanced, muscles, power=2, reserve_optimal_Nm=1.0, parity="none"
    )
    found = work()
    ankle = of_ankle(tuple(motion.body.coordinates.names[c] for c in balanced))
    return work, partial(near_optimal_bands, found.plan, found.loads, found.result, ankle, Settings().slacks)


def what_ifs(motion: Motion) -> tuple[Callable[[], object], int]:
    """Load sharing and contact force of a motion under many strengths, and the leg-frames of one repeat."""
    account = explain(motion, settings=WITHOUT_RANGES)
    factors = np.exp(np.random.default_rng(0).normal(0.0, STRENGTH_SPREAD, (STRENGTHS, len(account.muscles))))
    work = partial(strength_sweep, account, factors, base=prepare(account))
    return work, work().leg_frames


def tasks(case: Case) -> dict[str, tuple[Callable[[], object], int]]:
    """What can be timed, and the frames of one repeat."""
    motion = moved(case)
    many = repeated(motion, MANY_FRAMES)
    engine = make_engine(motion.body)
    share, _ = shared(many)
    _, bands = shared(motion)
    sweep, leg_frames = what_ifs(motion)
    return {
        "geometry": (partial(geometry, engine, many.q), MANY_FRAMES),
        "inverse dynamics": (partial(inverse_dynamics, many, engine), MANY_FRAMES),
        "static optimization": (share, MANY_FRAMES),
        "bands": (bands, len(motion.time_s)),
        "what-ifs": (sweep, leg_frames),
        "chain": (partial(chain, case), len(motion.time_s)),
        "inverse kinematics": (inverse_kinematics(case), FRAMES),
        "chain from markers": (partial(chain_from_markers, case), FRAMES),
    }


if __name__ == "__main__":
    timed = {name: (seconds_of(work), frames) for name, (work, frames) in tasks(load_case(Path(sys.argv[1]))).items()}
    print(json.dumps(timed))
