"""The built-in run in the page's own words."""

import numpy as np

from trochanter.web.hip import shapes
from trochanter.web.words import Words

SMALL_NM = 0.5


def in_words(stride: shapes.Stride, words: Words) -> shapes.Stride:
    """The run with its phases and muscles told."""
    return stride.model_copy(
        update={
            "sides": [_side(each, words) for each in stride.sides],
            "notes": [words("explore.stride.no_number"), words("explore.stride.not_yours")],
        }
    )


def _side(side: shapes.StrideSide, words: Words) -> shapes.StrideSide:
    phases = [
        each.model_copy(
            update={"words": words(f"explore.stride.{each.phase}"), "told": words(f"explore.stride.told_{each.told}")}
        )
        for each in side.phases
    ]
    muscles = [each.model_copy(update={"told": _told(each, phases, words)}) for each in side.muscles]
    return side.model_copy(update={"phases": phases, "muscles": muscles})


def _told(muscle: shapes.StrideMuscle, phases: list[shapes.Phase], words: Words) -> str:
    """Where it gives most, with its range, and what it turns there."""
    at = int(np.argmax(muscle.force_N.high))
    percent = 100.0 * at / (len(muscle.force_N.high) - 1)
    phase = next((each for each in phases if percent < each.end), phases[-1])
    low, high = muscle.turning_Nm.low[at], muscle.turning_Nm.high[at]
    force = words(
        "explore.stride.most",
        phase=words(f"explore.stride.in_{phase.phase}"),
        low=f"{muscle.force_N.low[at]:.0f}",
        high=f"{muscle.force_N.high[at]:.0f}",
    )
    if max(abs(low), abs(high)) < SMALL_NM:
        turning = words("explore.stride.turns_hardly")
    elif low < -SMALL_NM and high > SMALL_NM:
        turning = words("explore.stride.turns_either")
    else:
        ends = sorted((abs(low), abs(high)))
        way = "in" if high > -low else "out"
        turning = words(f"explore.stride.turns_{way}", low=f"{ends[0]:.1f}", high=f"{ends[1]:.1f}")
    return " ".join([force, turning, words("explore.stride.open")])
