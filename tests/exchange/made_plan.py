"""A made plan for tests of what leaves the program: two exercises, one on each side, with private words in it."""

import datetime as dt

from trochanter.core.sides import Side
from trochanter.findings.limits import Limits
from trochanter.plan.plan import Dose, Gate, Item, LeftOut, Plan, RunStep
from trochanter.plan.plan_sentences import plan_say

MADE_ON = dt.date(2026, 11, 22)
RULES = ("scale", "morning", "none", "numb", "flare", "again", "worse", "urgent")
STOP = tuple(plan_say(f"stop.{key}", go_on=3, between=4, hold=5) for key in RULES)


def made_item(exercise: str = "clamshell_band", weekdays: tuple[int, ...] = (0, 2, 4), **other: object) -> Item:
    """One item."""
    dose = Dose(3, 10, 5.0, weekdays, load="a light band", basis="trial", source="tuttle2016", note="")
    return Item(exercise, dose, (Side.RIGHT, Side.LEFT), 6.0, (f"Because of what was found about {exercise}.",), "", "")


def made_plan(*exercises: str, made_on: dt.date = MADE_ON, retest_after: int = 35) -> Plan:
    """A plan of exercises, three days a week."""
    items = tuple(made_item(name) for name in exercises or ("clamshell_band", "bridge"))
    return Plan(
        made_on=made_on,
        stage="control",
        items=items,
        first_items=2,
        left_out=(LeftOut("pigeon", "it is left out in pregnancy", "screen", True),),
        gates=(Gate("morning", "No rise of pain on the next morning, three times in a row."),),
        run=RunStep(2, 4.0, 1.0, 5),
        stop=STOP,
        retest_on=made_on + dt.timedelta(days=retest_after),
        limits=Limits(flags=("PREGNANT",), tier="D"),
        screened_on=made_on,
        says=("Two exercises on the first day, the others from the second.",),
        private_says=("After week 14 of pregnancy nothing on the back.",),
        begun_on=made_on,
    )
