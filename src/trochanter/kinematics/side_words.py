"""Exchanged sides in plain words: which segments, from when to when, and by how much they lie on the wrong side."""

from collections.abc import Sequence

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.quality import Notice
from trochanter.kinematics.marker_sides import SidePairs
from trochanter.kinematics.side_swaps import SideSwap

_SHOWN = 4


def side_notices(
    sides: Sequence[SideSwap], pairs: Sequence[SidePairs], time_s: Floats, where: str, *, fixed: bool
) -> list[Notice]:
    """One notice for all segments that are exchanged in the same samples."""
    done = "they were exchanged back" if fixed else "they were left as they are; --fix-labels exchanges them back"
    together: dict[tuple[tuple[int, int], ...], list[SideSwap]] = {}
    for side in sides:
        together.setdefault(side.spans, []).append(side)
    return [
        Notice(
            "labels-fixed" if fixed else "labels-exchanged",
            f"{_whose(own, pairs)} are exchanged {_when(own[0], time_s)}{_off(own)}; {done}",
            where,
        )
        for own in together.values()
    ]


def _whose(sides: Sequence[SideSwap], pairs: Sequence[SidePairs]) -> str:
    if len(sides) == len(pairs) > 1:
        return "all right and left labels"
    return f"the right and left labels of {', '.join(repr(side.segment) for side in sides)}"


def _when(side: SideSwap, time_s: Floats) -> str:
    if side.throughout:
        return "throughout"
    shown = [f"{time_s[first]:.4g} to {time_s[last - 1]:.4g} s" for first, last in side.spans[:_SHOWN]]
    more = f" and {len(side.spans) - _SHOWN} more spans" if len(side.spans) > _SHOWN else ""
    return f"from {', '.join(shown)}{more}"


def _off(sides: Sequence[SideSwap]) -> str:
    known = [1e3 * side.off_m for side in sides if np.isfinite(side.off_m)]
    if not known:
        return ""
    far = f"{min(known):.0f}" if round(min(known)) == round(max(known)) else f"{min(known):.0f} to {max(known):.0f}"
    return f": the right ones are {far} mm left of the left ones"
