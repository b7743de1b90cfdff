"""Following one shin from picture to picture: predicted, compared with what is known of it, lost and found again.

Two ways of looking back each other: points on the shin (exact, where there is something to see on it), and its outline
(for bare skin and plain cloth). Points are taken where they agree; the outline where they do not, or are few.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from trochanter.capture.film import Pixels
from trochanter.capture.tapped_outline import SURE, Fit, Outline, outlined
from trochanter.capture.tapped_picture import LegFrame, LegPicture, leg_frame, leg_picture
from trochanter.capture.tapped_pose import ANKLE, Similarity, angle_between, predicted, shin_at
from trochanter.capture.tapped_views import LEAST_POINTS, Match, Views, match, new_view

Lost = Literal["", "outside", "cut", "dark", "blurred", "covered"]
APART_RAD = np.deg2rad(6.0)  # angles at which pictures are kept, while the leg is slow
_APART_FAST_RAD = np.deg2rad(14.0)
_SLOW_RAD_S = np.deg2rad(50.0)
_SURE = 0.55  # of the points agree: good enough to keep the picture
_UNSEEN_S = 0.4  # so long the last picture may stand in for a kept one
_AGAIN = 3  # kept pictures tried in each picture while the leg is lost
_REPEAT_RAD, _REPEAT_PX = np.deg2rad(0.7), 1.0  # a better guess than that changes nothing any more
_TAP_RAD, _TAP_SHINS = np.deg2rad(6.0), 0.12  # nobody taps more exactly
_MANY, _CLEAR = 50, 0.75  # fewer points, or a smaller share that agrees, give way to an outline
_SIZE_CHANGE, _KNEE_AWAY = 0.25, 0.6  # as a logarithm; in shin lengths: as far as a leg or a held camera may move
_FOUND_AGAIN = 0.75  # of an outline: what turns up somewhere has to fit better than what is followed
_LEARN_EVERY = 3
_DARKER, _BLURRED, _ALIKE = 0.45, 0.5, 0.6


@dataclass(frozen=True, slots=True)
class Seen:
    """The shin in one picture: pose None where it was lost, and why."""

    time_s: float
    pose: Similarity | None
    sureness: float
    lost: Lost = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A pose at a time."""

    time_s: float
    pose: Similarity


@dataclass(slots=True)
class Follower:
    """One shin being followed: kept pictures, outline (None: not told from its surroundings), where it was last."""

    frame: LegFrame
    views: Views
    outline: Outline | None
    last: Placed
    before: Placed
    picture: LegPicture | None = None
    compared_s: float = -np.inf
    turn: int = 0  # of the kept pictures in a search
    count: int = 0

    def see(self, pixels: Pixels, time_s: float) -> Seen:
        """Look for the shin in the next picture."""
        guess = self._guess(time_s)
        found = self._near(pixels, guess, time_s) if self._recent(time_s) else None
        found = found or self._searched(pixels)
        return self._lost(pixels, guess, time_s) if found is None else self._kept(pixels, found, time_s)

    def tapped(self, pixels: Pixels, time_s: float, tapped: Similarity) -> Seen:
        """Take a tap: where what is known of the shin agrees with it that is more exact, else the tap wins."""
        found = self._points_or_outline(pixels, tapped)
        if found is None or not _about(tapped, found.pose):
            found = Match(tapped, 1.0, 0)
            self.views.kept.append(new_view(leg_picture(pixels, tapped, self.frame), self.frame))
            self.outline = _outline(pixels, tapped)
        self.before = self.last = Placed(time_s, found.pose)
        self.compared_s = time_s
        return Seen(time_s, found.pose, found.share)

    def anew(self) -> "Follower":
        """One that knows the same shin and has not seen it yet: for the film once more."""
        before = Placed(-np.inf, self.views.kept[0].pose)
        return replace(self, last=before, before=before, picture=None, compared_s=-np.inf, turn=0, count=0)

    def _recent(self, time_s: float) -> bool:
        return self.last.time_s < time_s <= self.last.time_s + 2.0 * _UNSEEN_S

    def _guess(self, time_s: float) -> Similarity:
        step = self.last.time_s - self.before.time_s
        ratio = 0.9 * (time_s - self.last.time_s) / step if 0.0 < step < _UNSEEN_S else 0.0
        return predicted(self.last.pose, self.before.pose, ratio if ratio < 3.0 else 0.0)

    def _near(self, pixels: Pixels, guess: Similarity, time_s: float) -> Match | None:
        found = self._points_or_outline(pixels, guess)
        if found is not None:
            self.compared_s = time_s
        elif self.picture is not None and time_s - self.compared_s < _UNSEEN_S:
            found = self._from_last(pixels, guess)
        return found

    def _points_or_outline(self, pixels: Pixels, guess: Similarity) -> Match | None:
        """Points if they agree, else the outline; each begins where the other ended."""
        outline = None if self.outline is None else self.outline.fit(pixels, guess)
        if outline is not None and (outline.share < SURE or not self._plausible(outline.pose)):
            outline = None
        points = self._compared(pixels, guess if outline is None else outline.pose)
        if points is None and outline is not None:
            points = self._compared(pixels, guess)
        if points is not None and not self._plausible(points.pose):
            points = None
        return _better(points, outline)

    def _plausible(self, pose: Similarity) -> bool:
        """Whether a shin has about the size and its knee about the place that were tapped."""
        home = self.views.kept[0].pose
        size, away = abs(np.log(pose.scale / home.scale)), abs(pose.shift - home.shift) / home.scale
        return bool(size < _SIZE_CHANGE and away < _KNEE_AWAY)

    def _compared(self, pixels: Pixels, guess: Similarity) -> Match | None:
        """Points compared with the kept picture of the most similar angle, again if the guess was far off."""
        found: Match | None = None
        for _ in range(3):
            first = found
            found = match(self.views.nearest(guess), leg_picture(pixels, guess, self.frame), self.frame)
            if found is None or _same(found.pose, guess):
                return found or first
            guess = found.pose
        return found

    def _from_last(self, pixels: Pixels, guess: Similarity) -> Match | None:
        """Points compared with the last picture, and from there with the kept ones."""
        if self.picture is None:
            return None
        found = match(new_view(self.picture, self.frame), leg_picture(pixels, guess, self.frame), self.frame)
        if found is None or found.share < _SURE:
            return None
        return self._compared(pixels, found.pose) or found

    def _searched(self, pixels: Pixels) -> Match | None:
        """Looked for where the kept pictures were taken, some in each picture in turn, then by its outline."""
        views = list(self.views.by_distance(self.last.pose))
        chosen = [views[0], *(views[(self.turn + i) % len(views)] for i in range(_AGAIN - 1))]
        self.turn += _AGAIN - 1
        for view in chosen:
            found = match(view, leg_picture(pixels, view.pose, self.frame), self.frame)
            if found is not None and found.share > _SURE:
                return self._compared(pixels, found.pose)
        outline = None if self.outline is None else self.outline.search(pixels, self.last.pose)
        if outline is None or outline.share < _FOUND_AGAIN:
            return None
        return self._points_or_outline(pixels, outline.pose)

    def _kept(self, pixels: Pixels, found: Match, time_s: float) -> Seen:
        self.picture = leg_picture(pixels, found.pose, self.frame)
        self.turn, self.count = 0, self.count + 1
        if found.points and found.share > _SURE and self.compared_s == time_s:
            self._maybe_keep(found, self.picture, time_s)
        if self.outline is not None and found.share > SURE and self.count % _LEARN_EVERY == 0:
            self.outline.learn(pixels, found.pose)
        self.before, self.last = self.last, Placed(time_s, found.pose)
        return Seen(time_s, found.pose, found.share)

    def _maybe_keep(self, found: Match, picture: LegPicture, time_s: float) -> None:
        speed = abs(angle_between(self.last.pose, found.pose)) / max(time_s - self.last.time_s, 1e-3)
        apart = abs(angle_between(self.views.nearest(found.pose).pose, found.pose))
        if apart > (APART_RAD if speed < _SLOW_RAD_S else _APART_FAST_RAD):
            self.views.keep(new_view(picture, self.frame))

    def _lost(self, pixels: Pixels, guess: Similarity, time_s: float) -> Seen:
        if not self._recent(time_s):
            self.before = self.last
        return Seen(time_s, None, 0.0, why_lost(pixels, guess, self.frame, self.picture))


