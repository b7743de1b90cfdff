"""The door ``report``: a muscle account becomes one self-contained page."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

import trochanter
from trochanter.capture.trial import Table
from trochanter.core.quality import Source
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.angle_comparison import running_bands
from trochanter.mechanics.emg import compare_emg
from trochanter.mechanics.side_difference import side_verdict
from trochanter.mechanics.summary import summarise
from trochanter.reporting.answer import answer
from trochanter.reporting.page import page
from trochanter.reporting.sentences import say


def render(account: MuscleAccount, *, emg: Table | None = None, sources: tuple[Source, ...] = ()) -> str:
    """One self-contained HTML page of an account: no network, readable on a phone, light and dark, on paper.

    emg: measured muscle signals of the same recording; sources: what the recording and the model rest on.
    """
    summary = summarise(account)
    verdict = side_verdict(summary)
    signals = () if emg is None else compare_emg(account, emg)
    style, script = _asset("style/report.css"), _asset("style/report.js")
    return (
        _environment()
        .get_template("report.html")
        .render(
            page=page(summary, running_bands(summary), signals, sources),
            answer=answer(summary, verdict),
            style=style,
            script=script,
            script_hash=b64encode(sha256(script.encode()).digest()).decode(),
            version=trochanter.__version__,
        )
    )


def _asset(name: str) -> str:
    return files("trochanter.reporting").joinpath(name).read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("trochanter.reporting", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals["say"] = say
    return environment
