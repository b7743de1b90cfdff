"""What was found in a recording's markers, in plain words."""

from collections import Counter
from collections.abc import Sequence

from trochanter.core.arrays import Floats
from trochanter.core.quality import Notice
from trochanter.kinematics.label_swaps import LabelSwap
from trochanter.kinematics.marker_gaps import Gap
from trochanter.kinematics.marker_shifts import Shift
from trochanter.kinematics.marker_spikes import Frozen, Spike

LABELS, FOOT_LABELS = "labels-exchanged", "labels-exchanged-foot"  # codes; the latter: neighbours on one foot
_NEAR_M = 0.05  # misfit of neighbours such as the metatarsals; heel and toe exchanged turn the foot round
_SHOWN = 4
_LONG_GAP_S, _MUCH_MISSING = 0.1, 0.2


def swap_notices(swaps: Sequence[LabelSwap], time_s: Floats, basis: str, where: str, *, fixed: bool) -> list[Notice]:
    """Exchanged labels, when, and by how much the distances to other markers are off."""
    done = "they were exchanged back" if fixed else "they were left as they are; --fix-labels exchanges them back"
    found = []
    for swap in swaps:
        text = (
            f"the labels '{swap.first}' and '{swap.second}' ({swap.kind}) are exchanged {_when(swap, time_s)}: their "
            f"distances to other markers are {1e3 * swap.misfit_m:.0f} mm off the {basis}'s, "
            f"{1e3 * swap.mended_misfit_m:.0f} mm if exchanged back; {done}"
        )
        little = swap.throughout and swap.of_one_foot and swap.misfit_m < _NEAR_M
        left = FOOT_LABELS if little else LABELS
        found.append(Notice("labels-fixed" if fixed else left, text, where))
    return found


def _when(swap: LabelSwap, time_s: Floats) -> str:
    if swap.throughout:
        return "throughout"
    shown = [f"{time_s[first]:.3g} to {time_s[last - 1]:.3g} s" for first, last in swap.spans[:_SHOWN]]
    more = f" and {len(swap.spans) - _SHOWN} more spans" if len(swap.spans) > _SHOWN else ""
    return f"from {', '.join(shown)}{more}"


def spike_notices(spikes: Sequence[Spike], time_s: Floats, where: str) -> list[Notice]:
    """Jumps out and back, a notice a marker."""
    found = []
    for name in Counter(spike.marker for spike in spikes):
        own = [spike for spike in spikes if spike.marker == name]
        shown = _listed([f"{time_s[spike.first]:.3g}" for spike in own])
        high = 1e3 * max(spike.height_m for spike in own)
        text = f"'{name}' jumps out and back by up to {high:.0f} mm at {shown} s: these samples are left out"
        found.append(Notice("marker-spikes", text, where))
    return found


def frozen_notices(stuck: Sequence[Frozen], time_s: Floats, where: str) -> list[Notice]:
    """Markers whose numbers stand still."""
    text = "'{}' does not move at all from {:.3g} to {:.3g} s while others do: these samples are left out"
    return [
        Notice("marker-frozen", text.format(bad.marker, time_s[bad.first], time_s[bad.last - 1]), where)
        for bad in stuck
    ]


def shift_notices(shifts: Sequence[Shift], where: str) -> list[Notice]:
    """Markers that came off or slid."""
    text = (
        "'{}' sits {:.0f} mm elsewhere on its segment from about {:.3g} s on: it came off, or slid; "
        "leave it out with a mapping file, or use the part before"
    )
    return [Notice("marker-shifted", text.format(s.marker, 1e3 * s.shift_m, s.time_s), where) for s in shifts]


def gap_notices(gaps: Sequence[Gap], samples: int, where: str) -> list[Notice]:
    """Gaps that are long, or many, in one notice."""
    missing: Counter[str] = Counter()
    longest: dict[str, float] = {}
    for gap in gaps:
        missing[gap.marker] += gap.last - gap.first
        longest[gap.marker] = max(longest.get(gap.marker, 0.0), gap.length_s)
    told = [
        f"'{name}' {100 * count / samples:.0f} % (longest gap {longest[name]:.2g} s)"
        for name, count in missing.most_common()
        if longest[name] > _LONG_GAP_S or count > _MUCH_MISSING * samples
    ]
    return [Notice("marker-gaps", f"markers are missing for part of the time: {_listed(told)}", where)] if told else []


def unchecked_notices(names: Sequence[str], basis: str, where: str) -> list[Notice]:
    """Markers whose labels nothing could be said about."""
    if not names:
        return []
    shown = _listed([repr(name) for name in names])
    text = f"the {basis} says nothing about {shown}: exchanged labels would not be seen there"
    return [Notice("labels-unchecked", text, where)]


def _listed(items: Sequence[str]) -> str:
    more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return ", ".join(items[:_SHOWN]) + more
