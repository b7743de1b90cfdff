"""What a report says of the marker fit: how far off, which marker most, where it did not converge, what was matched."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trochanter.core.sides import SIDES, side_of
from trochanter.kinematics.marker_match import BY_MAPPING, BY_NAME, BY_TABLE, MarkerMatch
from trochanter.kinematics.marker_table import MarkerRow, farthest_first, marker_rows
from trochanter.kinematics.marker_weights import LEAST_LEAD, thigh_leads
from trochanter.kinematics.motion import MarkerFit, Motion
from trochanter.reporting.numbers import rounded
from trochanter.reporting.sentences import listed, say, sentences

MOST_NAMES = 8
_WAYS = ((BY_NAME, "fit.by_name"), (BY_TABLE, "fit.by_table"), (BY_MAPPING, "fit.by_mapping"))


@dataclass(frozen=True, slots=True)
class FitWords:
    """What is known of a fit beside it, each where it is known.

    match: of names; floor_m: what freely moving rigid segments would miss; even_m: root mean square of a fit with even
    weights, where this one is led by pelvis and thighs.
    """

    match: MarkerMatch | None = None
    floor_m: float | None = None
    even_m: float | None = None


@dataclass(frozen=True, slots=True)
class FitPart:
    """The section: words, and one row of words a marker, farthest first; no rows where angles were given."""

    name: str
    heading: str
    text: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


NOTHING_KNOWN = FitWords()


def fit_part(motion: Motion, known: FitWords) -> FitPart:
    """The section on the fit of a motion."""
    if motion.fit is None:
        return FitPart("fit", say("fit.heading"), (say("fit.given"),), ())
    text = (" ".join(_how_far(motion.fit, known)), *_second(motion), " ".join(_matched(motion.fit, known.match)))
    return FitPart("fit", say("fit.heading"), text, tuple(_rows(motion.fit)))


def _second(motion: Motion) -> Iterable[str]:
    """That hip angles come from another fit, where they do."""
    if motion.led is not None and motion.led.fit is not None:
        yield say("fit.second", rms=_mm(motion.led.fit.rms_m))


def _how_far(fit: MarkerFit, known: FitWords) -> Iterable[str]:
    yield say("fit.rms", rms=_mm(fit.rms_m))
    yield say("fit.parts", parts=listed(list(_parts(fit))))
    if _led(fit):
        yield say("fit.led")
    if known.even_m is not None:
        yield say("fit.even", even=_mm(known.even_m))
    best_m = fit.rms_m if known.even_m is None else known.even_m
    if known.floor_m is not None and known.floor_m < best_m:
        yield say("fit.floor", floor=_mm(known.floor_m), model=_mm(np.sqrt(best_m**2 - known.floor_m**2)))
    worst = next(iter(farthest_first(marker_rows(fit, fit.body))), None)
    if worst is not None and np.isfinite(worst.rms_m):
        yield say("fit.worst", marker=worst.name, segment=_bone(worst), rms=_mm(worst.rms_m))
    missed, total = int(np.sum(~fit.converged)), len(fit.converged)
    if not missed:
        yield say("fit.converged", total=total)
        return
    first = float(fit.time_s[int(np.flatnonzero(~fit.converged)[0])])
    yield say("fit.unconverged", count=missed, total=total, first=f"{first:.2f}")


def _parts(fit: MarkerFit) -> Iterable[str]:
    """Root mean square of each part of the body that was seen, both sides together, from the pelvis down."""
    rows = [row for row in marker_rows(fit, fit.body) if row.seen]
    order = {name: k for k, name in enumerate(fit.body.segments.names)}
    for part in dict.fromkeys(_stem(row) for row in sorted(rows, key=lambda row: order[row.segment])):
        own = [row for row in rows if _stem(row) == part]
        square = sum(row.seen * row.rms_m**2 for row in own) / sum(row.seen for row in own)
        yield say("fit.part", part=_part(part), rms=_mm(square**0.5))


def _led(fit: MarkerFit) -> bool:
    """Whether the thighs' weights stand out over those below knees that only bend."""
    uneven = float(np.max(fit.weight)) > LEAST_LEAD * float(np.min(fit.weight))
    return uneven and all(thigh_leads(fit, fit.body, side) for side in SIDES)


def _matched(fit: MarkerFit, match: MarkerMatch | None) -> Iterable[str]:
    if match is None:
        yield say("fit.used_plain", count=len(fit.names))
        return
    counts = [(key, sum(pair.how == how for pair in match.pairs)) for how, key in _WAYS]
    yield say("fit.used", count=len(fit.names), how=listed([say(key, count=n) for key, n in counts if n]))
    if match.set_name:
        yield say("fit.set", set=match.set_name)
    for key, names in (("fit.unknown", match.unmatched_recorded), ("fit.unrecorded", match.unmatched_body)):
        if names:
            yield say(key, names=_some(names))


def _some(names: tuple[str, ...]) -> str:
    more = [say("fit.more", count=len(names) - MOST_NAMES)] if len(names) > MOST_NAMES else []
    return listed([*names[:MOST_NAMES], *more])


def _rows(fit: MarkerFit) -> Iterable[tuple[str, ...]]:
    for row in farthest_first(marker_rows(fit, fit.body)):
        same = row.name == row.recorded
        shown = row.name if same else say("fit.renamed", marker=row.name, recorded=row.recorded)
        seen = f"{100.0 * row.seen:.0f} %"
        yield shown, _bone(row), _mm(row.rms_m), _mm(row.largest_m), f"{row.weight:g}", seen


def _bone(row: MarkerRow) -> str:
    """A segment in plain words, the model's own where there are none."""
    side = side_of(row.segment)
    return _part(_stem(row)) if side is None else say("fit.sided", side=side.word, segment=_part(_stem(row)))


def _stem(row: MarkerRow) -> str:
    side = side_of(row.segment)
    return row.segment if side is None else row.segment.removesuffix(f"_{side}")


def _part(part: str) -> str:
    key = f"fit.segment.{part}"
    return say(key) if key in sentences() else part.replace("_", " ")


def _mm(value_m: float) -> str:
    return rounded(1e3 * float(value_m), 0.1) if np.isfinite(value_m) else "–"
