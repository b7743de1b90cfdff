"""What a plan takes: all exercises' physics the first time, computed again, and kept; then the commands' own work.

Also a process: ``python -m benchmarks.plan`` prints the seconds of demands, and of an assessment with its plan.
"""

import datetime as dt
import json
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.load import Others
from benchmarks.processes import run_together
from benchmarks.rows import Row

REPEATS = 20


def plan_rows(folder: Path, cores: int) -> list[Row]:
    """Rows of the physics of exercises and of making a plan."""
    print("plans ...", file=sys.stderr, flush=True)
    folder.mkdir()
    others = Others()
    first = _seconds(folder, "one", "one")
    compiled = _seconds(folder, "one", "two")
    kept = _seconds(folder, "one", "two")
    load = others.cores()

    def row(name: str, value: float, unit: str, goal: float | None, note: str) -> Row:
        return Row(name, value, None, unit, None, cores, load, goal=goal, note=note)

    return [
        row("physics, first run", first[0], "s", 20.0, "demands of all exercises, nothing compiled, nothing kept"),
        row("physics, compiled", compiled[0], "s", None, "the same with compiled kernels"),
        row("physics, kept", kept[0], "s", 0.5, "the same, read back"),
        row("assess and plan", kept[1], "s", 0.3, "findings and a plan that ranks by kept physics, in memory"),
    ]


def _seconds(folder: Path, kernels: str, demands: str) -> tuple[float, float]:
    environment = {"NUMBA_CACHE_DIR": str(folder / kernels), "TROCHANTER_CACHE": str(folder / demands)}
    (done,) = run_together([sys.executable, "-m", "benchmarks.plan"], [folder], environment)
    if done.status != 0:
        raise SystemExit(f"the benchmark of plans failed: {done.output}")
    physics, planned = json.loads(done.output.strip().splitlines()[-1])
    return float(physics), float(planned)


def measured() -> tuple[float, float]:
    """Seconds of all demands, and of an assessment with its plan by median."""
    from trochanter.plan.physics import demands
    from trochanter.plan.physics_ranking import ByPhysics

    start = time.perf_counter()
    demands()
    physics = time.perf_counter() - start

    import trochanter as tr
    from examples.twelve_weeks import begun, first_day

    with TemporaryDirectory() as scratch:
        first = first_day(dt.datetime.now().astimezone().date())
        life = begun("a runner", Path(scratch), first)
    ranking, seconds = ByPhysics(), []
    for _ in range(REPEATS):
        start = time.perf_counter()
        made = tr.assess(life.history, life.screen, life.checked(), on=first)
        tr.prescribe(made, life.history, life.screen, on=first, physics=ranking)
        seconds.append(time.perf_counter() - start)
    return physics, median(seconds)


if __name__ == "__main__":
    print(json.dumps(measured()))
