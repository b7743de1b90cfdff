"""The angle of each filmed leg over time, with the stretches in which it was held: what the numbers come from."""

import numpy as np

from trochanter.kinematics.film_rotation import FilmedLeg, FilmMeasured
from trochanter.kinematics.holds import NEUTRAL
from trochanter.reporting.figures.frame import Figure, Numbers, letter, padded
from trochanter.reporting.panel import Panel, nice_ticks
from trochanter.reporting.sections import capital
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import Drawing

_HIGH_PX = 210.0
_STEP_S = 0.1


def filmed_figure(measured: FilmMeasured, which: int, films: int) -> Figure:
    """Both legs of a film in one panel, drawn twice, with their numbers as CSV; which: the how manieth of the films."""
    key = "check_film.figure_caption" if films == 1 else "check_film.figure_caption_set_up"
    caption = capital(say(key, set_up=measured.found.set_up))
    sentence = say("check_film.figure_alt", words=" ".join(_spoken(leg) for leg in measured.legs))
    pictures = []
    for wide in (True, False):
        drawing = Drawing(1040.0 if wide else 358.0)
        pictures.append(drawing.close(_drawn(drawing, measured), sentence))
    return Figure(f"filmed-{which}", pictures[0], pictures[1], caption, _numbers(measured).csv)


def _spoken(leg: FilmedLeg) -> str:
    turns = leg.turns
    counts = {way: sum(hold.way == way for hold in turns.holds) for way in (1, -1)}
    return say("check_film.figure_alt_leg", side=turns.side.word, internal=counts[1], external=counts[-1])


def _drawn(drawing: Drawing, measured: FilmMeasured) -> float:
    legs = [leg.turns for leg in measured.legs]
    angles = [np.rad2deg(turns.angle_rad[turns.shin.seen]) for turns in legs]
    limits = padded(angles, 0.12, hold=())
    times = min(turns.shin.time_s[0] for turns in legs), max(turns.shin.time_s[-1] for turns in legs)
    panel = Panel(
        drawing, 46.0, 26.0, drawing.width_px - 8.0, 26.0 + _HIGH_PX, (float(times[0]), float(times[1])), limits
    )
    panel.grid(nice_ticks(*limits, most=6))
    for turns in legs:
        name = letter(turns.side)
        seen = np.where(turns.shin.seen, np.rad2deg(turns.angle_rad), np.nan)
        for hold in turns.holds:
            kind = "hold-n" if hold.way == NEUTRAL else f"hold{name}"
            x1, x2 = (float(panel.px(turns.shin.time_s[k])) for k in (hold.start, hold.end - 1))
            y = float(panel.py(np.rad2deg(hold.angle_rad)))
            drawing.rect(kind, x1, y - 5.0, max(x2 - x1, 2.0), 10.0, 3.0)
        panel.curve(f"ln2 ln{name}", turns.shin.time_s, seen)
    for turns in legs:
        seen = np.where(turns.shin.seen, np.rad2deg(turns.angle_rad), 0.0)
        if len(legs) > 1:
            panel.label(f"t{letter(turns.side)}", say(f"side.{turns.side.word}"), turns.shin.time_s, seen)
    drawing.text("t1 halo", panel.left + 6.0, panel.top - 8.0, f"↑ {say('check_film.figure_up')}")
    drawing.text("t1 halo", panel.left + 6.0, panel.bottom - 6.0, f"↓ {say('check_film.figure_down')}")
    return panel.seconds_under() + 4.0


def _numbers(measured: FilmMeasured) -> Numbers:
    """The angles every tenth of a second, missing where the leg was not seen."""
    legs = [leg.turns for leg in measured.legs]
    end_s = max(float(turns.shin.time_s[-1]) for turns in legs)
    numbers = Numbers(say("csv.seconds"), np.arange(0.0, end_s, _STEP_S))
    for turns in legs:
        shown = np.where(turns.shin.seen, np.rad2deg(turns.angle_rad), np.nan)
        values = np.interp(numbers.x, turns.shin.time_s, shown, left=np.nan, right=np.nan)
        numbers.add(say("check_film.column", side=turns.side.word), values)
    return numbers
