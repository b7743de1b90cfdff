"""A what-if over random variations of the model, in words and tables."""

from collections.abc import Iterable

import numpy as np

from trochanter.core.sides import Side
from trochanter.mechanics.sampled_what_if import MEAN_CONTACT, MEAN_FORCE, SampledChange, SampledWhatIf
from trochanter.mechanics.summary import latin
from trochanter.mechanics.uncertainty import HIGH95, LOW95
from trochanter.mechanics.what_if import WhatIf
from trochanter.mechanics.what_if_columns import WHOLE
from trochanter.reporting.numbers import NBSP, rounded
from trochanter.reporting.sections import capital
from trochanter.reporting.sentences import listed, say
from trochanter.reporting.what_if_words import Grid, changed

MOST_ROWS = 8
SMALLEST_N = 0.5


def told_sides(found: WhatIf) -> tuple[Side, ...]:
    """Sides about whose whole axis something can be concluded."""
    return tuple(hip.side for hip in found.hips if hip.conclusive[hip.column(WHOLE)])


def sample_words(found: WhatIf, sampled: SampledWhatIf) -> Iterable[str]:
    """A sentence a side: the interval of the change of joint force, or that it is not told."""
    for side in Side:
        change = sampled.change(side, MEAN_CONTACT)
        if side not in told_sides(found):
            yield say("whatif.samples.not_told", side=side.word)
        elif change is not None:
            low, high = (changed(float(change.change[k]), 0.01) for k in (LOW95, HIGH95))
            yield say("whatif.samples.sure", samples=sampled.samples, side=side.word, low=low, high=high)


def sample_text(sampled: SampledWhatIf) -> str:
    """What was varied, and how often."""
    inputs = [latin(each.name) for each in sampled.inputs]
    return say("whatif.samples.text", samples=sampled.samples, inputs=listed(inputs))


def sample_grids(found: WhatIf, sampled: SampledWhatIf) -> tuple[Grid, ...]:
    """Changes of joint force and of the muscles that change most, a table for each side that is told."""
    return tuple(_grid(side, changes) for side, changes in sampled.sides if side in told_sides(found))


def _grid(side: Side, changes: tuple[SampledChange, ...]) -> Grid:
    contact = [change for change in changes if change.quantity == MEAN_CONTACT]
    forces = [change for change in changes if change.quantity == MEAN_FORCE and _reach(change) >= SMALLEST_N]
    forces = sorted(forces, key=_reach, reverse=True)[:MOST_ROWS]
    columns = (say(f"whatif.samples.column_{name}") for name in ("change", "interval", "grows"))
    head = (say("whatif.column_muscle"), *columns)
    rows = (
        *((say("whatif.samples.contact"), *_cells(change, 0.01)) for change in contact),
        *(
            (say("whatif.samples.force", muscle=capital(latin(change.muscle))), *_cells(change, 1.0))
            for change in forces
        ),
    )
    return Grid(say("whatif.samples.caption", side=capital(side.word)), head, rows)


def _reach(change: SampledChange) -> float:
    return float(np.abs(change.change[[LOW95, HIGH95]]).max())


def _cells(change: SampledChange, step: float) -> tuple[str, str, str]:
    grows = f"{rounded(100.0 * change.rises, 1.0)}{NBSP}%"
    return changed(change.after - change.before, step), _interval(change, step), grows


def _interval(change: SampledChange, step: float) -> str:
    low, high = (changed(float(change.change[k]), step) for k in (LOW95, HIGH95))
    return say("whatif.samples.range", low=low, high=high).replace(" ", NBSP)
