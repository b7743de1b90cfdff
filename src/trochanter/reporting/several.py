"""Several trials on one page, side by side: what each shows, in the order given, without an order of merit."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote

import numpy as np

import trochanter
from trochanter.core.errors import BadSetting
from trochanter.kinematics.hip_rotation import HipRotation, SideRotation, hip_rotation
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.summary import Summary, summarise
from trochanter.reporting.figures.frame import Figure
from trochanter.reporting.figures.several import common_limits, several_figure
from trochanter.reporting.figures.turning import interval_deg
from trochanter.reporting.look import asset, environment
from trochanter.reporting.notes import Note, grave_note
from trochanter.reporting.numbers import NBSP, rounded
from trochanter.reporting.sections import unsaturated_peak_bw
from trochanter.reporting.sentences import say
from trochanter.reporting.turning import found_difference


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One trial in words: name, then one cell a column."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeveralPage:
    """What the comparison page holds.

    figures: name of the trial, address of its own report or nothing, why it is doubtful or None, its figure.
    """

    title: str
    figures: tuple[tuple[str, str, Note | None, Figure | None], ...]
    columns: tuple[str, ...]
    rows: tuple[TrialRow, ...]


COLUMNS = ("strides", "right", "left", "sides", "cadence", "fit", "contact", "limit")


def render_several(accounts: Sequence[MuscleAccount], names: Sequence[str], *, links: Sequence[str] = ()) -> str:
    """One self-contained HTML page that shows several trials beside each other; people are never ranked.

    names: what to call each trial; links: where each has its own report, as paths beside this page. Raises BadSetting
    where there is no trial, or not one name, and where there are links one link, for each.
    """
    if not accounts or len(accounts) != len(names):
        raise BadSetting("names", len(names), f"one name for each of the {len(accounts)} trials, at least one")
    if links and len(links) != len(accounts):
        raise BadSetting("links", len(links), f"one link for each of the {len(accounts)} trials, or none")
    style, script = asset("style/report.css"), asset("style/report.js")
    page = environment().get_template("several.html")
    return page.render(
        page=several_page([summarise(account) for account in accounts], names, links),
        style=style,
        script=script,
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
        version=trochanter.__version__,
    )


def several_page(summaries: Sequence[Summary], names: Sequence[str], links: Sequence[str] = ()) -> SeveralPage:
    """Figures and rows of the page, in the order given."""
    turnings = [hip_rotation(summary.account.motion) for summary in summaries]
    limits = common_limits(turnings)
    trials = list(zip(names, summaries, turnings, strict=True))
    addresses = [quote(link) for link in links] or [""] * len(trials)
    return SeveralPage(
        title=say("several.title", count=len(summaries)),
        figures=tuple(
            (
                name,
                addresses[k],
                grave_note(summary),
                several_figure(k, name, summary, turning, limits) if turning.sides else None,
            )
            for k, (name, summary, turning) in enumerate(trials)
        ),
        columns=tuple(say(f"several.column_{column}") for column in COLUMNS),
        rows=tuple(_row(*trial) for trial in trials),
    )


def _row(name: str, summary: Summary, turning: HipRotation) -> TrialRow:
    fit = summary.account.motion.fit
    told = bool(turning.sides)
    cells = (
        say("angles.both", right=turning.sides[0].strides, left=turning.sides[1].strides) if told else _no_strides(),
        *((_range(side) for side in turning.sides) if told else ("–", "–")),
        say(f"several.sides_{found_difference(turning)}"),
        rounded(turning.rhythm.cadence_per_min, 1.0) if np.isfinite(turning.rhythm.cadence_per_min) else "–",
        say("several.given") if fit is None else rounded(1e3 * fit.rms_m, 0.1),
        _contact(summary),
        _limit(summary),
    )
    return TrialRow(name, cells)


def _no_strides() -> str:
    return say("several.no_strides")


def _range(side: SideRotation) -> str:
    low, high = (rounded(v, 1.0) for v in interval_deg(side)) if np.isfinite(side.excursion.sigma) else ("", "")
    value = rounded(float(np.rad2deg(side.excursion.value)), 1.0)
    return f"{value} ({low} to {high})".replace(" ", NBSP) if high else value


def _contact(summary: Summary) -> str:
    peaks = [unsaturated_peak_bw(hip) for hip in summary.hips]
    if not all(np.isfinite(peak) for peak in peaks):
        return say("several.no_peak")
    return say("angles.both", right=rounded(peaks[0], 0.1), left=rounded(peaks[1], 0.1))


def _limit(summary: Summary) -> str:
    share = float(np.mean([np.mean(hip.saturated) for hip in summary.hips]))
    if not share:
        return say("several.limit_none")
    return say("several.limit_share", share=rounded(max(100.0 * share, 1.0), 1.0))
