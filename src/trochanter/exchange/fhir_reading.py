"""Measurements back from a FHIR bundle that trochanter wrote: the round trip, from one program to another."""

import datetime as dt
import json
from collections.abc import Mapping
from math import nan
from typing import Any

from trochanter.anatomy.codes import code_systems, rotation_codes, term, terms
from trochanter.anatomy.measuring import methods
from trochanter.core.errors import UnreadableFile
from trochanter.core.quality import Estimate, Notice
from trochanter.exchange.fhir_bundle import valid_bundle
from trochanter.exchange.fhir_parts import Resource, side_in
from trochanter.kinematics.rotation_range import DEG, DIRECTIONS, EndRange, RotationRange, mode_named, position_named

MOST_BYTES = 16 * 1024 * 1024


def read_bundle(text: str | bytes, where: str = "bundle") -> tuple[RotationRange, ...]:
    """Set-ups of a bundle in their order, as they were measured; observations of others are left aside.

    Raises MissingExtra, and UnreadableFile for what is no bundle of R4B or contradicts itself.
    """
    try:
        whole = json.loads(valid_bundle(text).model_dump_json())
        if whole.get("type") != "collection":
            raise ValueError(f"its type is '{str(whole.get('type'))[:40]}'")
        found = {each["fullUrl"]: each["resource"] for each in whole.get("entry", ()) if "fullUrl" in each}
        return tuple(_recording(each, found) for each in found.values() if _is_set_up(each))
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UnreadableFile(
            f"this is no bundle of hip measurements: {reason[:160]}",
            where=where,
            valid="a FHIR R4B bundle of type 'collection' as 'trochanter fhir' writes it",
            next_step="give that file unchanged",
        ) from None


def _is_set_up(resource: Resource) -> bool:
    return resource["resourceType"] == "Observation" and term("set_up").code in _codes(resource["code"], "terms")


def _recording(set_up: Resource, found: Mapping[str, Resource]) -> RotationRange:
    members = [found[each["reference"]] for each in set_up.get("hasMember", ())]
    kinds = {_kind(each) for each in members}
    if len({(mode, posture) for _, mode, posture in kinds}) != 1:
        raise ValueError("a set-up has no reading, or readings of several kinds")
    _, mode, posture = next(iter(kinds))
    method = next(iter(_codes(set_up["method"], "methods")))
    if method not in methods():
        raise ValueError(f"there is no method '{method[:60]}'")
    return RotationRange(
        position=position_named(posture),
        mode=mode_named(mode),
        method=method,
        measured_by=next(iter(each.get("display", "") for each in set_up.get("performer", ())), ""),
        measured_on=dt.date.fromisoformat(set_up["effectiveDateTime"]),
        set_up=set_up["valueString"],
        ends=tuple(_end(each, method) for each in members),
        quality=tuple(_notice(part) for part in set_up.get("component", ())),
    )


def _kind(resource: Resource) -> tuple[str, str, str]:
    """Axis, mode and posture of an observation; raises ValueError where its code is none of the 18."""
    codes = _codes(resource["code"], "rotation")
    kinds = [kind for kind, each in rotation_codes().items() if each.own.code in codes]
    if len(kinds) != 1:
        raise ValueError("an observation has no code of hip rotation")
    return kinds[0]


def _end(resource: Resource, method: str) -> EndRange:
    direction = next(each for each in DIRECTIONS if each == _kind(resource)[0])
    limited = "valueQuantity" not in resource
    if limited and term("limited_by_pain").code not in _codes(resource.get("dataAbsentReason", {}), "terms"):
        raise ValueError("an observation has neither a value nor 'limited by pain'")
    angle = _numbers(resource, "pain_began")[0] if limited else _degrees(resource["valueQuantity"])
    sigma = next(iter(_numbers(resource, "standard_error")), nan)
    return EndRange(
        side=side_in(resource["bodySite"]),
        direction=direction,
        angle=Estimate(angle, sigma, DEG, method),
        repeats_deg=tuple(_numbers(resource, "repeat")),
        pain=next((int(part["valueInteger"]) for part in _parts(resource, "pain")), None),
        pain_place=next((part["valueString"] for part in _parts(resource, "pain_place")), None),
        limited_by_pain=limited,
    )


def _notice(part: Resource) -> Notice:
    code = next(iter(_codes(part["code"], "notices")))
    where = part["code"].get("text", "")
    return Notice(code, part["valueString"], "" if where == terms()["set_up"].display else where)


def _codes(concept: Mapping[str, Any], system: str) -> list[str]:
    url = code_systems()[system].url
    return [each["code"] for each in concept.get("coding", ()) if each.get("system") == url]


def _parts(resource: Resource, name: str) -> list[Resource]:
    return [part for part in resource.get("component", ()) if term(name).code in _codes(part["code"], "terms")]


def _numbers(resource: Resource, name: str) -> list[float]:
    return [_degrees(part["valueQuantity"]) for part in _parts(resource, name)]


def _degrees(found: Mapping[str, Any]) -> float:
    if found.get("code") != DEG:
        raise ValueError(f"an angle is in '{str(found.get('code'))[:20]}', not in degrees")
    return float(found["value"])
