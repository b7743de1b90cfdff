"""Exercises ranked by what physics says of them: most of one muscle for least of others, and most lengthening.

The score is t t / (t + l), with t the demand on the target and l that on the most demanded of the muscles to be spared:
the demand on the target times its share of both. What asks nothing of the target comes last, however much it spares:
the idea of the gluteal-to-tensor index of Selkowitz 2013, doi 10.2519/jospt.2013.4116, in another form. Its range joins
the ends of both, as if they had nothing in common: it is wide on purpose. Which of two exercises comes first is sure
only where their ranges do not meet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trochanter.anatomy.muscle_names import GROUPS
from trochanter.anatomy.rows import rows as anatomy_rows
from trochanter.core.errors import UnknownName
from trochanter.plan.demand import Demand, Span
from trochanter.plan.library import exercises
from trochanter.plan.physics import demands
from trochanter.plan.tables import rows

NOTHING = Span(0.0, 0.0, 0.0)
STRETCHING = "mobility"


@dataclass(frozen=True, slots=True)
class Ranked:
    """An exercise in a ranking: target and less as shares of what the muscles could give; score: as above.

    surely_above: how many of the others it is ahead of whatever the ranges; out_of_reach: whether the model's muscles
    cannot hold it somewhere.
    """

    exercise: str
    target: Span
    less: Span
    score: Span
    surely_above: int
    out_of_reach: bool


@dataclass(frozen=True, slots=True)
class Stretched:
    """An exercise in a ranking of stretches: how much longer the target's path gets, mm."""

    exercise: str
    longer_mm: Span
    surely_above: int


def ranking(target: str, *, less: Sequence[str] = (), among: Mapping[str, Demand] | None = None) -> tuple[Ranked, ...]:
    """Exercises by most of ``target`` for least of ``less``, best first.

    target, less: muscles or groups ('hip flexors', 'deep'); among: demands by exercise, the whole library if None.
    Raises UnknownName for a word that means no hip muscle.
    """
    found = {name: each for name, each in (among or demands()).items() if each.computed}
    wanted, spared = muscles_meant(target), [m for word in less for m in muscles_meant(word)]
    parts: dict[str, tuple[Span, Span, Span]] = {}
    for name, demand in found.items():
        on, off = _mean(demand, wanted), _largest(demand, spared)
        parts[name] = (
            on,
            off,
            Span(_score(on.low, off.high), _score(on.nominal, off.nominal), _score(on.high, off.low)),
        )
    order = sorted(parts, key=lambda name: (-parts[name][2].nominal, name))
    above = _surely_above({name: parts[name][2] for name in order})
    return tuple(Ranked(name, *parts[name], above[name], bool(found[name].out_of_reach)) for name in order)


def _score(target: float, less: float) -> float:
    return target * target / max(target + less, 1e-9)


def stretches(target: str, *, among: Mapping[str, Demand] | None = None) -> tuple[Stretched, ...]:
    """Mobility exercises by how much longer the path of ``target`` gets, most first; raises UnknownName."""
    wanted = muscles_meant(target)
    found = {n: d for n, d in (among or demands()).items() if exercises()[n].type == STRETCHING}
    spans = {name: _mean_of([demand.longer(m) for m in wanted]) for name, demand in found.items()}
    above = _surely_above(spans)
    order = sorted(spans, key=lambda name: (-spans[name].nominal, name))
    return tuple(Stretched(name, spans[name], above[name]) for name in order)


def muscles_meant(word: str) -> tuple[str, ...]:
    """Hip muscles that a word means: a muscle, or a group, with 'hip' before and 's' after it or not.

    Raises UnknownName with the nearest names.

    >>> muscles_meant("tensor-fasciae-latae")
    ('tensor_fasciae_latae',)
    >>> muscles_meant("hip flexors")
    ('iliacus', 'psoas', 'rectus_femoris', 'sartorius')
    """
    plain = word.strip().lower().replace(" ", "_").replace("-", "_")
    groups = _groups()
    if plain in groups:
        return (plain,)
    group = plain.removeprefix("hip_").removesuffix("s")
    members = tuple(muscle for muscle, own in groups.items() if own == group)
    if not members:
        raise UnknownName("hip muscle or group", word, [*groups, *GROUPS[:-1]])
    return members


def _groups() -> Mapping[str, str]:
    """Group of each muscle that crosses the hip of the hip model."""
    crossing = next(iter(demands().values())).muscles
    named = {row["muscle"]: row["group"] for row in anatomy_rows("muscles")}
    return {muscle: group for muscle, group in named.items() if muscle in crossing}


def _mean(demand: Demand, muscles: Sequence[str]) -> Span:
    return _mean_of([demand.of(m) for m in muscles])


def _mean_of(spans: Sequence[Span]) -> Span:
    low, nominal, high = (sum(getattr(s, end) for s in spans) / len(spans) for end in ("low", "nominal", "high"))
    return Span(low, nominal, high)


def _largest(demand: Demand, muscles: Iterable[str]) -> Span:
    """Of several muscles, the most that any of them is asked."""
    spans = [demand.of(m) for m in muscles]
    if not spans:
        return NOTHING
    return Span(max(s.low for s in spans), max(s.nominal for s in spans), max(s.high for s in spans))


def _surely_above(spans: Mapping[str, Span]) -> dict[str, int]:
    return {name: sum(own.low > other.high for other in spans.values()) for name, own in spans.items()}


class ByPhysics:
    """What physics says of exercises and aims, in the words of ``plan.ranking.Ranking``.

    Of an aim of strength: the mean demand on the aim's muscles (``data/aim_muscles.csv``) over the largest in the
    library; of an aim of range: the same of their lengthening, for exercises of mobility.
    """

    def __init__(self, found: Mapping[str, Demand] | None = None) -> None:
        """found: demands by exercise, the whole library if None."""
        self.found = demands() if found is None else found
        self._worths: dict[str, Mapping[str, float]] = {}

    def emphasis(self, exercise: str, aim: str) -> float | None:
        """0 to 1; None where it cannot be computed, or the aim is none of muscles."""
        if aim not in rows("aim_muscles", "aim"):
            return None
        if aim not in self._worths:
            self._worths[aim] = self._of_aim(aim)
        worths = self._worths[aim]
        largest = max(worths.values(), default=0.0)
        if exercise not in worths or largest <= 0.0:
            return None
        return min(max(worths[exercise] / largest, 0.0), 1.0)

    def _of_aim(self, aim: str) -> Mapping[str, float]:
        """What each exercise that can be told does for an aim."""
        row = rows("aim_muscles", "aim")[aim]
        muscles = row["muscles"].split()
        if row["way"] == "demand":
            return {name: _mean(each, muscles).nominal for name, each in self.found.items() if each.computed}
        ranged = {name: each for name, each in self.found.items() if exercises()[name].type == STRETCHING}
        return {name: _mean_of([each.longer(m) for m in muscles]).nominal for name, each in ranged.items()}
