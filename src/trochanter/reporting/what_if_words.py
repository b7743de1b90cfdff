"""A what-if in words: the question, the answer, how sure it is, and numbers as its tables show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.muscle_names import GROUPS
from trochanter.core.sides import side_of
from trochanter.kinematics.timeline import PERCENT
from trochanter.mechanics.doubts import RESERVE_SHARE
from trochanter.mechanics.scenario import Scenario
from trochanter.mechanics.summary import latin
from trochanter.mechanics.what_if import WhatIf
from trochanter.mechanics.what_if_columns import PEAK, WHOLE
from trochanter.mechanics.what_if_hips import HipChange
from trochanter.reporting.numbers import NBSP, rounded
from trochanter.reporting.sections import capital
from trochanter.reporting.sentences import listed, say

SMALLEST_N = 1.0
MOST_TAKERS = 3
DASH = "–"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of words: caption, heads of the columns, rows of a name and its cells."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def scenario_words(scenario: Scenario) -> list[str]:
    """What a scenario changes, each as the end of 'what if'."""
    return [
        *_each("strength", scenario.strength, "factor"),
        *_each("stiffness", scenario.stiffness, "factor"),
        *_each("shortened", scenario.shortened, "share"),
        *([say("whatif.removed", muscle=listed(list(map(named, scenario.removed))))] if scenario.removed else ()),
        *_each("floor", {word: 100.0 * value for word, value in scenario.floor.items()}, "share"),
        *_turned("tilt", scenario.pelvic_tilt_rad),
        *_turned("torsion", scenario.anteversion_rad),
    ]


def _each(key: str, values: Mapping[str, float], name: str) -> Iterable[str]:
    """Muscles with the same value together."""
    for value in dict.fromkeys(values.values()):
        muscles = listed([named(word) for word in values if values[word] == value])
        yield say(f"whatif.{key}", muscle=muscles, **{name: f"{value:g}"})


def _turned(key: str, angle_rad: float) -> Iterable[str]:
    if angle_rad:
        more = "more" if angle_rad > 0.0 else "less"
        yield say(f"whatif.{key}_{more}", angle=rounded(abs(float(np.rad2deg(angle_rad))), 0.1).removesuffix(".0"))


def named(word: str) -> str:
    """A muscle as typed, in words.

    >>> named("obturator_internus_r")
    'obturator internus on the right'
    """
    side = side_of(word) if "_" in word else None
    stem = word if side is None else word.rsplit("_", 1)[0]
    words = say(f"whatif.group_{stem}") if stem in GROUPS else latin(stem)
    return words if side is None else say(f"whatif.side_{side.word}", muscle=words)


def changed(value: float, step: float) -> str:
    """A change with its sign.

    >>> changed(3.2, 1.0), changed(-0.04, 0.01), changed(0.2, 1.0)
    ('+3', '−0.04', '0')
    """
    text = rounded(value, step)
    return text if text.startswith("−") or float(text) == 0.0 else f"+{text}"


def with_range(value: float, low: float, high: float, step: float) -> str:
    """A change with its range in brackets; alone where there is none."""
    text = changed(value, step)
    if not np.isfinite(low):
        return text
    least, most = changed(low, step), changed(high, step)
    return text if least == most else f"{text} ({least} to {most})".replace(" ", NBSP)


def told_phases(hip: HipChange) -> list[int]:
    """Columns of the phases, or of the whole record, about which something can be concluded."""
    return [p for p in columns_shown(hip) if hip.conclusive[p]]


def columns_shown(hip: HipChange) -> list[int]:
    """Columns of phases, or the whole record where there is no phase."""
    return list(range(len(hip.spans))) or [hip.column(WHOLE)]


def column_words(hip: HipChange, p: int) -> str:
    """Head of a column; with its start where the record may hold a phase several times."""
    return _timed(hip, p, "long")


def phase_in(hip: HipChange, p: int) -> str:
    """When a column is, as part of a sentence."""
    return _timed(hip, p, "in")


def _timed(hip: HipChange, p: int, form: str) -> str:
    if p >= len(hip.spans):
        return say("whatif.over_record")
    words = say(f"phase.{hip.columns[p]}.{form}")
    if hip.axis.unit == PERCENT:
        return words
    return say("whatif.phase_from", phase=words, start=f"{hip.spans[p].start:.2f}")


def answer_words(found: WhatIf) -> tuple[str, ...]:
    """The sentence that answers: where the changes are largest, who takes over, and what the joint force does."""
    places = [(hip, p) for hip in found.hips for p in told_phases(hip)]
    if not places:
        return (say("whatif.none_told", limit=_limit()),)
    hip, p = max(places, key=lambda place: float(np.abs(place[0].force_change_N[place[1]]).sum()))
    change = hip.force_change_N[p]
    if np.abs(change).max() < SMALLEST_N:
        return (say("whatif.nothing_moves"),)
    return (*_own_words(found, hip, p), *_taker_words(found, hip, p), _contact_words(hip, p))


def _own_words(found: WhatIf, hip: HipChange, p: int) -> Iterable[str]:
    """What the muscle of a scenario of one muscle does itself."""
    own = _touched(found, hip)
    if len(own) == 1:
        phase = capital(phase_in(hip, p))
        yield say(
            "whatif.own",
            phase=phase,
            side=hip.side.word,
            muscle=latin(hip.muscles[own[0]]),
            change=_force_words(hip, p, own[0]),
        )


def _taker_words(found: WhatIf, hip: HipChange, p: int) -> Iterable[str]:
    change, own = hip.force_change_N[p], _touched(found, hip)
    others = [q for q in np.argsort(-np.abs(change)) if q not in own and abs(change[q]) >= SMALLEST_N][:MOST_TAKERS]
    takers = [say("whatif.taker", muscle=latin(hip.muscles[q]), change=_force_words(hip, p, int(q))) for q in others]
    if takers and len(own) == 1:
        yield say("whatif.takers", muscles=listed(takers))
    elif takers:
        phase = capital(phase_in(hip, p))
        yield f"{say('whatif.phase_side', phase=phase, side=hip.side.word)}: {listed(takers)}."


def _force_words(hip: HipChange, p: int, q: int) -> str:
    """How much more or less a muscle pulls, with the range that goes the same way."""
    value = float(hip.force_change_N[p, q])
    words = say("whatif.less" if value < 0.0 else "whatif.more", newtons=rounded(abs(value), 1.0))
    ends = sorted(np.sign(value) * hip.force_range_N[:, p, q])
    if not np.isfinite(ends).all():
        return words
    return say("whatif.between", words=words, low=rounded(float(ends[0]), 1.0), high=rounded(float(ends[1]), 1.0))


def _contact_words(hip: HipChange, p: int) -> str:
    before, after = (float(v) for v in hip.contact_bw[:, p])
    low, high = (float(v) for v in hip.contact_range_bw[:, p])
    change = with_range(after - before, low, high, 0.01)
    return say("whatif.contact", change=change, before=rounded(before, 0.01))


def _touched(found: WhatIf, hip: HipChange) -> list[int]:
    """Muscles (q) of a hip about whose lines the scenario changes anything."""
    changed_lines = np.flatnonzero(found.changes.touched)
    keys = {found.account.muscles[m].muscle for m in changed_lines if found.account.muscles[m].side is hip.side}
    return [q for q, key in enumerate(hip.muscles) if key in keys]


def sure_words(found: WhatIf) -> tuple[str, ...]:
    """How sure it is: ranges, phases about which nothing is concluded, peaks that are not told."""
    yes = say("whatif.sure", sets=len(found.sets)) if found.sets else say("whatif.sure_one")
    return (yes, *_refusals(found), *_peaks(found))


def _refusals(found: WhatIf) -> Iterable[str]:
    refused = [(hip, p) for hip in found.hips for p in columns_shown(hip) if not hip.conclusive[p]]
    if not refused:
        yield say("whatif.told_all", limit=_limit())
        return
    share = max(float(hip.reserve_share[:, p].max()) for hip, p in refused)
    words = [_place(hip, p) for hip, p in refused]
    shown = rounded(100.0 * min(share, 9.99), 1.0)
    yield say("whatif.not_told", phases=listed(words), share=shown, limit=_limit())


def _place(hip: HipChange, p: int) -> str:
    return say("whatif.phase_side", phase=phase_in(hip, p), side=hip.side.word)


def _peaks(found: WhatIf) -> Iterable[str]:
    for hip in found.hips:
        if hip.saturated[:, hip.column(PEAK)].any():
            yield say("whatif.peak_saturated", side=hip.side.word)


def _limit() -> str:
    return f"{100.0 * RESERVE_SHARE:g}"
