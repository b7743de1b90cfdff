"""A FHIR R4B bundle: measurements, the plan as a draft, the goal; validated by fhir.resources before it is written.

R4B, for records run R4 (``CarePlan``, ``Observation`` and the others used here are the same in both). Extra ``fhir``.
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from trochanter.anatomy.codes import Code, code_systems, rotation_codes, terms
from trochanter.anatomy.measuring import methods
from trochanter.core.errors import MissingExtra, MissingInput
from trochanter.exchange.fhir_inputs import Measured
from trochanter.exchange.fhir_observations import observations
from trochanter.exchange.fhir_parts import Resource, entry, identifier, own_code, system_resource
from trochanter.exchange.fhir_plan import exercise_codes, goal_resources, plan_resources, private_resource
from trochanter.findings.history import Goal, Private
from trochanter.plan.plan import Plan

if TYPE_CHECKING:
    from fhir.resources.R4B.bundle import Bundle


def bundle(
    measurements: Sequence[Measured] = (),
    plan: Plan | None = None,
    goal: Goal | None = None,
    *,
    made_at: dt.datetime,
    person: UUID | None = None,
    private: Private | None = None,
) -> str:
    """A bundle of type ``collection`` as JSON, validated.

    made_at: with its time zone; person: the UUID under which a person is known, or else one made from the measurements,
    or a new one: no name, day of birth or sex is written; private: answers told in confidence, only where the person
    chose to.
    Raises MissingExtra without fhir.resources, MissingInput where there is nothing to write.
    """
    if not measurements and plan is None and goal is None:
        raise MissingInput("there is nothing to write", where="FHIR", valid="a measurement, a plan or a goal")
    subject = str(person or _stranger(measurements))
    resources = [
        *_systems(plan),
        {"resourceType": "Patient", "id": subject},
        *(each for found in measurements for each in observations(found, subject)),
        *(goal_resources(goal, subject, made_at.date()) if goal else ()),
        *(plan_resources(plan, subject, goal) if plan else ()),
        *([private_resource(private, subject, made_at.date())] if private and private.told else ()),
    ]
    whole = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": made_at.isoformat(timespec="seconds"),
        "entry": [entry(each) for each in _once(resources)],
    }
    return valid_bundle(json.dumps(whole)).model_dump_json(indent=1)


def valid_bundle(text: str | bytes) -> "Bundle":
    """The bundle as fhir.resources reads it; raises MissingExtra, and ValueError for what breaks the specification."""
    try:
        from fhir.resources.R4B.bundle import Bundle
    except ImportError:
        raise MissingExtra("fhir.resources", "fhir", "a FHIR bundle") from None
    return Bundle.model_validate_json(text)


def _stranger(measurements: Sequence[Measured]) -> str:
    digests = [each.sha256 for each in measurements]
    return identifier("person", *digests) if digests else str(uuid4())


def _systems(plan: Plan | None) -> Iterable[Resource]:
    own = code_systems()
    yield system_resource(own["rotation"], (each.own for each in rotation_codes().values()))
    yield system_resource(own["terms"], terms().values())
    yield system_resource(own["methods"], _method_codes())
    if plan is not None and plan.items:
        yield system_resource(own["exercises"], exercise_codes(plan), "fragment")


def _method_codes() -> Iterable[Code]:
    return (own_code("methods", name, each.words) for name, each in methods().items())


def _once(resources: Iterable[Resource]) -> Iterable[Resource]:
    """Each resource once: several measurements may share a device or a film."""
    return {each["id"]: each for each in resources}.values()
