"""Plan and goal as FHIR resources: a care plan of drafts, with nobody invented who would have ordered them.

Neither the reasons of a choice nor what was left out is written: both can tell what was said in confidence. A goal is
an activity; how far a hip turns is never one.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields

from trochanter.anatomy.codes import Code
from trochanter.exchange.fhir_parts import Resource, concept, given, hip, identifier, own, own_code, reference
from trochanter.findings.history import MOST, Goal, Private
from trochanter.plan.library import exercise_named
from trochanter.plan.plan import Item, Plan

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def exercise_codes(plan: Plan) -> Iterable[Code]:
    """The plan's exercises as codes of the project's own system."""
    return (_code(item.exercise) for item in plan.items)


def goal_resources(goal: Goal, subject: str, told_on: dt.date) -> Iterable[Resource]:
    """The goal as it was told, and how well it goes now."""
    now: Resource = {
        "resourceType": "Observation",
        "id": identifier("ability", goal.activity, told_on.isoformat(), subject),
        "status": "final",
        "code": own("ability"),
        "subject": reference(subject),
        "effectiveDateTime": told_on.isoformat(),
        "valueInteger": goal.able,
    }
    due = {"dueDate": goal.wanted_by.isoformat()} if goal.wanted_by else {}
    yield now
    yield {
        "resourceType": "Goal",
        "id": goal_identity(goal, subject),
        "lifecycleStatus": "proposed",
        "description": {"text": goal.activity},
        "subject": reference(subject),
        "target": [{"measure": own("ability"), "detailInteger": MOST, **due}],
        "outcomeReference": [reference(now["id"])],
    }


def goal_identity(goal: Goal, subject: str) -> str:
    """The UUID of a goal."""
    return identifier("goal", goal.activity, subject)


def plan_resources(plan: Plan, subject: str, goal: Goal | None = None) -> Iterable[Resource]:
    """A draft service request for each exercise, and the care plan that holds them."""
    requests = [_request(item, plan, subject) for item in plan.items]
    yield from requests
    goals = {"goal": [reference(goal_identity(goal, subject))]} if goal else {}
    activities = [{"reference": reference(each["id"])} for each in requests]
    yield {
        "resourceType": "CarePlan",
        "id": identifier("plan", plan.made_on.isoformat(), subject),
        "status": "draft",
        "intent": "proposal",
        "category": [own("proposal")],
        "title": "Exercises for the hip",
        "subject": reference(subject),
        "period": _period(plan),
        "created": plan.made_on.isoformat(),
        **goals,
        **given("activity", activities),
    }


def _request(item: Item, plan: Plan, subject: str) -> Resource:
    """One exercise as proposed: what, how much, on which days, on which side; no requester, no reason."""
    dose = item.dose
    return {
        "resourceType": "ServiceRequest",
        "id": identifier("exercise", plan.made_on.isoformat(), item.exercise, subject),
        "status": "draft",
        "intent": "proposal",
        "code": concept(_code(item.exercise)),
        "subject": reference(subject),
        "occurrenceTiming": {"repeat": {"boundsPeriod": _period(plan), **_weekly(dose.weekdays)}},
        "authoredOn": plan.made_on.isoformat(),
        "patientInstruction": amount(item),
        **given("bodySite", [hip(side) for side in item.sides]),
    }


def _weekly(weekdays: Sequence[int]) -> Resource:
    if not weekdays:
        return {}
    days = [WEEKDAYS[day] for day in weekdays]
    return {"frequency": len(days), "period": 1, "periodUnit": "wk", "dayOfWeek": days}


def amount(item: Item) -> str:
    """How much of an exercise in one line."""
    dose = item.dose
    hold = f", {dose.hold_s:g} s each" if dose.hold_s else ""
    load = f", {dose.load}" if dose.load else ""
    return f"{dose.sets} x {dose.repeats}{hold}{load}"


def private_resource(private: Private, subject: str, told_on: dt.date) -> Resource:
    """Answers told in confidence, as words; written only where the person chose to."""
    told = [(field.name, getattr(private, field.name)) for field in fields(private)]
    return {
        "resourceType": "Observation",
        "id": identifier("private", told_on.isoformat(), subject),
        "meta": {"security": [_RESTRICTED]},
        "status": "final",
        "code": own("private"),
        "subject": reference(subject),
        "effectiveDateTime": told_on.isoformat(),
        "component": [
            {"code": {"text": name.replace("_", " ")}, "valueString": _words(value)}
            for name, value in told
            if value not in ("", None, ())
        ],
    }


_RESTRICTED = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
    "code": "R",
    "display": "restricted",
}


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value)


def _code(exercise: str) -> Code:
    return own_code("exercises", exercise, exercise_named(exercise).words)


def _period(plan: Plan) -> Resource:
    return {"start": plan.made_on.isoformat(), "end": plan.retest_on.isoformat()}
