"""Figures of claims: where piriformis turns over, how the trailing hip turns, what presses the head into the socket."""

import numpy as np

from trochanter.anatomy.muscle_names import DEEP_SIX
from trochanter.anatomy.norms import POOLED
from trochanter.core.arrays import Floats
from trochanter.mechanics.claims.checks.c103_piriformis_turns_over import CLAIMED_DEG, crossing_deg
from trochanter.mechanics.claims.hip import ROTATION, SAMPLES, WHOLE_RANGE, Range
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.socket import press, running_postures
from trochanter.mechanics.claims.strides import mean_deg
from trochanter.reporting.figures.frame import Figure, Numbers, drawn_twice, padded
from trochanter.reporting.numbers import rounded
from trochanter.reporting.panel import Panel, nice_ticks, tick_words
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import Drawing

FLIPPING = ("obturator_internus", "piriformis")
PRESSING = (*DEEP_SIX, "gluteus_maximus", "gluteus_medius")
STEP_DEG, ROW_PX = 30.0, 30.0
EVERY_PERCENT = tuple(range(101))


def claim_figures(material: Material) -> tuple[Figure, ...]:
    """All figures of claims."""
    return flip_figure(material), trailing_hip_figure(material), press_figure(material)


def flip_figure(material: Material) -> Figure:
    """Rotation arm over flexion of obturator internus and piriformis, with the claimed angles."""
    x = np.array([posture[0] for posture in WHOLE_RANGE])
    arms = {key: material.hip.look([key], WHOLE_RANGE).arm_mm(ROTATION) for key in FLIPPING}
    crossings = {key: crossing_deg(material, key) for key in FLIPPING}
    numbers = Numbers("flexion deg", x)
    for key, arm in arms.items():
        _add(numbers, _latin(key), arm)
    limits = padded([v for arm in arms.values() for v in (arm.low, arm.high)], hold=(0.0,))

    def draw(drawing: Drawing) -> float:
        drawing.text("t2", 0.0, 14.0, say("claim.flip.unit"))
        bottom = 24.0
        for k, key in enumerate(FLIPPING):
            left = 38.0 + 528.0 * k if drawing.wide else 38.0
            top = 60.0 if drawing.wide else bottom + 36.0
            right = left + (474.0 if drawing.wide else 312.0)
            panel = Panel(drawing, left, top, right, top + 210.0, (float(x[0]), float(x[-1])), limits)
            bottom = _flip(panel, key, x, arms[key], crossings[key])
        return bottom + 4.0

    caption = say("claim.flip.caption", samples=SAMPLES)
    return drawn_twice("turning-over", draw, say("claim.flip.alt"), caption, numbers)


def _flip(panel: Panel, key: str, x: Floats, arm: Range, crossing: Range) -> float:
    panel.drawing.text("t1 b", panel.left - 38.0, panel.top - 16.0, _latin(key))
    if key == "piriformis":
        ends = np.array(CLAIMED_DEG)
        panel.band("band", ends, np.full(2, panel.y_limits[0]), np.full(2, panel.y_limits[1]))
        words = say("claim.flip.claimed", low=f"{CLAIMED_DEG[0]:g}", high=f"{CLAIMED_DEG[1]:g}")
        panel.drawing.text("m t2", float(panel.px(ends.mean())), panel.top + 16.0, words)
    panel.band("ivD", x, arm.low, arm.high)
    panel.grid(nice_ticks(*panel.y_limits))
    panel.arrows(say("direction.in"), say("direction.out"))
    panel.curve("ln lnD", x, arm.value)
    _mark(panel, crossing)
    return _degrees_under(panel)


def _mark(panel: Panel, crossing: Range) -> None:
    value, low, high = (float(v[0]) for v in (crossing.value, crossing.low, crossing.high))
    y = float(panel.py(0.0))
    for kind in ("wh-case", "wh"):
        panel.drawing.line(kind, float(panel.px(low)), y, float(panel.px(high)), y)
    panel.drawing.circle("dotK", float(panel.px(value)), y, 4.0)
    words = say("claim.flip.crossing", **_rounded(value, low, high))
    panel.drawing.text("e t1 halo", float(panel.px(low)) - 4.0, y - 7.0, words)


def _rounded(value: float, low: float, high: float) -> dict[str, str]:
    return {"value": rounded(value, 1.0), "low": rounded(low, 1.0), "high": rounded(high, 1.0)}


