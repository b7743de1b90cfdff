"""A control test or a running video as one versioned JSON object, and back: the schema ``trochanter.appearance/1``.

docs/control-test.md and docs/running-video.md explain the fields.
"""

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from math import nan
from pathlib import Path

from pydantic import ValidationError

from trochanter.anatomy.appearance import Kind, quantities, quantity_named
from trochanter.capture.files import read_file
from trochanter.core.errors import TrochanterError, UnreadableFile
from trochanter.core.quality import Estimate, Notice
from trochanter.core.sides import Side
from trochanter.exchange.appearance_schema import (
    ApartResult,
    AppearanceCauseResult,
    AppearanceChangeResult,
    AppearanceNumberResult,
    AppearanceResult,
    CountsResult,
    FilmResult,
    LeftOutResult,
)
from trochanter.exchange.documents import first_fault
from trochanter.exchange.measurement_result import PAIN_UNIT, Screened
from trochanter.exchange.measurement_schema import NoticeResult, ScreenBefore
from trochanter.exchange.quantities import quantity, versions
from trochanter.exchange.shapes import Quantity
from trochanter.kinematics.appearance import Appearance, AppearanceNumber, Exercise, FilmFacts, View
from trochanter.kinematics.appearance_change import AppearanceChange, changes_since, kept_apart
from trochanter.reporting.appearance_words import cannot_show

SCHEMA = "trochanter.appearance/1"
MOST_BYTES = 4 * 1024 * 1024
_SIDES: dict[str | None, Side | None] = {"right": Side.RIGHT, "left": Side.LEFT, None: None}
_KINDS: dict[str, Kind] = {"control_test": "control_test", "running_video": "running_video"}
_VIEWS: dict[str, View] = {"front": "front", "side": "side", "rear": "rear"}
_EXERCISES: dict[str, Exercise] = {
    "single_leg_squat": "single_leg_squat",
    "step_down": "step_down",
    "running": "running",
}


def appearance_result(
    now: Appearance, earlier: Sequence[Appearance] = (), screen: Screened | None = None
) -> AppearanceResult:
    """The result object of a film; earlier: older films of the same person; screen: what came before it."""
    return AppearanceResult(
        schema=SCHEMA,
        versions=versions(),
        kind=now.kind,
        view=now.view,
        exercise=now.exercise,
        side=_word(now.side),
        measured_on=now.measured_on.isoformat(),
        film=_film(now.film),
        belt_speed=quantity(nan if now.speed_kmh is None else now.speed_kmh, "km/h"),
        pain=None if now.pain is None else quantity(float(now.pain), PAIN_UNIT),
        counts=CountsResult(right=now.counts[0], left=now.counts[1]),
        numbers=[_number(each) for each in now.numbers],
        left_out=[LeftOutResult(quantity=name, reason=reason) for name, reason in now.left_out],
        cannot_show=list(cannot_show(now)),
        changes=[_change(each) for each in changes_since(now, earlier)],
        apart=[ApartResult(measured_on=day.isoformat(), reasons=list(why)) for day, why in kept_apart(now, earlier)],
        errors=list(_errors(now)),
        screen=None if screen is None else ScreenBefore(**{name: getattr(screen, name) for name in screen.__slots__}),
        notices=[NoticeResult(code=each.code, text=each.text, where=each.where) for each in now.quality],
    )


def appearance_json(result: AppearanceResult) -> str:
    """The object as JSON."""
    return result.model_dump_json(by_alias=True)


def read_appearance(path: str | os.PathLike[str]) -> Appearance:
    """The film of an ``appearance.json``, without its pictures, for comparison with a later one.

    Raises MissingInput and UnreadableFile.
    """
    content = read_file(path, MOST_BYTES)
    return appearance_of(content.data, content.where)


def appearance_of(text: bytes | str, where: str) -> Appearance:
    """The film of the text of an ``appearance.json``; raises UnreadableFile, which names ``where``."""
    try:
        result = AppearanceResult.model_validate_json(text)
    except ValidationError as error:
        raise _none(where, first_fault(error)) from None
    if result.schema_ != SCHEMA:
        raise _none(where, f"its schema is '{result.schema_[:60]}'")
    try:
        return _appearance(result)
    except (ValueError, KeyError) as error:
        raise _none(where, f"{type(error).__name__.lower()} {str(error)[:80]}") from None
    except TrochanterError as error:
        raise _none(where, error.what) from None


