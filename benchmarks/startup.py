"""What a person waits for: the import, the demo as a whole process, and the first run ever."""

import sys
from pathlib import Path
from statistics import median

from benchmarks.load import Others
from benchmarks.processes import Finished, run_together
from benchmarks.rows import Row

REPEATS = 5
DEMO = [sys.executable, "-m", "trochanter", "demo", "--no-browser", "--out"]


def startup_rows(folder: Path, cores: int) -> list[Row]:
    """Rows on starting up; kernels of the demo are compiled afterwards."""
    print("import, demo and first run ...", file=sys.stderr, flush=True)
    others = Others()
    first = _demo(folder, {"NUMBA_CACHE_DIR": str(folder / "empty-cache")})
    warm = [_demo(folder, {"NUMBA_CACHE_DIR": str(folder / "empty-cache")}) for _ in range(REPEATS)]
    wall, peak = median(run.wall_s for run in warm), median(run.peak_mb for run in warm)
    cpu = first.cpu_s - median(run.cpu_s for run in warm)
    imported = _import_ms(folder)
    load = others.cores()

    def row(name: str, value: float, unit: str, goal: float | None, note: str) -> Row:
        return Row(name, value, None, unit, None, cores, load, goal=goal, note=note)

    return [
        row("demo process", wall, "s", 3.0, "trochanter demo as a whole process, kernels cached"),
        row("demo peak memory", peak, "MB", 400.0, "largest resident set of that process"),
        row("first run", first.wall_s - wall, "s", 40.0, "compiling: the demo with an empty cache, less the demo"),
        row("first run, CPU", cpu, "s", None, "the same in CPU seconds, which a busy machine lengthens less"),
        row("import", imported, "ms", 150.0, "import trochanter, less an interpreter that imports nothing"),
    ]


def _demo(folder: Path, environment: dict[str, str]) -> Finished:
    (done,) = run_together([*DEMO, str(folder / "demo")], [folder], environment)
    if done.status != 0:
        raise SystemExit(f"trochanter demo failed: {done.output}")
    return done


def _import_ms(folder: Path) -> float:
    def wall(code: str) -> float:
        return median(run_together([sys.executable, "-c", code], [folder])[0].wall_s for _ in range(2 * REPEATS))

    return 1000.0 * (wall("import trochanter") - wall("pass"))