def _degrees_under(panel: Panel) -> float:
    """Angles under the axis and its name. Returns its end."""
    low, high = panel.x_limits
    for tick in np.arange(np.ceil(low / STEP_DEG), np.floor(high / STEP_DEG) + 1.0) * STEP_DEG:
        panel.drawing.text("m s", float(panel.px(tick)), panel.bottom + 16.0, tick_words(float(tick), signed=False))
    panel.drawing.text("e s", panel.right, panel.bottom + 32.0, say("claim.flip.axis"))
    return panel.bottom + 36.0


def trailing_hip_figure(material: Material) -> Figure:
    """Rotation of the hip over the stride, of all runners and by laboratory."""
    band, labs = material.bands[POOLED], mean_deg(material, "rotation", EVERY_PERCENT)
    mean, sd = np.degrees(band.mean_rad[:, ROTATION]), np.degrees(band.sd_rad[:, ROTATION])
    numbers = Numbers("percent of the stride", band.percent)
    _add(numbers, f"all {band.n} runners", Range(mean, mean - sd, mean + sd))
    for lab, found in labs.items():
        _add(numbers, lab, found)
    limits = padded([mean - sd, mean + sd, *(v for each in labs.values() for v in (each.low, each.high))], hold=(0.0,))
    hip = material.runner.hips[0]

    def draw(drawing: Drawing) -> float:
        left, right = (54.0, 1040.0) if drawing.wide else (36.0, 354.0)
        panel = Panel(drawing, left, 36.0, right, 300.0 if drawing.wide else 250.0, (0.0, 100.0), limits)
        drawing.text("t2", 0.0, 14.0, say("claim.trailing.unit"))
        panel.band("band", band.percent, mean - sd, mean + sd)
        for found in labs.values():
            panel.band("ivK", band.percent, found.low, found.high)
        panel.grid(nice_ticks(*panel.y_limits))
        panel.arrows(say("direction.in"), say("direction.out"))
        panel.toe_offs(hip.axis)
        for k, found in enumerate(labs.values()):
            panel.curve("ln lnK dash" if k else "ln lnK", band.percent, found.value)
        for lab, found in labs.items():
            words = say("claim.trailing.lab", lab=lab, n=material.bands[lab].n)
            panel.label("t1", words, band.percent, found.value, (0.4, 0.97))
        return panel.strips([hip.axis])

    return drawn_twice("trailing-hip", draw, say("claim.trailing.alt"), say("claim.trailing.caption"), numbers)


def press_figure(material: Material) -> Figure:
    """How much of each muscle's pull presses the head into the socket, at foot contact in running."""
    where = running_postures(material)
    found = {key: press(material, key, where).into for key in PRESSING}
    numbers = Numbers("muscle", np.arange(1.0, len(PRESSING) + 1.0))
    ends = ("value", "low", "high")
    for end in ends:
        numbers.add(f"{end} %", [100.0 * float(getattr(each, end)[0]) for each in found.values()])

    def draw(drawing: Drawing) -> float:
        left, right, top = (200.0, 1040.0, 40.0) if drawing.wide else (148.0, 354.0, 52.0)
        bottom = top + ROW_PX * len(found)

        def px(share: float) -> float:
            return left + share * (right - left)

        _title(drawing)
        for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
            drawing.line("zero" if tick == 0.0 else "grid", px(tick), top, px(tick), bottom)
            drawing.text("m s", px(tick), bottom + 16.0, tick_words(100.0 * tick, signed=False))
        for k, (key, each) in enumerate(found.items()):
            y = top + ROW_PX * (k + 0.5)
            drawing.text("e t1", left - 12.0, y + 4.5, _latin(key))
            hue = "D" if key in DEEP_SIX else "K"
            drawing.line(f"ln ln{hue}", px(float(each.low[0])), y, px(float(each.high[0])), y)
            drawing.circle("dotK", px(float(each.value[0])), y, 5.0)
        return bottom + 24.0

    caption = say("claim.press.caption", samples=SAMPLES)
    return drawn_twice("pressing-in", draw, say("claim.press.alt"), caption, numbers)


def _title(drawing: Drawing) -> None:
    words = say("claim.press.unit")
    if drawing.wide:
        drawing.text("t2", 0.0, 16.0, words)
        return
    first, _, rest = words.partition(" that ")
    drawing.text("t2", 0.0, 14.0, first)
    drawing.text("t2", 0.0, 31.0, f"that {rest.partition(' (')[0]}")


def _add(numbers: Numbers, name: str, found: Range) -> None:
    for end, values in (("", found.value), (" low", found.low), (" high", found.high)):
        numbers.add(f"{name}{end}", values)


def _latin(key: str) -> str:
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]
