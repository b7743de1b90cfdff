"""One muscle over two angles: a map of what it could do, with lines of equal value and the line where it changes."""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Flags, Floats
from trochanter.mechanics.atlas import Atlas
from trochanter.mechanics.atlas_grid import AXES
from trochanter.reporting.atlas_values import MuscleValues, muscle_values
from trochanter.reporting.figures.atlas import DEEP_KEYS
from trochanter.reporting.figures.frame import Figure, Numbers, drawn_twice
from trochanter.reporting.panel import Panel, nice_ticks, tick_words
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import Drawing, number, text_width

ROWS, MOST_LEVELS, SHADES = 81, 9, 5


@dataclass(frozen=True, slots=True)
class Map:
    """A muscle's values (n, k) over x (n,) and y (k,) degrees of two axes; NaN where they cannot be relied on."""

    key: str
    action: str
    show: str
    axes: tuple[str, str]
    x_deg: Floats
    y_deg: Floats
    values: Floats

    @property
    def levels(self) -> list[float]:
        """Round values that lines are drawn for; 0 among them, but of fibre lengths, which stay away from it."""
        low, high = float(np.nanmin(self.values)), float(np.nanmax(self.values))
        held = (low, high) if self.show == "fibres" else (min(low, 0.0), max(high, 0.0))
        return nice_ticks(*held, most=MOST_LEVELS)


def muscle_map(atlas: Atlas, action: str, show: str) -> Map:
    """The first muscle of an atlas over the first two axes that vary, the third at its value nearest to neutral."""
    first, second = [k for k, count in enumerate(atlas.shape) if count > 1][:2]
    at = tuple(
        slice(None) if k in (first, second) else int(np.argmin(np.abs(axis))) for k, axis in enumerate(atlas.axes_rad)
    )
    muscle: MuscleValues = muscle_values(atlas, action, show)[0]
    values = np.where(muscle.bad, np.nan, muscle.values)[at]
    x, y = np.degrees(atlas.axes_rad[first]), np.degrees(atlas.axes_rad[second])
    return Map(muscle.key, action, show, (AXES[first], AXES[second]), x, y, values)


def map_figure(shown: Map, name: str = "map") -> Figure:
    """The map at both widths."""
    quantity = say(f"atlas.{shown.show}", action=say(f"atlas.of_{shown.action}"))
    muscle = shown.key.replace("_", " ")
    alt = say("atlas.map_alt", quantity=quantity, muscle=muscle, x=shown.axes[0], y=shown.axes[1])
    numbers = Numbers(f"{shown.axes[0]} deg", shown.x_deg)
    for k, angle in enumerate(shown.y_deg):
        numbers.add(f"{shown.axes[1]} {angle:g} deg", shown.values[:, k])
    kind = shown.show if shown.show in ("length", "fibres") else "action"
    caption = say(f"atlas.map_caption_{kind}", x=shown.axes[0], y=shown.axes[1])
    return drawn_twice(name, lambda drawing: _draw(drawing, shown), alt, caption, numbers)


def _draw(drawing: Drawing, shown: Map) -> float:
    words = shown.key.replace("_", " ")
    quantity = say(f"atlas.{shown.show}_unit", action=say(f"atlas.of_{shown.action}"))
    drawing.text("t2", 0.0, 14.0, [("t1 b", words[:1].upper() + words[1:]), ("t2", quantity.strip())])
    left, top = 46.0, 62.0
    bottom = top + (380.0 if drawing.wide else 250.0)
    limits = (float(shown.x_deg[0]), float(shown.x_deg[-1])), (float(shown.y_deg[0]), float(shown.y_deg[-1]))
    panel = Panel(drawing, left, top, drawing.width_px - 6.0, bottom, *limits)
    drawing.text("t2", 0.0, top - 24, say(f"atlas.axis_{shown.axes[1]}"))
    drawing.parts.append(_HATCH)
    drawing.parts.append(f'<g class="{"deep" if shown.key in DEEP_KEYS else "ink"}-hue">')
    _shade(panel, shown)
    drawing.parts.append("</g>")
    for level in shown.levels:
        _contour(panel, shown, level)
    _regions(panel, shown)
    for tick in nice_ticks(*limits[1], most=8):
        drawing.text("e s", left - 8, float(panel.py(tick)) + 4, tick_words(tick, signed=True))
    for tick in nice_ticks(*limits[0], most=8):
        drawing.text("m s", float(panel.px(tick)), bottom + 16, tick_words(tick, signed=False))
    drawing.text("e s", panel.right, bottom + 33, say(f"atlas.axis_{shown.axes[0]}"))
    return bottom + 38.0


