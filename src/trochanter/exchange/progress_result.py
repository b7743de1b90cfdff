"""Progress as one versioned JSON object: the schema ``trochanter.progress/1``."""

from collections.abc import Iterable
from math import nan

from trochanter.exchange.progress_shapes import (
    SCHEMA,
    AdherenceResult,
    GateResult,
    LoadResult,
    OnsetResult,
    OnsetTrendResult,
    PointResult,
    ProgressNotice,
    ProgressResult,
    StepResult,
    TodayResult,
    TrendResult,
    VerdictResult,
    WeekResult,
)
from trochanter.exchange.quantities import quantity, versions
from trochanter.progress.adherence import Adherence
from trochanter.progress.onset import OnsetTrend
from trochanter.progress.result import GateNow, Progress
from trochanter.progress.running_load import RunningLoad
from trochanter.progress.sentences import say
from trochanter.progress.situation import Today
from trochanter.progress.trend import Trend

KM, KM_A_DAY = "km", "km a day"


def progress_result(found: Progress) -> ProgressResult:
    """The object of progress."""
    step = found.step
    return ProgressResult(
        schema=SCHEMA,
        versions=versions(),
        on=found.on,
        begun_on=found.begun_on,
        week=found.week,
        verdict=VerdictResult(word=found.verdict.word, says=found.verdict.says, why=list(found.verdict.why)),
        today=_today(found.today),
        adherence=_adherence(found.adherence),
        trends=[_trend(each) for each in found.trends],
        onset=_onset(found.onset),
        gates=_gates(found.gates),
        run_gates=_gates(found.run_gates),
        step=StepResult(
            kind=step.kind,
            says=step.says,
            why=list(step.why),
            exercises=list(step.exercises),
            re_test_due=step.due,
        ),
        load=_load(found.load),
        notices=[ProgressNotice(code=each.code, text=each.text, where=each.where) for each in found.notices],
        reviewed=say("page.not_reviewed"),
    )


def progress_json(result: ProgressResult) -> str:
    """The object as JSON."""
    return result.model_dump_json(by_alias=True, indent=1)


def _onset(found: OnsetTrend) -> OnsetTrendResult:
    return OnsetTrendResult(
        onsets=[OnsetResult(on=each.on, distance=quantity(each.km, KM)) for each in found.onsets],
        change=None if found.change_km is None else quantity(found.change_km, KM),
        half=None if found.half_km is None else quantity(found.half_km, KM),
        found=found.found,
        says=list(found.says),
    )


def _today(today: Today) -> TodayResult:
    most = None if today.most_km is None else quantity(today.most_km, KM)
    return TodayResult(kind=today.kind, says=today.says, why=list(today.why), see=today.see, ask=today.ask, most=most)


def _adherence(done: Adherence) -> AdherenceResult:
    return AdherenceResult(
        planned=done.planned,
        done=round(done.done, 3),
        share=quantity(done.share, "1"),
        open=list(done.open),
        weeks=[
            WeekResult(
                begins=each.begins, planned=each.planned, done=round(each.done, 3), run=quantity(each.run_km, KM)
            )
            for each in done.weeks
        ],
        says=list(done.says),
    )


def _trend(each: Trend) -> TrendResult:
    return TrendResult(
        measure=each.measure,
        what=each.what,
        points=[
            PointResult(on=point.on, value=quantity(point.value, each.unit, point.sigma), n=point.n)
            for point in each.points
        ],
        change=quantity(each.change, each.unit, each.sigma),
        low=quantity(each.low, each.unit),
        high=quantity(each.high, each.unit),
        level=each.level,
        detectable=quantity(each.detectable, each.unit),
        direction=each.direction,
        found=each.found,
        reasons=list(each.quality.reasons),
        says=list(each.says),
    )


def _gates(gates: Iterable[GateNow]) -> list[GateResult]:
    return [GateResult(rule=each.gate.rule, says=each.gate.says, holds=each.holds) for each in gates]


def _load(load: RunningLoad) -> LoadResult:
    longest = load.longest
    return LoadResult(
        week=quantity(load.short_km, KM_A_DAY),
        six_weeks=quantity(load.long_km, KM_A_DAY),
        longest=quantity(nan if longest is None or longest.distance_km is None else longest.distance_km, KM),
        longest_on=None if longest is None else longest.on,
    )
