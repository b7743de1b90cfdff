"""The axis on which one hip is told: per cent of complete strides, or seconds where there is none."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from trochanter.core.arrays import Floats, Ints, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import Side
from trochanter.kinematics.motion import Motion, Stride

PERCENT, SECONDS = "percent", "second"
POINTS = 101
LANDING, MIDSTANCE, PUSH_OFF, EARLY_SWING, LATE_SWING = "landing", "midstance", "push_off", "early_swing", "late_swing"
STANCE, SWING = "stance", "swing"
STANCE_PHASES = (LANDING, MIDSTANCE, PUSH_OFF)
SWING_PHASES = (EARLY_SWING, LATE_SWING)
PHASES = (*STANCE_PHASES, *SWING_PHASES)
_SECONDS_POINTS = 121
_SHORTEST_S = 0.02


@dataclass(frozen=True, slots=True)
class Span:
    """A named phase from ``start`` to ``end`` on its axis.

    phase: one of the five phases, or 'stance' or 'swing' where the record cuts off one of its ends and the five
    cannot be told apart; opened, closed: whether the record holds its start and its end.
    """

    phase: str
    start: float
    end: float
    opened: bool = True
    closed: bool = True

    @property
    def whole(self) -> bool:
        """Whether the record holds all of it."""
        return self.opened and self.closed


@dataclass(frozen=True, slots=True)
class Timeline:
    """One hip's axis: unit PERCENT (101 points of each usable stride) or SECONDS (one row, the record).

    x (k,); times_s (s, k): the instants that lie under x, one row a stride; toe_off, contact: where on the axis they
    are (several only in seconds); spans: the phases; stride_s (s,): durations of the strides, empty in seconds.
    """

    side: Side
    unit: str
    x: Floats
    times_s: Floats
    contact: Floats
    toe_off: Floats
    spans: tuple[Span, ...]
    stride_s: Floats

    def within(self, span: Span) -> Ints:
        """Indices of x inside a span, the point at its start included."""
        inside = np.flatnonzero((self.x >= span.start - 1e-9) & (self.x < span.end - 1e-9))
        return inside if len(inside) else np.array([int(np.argmin(np.abs(self.x - span.start)))])


def sample(values: Floats, time_s: Floats, times_s: Floats) -> Floats:
    """Values (n, ...) at times (s, k) by straight lines between samples; shape (s, k, ...)."""
    at = np.clip(times_s, time_s[0], time_s[-1])
    right = np.clip(np.searchsorted(time_s, at), 1, len(time_s) - 1)
    weight = (at - time_s[right - 1]) / (time_s[right] - time_s[right - 1])
    weight = weight.reshape(weight.shape + (1,) * (values.ndim - 1))
    return np.asarray(values[right - 1] * (1.0 - weight) + values[right] * weight)


def bridged(values: Floats) -> Floats:
    """Values (n, ...) with missing frames filled by straight lines between their neighbours.

    Raises ImpossibleData where no frame is whole.
    """
    flat = values.reshape(len(values), -1)
    whole = np.flatnonzero(np.isfinite(flat).all(axis=1))
    if len(whole) == len(values):
        return values
    if not len(whole):
        raise ImpossibleData(
            "not one instant of the account has an answer: there is nothing to sum up",
            next_step="read the account's notices, and check that forces, coordinates and model belong together",
        )
    frames = np.arange(len(values))
    return np.stack([np.interp(frames, whole, column[whole]) for column in flat.T], axis=1).reshape(values.shape)


def usable_strides(motion: Motion, side: Side) -> tuple[Stride, ...]:
    """Complete strides of a side that enter averages."""
    return tuple(s for s in motion.strides if s.side is side and s.complete and s.usable and np.isfinite(s.toe_off_s))


def timeline(motion: Motion, side: Side) -> Timeline:
    """The axis of one side: strides where both sides have complete ones, else seconds of the record."""
    strides = {each: usable_strides(motion, each) for each in Side}
    return _of_strides(side, strides[side]) if all(strides.values()) else _of_record(motion, side)


def _of_strides(side: Side, strides: tuple[Stride, ...]) -> Timeline:
    start, toe, end = (np.array([getattr(s, n) for s in strides]) for n in ("contact_s", "toe_off_s", "next_contact_s"))
    fraction = np.linspace(0.0, 1.0, POINTS)
    toe_off = float(np.mean((toe - start) / (end - start))) * 100.0
    return Timeline(
        side=side,
        unit=PERCENT,
        x=frozen(fraction * 100.0),
        times_s=frozen(start[:, None] + (end - start)[:, None] * fraction),
        contact=frozen([0.0]),
        toe_off=frozen([toe_off]),
        spans=(*_parts(STANCE_PHASES, 0.0, toe_off), *_parts(SWING_PHASES, toe_off, 100.0)),
        stride_s=frozen(end - start),
    )


def _of_record(motion: Motion, side: Side) -> Timeline:
    first, last = float(motion.time_s[0]), float(motion.time_s[-1])
    strides = [s for s in motion.strides if s.side is side]
    contacts = _instants((t for s in strides for t in (s.contact_s, s.next_contact_s)), first, last)
    toe_offs = _instants((s.toe_off_s for s in strides), first, last)
    x = np.linspace(first, last, min(_SECONDS_POINTS, len(motion.time_s)))
    return Timeline(
        side=side,
        unit=SECONDS,
        x=frozen(x),
        times_s=frozen(x[None, :]),
        contact=frozen(contacts),
        toe_off=frozen(toe_offs),
        spans=tuple(_record_spans(contacts, toe_offs, first, last)),
        stride_s=frozen([]),
    )


def _instants(times: Iterable[float], first: float, last: float) -> list[float]:
    return sorted({float(t) for t in times if np.isfinite(t) and first <= t <= last})


def _record_spans(contacts: list[float], toe_offs: list[float], first: float, last: float) -> Iterable[Span]:
    events = sorted([(t, STANCE) for t in contacts] + [(t, SWING) for t in toe_offs])
    if not events:
        return
    before = SWING if events[0][1] == STANCE else STANCE
    if events[0][0] > first + _SHORTEST_S:
        yield Span(before, first, events[0][0], opened=False)
    for (start, kind), (end, _) in pairwise(events):
        yield from _parts(STANCE_PHASES if kind == STANCE else SWING_PHASES, start, end)
    if events[-1][0] < last - _SHORTEST_S:
        yield Span(events[-1][1], events[-1][0], last, closed=False)


def _parts(phases: tuple[str, ...], start: float, end: float) -> tuple[Span, ...]:
    edges = np.linspace(start, end, len(phases) + 1)
    return tuple(Span(phase, float(a), float(b)) for phase, a, b in zip(phases, edges, edges[1:], strict=False))
