"""Tap and track: knee and ankle tapped once in a film, then followed, for any view, loose trousers and lying prone.

The shin's picture is turned upright by where the leg is expected, and compared with pictures kept from earlier (see
``tapped_views``); from the points that agree comes where it is. Angles between pictures are exact to a few tenths of a
degree; where exactly somebody tapped moves all angles alike, and angles count from the own neutral.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from trochanter.capture.film import Film, Frame, Pixels
from trochanter.capture.leg_track import LegTrack
from trochanter.capture.tapped_follower import Follower, Seen, begun, enough_to_see
from trochanter.capture.tapped_picture import opencv
from trochanter.capture.tapped_pose import ANKLE, angle_between, shin_at, turned
from trochanter.capture.tapped_surroundings import Surroundings
from trochanter.capture.tapped_words import check_taps, notices, refuse_if_lost, too_plain
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import BadSetting
from trochanter.core.quality import Notice
from trochanter.core.sides import Side

GLIMPSE_S = 0.2
GLIMPSE_PX = 320


@dataclass(frozen=True, slots=True)
class Tap:
    """Knee and ankle of the leg at a time, in pixels of the upright picture: x to its right, y down."""

    at_s: float
    knee_px: tuple[float, float]
    ankle_px: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Glimpse:
    """How far the following is: share 0 to 1 of the film, where the leg is (None: lost), and the picture, scaled down.

    Points are in pixels of the whole picture; ``picture`` is ``scale`` times as large.
    """

    share: float
    time_s: float
    sureness: float
    knee_px: tuple[float, float] | None
    ankle_px: tuple[float, float] | None
    picture: Pixels
    scale: float


@dataclass(slots=True)
class _Course:
    """What was seen so far, and taps that won over what had been followed: from and to which picture, by what."""

    seen: list[Seen] = field(default_factory=list)
    corrections: list[tuple[int, int, float, complex]] = field(default_factory=list)
    anchor: int = 0


def follow_taps(
    frames: Iterable[Frame],
    film: Film,
    side: Side,
    knee_px: tuple[float, float],
    ankle_px: tuple[float, float],
    *,
    at_s: float = 0.0,
    taps: Sequence[Tap] = (),
    earlier: Iterable[Frame] = (),
    told: Callable[[Glimpse], None] | None = None,
) -> LegTrack:
    """Follow the shin of one leg from a tap on knee and ankle through a film.

    frames: the film's pictures in order, read once and not kept; at_s: the time of the tap; taps: more taps at other
    times, each an anchor; earlier: the film once more from its start, read up to the first tap to fill what lies before
    it (without it that is NaN, and said); told: called every 0.2 s of film. Sureness is the share of followed points
    that agree. Raises BadSetting for taps that cannot be on a leg, ImpossibleData where the shin cannot be followed,
    MissingExtra without OpenCV.
    """
    opencv()
    ordered = sorted((Tap(at_s, knee_px, ankle_px), *taps), key=lambda tap: tap.at_s)
    for tap in ordered:
        check_taps(film, tap.knee_px, tap.ankle_px, tap.at_s)
    around, course = Surroundings(), _Course()
    follower = _followed(frames, film, ordered, around, course, told)
    before = _filled(
        follower, [one for one in course.seen if one.pose is None and one.time_s < ordered[0].at_s], earlier
    )
    seen = [*before, *_corrected(course)[len(before) :]]
    refuse_if_lost(film, seen[_first_tap(seen, ordered[0].at_s) :], around.cuts_s)
    corrected = [(seen[end].time_s, angle) for _, end, angle, _ in course.corrections]
    said = (*_unseen_before(seen, ordered[0].at_s, film), *notices(seen, around, film, corrected))
    return _track(side, film, seen, said)


def _followed(
    frames: Iterable[Frame],
    film: Film,
    taps: Sequence[Tap],
    around: Surroundings,
    course: _Course,
    told: Callable[[Glimpse], None] | None,
) -> Follower:
    """Read the film once; raises BadSetting where it ends before the first tap."""
    follower: Follower | None = None
    waiting, next_s = list(taps), 0.0
    half_s = 0.5 / max(film.frame_rate_hz, 1.0)
    for frame in frames:
        around.watch(frame)
        due = [tap for tap in waiting if tap.at_s <= frame.time_s + half_s]
        waiting = waiting[len(due) :]
        follower = _step(follower, frame, due[-1] if due else None, film, course)
        if told is not None and frame.time_s >= next_s:
            next_s = frame.time_s + GLIMPSE_S
            told(_glimpse(frame, course.seen[-1], film))
    if follower is None:
        raise BadSetting("the time of a tap", f"{taps[0].at_s:g} s", "a time at which the film has a picture")
    return follower


def _step(follower: Follower | None, frame: Frame, tap: Tap | None, film: Film, course: _Course) -> Follower | None:
    """One picture: followed, begun with a tap, or put right by one."""
    if follower is None:
        if tap is None:
            course.seen.append(Seen(frame.time_s, None, 0.0))
            return None
        follower = begun(frame.pixels, frame.time_s, complex(*tap.knee_px), complex(*tap.ankle_px))
        if not enough_to_see(follower):
            raise too_plain(film, frame.time_s)
        course.anchor = len(course.seen)
        course.seen.append(Seen(frame.time_s, follower.last.pose, 1.0))
        return follower
    seen = follower.see(frame.pixels, frame.time_s)
    course.seen.append(seen if tap is None else _tapped(follower, frame, tap, seen, course))
    return follower


def _tapped(follower: Follower, frame: Frame, tap: Tap, seen: Seen, course: _Course) -> Seen:
    """A further tap in a picture; where it wins over what had been followed, that is noted for the pictures before."""
    pose = shin_at(complex(*tap.knee_px), complex(*tap.ankle_px))
    taken = follower.tapped(frame.pixels, frame.time_s, pose)
    end = len(course.seen)
    if seen.pose is not None and taken.pose is pose:
        course.corrections.append((course.anchor, end, angle_between(seen.pose, pose), pose.shift - seen.pose.shift))
    course.anchor = end
    return taken


def _filled(follower: Follower, unseen: Sequence[Seen], earlier: Iterable[Frame]) -> list[Seen]:
    """The pictures before the first tap, looked for among the kept pictures; left unseen without the film once more."""
    if not unseen:
        return []
    again = follower.anew()
    found: list[Seen] = []
    for frame in earlier:
        if len(found) == len(unseen):
            break
        found.append(again.see(frame.pixels, frame.time_s))
    return [*found, *unseen[len(found) :]]


def _corrected(course: _Course) -> list[Seen]:
    """All that was seen, with what taps put right spread evenly over the time since the anchor before."""
    seen = list(course.seen)
    for start, end, angle, shift in course.corrections:
        span_s = max(seen[end].time_s - seen[start].time_s, 1e-6)
        for i in range(start, end):
            one = seen[i]
            if one.pose is not None:
                share = (one.time_s - seen[start].time_s) / span_s
                seen[i] = Seen(one.time_s, turned(one.pose, share * angle, share * shift), one.sureness)
    return seen


def _first_tap(seen: Sequence[Seen], at_s: float) -> int:
    return min(int(np.searchsorted([one.time_s for one in seen], at_s)), len(seen) - 1)


def _unseen_before(seen: Sequence[Seen], at_s: float, film: Film) -> Iterator[Notice]:
    first = next(one.time_s for one in seen if one.pose is not None)
    if seen[0].pose is None and first >= at_s - 0.5 and first > 0.5:
        text = f"nothing was followed before the tap at {first:.1f} s: tap where the leg hangs at its first rest."
        yield Notice("tap-late", text, film.source)


def _track(side: Side, film: Film, seen: Sequence[Seen], said: Sequence[Notice]) -> LegTrack:
    return LegTrack(
        side,
        frozen([one.time_s for one in seen]),
        _points(seen, 0.0),
        _points(seen, ANKLE),
        frozen([one.sureness for one in seen]),
        "taps",
        film.width_px,
        film.height_px,
        None,
        film.source,
        film.sha256,
        (*film.notices, *said),
    )


def _points(seen: Sequence[Seen], point: complex) -> Floats:
    there = np.array([complex(np.nan, np.nan) if one.pose is None else one.pose.at(point) for one in seen])
    return frozen(np.stack([there.real, there.imag], axis=1))


def _glimpse(frame: Frame, seen: Seen, film: Film) -> Glimpse:
    cv2 = opencv()
    scale = min(1.0, GLIMPSE_PX / max(frame.pixels.shape[:2]))
    small = cv2.resize(frame.pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    knee = ankle = None
    if seen.pose is not None:
        knee, ankle = _pair(seen.pose.shift), _pair(seen.pose.at(ANKLE))
    share = min(frame.time_s / max(film.duration_s, 1e-6), 1.0)
    return Glimpse(share, frame.time_s, seen.sureness, knee, ankle, small, scale)


def _pair(point: complex) -> tuple[float, float]:
    return point.real, point.imag
