"""A plan as one versioned JSON object, and back: the schema ``trochanter.plan/1``; and files of edits."""

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from trochanter.capture.files import read_file
from trochanter.core.errors import UnreadableFile
from trochanter.core.sides import Side
from trochanter.exchange.assessment_shapes import AssessedFile
from trochanter.exchange.documents import (
    MOST_BYTES,
    NoDocument,
    document_of,
    first_fault,
    read_document,
    toml_or_json,
)
from trochanter.exchange.plan_shapes import (
    SCHEMA,
    DoseResult,
    EditResult,
    EditsFile,
    GateResult,
    ItemResult,
    LeftOutResult,
    PlanResult,
    RunStepResult,
)
from trochanter.exchange.screen_shapes import LimitsResult
from trochanter.exchange.whole import write_whole
from trochanter.findings.assessment import PRIVATE
from trochanter.findings.limits import STOPPABLE, Limits
from trochanter.findings.rules import rules
from trochanter.plan.edit import Edit
from trochanter.plan.library import exercises
from trochanter.plan.plan import DAYS, Dose, Gate, Item, LeftOut, Plan, RunStep
from trochanter.plan.plan_check import refuse_beyond_itself
from trochanter.plan.plan_sentences import plan_say

_NONE = NoDocument(
    "this is no plan of trochanter",
    valid=f"a plan.json with the schema {SCHEMA}",
    next_step="put this file aside and make it again: trochanter plan",
)
_SIDES = {"right": Side.RIGHT, "left": Side.LEFT}


def plan_result(plan: Plan, inputs: Sequence[AssessedFile] = (), *, keep_private: bool = False) -> PlanResult:
    """The object of a plan; inputs: the files that it was made from.

    Sentences that follow from private answers, and the names of private rules, stand in it only with ``keep_private``.
    """
    limits = plan.limits
    return PlanResult(
        schema=SCHEMA,
        made_on=plan.made_on,
        begun_on=plan.begun_on,
        stage=plan.stage,
        stage_since=plan.stage_since,
        screened_on=plan.screened_on,
        retest_on=plan.retest_on,
        limits=LimitsResult(
            **{word: getattr(limits, word) for word in STOPPABLE},
            excluded_positions=sorted(limits.excluded_positions),
            flags=list(limits.flags if keep_private else dict.fromkeys(map(public_code, limits.flags))),
            tier=str(limits.tier),
        ),
        items=[_item(each) for each in plan.items],
        first_items=plan.first_items,
        minutes_most=plan.minutes_most,
        lighter=plan.lighter,
        lighter_since=plan.lighter_since,
        stepped_on=plan.stepped_on,
        run_row_since=plan.run_row_since,
        run=None if plan.run is None else _run(plan.run),
        run_row=plan.run_row,
        run_gates=[_gate(each) for each in plan.run_gates],
        gates=[_gate(each) for each in plan.gates],
        says=list(plan.says),
        private_says=list(plan.private_says) if keep_private else [],
        stop=list(plan.stop),
        changes=list(plan.changes),
        left_out=[
            LeftOutResult(exercise=each.exercise, why=each.why, code=each.code, private=each.private)
            for each in plan.left_out
        ],
        inputs=list(inputs),
        reviewed=plan_say("wall.reviewed"),
    )


def write_plan(
    path: str | os.PathLike[str], plan: Plan, inputs: Sequence[AssessedFile] = (), *, keep_private: bool = False
) -> Path:
    """Write a ``plan.json``; raises UnwritableFile."""
    return write_whole(path, plan_text(plan_result(plan, inputs, keep_private=keep_private)) + "\n")


def plan_text(result: PlanResult) -> str:
    """The object as JSON."""
    return result.model_dump_json(by_alias=True, indent=1)


def read_plan(path: str | os.PathLike[str]) -> Plan:
    """The plan of a ``plan.json``.

    Raises MissingInput and UnreadableFile. Its limits are those of its day: who offers something asks the screen anew.
    """
    return read_document(path, PlanResult, SCHEMA, _plan, _NONE)


def plan_of(text: bytes | str, where: str) -> Plan:
    """The plan of the text of a ``plan.json``; raises UnreadableFile, which names ``where``."""
    return document_of(text, where, PlanResult, SCHEMA, _plan, _NONE)


