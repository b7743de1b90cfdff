"""One person followed from picture to picture: the points tell where to look next; else the person is looked for."""

from dataclasses import dataclass, field
from math import pi
from typing import TYPE_CHECKING

from trochanter.capture.pose_landmarks import Box, Look
from trochanter.capture.pose_region import Region, whole_picture
from trochanter.capture.pose_search import (
    LEAST_PERSON,
    Search,
    chosen,
    distance,
    parts,
    places_to_look,
    sureness,
)

if TYPE_CHECKING:
    from trochanter.capture.film import Frame

LEAST_PRESENCE = 0.5
MOST_STEP, MOST_GROWTH = 0.25, 1.35  # of a region between two pictures, in sides: more is a jump to something else
PER_SECOND = 0.5  # how much further away, in sides for every second, a lost person may be found again
AGAIN_AFTER_S = 0.2  # between two searches while nobody is there: a search costs as much as several pictures
DOUBT_S = 2.0  # so long, what is followed may look unlike a person: a shadow keeps nobody's place
OTHERS_EVERY_S = 1.0
MOST_WITHIN = 0.7  # of somebody's points within the followed person: more is that person, cut by a part's edge
MOST_ALIKE = 0.75  # of two persons' sizes: nearer to equal, nobody can know which is meant


@dataclass
class Others:
    """Who else is in the film: in how many of the looks somebody was, and in how many about as large.

    boxes: of the followed person and of the other, the last time that they were alike.
    """

    looks: int = 0
    seen: int = 0
    alike: int = 0
    boxes: tuple[Box, ...] = ()


@dataclass
class Follower:
    """Follows one person through the pictures of a film, given in order.

    box: (left, top, right, bottom) in pixels, in which that person's hips are where the person is first seen; without
    it the largest and most central person is followed. moved: how often a person was found again too far away to be
    surely the same; missed: pictures without the person since the first with.
    """

    search: Search
    box: Box | None = None
    others: Others = field(default_factory=Others)
    moved: int = 0
    missed: int = 0
    _region: Region | None = None
    _last: Region | None = None
    _last_s: float = 0.0
    _sure_s: float = 0.0
    _searched_s: float = -AGAIN_AFTER_S
    _looked_s: float = -OTHERS_EVERY_S

    def see(self, frame: "Frame") -> Look | None:
        """The followed person in the next picture; None where nobody is, or only somebody else."""
        look = self._followed(frame) or self._found(frame)
        if look is None:
            self.missed += self._last is not None
            self._region = None
            return None
        self._region = self._last = look.region
        self._last_s = frame.time_s
        if sureness(look) >= LEAST_PERSON:
            self._sure_s = frame.time_s
        if frame.time_s - self._looked_s >= OTHERS_EVERY_S:
            self._looked_s = frame.time_s
            self._look_for_others(frame, look)
        return look

    def _followed(self, frame: "Frame") -> Look | None:
        if self._region is None or frame.time_s - self._sure_s > DOUBT_S:
            return None
        look = self.search.model.look(frame.pixels, self._region)
        return look if look.presence >= LEAST_PRESENCE and continuous(self._region, look.region) else None

    def _found(self, frame: "Frame") -> Look | None:
        """The person looked for: the chosen one at first, then who is near enough to be the same."""
        if self._region is None and frame.time_s - self._searched_s < AGAIN_AFTER_S:
            return None
        self._searched_s = frame.time_s
        high, wide = frame.pixels.shape[:2]
        found = self.search.persons(frame.pixels, places_to_look(wide, high, self._last, self.box))
        if self._last is None:
            return chosen(found, wide, high, self.box)
        within = (MOST_STEP + PER_SECOND * (frame.time_s - self._last_s)) * self._last.side_px
        same = [look for look in found if distance(look.region, self._last) <= within]
        best = max(same, key=sureness, default=None)
        self.moved += best is not None and not continuous(self._last, best.region)
        return best

    def _look_for_others(self, frame: "Frame", look: Look) -> None:
        high, wide = frame.pixels.shape[:2]
        own_turn = round(look.region.turn_rad / (pi / 2.0)) * pi / 2.0  # who lies may be helped by who lies likewise
        turned = [] if own_turn == 0.0 else [whole_picture(wide, high, own_turn)]
        places = [whole_picture(wide, high), *parts(wide, high), *turned]
        beside = self.search.beside(frame.pixels, places, look.region)
        found = [one for one in beside if one.share_within(look) < MOST_WITHIN]
        alike = [one for one in found if one.region.side_px >= MOST_ALIKE * look.region.side_px]
        self.others.looks += 1
        self.others.seen += bool(found)
        if alike:
            self.others.alike += 1
            self.others.boxes = (look.box_px(wide, high), alike[0].box_px(wide, high))


def continuous(before: Region, after: Region) -> bool:
    """Whether a region can be the same person's in the next picture."""
    growth = after.side_px / before.side_px
    return distance(before, after) <= MOST_STEP * before.side_px and 1.0 / MOST_GROWTH <= growth <= MOST_GROWTH
