"""What is checked of a filmed leg before a number is believed: each gate with its value, and what to film again.

A gate is a row of ``anatomy/data/film_gates.csv``: from where it is told, from where the film is refused, in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import inf, isfinite, nan

import numpy as np

from trochanter.anatomy.rows import Row, rows
from trochanter.capture.leg_track import LegTrack
from trochanter.core.arrays import Flags
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice
from trochanter.kinematics.film_shin import known
from trochanter.kinematics.film_turns import HELD_S, FilmTurns
from trochanter.kinematics.holds import NEUTRAL, Hold
from trochanter.kinematics.rotation_range import DIRECTIONS, Direction, Position

INEXACT = ("full",)  # its points wander along the shin by a quarter of it: they tell nothing of the camera
_DOWN_RAD = {"seated": 0.5 * np.pi, "prone": -0.5 * np.pi}  # of the shin at rest, as atan2(y down, x)


@dataclass(frozen=True, slots=True)
class Gate:
    """One check: its value in ``unit`` (NaN where it could not be looked at), its limit, and whether it was kept.

    label: what was looked at; shown, bound: value and limit in words; text: what was seen, where it was not kept;
    next_step: what to film otherwise.
    """

    name: str
    value: float
    limit: float
    unit: str
    kept: bool
    label: str
    shown: str
    bound: str
    text: str
    next_step: str

    def notice(self, where: str) -> Notice:
        """What a reader must know of a gate that was not kept."""
        return Notice(f"film-{self.name}", f"{self.text}; next time: {self.next_step}", where)


def gates_of(turns: FilmTurns, position: Position) -> tuple[Gate, ...]:
    """All gates of a leg with their values; raises ImpossibleData where one is so far off that no number is given."""
    found = []
    for name, value in _values(turns, position):
        row = _table()[name]
        if isfinite(value) and _beyond(row, "refusal", value):
            raise _refused(row, value, turns)
        found.append(_gate(row, value))
    return tuple(found)


@cache
def _table() -> dict[str, Row]:
    return {row["gate"]: row for row in rows("film_gates")}


def _limit(row: Row, column: str) -> float:
    return float(row[column]) if row[column] else (inf if row["sense"] == "above" else -inf)


def _beyond(row: Row, column: str, value: float) -> bool:
    limit = _limit(row, column)
    return value > limit if row["sense"] == "above" else value < limit


def _gate(row: Row, value: float) -> Gate:
    kept = not isfinite(value) or not _beyond(row, "notice", value)
    return Gate(
        name=row["gate"],
        value=value,
        limit=_limit(row, "notice"),
        unit=row["unit"],
        kept=kept,
        label=row["label"],
        shown=row["shown"].format(value) if isfinite(value) else "",
        bound=_bound(row, "notice"),
        text="" if kept else row["words"].format(value=value),
        next_step=row["next_step"],
    )


def _bound(row: Row, column: str) -> str:
    """A limit in words."""
    return f"at {'most' if row['sense'] == 'above' else 'least'} {row['shown'].format(_limit(row, column))}"


def _refused(row: Row, value: float, turns: FilmTurns) -> ImpossibleData:
    return ImpossibleData(
        f"{turns.side.word} leg: {row['words'].format(value=value)}",
        where=turns.track.source,
        valid=f"{row['label']}: {_bound(row, 'refusal')}",
        next_step=f"film again: {row['next_step']}",
    )


def _values(turns: FilmTurns, position: Position) -> Iterable[tuple[str, float]]:
    shin, ends, rest = turns.shin, turns.ends, turns.rest
    length = float(np.median(shin.length_px[rest.samples]))
    at_rest = np.median(shin.knee_px[rest.samples], axis=0)
    active = slice(ends[0].start, ends[-1].end)
    knees = np.array([np.median(shin.knee_px[hold.samples], axis=0) for hold in turns.holds])
    picture = np.array([turns.track.width_px, turns.track.height_px], dtype=float)
    yield "seen", _share_seen(turns, active)
    yield "lost", _longest_gap(turns, active)
    yield "near", length / float(picture.max())
    yield "inside", float(np.mean(np.concatenate([shin.inside[hold.samples] for hold in ends])))
    yield "shin", length
    exact = turns.track.found_by not in INEXACT
    yield "length", max(abs(_length_at(turns, way) / length - 1.0) for way in _there(turns)) if exact else nan
    yield "drift", float(np.linalg.norm(knees - at_rest, axis=1).max()) / length if exact else nan
    yield "wander", _wander_px(turns) / length
    yield "trunk", _trunk_deg(turns)
    yield "held", min(turns.seconds(hold) for hold in ends)
    yield from _of_repeats(turns)
    yield "upright", _from_upright_deg(turns, rest, position)
    yield "aside", float(np.linalg.norm(at_rest - 0.5 * picture)) / length


def _of_repeats(turns: FilmTurns) -> Iterable[tuple[str, float]]:
    repeats = [found for direction in DIRECTIONS if (found := turns.repeats_deg(direction))]
    rests = [hold.angle_rad for hold in turns.holds if hold.way == NEUTRAL]
    yield "repeats", float(min(len(each) for each in repeats))
    yield "uneven", max(float(np.ptp(each)) for each in repeats)
    yield "rests", float(np.rad2deg(np.ptp(rests)))


def _there(turns: FilmTurns) -> list[Direction]:
    return [direction for direction in DIRECTIONS if turns.held(direction)]


def _length_at(turns: FilmTurns, direction: Direction) -> float:
    """Length of the shin at an end: the middle of its repetitions."""
    return float(np.median([np.median(turns.shin.length_px[hold.samples]) for hold in turns.held(direction)]))


def _share_seen(turns: FilmTurns, active: slice) -> float:
    """Part of the pictures in which the leg was seen, between the first and the last end range."""
    track = turns.track
    inside = _between(turns, active)
    return float(np.mean(known(track)[inside])) if inside.any() else nan


def _between(turns: FilmTurns, active: slice) -> Flags:
    times = turns.shin.time_s[active]
    at = np.asarray(turns.track.time_s)
    return np.asarray((at >= times[0]) & (at <= times[-1]))


def _longest_gap(turns: FilmTurns, active: slice) -> float:
    unseen = np.concatenate([[False], ~turns.shin.seen[active], [False]]).astype(np.int8)
    edges = np.flatnonzero(np.diff(unseen))
    return float(max(edges[1::2] - edges[::2], default=0)) * turns.shin.step_s


def _wander_px(turns: FilmTurns) -> float:
    """How far raw points lie from the filtered ones at the ends: what nine of ten pictures stay below."""
    track, shin = turns.track, turns.shin
    times = np.asarray(track.time_s)
    spans = [(shin.time_s[hold.start], shin.time_s[hold.end - 1]) for hold in turns.ends]
    held = np.any([(times >= start) & (times <= end) for start, end in spans], axis=0) & known(track)
    away = [
        np.hypot(*(raw[held, k] - np.interp(times[held], shin.time_s, even[:, k]) for k in range(2)))
        for raw, even in ((track.knee_px, shin.knee_px), (track.ankle_px, shin.ankle_px))
    ]
    return float(np.percentile(np.concatenate(away), 90.0)) if held.any() else nan


def _trunk_deg(turns: FilmTurns) -> float:
    line = turns.shin.hip_line_rad
    if line is None:
        return nan
    at_rest = np.median(line[turns.rest.samples])
    return float(np.rad2deg(max(abs(np.median(line[hold.samples]) - at_rest) for hold in turns.ends)))


def _from_upright_deg(turns: FilmTurns, rest: Hold, position: Position) -> float:
    if position not in _DOWN_RAD:
        return nan
    shin = np.median(turns.shin.ankle_px[rest.samples] - turns.shin.knee_px[rest.samples], axis=0)
    away = np.arctan2(shin[1], shin[0]) - _DOWN_RAD[position]
    return float(np.rad2deg(abs((away + np.pi) % (2.0 * np.pi) - np.pi)))


def short_holds(turns: FilmTurns) -> int:
    """How many end ranges were held for less than they should have been."""
    return sum(turns.seconds(hold) < HELD_S for hold in turns.ends)


def where_of(track: LegTrack) -> str:
    """What a notice of a leg is about."""
    return f"{track.side.word} leg"
