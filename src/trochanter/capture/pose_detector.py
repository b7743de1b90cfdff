"""Persons in one picture: where each is, how large, and which way up."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trochanter.capture.pose_anchors import anchors
from trochanter.capture.pose_network import Network, shares_of
from trochanter.capture.pose_region import Region, region_around, shown_in
from trochanter.core.arrays import Floats

if TYPE_CHECKING:
    from trochanter.capture.film import Pixels

SIDE = 224
LEAST_SCORE = 0.5
SAME_PERSON = 0.3  # overlap of two boxes, intersection over union, above which they are of one person
_CANDIDATES, _NUMBERS = 2254, 12


@dataclass(frozen=True, slots=True)
class Sighting:
    """A person that the detector sees: the ``region`` to look at, and a score from 0 to 1."""

    region: Region
    score: float


class Detector:
    """The detector with its weights."""

    def __init__(self, weights: bytes) -> None:
        """Raises MissingExtra, ImpossibleData."""
        self._network = Network(weights, "detector of persons")

    def persons(self, pixels: "Pixels", where: Region) -> list[Sighting]:
        """Persons in the part of the picture that ``where`` shows, the surest first."""
        picture = shown_in(where, pixels, SIDE) / np.float32(127.5) - np.float32(1.0)
        raw, logits = self._network.run(picture, (1, _CANDIDATES, _NUMBERS), (1, _CANDIDATES, 1))
        scores = shares_of(logits[0, :, 0].astype(np.float64))
        likely = np.flatnonzero(scores >= LEAST_SCORE)
        candidates = decoded(raw[0, likely].astype(np.float64), anchors()[likely])
        return [_sighting(row, score, where) for row, score in grouped(candidates, scores[likely])]


def decoded(raw: Floats, centres: Floats) -> Floats:
    """Boxes and points of candidates (n, 12) as shares of the picture's side: left, top, right, bottom, four points.

    The network gives centre and size of the box and then the points, x first, in pixels of its picture, centre and
    points from the anchor.
    """
    shares = raw / SIDE
    middle, half = shares[:, :2] + centres, shares[:, 2:4] / 2.0
    points = shares[:, 4:].reshape(-1, 4, 2) + centres[:, np.newaxis]
    return np.concatenate([middle - half, middle + half, points.reshape(-1, 8)], axis=1)


def grouped(candidates: Floats, scores: Floats) -> list[tuple[Floats, float]]:
    """One row a person: the mean of the candidates of the same person, by their scores; with the best score.

    Blending instead of suppression is steadier from picture to picture (Bazarevsky et al. 2019, arXiv 1907.05047,
    section 3.3).
    """
    left = list(np.argsort(-scores, kind="stable"))
    found = []
    while left:
        best = left[0]
        same = [k for k in left if k == best or overlap(candidates[best], candidates[k]) > SAME_PERSON]
        found.append((np.average(candidates[same], axis=0, weights=scores[same]), float(scores[best])))
        left = [k for k in left if k not in same]
    return found


def overlap(one: Floats, other: Floats) -> float:
    """Intersection over union of two boxes (left, top, right, bottom, ...)."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0.0 or high <= 0.0:
        return 0.0
    areas = (one[2] - one[0]) * (one[3] - one[1]) + (other[2] - other[0]) * (other[3] - other[1])
    return float(wide * high / (areas - wide * high))


def _sighting(row: Floats, score: float, where: Region) -> Sighting:
    points = where.to_picture(row[4:].reshape(-1, 2))
    return Sighting(region_around(points[0], points[1]), score)