def read_edits(path: str | os.PathLike[str], today: dt.date) -> tuple[Edit, ...]:
    """Edits of a .toml or .json file, made today where it names no day.

    Raises MissingInput and UnreadableFile, and BadSetting and UnknownName for what no edit can be.
    """
    content = read_file(path, MOST_BYTES)
    try:
        found = EditsFile.model_validate(toml_or_json(content.data, content.where))
    except ValidationError as error:
        reason = first_fault(error)
    except (ValueError, RecursionError) as error:
        reason = str(error) or "it is nested too deeply"
    else:
        return tuple(_edit(each, today) for each in found.edit)
    raise UnreadableFile(
        f"these are no edits of a plan: {reason}",
        where=content.where,
        valid="TOML, or JSON in a .json file, with one or more of: change, exercise, reason",
        next_step="docs/plan.md shows such a file",
    )


def _plan(found: PlanResult) -> Plan:
    """The plan; raises errors of the family for what was changed beyond its own limits."""
    limits = found.limits
    plan = Plan(
        made_on=found.made_on,
        stage=found.stage,
        items=tuple(_item_of(each) for each in found.items),
        first_items=min(found.first_items, len(found.items)),
        left_out=tuple(LeftOut(each.exercise, each.why, each.code, each.private) for each in found.left_out),
        gates=tuple(_gate_of(each) for each in found.gates),
        run=None if found.run is None else RunStep(**found.run.model_dump()),
        stop=tuple(found.stop),
        retest_on=found.retest_on,
        limits=Limits(
            **{word: getattr(limits, word) for word in STOPPABLE},
            excluded_positions=frozenset(limits.excluded_positions),
            flags=tuple(limits.flags),
            tier=limits.tier,
        ),
        screened_on=found.screened_on,
        says=tuple(found.says),
        changes=tuple(found.changes),
        run_gates=tuple(_gate_of(each) for each in found.run_gates),
        private_says=tuple(found.private_says),
        lighter=found.lighter,
        minutes_most=found.minutes_most,
        begun_on=found.begun_on,
        stage_since=found.stage_since,
        run_row=found.run_row,
        lighter_since=found.lighter_since,
        stepped_on=found.stepped_on,
        run_row_since=found.run_row_since,
    )
    refuse_beyond_itself(plan)
    return plan


def _item(each: Item) -> ItemResult:
    known = exercises().get(each.exercise)
    return ItemResult(
        exercise=each.exercise,
        words=known.words if known else each.exercise,
        dose=_dose(each.dose),
        sides=[side.word for side in each.sides],
        minutes=round(each.minutes, 6),
        why=list(each.why),
        edited=each.edited,
        edited_by=each.edited_by,
        options=[_dose(dose) for dose in each.options],
        usual=None if each.usual is None else _dose(each.usual),
    )


def _item_of(each: ItemResult) -> Item:
    return Item(
        exercise=each.exercise,
        dose=_dose_of(each.dose),
        sides=tuple(_SIDES[word] for word in each.sides),
        minutes=each.minutes,
        why=tuple(each.why),
        edited=each.edited,
        edited_by=each.edited_by,
        options=tuple(_dose_of(dose) for dose in each.options),
        usual=None if each.usual is None else _dose_of(each.usual),
    )


def _dose(dose: Dose) -> DoseResult:
    return DoseResult(
        sets=dose.sets,
        repeats=dose.repeats,
        hold_s=dose.hold_s,
        weekdays=list(dose.weekdays),
        load=dose.load,
        basis=dose.basis,
        source=dose.source,
        note=dose.note,
    )


def _dose_of(dose: DoseResult) -> Dose:
    days = tuple(sorted(set(dose.weekdays)))
    if not 0 <= days[0] <= days[-1] < DAYS:
        raise ValueError(f"weekdays {dose.weekdays}: 0 (Monday) to 6")
    return Dose(dose.sets, dose.repeats, dose.hold_s, days, dose.load, dose.basis, dose.source, dose.note)


def _gate(gate: Gate) -> GateResult:
    return GateResult(
        rule=gate.rule, says=gate.says, quantity=gate.quantity, at_least=gate.at_least, at_most=gate.at_most
    )


def _gate_of(gate: GateResult) -> Gate:
    return Gate(gate.rule, gate.says, gate.quantity, gate.at_least, gate.at_most)


def _run(step: RunStep) -> RunStepResult:
    return RunStepResult(
        row=step.row,
        walk_min=step.walk_min,
        run_min=step.run_min,
        times=step.times,
        longest_km=step.longest_km,
        longest_min=step.longest_min,
        days_a_week=step.days_a_week,
    )


def _edit(each: EditResult, today: dt.date) -> Edit:
    dose = None if each.dose is None else _dose_of(each.dose)
    return Edit(each.change, each.exercise, each.reason, each.by, each.on or today, each.other, dose)


def public_code(code: str) -> str:
    """The code of a rule of the screen, or the word that stands for one that is private."""
    return PRIVATE if code in rules() and rules()[code].private else code
