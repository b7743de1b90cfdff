"""What a check of the hips asks of the screen before it, and what pain felt in it does to the screen after it."""

import datetime as dt
from collections.abc import Sequence

from trochanter.core.errors import BadSetting
from trochanter.findings.after_pain import After, Felt, after_pain
from trochanter.findings.limits import READING, Activity, self_check
from trochanter.findings.permission import refuse_unless_screened
from trochanter.findings.screen import Screen
from trochanter.kinematics.comparing import like_for_like
from trochanter.kinematics.rotation_range import EndRange, RotationRange

MYSELF = ("self", "me", "myself", "i")


def refuse_unless_open(each: RotationRange, screen: Screen | None, today: dt.date) -> None:
    """Return where a screen leaves a recording open today; raises ScreenNeeded, NotOffered, BadSetting for its day.

    One's own check is a test, one by somebody else a reading; both need a screen of their day. What was read on an
    earlier day and is typed in today is a record, for which one of today will do.
    """
    activity, day = asked_of(each, screen, today)
    refuse_unless_screened(screen, activity, on=day)


def asked_of(each: RotationRange, screen: Screen | None, today: dt.date) -> tuple[Activity, dt.date]:
    """What a recording asks of the screen, and on which day; raises BadSetting for a day to come."""
    if each.measured_on > today:
        raise BadSetting("the day of measuring", each.measured_on.isoformat(), "today or a day before")
    if each.measured_on < today and screen is not None and screen.asked_on == today:
        return READING, today
    return self_check(each.position) if by_oneself(each) else READING, each.measured_on


def after_check(
    now: Sequence[RotationRange], earlier: Sequence[RotationRange], screen: Screen, more: Sequence[Felt] = ()
) -> After | None:
    """The screen after what a check felt; None where it stands as it is. more: what has no end range to stand at.

    A record of a day before the screen changes nothing: whoever answered it knew of that pain.
    """
    fresh = [each for each in now if each.measured_on >= screen.asked_on]
    if not fresh:
        return None
    ends = [(each, end) for each in fresh for end in each.ends]
    felt = [
        Felt(end.pain, end.pain_place, stopped=end.limited_by_pain, before=_before(end, each, earlier))
        for each, end in ends
    ]
    return after_pain(screen, [*felt, *more], max(each.measured_on for each in fresh))


def by_oneself(recording: RotationRange) -> bool:
    """Whether a person measured themselves, which is a test and not only a reading.

    >>> day = dt.date(2026, 11, 22)
    >>> by_oneself(RotationRange("seated", "active", "goniometer", "self", day, "1", ()))
    True
    """
    return recording.measured_by.strip().lower() in MYSELF


def _before(end: EndRange, recording: RotationRange, earlier: Sequence[RotationRange]) -> int | None:
    """The pain at an end range in the last earlier check that is alike; None where nobody asked."""
    alike = [each for each in earlier if like_for_like(recording, each).usable]
    told = [(each.measured_on, found.pain) for each in alike if (found := each.end(end.side, end.direction))]
    known = [(day, pain) for day, pain in told if pain is not None]
    return max(known)[1] if known else None
