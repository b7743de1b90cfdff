"""The first seconds of the runner RBDS001 as files of one's own, and ways to spoil them before they are written."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from typer.testing import Result

from tests.cli.made_trial import RUNNER
from trochanter.cli.main import app
from trochanter.core.arrays import Floats

SECONDS, MARKER_HZ, FORCE_HZ = 3, 150, 300
STATIC_ROWS = 60


@dataclass
class Sheet:
    """A table of numbers under names, time first."""

    names: list[str]
    values: Floats

    def columns(self, pattern: Callable[[str], bool]) -> list[int]:
        """Columns whose names fit."""
        return [k for k, name in enumerate(self.names) if pattern(name)]

    def without(self, pattern: Callable[[str], bool]) -> None:
        """Leave out columns whose names fit."""
        kept = [k for k in range(len(self.names)) if k not in self.columns(pattern)]
        self.names, self.values = [self.names[k] for k in kept], self.values[:, kept]

    @property
    def places(self) -> Floats:
        """Places (n, m, 3) of the markers; what is written into it stays."""
        return self.values[:, 1:].reshape(len(self.values), -1, 3)

    def write(self, path: Path) -> None:
        """Write it with tabs between, as RBDS does."""
        rows = ["\t".join(f"{value:.10g}" for value in row) for row in self.values]
        path.write_text("\n".join(["\t".join(self.names), *rows]) + "\n", encoding="utf-8")


@dataclass
class Recorded:
    """A run, its static trial and its belt's forces, before they are written; and the folder that they come from."""

    folder: Path
    run: Sheet
    static: Sheet
    forces: Sheet


Spoil = Callable[[Recorded], None]


@cache
def sheet(path: Path, first: int, rows: int) -> Sheet:
    """Some rows of a table."""
    with path.open(encoding="utf-8") as lines:
        names = next(lines).rstrip("\r\n").split("\t")
        values = np.genfromtxt(lines, delimiter="\t", skip_header=first, max_rows=rows)
    return Sheet(names, values)


def recorded(data: Path, start_s: int = 0) -> Recorded:
    """The first seconds, ready to be spoilt."""
    folder = data / "rbds001"
    rows = (
        ("RBDS001runT25markers.txt", start_s * MARKER_HZ, SECONDS * MARKER_HZ),
        ("RBDS001static.txt", 0, STATIC_ROWS),
        ("RBDS001runT25forces.txt", start_s * FORCE_HZ, SECONDS * FORCE_HZ),
    )
    parts = (sheet(folder / name, first, count) for name, first, count in rows)
    run, static, forces = (Sheet(list(part.names), part.values.copy()) for part in parts)
    run.values[:, 0] = np.arange(len(run.values)) / MARKER_HZ
    forces.values[:, 0] = np.arange(len(forces.values)) / FORCE_HZ
    return Recorded(data, run, static, forces)


@dataclass(frozen=True)
class Files:
    """Where the files are, and the folder for results."""

    run: Path
    static: Path
    forces: Path
    out: Path

    def analyze(self, *options: str, static: bool = True, forces: bool = True) -> Result:
        """Run the command on them."""
        words = ["analyze", str(self.run), "--out", str(self.out), "--mass-kg", "62", "--cutoff-hz", "15"]
        words += ["--static", str(self.static)] if static else []
        words += ["--forces", str(self.forces)] if forces else []
        return RUNNER.invoke(app, [*words, *options])


def written(found: Recorded, folder: Path) -> Files:
    """Write the files."""
    files = Files(folder / "run.txt", folder / "static.txt", folder / "forces.txt", folder / "out")
    for part, path in ((found.run, files.run), (found.static, files.static), (found.forces, files.forces)):
        part.write(path)
    return files
