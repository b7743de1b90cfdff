"""The shin of one leg in a film: where knee and ankle are in each picture, however they were found."""

from dataclasses import dataclass
from typing import Literal

from trochanter.core.arrays import Floats
from trochanter.core.quality import Notice
from trochanter.core.sides import Side

Found = Literal["heavy", "full", "taps"]


@dataclass(frozen=True, slots=True)
class LegTrack:
    """One leg over time, in pixels of the upright picture (x to its right, y down).

    time_s (n,); knee_px and ankle_px (n, 2), NaN where they were not found; sureness (n,): 0 to 1, a model's visibility
    or the share of followed features that agree; hips_px (n, 2, 2): right and left hip, None where only the shin was
    followed; found_by: which pose model, or taps.
    """

    side: Side
    time_s: Floats
    knee_px: Floats
    ankle_px: Floats
    sureness: Floats
    found_by: Found
    width_px: int
    height_px: int
    hips_px: Floats | None = None
    source: str = ""
    sha256: str = ""
    notices: tuple[Notice, ...] = ()
