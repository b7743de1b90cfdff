"""The static trial and the run of RBDS001, whose right MT1 and MT5 are exchanged in the run."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from trochanter.capture.marker_tables import read_marker_table
from trochanter.capture.trial import Trajectories

EXCHANGED = {"R.MT1": "R.MT5", "R.MT5": "R.MT1"}
MASS_KG, HEIGHT_M = 62.0, 1.81


@cache
def static_trial(data: Path) -> Trajectories:
    """The runner standing."""
    return read_marker_table(data / "rbds001" / "RBDS001static.txt")


@cache
def mended_run(data: Path) -> Trajectories:
    """The run at 2.5 m/s with its labels mended."""
    run = read_marker_table(data / "rbds001" / "RBDS001runT25markers.txt")
    return replace(run, names=tuple(EXCHANGED.get(name, name) for name in run.names))
