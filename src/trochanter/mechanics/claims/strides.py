"""How 46 runners move their hips over a stride: means of laboratories with the interval of the mean."""

from collections.abc import Mapping

import numpy as np

from trochanter.anatomy.norms import POOLED
from trochanter.core.arrays import Floats
from trochanter.mechanics.claims.finding import Number
from trochanter.mechanics.claims.hip import Range
from trochanter.mechanics.claims.material import Material

WITHIN_95 = 1.96
PUSH_OFF = (25, 30, 35, 40)  # per cent of the stride; toe-off comes at about 35 to 40
AXES = ("flexion", "adduction", "rotation")


def mean_deg(material: Material, axis: str, percents: tuple[int, ...]) -> Mapping[str, Range]:
    """Mean angle at per cents of the stride with the 95 % interval of the mean, by single laboratory."""
    k, at = AXES.index(axis), list(percents)
    found = {}
    for lab, band in material.bands.items():
        if lab != POOLED:
            value, half = np.degrees(band.mean_rad[at, k]), WITHIN_95 * np.degrees(band.sd_rad[at, k]) / np.sqrt(band.n)
            found[lab] = Range(value, value - half, value + half)
    return found


def change_deg(material: Material, axis: str, start: int, end: int) -> Mapping[str, Range]:
    """Change of the mean angle between two per cents, by single laboratory (1,).

    The interval takes both ends as if they were of different runners, which is wider than that of their change.
    """
    ends = mean_deg(material, axis, (start, end))
    return {lab: _difference(each) for lab, each in ends.items()}


def either_lab(labs: Mapping[str, Range]) -> Range:
    """A range that holds those of all laboratories: they differ in the zero of their angles."""
    found = list(labs.values())
    low, high = (np.array([getattr(each, end) for each in found]) for end in ("low", "high"))
    return Range(np.mean([each.value for each in found], axis=0), low.min(axis=0), high.max(axis=0))


def _difference(ends: Range) -> Range:
    value = ends.value[1:] - ends.value[:1]
    half: Floats = np.sqrt(np.sum((ends.high - ends.value) ** 2, keepdims=True))
    return Range(value, value - half, value + half)


def spread(material: Material, axis: str, percent: int) -> Number:
    """Mean of all runners and where two thirds of them lie (one standard deviation either way)."""
    band, k = material.bands[POOLED], AXES.index(axis)
    value, sd = np.degrees([band.mean_rad[percent, k], band.sd_rad[percent, k]]).tolist()
    return Number(f"all {band.n} runners at {percent} % of the stride", value, value - sd, value + sd, "degrees")
