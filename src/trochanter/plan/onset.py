"""How far a run goes for somebody whom it hurts after a distance: it ends before that, and moves out without pain."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trochanter.findings.history import Run
from trochanter.plan.plan_rules import number


@dataclass(frozen=True, slots=True)
class Onset:
    """After how many kilometres of a run it began to hurt, and on which day that was told."""

    on: date
    km: float


@dataclass(frozen=True, slots=True)
class OnsetLimit:
    """How far a run goes at most, km; painless_km: the longest run since that did not hurt, None where it is short."""

    onset: Onset
    most_km: float
    painless_km: float | None = None


def onset_limit(
    told_on: date, told_km: float | None, onsets: Iterable[Onset], painless: Iterable[Run]
) -> OnsetLimit | None:
    """The limit by the last distance at which it began; None where none is told.

    told_on, told_km: of the history, km; onsets: of the log; painless: runs with 0 of 10, the next morning as well. A
    run ends at nine tenths of the last onset; runs of later days that did not hurt allow a tenth more than the longest
    of them. No trial tells these shares (``data/rules.toml``).
    """
    known = [*onsets, *([] if told_km is None else [Onset(told_on, told_km)])]
    if not known:
        return None
    last = max(known, key=lambda each: (each.on, -each.km))
    free = max((run.distance_km or 0.0 for run in painless if run.on > last.on), default=0.0)
    near, moved = number("onset_share") * last.km, number("onset_growth") * free
    return OnsetLimit(last, moved, free) if moved > near else OnsetLimit(last, near)
