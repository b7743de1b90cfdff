"""Labels that were exchanged between the static trial and the run: found by the rigidity of the segments."""

from itertools import combinations

import numpy as np

from scripts.demo.attach import segment_of
from scripts.demo.landmarks import Stance
from scripts.demo.recording import Markers


def exchanged(markers: Markers, first: str, second: str) -> Markers:
    """The recording with two labels exchanged."""
    other = {first: second, second: first}
    return Markers(tuple(other.get(name, name) for name in markers.names), markers.time_s, markers.position_m)


def rigid_misfit_m(stance: Stance, markers: Markers, names: list[str]) -> float:
    """Root mean square misfit of a segment's markers, moved rigidly from their places in stance to every sample.

    Best rotation by singular values, Kabsch 1976, doi 10.1107/S0567739476001873.
    """
    rest = np.array([stance.point_m[name] for name in names])
    rest = rest - rest.mean(axis=0)
    moved = np.stack([markers.of(name) for name in names], axis=1)
    moved = moved[np.isfinite(moved).all(axis=(1, 2))]
    moved = moved - moved.mean(axis=1, keepdims=True)
    left, _, right = np.linalg.svd(np.einsum("mi,nmj->nij", rest, moved))
    proper = np.ones((len(moved), 1, 3))
    proper[:, 0, 2] = np.sign(np.linalg.det(left @ right))
    turned = np.einsum("mi,nij->nmj", rest, (left * proper) @ right)
    return float(np.sqrt(np.mean(np.sum((moved - turned) ** 2, axis=2))))


def exchanged_pairs(stance: Stance, markers: Markers, improvement: float = 0.5) -> list[tuple[str, str]]:
    """Pairs of labels on one segment whose exchange brings its misfit below ``improvement`` of what it was."""
    found = []
    for segment in dict.fromkeys(map(segment_of, markers.names)):
        names = [name for name in markers.names if segment_of(name) == segment]
        as_labelled = rigid_misfit_m(stance, markers, names)
        scores = {p: rigid_misfit_m(stance, exchanged(markers, *p), names) for p in combinations(names, 2)}
        best = min(scores, key=scores.__getitem__)
        if scores[best] < improvement * as_labelled:
            found.append(best)
    return found


def mean_rigid_misfit_m(stance: Stance, markers: Markers) -> float:
    """Root mean square misfit over all markers when every segment moves freely and rigidly: the floor of any fit."""
    squares = 0.0
    for segment in dict.fromkeys(map(segment_of, markers.names)):
        names = [name for name in markers.names if segment_of(name) == segment]
        squares += len(names) * rigid_misfit_m(stance, markers, names) ** 2
    return float(np.sqrt(squares / len(markers.names)))
