"""What 'plan' and 'assess' kept of earlier days, as far as it is of the course that is followed."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.cli.kept import keep, kept_of
from trochanter.core.errors import TrochanterError
from trochanter.findings.history import History
from trochanter.plan.plan import Plan
from trochanter.progress.course import before_in_course

if TYPE_CHECKING:
    from trochanter.findings.assessment import Assessment

ASSESSMENT = Path("assessment.json")  # what 'trochanter assess' writes
MEASUREMENT = Path("trochanter-check", "measurement.json")  # what 'trochanter measure' writes


def measured_beside(plan: Path) -> list[Path]:
    """Measurements that 'trochanter measure' put beside a plan, as it names them, the kept ones first; [] for none."""
    path = plan.parent / MEASUREMENT
    return [*kept_of(path), *([path] if path.exists() else [])]


def keep_measured(path: Path, measured_on: date) -> None:
    """Keep a measurement of another day that is about to be replaced, so that a trend does not lose its beginning."""
    from trochanter.exchange.measurement_reading import read_measurement

    try:
        before = max(each.measured_on for each in read_measurement(path))
    except (TrochanterError, ValueError):  # there is none, or what stands there is no measurement
        return
    if before != measured_on:
        keep(path, before)


def plans_before(path: Path, plan: Plan) -> tuple[Plan, ...]:
    """Plans kept beside one, of the same beginning and of days before it; raises UnreadableFile for what is none."""
    from trochanter.exchange.plan_result import read_plan

    return before_in_course(plan, map(read_plan, kept_of(path)))


def histories_before(path: Path, told: History, today: date) -> tuple[History, ...]:
    """Histories kept beside one, told before it; raises UnreadableFile for what is none."""
    from trochanter.exchange.history_result import read_history

    found = [read_history(each, today) for each in kept_of(path)]
    return tuple(each for each in found if each.told_on < told.told_on)


def assessments_of(paths: Sequence[Path] | None, told: Sequence[History]) -> "tuple[Assessment, ...]":
    """Assessments by day; where none is named, this folder's and the kept ones.

    One that repeats what was told on an earlier day is no telling of its own and would make an old number look new:
    of those that nobody named it is left out.
    """
    from trochanter.exchange.assessment_result import read_assessment

    here = (*kept_of(ASSESSMENT), *([ASSESSMENT] if ASSESSMENT.exists() else []))
    read = [read_assessment(path) for path in (here if paths is None else paths)]
    found = sorted(read, key=lambda each: each.made_on)
    return tuple(each for each in found if paths is not None or not _repeats(each, told))


def _repeats(each: "Assessment", told: Sequence[History]) -> bool:
    before = [one for one in told if one.told_on <= each.made_on]
    last = max(before, key=lambda one: one.told_on, default=None)
    return last is not None and last.told_on < each.made_on and last.goal.able == each.goal.able
