"""How much an exercise does for an aim: a protocol that the physics of exercises fills in, and what holds without."""

from collections.abc import Mapping
from typing import Protocol

from trochanter.plan.exercise import Exercise
from trochanter.plan.plan_rules import number

PLACES = (1.0, 0.6, 0.4)  # an exercise's own file names first what it is for most; a choice, not a measurement


class Ranking(Protocol):
    """How much an exercise does for an aim beside the others: such as ``physics_ranking.ByPhysics``."""

    def emphasis(self, exercise: str, aim: str) -> float | None:
        """0 to 1, 1 for the exercise that does most; None where it cannot be computed: its file counts alone."""
        ...


class ByAims:
    """What holds without physics: PLACES by the order of aims in an exercise's file; None for what it does not have."""

    def __init__(self, library: Mapping[str, Exercise]) -> None:
        self._aims = {name: each.aims for name, each in library.items()}

    def emphasis(self, exercise: str, aim: str) -> float | None:
        """As the class says."""
        aims = self._aims.get(exercise, ())
        return PLACES[min(aims.index(aim), len(PLACES) - 1)] if aim in aims else None


class Blended:
    """Physics and the exercises' own files, each with its share (``physics_worth``); without it the files alone."""

    def __init__(self, library: Mapping[str, Exercise], physics: Ranking | None) -> None:
        self._own, self.physics = ByAims(library), physics
        self._known: dict[tuple[str, str], float] = {}

    def does(self, exercise: str, aim: str) -> float:
        """0 to 1; 0 for an aim that the exercise does not have: physics ranks exercises, it does not give them aims."""
        if (exercise, aim) not in self._known:
            self._known[exercise, aim] = self._blended(exercise, aim)
        return self._known[exercise, aim]

    def _blended(self, exercise: str, aim: str) -> float:
        own = self._own.emphasis(exercise, aim)
        computed = None if own is None or self.physics is None else self.physics.emphasis(exercise, aim)
        if computed is None:
            return own or 0.0
        share = number("physics_worth")
        return (1.0 - share) * (own or 0.0) + share * min(max(computed, 0.0), 1.0)
