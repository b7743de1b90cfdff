"""``make bench``: measure, print a table, write build/bench.json.

    python -m benchmarks.run [--out build/bench.json]

Each side runs in processes of its own, on one thread and on all cores: trochanter with as many threads as there are
cores; OpenSim, whose tools use one thread, as one process a core side by side, the frames shared out among them.
"""

import argparse
import json
import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.case import CHAIN_KINEMATICS, FRAMES, Case, make_case
from benchmarks.explore import explore_rows
from benchmarks.film import film_rows
from benchmarks.hips import hip_rows
from benchmarks.load import LIMIT, Others, load_average
from benchmarks.long import long_rows
from benchmarks.page import page_rows
from benchmarks.plan import plan_rows
from benchmarks.processes import Finished, run_together
from benchmarks.rows import Row, how_many_times, save, table
from benchmarks.scaling import scaling_rows
from benchmarks.startup import startup_rows

ROOT = Path(__file__).parents[1]
PEER_RESULT = "costs.json"
NO_PEER = "OpenSim is not installed here (extra 'oracle')"
WHAT_IFS = "what-ifs"
GOALS = {
    "geometry": (70_000.0, 1_000.0),
    "static optimization": (60_000.0, 5_000.0),
    "inverse dynamics": (400_000.0, None),
    "chain": (0.15, 400.0),
    "inverse kinematics": (12_000.0, 500.0),
    "chain from markers": (0.2, 500.0),
    WHAT_IFS: (250_000.0, None),
}
UNITS = {"geometry": "poses/s", "chain": "s", "chain from markers": "s", WHAT_IFS: "leg-frames/s"}
NOTES = {
    "geometry": "ours: lengths, all moment arms, hip force directions. OpenSim: API, lengths and spanned arms only",
    "static optimization": "ours: fibre state, assembly, solution. OpenSim: StaticOptimization, reading files excluded",
    "inverse dynamics": "ours: from coordinates and loads in memory. OpenSim: its tool, reading files excluded",
    "chain": "files parsed to hip contact force and written files. OpenSim: ID, StaticOptimization, JointReaction",
    "inverse kinematics": "in memory, run to convergence. OpenSim: its tool at accuracy 1e-7, reading files excluded",
    "chain from markers": "as chain, from a marker file. OpenSim: InverseKinematics at 1e-7 on it, then those tools",
    WHAT_IFS: "load sharing and hip contact force under other strengths, geometry reused. OpenSim: two legs a frame of "
    "StaticOptimization and JointReaction, which it has to run again for each strength",
    "bands": "least and most activation of every muscle at 5 and 20 % above the least cost; OpenSim has no such thing",
}
CHAIN_TOOLS = ("inverse dynamics", "static optimization", "joint reaction")
EACH_STRENGTH = ("static optimization", "joint reaction")
CHAINS = {"chain": CHAIN_TOOLS, "chain from markers": (CHAIN_KINEMATICS, *CHAIN_TOOLS)}


@dataclass(frozen=True, slots=True)
class Peer:
    """OpenSim's costs: start_s and each_s of a task, by median over processes that ran at the same time."""

    costs: dict[str, dict[str, float]]
    processes: int

    def value(self, task: str) -> float | None:
        """Frames a second, or seconds of the chain; None where OpenSim has no such task."""
        if task in CHAINS:
            share = FRAMES / self.processes
            return sum(self.costs[tool]["start_s"] + share * self.costs[tool]["each_s"] for tool in CHAINS[task])
        if task == WHAT_IFS:
            return 2.0 * self.processes / sum(self.costs[tool]["each_s"] for tool in EACH_STRENGTH)
        return self.processes / self.costs[task]["each_s"] if task in self.costs else None

    def part(self, task: str) -> str | None:
        """What was run where the whole was not."""
        wanted = EACH_STRENGTH if task == WHAT_IFS else CHAINS.get(task, (task,))
        tools = [tool for tool in wanted if tool in self.costs]
        parts = [(tool, self.costs[tool]["frames"]) for tool in tools if self.costs[tool]["frames"] < FRAMES]
        return ", ".join(f"{tool} of {frames:.0f} of {FRAMES} frames" for tool, frames in parts) or None


