"""Numbers as people read them: rounded to what their range carries, with a true minus."""

import math

from trochanter.mechanics.phases import Ranged

NBSP = "\u00a0"


def rounded(value: float, step: float) -> str:
    """A number to a step, never '-0'.

    >>> rounded(-3.4, 1.0), rounded(0.26, 0.1), rounded(-0.2, 1.0)
    ('−3', '0.3', '0')
    """
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    text = f"{round(value / step) * step:.{digits}f}"
    text = text.lstrip("-") if float(text) == 0.0 else text
    return text.replace("-", "−")


def ranged(number: Ranged, step: float = 1.0) -> str:
    """A number with its range in brackets; alone where both round to the same.

    >>> ranged(Ranged(12.3, 8.4, 17.2)).replace(NBSP, " ")
    '12 (8 to 17)'
    """
    value, low, high = (rounded(v, step) for v in (number.value, number.low, number.high))
    return f"{value} ({low} to {high})".replace(" ", NBSP) if low != high else value


def percent(number: Ranged) -> str:
    """A share as per cent with its range, without the sign.

    >>> percent(Ranged(0.62, 0.38, 0.71)).replace(NBSP, " ")
    '62 (38 to 71)'
    """
    return ranged(Ranged(*(100.0 * v for v in (number.value, number.low, number.high))))
