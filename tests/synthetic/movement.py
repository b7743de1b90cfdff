"""How the synthetic person moves: hip rotation over time, as the instructions for filming ask for it.

Rest, foot out and held, back, foot in and held, back, and so on; nobody holds still, or reaches the same end twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import radians

import numpy as np

from trochanter.core.arrays import Floats, frozen


@dataclass(frozen=True, slots=True)
class Turning:
    """What one leg is asked to do: end ranges (both positive), how often, how long each phase takes.

    scatter_rad: standard deviation of end ranges between repeats; sway_rad: of slow movement during every phase.
    """

    internal_rad: float = radians(38.0)
    external_rad: float = radians(38.0)
    repeats: int = 3
    first_rest_s: float = 2.0
    move_s: float = 1.0
    hold_s: float = 1.5
    rest_s: float = 1.0
    scatter_rad: float = radians(1.0)
    sway_rad: float = radians(0.3)

    @property
    def seconds(self) -> float:
        """How long the leg is busy, with its first rest and a rest after every way back."""
        return self.first_rest_s + self.repeats * 2.0 * (2.0 * self.move_s + self.hold_s + self.rest_s)


@dataclass(frozen=True, slots=True)
class Course:
    """Rotation of one hip at times (n,), internal positive, and what it reached: internal and external ends (repeats,).

    Ends are means of the true rotation over each hold, from the mean of the first rest.
    """

    rotation_rad: Floats
    internal_ends_rad: Floats
    external_ends_rad: Floats


def frame_times(seconds: float, rate_hz: float, jitter_s: float = 0.0, seed: int = 0) -> Floats:
    """Times of pictures (n,) from 0; with jitter as phones have it, the rate varies."""
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    shaken_s = time_s + np.random.default_rng(seed).uniform(-0.5, 0.5, len(time_s)) * jitter_s
    return frozen(shaken_s - shaken_s[0])


def course(turning: Turning, time_s: Floats, start_s: float = 0.0, seed: int = 0) -> Course:
    """Rotation at the times; the leg begins its first rest at ``start_s`` and stays at rest after its last way back."""
    random = np.random.default_rng([seed, 1])
    knots, holds = _knots(turning, start_s, random)
    rotation_rad = _between(knots, time_s) + turning.sway_rad * sway(time_s, np.random.default_rng([seed, 2]))
    neutral_rad = _mean(rotation_rad, time_s, start_s, start_s + turning.first_rest_s)
    ends = np.array([_mean(rotation_rad, time_s, *hold) for hold in holds]) - neutral_rad
    return Course(frozen(rotation_rad), frozen(ends[0::2]), frozen(-ends[1::2]))


def sway(time_s: Floats, random: np.random.Generator, slowest_s: float = 4.0) -> Floats:
    """Slow random movement (n,) with a standard deviation of about one: six sines between 4 s and 0.8 s."""
    rates_hz = random.uniform(1.0 / slowest_s, 1.25, 6)
    phases_rad = random.uniform(0.0, 2.0 * np.pi, 6)
    waves = np.sin(2.0 * np.pi * rates_hz * np.asarray(time_s)[:, None] + phases_rad)
    return np.asarray(waves.sum(axis=1) / np.sqrt(3.0))


def _knots(
    turning: Turning, start_s: float, random: np.random.Generator
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """(time, level) between which the leg moves or rests, and (begin, end) of every hold."""
    now = start_s + turning.first_rest_s
    knots, holds = [(start_s, 0.0), (now, 0.0)], []
    for _ in range(turning.repeats):
        for end_rad in (turning.internal_rad, -turning.external_rad):
            level = end_rad + random.normal(0.0, turning.scatter_rad)
            back = random.normal(0.0, 0.5 * turning.scatter_rad)
            begin = now + turning.move_s
            holds.append((begin, begin + turning.hold_s))
            there = begin + turning.hold_s + turning.move_s
            now = there + turning.rest_s
            knots += [(begin, level), (begin + turning.hold_s, level), (there, back), (now, back)]
    return knots, holds


def _between(knots: Sequence[tuple[float, float]], time_s: Floats) -> Floats:
    """Levels over time, each way along the smoothest path (minimum jerk: Flash and Hogan 1985)."""
    times, levels = np.array(knots).T
    k = np.clip(np.searchsorted(times, time_s, side="right") - 1, 0, len(times) - 2)
    part = np.clip((time_s - times[k]) / (times[k + 1] - times[k]), 0.0, 1.0)
    return np.asarray(levels[k] + (levels[k + 1] - levels[k]) * part**3 * (10.0 - 15.0 * part + 6.0 * part**2))


def _mean(values: Floats, time_s: Floats, begin_s: float, end_s: float) -> float:
    """Mean over a span; NaN where no picture falls into it."""
    inside = values[(time_s >= begin_s) & (time_s < end_s)]
    return float(inside.mean()) if len(inside) else float("nan")
