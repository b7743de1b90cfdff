"""Rules on how far somebody has run lately."""

from collections.abc import Iterable
from datetime import timedelta

from trochanter.findings.case import Case
from trochanter.findings.finding_words import day_words
from trochanter.findings.history import Run
from trochanter.findings.rule_rows import Noticed, Rule

LONGER = 1.10  # times the longest run of the 30 days before (frandsen2025)
DAYS_BEFORE = timedelta(days=30)
LATELY = timedelta(days=14)


def longest_before(runs: tuple[Run, ...], run: Run) -> float | None:
    """The longest distance of the 30 days before a run, in km; None where there was no run: then no rule holds."""
    known = [
        each.distance_km for each in runs if each.distance_km is not None and run.on - DAYS_BEFORE <= each.on < run.on
    ]
    return max(known, default=None)


def _load_jump(case: Case) -> Iterable[Noticed]:
    runs = case.history.runs
    jumps = []
    for run in runs:
        before = longest_before(runs, run)
        lately = case.on - LATELY <= run.on <= case.on
        if lately and before and run.distance_km is not None and run.distance_km > LONGER * before:
            jumps.append((run.distance_km / before, run, before))
    if jumps:
        ratio, run, before = max(jumps, key=lambda jump: (jump[0], jump[1].on))
        words = {
            "km": f"{run.distance_km:g}",
            "day": day_words(run.on),
            "more": f"{100.0 * (ratio - 1.0):.0f}",
            "before": f"{before:g}",
        }
        yield Noticed("load_jump", None, words, (f"Runs that you told of: {len(runs)}.",))


def _no_recent_run(case: Case) -> Iterable[Noticed]:
    history = case.history
    latest = max((run.on for run in history.runs), default=None)
    if history.ran == "no" or (latest is not None and case.on - latest > DAYS_BEFORE):
        last = "You told of no run in 30 days." if latest is None else f"Your last run was on {day_words(latest)}."
        yield Noticed("no_recent_run", None, {}, (last,))


RULES = (Rule("load_jump", _load_jump), Rule("no_recent_run", _no_recent_run))
