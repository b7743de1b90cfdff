"""Rules on an analysed run: how the thighs turned in it, and its steps a minute. Nothing measured at rest is seen."""

from collections.abc import Iterable
from math import ceil, isfinite

from trochanter.findings.case import Case
from trochanter.findings.finding_words import whole
from trochanter.findings.rule_rows import Noticed, Rule
from trochanter.findings.running_summary import RunningSummary

HURTS_IN_A_RUN = ("groin", "front_hip", "outer_hip", "buttock", "sit_bone", "back_thigh", "knee")


def _sides_differ(case: Case) -> Iterable[Noticed]:
    run = case.running
    if run is not None and run.usable and run.verdict == "differs" and _known(run):
        right, left = run.excursion_deg
        if abs(right - left) > run.excursion_detectable_deg:
            words = {**_words(run), "side": run.more.word, "difference": f"{abs(right - left):.0f}"}
            yield Noticed("run_sides_differ", run.more, words)


def _shape_differs(case: Case) -> Iterable[Noticed]:
    run = case.running
    if run is not None and run.usable and run.verdict == "differs" and _known(run):
        right, left = run.excursion_deg
        if abs(right - left) <= run.excursion_detectable_deg:
            yield Noticed("run_shape_differs", None, _words(run))


def _sides_alike(case: Case) -> Iterable[Noticed]:
    run = case.running
    if run is not None and run.usable and run.verdict == "not_detectable" and _known(run):
        yield Noticed("run_sides_alike", None, _words(run))


def _step_rate(case: Case) -> Iterable[Noticed]:
    run, pains = case.running, case.pain_at(*HURTS_IN_A_RUN)
    runs_hurt = case.history.onset is not None or "run_distance" in case.history.limited
    if run is not None and isfinite(run.cadence_per_min) and pains and runs_hurt and case.limits.run:
        yield Noticed("step_rate", None, {"cadence": f"{run.cadence_per_min:.0f}"})


def _known(run: RunningSummary) -> bool:
    return all(map(isfinite, (*run.excursion_deg, run.excursion_detectable_deg)))


def _words(run: RunningSummary) -> dict[str, str]:
    right, left = whole(run.excursion_deg)
    limit = f"{ceil(run.excursion_detectable_deg)}"
    return {"right": right, "left": left, "limit": limit, "strides": f"{run.strides[0]} and {run.strides[1]}"}


RULES = (
    Rule("run_sides_differ", _sides_differ),
    Rule("run_shape_differs", _shape_differs),
    Rule("run_sides_alike", _sides_alike),
    Rule("step_rate", _step_rate),
)