def measure_peer(case_file: Path, processes: int) -> Peer | str:
    """OpenSim's costs in so many processes at once, or why there are none."""
    if find_spec("opensim") is None:
        return NO_PEER
    folders = [case_file.parent / f"opensim-{processes}-{k}" for k in range(processes)]
    for folder in folders:
        folder.mkdir()
    command = [sys.executable, "-m", "benchmarks.peers", str(case_file), PEER_RESULT]
    done = run_together(command, folders)
    if failed := [run for run in done if run.status != 0]:
        return f"OpenSim did not run: {_last_line(failed[0])}"
    found = [json.loads((folder / PEER_RESULT).read_text(encoding="utf-8")) for folder in folders]
    return Peer({task: _median_of([one[task] for one in found]) for task in found[0]}, processes)


def _median_of(costs: list[dict[str, float]]) -> dict[str, float]:
    return {name: median(cost[name] for cost in costs) for name in costs[0]}


def measure_ours(case_file: Path, threads: int) -> dict[str, Any]:
    """Seconds and frames of each of our tasks; raises SystemExit with the reason where it fails."""
    command = [sys.executable, "-m", "benchmarks.ours", str(case_file)]
    (done,) = run_together(command, [case_file.parent], {"NUMBA_NUM_THREADS": str(threads)})
    if done.status != 0:
        raise SystemExit(f"our side of the benchmark failed: {_last_line(done)}")
    found: dict[str, Any] = json.loads(done.output.strip().splitlines()[-1])
    return found


def _last_line(run: Finished) -> str:
    return (run.output.strip().splitlines() or [f"exit status {run.status}"])[-1]


def engine_rows(case_file: Path, threads: int, cores: int) -> list[Row]:
    """Rows of the engine on so many threads, each beside OpenSim in as many processes."""
    others = Others()
    ours, peer = measure_ours(case_file, threads), measure_peer(case_file, threads)
    load = others.cores()
    rows = []
    for task, (seconds, frames) in ours.items():
        unit = UNITS.get(task, "frames/s")
        value = seconds if unit == "s" else frames / seconds
        beside = None if isinstance(peer, str) else peer.value(task)
        part = None if isinstance(peer, str) else peer.part(task)
        goal, times = GOALS.get(task, (None, None)) if threads == cores else (None, None)
        note = NOTES[task] + (f"; {peer}" if isinstance(peer, str) else "")
        ratio = how_many_times(value, beside, unit)
        rows.append(Row(task, value, beside, unit, ratio, threads, load, part, goal, times, note))
    return rows


def main(arguments: list[str]) -> None:
    """Measure everything and write it down."""
    parser = argparse.ArgumentParser(
        prog="make bench", description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else ""
    )
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench.json")
    target = parser.parse_args(arguments).out.resolve()
    cores, before = os.cpu_count() or 1, load_average()
    print(f"load average before: {before:.2f}", flush=True)
    if before > LIMIT:
        print(f"warning: the machine is busy (load above {LIMIT}): these numbers are too low", file=sys.stderr)
    with TemporaryDirectory() as scratch:
        rows, case = _all_rows(Path(scratch), cores)
    print(table(rows))
    print(f"\nMeasured on: {case.name}. * extrapolated from fewer frames. load: cores busy with other things")
    if max(row.load for row in rows) > LIMIT:
        print(f"warning: other processes kept more than {LIMIT} cores busy: measure again", file=sys.stderr)
    save(rows, target, case.name, before, cores)
    print(f"Written: {target}")


def _all_rows(folder: Path, cores: int) -> tuple[list[Row], Case]:
    data = Path(os.environ.get("TROCHANTER_DATA") or ROOT.parent / "shared" / "data")
    case = make_case(folder, data)
    case_file = case.save(folder / "case.json")
    rows = startup_rows(folder, cores)
    rows += [*scaling_rows(folder / "scaling", data), *long_rows(folder / "long", case_file, cores)]
    rows += [*hip_rows(folder / "hips", data, cores), *film_rows(folder / "film", cores)]
    rows = [*rows, *plan_rows(folder / "plan", cores), *page_rows(cores), *explore_rows(folder / "explore", cores)]
    for threads in sorted({cores, 1}, reverse=True):
        print(f"engine on {threads} of {cores} cores ...", file=sys.stderr, flush=True)
        rows = [*rows, *engine_rows(case_file, threads, cores)]
    return sorted(rows, key=lambda row: row.name not in GOALS), case


if __name__ == "__main__":
    main(sys.argv[1:])
