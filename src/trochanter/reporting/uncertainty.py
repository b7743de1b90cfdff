"""What a report says of the intervals of the deep rotators: what they hold, what they hang on, what they are not."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trochanter.core.sides import Side
from trochanter.mechanics.phases import Ranged
from trochanter.mechanics.summary import Summary, latin, person_kg
from trochanter.mechanics.uncertainty import (
    HIGH95,
    LOW95,
    PEAK_FORCE,
    SHARE,
    SampledNumber,
    SideUncertainty,
    Uncertainty,
)
from trochanter.reporting.figures.frame import Figure
from trochanter.reporting.figures.intervals import intervals_figure
from trochanter.reporting.figures.six import deep_courses
from trochanter.reporting.numbers import percent, ranged, rounded
from trochanter.reporting.sentences import listed, say

OBTURATOR = "obturator_internus"


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One deep rotator: names, and a side with its cells for each side."""

    muscle: str
    lay: str
    cells: tuple[tuple[Side, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class IntervalsPart:
    """The section: words, figure, what its marks mean, and a table with its caption and columns."""

    name: str
    heading: str
    text: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    caption: str
    columns: tuple[str, ...]
    rows: tuple[IntervalRow, ...]


def intervals_part(summary: Summary) -> IntervalsPart | None:
    """The section on intervals of a summary; None where none were drawn or the model holds no deep rotator."""
    found = summary.account.uncertainty
    if found is None or not summary.deep_present:
        return None
    told = found.each > 0
    return IntervalsPart(
        name="intervals",
        heading=say("sampled.heading"),
        text=tuple(_text(summary, found)),
        keys=(("line", say("sampled.key_line")), ("near2", say("sampled.key_95"))),
        figures=(intervals_figure(summary, found, where_words(found)),),
        caption=_caption(found),
        columns=(say("sampled.share"), say("sampled.force"), *([say("sampled.hangs_column")] if told else [])),
        rows=tuple(_rows(summary, found)),
    )


def _text(summary: Summary, found: Uncertainty) -> Iterable[str]:
    yield " ".join([*_answer(summary, found), *_hangs(summary, found)])
    inputs = listed([_input(each.name) for each in found.inputs])
    yield say("sampled.text", inputs=inputs, samples=found.samples)
    yield " ".join(
        [say("sampled.versus"), *([say("sampled.envelope")] if len(found.sets) > 1 else []), say("sampled.only")]
    )


def _answer(summary: Summary, found: Uncertainty) -> Iterable[str]:
    """One muscle as the example: obturator internus, where the model holds it."""
    key = OBTURATOR if OBTURATOR in summary.deep_present else summary.deep_present[0]
    numbers = {side.side.word: side.number(PEAK_FORCE, key) for side in found.sides}
    mass_kg = person_kg(summary.account)
    told = {word: ranged(_interval(n, mass_kg), 0.1) for word, n in numbers.items() if n is not None}
    if len(told) == len(numbers):
        yield say("sampled.answer", muscle=latin(key), **told)


def _hangs(summary: Summary, found: Uncertainty) -> Iterable[str]:
    for name, muscles in dominated(summary, found).items():
        yield say("sampled.hangs", muscles=listed([latin(m) for m in muscles]), input=_input(name))


def dominated(summary: Summary, found: Uncertainty) -> dict[str, list[str]]:
    """Deep rotators by the input that spreads their largest force most, both sides together; largest group first."""
    groups: dict[str, list[str]] = {}
    for key in summary.deep_present:
        widths: dict[str, float] = {}
        for side in found.sides:
            number = side.number(PEAK_FORCE, key)
            for name, width in () if number is None else number.alone.items():
                widths[name] = widths.get(name, 0.0) + width
        if max(widths.values(), default=0.0) > 0.0:
            groups.setdefault(max(widths, key=lambda name: widths[name]), []).append(key)
    return dict(sorted(groups.items(), key=lambda pair: -len(pair[1])))


def _input(name: str) -> str:
    return say(f"sampled.input_{name}")


def _caption(found: Uncertainty) -> str:
    forces = [n for side in found.sides for n in side.numbers if n.quantity == PEAK_FORCE and n.percentiles[HIGH95] > 0]
    error = float(np.median([n.standard_error[HIGH95] / n.percentiles[HIGH95] for n in forces]))
    return say(
        "sampled.caption",
        samples=found.samples,
        where=where_words(found),
        error=rounded(max(100.0 * error, 1.0), 1.0),
        **{side.side.word: _at(side) for side in found.sides},
    )


def where_words(found: Uncertainty) -> str:
    """What the intervals are over: one stride a side, or the record."""
    return say("sampled.stride" if found.sides[0].unit == "percent" else "sampled.record")


def _at(side: SideUncertainty) -> str:
    at = float(side.x[side.peak])
    return (
        say("sampled.at_percent", at=rounded(at, 1.0))
        if side.unit == "percent"
        else say("sampled.at_seconds", at=f"{at:.2f}")
    )


def _rows(summary: Summary, found: Uncertainty) -> Iterable[IntervalRow]:
    mass_kg = person_kg(summary.account)
    for key in summary.deep_present:
        courses = deep_courses(summary, key)
        cells = tuple((hip.side, tuple(_cells(found.side(hip.side), key, mass_kg))) for hip, _ in courses)
        yield IntervalRow(courses[0][1].label, courses[0][1].lay, cells)


def _cells(side: SideUncertainty, key: str, mass_kg: float) -> Iterable[str]:
    share, force = side.number(SHARE, key), side.number(PEAK_FORCE, key)
    if share is None or force is None:
        return
    yield percent(_interval(share))
    yield ranged(_interval(force, mass_kg), 0.1)
    if force.alone:
        yield say("sampled.hangs_none") if force.dominating is None else _input(force.dominating)


def _interval(number: SampledNumber, over: float = 1.0) -> Ranged:
    low, high = (float(number.percentiles[place]) for place in (LOW95, HIGH95))
    return Ranged(number.nominal / over, low / over, high / over)
