"""A plan as text that a person would pin to the wall; the same in the terminal and wherever text is shown."""

from collections.abc import Iterator
from textwrap import fill

from trochanter.findings.finding_words import day_words
from trochanter.findings.sentences import listed
from trochanter.plan.exercise import Exercise
from trochanter.plan.library import exercises, is_breathing
from trochanter.plan.plan import Dose, Gate, Item, LeftOut, Plan
from trochanter.plan.plan_rules import stage_rows
from trochanter.plan.plan_sentences import dose_text, plan_say, weekday_words
from trochanter.plan.staging import next_of

WIDTH = 76
MOST_NAMES = 3  # of exercises that were left out for one reason
TELLING = ("screen", "symptom", "edited", "hurt", "equipment", "minutes", "number")


def plan_lines(plan: Plan, *, all_of_it: bool = False, private: bool = True) -> str:
    """The plan as text of short lines; all_of_it: every exercise that was left out, and doses of other kinds.

    private: whether sentences that follow from private answers stand in it: on the screen, not on a wall.
    """
    blocks = [list(_head(plan, private=private))]
    told = set[str]()
    blocks += [list(_item(number, item, told, all_of_it=all_of_it)) for number, item in enumerate(plan.items, 1)]
    blocks += [_gates(plan), _run_gates(plan), [plan_say("wall.stop"), *map(_point, plan.stop)]]
    if plan.changes:
        blocks.append([plan_say("wall.changes"), *map(_point, plan.changes)])
    blocks += [list(_left_out(plan, all_of_it=all_of_it, private=private)), list(_close(plan))]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def item_words(item: Item) -> str:
    """Days, dose, sides and minutes of an item in one line."""
    sides = plan_say("wall.each_side", side=item.sides[0].word) if item.sides else ""
    parts = [weekday_words(item.dose.weekdays), _dose(item, item.dose), sides]
    return ", ".join([*filter(None, parts), plan_say("wall.minutes", minutes=f"{max(item.minutes, 1.0):.0f}")])


def _dose(item: Item, dose: Dose) -> str:
    return dose_text(dose, breaths=is_breathing(item.exercise))


def gate_words(gate: Gate) -> str:
    """A gate as a line to tick off."""
    return fill(gate.says, WIDTH, initial_indent="[ ] ", subsequent_indent="    ")


def _head(plan: Plan, *, private: bool) -> Iterator[str]:
    yield plan_say("wall.title", day=day_words(plan.made_on))
    for text in (*plan.says, *(plan.private_says if private else ())):
        yield fill(text, WIDTH)


def _item(number: int, item: Item, told: set[str], *, all_of_it: bool) -> Iterator[str]:
    """An item; what a reason told of another one already is not told again."""
    exercise: Exercise | None = exercises().get(item.exercise)
    yield f"{number}. {exercise.words if exercise else item.exercise}"
    yield _inside(item_words(item))
    if exercise is None:
        return
    for step in exercise.how:
        yield _inside(step, "   - ")
    yield _inside(f"Good: {exercise.good}")
    for caution in exercise.cautions if all_of_it else exercise.cautions[:1]:
        yield _inside(caution)
    if item.dose.load:
        yield _inside(f"Load: {item.dose.load}")
    yield _inside("Why: " + " ".join(text for text in item.why if text not in told))
    told.update(item.why)
    if all_of_it:
        yield from _labelled(item)


def _labelled(item: Item) -> Iterator[str]:
    if item.dose.note:
        yield _inside(f"Dose: {item.dose.note}")
    for dose in item.options:
        yield _inside(plan_say("wall.option", dose=_dose(item, dose), basis=dose.basis))


def _gates(plan: Plan) -> list[str]:
    after = next_of(plan.stage)
    if after is None or not plan.gates:
        return []
    return [plan_say("stage.next", stage=stage_rows()[after].words), *map(gate_words, plan.gates)]


def _run_gates(plan: Plan) -> list[str]:
    return [plan_say("wall.run_gates"), *map(gate_words, plan.run_gates)] if plan.run_gates else []


def _left_out(plan: Plan, *, all_of_it: bool, private: bool) -> Iterator[str]:
    told = [each for each in plan.left_out if all_of_it or each.code in TELLING]
    yield plan_say("wall.left_out")
    hidden = [each for each in told if each.private and not private]
    for why in dict.fromkeys(each.why for each in told if each not in hidden):
        names = [_name(each) for each in told if each.why == why and each not in hidden]
        yield _point(f"{listed(names) if all_of_it else _some(names)}: {why}")
    if len(told) < len(plan.left_out):
        yield _point(plan_say("wall.left_more", number=len(plan.left_out) - len(told)))


def _some(names: list[str]) -> str:
    """Names joined, the first few where they are many."""
    more = len(names) - MOST_NAMES
    if more <= 0:
        return listed(names)
    key = "wall.left_names_one" if more == 1 else "wall.left_names"
    return plan_say(key, names=", ".join(names[:MOST_NAMES]), number=more)


def _name(each: LeftOut) -> str:
    return f"'{exercises()[each.exercise].words}'" if each.exercise in exercises() else f"'{each.exercise}'"


def _close(plan: Plan) -> Iterator[str]:
    yield fill(plan_say("wall.retest", day=day_words(plan.retest_on)), WIDTH)
    yield fill(plan_say("wall.again"), WIDTH)
    yield fill(plan_say("says.no_score"), WIDTH)
    yield fill(plan_say("wall.reviewed"), WIDTH)


def _inside(text: str, mark: str = "   ") -> str:
    return fill(text, WIDTH, initial_indent=mark, subsequent_indent=" " * max(len(mark), 3))


def _point(text: str) -> str:
    return fill(text, WIDTH, initial_indent="- ", subsequent_indent="  ")
