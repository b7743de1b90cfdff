"""A person in a film: the points of BlazePose in every picture, raw, as each picture alone shows them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from trochanter.capture.keypoints import POINTS, Keypoints, PoseModel
from trochanter.capture.pose_detector import Detector
from trochanter.capture.pose_following import Follower
from trochanter.capture.pose_landmarks import Box, Look, PointModel
from trochanter.capture.pose_search import Search
from trochanter.capture.pose_words import notices_of, refuse_nobody, refuse_two
from trochanter.capture.weights import PoseWeights, load_weights
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import BadSetting

if TYPE_CHECKING:
    from trochanter.capture.film import Film, Frame

PATIENCE_S = 60.0  # in which somebody must appear
SURE_OF_TWO = 5  # looks, one a second: so often two persons alike are no chance


def find_person(
    frames: "Iterable[Frame]",
    film: "Film",
    model: PoseModel | None = None,
    box: Box | None = None,
    *,
    weights: PoseWeights | None = None,
) -> Keypoints:
    """Find one person's points in the pictures of a film, which are gone through once and not kept.

    Each picture's points are its own: nothing is smoothed, and where the person is not found they are NaN. box: (left,
    top, right, bottom) in pixels of the upright picture, around the hips of the person meant where the person is first
    seen; without it, the largest and most central one. model: the best that is installed, if left out; weights: read
    before, instead of the installed ones. Notices: 'person-missed', 'person-moved' and 'other-person'.

    Raises MissingInput (weights not installed), MissingExtra, ImpossibleData (damaged weights; nobody in the film; two
    persons alike and no box) and BadSetting (a box that is none).

    Source: Bazarevsky et al. 2020, arXiv 2006.10204.
    """
    _check_box(box, film)
    found = load_weights(model) if weights is None else weights
    follower = Follower(Search(Detector(found.detector), PointModel(found.landmarks)), box)
    rows = _Rows()
    for frame in frames:
        rows.add(frame.time_s, follower.see(frame))
        if rows.found == 0 and frame.time_s > PATIENCE_S:
            break
        if box is None and follower.others.looks == SURE_OF_TWO:
            refuse_two(follower.others, film.source)
    if rows.found == 0:
        raise refuse_nobody(film.source, box)
    if box is None:
        refuse_two(follower.others, film.source)
    points, visibility = rows.arrays()
    return Keypoints(
        frozen(rows.time_s), points, visibility, film.width_px, film.height_px, found.model, film.source, film.sha256,
        notices_of(follower, len(rows.time_s), film.source),
    )  # fmt: skip


@dataclass
class _Rows:
    """What was seen, picture by picture: a kilobyte each."""

    time_s: list[float] = field(default_factory=list)
    looks: list[Look | None] = field(default_factory=list)
    found: int = 0

    def add(self, time_s: float, look: Look | None) -> None:
        self.time_s.append(time_s)
        self.looks.append(look)
        self.found += look is not None

    def arrays(self) -> tuple[Floats, Floats]:
        """Points (n, 33, 2) and visibility (n, 33)."""
        nothing, unseen = np.full((len(POINTS), 2), np.nan), np.zeros(len(POINTS))
        points = [nothing if look is None else look.points_px for look in self.looks]
        visibility = [unseen if look is None else look.visibility for look in self.looks]
        return frozen(points), frozen(visibility)


def _check_box(box: Box | None, film: "Film") -> None:
    if box is None:
        return
    left, top, right, bottom = box
    if not (left < right and top < bottom and left < film.width_px and top < film.height_px and right > 0 < bottom):
        raise BadSetting(
            "the person's box",
            box,
            f"left < right and top < bottom in pixels, in the upright picture of {film.width_px} x {film.height_px}",
        )
