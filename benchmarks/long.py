"""What ten minutes of markers at 100 Hz need, as a process: ``python -m benchmarks.long CASE TRC``."""

import sys
from pathlib import Path

import numpy as np

from benchmarks.case import Case, load_case
from benchmarks.load import Others
from benchmarks.markers import recorded_markers
from benchmarks.processes import run_together
from benchmarks.rows import Row
from trochanter.capture.formats import read
from trochanter.capture.osim import read_osim
from trochanter.capture.trial import Trial
from trochanter.exchange.tables import write_table
from trochanter.kinematics.ik import fit_markers

FRAMES = 60_000
MOST_MB = 400.0
NOTE = f"{FRAMES:,} frames of markers from a .trc file to joint angles in a file, as a whole process"


def long_rows(folder: Path, case_file: Path, cores: int) -> list[Row]:
    """Seconds and peak memory of a process that fits a long recording; the second of two runs, kernels cached."""
    print("a long recording ...", file=sys.stderr, flush=True)
    folder.mkdir()
    case = load_case(case_file)
    recording = recorded_markers(folder / "long.trc", case.recorded, read_osim(case.model), FRAMES)
    others = Others()
    for _ in range(2):
        (done,) = run_together([sys.executable, "-m", "benchmarks.long", str(case_file), str(recording)], [folder])
        if done.status != 0:
            raise SystemExit(f"the long recording failed: {done.output}")
    load = others.cores()
    return [
        Row("10 minutes of markers, memory", done.peak_mb, None, "MB", None, cores, load, goal=MOST_MB, note=NOTE),
        Row("10 minutes of markers", done.wall_s, None, "s", None, cores, load, note=NOTE),
    ]


def fitted(case: Case, recording: Path) -> None:
    """Markers in a file to joint angles in a file."""
    trial = read(recording)
    assert isinstance(trial, Trial)
    assert trial.markers is not None
    body = read_osim(case.model)
    table, _ = fit_markers(trial.markers, body)
    turning = [bool(body.coordinates.is_rotation[body.coordinate(name)]) for name in table.columns]
    degrees = np.where(turning, np.rad2deg(table.values), table.values)
    write_table(recording.with_suffix(".mot"), "Coordinates", table.time_s, table.columns, degrees, in_degrees=True)


if __name__ == "__main__":
    fitted(load_case(Path(sys.argv[1])), Path(sys.argv[2]))
