"""Labels that were exchanged, found by distances that would fit again if they were exchanged back.

Throughout a trial the sum over frames decides, for a part of it the run of frames in which the same exchange is the
best. A pair counts only where the exchange halves the misfit and lowers it by more than the misfit that markers have
here anyway, which is little beside a static trial and much beside a model of another size.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Flags, Floats, Ints
from trochanter.kinematics.marker_distances import (
    LEAST_PARTNERS,
    MODEL,
    STATIC,
    TRIAL,
    Expected,
    distances_m,
    own_distances,
    usual_distances_m,
)

CAP_M = 0.05  # of one distance
HALVED = 0.5
LEAST_GAIN_M2 = 1e-5  # of the mean squared misfit of a pair's distances: 3 mm
LEAST_SPREAD_M2 = 1e-4  # 10 mm, of distances over a trial: skin alone moves markers of one segment by less
LEAST_RUN_S, LEAST_RUN = 0.04, 5
_NEARLY = 0.6  # of the best exchange's gain
_MOST_OF_THE_TIME = (25.0, 75.0)  # percentiles: an exchange for less than a quarter of the trial does not show
_SAMPLED_FRAMES, _MOST_ROUNDS, _CHUNK, _FEWEST_SEEN = 60, 24, 256, 5

WITHIN, SIDES, BETWEEN = "within a segment", "left and right", "between segments"

_FOOT = ("talus", "calcn", "toes")


@dataclass(frozen=True, slots=True)
class LabelSwap:
    """Two labels that were exchanged; kind: WITHIN, SIDES (the same place on the other side) or BETWEEN.

    spans: half-open intervals of samples, all of them where the labels are exchanged throughout; misfit_m and
    mended_misfit_m: root mean square misfit of the two markers' distances as labelled and exchanged back; segments:
    that the two are on.
    """

    first: str
    second: str
    kind: str
    spans: tuple[tuple[int, int], ...]
    throughout: bool
    misfit_m: float
    mended_misfit_m: float
    segments: tuple[str, str] = ("", "")

    @property
    def of_one_foot(self) -> bool:
        """Whether both markers are on the same foot."""
        return all(name[:-2] in _FOOT for name in self.segments) and self.segments[0][-2:] == self.segments[1][-2:]


def exchanged(position_m: Floats, first: int, second: int, frames: Flags) -> Floats:
    """A copy of position_m (n, k, 3) with two markers exchanged in ``frames`` (n,)."""
    moved = position_m.copy()
    moved[frames, first], moved[frames, second] = position_m[frames, second], position_m[frames, first]
    return moved


def find_swaps(markers: Trajectories, expected: Expected) -> tuple[LabelSwap, ...]:
    """Exchanged pairs of labels, the clearest first; exchanges that last less than 0.04 s or 5 samples are not told."""
    position = np.array(markers.position_m)
    reference, tables = expected, _Tables.of(position, expected)
    swapped: dict[tuple[int, int], Flags] = {}
    for _ in range(_MOST_ROUNDS):
        found = (
            (_throughout(position, tables) if expected.basis != TRIAL else None)
            or (_not_rigid(position, expected) if expected.basis != STATIC else None)
            or _for_a_while(position, tables, expected, _shortest(markers))
        )
        if found is None or (found[2].all() and found[:2] in swapped):  # what was exchanged is not exchanged back
            break
        first, second, frames = found
        position = exchanged(position, first, second, frames)
        nowhere = np.zeros(len(position), dtype=np.bool_)
        swapped[(first, second)] = swapped.get((first, second), nowhere) ^ frames
        if expected.basis == TRIAL:  # its distances were those of the wrong labels
            reference = own_distances(expected, position)
            tables = _Tables.of(position, reference)
    return tuple(_told(reference, tables, pair, frames, position) for pair, frames in swapped.items() if frames.any())


@dataclass(frozen=True, slots=True)
class _Tables:
    near: Floats
    far: Floats
    partner: Ints
    start: Ints
    least: float

    @classmethod
    def of(cls, position: Floats, expected: Expected) -> "_Tables":
        partners = [np.flatnonzero(row) for row in expected.used]
        start = np.cumsum([0, *map(len, partners)])
        joined = np.concatenate([*partners, np.zeros(0, dtype=np.int64)]).astype(np.int64)
        near, far = np.array(expected.near_m), np.array(expected.far_m)
        return cls(near, far, joined, start.astype(np.int64), max(LEAST_GAIN_M2, _usual_misfit_m2(position, expected)))

    def sums(self, position: Floats) -> tuple[Floats, Floats]:
        """Mean misfit (k, k) before and after each exchange, m^2 a frame."""
        from trochanter.kinematics.label_kernels import sum_costs

        before, after = np.zeros((2, position.shape[1], position.shape[1]))
        sum_costs(position, self.near, self.far, self.partner, self.start, CAP_M, before, after)
        return before / max(len(position), 1), after / max(len(position), 1)

    def gain(self, position: Floats, first: int, second: int) -> float:
        """What one exchange lowers the mean misfit by, m^2."""
        before, after = self.sums(_sample(position))
        return float(before[first, second] - after[first, second])

    def settled(self, position: Floats, expected: Expected) -> "_Tables":
        """Beside a model, the usual distances of the trial for markers of one segment.

        They show a change on the way more sharply than the model's, once what was wrong throughout has been put right.
        """
        if expected.basis != MODEL:
            return self
        usual = usual_distances_m(position)
        own = expected.same & expected.used & np.isfinite(usual)
        near, far = (np.where(own, usual, limit) for limit in (self.near, self.far))
        return replace(self, near=near, far=far)

    def helps(self, position: Floats, first: int, second: int) -> Flags:
        """The frames (n,) in which one exchange helps."""
        from trochanter.kinematics.label_kernels import pair_costs

        costs = np.zeros((len(position), 2))
        pair_costs(position, self.near, self.far, self.partner, self.start, CAP_M, first, second, costs)
        flags: Flags = (costs[:, 1] < HALVED * costs[:, 0]) & (costs[:, 0] - costs[:, 1] >= self.least)
        return flags

    def best(self, position: Floats) -> Ints:
        """The best exchange (n, 2) of each frame, -1 where none helps."""
        from trochanter.core.threads import over_frames
        from trochanter.kinematics.label_kernels import best_exchanges

        found = np.full((len(position), 2), -1, dtype=np.int64)
        given = (position, self.near, self.far, self.partner, self.start, CAP_M, HALVED, self.least)
        over_frames(lambda first, last: best_exchanges(*given, first, last, found), len(position), _CHUNK)
        return found


def _usual_misfit_m2(position: Floats, expected: Expected) -> float:
    """Median over markers of the mean squared misfit of their distances: what the reference is worth here."""
    found = distances_m(_sample(position)[::2])
    excess = np.clip(np.maximum(expected.near_m - found, found - expected.far_m), 0.0, CAP_M)
    excess = np.where(expected.used & np.isfinite(excess), excess, 0.0)
    terms = (expected.used & np.isfinite(found)).sum(axis=(0, 2))
    judged = terms > 0
    return float(np.median((excess**2).sum(axis=(0, 2))[judged] / terms[judged])) if judged.any() else 0.0


def _shortest(markers: Trajectories) -> int:
    return max(LEAST_RUN, round(LEAST_RUN_S * markers.rate_hz)) if len(markers.time_s) > 1 else LEAST_RUN


def _sample(position: Floats) -> Floats:
    return np.ascontiguousarray(position[:: max(1, len(position) // _SAMPLED_FRAMES)])


def _throughout(position: Floats, tables: _Tables) -> tuple[int, int, Flags] | None:
    before, after = tables.sums(_sample(position))
    gain = np.where(after < HALVED * before, before - after, 0.0)
    first, second = np.unravel_index(int(gain.argmax()), gain.shape)
    if gain[first, second] < tables.least:
        return None
    return int(first), int(second), np.ones(len(position), dtype=np.bool_)


def _not_rigid(position: Floats, expected: Expected) -> tuple[int, int, Flags] | None:
    """Two markers of different segments whose distances to their partners vary much less if they exchange labels.

    Needs no reference: a marker keeps its distances to the markers of its own segment, whatever these are. Both labels
    must gain: else one of the two markers is wrong, and the other only near to where it should be.
    """
    found = distances_m(_sample(position))
    seen = np.isfinite(found).sum(axis=0) > _FEWEST_SEEN
    spread = np.zeros(seen.shape)
    if not seen.any():
        return None
    low, high = np.nanpercentile(found[:, seen], _MOST_OF_THE_TIME, axis=0)
    spread[seen] = np.minimum(high - low, 2.0 * CAP_M) ** 2 / 4.0  # variance of what swings between two values
    same = expected.same & seen
    cost = spread @ same
    partners = same.sum(axis=1)
    judged = (np.array(expected.segments)[:, None] != np.array(expected.segments)) & np.triu(np.ones_like(same), 1)
    judged &= np.minimum(partners[:, None], partners) >= LEAST_PARTNERS
    terms = np.maximum(partners[:, None] + partners, 1)
    before, after = (np.diag(cost)[:, None] + np.diag(cost)) / terms, (cost + cost.T) / terms
    gains = cost < HALVED * np.diag(cost)  # marker i with label l, beside the marker that carries it
    gain = np.where(judged & gains & gains.T, before - after, 0.0)
    first, second = np.unravel_index(int(gain.argmax()), gain.shape)
    if gain[first, second] < LEAST_SPREAD_M2:
        return None
    return int(first), int(second), np.ones(len(position), dtype=np.bool_)


def _for_a_while(position: Floats, tables: _Tables, expected: Expected, shortest: int) -> tuple[int, int, Flags] | None:
    """The exchange in the longest span of frames in which one helps, and all frames in which this one does."""
    settled = tables.settled(position, expected)
    helped = _without_holes(settled.best(position)[:, 0] >= 0, shortest)
    runs = [run for run in runs_of(helped) if helped[run[0]] and run[1] - run[0] >= shortest]
    if not runs:
        return None
    pair = _pair_of(position, settled, max(runs, key=lambda run: run[1] - run[0]))
    if pair is None:
        return None
    frames = _without_holes(settled.helps(position, *pair), shortest)
    for first, last in runs_of(frames):
        if last - first < shortest:
            frames[first:last] = False
    if not frames.any():
        return None
    here, elsewhere = (tables.gain(position[chosen], *pair) for chosen in (frames, ~frames))
    return *pair, frames if here >= elsewhere else ~frames


def _pair_of(position: Floats, tables: _Tables, run: tuple[int, int]) -> tuple[int, int] | None:
    """The exchange that helps most over a span; of nearly equal ones, the one whose markers jump at the span's ends.

    In a cluster like a rectangle the exchange of one side's ends does to distances what that of the other side's does.
    """
    before, after = tables.sums(_sample(position[run[0] : run[1]]))
    gain = np.where(after < HALVED * before, before - after, 0.0)
    if gain.max() < tables.least:
        return None
    jumps = np.zeros_like(gain)
    for edge in run:
        if LEAST_RUN // 2 <= edge <= len(position) - LEAST_RUN // 2:
            jumps += _jumps_m(position[edge - LEAST_RUN // 2], position[min(edge + 1, len(position) - 1)])
    likely = gain >= _NEARLY * gain.max()
    pair = np.unravel_index(int(np.where(likely, jumps + 1e-3 * gain / gain.max(), -np.inf).argmax()), gain.shape)
    return int(pair[0]), int(pair[1])


def _jumps_m(before: Floats, after: Floats) -> Floats:
    """By how much the ways (k, k) of each two markers between two frames shorten if the markers exchange in between."""
    ways = np.nan_to_num(np.linalg.norm(after[:, None] - before[None], axis=2))
    own = np.diag(ways)
    found: Floats = own[:, None] + own[None] - ways - ways.T
    return found


def _without_holes(flags: Flags, shortest: int) -> Flags:
    """Flags with interruptions of less than ``shortest`` samples filled."""
    filled = flags.copy()
    for first, last in runs_of(flags):
        if not flags[first] and last - first < shortest and first > 0 and last < len(flags):
            filled[first:last] = True
    return filled


def runs_of(values: Ints | Flags) -> list[tuple[int, int]]:
    """Half-open spans of equal values.

    >>> runs_of(np.array([3, 3, 1]))
    [(0, 2), (2, 3)]
    """
    edges = np.flatnonzero(np.diff(values)) + 1
    bounds = [0, *edges.tolist(), len(values)]
    return [(first, last) for first, last in pairwise(bounds) if last > first]


def _told(expected: Expected, tables: _Tables, pair: tuple[int, int], frames: Flags, mended: Floats) -> LabelSwap:
    a, b = pair
    names, segments = expected.names, expected.segments
    one, other = segments[a], segments[b]
    kind = WITHIN if one == other else BETWEEN
    if one != other and one[:-2] == other[:-2] and one[-2:] in ("_r", "_l"):
        kind = SIDES
    inside = np.flatnonzero(frames)
    wrong = _sample(exchanged(mended, a, b, frames)[inside])
    before, after = tables.sums(wrong)
    spans = tuple((first, last) for first, last in runs_of(frames) if frames[first])
    misfit, fixed = (float(np.sqrt(cost[min(pair), max(pair)])) for cost in (before, after))
    return LabelSwap(names[a], names[b], kind, spans, bool(frames.all()), misfit, fixed, (one, other))
