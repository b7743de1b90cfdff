"""What findings need to know of a run, out of the ``result.json`` of an analysis."""

import math
import os

from pydantic import BaseModel, Field, ValidationError

from trochanter.capture.files import read_file
from trochanter.core.errors import UnreadableFile
from trochanter.exchange.documents import first_fault
from trochanter.findings.running_summary import RunningSummary, SidesVerdict

FORMAT = "trochanter.result/"
MOST_BYTES = 256 * 1024 * 1024
EXCURSION = "excursion"


class _Number(BaseModel):
    value: float | None = None


class _Side(BaseModel):
    strides: int
    excursion: _Number


class _Difference(BaseModel):
    quantity: str
    detectable: _Number


class _Rhythm(BaseModel):
    cadence: _Number


class _Rotation(BaseModel):
    usable: bool
    reasons: list[str]
    sides: dict[str, _Side]
    verdict: SidesVerdict
    differences: list[_Difference]
    rhythm: _Rhythm


class _Facts(BaseModel):
    """The part of a result that is needed; the rest is passed over."""

    schema_: str = Field(alias="schema")
    name: str
    hip_rotation: _Rotation


def read_running(path: str | os.PathLike[str]) -> RunningSummary:
    """The facts of a run from the ``result.json`` of ``trochanter analyze``; raises MissingInput and UnreadableFile."""
    content = read_file(path, MOST_BYTES)
    try:
        found = _Facts.model_validate_json(content.data)
        if not found.schema_.startswith(FORMAT):
            raise ValueError(f"its schema is '{found.schema_[:60]}'")
    except ValidationError as error:
        raise _no_result(content.where, first_fault(error)) from None
    except ValueError as error:
        raise _no_result(content.where, str(error)) from None
    rotation = found.hip_rotation
    sides = [rotation.sides.get(word) for word in ("right", "left")]
    limits = [each.detectable for each in rotation.differences if each.quantity == EXCURSION]
    right, left = (math.nan if side is None else _value(side.excursion) for side in sides)
    return RunningSummary(
        name=found.name,
        usable=rotation.usable,
        reasons=tuple(rotation.reasons),
        verdict=rotation.verdict,
        excursion_deg=(right, left),
        excursion_detectable_deg=_value(limits[0]) if limits else math.nan,
        strides=(_strides(sides[0]), _strides(sides[1])),
        cadence_per_min=_value(rotation.rhythm.cadence),
    )


def _value(number: _Number) -> float:
    return math.nan if number.value is None else number.value


def _strides(side: _Side | None) -> int:
    return 0 if side is None else side.strides


def _no_result(where: str, reason: str) -> UnreadableFile:
    return UnreadableFile(
        f"this is no result of an analysis: {reason}",
        where=where,
        valid="the result.json that 'trochanter analyze' wrote",
        next_step="give that file, unchanged",
    )
