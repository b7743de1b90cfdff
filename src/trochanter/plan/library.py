"""The exercises: one file each in ``data/exercises``, joined by what is easier and what is harder.

A new exercise is one new file: nothing else has to be changed.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from trochanter.core.errors import ImpossibleData, UnknownName
from trochanter.plan.exercise import Exercise
from trochanter.plan.exercise_file import read_exercises


@cache
def exercises() -> Mapping[str, Exercise]:
    """All exercises by name, in the order of their names; read once. Raises ImpossibleData for a file at fault."""
    return joined(read_exercises())


def is_breathing(name: str) -> bool:
    """Whether the repetitions of an exercise are breaths; False for one that there is not."""
    return name in exercises() and exercises()[name].type == "breathing"


def exercise_named(name: str) -> Exercise:
    """One exercise; raises UnknownName with the nearest name for one that does not exist."""
    if name not in exercises():
        raise UnknownName("exercise", name, exercises())
    return exercises()[name]


def easier_than(name: str) -> tuple[str, ...]:
    """Names of all that is easier than an exercise, the nearest first: regressions, and theirs."""
    return _onward(exercises(), exercise_named(name).name, "easier")


def harder_than(name: str) -> tuple[str, ...]:
    """Names of all that is harder than an exercise, the nearest first: progressions, and theirs."""
    return _onward(exercises(), exercise_named(name).name, "harder")


def joined(found: Mapping[str, Exercise]) -> Mapping[str, Exercise]:
    """Exercises with all their neighbours: one file of two is enough to name the other.

    Raises UnknownName for a neighbour that does not exist, ImpossibleData where steps lead in a circle.
    """
    for each in found.values():
        for other in (*each.easier, *each.harder):
            if other not in found:
                raise UnknownName("exercise", other, found, where=f"exercise '{each.name}'")
    both = {name: _with_neighbours(each, found) for name, each in found.items()}
    for name in both:
        if name in _onward(both, name, "harder"):
            raise ImpossibleData(
                "it is harder than itself, by way of others",
                where=f"exercise '{name}'",
                valid="steps that lead onward",
                next_step="mend what its files name as easier and harder",
            )
    return MappingProxyType(both)


def _with_neighbours(each: Exercise, found: Mapping[str, Exercise]) -> Exercise:
    easier = [other.name for other in found.values() if each.name in other.harder]
    harder = [other.name for other in found.values() if each.name in other.easier]
    return replace(
        each, easier=tuple(dict.fromkeys((*each.easier, *easier))), harder=tuple(dict.fromkeys((*each.harder, *harder)))
    )


def _onward(found: Mapping[str, Exercise], name: str, way: str) -> tuple[str, ...]:
    """All that follows from an exercise, the nearest first; its own name among them where steps lead in a circle."""
    seen: dict[str, None] = {}
    ahead = list(getattr(found[name], way))
    while ahead:
        step = ahead.pop(0)
        ahead += () if step in seen else getattr(found[step], way)
        seen.setdefault(step)
    return tuple(seen)
