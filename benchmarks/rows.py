"""Rows of the benchmark: what is measured, what has to be reached, how it is printed."""

import json
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

SCHEMA = "trochanter.bench/1"
SMALL_IS_GOOD = ("s", "ms", "MB", "kB", "%", "mm")


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: ours and the peer's in ``unit``; ratio: how many times better ours is.

    threads: of ours, and processes of the peer; load: cores that other processes kept busy meanwhile;
    extrapolated_from: what the peer ran where it did not run the whole; least, least_ratio: what has to be reached
    (most, where small is good); note: how it was measured, or why there is no peer.
    """

    name: str
    ours: float
    peer: float | None
    unit: str
    ratio: float | None
    threads: int
    load: float
    extrapolated_from: str | None = None
    goal: float | None = None
    goal_ratio: float | None = None
    note: str = ""

    @property
    def small_is_good(self) -> bool:
        """Whether the unit is one of which less is better."""
        return self.unit in SMALL_IS_GOOD

    @property
    def reached(self) -> bool | None:
        """Whether both goals are reached; None where there is none."""
        found = []
        if self.goal is not None:
            found.append(self.ours <= self.goal if self.small_is_good else self.ours >= self.goal)
        if self.goal_ratio is not None and self.ratio is not None:
            found.append(self.ratio >= self.goal_ratio)
        return all(found) if found else None


def how_many_times(ours: float, peer: float | None, unit: str) -> float | None:
    """How many times better ours is than the peer's, None without a peer."""
    if peer is None:
        return None
    return peer / ours if unit in SMALL_IS_GOOD else ours / peer


def shown(value: float | None) -> str:
    """A number to three significant digits for people.

    >>> shown(70123.4), shown(0.0931), shown(None)
    ('70,100', '0.0931', '-')
    """
    if value is None:
        return "-"
    if abs(value) >= 1000.0:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.3g}"


def cells(row: Row) -> tuple[str, ...]:
    """A row as words: name, threads, ours, peer, unit, ratio, goal, verdict, load."""
    goal = "-" if row.goal is None else f"{'at most' if row.small_is_good else 'at least'} {shown(row.goal)}"
    if row.goal_ratio is not None:
        goal += f", {shown(row.goal_ratio)} times"
    verdict = {None: "", True: "reached", False: "missed"}[row.reached]
    peer = shown(row.peer) + (" *" if row.extrapolated_from else "")
    return (
        row.name, str(row.threads), shown(row.ours), peer, row.unit, shown(row.ratio), goal, verdict, f"{row.load:.2f}"
    )  # fmt: skip


HEAD = ("what", "threads", "ours", "OpenSim", "unit", "times", "goal", "", "load")


def table(rows: Sequence[Row]) -> str:
    """Rows as a table for a terminal."""
    lines = [HEAD, *map(cells, rows)]
    widths = [max(len(line[k]) for line in lines) for k in range(len(HEAD))]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def save(rows: Sequence[Row], path: Path, case: str, load_before: float, cores: int) -> None:
    """Write the rows with what they were measured on."""
    content = {
        "schema": SCHEMA,
        "measured_on": datetime.now(UTC).date().isoformat(),
        "case": case,
        "machine": {"processor": processor(), "cores": cores, "system": f"{platform.system()} {platform.machine()}"},
        "versions": {
            "python": platform.python_version(),
            **{name: _version(name) for name in ("trochanter", "numpy", "numba", "opensim")},
        },
        "load_average_before": round(load_before, 2),
        "rows": [{**asdict(row), "reached": row.reached} for row in rows],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def processor() -> str:
    """The processor's name, as far as the system tells."""
    info = Path("/proc/cpuinfo")
    if sys.platform == "linux" and info.is_file():
        names = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        if names:
            return names[0]
    return platform.processor() or platform.machine()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