_HATCH = (
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="hatch" d="M0 0V7"/></pattern></defs>'
)


def _shade(panel: Panel, shown: Map) -> None:
    """Areas between levels, row by row of fine rows: the larger the value, the darker; hatched where positive."""
    rows = np.linspace(shown.y_deg[0], shown.y_deg[-1], ROWS)
    height = abs(float(panel.py(rows[1]) - panel.py(rows[0])))
    fine_x = np.linspace(shown.x_deg[0], shown.x_deg[-1], 4 * int(shown.x_deg[-1] - shown.x_deg[0]) + 1)
    levels = np.array(shown.levels)
    base = levels[0] if shown.show == "fibres" else 0.0
    hatches, shades = [], [list[str]() for _ in range(SHADES)]
    for y in rows:
        across = _at_row(shown, float(y))
        values = np.interp(fine_x, shown.x_deg, across)
        step = levels[1] - levels[0]
        shade = np.where(np.isfinite(values), np.minimum(np.floor(np.abs(values - base) / step), SHADES - 1), -1)
        signed = np.where(values >= 0.0, shade, -2 - shade)
        signed[~np.isfinite(values)] = -99
        ends = np.flatnonzero(np.diff(signed)) + 1
        top = float(panel.py(y)) - height / 2
        low, high = max(top, panel.top), min(top + height + 0.3, panel.bottom)
        for a, b in zip([0, *ends], [*ends, len(fine_x)], strict=True):
            x1, x2 = float(panel.px(fine_x[a])), float(panel.px(fine_x[min(b, len(fine_x) - 1)]))
            box = f"M{number(x1)} {number(low)}H{number(x2)}V{number(high)}H{number(x1)}Z"
            if signed[a] != -99:
                shades[int(shade[a])].append(box)
            if signed[a] >= 0:
                hatches.append(box)
    for k, boxes in enumerate(shades):
        if boxes:
            panel.drawing.path(f"shade-{k + 1}", "".join(boxes))
    if hatches and shown.show in ("arm", "torque", "passive"):
        panel.drawing.path("hatched", "".join(hatches))


def _at_row(shown: Map, y: float) -> Floats:
    """Values (n,) along x at one y, by straight interpolation."""
    j = int(np.clip(np.searchsorted(shown.y_deg, y) - 1, 0, len(shown.y_deg) - 2))
    t = (y - shown.y_deg[j]) / (shown.y_deg[j + 1] - shown.y_deg[j])
    return np.asarray((1.0 - t) * shown.values[:, j] + t * shown.values[:, j + 1])


