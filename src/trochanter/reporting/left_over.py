"""What a report says of the residuals of a whole body: peak and mean square beside the published limits."""

from dataclasses import dataclass

from trochanter.mechanics.residuals import Residual, residuals
from trochanter.mechanics.summary import Summary
from trochanter.reporting.numbers import rounded
from trochanter.reporting.sentences import say


@dataclass(frozen=True, slots=True)
class LeftOver:
    """The section: words, caption, and rows of words: what, peak, mean square, limit, whether it is kept."""

    name: str
    heading: str
    text: tuple[str, ...]
    caption: str
    rows: tuple[tuple[str, str, str, str, str], ...]


def left_over(summary: Summary) -> LeftOver | None:
    """The section of a summary; None for a body without trunk or a record without forces."""
    found = residuals(summary.account.motion, summary.account.generalized_force)
    if found is None:
        return None
    return LeftOver(
        name="balance",
        heading=say("balance.heading"),
        text=(f"{say('balance.text')} {say('balance.met' if found.met else 'balance.missed')}",),
        caption=say("balance.caption", external=rounded(found.external_N, 1.0), height=f"{found.height_m:.2f}"),
        rows=(_row("balance.force", found.force), _row("balance.moment", found.moment)),
    )


def _row(key: str, part: Residual) -> tuple[str, str, str, str, str]:
    kept = say("balance.kept.yes" if part.met else "balance.kept.no")
    return say(key), rounded(part.peak, 1.0), rounded(part.rms, 1.0), rounded(part.limit, 1.0), kept
