"""The targets of a day: what a plan asks for, as rows that can be ticked off."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from trochanter.core.sides import Side
from trochanter.plan.plan import Item, Plan
from trochanter.plan.plan_sentences import plan_table
from trochanter.progress.session import Done


def as_planned(plan: Plan, day: date) -> tuple[Done, ...]:
    """One row an exercise and side, all done as planned; on a day without exercises those of the whole plan."""
    return tuple(_row(item, side) for item in plan.items_on(day) or plan.items for side in item.sides or (None,))


def _row(item: Item, side: Side | None) -> Done:
    dose = item.dose
    return Done(item.exercise, side, dose.sets, dose.repeats, dose.sets, dose.repeats, dose.hold_s)


@cache
def told_gates() -> Mapping[str, str]:
    """Gates of plans that are tried and told, not counted, with their words.

    >>> "stand_10s" in told_gates()
    True
    """
    rows = plan_table("stages")["gate"]
    return MappingProxyType({row["key"]: row["says"] for row in rows if row["quantity"] == "passed"})
