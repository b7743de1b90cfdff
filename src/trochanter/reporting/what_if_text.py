"""A what-if as plain text for the terminal: the answer, who pulls more and less, the joint force."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from trochanter.mechanics.what_if import WhatIf
from trochanter.reporting.numbers import NBSP
from trochanter.reporting.sentences import listed, say
from trochanter.reporting.what_if_tables import force_grid, moment_grid, socket_grid
from trochanter.reporting.what_if_words import Grid, answer_words, scenario_words, sure_words

if TYPE_CHECKING:
    from trochanter.mechanics.sampled_what_if import SampledWhatIf

LINE = 100


def what_if_text(found: WhatIf, sampled: "SampledWhatIf | None" = None) -> str:
    """The whole answer as lines of at most about LINE characters; tables may be wider."""
    from trochanter.reporting.what_if_samples import sample_grids, sample_text, sample_words

    more = () if sampled is None else (*sample_words(found, sampled), sample_text(sampled))
    grids = () if sampled is None else sample_grids(found, sampled)
    parts = [
        *_wrapped((say("whatif.title", what=listed(scenario_words(found.scenario))),)),
        *_wrapped(answer_words(found)),
        "",
        *(line for hip in found.hips for grid in (force_grid(hip), moment_grid(hip)) for line in _table(grid)),
        *(line for hip in found.hips for line in _table(socket_grid(hip))),
        *(line for grid in grids for line in _table(grid)),
        *_wrapped((*sure_words(found), *more, say("whatif.lead"))),
    ]
    return "\n".join(parts).replace(NBSP, " ")


def _wrapped(sentences: Iterable[str]) -> list[str]:
    from textwrap import wrap

    return [line for sentence in sentences for line in wrap(sentence, LINE)]


def _table(grid: Grid) -> list[str]:
    """A caption and columns of even width."""
    if not grid.rows:
        return []
    rows = [grid.head, *grid.rows]
    widths = [max(len(row[k]) for row in rows) for k in range(len(grid.head))]
    lines = [
        "  ".join([row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))])
        for row in rows
    ]
    return [*_wrapped((grid.caption,)), *lines, ""]
