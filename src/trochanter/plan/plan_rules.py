"""The rules of a plan: numbers, stages, caps, gates, symptoms and the way back to running, read from ``plan/data``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from trochanter.plan.exercise import STAGES, Stage
from trochanter.plan.plan import Gate
from trochanter.plan.plan_sentences import plan_table
from trochanter.plan.tables import rows


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage: its words, what it is, the gates to the next one, days a week at most, and kinds of exercise."""

    key: Stage
    words: str
    says: str
    gates: tuple[Gate, ...]
    days_most: int
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cap:
    """The highest stage while something holds: a symptom, 'no_impact' or 'no_run'; private: follows from such."""

    when: str
    most: Stage
    says: str
    private: bool


@dataclass(frozen=True, slots=True)
class Symptom:
    """When a symptom of ``data/words.toml`` holds, and what it leaves out beside the limits of the screen.

    pains: places of the history; items, choices, flags: of the screen; cleared_by: its rules of which a clearance lifts
    it; opened: 'pelvis' where a clearance for pain of the pelvis opens those words of stops that it allows; from_week:
    of a pregnancy; sitting: whether pain in sitting tells of it; excludes, stops: POSITIONS and STOPPABLE; not_aims:
    aims that wait; none_is_the_measure: whether only no pain at all is gone on with.
    """

    word: str
    pains: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    cleared_by: tuple[str, ...] = ()
    opened: str = ""
    from_week: int = 0
    sitting: bool = False
    excludes: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    not_aims: tuple[str, ...] = ()
    none_is_the_measure: bool = False
    private: bool = False


@cache
def number(key: str) -> float:
    """A number of ``data/rules.toml``.

    >>> number("most_minutes")
    15.0
    """
    return float(_numbers()[key])


@cache
def household() -> frozenset[str]:
    """Equipment that every home has in some form."""
    return frozenset(plan_table("rules")["household"]["equipment"])


@cache
def weekdays_of(days: int) -> tuple[int, ...]:
    """Days of the week on which something is done that is done on so many days; 0 is Monday.

    >>> weekdays_of(3)
    (0, 2, 4)
    """
    return tuple(plan_table("rules")["calendar"][str(days)])


@cache
def stage_rows() -> Mapping[Stage, StageRow]:
    """The stages in their order."""
    gates = gate_rows()
    found = {
        row["key"]: StageRow(
            key=row["key"],
            words=row["words"],
            says=row["says"],
            gates=tuple(gates[key] for key in row["gates"]),
            days_most=row["days_most"],
            types=tuple(row["types"]),
        )
        for row in plan_table("stages")["stage"]
    }
    return MappingProxyType({stage: found[stage] for stage in STAGES})


@cache
def gate_rows() -> Mapping[str, Gate]:
    """All gates by code."""
    return MappingProxyType({row["key"]: _gate(row) for row in plan_table("stages")["gate"]})


@cache
def run_gates() -> tuple[Gate, ...]:
    """What holds before the first row of the way back to running."""
    return tuple(gate_rows()[key] for key in plan_table("stages")["return"]["gates"])


@cache
def caps() -> tuple[Cap, ...]:
    """How far one may go while something holds."""
    return tuple(
        Cap(row["when"], row["most"], row["says"], row.get("private", False)) for row in plan_table("stages")["cap"]
    )


@cache
def symptoms() -> tuple[Symptom, ...]:
    """All symptoms, in the order of the table."""
    return tuple(_symptom(word, row) for word, row in plan_table("symptoms").items())


@cache
def walk_run() -> tuple[tuple[float, float, int], ...]:
    """The rows of the way back to running: minutes walked, minutes run, times."""
    found = rows("walk_run", "row").values()
    return tuple((float(row["walk_min"]), float(row["run_min"]), int(row["times"])) for row in found)


@cache
def _numbers() -> dict[str, float]:
    return {row["key"]: row["value"] for row in plan_table("rules")["rule"]}


def _gate(row: dict[str, Any]) -> Gate:
    return Gate(row["key"], row["says"], row["quantity"], row.get("at_least"), row.get("at_most"))


def _symptom(word: str, row: dict[str, Any]) -> Symptom:
    notes = ("source", "reviewed_by", "reviewed_on")
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items() if key not in notes
    }
    return Symptom(word, **fields)
