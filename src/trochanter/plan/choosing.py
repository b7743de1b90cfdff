"""The ranked choice of at most four exercises, with hysteresis: what somebody does already stays unless beaten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from trochanter.plan.dosing import basis_rank, dose_of, fitted, minutes_of
from trochanter.plan.exercise import Exercise
from trochanter.plan.plan import Dose, LeftOut
from trochanter.plan.plan_rules import number
from trochanter.plan.plan_sentences import plan_say
from trochanter.plan.ranking import Blended
from trochanter.plan.suitable import Wanted, against, is_earlier, listed_words

NO_LIMIT = 99


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, with doses, in the order of choosing; what was left out and why; aims that each one answers."""

    doses: Mapping[str, Dose]
    left_out: tuple[LeftOut, ...]
    answers: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class _Choosing:
    """A choice under way; short: exercises of which nothing fits into the minutes."""

    library: Mapping[str, Exercise]
    wanted: Wanted
    ranking: Blended
    kept: Mapping[str, Dose]
    minutes: float
    most_new: int
    doses: dict[str, Dose] = field(default_factory=dict)
    short: set[str] = field(default_factory=set)

    def covered(self, aim: str) -> float:
        """How far an aim is covered by what is chosen so far, 0 to 1."""
        return max((self.ranking.does(name, aim) for name in self.doses), default=0.0)

    def adds(self, name: str, aim: str) -> float:
        """How much further an exercise covers an aim."""
        return max(self.ranking.does(name, aim) - self.covered(aim), 0.0)

    def worth(self, name: str) -> float:
        """How much an exercise adds to what is chosen so far: covered aims by their weights, the basis of its dose.

        Something that somebody does already is worth the margin more, an exercise of an earlier stage less.
        """
        total = 0.0
        for place, aim in enumerate(self.wanted.aims):
            again = number("repeated_aim") * self.ranking.does(name, aim)
            total += number("next_aim") ** place * (self.adds(name, aim) + again)
        total += number("basis_worth") * basis_rank(self.library[name])
        total *= number("earlier_stage") if is_earlier(self.library[name], self.wanted.stage) else 1.0
        return total + (number("margin") if name in self.kept else 0.0)

    def is_new(self, name: str) -> bool:
        """Whether an exercise covers any aim by enough to be worth its place."""
        return any(self.adds(name, aim) >= number("least_new") for aim in self.wanted.aims)

    @property
    def is_full(self) -> bool:
        """Whether as much is new as may be."""
        return sum(name not in self.kept for name in self.doses) >= self.most_new

    def take(self, name: str) -> None:
        """Choose an exercise if a dose of it fits into what is left of the minutes."""
        each = self.library[name]
        left = self.minutes - sum(minutes_of(self.library[other], dose) for other, dose in self.doses.items())
        dose = fitted(each, self.kept.get(name) or dose_of(each, self.wanted.stage), left)
        if dose is None:
            self.short.add(name)
        else:
            self.doses[name] = dose

    def fill(self, names: Iterable[str]) -> None:
        """Choose of some exercises as long as there is room and any of them covers something new."""
        while len(self.doses) < number("most_items"):
            able = [name for name in sorted(names) if name not in self.doses and name not in self.short]
            able = [name for name in able if self.is_new(name) and (name in self.kept or not self.is_full)]
            if not able:
                return
            self.take(max(able, key=self.worth))


def chosen(
    library: Mapping[str, Exercise],
    wanted: Wanted,
    ranking: Blended,
    *,
    minutes: float,
    kept: Mapping[str, Dose],
    pinned: Iterable[str] = (),
    most_new: int = NO_LIMIT,
) -> Choice:
    """At most four exercises that cover the aims within limits and minutes, the most telling first.

    kept: doses of what somebody does already: another one takes its place only where it is better by a margin; pinned:
    those of them that stay in any case if they fit; most_new: how many others may be chosen. Ties fall by name, so that
    the same input gives the same choice.
    """
    reasons = {name: against(each, wanted) for name, each in library.items()}
    work = _Choosing(library, wanted, ranking, kept, minutes, most_new)
    for name in pinned:
        if len(work.doses) < number("most_items"):
            work.take(name)
    work.fill([name for name, reason in reasons.items() if reason is None])
    left_out = [reasons[name] or _not_chosen(name, work) for name in sorted(library) if name not in work.doses]
    answers = {name: tuple(aim for aim in wanted.aims if aim in library[name].aims) for name in work.doses}
    return Choice(work.doses, tuple(left_out), answers)


def _not_chosen(name: str, work: _Choosing) -> LeftOut:
    """Why an exercise that could be done is not among the few."""
    if name in work.short:
        return LeftOut(name, plan_say("left.minutes", minutes=f"{work.minutes:g}"), "minutes")
    if work.is_new(name) and work.is_full and len(work.doses) < number("most_items"):
        return LeftOut(name, plan_say("left.next"), "next")
    if work.is_new(name):
        return LeftOut(name, plan_say("left.number", most=int(number("most_items"))), "number")
    own = set(work.library[name].aims) & set(work.wanted.aims)
    others = [other for other in work.doses if own & set(work.library[other].aims)]
    return LeftOut(name, plan_say("left.covered", others=listed_words(others, work.library)), "covered")
