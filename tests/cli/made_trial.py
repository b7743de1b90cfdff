"""A short trial as files: part of the packaged demo, its body written as a model; and ways to spoil each of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from typer.testing import CliRunner, Result

from trochanter.cli.main import app
from trochanter.exchange.osim import osim_text
from trochanter.kinematics.demo import DEMO_FOLDER, demo_body

ROWS = 220
HEADER_LINES = 6
RUNNER = CliRunner()


@dataclass(frozen=True)
class Files:
    """Paths of a trial's files and of the folder for its results."""

    angles: Path
    loads: Path
    forces: Path
    model: Path
    out: Path

    def command(self, *options: str) -> list[str]:
        """The words of ``trochanter analyze`` for these files."""
        files = ["--model", str(self.model), "--forces", str(self.loads), "--out", str(self.out)]
        return ["analyze", str(self.angles), *files, "--cutoff-hz", "15", *options]

    def analyze(self, *options: str) -> Result:
        """Run the command."""
        return RUNNER.invoke(app, self.command(*options))


@cache
def model_text() -> str:
    """The demo's body as an .osim file."""
    return osim_text(demo_body())


@cache
def demo_text(name: str) -> str:
    """A file of the demo, the angles cut to ROWS rows."""
    text = (DEMO_FOLDER / name).read_text(encoding="utf-8")
    if name != "demo_coordinates.mot":
        return text
    lines = text.splitlines()[: HEADER_LINES + 1 + ROWS]
    return re.sub(r"nRows=\d+", f"nRows={ROWS}", "\n".join(lines)) + "\n"


def made_trial(folder: Path) -> Files:
    """Write the files of a sound trial."""
    files = Files(
        folder / "run.mot", folder / "grf.xml", folder / "demo_forces.mot", folder / "runner.osim", folder / "out"
    )
    files.angles.write_text(demo_text("demo_coordinates.mot"), encoding="utf-8")
    files.loads.write_text(demo_text("demo_forces.xml"), encoding="utf-8")
    files.forces.write_text(demo_text("demo_forces.mot"), encoding="utf-8")
    files.model.write_text(model_text(), encoding="utf-8")
    return files


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Rewrite a file; the change must change it."""
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8")


def replaced(old: str, new: str) -> Callable[[str], str]:
    """A change: the first ``old`` becomes ``new``."""
    return lambda text: text.replace(old, new, 1)


def cells(names: str, change: Callable[[float], object]) -> Callable[[str], str]:
    """A change of all cells in the columns of a table whose names match a pattern."""

    def changed(text: str) -> str:
        head, labels, rows = table_parts(text)
        chosen = [k for k, label in enumerate(labels) if re.search(names, label)]
        for row in rows:
            for k in chosen:
                row[k] = str(change(float(row[k])))
        return "\n".join([*head, "\t".join(labels), *("\t".join(row) for row in rows)]) + "\n"

    return changed


def table_parts(text: str) -> tuple[list[str], list[str], list[list[str]]]:
    """Header lines, column names and cells of a table."""
    lines = text.splitlines()
    end = next(k for k, line in enumerate(lines) if line.strip().lower() == "endheader")
    return lines[: end + 1], lines[end + 1].split("\t"), [line.split("\t") for line in lines[end + 2 :]]


def exchanged_rows(text: str) -> str:
    """A change: two rows of a table change places, so that time goes backwards."""
    lines = text.splitlines()
    lines[50], lines[60] = lines[60], lines[50]
    return "\n".join(lines) + "\n"
