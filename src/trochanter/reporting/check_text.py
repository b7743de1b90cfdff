"""A check of the hips in plain words for the terminal."""

from collections.abc import Iterable
from textwrap import wrap

from trochanter.core.sides import SIDES
from trochanter.kinematics.comparing_check import HipCheck
from trochanter.reporting.check import check_page
from trochanter.reporting.numbers import NBSP
from trochanter.reporting.sentences import say

WIDTH = 88


def check_text(check: HipCheck) -> str:
    """The answer, the numbers, what was stopped by pain, what a difference has to pass, and what others measured."""
    page = check_page(check)
    parts = [
        *([" ".join(page.first), ""] if page.first else []),
        " ".join(page.answer),
        " ".join(page.lead),
        _table(page.rows),
        f"{say('sure.title')} {' '.join(page.sure)}",
    ]
    parts += [f"{title} {text}" for title, text in page.notes]
    if page.limited is not None:
        parts += [*page.limited.text, f"{say('check_limited.next_title')} {page.limited.next_step}"]
    parts += [" ".join(page.limit_text), *page.changes, " ".join([page.norms.heading, *page.norms.text])]
    parts += [f"{what}: {mine}; {page.norms.theirs}: {theirs}" for what, mine, theirs, _ in page.norms.conditions]
    parts += [f"{who}, {what}: {theirs}" for who, what, theirs, *_ in page.norms.rows]
    parts += [page.norms.close] if page.norms.close else []
    return "\n".join(line for part in parts for line in _wrapped(part)).replace(NBSP, " ")


def _wrapped(part: str) -> Iterable[str]:
    return part.splitlines() if "\n" in part else wrap(part, WIDTH) or [""]


def _table(rows: Iterable[tuple[str, str, str, str]]) -> str:
    """Rows of the table of end ranges, columns aligned, with an empty line around."""
    head = (say("check.column_what"), *(side.word for side in SIDES), say("check.column_detectable"))
    cells = [head, *rows]
    widths = [max(len(row[k]) for row in cells) for k in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join(["", *lines, ""])
