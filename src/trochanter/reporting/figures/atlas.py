"""What muscles could do over a range of postures: one small panel a muscle, all on the same scale."""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.muscle_names import DEEP_SIX
from trochanter.core.arrays import Floats
from trochanter.mechanics.atlas import Atlas, axis_index
from trochanter.mechanics.atlas_grid import AXES
from trochanter.mechanics.atlas_samples import ArmSamples
from trochanter.mechanics.crossings import INTERVAL, Crossing, mean_paths, muscle_crossings, other_paths
from trochanter.reporting.atlas_values import MuscleValues, line_values, muscle_values
from trochanter.reporting.figures.frame import Figure, Numbers, drawn_twice, padded
from trochanter.reporting.numbers import rounded
from trochanter.reporting.panel import Panel, nice_ticks, tick_words
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import Drawing

MOST_PANELS = 12
ACROSS, STEP_DEG = 3, 30.0
DEEP_KEYS = (*DEEP_SIX, "gemelli")


@dataclass(frozen=True, slots=True)
class Curve:
    """One muscle over the angles: value and lines, its interval and other paths (name, values) where they are known."""

    key: str
    value: Floats
    lines: Floats
    low: Floats | None
    high: Floats | None
    others: tuple[tuple[str, Floats], ...]
    changes: tuple[Crossing, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """What a figure shows: angles of one axis in degrees (n,), the quantity, and a curve a muscle."""

    atlas: Atlas
    axis: str
    action: str
    show: str
    angles_deg: Floats
    curves: tuple[Curve, ...]
    samples: int


def course(atlas: Atlas, action: str, show: str, samples: ArmSamples | None = None) -> Course:
    """Curves over the first axis of the atlas that varies, the others at their value nearest to neutral."""
    varying = [k for k, count in enumerate(atlas.shape) if count > 1]
    across = varying[0] if varying else 0
    at = tuple(slice(None) if k == across else int(np.argmin(np.abs(axis))) for k, axis in enumerate(atlas.axes_rad))
    values, bad = line_values(atlas, action, show)
    values = np.where(bad, np.nan, values)
    angles = np.degrees(atlas.axes_rad[across])
    known = samples if show == "arm" and AXES[across] == "flexion" else None
    curves = tuple(
        _curve(
            muscle,
            np.where(muscle.bad, np.nan, muscle.values)[at],
            values[at][:, list(muscle.places)],
            atlas,
            action,
            known,
        )
        for muscle in muscle_values(atlas, action, show)[:MOST_PANELS]
    )
    return Course(atlas, AXES[across], action, show, angles, curves, 0 if known is None else known.samples)


def _curve(
    muscle: MuscleValues, value: Floats, lines: Floats, atlas: Atlas, action: str, samples: ArmSamples | None
) -> Curve:
    if samples is None:
        return Curve(muscle.key, value, lines, None, None, (), ())
    own = [samples.lines.index(atlas.lines[k]) for k in muscle.places]
    axis = axis_index(action)
    sampled = 1e3 * samples.sampled_m[:, :, own, axis].mean(axis=2)
    low, high = (np.interp(atlas.flexion_rad, samples.flexion_rad, np.quantile(sampled, q, axis=0)) for q in INTERVAL)
    paths = other_paths(samples, axis)
    others = tuple(
        (name, np.interp(atlas.flexion_rad, samples.flexion_rad, 1e3 * arms))
        for name, arms in mean_paths([paths.get(atlas.lines[k], ()) for k in muscle.places])
    )
    changes = tuple(change for change in muscle_crossings(samples, action) if change.line == muscle.key)
    return Curve(muscle.key, value, lines, low, high, others, changes)


def atlas_figure(shown: Course, name: str = "atlas") -> Figure:
    """Small multiples of a course, at both widths."""
    numbers = _numbers(shown)
    everything = [
        *numbers.columns.values(),
        *(values for curve in shown.curves for values in (*curve.lines.T, *(v for _, v in curve.others))),
    ]
    limits = padded(everything, hold=() if shown.show == "fibres" else (0.0,))
    key = "atlas.alt_sampled" if shown.samples else "atlas.alt"
    quantity = say(f"atlas.{shown.show}", action=say(f"atlas.of_{shown.action}"))
    alt = say(key, quantity=quantity, axis=shown.axis, count=len(shown.curves))
    return drawn_twice(name, lambda drawing: _panels(drawing, shown, limits, numbers), alt, _caption(shown), numbers)


def _caption(shown: Course) -> str:
    parts = [say("atlas.caption", axis=shown.axis)]
    if any(np.isnan(curve.value).any() for curve in shown.curves):
        parts.append(say("atlas.caption_gaps"))
    if shown.samples:
        parts.append(say("atlas.caption_sampled", n=shown.samples))
    if any(curve.others for curve in shown.curves):
        parts.append(say("atlas.caption_paths"))
    return " ".join(parts)


def _numbers(shown: Course) -> Numbers:
    numbers = Numbers(f"{shown.axis} deg", shown.angles_deg)
    for curve in shown.curves:
        numbers.add(curve.key, curve.value)
        if curve.low is not None and curve.high is not None:
            numbers.add(f"{curve.key} low", curve.low)
            numbers.add(f"{curve.key} high", curve.high)
        for name, values in curve.others:
            numbers.add(f"{curve.key} {name}", values)
    return numbers


def _panels(drawing: Drawing, shown: Course, limits: tuple[float, float], numbers: Numbers) -> float:
    quantity = say(f"atlas.{shown.show}_unit", action=say(f"atlas.of_{shown.action}"))
    ways = "" if shown.show in ("length", "fibres") else say(f"atlas.ways_{shown.action}")
    head = [("t2", quantity.strip()), ("t2", ways)] if drawing.wide else [("t2", quantity.strip())]
    drawing.text("t2", 0.0, 14.0, head)
    if not drawing.wide:
        drawing.text("t2", 0.0, 31.0, ways)
    across, bottom, top = (ACROSS if drawing.wide else 1), 24.0 if drawing.wide else 36.0, 0.0
    for k, curve in enumerate(shown.curves):
        column = k % across
        top = bottom + (46.0 if k else 30.0) if column == 0 else top
        left = 38.0 + 352.0 * column if drawing.wide else 38.0
        panel = Panel(
            drawing, left, top, left + (298.0 if drawing.wide else 312.0), top + (150.0 if drawing.wide else 130.0),
            (float(shown.angles_deg[0]), float(shown.angles_deg[-1])), limits,
        )  # fmt: skip
        _head(panel, curve.key)
        last = k == len(shown.curves) - 1
        bottom = max(bottom, _under(panel, shown.axis, words=last or column == across - 1))
        _draw(panel, shown, curve)
        names = [name for name in numbers.columns if name.split(" ")[0] == curve.key]
        drawing.hit(panel.left, panel.top, panel.right - panel.left, panel.bottom - panel.top, names)
    return bottom + 4.0


def _head(panel: Panel, key: str) -> None:
    start = panel.left - 38.0
    kind = f"d-{DEEP_SIX.index(key) + 1}" if key in DEEP_SIX else "body-s"
    panel.drawing.rect(kind, start + 2, panel.top - 24, 10, 12, 2)
    words = key.replace("_", " ")
    panel.drawing.text("t1 b", start + 18, panel.top - 14, words[:1].upper() + words[1:])


def _draw(panel: Panel, shown: Course, curve: Curve) -> None:
    x, hue = shown.angles_deg, "D" if curve.key in DEEP_KEYS else "K"
    if curve.low is not None and curve.high is not None:
        panel.band(f"iv{hue}", x, curve.low, curve.high)
    panel.grid(nice_ticks(*panel.y_limits, most=5), "plain" if shown.show == "fibres" else "signed")
    if curve.lines.shape[1] > 1 and shown.show not in ("torque", "passive"):
        for row in curve.lines.T:
            panel.curve(f"ln2 ln{hue} faint", x, row)
    for _, values in curve.others:
        panel.curve("ln2 dash lnO", x, values)
    panel.curve(f"ln ln{hue}", x, curve.value)
    for change in curve.changes:
        _mark(panel, change)


def _mark(panel: Panel, change: Crossing) -> None:
    """Where the action changes: its interval on the zero line, the angle in words."""
    ends = panel.x_limits
    low, at, high = (
        float(np.clip(np.degrees(angle), *ends)) for angle in (change.low_rad, change.flexion_rad, change.high_rad)
    )
    y = float(panel.py(0.0))
    x1, x2, x = (float(panel.px(value)) for value in (low, high, at))
    for kind in ("wh-case", "wh"):
        panel.drawing.line(kind, x1, y, x2, y)
    panel.drawing.circle("dotK", x, y, 4.0)
    words = say(
        "atlas.change",
        at=rounded(at, 1.0),
        low=rounded(low, 1.0) if np.isfinite(change.low_rad) else say("atlas.below", angle=rounded(low, 1.0)),
        high=rounded(high, 1.0) if np.isfinite(change.high_rad) else say("atlas.above", angle=rounded(high, 1.0)),
    )
    around = np.linspace(*ends, 60)
    panel.label("t1", words, around, np.zeros(60), (0.0, 1.0), (np.full(60, y - 8.0), np.full(60, y + 8.0)))


def _under(panel: Panel, axis: str, *, words: bool) -> float:
    """Angles under the axis, with its name where there is room for it. Returns its end."""
    low, high = panel.x_limits
    step = STEP_DEG if high - low > 2.5 * STEP_DEG else max(round((high - low) / 4.0), 1.0)
    for tick in np.arange(np.ceil(low / step), np.floor(high / step) + 1.0) * step:
        x = float(panel.px(tick))
        panel.drawing.line("grid", x, panel.top, x, panel.bottom)
        panel.drawing.text("m s", x, panel.bottom + 16, tick_words(float(tick), signed=False))
    if not words:
        return panel.bottom + 18
    panel.drawing.text("e s", panel.right, panel.bottom + 32, say(f"atlas.axis_{axis}"))
    return panel.bottom + 36