def begun(pixels: Pixels, time_s: float, knee: complex, ankle: complex) -> Follower:
    """A follower that begins with two taps in a picture."""
    pose = shin_at(knee, ankle)
    frame = leg_frame(pose.scale)
    view = new_view(leg_picture(pixels, pose, frame), frame)
    start = Placed(time_s, pose)
    return Follower(frame, Views(frame, [view]), _outline(pixels, pose), start, start, view.picture, time_s)


def enough_to_see(follower: Follower) -> bool:
    """Whether the tapped shin shows enough to follow: points on it, or an outline."""
    return follower.outline is not None or follower.views.kept[0].points.size >= LEAST_POINTS


def why_lost(pixels: Pixels, guess: Similarity, frame: LegFrame, last: LegPicture | None) -> Lost:
    """The likeliest reason for which a shin was not found where it was expected."""
    high, wide = pixels.shape[:2]
    if any(not (0.0 <= end.real < wide and 0.0 <= end.imag < high) for end in (guess.shift, guess.at(ANKLE))):
        return "outside"
    if last is None:
        return "covered"
    picture = leg_picture(pixels, guess, frame)
    if abs(np.log((picture.brightness + 3.0) / (last.brightness + 3.0))) > _DARKER:
        return "dark"
    blurred = picture.sharpness() < _BLURRED * last.sharpness() and picture.likeness(last) > _ALIKE
    return "blurred" if blurred else "covered"


def _outline(pixels: Pixels, pose: Similarity) -> Outline | None:
    outline = outlined(pixels, pose)
    return outline if outline.usable else None


def _better(points: Match | None, outline: Fit | None) -> Match | None:
    """Many points that agree with each other are more exact than an outline, few are not."""
    if outline is None:
        return points
    if points is not None and points.points >= _MANY and points.share >= _CLEAR:
        return points
    return Match(outline.pose, outline.share, 0)


def _same(one: Similarity, other: Similarity) -> bool:
    near = abs(one.at(ANKLE) - other.at(ANKLE)) < _REPEAT_PX
    return near and abs(angle_between(one, other)) < _REPEAT_RAD


def _about(tapped: Similarity, found: Similarity) -> bool:
    near = abs(tapped.shift - found.shift) < _TAP_SHINS * tapped.scale
    return near and abs(angle_between(tapped, found)) < _TAP_RAD
