"""What may be said of obturator internus: when moment balance needs it, and what that cannot exclude."""

import numpy as np

from trochanter.kinematics.timeline import LANDING, PHASES
from trochanter.mechanics.phases import needed_phases, stretch
from trochanter.mechanics.summary import Summary
from trochanter.reporting.numbers import rounded
from trochanter.reporting.sentences import listed, say


def obturator_words(summary: Summary) -> str:
    """When moment balance needs obturator internus, when not, and how little that says; empty where it is absent."""
    key = "obturator_internus"
    if key not in summary.deep_present:
        return ""
    recorded = {span.phase for hip in summary.hips for span in hip.axis.spans if span.whole}
    needed = {phase for hip in summary.hips for phase in needed_phases(hip, key)}
    words = {phase: say(f"phase.{phase}.in") for phase in PHASES if phase in recorded}
    used = listed([words[phase] for phase in words if phase in needed])
    unused = listed([words[phase] for phase in words if phase not in needed])
    band = "" if LANDING in needed else _band_words(summary, key)
    if not used:
        return say("six.oi_none", band=band)
    if not unused:
        return say("six.oi_all", needed=used)
    return say("six.oi_not", not_needed=unused, needed=used, band=band)


def _band_words(summary: Summary, key: str) -> str:
    """What the narrowest near-optimal band allows a muscle at landing, the side that allows more; empty without one."""
    most, slack = [], 0.0
    for hip in summary.hips:
        course, span = hip.muscle(key), stretch(hip, LANDING)
        if course is None or span is None or not course.near_optimal:
            continue
        slack = course.near_optimal[0].slack
        most.append(float(np.mean(course.near_optimal[0].range.high[hip.axis.within(span)])))
    return say("six.oi_band", most=rounded(max(most), 0.01), slack=f"{100 * slack:.0f}") if most else ""
