"""Exercises, for playing: poses over the movement, and how much of what it could give each muscle gives."""

from functools import lru_cache

import numpy as np

from trochanter.anatomy.muscle_names import DEEP_SIX, describe
from trochanter.core.sides import SIDES, Side, side_of
from trochanter.mechanics.hip_leg import laid_out
from trochanter.mechanics.holding import coupled
from trochanter.plan.demand import Demand
from trochanter.plan.library import exercise_named
from trochanter.plan.physics import exercise_demand
from trochanter.plan.physics_cache import is_kept
from trochanter.plan.posture import coordinates_rad
from trochanter.web.hip import shapes
from trochanter.web.hip.frames import WORDS, frames_of
from trochanter.web.hip.telling import names_of
from trochanter.web.words import Words

PLACES, KEPT = 13, 16
LEAST_MM = 1.0


def exercise_frames(name: str, side: Side, words: Words) -> shapes.ExerciseFrames:
    """An exercise over its movement, with its demand where that is worked out; raises UnknownName.

    Both legs are drawn; ``side`` is the one that works.
    """
    exercise = exercise_named(name)
    frames = _frames(name, side)
    demand = exercise_demand(exercise) if is_kept(exercise) else None
    return shapes.ExerciseFrames(
        name=name,
        words=exercise.words,
        side=WORDS[side],
        seconds=max(exercise.seconds, 2.0),
        working=demand is None,
        why="" if demand is None else demand.why,
        frames=frames,
        muscles=_asks(_lines(frames, side), demand, words),
    )


@lru_cache(maxsize=KEPT)
def _frames(name: str, side: Side) -> shapes.Frames:
    exercise, body = exercise_named(name), laid_out(0).body
    shares = np.linspace(0.0, 1.0, PLACES if exercise.moves else 2)
    return frames_of(coupled(body, coordinates_rad(body, exercise, shares.tolist(), side)), SIDES)


def _lines(frames: shapes.Frames, side: Side) -> dict[str, list[str]]:
    """The lines of the working hip by muscle, the six first."""
    found: dict[str, list[str]] = {key: [] for key in DEEP_SIX}
    for line in frames.lines:
        if side_of(line) is side:
            found.setdefault(describe(line).muscle, []).append(line)
    return found


def _asks(lines: dict[str, list[str]], demand: Demand | None, words: Words) -> list[shapes.ExerciseMuscle]:
    """What an exercise asks of each muscle, most first where that is told."""
    order = [key for key in demand.ranked if key in lines] if demand is not None and demand.computed else []
    return [_muscle(key, lines[key], demand, words) for key in dict.fromkeys([*order, *lines])]


def _muscle(key: str, lines: list[str], demand: Demand | None, words: Words) -> shapes.ExerciseMuscle:
    name, lay = names_of(key)
    amount, told = "", []
    if demand is not None and demand.computed and key in demand.muscles:
        share = demand.of(key)
        ends = {"low": f"{100.0 * share.low:.0f}", "high": f"{100.0 * share.high:.0f}"}
        amount, told = words("explore.exercise.share", **ends), [words("explore.exercise.gives", **ends)]
    if demand is not None and key in demand.muscles and demand.longer(key).high >= LEAST_MM:
        longer = demand.longer(key)
        told.append(words("explore.exercise.longer", low=f"{max(longer.low, 0.0):.0f}", high=f"{longer.high:.0f}"))
    return shapes.ExerciseMuscle(
        key=key, name=name, lay=lay, group=describe(lines[0]).group, lines=lines, amount=amount, told=" ".join(told)
    )
