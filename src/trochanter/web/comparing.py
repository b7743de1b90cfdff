"""Two days of measuring side by side, in words: what changed, what cannot be told, what may not be compared."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trochanter.core.sides import Side
from trochanter.kinematics.comparing import ChangeSince, SideDifference, like_for_like
from trochanter.kinematics.comparing_check import HipCheck, check_hips
from trochanter.kinematics.rotation_range import EndRange, RotationRange
from trochanter.reporting.figures.check import half_deg, whole
from trochanter.web.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    """One end range on two days; side: 'R' or 'L'."""

    side: str
    name: str
    then: str
    now: str
    change: str
    says: str
    found: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """Measurements of two days that are alike; apart: why others are not."""

    title: str
    rows: tuple[Row, ...]
    limit: str
    apart: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Right beside left on one day, a line a direction."""

    title: str
    lines: tuple[str, ...]


def days_of(checks: Sequence[RotationRange]) -> tuple[dt.date, ...]:
    """The days on which something was measured, the latest first."""
    return tuple(sorted({each.measured_on for each in checks}, reverse=True))


def compared(checks: Sequence[RotationRange], then: dt.date, now: dt.date, words: Words) -> tuple[Compared, ...]:
    """What can be said of two days, a kind of measurement each."""
    later = [each for each in checks if each.measured_on == now]
    before = [each for each in checks if each.measured_on == then]
    others = [each for each in checks if each.measured_on < now and each.measured_on != then]
    found = []
    for group in _alike(later):
        like = [each for each in before if like_for_like(group[0], each).usable]
        if like:
            check = check_hips(group, [*like, *others])
            changes = [each for each in check_hips(group, like).changes if each.since == then]
            found.append(_compared(check, like, changes, words))
    return tuple(found)


def sides_of(checks: Sequence[RotationRange], day: dt.date, words: Words) -> Iterator[Sides]:
    """Right against left of one day, a kind of measurement each."""
    own = [each for each in checks if each.measured_on == day]
    for group in _alike(own):
        check = check_hips(group, [each for each in checks if each.measured_on < day])
        title = f"{words.day(day, year=True)}: {_title(check.whole, words)}"
        yield Sides(title, tuple(_side_line(each, words) for each in check.sides))


def signed(value: float) -> str:
    """A difference in whole degrees with its sign; none for nothing.

    >>> signed(12.6), signed(-0.2), signed(-7.0)
    ('+13', '0', '−7')
    """
    number = round(value)
    return f"{number:+d}".replace("-", "−") if number else "0"


def _alike(recordings: Sequence[RotationRange]) -> list[list[RotationRange]]:
    groups: list[list[RotationRange]] = []
    for each in recordings:
        group = next((one for one in groups if like_for_like(one[0], each).usable), None)
        if group is None:
            groups.append([each])
        else:
            group.append(each)
    return groups


def _compared(
    check: HipCheck, before: Sequence[RotationRange], changes: Sequence[ChangeSince], words: Words
) -> Compared:
    earlier = check_hips(before).whole
    rows = tuple(_row(check.whole, earlier, each, words) for each in changes)
    limit = words("compare.limit", limit=whole(check.detectable.value_deg), source="")
    return Compared(_title(check.whole, words), rows, limit.strip(), ())


def _row(now: RotationRange, then: RotationRange, change: ChangeSince, words: Words) -> Row:
    one, other = now.end(change.side, change.direction), then.end(change.side, change.direction)
    told = change.quality.usable
    return Row(
        "R" if change.side is Side.RIGHT else "L",
        words(f"compare.turning_{change.direction}"),
        _reading(other, words),
        _reading(one, words),
        words("compare.plus_minus", value=signed(change.change.value), half=f"{1.96 * change.change.sigma:.0f}")
        if told
        else "",
        words("compare.changed" if change.found else "compare.same") if told else "; ".join(change.quality.reasons),
        change.found,
    )


def _reading(end: EndRange | None, words: Words) -> str:
    if end is None:
        return words("compare.not_measured")
    if end.limited_by_pain:
        return words("compare.by_pain")
    return words("compare.degrees", value=whole(end.angle.value), half=whole(half_deg(end)))


def _side_line(each: SideDifference, words: Words) -> str:
    what, limit = words(f"compare.turning_{each.direction}"), whole(each.detectable_deg)
    what = what[:1].upper() + what[1:]
    if not each.quality.usable:
        return words("compare.side_refused", what=what, reason="; ".join(each.quality.reasons))
    key = "compare.side_found" if each.found else "compare.side_same"
    return words(key, what=what, value=signed(each.difference.value), limit=limit)


def _title(one: RotationRange, words: Words) -> str:
    return words("compare.title", position=one.position, mode=one.mode, method=one.method.replace("_", " "))
