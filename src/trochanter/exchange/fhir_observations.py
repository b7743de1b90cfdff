"""Measurements of hip rotation as FHIR observations: one an axis and side, and one that holds a set-up together.

A reading that was limited by pain has no value: the angle where pain began stands in a component of its own, so that no
program draws it as a range. There is never an interpretation: no published value is compared outside trochanter.
"""

from collections.abc import Iterable
from math import isfinite

from trochanter.anatomy.codes import Code, concepts, rotation_codes, term
from trochanter.anatomy.measuring import method_named
from trochanter.core.quality import Notice
from trochanter.exchange.fhir_inputs import Measured
from trochanter.exchange.fhir_parts import (
    Resource,
    concept,
    file_with,
    given,
    hip,
    identifier,
    number_part,
    own,
    own_code,
    quantity,
    reference,
    text_part,
)
from trochanter.kinematics.rotation_range import EndRange, RotationRange

EXAM = Code("http://terminology.hl7.org/CodeSystem/observation-category", "exam", "Exam")
MEASUREMENT = "hip rotation measurement"
FILM = "film of a hip rotation measurement"


def observations(found: Measured, subject: str) -> Iterable[Resource]:
    """All resources of a measurement: its files, its device, and for each set-up its observations."""
    for film in {each.sha256: each for each in found.films}.values():
        yield file_with(film.sha256, FILM, subject)
    yield file_with(found.sha256, MEASUREMENT, subject)
    for method in dict.fromkeys(each.method for each in found.recordings):
        yield device(method, subject)
    for k, recording in enumerate(found.recordings):
        yield from _set_up(recording, found, (f"{k}", subject))


def device(method: str, subject: str) -> Resource:
    """What the angle was read with, in words: no maker or serial number is known."""
    words = method_named(method).words
    return {
        "resourceType": "Device",
        "id": identifier("device", method, subject),
        "deviceName": [{"name": words, "type": "other"}],
        "type": concept(own_code("methods", method, words)),
    }


def rotation_concept(axis: str, mode: str, posture: str) -> Resource:
    """What was measured: LOINC where it is verified, the own code, then SNOMED CT's wider ones."""
    found, known = rotation_codes()[axis, mode, posture], concepts()
    loinc = (found.loinc,) if found.loinc else ()
    return concept(*loinc, found.own, known["range_of_movement"], known[axis], text=found.own.display)


def _set_up(recording: RotationRange, found: Measured, key: tuple[str, str]) -> Iterable[Resource]:
    place, subject = key
    members = [_end(end, recording, found, key) for end in recording.ends]
    yield from members
    yield {
        **_common(recording, found, subject),
        "id": identifier("set-up", found.sha256, place, subject),
        "code": own("set_up"),
        "valueString": recording.set_up,
        **given("hasMember", [reference(each["id"]) for each in members]),
        **given("component", [_notice(each) for each in recording.quality]),
    }


def _common(recording: RotationRange, found: Measured, subject: str) -> Resource:
    """What all observations of a set-up say."""
    passive = (concepts()["passive"],) if recording.mode == "passive" else ()
    method = method_named(recording.method)
    files = [each.sha256 for each in found.films_of(recording)] or [found.sha256]
    common: Resource = {
        "resourceType": "Observation",
        "status": "final",
        "category": [concept(EXAM)],
        "subject": reference(subject),
        "effectiveDateTime": recording.measured_on.isoformat(),
        "method": concept(own_code("methods", recording.method, method.words), *passive, text=method.words),
        "device": reference(identifier("device", recording.method, subject)),
        "derivedFrom": [reference(identifier("file", sha256, subject)) for sha256 in files],
    }
    return common | ({"performer": [{"display": recording.measured_by}]} if recording.measured_by else {})


def _end(end: EndRange, recording: RotationRange, found: Measured, key: tuple[str, str]) -> Resource:
    place, subject = key
    posture = {"code": own("posture"), "valueCodeableConcept": concept(concepts()[recording.position])}
    resource = {
        **_common(recording, found, subject),
        "id": identifier("end", found.sha256, place, end.side, end.direction, subject),
        "code": rotation_concept(end.direction, recording.mode, recording.position),
        "bodySite": hip(end.side),
    }
    parts = [*number_part("standard_error", end.angle.sigma), *_repeats(end), posture, *_pain(end)]
    if not end.limited_by_pain:
        return {**resource, "valueQuantity": quantity(end.angle.value), "component": parts}
    began = number_part("pain_began", end.angle.value)
    return {**resource, "dataAbsentReason": own("limited_by_pain"), "component": [*began, *parts]}


def _repeats(end: EndRange) -> list[Resource]:
    return [part for each in end.repeats_deg if isfinite(each) for part in number_part("repeat", each)]


def _pain(end: EndRange) -> list[Resource]:
    told = [] if end.pain is None else [{"code": own("pain"), "valueInteger": end.pain}]
    return [*told, *text_part("pain_place", end.pain_place)]


def _notice(notice: Notice) -> Resource:
    """What was noticed: its code, its words, and as the concept's text what it is about."""
    code = own_code("notices", notice.code, "")
    return {"code": concept(code, text=notice.where or term("set_up").display), "valueString": notice.text}
