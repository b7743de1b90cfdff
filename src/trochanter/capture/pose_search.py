"""Looking for persons where nobody is followed: in the whole picture, in parts of it, and with it turned."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import hypot, pi
from typing import TYPE_CHECKING

from trochanter.capture.pose_detector import Detector
from trochanter.capture.pose_landmarks import Box, Look, PointModel
from trochanter.capture.pose_region import Region, whole_picture

if TYPE_CHECKING:
    from trochanter.capture.film import Pixels

LEAST_PERSON = 0.45  # presence times visible body. Measured: persons 0.55 (no legs in the picture) to 1, trees to 0.4
SAME_PLACE = 0.15  # two finds nearer than this share of a region's side are one person
ROOM = 1.5  # a box, or where somebody was, is looked at with so much around it
QUARTER_TURNS = (0.0, pi, pi / 2.0, -pi / 2.0)


@dataclass(frozen=True, slots=True)
class Search:
    """The detector of persons, and the model of points, which says whether what it found is one."""

    detector: Detector
    model: PointModel

    def persons(self, pixels: "Pixels", places: Iterable[Region]) -> list[Look]:
        """Persons in the first of the places that shows any, the surest first."""
        for place in places:
            if found := self._in_place(pixels, place, []):
                return sorted(found, key=sureness, reverse=True)
        return []

    def beside(self, pixels: "Pixels", places: Iterable[Region], known: Region) -> list[Look]:
        """All persons in any of the places but the one whose region is known."""
        found: list[Look] = []
        for place in places:
            found += self._in_place(pixels, place, [known, *(look.region for look in found)])
        return found

    def _in_place(self, pixels: "Pixels", place: Region, known: list[Region]) -> list[Look]:
        """Persons that are none of the known ones."""
        found: list[Look] = []
        regions = list(known)
        for sighting in self.detector.persons(pixels, place):
            if any(near(sighting.region, region) for region in known):
                continue
            look = self._settled(pixels, sighting.region)
            if sureness(look) >= LEAST_PERSON and not any(near(look.region, region) for region in regions):
                found.append(look)
                regions.append(look.region)
        return found

    def _settled(self, pixels: "Pixels", region: Region) -> Look:
        """A second look from where the first one says that the person is: as exact as one that follows a person."""
        return self.model.look(pixels, self.model.look(pixels, region).region)


def sureness(look: Look) -> float:
    """How sure it is that this is a person whose body can be seen, 0 to 1."""
    return look.presence * look.body


def near(one: Region, other: Region) -> bool:
    """Whether two regions are of one person."""
    return distance(one, other) < SAME_PLACE * max(one.side_px, other.side_px)


def distance(one: Region, other: Region) -> float:
    """Distance of two regions' centres in pixels."""
    return hypot(one.x_px - other.x_px, one.y_px - other.y_px)


def chosen(found: list[Look], wide: int, high: int, box: Box | None) -> Look | None:
    """Whom to follow: who is in the box, else the largest and most central; None where nobody is."""
    if box is not None:
        left, top, right, bottom = box
        found = [p for p in found if left <= p.region.x_px <= right and top <= p.region.y_px <= bottom]
    middle = whole_picture(wide, high)

    def weight(look: Look) -> float:
        return look.region.side_px * (1.0 - distance(look.region, middle) / middle.side_px)

    return max(found, key=weight, default=None)


def places_to_look(wide: int, high: int, last: Region | None = None, box: Box | None = None) -> Iterator[Region]:
    """Squares in which to look, the likeliest first: near the last place, in the box, the whole picture, its parts.

    A lying person may be upright, upside down or sideways in the picture, and the detector expects heads above feet:
    every turn by a quarter is tried.
    """
    if last is not None:
        yield replace(last, side_px=ROOM * last.side_px)
    if box is not None:
        yield from (_around(box, turn) for turn in QUARTER_TURNS)
    yield from (whole_picture(wide, high, turn) for turn in QUARTER_TURNS)
    yield from parts(wide, high)


def _around(box: Box, turn_rad: float) -> Region:
    left, top, right, bottom = box
    return Region((left + right) / 2.0, (top + bottom) / 2.0, ROOM * max(right - left, bottom - top), turn_rad)


def parts(wide: int, high: int) -> Iterator[Region]:
    """Three squares as large as the picture's short side: a small person is small in a letter-boxed picture."""
    side, rest = float(min(wide, high)), float(abs(wide - high))
    for share in (0.5, 0.0, 1.0):
        along = side / 2.0 + share * rest
        yield Region(along, side / 2.0, side) if wide > high else Region(side / 2.0, along, side)
