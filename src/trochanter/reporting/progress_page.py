"""The page of progress: the goal first, then what was done, pain, how far the hips turn, gates, and running."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

import trochanter
from trochanter.core.severity import by_weight
from trochanter.findings.finding_words import day_words
from trochanter.progress.adherence import Adherence
from trochanter.progress.next_step import NextStep
from trochanter.progress.result import GateNow, Progress
from trochanter.progress.sentences import rules
from trochanter.progress.situation import Today
from trochanter.progress.trend import DEGREES, Trend, amount
from trochanter.progress.verdict import Verdict
from trochanter.reporting.figures.frame import Figure
from trochanter.reporting.figures.progress import done_figure, goal_figure, pain_figure
from trochanter.reporting.look import asset, environment
from trochanter.reporting.sentences import say


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """Everything that the page of progress holds."""

    title: str
    kicker: str
    verdict: Verdict
    today: Today
    step: NextStep
    notes: tuple[str, ...]
    goal: tuple[str, ...]
    goal_figure: Figure | None
    done: tuple[str, ...]
    done_figure: Figure | None
    pain: tuple[str, ...]
    pain_figure: Figure | None
    ranges: tuple[tuple[str, str, str, str, str], ...]
    gates: tuple[tuple[str, str, bool], ...]
    load: tuple[str, ...]
    rules: tuple[tuple[str, str, str], ...]


def render_progress(found: Progress) -> str:
    """One self-contained HTML page of progress: no network, light and dark, on a phone and on paper."""
    script = asset("style/report.js")
    return (
        environment()
        .get_template("progress.html")
        .render(
            page=progress_page(found),
            style=asset("style/report.css") + asset("style/progress.css"),
            script=script,
            script_hash=b64encode(sha256(script.encode()).digest()).decode(),
            version=trochanter.__version__,
        )
    )


def progress_page(found: Progress) -> ProgressPage:
    """Words, tables and figures of the page; while everything is stopped, what was told and nothing that is judged."""
    goal, pain = found.trends[0], found.trends[1]
    return ProgressPage(
        title=say("progress.title"),
        kicker=say("progress.kicker", day=day_words(found.on), week=found.week),
        verdict=found.verdict,
        today=found.today,
        step=found.step,
        notes=tuple(each.text for each in by_weight(found.notices)),
        goal=trend_words(goal, found),
        goal_figure=goal_figure(goal, found.begun_on, found.on) if goal.points else None,
        done=found.adherence.says[: 1 if found.stopped_since else None],
        done_figure=done_figure(_asked(found)) if found.adherence.planned else None,
        pain=(*trend_words(pain, found), *(() if found.stopped_since else found.onset.says)),
        pain_figure=pain_figure(pain, found.begun_on, found.on) if pain.points else None,
        ranges=() if found.stopped_since else tuple(range_rows(found)),
        gates=() if found.stopped_since else tuple(_gate(each) for each in (*found.gates, *found.run_gates)),
        load=found.load.says,
        rules=tuple((row.note or name, f"{row.value:g} {row.unit}", row.source) for name, row in rules().items()),
    )


def _asked(found: Progress) -> Adherence:
    """What was done of what was asked for; weeks in which everything was stopped asked for nothing."""
    since = found.stopped_since
    weeks = tuple(week for week in found.adherence.weeks if since is None or week.begins < since)
    return replace(found.adherence, weeks=weeks)


def trend_words(trend: Trend, found: Progress) -> tuple[str, ...]:
    """A trend in sentences; while everything is stopped, until when it was told and no more."""
    if found.stopped_since is None:
        return trend.says
    return (say("progress.paused", day=day_words(found.stopped_since)),)


def range_rows(found: Progress) -> Iterable[tuple[str, str, str, str, str]]:
    """What turns how far, at the beginning and now, the change with its interval, and what it has to reach."""
    for trend in found.trends[2:]:
        ends = [degrees(point.value) for point in (trend.points[:1] + trend.points[-1:])] or ["", ""]
        first, last = (ends[0], ends[-1]) if len(trend.points) > 1 else ("", ends[-1])
        if not trend.quality.usable:
            yield trend.what, first, last, say("progress.range_none", why=_why_not(trend)), ""
            continue
        told = say("progress.interval", value=degrees(trend.change), low=degrees(trend.low), high=degrees(trend.high))
        yield trend.what, first, last, told, degrees(trend.detectable)


def degrees(value: float) -> str:
    """A whole number of degrees.

    >>> degrees(-3.4)
    '\u22123\u00b0'
    """
    return f"{amount(value, 'deg').removesuffix(DEGREES)}°"


def _why_not(trend: Trend) -> str:
    return "; ".join(trend.quality.reasons) or say("progress.range_once" if trend.points else "progress.range_never")


def _gate(each: GateNow) -> tuple[str, str, bool]:
    state = {True: "gate_yes", False: "gate_no", None: "gate_unknown"}[each.holds]
    return each.gate.says, say(f"progress.{state}"), bool(each.holds)
