"""What the benchmark says of a process is that process's own."""

import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.processes import run_together

HELD_MB = 300


@pytest.mark.needs("linux")
def test_a_large_parent_does_not_enlarge_what_it_starts(tmp_path: Path) -> None:
    held = np.ones(HELD_MB * 125_000)  # MB of doubles
    small, large = (
        run_together([sys.executable, "-c", f"x = bytearray(b'1') * {size}"], [tmp_path])[0]
        for size in (1, HELD_MB * 1_000_000)
    )
    assert held.nbytes == HELD_MB * 1_000_000
    assert small.peak_mb < 0.3 * HELD_MB
    assert HELD_MB < large.peak_mb < 1.3 * HELD_MB


def test_status_output_and_time_come_from_the_process(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
    code = "import os, sys; print(os.path.basename(os.getcwd())); sys.exit(3)"
    done = run_together([sys.executable, "-c", code], folders)
    assert [run.status for run in done] == [3, 3]
    assert [run.output.strip() for run in done] == ["a", "b"]
    assert all(run.cpu_s > 0.0 and 0.0 < run.wall_s < 60.0 for run in done)
