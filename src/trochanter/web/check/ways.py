"""The ways to measure, as tiles: what each needs, how long it takes, how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from trochanter.anatomy.measuring import method_named
from trochanter.kinematics.comparing_limits import NORMAL_95

MINUTES = {"film": 10, "phone": 10, "tap": 12, "typed": 8}
_METHODS = {
    "film": ("video",),
    "phone": ("phone_shin",),
    "tap": ("tapped_video",),
    "typed": ("digital_inclinometer", "goniometer"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One tile. name: its page; minutes: for both legs; sure_deg: the give or take of one end range, from and to."""

    name: str
    minutes: int
    sure_deg: tuple[int, int]


def ways(position: str = "seated") -> tuple[Way, ...]:
    """All ways in the order in which they are offered; how sure: of one set-up in a position."""
    return tuple(Way(name, MINUTES[name], _sure(methods, position)) for name, methods in _METHODS.items())


def _sure(names: Sequence[str], position: str) -> tuple[int, int]:
    found = [method_named(name).at(position) for name in names]
    halves = [round(NORMAL_95 * hypot(each.own_sigma_deg, each.shared_sigma_deg)) for each in found]
    return min(halves), max(halves)
