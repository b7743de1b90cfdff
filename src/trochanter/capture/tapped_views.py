"""Pictures of one shin that are kept: the first rest and one for every few degrees, to which each new one is compared.

Comparing with kept pictures and not with the last one keeps errors from adding up: whenever the leg is back where it
was, it meets the picture that was taken there, above all the one of the first rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from trochanter.capture.tapped_fit import agreement
from trochanter.capture.tapped_picture import LegFrame, LegPicture, corners, followed
from trochanter.capture.tapped_pose import Points, Similarity, angle_between
from trochanter.core.arrays import Flags, Ints

LEAST_POINTS = 8
LEAST_SHARE = 0.35  # of a kept picture's points agree: fewer, and it is another part of the picture
SURE = 0.5  # of those that could be followed agree
_LEAST_SPAN = 0.3  # of the shin, along it: points on one spot say little about an angle
MOST_VIEWS = 60
_AGAINST = 6  # so many more pictures in which a point did not move with the leg, and it is none of the leg


@dataclass(slots=True)
class View:
    """A kept picture with its points; votes: how often each moved with the leg, or stayed behind while it moved."""

    picture: LegPicture
    points: Points
    votes: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.votes = np.zeros(self.points.size, dtype=np.int64)

    @property
    def pose(self) -> Similarity:
        """Where the shin was."""
        return self.picture.pose

    def vote(self, asked: Ints, agree: Flags, told_apart: Flags) -> None:
        """Count which points move with the leg, where that can be told from standing still; drop those that do not."""
        self.votes[asked] += np.where(told_apart, np.where(agree, 1, -1), 0)
        self.votes = np.minimum(self.votes, 2 * _AGAINST)
        keep = self.votes > -_AGAINST
        if not keep.all() and keep.sum() >= 2 * LEAST_POINTS:
            self.points, self.votes = self.points[keep], self.votes[keep]


@dataclass(frozen=True, slots=True)
class Match:
    """A shin found: its pose, the share of followed points that agree, and how many do."""

    pose: Similarity
    share: float
    points: int


def new_view(picture: LegPicture, frame: LegFrame) -> View:
    """A picture kept, with its points."""
    return View(picture, corners(picture, frame, frame.band()))


def match(view: View, picture: LegPicture, frame: LegFrame) -> Match | None:
    """Where the shin of a kept picture is in a new one; None where too few points agree."""
    if view.points.size < LEAST_POINTS:
        return None
    ends, good = followed(view.picture, picture, view.points, frame)
    asked = np.flatnonzero(good)
    found = agreement(view.points[asked], ends[asked], frame.tolerance)
    if found is None:
        return None
    agree = view.points[asked][found.agree]
    span = float(np.ptp(agree.imag)) / frame.length
    if agree.size < max(LEAST_POINTS, LEAST_SHARE * view.points.size) or span < _LEAST_SPAN or found.share < SURE:
        return None
    pixels, shin = frame.shin.back(), frame.shin
    still = pixels.after(picture.pose.back()).after(view.pose).after(shin)
    told_apart = np.abs(still.of(view.points[asked]) - found.motion.of(view.points[asked])) > 3.0 * frame.tolerance
    view.vote(asked, found.agree, told_apart)
    return Match(picture.pose.after(shin).after(found.motion).after(pixels), found.share, agree.size)


@dataclass(slots=True)
class Views:
    """The kept pictures of one shin; the first is that of the tap."""

    frame: LegFrame
    kept: list[View] = field(default_factory=list)

    def nearest(self, pose: Similarity) -> View:
        """The one taken at the most similar angle."""
        return min(self.kept, key=lambda view: abs(angle_between(view.pose, pose)))

    def by_distance(self, pose: Similarity) -> Iterator[View]:
        """All of them, the most similar angle first."""
        return iter(sorted(self.kept, key=lambda view: abs(angle_between(view.pose, pose))))

    def keep(self, view: View) -> None:
        """Keep one more, if it has points and there is room."""
        if len(self.kept) < MOST_VIEWS and view.points.size >= LEAST_POINTS:
            self.kept.append(view)
