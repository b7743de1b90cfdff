"""FHIR R4B: measurements there and back, codes as agreed, what must not be in it, and what is refused."""

import datetime as dt
import json
from dataclasses import replace
from functools import cache
from math import isnan, nan
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.made_plan import made_plan
from tests.kinematics.made_ranges import L_OUT, R_IN, made_range, stopped
from trochanter.anatomy.codes import code_systems, rotation_codes
from trochanter.core.errors import MissingInput, TrochanterError, UnreadableFile
from trochanter.core.quality import Notice
from trochanter.exchange.fhir_bundle import bundle
from trochanter.exchange.fhir_inputs import Film, Measured, measured
from trochanter.exchange.fhir_reading import read_bundle
from trochanter.exchange.measurement_result import measurement_result, measurement_text
from trochanter.findings.history import Goal, Private
from trochanter.kinematics.comparing_check import check_hips
from trochanter.kinematics.rotation_range import RotationRange

pytestmark = pytest.mark.needs("fhir")

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
DIGEST = "ab" * 32
GOAL = Goal("run 10 km again", 4, dt.date(2027, 3, 1))
# Value sets of FHIR R4B that are required bindings (hl7.org/fhir/R4B); fhir.resources does not check them.
STATUS = {
    "Observation": {"registered", "preliminary", "final", "amended", "corrected", "cancelled", "unknown"},
    "CarePlan": {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"},
    "ServiceRequest": {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"},
    "DocumentReference": {"current", "superseded", "entered-in-error"},
    "CodeSystem": {"draft", "active", "retired", "unknown"},
}


def found(*recordings: RotationRange, films: tuple[Film, ...] = ()) -> Measured:
    return Measured(recordings, DIGEST, films)


@cache
def good() -> str:
    """A bundle of two set-ups, one of them with pain."""
    return bundle([found(stopped(made_range(), R_IN), made_range(set_up="second"))], made_at=NOON)


def resources(text: str, kind: str = "") -> list[dict[str, Any]]:
    every = [each["resource"] for each in json.loads(text)["entry"]]
    return [each for each in every if kind in ("", each["resourceType"])]


def readings(text: str) -> list[dict[str, Any]]:
    return [each for each in resources(text, "Observation") if "bodySite" in each]


def codes(concept: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["system"], each["code"]) for each in concept["coding"]]


def component(reading: dict[str, Any], words: str) -> list[dict[str, Any]]:
    return [part for part in reading.get("component", ()) if part["code"]["text"] == words]


def same(one: RotationRange, other: RotationRange) -> bool:
    """Equal, where an unknown standard error equals an unknown one."""
    ends = [(a.angle.sigma, b.angle.sigma) for a, b in zip(one.ends, other.ends, strict=True)]
    known = all(a == b or (isnan(a) and isnan(b)) for a, b in ends)
    return known and _bare(one) == _bare(other)


def _bare(one: RotationRange) -> RotationRange:
    return replace(one, ends=tuple(replace(end, angle=replace(end.angle, sigma=0.0)) for end in one.ends))


@pytest.mark.parametrize("position", ["seated", "supine", "prone"])
@pytest.mark.parametrize("mode", ["active", "passive"])
def test_set_ups_come_back_as_they_were(position: Any, mode: Any) -> None:
    noticed = (Notice("few-repeats", "Only two readings.", "right side"), Notice("tilted", "The seat leans."))
    one = replace(made_range(position=position, mode=mode, measured_by="Dr Who & <co>"), quality=noticed)
    two = stopped(made_range(position=position, mode=mode, set_up="second", day=23), L_OUT, place="front of the hip")
    unknown = replace(one.ends[0], angle=replace(one.ends[0].angle, sigma=nan, value=33.123456789012345), pain=None)
    three = replace(one, set_up="third", ends=(unknown,))
    back = read_bundle(bundle([found(one, two, three)], made_at=NOON))
    assert len(back) == 3
    assert all(map(same, back, (one, two, three)))


def test_a_reading_carries_what_was_agreed() -> None:
    text = bundle(
        [found(made_range(position="prone", mode="passive"), films=(Film("first", "cd" * 32),))], made_at=NOON
    )
    reading = readings(text)[0]
    own = rotation_codes()["internal", "passive", "prone"].own
    sct = "http://snomed.info/sct"
    assert codes(reading["code"]) == [(own.system, own.code), (sct, "364564000"), (sct, "12852001")]
    assert codes(reading["bodySite"]) == [(sct, "24136001"), (sct, "24136001:272741003=24028007")]
    assert (sct, "21278004") in codes(reading["method"])
    assert reading["category"][0]["coding"][0]["code"] == "exam"
    assert reading["valueQuantity"] == {
        "value": 33.0, "unit": "deg", "system": "http://unitsofmeasure.org", "code": "deg",
    }  # fmt: skip
    assert component(reading, "Standard error")[0]["valueQuantity"]["value"] > 3.0
    assert len(component(reading, "One repetition")) == 3
    assert component(reading, "Posture during the measurement")[0]["valueCodeableConcept"]["text"] == "Prone"
    device, file = (_followed(text, reading[field]) for field in ("device", "derivedFrom"))
    assert device["deviceName"][0]["name"] == "goniometer"
    assert file["masterIdentifier"]["value"].startswith("ni:///sha-256;zc3Nzc3N")


def _followed(text: str, reference: Any) -> dict[str, Any]:
    target = (reference[0] if isinstance(reference, list) else reference)["reference"]
    return next(each["resource"] for each in json.loads(text)["entry"] if each["fullUrl"] == target)


def test_pain_limited_readings_have_no_value_and_nothing_is_interpreted() -> None:
    text = bundle([found(stopped(made_range(), R_IN, angle=22.0, place="groin"))], made_at=NOON)
    limited = [each for each in readings(text) if "valueQuantity" not in each]
    assert len(limited) == 1
    assert limited[0]["dataAbsentReason"]["text"] == "Limited by pain"
    assert component(limited[0], "Angle where pain stopped the movement")[0]["valueQuantity"]["value"] == 22.0
    assert component(limited[0], "Where it hurt")[0]["valueString"] == "groin"
    for word in ("interpretation", "referenceRange", "requester"):
        assert f'"{word}"' not in text


def test_all_references_lead_somewhere_and_words_are_of_the_specification() -> None:
    one, two = found(made_range()), Measured((made_range(day=23),), "cd" * 32)
    text = bundle([one, two], made_plan(), GOAL, made_at=NOON, private=Private(sex="female"))
    whole = json.loads(text)
    addresses = [each["fullUrl"] for each in whole["entry"]]
    assert len(set(addresses)) == len(addresses)
    for address in addresses:
        assert f"urn:uuid:{UUID(address.removeprefix('urn:uuid:'))}" == address
    assert set(_all(whole, "reference")) <= set(addresses)
    for each in resources(text):
        assert each.get("status") in STATUS.get(each["resourceType"], {None}), each["resourceType"]
    known = {each["url"]: {c["code"] for c in each["concept"]} for each in resources(text, "CodeSystem")}
    for each in _codings(whole):
        if each["system"].startswith("urn:") and each["system"] != code_systems()["notices"].url:
            assert each["code"] in known[each["system"]]


def _all(found: Any, name: str) -> list[str]:
    if isinstance(found, dict):
        own = [found[name]] if isinstance(found.get(name), str) else []
        return own + [each for value in found.values() for each in _all(value, name)]
    return [each for value in found for each in _all(value, name)] if isinstance(found, list) else []


def _codings(found: Any) -> list[dict[str, str]]:
    if isinstance(found, dict):
        own: list[dict[str, str]] = found.get("coding", [])
        return own + [each for value in found.values() for each in _codings(value)]
    return [each for value in found for each in _codings(value)] if isinstance(found, list) else []


def test_the_plan_is_a_draft_that_nobody_ordered() -> None:
    plan = made_plan()
    text = bundle(plan=plan, goal=GOAL, made_at=NOON)
    care, goal = resources(text, "CarePlan")[0], resources(text, "Goal")[0]
    assert (care["status"], care["intent"]) == ("draft", "proposal")
    requests = [_followed(text, each["reference"]) for each in care["activity"]]
    assert [each["code"]["coding"][0]["code"] for each in requests] == [item.exercise for item in plan.items]
    for request, item in zip(requests, plan.items, strict=True):
        assert (request["status"], request["intent"]) == ("draft", "proposal")
        assert len(request["occurrenceTiming"]["repeat"]["dayOfWeek"]) == len(item.dose.weekdays)
        assert request["patientInstruction"].startswith(f"{item.dose.sets} x {item.dose.repeats}")
    assert goal["target"][0]["dueDate"] == "2027-03-01"
    assert goal["description"]["text"] == GOAL.activity
    assert "deg" not in json.dumps(goal)


def test_private_answers_and_reasons_stay_out_unless_chosen() -> None:
    plan = made_plan()
    secret = Private(sex="female", weeks_pregnant=20, pelvic=("leakage",))
    text = bundle([found(made_range())], plan, GOAL, made_at=NOON)
    for words in (*plan.private_says, *(each.why for each in plan.left_out), *plan.items[0].why, "pregnan", "PREGNANT"):
        assert words not in text
    chosen = bundle([found(made_range())], made_at=NOON, private=secret)
    told = [each for each in resources(chosen, "Observation") if "meta" in each]
    assert {part["code"]["text"]: part["valueString"] for part in told[0]["component"]} == {
        "sex": "female", "weeks pregnant": "20", "pelvic": "leakage",
    }  # fmt: skip
    assert told[0]["meta"]["security"][0]["code"] == "R"


def test_the_same_content_has_the_same_identities_and_a_person_their_own() -> None:
    once, again = (bundle([found(made_range())], made_at=NOON) for _ in range(2))
    assert once == again
    person = uuid4()
    theirs = bundle([found(made_range())], made_at=NOON, person=person)
    assert resources(theirs, "Patient")[0] == {"resourceType": "Patient", "id": str(person)}
    other = {each["id"] for each in resources(once, "Observation")}
    assert not other & {each["id"] for each in resources(theirs, "Observation")}


def test_a_measurement_file_goes_in_with_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "measurement.json"
    check = check_hips([made_range(), made_range(set_up="second")])
    path.write_text(measurement_text(measurement_result(check)), encoding="utf-8")
    back = read_bundle(bundle([measured(path)], made_at=NOON))
    assert [each.set_up for each in back] == ["first", "second"]


def test_what_is_no_bundle_is_refused_with_advice() -> None:
    good = bundle([found(made_range())], made_at=NOON)
    whole = json.loads(good)
    no_side = json.loads(good)
    reading = next(each["resource"] for each in no_side["entry"] if "bodySite" in each["resource"])
    reading["bodySite"] = {"text": "hip"}
    for bad in (
        "", "{", "[]", '{"resourceType": "Patient"}', good.replace('"deg"', '"rad"'), good[: len(good) // 2],
        good.replace('"goniometer"', '"sextant"'), json.dumps(no_side), json.dumps(whole | {"type": "batch"}),
        good.replace("active-seated", "active-sideways"), good.replace("2026-11-22", "2026-11"),
    ):  # fmt: skip
        with pytest.raises(UnreadableFile, match="no bundle of hip measurements"):
            read_bundle(bad)
    with pytest.raises(MissingInput):
        bundle(made_at=NOON)


def test_observations_of_others_are_left_aside() -> None:
    whole = json.loads(bundle([found(made_range())], made_at=NOON))
    pulse = {"resourceType": "Observation", "status": "final", "code": {"text": "pulse"}, "valueInteger": 60}
    whole["entry"].insert(0, {"fullUrl": f"urn:uuid:{uuid4()}", "resource": pulse})
    assert len(read_bundle(json.dumps(whole))) == 1


@settings(max_examples=120, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_damaged_bundle_is_read_or_refused_in_words(random: Random) -> None:
    whole = json.loads(good())
    for _ in range(random.randint(1, 3)):
        _damage(whole, random)
    try:
        back = read_bundle(json.dumps(whole))
    except TrochanterError:
        back = ()
    assert all(isinstance(each, RotationRange) for each in back)


def _damage(found: Any, random: Random) -> None:
    """Take away, replace or double something at a random depth."""
    while isinstance(found, dict | list) and found:
        key: Any = random.choice(list(found)) if isinstance(found, dict) else random.randrange(len(found))
        inside = found[key]
        if not isinstance(inside, dict | list) or not inside or random.random() < 0.15:
            odd = [None, "", "x" * 300, -1, 1e308, True, [], {}, ["a"], {"code": 1}, "2026-13-45", inside]
            found[key] = random.choice(odd)
            if random.random() < 0.4:
                del found[key]
            return
        found = inside
