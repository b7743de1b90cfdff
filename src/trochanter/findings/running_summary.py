"""What findings need to know of an analysed run: how the hips turned in it, and its rhythm. Few numbers, no curves."""

from dataclasses import dataclass
from typing import Literal

from trochanter.core.sides import Side

SidesVerdict = Literal["differs", "not_detectable", "few_strides", "none"]


@dataclass(frozen=True, slots=True)
class RunningSummary:
    """Hip rotation in one recorded run.

    name: of the recording; usable, reasons: whether rotation can be told from it, and why not; verdict: of the sides'
    comparison; excursion_deg: how far each hip turned within a stride (right, left), excursion_detectable_deg: the
    smallest difference that could be told; strides: of the right and of the left; cadence_per_min: steps a minute of
    both feet. NaN where there is none.
    """

    name: str
    usable: bool
    reasons: tuple[str, ...]
    verdict: SidesVerdict
    excursion_deg: tuple[float, float]
    excursion_detectable_deg: float
    strides: tuple[int, int]
    cadence_per_min: float

    @property
    def more(self) -> Side:
        """The side that turned further within a stride."""
        right, left = self.excursion_deg
        return Side.RIGHT if right > left else Side.LEFT
