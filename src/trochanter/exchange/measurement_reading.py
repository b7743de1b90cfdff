"""A ``measurement.json`` read back: the set-ups of a check. It loads nothing that only making one needs."""

import datetime as dt
import os
from math import nan

from pydantic import ValidationError

from trochanter.anatomy.measuring import methods
from trochanter.capture.files import read_file
from trochanter.core.errors import UnreadableFile
from trochanter.core.quality import Estimate, Notice
from trochanter.core.sides import Side
from trochanter.exchange.measurement_schema import MeasurementResult, SetUpResult
from trochanter.exchange.shapes import Quantity
from trochanter.kinematics.rotation_range import DIRECTIONS, EndRange, RotationRange, mode_named, position_named

SCHEMA = "trochanter.measurement/1"
MOST_BYTES = 4 * 1024 * 1024


def read_measurement(path: str | os.PathLike[str]) -> tuple[RotationRange, ...]:
    """The set-ups of a ``measurement.json``, for comparison with later ones.

    Raises MissingInput and UnreadableFile; ImpossibleData for what cannot have been measured.
    """
    content = read_file(path, MOST_BYTES)
    return measurement_of(content.data, content.where)


def measurement_of(text: bytes | str, where: str) -> tuple[RotationRange, ...]:
    """The set-ups of a JSON object; raises UnreadableFile and ImpossibleData, which name ``where``."""
    try:
        result = MeasurementResult.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise _no_measurement(where, f"{place}: {first['msg'].lower()}") from None
    if result.schema_ != SCHEMA:
        raise _no_measurement(where, f"its schema is '{result.schema_[:60]}'")
    try:
        return tuple(_recording(each) for each in result.set_ups)
    except (ValueError, KeyError) as error:
        raise _no_measurement(where, str(error)) from None


def _no_measurement(where: str, reason: str) -> UnreadableFile:
    return UnreadableFile(
        f"this is no measurement of trochanter: {reason}",
        where=where,
        valid=f"a measurement.json with the schema {SCHEMA}",
        next_step="give the file that 'trochanter measure' wrote, unchanged",
    )


def _recording(found: SetUpResult) -> RotationRange:
    """A set-up back from its shape; raises ValueError, KeyError and errors of the family."""
    if found.method not in methods():
        raise ValueError(f"there is no method '{found.method[:60]}'")
    ends = []
    for word, side in found.sides.items():
        if word not in ("right", "left"):
            raise ValueError(f"there is no side '{word[:60]}'")
        for direction in DIRECTIONS:
            end = side.internal if direction == "internal" else side.external
            if end is not None:
                ends.append(
                    EndRange(
                        side=Side.RIGHT if word == "right" else Side.LEFT,
                        direction=direction,
                        angle=Estimate(_number(end.angle), _sigma(end.angle), end.angle.unit, found.method),
                        repeats_deg=tuple(_number(each) for each in end.repeats),
                        pain=None if end.pain is None else round(_number(end.pain)),
                        pain_place=end.pain_place,
                        limited_by_pain=end.limited_by_pain,
                    )
                )
    return RotationRange(
        position=position_named(found.position),
        mode=mode_named(found.mode),
        method=found.method,
        measured_by=found.measured_by,
        measured_on=dt.date.fromisoformat(found.measured_on),
        set_up=found.name,
        ends=tuple(ends),
        quality=tuple(Notice(each.code, each.text, each.where) for each in found.notices),
    )


def _number(found: Quantity) -> float:
    if found.value is None:
        raise ValueError("a number is missing")
    return found.value


def _sigma(found: Quantity) -> float:
    return nan if found.sigma is None else found.sigma
