"""Hip angles as they are typed: one, a list, or a range."""

from itertools import pairwise

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.errors import BadSetting

STEP_DEG = 5.0
MOST_ANGLES = 2000
_VALID = "degrees: one angle (30), a list (0,30,60), a range (0:120, in steps of 5) or a range and its step (0:120:15)"


def angles_of(option: str, text: str) -> Floats:
    """Angles in radians, ascending; raises BadSetting.

    >>> np.degrees(angles_of("--flexion", "0:40:15")).round(6).tolist()
    [0.0, 15.0, 30.0, 40.0]
    """
    if ":" in text:
        parts = [_angle(option, text, part) for part in text.split(":")]
        if len(parts) > 3:
            raise BadSetting(option, text, _VALID)
        low, high, step = (*parts, STEP_DEG)[:3]
        return np.radians(_range(option, text, (low, high, step)))
    listed = [_angle(option, text, part) for part in text.split(",")]
    if any(b <= a for a, b in pairwise(listed)):
        raise BadSetting(option, text, f"{_VALID}, the lower first")
    return np.radians(listed)


def ends_of(option: str, text: str) -> tuple[float, float]:
    """The lowest and the highest of the angles typed, in radians; raises BadSetting."""
    angles = angles_of(option, text)
    return float(angles[0]), float(angles[-1])


def angle_of(option: str, text: str) -> float:
    """One angle in radians; raises BadSetting."""
    angles = angles_of(option, text)
    if len(angles) != 1:
        raise BadSetting(option, text, "one angle in degrees, such as 90")
    return float(angles[0])


def _angle(option: str, text: str, part: str) -> float:
    try:
        angle = float(part.replace("−", "-"))
    except ValueError:
        raise BadSetting(option, text, _VALID) from None
    if not abs(angle) <= 180.0:
        raise BadSetting(option, text, f"{_VALID}, within 180 degrees")
    return angle


def _range(option: str, text: str, limits: tuple[float, float, float]) -> Floats:
    low, high, step = limits
    if not (low < high and step > 0.0):
        raise BadSetting(option, text, f"{_VALID}; the lower end first, the step above 0")
    count = int(np.floor((high - low) / step + 1e-9))
    if count > MOST_ANGLES:
        raise BadSetting(option, text, f"{_VALID}; at most {MOST_ANGLES} steps")
    inner = low + step * np.arange(count + 1)
    last = np.array([high]) if high - inner[-1] > 1e-9 else np.empty(0)
    return np.concatenate([inner, last])
