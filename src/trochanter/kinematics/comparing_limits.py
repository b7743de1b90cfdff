"""The smallest difference that can be told from nothing: a usual one, or a person's own from repeated recordings."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isfinite, sqrt
from statistics import mean

import numpy as np

from trochanter.anatomy.measuring import Method, comparison_rules
from trochanter.core.sides import Side
from trochanter.kinematics.comparing import like_for_like, measured_ends, set_up_of
from trochanter.kinematics.rotation_range import Direction, RotationRange

NORMAL_95 = 1.959964
TWO_SIDED_95 = 0.975


@dataclass(frozen=True, slots=True)
class Detectable:
    """What a difference has to pass, degrees, and why: 'usual', 'method', 'own' (finer) or 'own_wider'.

    recordings, days: how many own ones there are, each set up afresh, alike in position, mode and method.
    own_deg: what they give; NaN where there are too few.
    """

    value_deg: float
    how: str
    recordings: int
    days: int
    own_deg: float
    source: str

    @property
    def is_own(self) -> bool:
        """Whether it comes from the person's own repeats."""
        return self.how.startswith("own")


def detectable_change(now: Sequence[RotationRange], earlier: Sequence[RotationRange], method: Method) -> Detectable:
    """What can be told from nothing between two readings of one hip by this person, with this method.

    now: the set-ups of this check; earlier: other days of this person. Earlier ones unlike these, or measured by
    somebody else, are left out, as are end ranges that pain limited. The usual value holds unless at least three
    recordings on at least two days, each set up afresh, give a finer one. A person's own value is

        d = t * sqrt(2) * sqrt(s^2 + r^2 / 12)        (a prediction interval for the difference of two readings)

    with s the standard deviation of one end range from set-up to set-up, pooled over sides and directions, r the step
    of the tool, and t Student's quantile of 97.5 % for as many degrees of freedom as there are set-ups less one: ends
    of one set-up are not independent, so they do not add any. Repeats within a set-up do not enter.

    Where the earlier ones are enough, they alone count: a check is not judged by a limit that its own change has
    widened. If those spread by more than the usual value, theirs holds.
    """
    rules, before = comparison_rules(), _alike(earlier, now[-1])
    enough = int(rules["recordings"].value), int(rules["days"].value)
    baseline = _own_spread(before, *enough)
    like = before if baseline else [*before, *now]
    spread = baseline or _own_spread(like, *enough)
    kept, days = len({set_up_of(each) for each in like}), len({each.measured_on for each in like})
    usual = max(rules["usual"].value, NORMAL_95 * sqrt(2.0) * method.own_sigma_deg)
    how = "usual" if usual == rules["usual"].value else "method"
    if spread is None:
        return Detectable(usual, how, kept, days, float("nan"), rules["usual"].source)
    sigma_deg = hypot(spread[0], method.resolution_deg / sqrt(12.0))
    own = max(_student(spread[1]) * sqrt(2.0) * sigma_deg, rules["least"].value)
    plain = NORMAL_95 * sqrt(2.0) * sigma_deg
    if baseline and plain > usual:
        return Detectable(plain, "own_wider", kept, days, plain, "own repeats")
    if own < usual:
        return Detectable(own, "own", kept, days, own, "own repeats")
    return Detectable(usual, how, kept, days, own, rules["usual"].source)


def _alike(recordings: Sequence[RotationRange], now: RotationRange) -> list[RotationRange]:
    return [each for each in recordings if each.measured_by == now.measured_by and like_for_like(now, each).usable]


def _own_spread(like: Sequence[RotationRange], fewest: int, fewest_days: int) -> tuple[float, int] | None:
    """Standard deviation from set-up to set-up and its degrees of freedom; None where there are too few."""
    squares, freedom, least = 0.0, 0, np.inf
    for side, direction in measured_ends(like):
        values = _by_set_up(like, side, direction)
        if len(values) < fewest or len({day for day, _ in values}) < fewest_days:
            continue
        middle = mean(values.values())
        squares += sum((value - middle) ** 2 for value in values.values())
        freedom += len(values) - 1
        least = min(least, len(values) - 1)
    return (sqrt(squares / freedom), int(least)) if freedom else None


def _by_set_up(like: Sequence[RotationRange], side: Side, direction: Direction) -> dict[tuple[dt.date, str], float]:
    """One angle a set-up, the mean where a set-up has several recordings."""
    found: dict[tuple[dt.date, str], list[float]] = {}
    for each in like:
        end = each.end(side, direction)
        if end is not None and not end.limited_by_pain and isfinite(end.angle.value):
            found.setdefault(set_up_of(each), []).append(end.angle.value)
    return {key: mean(values) for key, values in found.items()}


def _student(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, TWO_SIDED_95))
