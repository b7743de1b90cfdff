"""What has changed since an earlier film of the same person: only like with like, and only above what can be told."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot, nan, sqrt

from trochanter.core.quality import Estimate, Quality
from trochanter.core.sides import Side
from trochanter.kinematics.appearance import NORMAL_95, Appearance, AppearanceNumber

SAME_SPEED_KMH = 0.3
SAME_DROP = 0.04  # leg lengths: a deeper squat looks different for that alone
MOST_RATES_APART = 1.6  # as a factor
_AT_CONTACT = ("shin_at_contact", "knee_at_contact", "overstride", "contact_time", "step_time_difference")


@dataclass(frozen=True, slots=True)
class AppearanceChange:
    """One quantity now less the same on an earlier day; NaN and the reasons where that is not fair."""

    quantity: str
    side: Side | None
    since: dt.date
    change: Estimate
    detectable: float
    quality: Quality

    @property
    def found(self) -> bool:
        """Whether a change is likely: beyond what two films of the same person can differ by."""
        return self.quality.usable and abs(self.change.value) > self.detectable


def like_for_like(now: Appearance, then: Appearance) -> Quality:
    """Whether two films may be compared at all, else why not."""
    pairs = (
        ("the test differs", now.kind, then.kind),
        ("the exercise differs", now.exercise, then.exercise),
        ("the view differs", now.view, then.view),
        ("the side differs", _word(now.side), _word(then.side)),
        ("the pose model differs", now.film.model, then.film.model),
    )
    reasons = [f"{what}: {_plain(mine)} and {_plain(theirs)}" for what, mine, theirs in pairs if mine != theirs]
    reasons += [f"there was pain {when}" for when, each in (("now", now), ("then", then)) if each.pain]
    if not reasons:
        reasons += _speed_reasons(now, then) if now.kind == "running_video" else _depth_reasons(now, then)
    return Quality(not reasons, tuple(reasons))


def changes_since(now: Appearance, earlier: Sequence[Appearance]) -> tuple[AppearanceChange, ...]:
    """Each number against the latest earlier film that may be compared; () where there is none."""
    alike = [each for each in earlier if like_for_like(now, each).usable]
    if not alike:
        return ()
    then = max(alike, key=lambda each: each.measured_on)
    return tuple(_change(number, then, now) for number in now.numbers if number.quantity != "hip_drop")


def kept_apart(now: Appearance, earlier: Iterable[Appearance]) -> tuple[tuple[dt.date, tuple[str, ...]], ...]:
    """Days of earlier films that may not be compared, with the reasons."""
    judged = ((each.measured_on, like_for_like(now, each)) for each in earlier)
    return tuple((day, quality.reasons) for day, quality in judged if not quality.usable)


def _change(number: AppearanceNumber, then: Appearance, now: Appearance) -> AppearanceChange:
    other = then.number(number.quantity, number.side)
    reasons = tuple(_number_reasons(number, other, then, now))
    unit = number.estimate.unit
    if reasons or other is None:
        nothing = Estimate(nan, nan, unit, number.quantity)
        return AppearanceChange(
            number.quantity, number.side, then.measured_on, nothing, number.detectable, Quality(False, reasons)
        )
    detectable = hypot(number.detectable, other.detectable) / sqrt(2.0)
    value = number.estimate.value - other.estimate.value
    change = Estimate(value, detectable / NORMAL_95, unit, number.quantity)
    return AppearanceChange(number.quantity, number.side, then.measured_on, change, detectable, Quality(True))


def _number_reasons(
    number: AppearanceNumber, other: AppearanceNumber | None, then: Appearance, now: Appearance
) -> Iterable[str]:
    if other is None:
        yield "it was not measured then"
    elif number.quantity in _AT_CONTACT:
        rates = sorted((now.film.rate_hz, then.film.rate_hz))
        if rates[1] > MOST_RATES_APART * rates[0]:
            yield f"the films have {now.film.rate_hz:.0f} and {then.film.rate_hz:.0f} pictures a second"


def _speed_reasons(now: Appearance, then: Appearance) -> list[str]:
    if now.speed_kmh is None or then.speed_kmh is None:
        return ["the speed of the belt was not told both times, and a run looks different at another speed"]
    if abs(now.speed_kmh - then.speed_kmh) > SAME_SPEED_KMH:
        return [f"the speed of the belt differs: {now.speed_kmh:g} and {then.speed_kmh:g} km/h"]
    return []


def _depth_reasons(now: Appearance, then: Appearance) -> list[str]:
    drops = [each.number("hip_drop", each.side) for each in (now, then)]
    values = [each.estimate.value for each in drops if each is not None]
    if len(values) == len(drops) and abs(values[0] - values[1]) > SAME_DROP:
        return ["the hip came down less far in one of them, and a deeper one looks different for that alone"]
    return []


def _word(side: Side | None) -> str:
    return "both" if side is None else side.word


def _plain(word: str) -> str:
    return word.replace("_", " ")
