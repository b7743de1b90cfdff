"""What the first screen says: one answer, one line on how sure, chosen from numbers by stated rules."""

from dataclasses import dataclass

import numpy as np

from trochanter.core.sides import SIDES
from trochanter.kinematics.stride_spread import FEWEST_STRIDES
from trochanter.mechanics.phases import (
    INWARD,
    LOADING_PHASES,
    OUTWARD,
    UNCLEAR,
    LoadingPeak,
    PhaseRow,
    Ranged,
    loading_peak,
    phase_rows,
)
from trochanter.mechanics.side_difference import (
    DETECTABLE,
    FEW_STRIDES,
    NET,
    NOT_DETECTABLE,
    PARTIAL,
    PLATE,
    SideDifference,
    SideVerdict,
)
from trochanter.mechanics.summary import DEEP, Summary, latin
from trochanter.reporting.doubtful_input import doubt_key, grave
from trochanter.reporting.numbers import percent, rounded
from trochanter.reporting.sentences import listed, say

LITTLE_SHARE = 0.15
_SIDES = {
    NOT_DETECTABLE: "answer.sides_none",
    PLATE: "answer.sides_plate",
    FEW_STRIDES: "answer.sides_few",
    PARTIAL: "answer.sides_partial",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The first screen in words: what it rests on, the answer, what goes with it, how sure it is."""

    kicker: str
    answer: tuple[str, ...]
    lead: tuple[str, ...]
    sure: tuple[str, ...]


def answer(summary: Summary, verdict: SideVerdict) -> Answer:
    """The first screen of a summary's report."""
    recorded = [row for hip in summary.hips for row in phase_rows(hip)]
    rows = [row for row in recorded if row.span.whole]
    peaks = [peak for peak in map(loading_peak, summary.hips) if peak is not None]
    doubts = grave(summary)
    return Answer(
        _kicker(summary),
        (
            *([say(doubt_key(doubts))] if doubts else []),
            _landing_words(summary, peaks, rows),
            _side_words(verdict),
        ),
        tuple(_lead(summary, recorded)),
        tuple(_sure(summary, verdict, peaks, rows)),
    )


def _kicker(summary: Summary) -> str:
    right, left = summary.hips
    if summary.whole_strides:
        mean_s = float(np.mean(np.concatenate([right.axis.stride_s, left.axis.stride_s])))
        kind = say("answer.kind_strides", right=right.strides, left=left.strides, duration=f"{mean_s:.2f}")
    else:
        kind = say("answer.kind_partial", duration=f"{duration_s(summary):.2f}")
    return say("answer.kicker", name=summary.account.motion.name, kind=kind)


def duration_s(summary: Summary) -> float:
    """Length of the record."""
    time_s = summary.account.motion.time_s
    return float(time_s[-1] - time_s[0])


def _landing_words(summary: Summary, peaks: list[LoadingPeak], rows: list[PhaseRow]) -> str:
    words = [_net_words(peaks)] if peaks else []
    if not summary.deep_present:
        return " ".join([*words, say("answer.deep_absent")])
    loading = [row for row in rows if row.span.phase in LOADING_PHASES]
    return " ".join([*words, _deep_words(peaks, loading)]) if peaks else say("answer.deep_unrecorded")


def _net_words(peaks: list[LoadingPeak]) -> str:
    ways = {peak.direction for peak in peaks}
    if len(peaks) == 1:
        way = say(f"answer.sides_word_{peaks[0].direction}")
        return say("answer.net_one", side=peaks[0].side.word, way=way)
    if len(ways) == 1:
        return say({INWARD: "answer.net_in", OUTWARD: "answer.net_out", UNCLEAR: "answer.net_unclear"}[ways.pop()])
    by_side = {peak.side.word: say(f"answer.sides_word_{peak.direction}") for peak in peaks}
    return say("answer.net_sides", right=by_side["right"], left=by_side["left"])


def _deep_words(peaks: list[LoadingPeak], loading: list[PhaseRow]) -> str:
    if all(_most(row.deep_share) < LITTLE_SHARE for row in loading):
        return say("answer.deep_landing_little")
    ways = {peak.direction for peak in peaks}
    if ways == {INWARD}:
        return say("answer.deep_landing_some")
    return say("answer.deep_landing_same" if ways == {OUTWARD} else "answer.deep_landing_unclear")


def _most(share: Ranged) -> float:
    """Largest share over the sets; the only one where there is one; 0 where nothing turns out."""
    return float(np.nan_to_num(share.high if np.isfinite(share.high) else share.value))


def _side_words(verdict: SideVerdict) -> str:
    if verdict.answer != DETECTABLE:
        return say(_SIDES[verdict.answer])
    phases = dict.fromkeys(say(f"phase.{each.phase}.in") for each in verdict.differences if each.found)
    return say("answer.sides_found", phases=listed(list(phases)))


def _lead(summary: Summary, rows: list[PhaseRow]) -> list[str]:
    found = []
    if summary.deep_missing and summary.deep_present:
        found.append(say("answer.lead_missing", missing=listed([latin(key) for key in summary.deep_missing], "or")))
    best = _busiest(rows)
    if best:
        found.append(_most_words(best))
    if summary.deep_present:
        found.append(say("answer.lead_stabilising"))
    return found


def _busiest(rows: list[PhaseRow]) -> list[PhaseRow]:
    """The phase in which the deep rotators turn out most, N m on average over the sides: one row a side.

    A phase that the record cuts counts with the part that it holds.
    """
    shared = [row for row in rows if np.isfinite(row.deep_share.value)]
    phases = dict.fromkeys(row.span.phase for row in shared)
    by_phase = (_of_sides([row for row in shared if row.span.phase == phase]) for phase in phases)
    return max(by_phase, key=lambda found: float(np.mean([_deep_Nm(row) for row in found])), default=[])


def _of_sides(rows: list[PhaseRow]) -> list[PhaseRow]:
    own = ([row for row in rows if row.side is side] for side in SIDES)
    return [max(each, key=_deep_Nm) for each in own if each]


def _deep_Nm(row: PhaseRow) -> float:
    return next((share.moment_Nm.value for share in row.outward if share.group == DEEP), 0.0)


def _most_words(rows: list[PhaseRow]) -> str:
    where = say(f"phase.{rows[0].span.phase}.in")
    if any(np.isnan(row.deep_share.high) for row in rows):
        return say("answer.lead_most", phase=where)
    shares = [say("answer.lead_share", share=percent(row.deep_share), side=row.side.word) for row in rows]
    return say("answer.lead_late", phase=where, shares=listed(shares))


def _direction_key(peaks: list[LoadingPeak], rows: list[PhaseRow]) -> str:
    """How sure the direction at landing is: at its largest, and over the phase in which that lies."""
    if any(peak.direction == UNCLEAR for peak in peaks):
        return "sure.direction_unclear"
    around = [
        row for row in rows for peak in peaks if row.side is peak.side and row.span.start <= peak.x < row.span.end
    ]
    return "sure.direction_clear" if all(row.direction != UNCLEAR for row in around) else "sure.direction_largest"


def _sure(summary: Summary, verdict: SideVerdict, peaks: list[LoadingPeak], rows: list[PhaseRow]) -> list[str]:
    words = []
    if grave(summary):
        words.append(say("sure.input_doubtful"))
    elif peaks:
        words.append(say(_direction_key(peaks, rows)))
    if summary.deep_present:
        words.append(say("sure.size"))
    if verdict.answer == PARTIAL:
        words.append(say("sure.partial"))
    elif verdict.answer == FEW_STRIDES:
        words.append(say("sure.few", needed=FEWEST_STRIDES))
    else:
        words.append(_detect_words(_tightest(verdict)))
    return [words[0][:1].upper() + words[0][1:], *words[1:]]


def _tightest(verdict: SideVerdict) -> SideDifference:
    """The difference of the sum that comes nearest to being seen."""
    return max(
        (d for d in verdict.differences if d.quantity == NET), key=lambda d: abs(d.difference_Nm) / d.detectable_Nm
    )


def _detect_words(nearest: SideDifference) -> str:
    return say(
        "sure.detect",
        detectable=rounded(np.ceil(nearest.detectable_Nm), 1.0),
        phase=say(f"phase.{nearest.phase}.in"),
        difference=rounded(abs(nearest.difference_Nm), 1.0),
    )
