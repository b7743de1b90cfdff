"""Markdown tables of what was measured: agreement with OpenSim, and published physiology."""

import re
from collections.abc import Iterable, Sequence
from math import isfinite

from revalidation.agreement import Measured
from revalidation.check import Outcome, Verdict
from revalidation.tolerances import exclusions, sampling, tolerances

WRITTEN_BY = "Written by `scripts/make_docs_tables.py`; do not edit."
AGREEMENT_HEAD = f"""# Agreement with OpenSim 4.6

{WRITTEN_BY} The numbers are those that the tests in `tests/oracle` measured last,
with the limits of `revalidation/tolerances.toml`. A row without a limit is reported, not judged.
"""
REVALIDATION_HEAD = f"""# Published physiology

{WRITTEN_BY} One row a file of `revalidation/physiology` or a row of
`revalidation/published.csv`, read by this project in the source or where the notes say: what was published,
what the built-in hip model or the packaged running trial gives, and whether ours lies within the published spread
(where a source gives no spread, 20 % either way). Internal rotation, flexion and adduction are positive. Agreement
*by construction* says nothing about the model: it was made from that value. A miss is a miss; the notes say what is
known about it.
"""


def number(value: float) -> str:
    """Three significant digits.

    >>> number(0.000123456), number(-12.3456), number(0.0)
    ('0.000123', '-12.3', '0')
    """
    return f"{value:.3g}" if isfinite(value) else str(value)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def agreement_page(rows: Sequence[Measured]) -> str:
    """The page of agreement: every tolerance with what was measured, the switches, the exclusions."""
    drawn = sampling()
    ranges = ", ".join(f"{name} {low:g} to {high:g}" for name, (low, high) in drawn.ranges_deg.items())
    parts = [
        AGREEMENT_HEAD,
        f"Poses: {drawn.poses} Sobol samples (seed {drawn.seed}; 64 where equality is asked), degrees: {ranges}.\n",
        "## Measured\n",
        table(
            ("what", "where", "measured", "at most", "unit", "holds"),
            [_measured(row) for row in rows if row.key != "switch"],
        ),
        "## Compared number by number\n",
        "Inside tests that fail where one number is beyond the limit.\n",
        table(
            ("what", "at most", "unit"),
            [(t.what, f"{t.limit:g}", t.unit) for t in tolerances().values() if t.each],
        ),
        "## Left out, and why\n",
        table(
            ("what", "where", "why", "minimal case"),
            [(tolerances()[e.key].what, e.name, e.why, f"`{e.minimal_case}`") for e in exclusions()],
        ),
        "## Why the numbers are what they are\n",
        "\n".join(f"- **{t.what}** ({t.source}). {t.why}" for t in tolerances().values()) + "\n",
        "## Switches\n",
        f"{tolerances()['switch'].why} Right side, other joints at rest.\n",
        table(
            ("model, muscle, angle", "jump in mm"), [(r.where, number(r.measured)) for r in rows if r.key == "switch"]
        ),
    ]
    return "\n".join(parts)


def _measured(row: Measured) -> tuple[str, ...]:
    limit = "" if row.limit is None else f"{row.limit:g}"
    holds = "" if row.limit is None else "yes" if abs(row.measured) <= row.limit else "**no**, see below"
    where = f"{row.where} ({row.explanation})" if row.explanation else row.where
    return row.name, where, number(row.measured), limit, row.unit, holds


def revalidation_page(outcomes: Sequence[Outcome]) -> str:
    """The page of published physiology."""
    missed = sum(outcome.verdict is Verdict.MISSES for outcome in outcomes)
    rows = [
        (
            f"<a id='{o.check.key}'></a>{o.check.name}",
            o.check.published,
            f"{number(o.ours)} {o.check.unit}".removesuffix(" 1"),
            "" if o.difference is None else number(o.difference),
            f"**{o.verdict}**" if o.verdict is Verdict.MISSES else str(o.verdict),
            str(o.check.kind),
            f"{o.check.source}{f', doi {o.check.doi}' if o.check.doi else ''}",
        )
        for o in outcomes
    ]
    notes = [f"- **{o.check.name}.** {o.check.note}" for o in outcomes if o.check.note]
    head = ("what", "published", "ours", "difference", "verdict", "agreement would be", "source")
    said = f"{len(outcomes) - missed} of {len(outcomes)} agree, {missed} miss.\n"
    return "\n".join([REVALIDATION_HEAD, said, table(head, rows), "## Notes\n", "\n".join(notes) + "\n"])


def recorded_verdicts(page: str) -> dict[str, str]:
    """Verdict by a check's key, read from a page of published physiology."""
    found = re.findall(r"<a id='(\w+)'></a>(.*)", page)
    return {key: row.split(" | ")[4].strip("*") for key, row in found}
