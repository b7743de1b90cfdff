"""Small parts of FHIR R4B resources as plain dictionaries, in the words of its specification (hl7.org/fhir/R4B)."""

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any
from uuid import uuid5

from trochanter.anatomy.codes import Code, CodeSystem, code_systems, concepts, namespace, term, unit_system
from trochanter.core.sides import Side

Resource = dict[str, Any]
DEG = "deg"
_LATERALITY = "{joint}:{laterality}={side}"  # an expression of SNOMED CT: no code of the side's own joint was confirmed


def identifier(*words: str) -> str:
    """A UUID made from content: the same content has the same one, so that a second import is an update."""
    return str(uuid5(namespace(), "\n".join(words)))


def coding(code: Code) -> Resource:
    """One coding; a code without confirmed words goes without them."""
    shown = {"display": code.display} if code.display else {}
    return {"system": code.system, "code": code.code, **shown}


def concept(*codes: Code, text: str = "") -> Resource:
    """A concept by its codes, the most exact first, and its words."""
    return {"coding": [coding(code) for code in codes], "text": text or codes[0].display}


def own(name: str, text: str = "") -> Resource:
    """A concept of the project's own terms."""
    return concept(term(name), text=text)


def quantity(value: float, unit: str = DEG) -> Resource:
    """A number with a unit of UCUM."""
    return {"value": value, "unit": unit, "system": unit_system(), "code": unit}


def number_part(name: str, value: float) -> list[Resource]:
    """A component with degrees; none where the number is not known."""
    return [{"code": own(name), "valueQuantity": quantity(value)}] if isfinite(value) else []


def text_part(name: str, value: str | None) -> list[Resource]:
    """A component with words; none where there are none."""
    return [{"code": own(name), "valueString": value}] if value else []


def given(name: str, values: Sequence[Resource]) -> Resource:
    """A field with a list; no field where there is nothing in it, for FHIR has no empty lists."""
    return {name: list(values)} if values else {}


def reference(identity: str) -> Resource:
    """A reference to a resource of the same bundle."""
    return {"reference": f"urn:uuid:{identity}"}


def entry(resource: Resource) -> Resource:
    """An entry of a bundle, addressed by the resource's own UUID."""
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}


def hip(side: Side) -> Resource:
    """The hip joint of a side."""
    known = concepts()
    joint, which = known["hip_joint"], known[side.word]
    sided = _LATERALITY.format(joint=joint.code, laterality=known["laterality"].code, side=which.code)
    return concept(joint, Code(joint.system, sided, ""), text=f"{side.word.capitalize()} hip")


def side_in(site: Mapping[str, Any]) -> Side:
    """The side of such a hip; raises ValueError where its codes name none, or both."""
    codes = {each.get("code", "") for each in site.get("coding", ())}
    found = [side for side in Side if codes & {each["code"] for each in hip(side)["coding"][1:]}]
    if len(found) != 1:
        raise ValueError("a body site names neither the right nor the left hip")
    return found[0]


def file_with(sha256: str, title: str, subject: str) -> Resource:
    """What a measurement was made from: a file by its SHA-256 (RFC 6920), without its name or content."""
    digest = urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return {
        "resourceType": "DocumentReference",
        "id": identifier("file", sha256, subject),
        "masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": f"ni:///sha-256;{digest}"},
        "status": "current",
        "subject": reference(subject),
        "content": [{"attachment": {"title": title}}],
    }


def system_resource(system: CodeSystem, codes: Iterable[Code], content: str = "complete") -> Resource:
    """A code system with its words, so that a reader without trochanter knows what the codes mean."""
    return {
        "resourceType": "CodeSystem",
        "id": system.url.removeprefix("urn:uuid:"),
        "url": system.url,
        "name": system.name,
        "title": system.title,
        "status": "draft",
        "experimental": True,
        "caseSensitive": True,
        "content": content,
        "concept": [
            {"code": each.code, "display": each.display, **({"definition": each.definition} if each.definition else {})}
            for each in codes
        ],
    }


def own_code(system: str, code: str, display: str) -> Code:
    """A code of one of the project's own systems, by the system's name."""
    return Code(code_systems()[system].url, code, display)
