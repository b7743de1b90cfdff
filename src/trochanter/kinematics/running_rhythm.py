"""The rhythm of a run from the events of both feet: steps a minute, and the time onto each foot."""

from collections.abc import Sequence
from math import nan

import numpy as np

from trochanter.core.sides import Side
from trochanter.kinematics.appearance import AppearanceNumber, number_of_repeats

Event = tuple[Side, float]
_LONGEST_STEP = 0.75  # of a stride: longer means that a step between was not found


def in_turn(events: Sequence[Event]) -> tuple[Event, ...]:
    """Events of both feet in the order of time."""
    return tuple(sorted(events, key=lambda event: event[1]))


def rhythm(
    events: Sequence[Event], period_s: float, model: str, *, beats: Sequence[Event] | None = None
) -> tuple[AppearanceNumber, ...]:
    """Cadence and the difference of both step times; the latter only where both feet have their events.

    beats: other events that return more evenly, for the cadence.
    """
    ordered = in_turn(events)
    strides = _strides(in_turn(events if beats is None else beats), period_s)
    found = [number_of_repeats("cadence", None, [120.0 / each for each in strides], model)]
    differences = _differences(ordered, period_s)
    if differences:
        found.append(number_of_repeats("step_time_difference", None, differences, model))
    return tuple(found)


def _strides(events: Sequence[Event], period_s: float) -> list[float]:
    """Times from an event of a foot to its next one."""
    found = []
    for side in Side:
        times = np.array([time_s for each, time_s in events if each is side])
        found += [float(each) for each in np.diff(times) if abs(each / period_s - 1.0) < 0.3]
    return found or [period_s]


def _differences(events: Sequence[Event], period_s: float) -> list[float]:
    """For each stride: the time onto the right foot less the time onto the left, in milliseconds."""
    found = []
    for first, second, third in zip(events, events[1:], events[2:], strict=False):
        if first[0] is second[0] or first[0] is not third[0]:
            continue
        steps = {second[0]: second[1] - first[1], third[0]: third[1] - second[1]}
        if max(steps.values()) < _LONGEST_STEP * period_s and third[0] is Side.RIGHT:
            found.append(1e3 * (steps.get(Side.RIGHT, nan) - steps.get(Side.LEFT, nan)))
    return found
