"""From readings to an end range: the middle of the repeats, with the error that no number of repeats takes away."""

from collections.abc import Sequence
from math import hypot, sqrt
from statistics import mean, median, stdev

from trochanter.anatomy.measuring import Method
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Estimate
from trochanter.core.sides import Side
from trochanter.kinematics.rotation_range import DEG, Direction, EndRange, end_words

MEDIAN_AGAINST_MEAN = 1.2533  # root of pi over 2: standard error of a median over that of a mean, for normal errors


def end_of_readings(
    side: Side,
    direction: Direction,
    repeats_deg: Sequence[float],
    method: Method,
    *,
    pain: int | None = None,
    pain_place: str | None = None,
    limited_by_pain: bool = False,
) -> EndRange:
    """The end range of one set-up from its repeats in degrees; raises ImpossibleData without any.

    Its standard error is that of the method (shared and own causes) together with that of the middle of the repeats.
    Repeats show how steadily one set-up was read; they say nothing of the next set-up, so they never make the error
    smaller than the method's.
    """
    if not repeats_deg:
        raise ImpossibleData("there is no reading", where=end_words(side, direction), valid="one angle or several")
    spread = stdev(repeats_deg) if len(repeats_deg) > 1 else 0.0
    middle = MEDIAN_AGAINST_MEAN * spread / sqrt(len(repeats_deg))
    sigma = hypot(method.shared_sigma_deg, method.own_sigma_deg, middle)
    return EndRange(
        side=side,
        direction=direction,
        angle=Estimate(float(median(repeats_deg)), sigma, DEG, method.name),
        repeats_deg=tuple(float(each) for each in repeats_deg),
        pain=pain,
        pain_place=pain_place,
        limited_by_pain=limited_by_pain,
    )


def together(ends: Sequence[EndRange], method: Method) -> EndRange:
    """One end range of several set-ups of the same side and direction: their mean, and the error that is left.

    Only what every set-up draws anew averages out; what the method's other causes give stays. Where any set-up was
    limited by pain, so is the whole, at the least angle at which it was. Raises ImpossibleData without any end range.
    """
    if not ends:
        raise ImpossibleData("there is no end range to put together", valid="one or several of one side and direction")
    limited = [end for end in ends if end.limited_by_pain]
    if limited:
        value = min(end.angle.value for end in limited)
        sigma = max(end.angle.sigma for end in limited)
    else:
        value = mean(end.angle.value for end in ends)
        lasting = method.lasting_sigma_deg
        own = [sqrt(max(end.angle.sigma**2 - lasting**2, 0.0)) for end in ends]
        sigma = hypot(lasting, hypot(*own) / len(ends))
    hurting = [end for end in ends if end.pain is not None]
    worst = max(hurting, key=lambda end: end.pain or 0) if hurting else None
    return EndRange(
        side=ends[0].side,
        direction=ends[0].direction,
        angle=Estimate(value, sigma, DEG, method.name),
        repeats_deg=tuple(angle for end in ends for angle in end.repeats_deg),
        pain=None if worst is None else worst.pain,
        pain_place=None if worst is None else worst.pain_place,
        limited_by_pain=bool(limited),
    )
