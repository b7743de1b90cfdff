"""Progress in plain words for the terminal: the answer first, then the day, then small charts of text."""

from collections.abc import Iterable, Sequence
from math import isfinite
from textwrap import wrap

from trochanter.findings.finding_words import day_words
from trochanter.progress.adherence import Week
from trochanter.progress.result import GateNow, Progress
from trochanter.progress.sentences import say as progress_say
from trochanter.progress.trend import Trend, amount
from trochanter.reporting.numbers import NBSP
from trochanter.reporting.sentences import say

WIDTH = 88
CHARTED = 12  # points a chart, the last ones
_FULL, _EMPTY = "#", "."


def progress_text(found: Progress) -> str:
    """The verdict, today's sentence with its reasons, what was done, trends, gates, and the next step."""
    parts = [
        found.verdict.says,
        *([" ".join(found.verdict.why)] if found.verdict.why else []),
        "",
        f"{say('progress.today')}: {found.today.says}",
        " ".join(found.today.why),
        "",
        f"{say('progress.next')}: {found.step.says}",
        " ".join(found.step.why),
        "",
        " ".join(found.adherence.says[: 1 if found.stopped_since else None]),
        *_weeks(found.adherence.weeks),
        "",
        *_followed(found),
        progress_say("page.not_reviewed"),
    ]
    return "\n".join(line for part in parts for line in _wrapped(part)).replace(NBSP, " ")


def _followed(found: Progress) -> Iterable[str]:
    """Trends, gates and running; while everything is stopped, what was told until then and nothing that is judged."""
    if found.stopped_since is not None:
        yield say("progress.paused", day=day_words(found.stopped_since))
        yield ""
        return
    for trend in found.trends:
        yield from (*trend.says, *(chart(trend) if trend.measure != "range" else ()))
    yield from found.onset.says
    yield from ("", *_gates(found.gates), *found.load.says, "")


def chart(trend: Trend) -> tuple[str, ...]:
    """Points of a trend as rows of marks, one a point, the last twelve; a goal and a pain out of 10, a range out of 60.

    >>> from datetime import date
    >>> from trochanter.progress.trend import Point, nothing
    >>> chart(nothing("goal", "run", "points of 10", [Point(date(2026, 9, 7), 4.0, 1.0)]))
    ('   7 Sep  ####......  4',)
    """
    most, marks = (60.0, 12) if trend.measure == "range" else (10.0, 10)
    rows = []
    for point in trend.points[-CHARTED:]:
        full = min(max(round(point.value / most * marks), 0), marks) if isfinite(point.value) else 0
        day = f"{point.on.day} {point.on:%b}"
        rows.append(f"  {day:>6}  {_FULL * full}{_EMPTY * (marks - full)}  {amount(point.value, trend.unit)}")
    return tuple(rows)


def _weeks(weeks: Sequence[Week]) -> Iterable[str]:
    first = max(len(weeks) - CHARTED, 0)
    for number, week in enumerate(weeks[first:], first + 1):
        if week.planned:
            full = min(round(week.done), week.planned)
            km = f"   {week.run_km:.1f} km" if week.run_km else ""
            said = say("progress.week_row", done=f"{week.done:.1f}".removesuffix(".0"), planned=week.planned)
            row = f"{_FULL * full}{_EMPTY * (week.planned - full)}"
            yield f"  {say('progress.week', number=f'{number:>2}')}  {row}  {said}{km}"


def _gates(gates: Sequence[GateNow]) -> Iterable[str]:
    if gates:
        yield say("progress.gates")
        marks = {True: "x", False: " ", None: "?"}
        for each in gates:
            yield f"  [{marks[each.holds]}] {each.gate.says}"


def _wrapped(part: str) -> Iterable[str]:
    indent = "      " if part.startswith("  [") else ""
    return wrap(part, WIDTH, subsequent_indent=indent, drop_whitespace=True) if part.strip() else [""]
