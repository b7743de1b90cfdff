"""The exercises of a plan: what somebody has, a step on, the choice beside it, and each item with its reasons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from trochanter.core.sides import SIDES, Side
from trochanter.findings.assessment import Assessment, Finding
from trochanter.plan.choosing import NO_LIMIT, Choice, chosen
from trochanter.plan.dosing import lighter, minutes_of, options_of
from trochanter.plan.exercise import Exercise
from trochanter.plan.facts import ProgressFacts
from trochanter.plan.library import exercises
from trochanter.plan.plan import Dose, Item, LeftOut, Plan
from trochanter.plan.ranking import Blended, Ranking
from trochanter.plan.saying import why_of
from trochanter.plan.steps import A_WEEK, Stepped, is_lighter, stepped
from trochanter.plan.suitable import Wanted, against, unsafe

CALM = "calm"


@dataclass(frozen=True, slots=True)
class Composed:
    """The exercises of a plan, those that were left out, and what a step changed, in words."""

    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]
    changes: tuple[str, ...]


def composed(
    assessment: Assessment,
    wanted: Wanted,
    minutes: float,
    *,
    earlier: Plan | None,
    progress: ProgressFacts | None,
    physics: Ranking | None,
) -> Composed:
    """The exercises for what is wanted, within minutes; in a flare half of them, in a lighter week a set fewer."""
    library = exercises()
    steps = _stepped(earlier, progress, wanted, library, wanted.now.on)
    ranking = Blended(library, physics)
    flare = progress is not None and progress.flare
    smaller = flare or is_lighter(earlier, progress, wanted.now.on)
    settled = smaller or bool(steps.changes) or _changed_lately(earlier, wanted.now.on)
    choice = _choice(library, wanted, ranking, minutes, steps, earlier, settled=settled)
    items = tuple(_items(choice, assessment, wanted, steps, earlier, library, ranking))
    if smaller:
        items = tuple(lighter(item, library[item.exercise], half=flare) for item in items)
    return Composed(items, choice.left_out, steps.changes)


def _stepped(
    earlier: Plan | None, progress: ProgressFacts | None, wanted: Wanted, library: Mapping[str, Exercise], on: date
) -> Stepped:
    if earlier is None:
        return Stepped({}, {}, ())
    known = replace(earlier, items=tuple(item for item in earlier.items if item.exercise in library))

    def able(name: str) -> bool:
        return against(library[name], wanted) is None

    return stepped(known, progress, library, able, wanted.stage, on=on)


def _changed_lately(earlier: Plan | None, on: date) -> bool:
    """Whether a later plan than the first was made on this day, or has brought a step within a week: then no more."""
    if earlier is None:
        return False
    today = earlier.made_on == on and earlier.begun_on not in (None, on)
    step = earlier.stepped_on
    return today or (step is not None and step != earlier.begun_on and on - step < A_WEEK)


def _choice(
    library: Mapping[str, Exercise],
    wanted: Wanted,
    ranking: Blended,
    minutes: float,
    steps: Stepped,
    earlier: Plan | None,
    *,
    settled: bool,
) -> Choice:
    """The choice; of what somebody does already at most one exercise gives way to a better one.

    settled: whether nothing may give way, because something else changes or doses are smaller for a while.
    """
    by_edit = {item.exercise for item in earlier.items if item.edited} if earlier else set[str]()
    kept = {name: dose for name, dose in steps.doses.items() if _stays(library[name], wanted, by_edit)}
    pinned = [name for name in kept if name in by_edit or name in steps.became]

    lost = len(steps.doses) - len(kept)  # what limits, or an edit, have taken out, and something else may replace
    new = NO_LIMIT if earlier is None else max(lost, 0 if settled else 1)

    def choose(pins: list[str]) -> Choice:
        found = chosen(library, wanted, ranking, minutes=minutes, kept=kept, pinned=pins, most_new=new)
        return found if found.doses else chosen(library, _any_aim(wanted, library), ranking, minutes=minutes, kept=kept)

    found = choose(pinned)
    gone = [name for name in kept if name not in found.doses]
    if len(gone) > 1 or (gone and settled):
        stay = gone if settled else gone[:-1]
        found = choose([*pinned, *(name for name in kept if name not in pinned and name not in gone), *stay])
    return found


def _stays(exercise: Exercise, wanted: Wanted, by_edit: set[str]) -> bool:
    """Whether what somebody does may go on: what an edit put there as long as it is safe, else what may be chosen."""
    if exercise.name in by_edit:
        return unsafe(exercise, wanted.now) is None and exercise.name not in wanted.hurt
    return against(exercise, wanted) is None


def _any_aim(wanted: Wanted, library: Mapping[str, Exercise]) -> Wanted:
    """The same with every aim that does not wait: where nothing answers to what was found, something calm does."""
    aims = dict.fromkeys(aim for each in library.values() for aim in each.aims if aim not in wanted.now.not_aims)
    return replace(wanted, aims=(CALM, *(aim for aim in aims if aim != CALM)))


def _items(
    choice: Choice,
    assessment: Assessment,
    wanted: Wanted,
    steps: Stepped,
    earlier: Plan | None,
    library: Mapping[str, Exercise],
    ranking: Blended,
) -> Iterator[Item]:
    for name, dose in choice.doses.items():
        exercise, before = library[name], earlier.item(name) if earlier else None
        findings = [each for each in assessment.findings if set(each.aims) & set(choice.answers[name])]
        yield Item(
            exercise=name,
            dose=dose,
            sides=_sides(exercise, findings),
            minutes=minutes_of(exercise, dose),
            why=why_of(exercise, dose, choice.answers[name], findings, steps, before, library, ranking.physics),
            edited=before.edited if before else "",
            edited_by=before.edited_by if before else "",
            options=_options(exercise, wanted, dose),
        )


def _options(exercise: Exercise, wanted: Wanted, dose: Dose) -> tuple[Dose, ...]:
    return tuple(each for each in options_of(exercise, wanted.stage) if each.basis != dose.basis)


def _sides(exercise: Exercise, findings: list[Finding]) -> tuple[Side, ...]:
    """Both sides, the one that a finding is about first; () where both work at once."""
    if not exercise.one_sided:
        return ()
    first = next((each.side for each in findings if each.side is not None), SIDES[0])
    return (first, first.other)
