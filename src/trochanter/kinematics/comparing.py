"""Right against left, and now against earlier: only like with like, and only above what can be told from nothing.

A comparison that is not fair is refused with its reasons: position, who moved the leg or method differ, an end range
was limited by pain, or a side was measured in fewer than two set-ups.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite, nan

from trochanter.anatomy.measuring import Method, comparison_rules
from trochanter.core.quality import Estimate, Quality
from trochanter.core.sides import Side
from trochanter.kinematics.rotation_range import DEG, DIRECTIONS, Direction, EndRange, RotationRange
from trochanter.kinematics.rotation_range_readings import together

SetUp = tuple[dt.date, str]


@dataclass(frozen=True, slots=True)
class SideDifference:
    """Right minus left of one direction, degrees; NaN and the reasons where it may not be compared.

    detectable_deg: what it has to pass; set_ups: how many of the right and of the left; found: whether it passes.
    """

    direction: Direction
    difference: Estimate
    detectable_deg: float
    set_ups: tuple[int, int]
    quality: Quality

    @property
    def found(self) -> bool:
        """Whether a difference is likely: beyond what two readings of the same hip can differ by."""
        return self.quality.usable and abs(self.difference.value) > self.detectable_deg


@dataclass(frozen=True, slots=True)
class ChangeSince:
    """An end range now minus the same one on an earlier day, degrees; NaN and the reasons where not comparable."""

    side: Side
    direction: Direction
    since: dt.date
    change: Estimate
    detectable_deg: float
    quality: Quality

    @property
    def found(self) -> bool:
        """Whether a change is likely."""
        return self.quality.usable and abs(self.change.value) > self.detectable_deg


def set_up_of(recording: RotationRange) -> SetUp:
    """What tells one set-up from the next: the day, and its name."""
    return recording.measured_on, recording.set_up


def like_for_like(one: RotationRange, other: RotationRange) -> Quality:
    """Whether two measurements may be compared: same position, same mode, same method; else why not."""
    pairs = (
        ("the position differs", one.position, other.position),
        ("who moved the leg differs", one.mode, other.mode),
        ("the method differs", one.method, other.method),
    )
    reasons = tuple(f"{what}: {mine} and {theirs}" for what, mine, theirs in pairs if mine != theirs)
    return Quality(usable=not reasons, reasons=reasons)


def compare_sides(
    recordings: Sequence[RotationRange], direction: Direction, method: Method, detectable_deg: float
) -> SideDifference:
    """Right against left in one direction, from all set-ups of one check; refused with its reasons where not fair."""
    right, left = (dict(_ends(recordings, side, direction)) for side in (Side.RIGHT, Side.LEFT))
    reasons = [*_unlike(recordings), *_side_reasons(Side.RIGHT, right), *_side_reasons(Side.LEFT, left)]
    counts = len(right), len(left)
    if reasons:
        nothing = Estimate(nan, nan, DEG, method.name)
        return SideDifference(direction, nothing, detectable_deg, counts, Quality(False, tuple(dict.fromkeys(reasons))))
    one, other = together(list(right.values()), method), together(list(left.values()), method)
    return SideDifference(direction, _difference(one, other, method), detectable_deg, counts, Quality(True))


def compare_times(
    now: RotationRange,
    earlier: Sequence[RotationRange],
    side: Side,
    direction: Direction,
    method: Method,
    detectable_deg: float,
) -> ChangeSince:
    """One end range now against the same one in the set-ups of one earlier day; refused with its reasons."""
    since = max(each.measured_on for each in earlier)
    reasons = [reason for each in earlier for reason in like_for_like(now, each).reasons]
    mine, theirs = now.end(side, direction), [end for _, end in _ends(earlier, side, direction)]
    for ends, when in (([] if mine is None else [mine], "now"), (theirs, "then")):
        if not ends:
            reasons.append(f"it was not measured {when}")
        elif any(end.limited_by_pain for end in ends):
            reasons.append(f"it was limited by pain {when}")
    if reasons or mine is None:
        nothing = Estimate(nan, nan, DEG, method.name)
        quality = Quality(False, tuple(dict.fromkeys(reasons)))
        return ChangeSince(side, direction, since, nothing, detectable_deg, quality)
    change = _difference(mine, together(theirs, method), method)
    return ChangeSince(side, direction, since, change, detectable_deg, Quality(True))


def _ends(recordings: Iterable[RotationRange], side: Side, direction: Direction) -> Iterable[tuple[SetUp, EndRange]]:
    """The end range of each set-up that has it; several recordings of one set-up count once, the first."""
    seen: set[SetUp] = set()
    for each in recordings:
        end = each.end(side, direction)
        if end is not None and (set_up_of(each) not in seen or end.limited_by_pain):
            seen.add(set_up_of(each))
            yield set_up_of(each), end


def _unlike(recordings: Sequence[RotationRange]) -> Iterable[str]:
    for each in recordings[1:]:
        yield from like_for_like(recordings[0], each).reasons


def _side_reasons(side: Side, ends: dict[SetUp, EndRange]) -> Iterable[str]:
    needed = int(comparison_rules()["set_ups"].value)
    if not ends:
        yield f"the {side.word} side was not measured"
    elif any(end.limited_by_pain for end in ends.values()):
        yield f"the {side.word} side was limited by pain"
    elif len(ends) < needed:
        yield f"the {side.word} side has {len(ends)} of the {needed} set-ups that it takes"


def _difference(one: EndRange, other: EndRange, method: Method) -> Estimate:
    """A difference of two end ranges by the same method: what its causes share is gone."""
    shared = 2.0 * method.shared_sigma_deg**2
    variance = max(one.angle.sigma**2 + other.angle.sigma**2 - shared, 0.0)
    value = one.angle.value - other.angle.value
    return Estimate(value, variance**0.5 if isfinite(variance) else nan, DEG, method.name)


def measured_ends(recordings: Iterable[RotationRange]) -> tuple[tuple[Side, Direction], ...]:
    """The sides and directions that any of the recordings has, right first, internal first."""
    have = {(end.side, end.direction) for each in recordings for end in each.ends}
    return tuple((side, direction) for side in Side for direction in DIRECTIONS if (side, direction) in have)
