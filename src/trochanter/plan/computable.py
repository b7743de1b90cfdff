"""Whether what an exercise asks of muscles can be computed: its loads, and what the leg rests on, have to be known."""

from dataclasses import replace

from trochanter.plan.demand import Demand
from trochanter.plan.exercise import LEG, PELVIS, Exercise


def why_not(exercise: Exercise) -> str:
    """Why an exercise cannot be computed, in words; '' where it can."""
    load = exercise.load
    if load.unknown:
        return load.unknown
    if load.kind in ("hand", "none"):
        return "how hard hand or leg presses is not known" if load.kind == "hand" else "nothing loads the hip"
    if load.kind == "floor" and not _both_alike(exercise):
        return "how both legs share the force of the floor is not known"
    if load.kind not in ("floor", "body weight") and load.rests is None:
        return "nobody has written down what the leg rests on"
    return ""


def in_words(demand: Demand, exercise: Exercise) -> Demand:
    """A demand with the words of its exercise as they are now: why it is not told, what the leg rests on."""
    rests = exercise.load.rests
    return replace(demand, why=why_not(exercise), rests="" if rests is None else rests.words)


def _both_alike(exercise: Exercise) -> bool:
    """Whether both legs do the same all the time, under a pelvis that stays level."""
    ends = [exercise.at_deg(share) for share in (0.0, 1.0)]
    alike = all(end[name] == end[f"other_{name}"] for end in ends for name in LEG)
    return alike and all(end[name] == 0.0 for end in ends for name in PELVIS[1:])
