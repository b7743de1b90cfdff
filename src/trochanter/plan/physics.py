"""What each exercise asks of the hip's muscles: its postures held still by the engine, kept on disk.

Quasi-static: slow movement, no tempo, no momentum. Load sharing finds the cheapest division of work: it has no
co-contraction, and what somebody's nerves do can differ (docs/exercise-physics.md, measured activity beside it).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from trochanter.plan.computable import in_words
from trochanter.plan.demand import Demand
from trochanter.plan.exercise import Exercise
from trochanter.plan.library import exercises
from trochanter.plan.physics_cache import kept

if TYPE_CHECKING:
    from trochanter.anatomy.body import Body


def exercise_demand(exercise: Exercise, body: "Body | None" = None) -> Demand:
    """What an exercise asks of the muscles of the working hip; ``body``: the hip model if None.

    Where its loads are not known ``computed`` is False and ``why`` says why. Raises ImpossibleData where the posture
    lies outside the body's range.
    """

    def computed() -> Demand:
        from trochanter.plan.physics_steps import worked_out

        return worked_out(exercise, body)

    return in_words(kept(exercise, body, computed), exercise)


def demands(body: "Body | None" = None) -> Mapping[str, Demand]:
    """The demand of every exercise of the library by name."""
    return {name: exercise_demand(each, body) for name, each in exercises().items()}
