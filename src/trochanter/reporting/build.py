"""The door ``report``: a muscle account becomes one self-contained page."""

from base64 import b64encode
from hashlib import sha256

import trochanter
from trochanter.capture.trial import Table
from trochanter.core.quality import Source
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.angle_comparison import running_bands
from trochanter.mechanics.emg import compare_emg
from trochanter.mechanics.side_difference import side_verdict
from trochanter.mechanics.summary import Summary, summarise
from trochanter.reporting.answer import answer
from trochanter.reporting.look import asset, environment
from trochanter.reporting.marker_fit import NOTHING_KNOWN, FitWords
from trochanter.reporting.page import page


def render(
    account: MuscleAccount,
    *,
    emg: Table | None = None,
    sources: tuple[Source, ...] = (),
    fit: FitWords = NOTHING_KNOWN,
    summary: Summary | None = None,
) -> str:
    """One self-contained HTML page of an account: no network, readable on a phone, light and dark, on paper.

    emg: measured muscle signals of the same recording; sources: what the recording and the model rest on;
    fit: how the markers were matched and what rigid segments would miss, where it came from markers; summary: of the
    account, where it is made already.
    """
    summary = summarise(account) if summary is None else summary
    verdict = side_verdict(summary)
    signals = None if emg is None else compare_emg(account, emg)
    style, script = asset("style/report.css"), asset("style/report.js")
    return (
        environment()
        .get_template("report.html")
        .render(
            page=page(summary, running_bands(summary), signals, sources, fit),
            answer=answer(summary, verdict),
            style=style,
            script=script,
            script_hash=b64encode(sha256(script.encode()).digest()).decode(),
            version=trochanter.__version__,
        )
    )
