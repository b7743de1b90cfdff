"""Range of hip rotation of both sides: as recorded, its spread, and the interval for the bone."""

from statistics import NormalDist

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.kinematics.hip_rotation import HipRotation, SideRotation
from trochanter.mechanics.angle_comparison import AngleBand
from trochanter.mechanics.summary import ROTATION, Summary
from trochanter.reporting.figures.frame import Figure, Numbers, drawn_twice, letter, sample_words
from trochanter.reporting.panel import nice_ticks, tick_words
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import Drawing

ROW_PX, BAR_PX = 40.0, 16.0
WITHIN_95 = NormalDist().inv_cdf(0.975)


def turning_figure(summary: Summary, turning: HipRotation, bands: tuple[AngleBand, ...]) -> Figure:
    """One row a side on a common scale of degrees; behind them the runners' range where it is a fair comparison."""
    band = bands[ROTATION] if bands else None
    numbers = _numbers(turning)
    most = max(interval_deg(side)[1] for side in turning.sides)
    most = max(most, 0.0 if band is None else band.excursion_deg + band.excursion_sd_deg) * 1.05

    def draw(drawing: Drawing) -> float:
        left, right, top = 44.0, drawing.width_px - (300.0 if drawing.wide else 10.0), 30.0
        bottom = top + ROW_PX * len(turning.sides) + 8.0

        def px(value: float) -> float:
            return left + min(max(value, 0.0), most) / most * (right - left)

        drawing.text("t2", left, 14, say("turn.figure_unit"))
        if band is not None:
            low, high = (band.excursion_deg + sign * band.excursion_sd_deg for sign in (-1.0, 1.0))
            drawing.rect("band", px(low), top, px(high) - px(low), bottom - top)
            drawing.line("band-mid", px(band.excursion_deg), top, px(band.excursion_deg), bottom)
        for tick in nice_ticks(0.0, most):
            drawing.line("zero" if tick == 0.0 else "grid", px(tick), top, px(tick), bottom)
            drawing.text("m", px(tick), bottom + 16, tick_words(tick, signed=False))
        for k, side in enumerate(turning.sides):
            y = top + 4.0 + ROW_PX * (k + 0.5)
            drawing.badge(side.side, left - 34.0, y - 9.0)
            low, value, high, spread = *_three(side), float(np.rad2deg(side.excursion_sd_rad))
            drawing.rect(f"iv{letter(side.side)}", px(low), y - BAR_PX / 2, px(high) - px(low), BAR_PX, 3)
            if np.isfinite(spread):
                drawing.line(f"ln ln{letter(side.side)}", px(value - spread), y, px(value + spread), y)
            drawing.circle(f"mk{letter(side.side)}", px(value), y, 5.0)
        if band is not None:
            drawing.text("m t2 halo", px(band.excursion_deg), top + 9, say("angle.band"))
        return bottom + 22.0

    sample = sample_words(summary)
    alt = say("turn.figure_alt", norm=say("turn.figure_norm") if bands else "", sample=sample)
    caption = say("turn.figure_caption", norm=say("turn.figure_band") if bands else "", sample=sample)
    return drawn_twice("turning", draw, alt, caption, numbers)


def interval_deg(side: SideRotation) -> tuple[float, float]:
    """95 % interval of a side's range, degrees, not below zero."""
    value, half = np.rad2deg([side.excursion.value, WITHIN_95 * side.excursion.sigma])
    return max(float(value - half), 0.0), float(value + half)


def _three(side: SideRotation) -> tuple[float, float, float]:
    low, high = interval_deg(side)
    return low, float(np.rad2deg(side.excursion.value)), high


def _numbers(turning: HipRotation) -> Numbers:
    numbers = Numbers(say("turn.csv_side"), np.array([1.0 if s.side is Side.RIGHT else 2.0 for s in turning.sides]))
    rows: Floats = np.array([_three(side) for side in turning.sides])
    for key, column in (("turn.csv_value", rows[:, 1]), ("turn.csv_low", rows[:, 0]), ("turn.csv_high", rows[:, 2])):
        numbers.add(say(key), column)
    numbers.add(say("turn.csv_sd"), np.rad2deg([side.excursion_sd_rad for side in turning.sides]))
    return numbers
