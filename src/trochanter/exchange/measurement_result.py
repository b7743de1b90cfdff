"""A check of the hips as one versioned JSON object: the schema ``trochanter.measurement/1``.

Every number carries its unit, and its standard error where it was measured. docs/measuring.md explains the fields.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt
from typing import TYPE_CHECKING

from trochanter.anatomy.rotation_norms import RotationNorm
from trochanter.core.quality import Estimate, Notice
from trochanter.core.sides import SIDES
from trochanter.exchange.measurement_reading import SCHEMA
from trochanter.exchange.measurement_schema import (
    ComparisonResult,
    DetectableResult,
    EndRangeResult,
    ErrorCauseResult,
    FilmResult,
    MeasurementResult,
    NormResult,
    NormsResult,
    NoticeResult,
    ScreenBefore,
    SetUpResult,
    SideRangeResult,
)
from trochanter.exchange.quantities import quantity, versions
from trochanter.exchange.shapes import Quantity
from trochanter.kinematics.comparing import ChangeSince, SideDifference
from trochanter.kinematics.comparing_check import HipCheck
from trochanter.kinematics.comparing_limits import Detectable
from trochanter.kinematics.rotation_range import DEG, EndRange, RotationRange
from trochanter.reporting.check_words import basis

if TYPE_CHECKING:  # films come with the engine, which readings that were typed in need not load
    from trochanter.reporting.film import FilmShown

PAIN_UNIT = "points of 10"


@dataclass(frozen=True, slots=True)
class Screened:
    """The screen that came before a measurement: its file, the SHA-256 of its bytes, the day of the answers."""

    file: str
    sha256: str
    answered_on: str


def measurement_result(
    check: HipCheck, screen: Screened | None = None, films: "Sequence[FilmShown]" = ()
) -> MeasurementResult:
    """The result object of a check; screen: what came before it; films: those that it was measured from."""
    whole = check.whole
    return MeasurementResult(
        schema=SCHEMA,
        versions=versions(),
        measured_on=whole.measured_on.isoformat(),
        position=whole.position,
        mode=whole.mode,
        method=whole.method,
        sides=_sides(whole),
        set_ups=[_set_up(each) for each in check.now],
        detectable=_detectable(check.detectable),
        comparisons=[*(_side_difference(each) for each in check.sides), *(_change(each) for each in check.changes)],
        apart=[_apart(recording, reasons, check) for recording, reasons in check.apart],
        norms=_norms(check),
        errors=[
            ErrorCauseResult(
                name=cause.name,
                words=cause.words,
                sigma=quantity(cause.sigma_deg, DEG),
                shared=cause.shared,
                status=cause.status,
                source=cause.source.citation,
            )
            for cause in check.method.causes
        ],
        screen=None if screen is None else ScreenBefore(**{name: getattr(screen, name) for name in screen.__slots__}),
        notices=[_notice(each) for each in check.notices],
        films=_films(films),
        error_basis=basis(check),
    )


def measurement_text(result: MeasurementResult) -> str:
    """The object as JSON."""
    return result.model_dump_json(by_alias=True)


def _sides(recording: RotationRange) -> dict[str, SideRangeResult]:
    return {
        side.word: SideRangeResult(
            internal=_end(recording.end(side, "internal")),
            external=_end(recording.end(side, "external")),
            total=_estimate(recording.total(side)),
            balance=_estimate(recording.balance(side)),
        )
        for side in SIDES
        if any(end.side is side for end in recording.ends)
    }


def _end(end: EndRange | None) -> EndRangeResult | None:
    if end is None:
        return None
    return EndRangeResult(
        angle=_estimate(end.angle),
        repeats=[quantity(each, DEG) for each in end.repeats_deg],
        pain=None if end.pain is None else quantity(float(end.pain), PAIN_UNIT),
        pain_place=end.pain_place,
        limited_by_pain=end.limited_by_pain,
    )


def _set_up(recording: RotationRange) -> SetUpResult:
    return SetUpResult(
        name=recording.set_up,
        measured_on=recording.measured_on.isoformat(),
        measured_by=recording.measured_by,
        position=recording.position,
        mode=recording.mode,
        method=recording.method,
        sides=_sides(recording),
        notices=[_notice(each) for each in recording.quality],
    )


def _detectable(limit: Detectable) -> DetectableResult:
    return DetectableResult(
        end=quantity(limit.value_deg, DEG),
        together=quantity(sqrt(2.0) * limit.value_deg, DEG),
        how=limit.how,
        own=quantity(limit.own_deg, DEG),
        recordings=limit.recordings,
        days=limit.days,
        source=limit.source,
    )


def _side_difference(found: SideDifference) -> ComparisonResult:
    return ComparisonResult(
        what="sides",
        side=None,
        direction=found.direction,
        since=None,
        difference=_estimate(found.difference),
        detectable=quantity(found.detectable_deg, DEG),
        found=found.found,
        reasons=list(found.quality.reasons),
    )


def _change(found: ChangeSince) -> ComparisonResult:
    return ComparisonResult(
        what="days",
        side=found.side.word,
        direction=found.direction,
        since=found.since.isoformat(),
        difference=_estimate(found.change),
        detectable=quantity(found.detectable_deg, DEG),
        found=found.found,
        reasons=list(found.quality.reasons),
    )


def _apart(recording: RotationRange, reasons: Sequence[str], check: HipCheck) -> ComparisonResult:
    return ComparisonResult(
        what="days",
        side=None,
        direction="both",
        since=recording.measured_on.isoformat(),
        difference=quantity(nan, DEG),
        detectable=quantity(check.detectable.value_deg, DEG),
        found=False,
        reasons=list(reasons),
    )


def _norms(check: HipCheck) -> NormsResult:
    answer = check.norms
    return NormsResult(
        fair=[_norm(each) for each in answer.fair],
        recalled=[_norm(each) for each in answer.recalled],
        nearest=None if answer.nearest is None else _norm(answer.nearest),
        reasons=list(answer.quality.reasons),
    )


def _norm(norm: RotationNorm) -> NormResult:
    return NormResult(
        study=norm.study,
        population=norm.population,
        people=norm.n or None,
        quantity=norm.quantity,
        value=quantity(norm.value_deg, DEG),
        spread=quantity(norm.sd_deg, DEG),
        conditions={"position": norm.position, "mode": norm.mode, "method": norm.method},
        status=norm.status,
        citation=norm.source.citation,
    )


def _films(films: "Sequence[FilmShown]") -> list[FilmResult]:
    if not films:
        return []
    from trochanter.exchange.film_result import film_result

    return [film_result(each) for each in films]


def _notice(notice: Notice) -> NoticeResult:
    return NoticeResult(code=notice.code, text=notice.text, where=notice.where)


def _estimate(number: Estimate) -> Quantity:
    return quantity(number.value, number.unit, number.sigma)
