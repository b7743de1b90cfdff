"""What every figure shares: its two drawings, its sentence, its caption, its numbers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

import numpy as np
from numpy.typing import ArrayLike

from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.kinematics.timeline import PERCENT
from trochanter.mechanics.summary import HipSummary, Summary
from trochanter.reporting.panel import Panel
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import NARROW_PX, WIDE_PX, Drawing


@dataclass
class Numbers:
    """Columns of numbers under a figure; the first is its axis."""

    axis: str
    x: Floats
    columns: dict[str, Floats] = field(default_factory=dict)

    def add(self, name: str, values: ArrayLike) -> str:
        """Add a column; returns its name, in which a comma would be the end of a column."""
        name = name.replace(",", " and")
        self.columns[name] = np.asarray(values, dtype=float)
        return name

    @property
    def csv(self) -> str:
        """The columns as comma-separated values; missing is empty."""
        rows = [",".join([self.axis, *self.columns])]
        for i, x in enumerate(self.x):
            rows.append(",".join([f"{x:.6g}", *(_cell(values[i]) for values in self.columns.values())]))
        return "\n".join(rows) + "\n"


def _cell(value: float) -> str:
    return f"{value:.4g}" if np.isfinite(value) else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A finished figure: two SVG pictures, a caption, a data link with its numbers."""

    name: str
    wide: str
    narrow: str
    caption: str
    csv: str

    @property
    def csv_link(self) -> str:
        """The numbers as a link that needs no network."""
        return "data:text/csv;charset=utf-8," + quote(self.csv, safe=",.:;()=+ ").replace(" ", "%20")


def drawn_twice(name: str, draw: Callable[[Drawing], float], sentence: str, caption: str, numbers: Numbers) -> Figure:
    """Draw a figure at both widths; ``draw`` fills a drawing and returns its height."""
    pictures = []
    for width_px in (WIDE_PX, NARROW_PX):
        drawing = Drawing(width_px)
        pictures.append(drawing.close(draw(drawing), sentence))
    return Figure(name, pictures[0], pictures[1], caption, numbers.csv)


def numbers_of(summary: Summary) -> Numbers:
    """Empty numbers on the summary's axis."""
    unit = summary.hips[0].axis.unit
    return Numbers(say("csv.percent" if unit == PERCENT else "csv.seconds"), summary.hips[0].axis.x)


def letter(side: Side) -> str:
    """R or L, the ending of a side's classes."""
    return side.word[0].upper()


def sample_words(summary: Summary) -> str:
    """How many strides a figure rests on."""
    right, left = (hip.strides for hip in summary.hips)
    if not summary.whole_strides:
        return say("sample.partial")
    if right != left:
        return say("sample.each", right=right, left=left)
    return say("sample.one") if right == 1 else say("sample.same", n=right)


def range_words(summary: Summary, slack: float) -> str:
    """Over what a deep rotator's range goes: parameter sets, where there are any, and near-optimal solutions."""
    key = "figure.range.sets" if len(summary.account.sets) > 1 else "figure.range.alone"
    return say(key, share=f"{100.0 * slack:.0f}")


def slacks(summary: Summary) -> tuple[float, float]:
    """Smallest and largest slack of the near-optimal bands; zeros without any."""
    values = [band.slack for band in summary.account.bands]
    return min(values, default=0.0), max(values, default=0.0)


def lines_words(summary: Summary) -> str:
    """What thick and thin lines are."""
    return say("figure.lines.strides" if summary.whole_strides else "figure.lines.record")


def x_limits(summary: Summary) -> tuple[float, float]:
    """Both ends of the axis."""
    x = summary.hips[0].axis.x
    return float(x[0]), float(x[-1])


def padded(values: Iterable[ArrayLike], share: float = 0.06, hold: Sequence[float] = ()) -> tuple[float, float]:
    """Limits that hold all finite values, and those of ``hold``, with a margin."""
    everything = np.concatenate(
        [*(np.ravel(np.asarray(v, dtype=float)) for v in values), np.asarray(hold, dtype=float)]
    )
    everything = everything[np.isfinite(everything)]
    low, high = float(everything.min()), float(everything.max())
    margin = share * max(high - low, 1e-6)
    return low - (0.0 if low in hold else margin), high + (0.0 if high in hold else margin)


def side_curves(
    panel: Panel,
    hips: Sequence[HipSummary],
    each: Callable[[HipSummary], Floats],
    mean: Callable[[HipSummary], Floats],
    most: int = 8,
) -> None:
    """At most ``most`` single strides thin, averages thick; left first, so that no side is always on top."""
    for hip in reversed(hips):
        if hip.strides > 1:
            panel.thin(f"ln{letter(hip.side)}", hip.axis.x, each(hip), most)
    for hip in reversed(hips):
        panel.curve(f"ln ln{letter(hip.side)}", hip.axis.x, mean(hip))


def side_labels(panel: Panel, hips: Sequence[HipSummary], mean: Callable[[HipSummary], Floats]) -> None:
    """The words right and left beside their curves."""
    for hip in hips:
        panel.label(f"t{letter(hip.side)}", say(f"side.{hip.side.word}"), hip.axis.x, mean(hip))
