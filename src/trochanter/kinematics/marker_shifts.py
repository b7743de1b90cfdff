"""A marker that came off and was stuck on again, or slid: from some instant it sits elsewhere on its segment."""

from dataclasses import dataclass

import numpy as np

from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats
from trochanter.kinematics.marker_distances import Expected, usual_distances_m
from trochanter.kinematics.rigid_fit import FEWEST, rigid_fit, rigid_shape

LEAST_SHIFT_M = 0.015
BLOCK_S = 0.75  # about a stride, so that what skin does in each stride cancels
FEWEST_BLOCKS, _SAMPLES_A_BLOCK = 4, 12
_LEAST_CHANGE_M = 0.005


@dataclass(frozen=True, slots=True)
class Shift:
    """A marker that from about time_s on sits shift_m from where it was on its segment."""

    marker: str
    time_s: float
    shift_m: float


def find_shifts(markers: Trajectories, expected: Expected) -> tuple[Shift, ...]:
    """Markers that, seen from the others of their segment, move to another place and stay there; one a segment.

    Segments with fewer than four markers and records of less than 3 s are not judged.
    """
    blocks = _blocks(markers)
    if len(blocks) < FEWEST_BLOCKS:
        return ()
    found = []
    for segment in sorted(set(expected.segments) - {""}):
        own = [k for k, name in enumerate(expected.segments) if name == segment]
        suspect = len(own) > FEWEST and _distances_change(markers, own, blocks)
        shift = _most_moved(markers, own, blocks) if suspect else None
        found += [] if shift is None else [shift]
    return tuple(found)


def _blocks(markers: Trajectories) -> list[slice]:
    if len(markers.time_s) < 2:
        return []
    length = max(1, round(BLOCK_S * markers.rate_hz))
    step = max(1, length // _SAMPLES_A_BLOCK)
    return [slice(b * length, (b + 1) * length, step) for b in range(len(markers.time_s) // length)]


def _distances_change(markers: Trajectories, own: list[int], blocks: list[slice]) -> bool:
    """Whether some distance within the segment differs between blocks: else no marker can have moved."""
    usual = np.array([usual_distances_m(markers.position_m[block, own]) for block in blocks])
    usual = usual[:, np.isfinite(usual).any(axis=0)]
    return float(np.max(np.nanmax(usual, axis=0) - np.nanmin(usual, axis=0), initial=0.0)) > _LEAST_CHANGE_M


def _most_moved(markers: Trajectories, own: list[int], blocks: list[slice]) -> Shift | None:
    """Of the markers that moved, seen from the others, the one whose others keep their shape best."""
    candidates = []
    for k in own:
        others = [i for i in own if i != k]
        places, misfit = _places_m(markers, k, others, blocks)
        at, size = _step(places)
        if size > LEAST_SHIFT_M:
            candidates.append((misfit, Shift(markers.names[k], float(markers.time_s[blocks[at].start]), size)))
    return min(candidates, key=lambda pair: pair[0])[1] if candidates else None


def _places_m(markers: Trajectories, k: int, others: list[int], blocks: list[slice]) -> tuple[Floats, float]:
    """Median place (blocks, 3) of marker ``k`` among the others, and how far those are from being rigid."""
    cluster = np.concatenate([markers.position_m[block] for block in blocks])
    fit = rigid_fit(rigid_shape(cluster[:, others]), cluster[:, others])
    own = np.einsum("nji,nj->ni", fit.rotation, cluster[:, k] - fit.origin_m)
    sizes = np.cumsum([0, *(len(markers.time_s[block]) for block in blocks)])
    places = np.full((len(blocks), 3), np.nan)
    for b in range(len(blocks)):
        seen = own[sizes[b] : sizes[b + 1]]
        seen = seen[np.isfinite(seen).all(axis=1)]
        if len(seen):
            places[b] = np.median(seen, axis=0)
    whole = fit.misfit_m[np.isfinite(fit.misfit_m)]
    return places, float(np.sqrt(np.mean(whole**2))) if len(whole) else np.inf


def _step(places: Floats) -> tuple[int, float]:
    """The block from which the place (blocks, 3) is another for good, and how far away; 0 where it wanders instead."""
    known = np.flatnonzero(np.isfinite(places).all(axis=1))
    best_at, best = 0, 0.0
    for split in range(1, len(known)):
        before, after = places[known[:split]], places[known[split:]]
        start, end = np.median(before, axis=0), np.median(after, axis=0)
        size = float(np.linalg.norm(end - start))
        spread = max(np.linalg.norm(before - start, axis=1).max(), np.linalg.norm(after - end, axis=1).max())
        if size > best and spread < 0.5 * size:
            best_at, best = int(known[split]), size
    return best_at, best