def _none(where: str, reason: str) -> UnreadableFile:
    return UnreadableFile(
        f"this is no film result of trochanter: {reason}",
        where=where,
        valid=f"an appearance.json with the schema {SCHEMA}",
        next_step="give the file that 'trochanter control-test' or 'trochanter running-video' wrote, unchanged",
    )


def _film(film: FilmFacts) -> FilmResult:
    return FilmResult(
        name=Path(film.source).name,
        sha256=film.sha256,
        model=film.model,
        pictures_a_second=quantity(film.rate_hz, "1/s"),
        duration=quantity(film.duration_s, "s"),
        width=quantity(float(film.width_px), "px"),
        height=quantity(float(film.height_px), "px"),
    )


def _number(each: AppearanceNumber) -> AppearanceNumberResult:
    about, unit = quantity_named(each.quantity), each.estimate.unit
    return AppearanceNumberResult(
        quantity=each.quantity,
        words=about.words,
        positive=about.positive,
        side=_word(each.side),
        value=quantity(each.estimate.value, unit, each.estimate.sigma),
        repeats=[quantity(repeat, unit) for repeat in each.repeats],
        detectable=quantity(each.detectable, unit),
    )


def _change(each: AppearanceChange) -> AppearanceChangeResult:
    unit = each.change.unit
    return AppearanceChangeResult(
        quantity=each.quantity,
        side=_word(each.side),
        since=each.since.isoformat(),
        change=quantity(each.change.value, unit, each.change.sigma),
        detectable=quantity(each.detectable, unit),
        found=each.found,
        reasons=list(each.quality.reasons),
    )


def _errors(now: Appearance) -> Iterable[AppearanceCauseResult]:
    for name in dict.fromkeys(each.quantity for each in now.numbers):
        about = quantity_named(name)
        for cause in about.causes_of(now.film.model):
            yield AppearanceCauseResult(
                quantity=name,
                name=cause.name,
                words=cause.words,
                sigma=quantity(cause.sigma, about.unit),
                shared=cause.shared,
                status=cause.status,
                source=cause.source.citation,
            )


def _word(side: Side | None) -> str | None:
    return None if side is None else side.word


def _appearance(result: AppearanceResult) -> Appearance:
    """A film back from its shape; raises KeyError and ValueError."""
    film, speed = result.film, result.belt_speed.value
    return Appearance(
        kind=_KINDS[result.kind],
        view=_VIEWS[result.view],
        exercise=_EXERCISES[result.exercise],
        side=_SIDES[result.side],
        measured_on=dt.date.fromisoformat(result.measured_on),
        numbers=tuple(_number_of(each) for each in result.numbers),
        instants=(),
        counts=(result.counts.right, result.counts.left),
        film=FilmFacts(
            film.name,
            film.sha256,
            film.model,
            round(_value(film.width)),
            round(_value(film.height)),
            _value(film.pictures_a_second),
            _value(film.duration),
        ),
        left_out=tuple((each.quantity, each.reason) for each in result.left_out),
        speed_kmh=speed,
        pain=None if result.pain is None else round(_value(result.pain)),
        quality=tuple(Notice(each.code, each.text, each.where) for each in result.notices),
    )


def _number_of(each: AppearanceNumberResult) -> AppearanceNumber:
    about = quantities()[each.quantity]
    if each.value.unit != about.unit:
        raise ValueError(f"{each.quantity} is in '{each.value.unit[:20]}', not in {about.unit}")
    sigma = nan if each.value.sigma is None else each.value.sigma
    return AppearanceNumber(
        each.quantity,
        _SIDES[each.side],
        Estimate(_value(each.value), sigma, each.value.unit, each.quantity),
        tuple(_value(repeat) for repeat in each.repeats),
        _value(each.detectable),
    )


def _value(found: Quantity) -> float:
    if found.value is None:
        raise ValueError("a number is missing")
    return found.value
