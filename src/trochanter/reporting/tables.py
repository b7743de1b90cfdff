"""Tables of a report as plain rows of words, ready for the template."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Flags
from trochanter.core.sides import Side
from trochanter.kinematics.timeline import STANCE, STANCE_PHASES
from trochanter.mechanics.account import Doubt
from trochanter.mechanics.phases import INWARD, OUTWARD, GroupShare, PhaseRow, Ranged, phase_rows
from trochanter.mechanics.summary import DEEP, HipSummary, MuscleCourse, Summary
from trochanter.reporting.figures.six import deep_courses
from trochanter.reporting.numbers import percent, ranged, rounded
from trochanter.reporting.sentences import say

MOST_GROUPS = 3
SMALLEST_NM = 1.0


@dataclass(frozen=True, slots=True)
class WhoRow:
    """One hip in one phase; inward, outward: (group, number); sum: direction and number."""

    side: Side
    inward: tuple[tuple[str, str], ...]
    outward: tuple[tuple[str, str], ...]
    share: str
    sum: tuple[str, str]


@dataclass(frozen=True, slots=True)
class WhoBlock:
    """A phase with its rows: both hips where phases are shared, one where each side has its own."""

    title: str
    term: str
    when: str
    rows: tuple[WhoRow, ...]


def who_blocks(summary: Summary) -> list[WhoBlock]:
    """Who turns the thigh in and out: by phase for complete strides, by side and time for a partial record."""
    rows = [phase_rows(hip) for hip in summary.hips]
    if summary.whole_strides:
        return [_block(pair) for pair in zip(*rows, strict=True)]
    return [_block((row,)) for side in rows for row in side]


def _block(rows: tuple[PhaseRow, ...]) -> WhoBlock:
    span = rows[0].span
    seconds = len(rows) == 1
    start, end = (f"{v:.2f}" if seconds else rounded(v, 1.0) for v in (span.start, span.end))
    return WhoBlock(
        title=say(f"phase.{span.phase}.long"),
        term=say(f"phase.{span.phase}.term"),
        when=say("who.seconds" if seconds else "who.percent", start=start, end=end),
        rows=tuple(_who(row) for row in rows),
    )


def _who(row: PhaseRow) -> WhoRow:
    key = {INWARD: "who.sum_in", OUTWARD: "who.sum_out"}.get(row.direction, "who.sum_unclear")
    share = "" if np.isnan(row.deep_share.high) else percent(row.deep_share)
    return WhoRow(row.side, _named(row.inward), _named(row.outward), share, (say(key), ranged(row.net_Nm)))


def _named(shares: tuple[GroupShare, ...]) -> tuple[tuple[str, str], ...]:
    largest = [share for share in shares[:MOST_GROUPS] if share.moment_Nm.value >= SMALLEST_NM]
    deep = next((share for share in shares if share.group == DEEP and share.moment_Nm.high >= SMALLEST_NM), None)
    if deep is not None and deep not in largest:
        largest.append(deep)
    return tuple((say(f"group.{share.group}"), ranged(share.moment_Nm)) for share in largest)


@dataclass(frozen=True, slots=True)
class ForceRow:
    """Largest forces (N/kg) and outward moments (N m) of one deep rotator with ranges, a row of cells for each side."""

    muscle: str
    lay: str
    cells: tuple[tuple[Side, tuple[str, ...]], ...]


def force_rows(summary: Summary) -> list[ForceRow]:
    """Forces of the deep rotators: on the ground and in swing, or over the whole partial record."""
    found = []
    for key in summary.deep_present:
        courses = deep_courses(summary, key)
        cells = tuple((hip.side, tuple(_forces(hip, course))) for hip, course in courses)
        found.append(ForceRow(courses[0][1].label, courses[0][1].lay, cells))
    return found


def _forces(hip: HipSummary, course: MuscleCourse) -> Iterable[str]:
    x = hip.axis.x
    if not hip.strides:
        yield from _pair(course, np.ones(len(x), dtype=bool))
        return
    stance = np.zeros(len(x), dtype=bool)
    for span in hip.axis.spans:
        if span.phase in (*STANCE_PHASES, STANCE):
            stance |= (x >= span.start) & (x < span.end)
    yield from _pair(course, stance)
    yield from _pair(course, ~stance)


def _pair(course: MuscleCourse, where: Flags) -> tuple[str, str]:
    return _force(course, where), _outward(course, where)


def _outward(course: MuscleCourse, where: Flags) -> str:
    """Largest outward moment of the optimum, with the range at the same instant; turning inward is negative."""
    at = int(np.flatnonzero(where)[np.argmin(course.moment_Nm.mean[where])])
    ranges = (course.moment_sets, *(near.moment_Nm for near in course.near_optimal))
    low, high = min(float(-r.high[at]) for r in ranges), max(float(-r.low[at]) for r in ranges)
    return ranged(Ranged(-float(course.moment_Nm.mean[at]), low, high), 0.1)


def _force(course: MuscleCourse, where: Flags) -> str:
    """Largest force of the optimum, with the range at the same instant."""
    at = int(np.flatnonzero(where)[np.argmax(course.force_N_kg.mean[where])])
    low, high = float(course.force_sets.low[at]), float(course.force_sets.high[at])
    for near in course.near_optimal:
        low, high = min(low, float(near.force_N_kg.low[at])), max(high, float(near.force_N_kg.high[at]))
    return ranged(Ranged(float(course.force_N_kg.mean[at]), low, high), 0.1)


def strength_rows(summary: Summary) -> list[tuple[str, ...]]:
    """What other strengths would change: factor, lines at their limit, contact force of both sides, largest reserve."""
    return [
        (
            say("force.strength_times", factor=f"{case.factor:g}"),
            str(case.saturated),
            say("angles.both", right=rounded(case.peak_contact_bw[0], 0.1), left=rounded(case.peak_contact_bw[1], 0.1)),
            rounded(case.peak_reserve_Nm, 1.0),
        )
        for case in summary.account.strength
    ]


def doubt_rows(summary: Summary) -> list[tuple[str, str, tuple[str, ...]]]:
    """Muscles of the hip with any doubt: name, side, share of the record for each kind."""
    found = []
    for hip in summary.hips:
        for course in hip.muscles:
            if any(course.doubt[bit] for bit in doubts()):
                cells = tuple(f"{100.0 * course.doubt[bit]:.0f} %" if course.doubt[bit] else "" for bit in doubts())
                found.append((course.label, hip.side.word, cells))
    return found


def doubts() -> tuple[Doubt, ...]:
    """Kinds of doubt that belong to a muscle, in the order of their columns; the others concern a leg or the record."""
    return (Doubt.FIBRE_LENGTH, Doubt.FIBRE_VELOCITY, Doubt.SLACK, Doubt.SATURATED)
