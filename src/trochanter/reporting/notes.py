"""What stands in the way of a number: the plate, missing muscles, a partial record, said before the details."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.muscle_names import DEEP_SIX
from trochanter.mechanics.account import PlateCheck
from trochanter.mechanics.phases import loading_peak
from trochanter.mechanics.plate import BIAS_LIMIT_NM
from trochanter.mechanics.summary import LUMPED_GEMELLI, ROTATION, HipSummary, Summary, latin
from trochanter.reporting.doubtful_input import assumed, grave, unbalanced
from trochanter.reporting.figures.angles import AXES
from trochanter.reporting.numbers import rounded
from trochanter.reporting.sentences import listed, say

RESERVE_LIMIT_NM = 2.0
MOST_DOUBTS = 4
EDGE_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence with a mark: its first words, then the rest."""

    title: str
    text: str


def notes(summary: Summary) -> Iterable[Note]:
    """Everything that a reader must know before the numbers."""
    yield from _doubtful(summary)
    if assumed(summary):
        yield Note(say("assumed.title"), _sentences(tuple(notice.text for notice in assumed(summary))))
    if not summary.whole_strides:
        yield Note(say("partial.title"), say("partial.text"))
    yield from _missing(summary)
    yield from _plate(summary, summary.account.plate)
    yield from _reserve(summary)
    if summary.unanswered:
        total = len(summary.account.motion.time_s)
        yield Note(say("unanswered.title"), say("unanswered.text", count=summary.unanswered, total=total))
    if summary.edge_share > EDGE_SHARE:
        yield Note(say("edge.title"), say("edge.text", share=rounded(100.0 * summary.edge_share, 1.0)))


def grave_note(summary: Summary) -> Note | None:
    """Why a recording is doubtful as a whole; None where it is not."""
    found = grave(summary)
    if not found:
        return None
    more = len(found) - MOST_DOUBTS
    texts = [notice.text for notice in found[:MOST_DOUBTS]]
    return Note(say("doubtful.title"), _sentences((*texts, *([say("doubtful.more", count=more)] if more > 0 else []))))


def _doubtful(summary: Summary) -> Iterable[Note]:
    note = grave_note(summary)
    if note is not None:
        yield note
    for notice in unbalanced(summary):
        yield Note(say("doubtful.residual_title"), _sentences((notice.text, say("doubtful.residual"))))


def _missing(summary: Summary) -> Iterable[Note]:
    missing = [latin(key) for key in summary.deep_missing]
    lumped = say("missing.lumped") if LUMPED_GEMELLI in summary.deep_present else ""
    if missing:
        key = "missing.all" if len(missing) == len(DEEP_SIX) else "missing.text"
        last = "or" if key == "missing.text" else "and"
        text = f"{say(key, missing=listed(missing, last))} {lumped}".strip()
        yield Note(say("missing.title", count=len(missing)), text)


def _plate(summary: Summary, plate: PlateCheck | None) -> Iterable[Note]:
    if plate is None:
        yield Note(say("plate.none_title"), say("plate.none"))
    elif not np.isfinite(plate.free_moment_bias_Nm):
        yield Note(say("plate.unchecked_title"), _sentences(plate.reasons))
    elif abs(plate.free_moment_bias_Nm) > BIAS_LIMIT_NM:
        yield Note(say("plate.title"), _bias_words(summary, plate))
        if len(plate.reasons) > 1:
            yield Note(say("plate.doubt_title"), _sentences((*plate.reasons[1:], say("plate.doubt"))))
    elif not plate.believable:
        yield Note(say("plate.doubt_title"), _sentences((*plate.reasons, say("plate.doubt"))))


def _bias_words(summary: Summary, plate: PlateCheck) -> str:
    with_bias, without = (
        [_landing_sum(hip, each) for hip in summary.hips] for each in ("moment_Nm", "moment_without_bias_Nm")
    )
    return say(
        "plate.bias",
        bias=rounded(abs(plate.free_moment_bias_Nm), 0.1),
        stance=rounded(abs(plate.stance_bias_Nm), 0.1),
        right=with_bias[0],
        left=with_bias[1],
        right_without=without[0],
        left_without=without[1],
        twice=rounded(2.0 * abs(plate.stance_bias_Nm), 1.0),
    )


def _landing_sum(hip: HipSummary, name: str) -> str:
    peak = loading_peak(hip)
    return "" if peak is None else rounded(float(getattr(hip, name).mean[peak.index, ROTATION]), 1.0)


def _reserve(summary: Summary) -> Iterable[Note]:
    """What no muscle carries at a hip, where it is more than a trifle."""
    worst = max(summary.hips, key=lambda hip: float(np.max(np.abs(hip.reserve_Nm.each))))
    largest = np.abs(worst.reserve_Nm.each).max(axis=(0, 1))
    if largest.max() <= RESERVE_LIMIT_NM:
        return
    share = np.mean([np.mean(np.any(np.abs(hip.reserve_Nm.each) > RESERVE_LIMIT_NM, axis=2)) for hip in summary.hips])
    axis = say(f"reserve.{AXES[int(np.argmax(largest))]}")
    text = say(
        "reserve.text",
        worst=rounded(float(largest.max()), 1.0),
        side=worst.side.word,
        axis=axis,
        share=rounded(max(100.0 * float(share), 1.0), 1.0),
        limit=f"{RESERVE_LIMIT_NM:g}",
    )
    yield Note(say("reserve.title"), text)


def _sentences(parts: tuple[str, ...]) -> str:
    """Reasons as sentences: a capital first, a full stop last."""
    return " ".join(part[:1].upper() + part[1:].rstrip(".") + "." for part in parts)