def _contour(panel: Panel, shown: Map, level: float) -> None:
    """The line of one value, with its number beside it."""
    pieces = segments(shown.values - level, shown.x_deg, shown.y_deg)
    if not len(pieces):
        return
    px, py = panel.px(pieces[:, :, 0]), panel.py(pieces[:, :, 1])
    data = "".join(
        f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"
        for (x1, x2), (y1, y2) in zip(px.tolist(), py.tolist(), strict=True)
    )
    panel.drawing.path("ln lnK" if level == 0.0 else "level", data)
    inside = (px > panel.left + 24) & (px < panel.right - 24) & (py > panel.top + 22) & (py < panel.bottom - 22)
    spots = [
        (float(x), float(y)) for x, y in zip(px[inside], py[inside], strict=True)
        if all(abs(x - (a + c) / 2) > 46 or abs(y - (b + d) / 2) > 26 for a, b, c, d in panel.drawing.boxes)
    ]  # fmt: skip
    if not spots:
        return
    middle = (panel.top + panel.bottom) / 2
    x, y = min(spots, key=lambda spot: abs(spot[1] - middle))
    panel.drawing.boxes.append((x - 16, y - 9, x + 16, y + 7))
    panel.drawing.text(
        "m t1 b halo" if level == 0.0 else "m t1 halo", x, y + 4, tick_words(level, signed=shown.show != "fibres")
    )


def _regions(panel: Panel, shown: Map) -> None:
    """Words for what the muscle does on either side of the zero line, where there is most room off the middle."""
    if shown.show == "fibres":
        return
    for sign, way in ((1.0, "up"), (-1.0, "down")):
        y, low, high = _widest(shown, sign)
        x1, x2 = float(panel.px(low)), float(panel.px(high))
        keys = [f"atlas.{way}_{shown.action}", f"atlas.{way}_{shown.action}_short"]
        for key in [f"atlas.{way}_length"] if shown.show == "length" else keys:
            half = 0.5 * text_width(say(key), 15.0)
            if x2 - x1 >= 2.0 * half + 8.0:
                baseline = float(np.clip(float(panel.py(y)), panel.top + 20, panel.bottom - 10))
                panel.drawing.text("m t1 b h halo", (x1 + x2) / 2.0, baseline, say(key))
                break


def _widest(shown: Map, sign: float) -> tuple[float, float, float]:
    """The longest run of one sign along x in the upper or lower quarter: its y, and where it begins and ends."""
    quarter = max(len(shown.y_deg) // 4, 1)
    best = (float(shown.y_deg[0]), 0.0, 0.0)
    for j in (*range(quarter), *range(len(shown.y_deg) - quarter, len(shown.y_deg))):
        own = np.concatenate([[False], sign * np.nan_to_num(shown.values[:, j]) > 0.0, [False]])
        starts, stops = np.flatnonzero(np.diff(own.astype(int)) == 1), np.flatnonzero(np.diff(own.astype(int)) == -1)
        for low, high in zip(shown.x_deg[starts], shown.x_deg[stops - 1], strict=True):
            if high - low > best[2] - best[1]:
                best = (float(shown.y_deg[j]), float(low), float(high))
    return best


def segments(values: Floats, x: Floats, y: Floats) -> Floats:
    """Pieces (p, 2, 2) of the line where values (n, k) over x and y pass zero, cell by cell; none where any is NaN.

    Each cell's four sides are searched for a change of sign, interpolated straight; two crossings make a piece, four
    are joined in the order of the sides (a saddle).
    """
    pieces = []
    above = values > 0.0
    for i, j in zip(*np.nonzero(_mixed(values, above)), strict=True):
        corners = ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))
        found = []
        for a, b in zip(corners, (*corners[1:], corners[0]), strict=True):
            if above[a] != above[b]:
                t = values[a] / (values[a] - values[b])
                found.append((x[a[0]] + t * (x[b[0]] - x[a[0]]), y[a[1]] + t * (y[b[1]] - y[a[1]])))
        pieces += [found[k : k + 2] for k in range(0, len(found), 2)]
    return np.array(pieces, dtype=np.float64).reshape(-1, 2, 2)


def _mixed(values: Floats, above: Flags) -> Flags:
    """Cells that a line passes through."""
    count = above[:-1, :-1].astype(int) + above[1:, :-1] + above[:-1, 1:] + above[1:, 1:]
    known = np.isfinite(values[:-1, :-1] + values[1:, :-1] + values[:-1, 1:] + values[1:, 1:])
    return np.asarray((count > 0) & (count < 4) & known)
