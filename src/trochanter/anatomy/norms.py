"""How healthy runners move their hips: the band of 46 runners and its excursions, with attribution.

Data of Fukuchi, Duarte and Ferber (CC BY 4.0), treadmill at 2.5 m/s, 23 runners each from two laboratories, which
differ by 2 to 7 degrees in hip rotation throughout stance: compare shape and excursion, never the absolute offset.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from trochanter.anatomy.rows import numbers, rows, sources
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import UnknownName
from trochanter.core.quality import Source

POOLED = "POOLED"
LABS = ("BMC", "RIC", POOLED)
_ANGLES = ("flex", "add", "ir")


@dataclass(frozen=True, slots=True)
class RunningBand:
    """Hip angles of healthy runners over a stride from foot contact: percent (101,), mean_rad and sd_rad (101, 3).

    Columns: flexion, adduction, internal rotation; n runners; sd over runners.
    """

    lab: str
    n: int
    percent: Floats
    mean_rad: Floats
    sd_rad: Floats
    source: Source


@dataclass(frozen=True, slots=True)
class Norm:
    """A published quantity over n healthy runners: mean and standard deviation in ``unit`` ('deg' or 'percent')."""

    mean: float
    sd: float
    unit: str
    n: int


@cache
def running_band(lab: str = POOLED) -> RunningBand:
    """The band of one laboratory, 'BMC' or 'RIC', or of both, 'POOLED'; raises UnknownName."""
    _check(lab)
    table = [row for row in rows("running_hip_curves_46") if row["lab"] == lab]

    def columns(what: str) -> Floats:
        return frozen(np.radians([numbers(row, *(f"{angle}_{what}" for angle in _ANGLES)) for row in table]))

    return RunningBand(
        lab=lab,
        n=int(table[0]["n"]),
        percent=frozen([float(row["pct_cycle"]) for row in table]),
        mean_rad=columns("mean"),
        sd_rad=columns("sd"),
        source=running_source(),
    )


@cache
def running_excursions(lab: str = POOLED) -> Mapping[str, Norm]:
    """Range, stance excursion (0 to 35 %), stance peak and its time of each hip angle; raises UnknownName.

    Keys: 'flexion', 'adduction' or 'rotation' with '_range', '_stance_excursion', '_stance_peak', '_stance_peak_at'.
    """
    _check(lab)
    return {
        row["quantity"]: Norm(float(row["mean"]), float(row["sd"]), row["unit"], int(row["n"]))
        for row in rows("running_hip_excursions_46")
        if row["lab"] == lab
    }


def running_source() -> Source:
    """Attribution of the band."""
    return sources()["fukuchi46"]


def _check(lab: str) -> None:
    if lab not in LABS:
        raise UnknownName("laboratory", lab, LABS)
