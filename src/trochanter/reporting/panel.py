"""One set of axes: grid, zero line, curves, intervals, phases under the axis, toe-off, and places for words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.kinematics.timeline import PERCENT, Span, Timeline
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import Drawing, number, outline, points, text_width

STRIP_PX = 20.0
FEW_THIN = 8  # more single strides than these are drawn with half the points
_STANCE_WORDS = ("landing", "midstance", "push_off", "stance")


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers from low to high, at most ``most`` of them.

    >>> nice_ticks(-22, 47)
    [-20.0, 0.0, 20.0, 40.0]
    """
    span = max(high - low, 1e-9)
    power = 10.0 ** np.floor(np.log10(span / most))
    step = next(m * power for m in (1, 2, 5, 10, 20) if span / (m * power) <= most)
    first, last = int(np.ceil(low / step - 1e-9)), int(np.floor(high / step + 1e-9))
    return [float(round(k * step, 10)) for k in range(first, last + 1)]


@dataclass
class Panel:
    """Axes on a drawing: pixel box left, top, right, bottom; x and y limits in the quantity's unit."""

    drawing: Drawing
    left: float
    top: float
    right: float
    bottom: float
    x_limits: tuple[float, float]
    y_limits: tuple[float, float]
    curves: list[tuple[Floats, Floats]] = field(default_factory=list)

    def px(self, x: ArrayLike) -> Floats:
        """Pixel abscissa of x."""
        low, high = self.x_limits
        return self.left + (np.asarray(x, dtype=float) - low) / (high - low) * (self.right - self.left)

    def py(self, y: ArrayLike) -> Floats:
        """Pixel ordinate of y."""
        low, high = self.y_limits
        return self.bottom - (np.asarray(y, dtype=float) - low) / (high - low) * (self.bottom - self.top)

    def grid(self, ticks: Sequence[float], words: str = "signed") -> None:
        """Horizontal lines with their numbers; zero is the strongest."""
        for tick in ticks:
            y = float(self.py(tick))
            self.drawing.line("zero" if tick == 0.0 else "grid", self.left, y, self.right, y)
            self.drawing.text("e", self.left - 8, y + 4, tick_words(tick, signed=words == "signed"))

    def band(self, kind: str, x: ArrayLike, low: ArrayLike, high: ArrayLike) -> None:
        """An area between two curves."""
        limits = self.y_limits
        self.drawing.path(kind, outline(self.px(x), self.py(np.clip(low, *limits)), self.py(np.clip(high, *limits))))

    def curve(self, kind: str, x: ArrayLike, y: ArrayLike) -> None:
        """A line; labels keep clear of it."""
        across, down = self.px(x), self.py(np.clip(y, *self.y_limits))
        self.curves.append((across, down))
        self.drawing.path(kind, points(across, down))

    def thin(self, kind: str, x: ArrayLike, rows: Floats, most: int = 8) -> None:
        """Single strides behind their average: evenly chosen, at most ``most``."""
        chosen = np.unique(np.linspace(0, len(rows) - 1, min(most, len(rows))).round().astype(int))
        across = self.px(x)
        kept = np.unique([*range(0, len(across), 2 if len(chosen) <= FEW_THIN else 4), len(across) - 1])
        for i in chosen:
            self.drawing.path(f"thin {kind}", points(across[kept], self.py(np.clip(rows[i], *self.y_limits))[kept]))

    def avoid(self, x: ArrayLike, y: ArrayLike) -> None:
        """Keep labels clear of a curve that something else has drawn."""
        self.curves.append((self.px(x), self.py(np.clip(y, *self.y_limits))))

    def label(
        self,
        kind: str,
        words: str,
        x: ArrayLike,
        y: ArrayLike,
        reach: tuple[float, float] = (0.03, 0.97),
        busy: tuple[Floats, Floats] | None = None,
    ) -> None:
        """Words beside the curve (x, y), where they touch no other curve, no other words and nothing ``busy``.

        busy: pixel ordinates (k,) between which areas lie over x.
        """
        width = text_width(words, self.drawing.letter_px)
        own_x, own_y = self.px(x), self.py(np.clip(y, *self.y_limits))
        middles = self.left + np.linspace(*reach, 33) * (self.right - self.left)
        middles = np.clip(middles, self.left + width / 2, self.right - width / 2)
        near = np.abs(own_x - middles[:, None]) < width / 2 + 4
        kept = near.any(axis=1)
        middles, near = middles[kept], near[kept]
        if not len(middles):
            return
        upper, lower = (own_y, own_y) if busy is None else busy
        above = np.where(near, np.minimum(upper, own_y), np.inf).min(axis=1) - 6
        below = np.where(near, np.maximum(lower, own_y), -np.inf).max(axis=1) + 15
        spots = [(m, float(v)) for m, pair in zip(middles, zip(above, below, strict=True), strict=True) for v in pair]
        costs = [self._crowding(m, v, width) + self._away(own_x, own_y, m, v) for m, v in spots]
        middle, baseline = spots[int(np.argmin(costs))]
        self.drawing.boxes.append(_box(middle, baseline, width))
        self.drawing.text(f"{kind} m halo", middle, baseline, words)

    @staticmethod
    def _away(own_x: Floats, own_y: Floats, middle: float, baseline: float) -> float:
        """Distance of words from their own curve."""
        return 0.3 * abs(float(np.interp(middle, own_x, own_y)) - baseline + 4)

    def _crowding(self, middle: float, baseline: float, width: float) -> float:
        x1, y1, x2, y2 = _box(middle, baseline, width)
        cost = 1e4 * (y1 < self.top - 2) + 1e4 * (y2 > self.bottom + 1)
        for across, down in self.curves:
            cost += 10.0 * float(np.count_nonzero((across > x1) & (across < x2) & (down > y1) & (down < y2)))
        return cost + sum(500.0 for a, b, c, d in self.drawing.boxes if a < x2 and c > x1 and b < y2 and d > y1)

    def arrows(self, up: str, down: str) -> None:
        """Both directions of the quantity, in words, at the right edge."""
        self.drawing.text("e s halo", self.right, self.top - 5, f"↑ {up}")
        self.drawing.text("e s halo", self.right, self.bottom - 4, f"↓ {down}")
        for words, y in ((up, self.top - 5), (down, self.bottom - 4)):
            width = text_width(words, 12) + 14
            self.drawing.boxes.append((self.right - width, y - 12, self.right, y + 3))

    def toe_offs(self, axis: Timeline, kind: str = "toeoff") -> None:
        """A dashed upright at every toe-off."""
        for at in axis.toe_off:
            self.drawing.line(kind, float(self.px(at)), self.top, float(self.px(at)), self.bottom + 6)

    def strips(self, axes: Sequence[Timeline], *, ends: bool = True) -> float:
        """Phases in words under the axis: one strip where all share per cent, else one a side. Returns its end."""
        shared = all(axis.unit == PERCENT for axis in axes)
        y = self.bottom + 8
        for axis in axes[:1] if shared else axes:
            for span in axis.spans:
                self._phase(span, y)
            if not shared and len(axes) > 1:
                self._side_letter(axis.side, y)
            y += STRIP_PX + 3
        if not shared:
            return self._seconds(y)
        if ends:
            self._ends(axes, y + 13)
        return y + (16 if ends else 0)

    def seconds_under(self) -> float:
        """Seconds under the axis, without phases. Returns its end."""
        return self._seconds(self.bottom + 8)

    def _phase(self, span: Span, y: float) -> None:
        x1, x2 = (float(self.px(np.clip(v, *self.x_limits))) for v in (span.start, span.end))
        kind = "ph2" if span.phase in _STANCE_WORDS else "ph"
        self.drawing.rect(kind, x1 + 0.8, y, max(x2 - x1 - 1.6, 0.5), STRIP_PX, 3)
        for length in ("long", "short", "mark"):
            words = say(f"phase.{span.phase}.{length}")
            if text_width(words, 12) <= x2 - x1 + 2:
                self.drawing.text("m t2 s", (x1 + x2) / 2, y + 14.3, words)
                return

    def _side_letter(self, side: Side, y: float) -> None:
        letter = side.word[0].upper()
        self.drawing.text(f"t{letter} e s", self.left - 8, y + 14.3, letter)

    def _seconds(self, y: float) -> float:
        ticks = nice_ticks(*self.x_limits, most=5 if self.right - self.left > 250 else 4)
        digits = 1 if len(ticks) > 1 and ticks[1] - ticks[0] >= 0.1 else 2
        for tick in ticks:
            self.drawing.text("m s", float(self.px(tick)), y + 11, f"{tick:.{digits}f}")
        self.drawing.text("e s", self.right, y + 26, say("axis.seconds"))
        return y + 30

    def _ends(self, axes: Sequence[Timeline], y: float) -> None:
        self.drawing.text("s", self.left, y, say("axis.contact"))
        toe_off = float(self.px(axes[0].toe_off[0]))
        room = self.right - self.left
        taken = text_width(say("axis.contact"), 12)
        if toe_off + 4 > self.left + taken and room > taken + 220:
            self.drawing.text("s", toe_off + 4, y, say("axis.toe_off"))
        self.drawing.text("e s", self.right, y, say("axis.next_contact"))


def tick_words(value: float, *, signed: bool) -> str:
    """A number on an axis, with a true minus.

    >>> tick_words(-20.0, signed=True), tick_words(20.0, signed=True), tick_words(0.5, signed=False)
    ('−20', '+20', '0.5')
    """
    text = f"{abs(value):g}"
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    return sign + text


def _box(middle: float, baseline: float, width: float) -> tuple[float, float, float, float]:
    return middle - width / 2, baseline - 11, middle + width / 2, baseline + 4


def whisker(drawing: Drawing, x: float, y1: float, y2: float) -> None:
    """A range at one place: an upright with two ends, cased so that it is seen on areas."""
    a, b = number(min(y1, y2)), number(max(y1, y2))
    drawing.path("wh-case", f"M{number(x)} {a}V{b}")
    drawing.path("wh", f"M{number(x - 5)} {a}h10M{number(x)} {a}V{b}M{number(x - 5)} {b}h10")
