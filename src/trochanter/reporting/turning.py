"""What a report says of hip rotation itself: range, offset, sides, phases, rhythm, and where the error comes from."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trochanter.core.quality import Estimate
from trochanter.core.sides import Side
from trochanter.kinematics.hip_rotation import (
    DIFFERS,
    EXCURSION,
    FEW_STRIDES,
    NOT_DETECTABLE,
    HipRotation,
    RotationComparison,
    SideRotation,
    hip_rotation,
)
from trochanter.kinematics.rhythm import Rhythm
from trochanter.kinematics.stride_spread import FEWEST_STRIDES
from trochanter.mechanics.angle_comparison import AngleBand
from trochanter.mechanics.phases import Ranged
from trochanter.mechanics.summary import Summary
from trochanter.reporting.figures.frame import Figure, sample_words
from trochanter.reporting.figures.turning import WITHIN_95, turning_figure
from trochanter.reporting.numbers import ranged, rounded
from trochanter.reporting.sentences import listed, say

FINE_BELOW_RAD = np.deg2rad(10.0)  # below it a difference is told to a tenth of a degree
_GUESSED_ZERO = ("knee-axis-guessed", "markers-from-movement", "markers-generic")
EVEN_BELOW_S = 0.001  # a step difference that is told in whole milliseconds


@dataclass(frozen=True, slots=True)
class TurningPart:
    """The section: words, figure, and rows of words for its three tables, each with its caption; rows may be empty."""

    name: str
    heading: str
    text: tuple[str, ...]
    figures: tuple[Figure, ...]
    caption: str
    rows: tuple[tuple[str, ...], ...]
    phases_caption: str
    phases: tuple[tuple[str, ...], ...]
    errors: tuple[tuple[str, ...], ...]


def turning_part(summary: Summary, bands: tuple[AngleBand, ...]) -> TurningPart:
    """The section on hip rotation of a summary; bands: healthy runners, where they are a fair comparison."""
    turning, sample = hip_rotation(summary.account.motion), sample_words(summary)
    if not turning.sides:
        return TurningPart("turning", say("turn.heading"), (say("turn.partial"),), (), "", (), "", (), ())
    half = max(float(np.mean(side.shape_sigma_rad)) for side in turning.sides)
    told = all(np.isfinite(side.excursion.sigma) for side in turning.sides)
    return TurningPart(
        name="turning",
        heading=say("turn.heading"),
        text=tuple(_text(turning, guessed=_zero_guessed(summary))),
        figures=(turning_figure(summary, turning, bands),) if told else (),
        caption=say("turn.caption", sample=sample),
        rows=tuple(_rows(turning)),
        phases_caption=say("turn.phases_caption", sigma=_deg(WITHIN_95 * half), sample=sample) if told else "",
        phases=tuple(_phases(turning)) if told else (),
        errors=tuple(_errors(turning)),
    )


def _zero_guessed(summary: Summary) -> bool:
    """Whether nothing recorded says where hip rotation is zero."""
    return any(notice.code in _GUESSED_ZERO for notice in summary.account.notices)


def _text(turning: HipRotation, *, guessed: bool) -> Iterable[str]:
    right, left = turning.sides
    if turning.comparison is None:
        yield " ".join([say("turn.blind"), *(_sentence(reason) for reason in turning.quality.reasons)])
    else:
        yield " ".join([_verdict(turning, turning.comparison), *_beyond(turning.comparison)])
    if np.isfinite(right.excursion.sigma + left.excursion.sigma):
        sigma = max(right.excursion.sigma, left.excursion.sigma)
        words = {"right": _deg(right.excursion.value), "left": _deg(left.excursion.value)}
        yield " ".join([say("turn.range", **words, sigma=_deg(WITHIN_95 * sigma)), say("turn.skin")])
        sigma = max(right.offset.sigma, left.offset.sigma)
        words = {"right": _deg(right.offset.value), "left": _deg(left.offset.value)}
        yield (
            say("turn.offset_guessed", **words)
            if guessed
            else say("turn.offset", **words, sigma=_deg(WITHIN_95 * sigma))
        )
    yield " ".join(_rhythm(turning.rhythm))


def _verdict(turning: HipRotation, comparison: RotationComparison) -> str:
    if comparison.answer == FEW_STRIDES:
        return say("turn.few", needed=FEWEST_STRIDES)
    if comparison.answer == NOT_DETECTABLE:
        excursion = comparison.quantity(EXCURSION)
        none = say("turn.none", **_difference(excursion.difference_rad, excursion.detectable_rad))
        return f"{none} {say('turn.none_range')}" if misses_all(turning) else none
    found = [each for each in comparison.quantities if each.found]
    parts = [say(f"turn.differs_{q.quantity}", **_difference(q.difference_rad, q.detectable_rad)) for q in found]
    return say("turn.differs", what=listed(parts))


def _difference(difference_rad: float, detectable_rad: float) -> dict[str, str]:
    return {
        "difference": _deg(abs(difference_rad), 0.1 if abs(difference_rad) < FINE_BELOW_RAD else 1.0),
        "detectable": rounded(float(np.ceil(np.rad2deg(detectable_rad))), 1.0),
    }


def _beyond(comparison: RotationComparison) -> Iterable[str]:
    if comparison.answer != NOT_DETECTABLE:
        return
    excursion = comparison.quantity(EXCURSION)
    if excursion.beyond_chance:
        yield say("turn.beyond", chance=rounded(float(np.rad2deg(excursion.chance_rad)), 0.1))


def _rhythm(steps: Rhythm) -> Iterable[str]:
    contact = {side.word: f"{steps.contact_s[side].mean:.2f}" for side in Side}
    yield say("turn.cadence", cadence=rounded(steps.cadence_per_min, 1.0), **contact)
    if steps.flight_s.n and steps.flight_s.mean > 0.0:
        yield say("turn.flight", flight=f"{steps.flight_s.mean:.2f}")
    elif steps.flight_s.n:
        yield say("turn.overlap", overlap=f"{-steps.flight_s.mean:.2f}")
    if not np.isfinite(steps.step_chance_s):
        return
    difference, limit = 1e3 * steps.step_difference_s, float(np.ceil(1e3 * steps.step_chance_s))
    words = {"difference": rounded(abs(difference), 1.0), "chance": rounded(max(limit, 1.0), 1.0)}
    if abs(steps.step_difference_s) <= max(steps.step_chance_s, EVEN_BELOW_S):
        yield say("turn.steps_none", **words)
    else:
        yield say("turn.steps_differ", **words, way=say("turn.longer" if difference > 0.0 else "turn.shorter"))


def _rows(turning: HipRotation) -> Iterable[tuple[str, ...]]:
    right, left = turning.sides
    yield say("turn.row_range"), _ranged(right.excursion), _ranged(left.excursion)
    yield say("turn.row_spread"), *(_cell(side.excursion_sd_rad) for side in turning.sides)
    for key, name in (
        ("turn.row_offset", "offset"),
        ("turn.row_contact", "at_contact"),
        ("turn.row_toe_off", "at_toe_off"),
    ):
        yield say(key), _ranged(getattr(right, name), floor=None), _ranged(getattr(left, name), floor=None)


def _ranged(number: Estimate, floor: float | None = 0.0) -> str:
    value, half = np.rad2deg([number.value, WITHIN_95 * number.sigma])
    if not np.isfinite(half):
        return rounded(float(value), 1.0)
    low = float(value - half) if floor is None else max(float(value - half), floor)
    return ranged(Ranged(float(value), low, float(value + half)))


def _phases(turning: HipRotation) -> Iterable[tuple[str, ...]]:
    for right, left in zip(*(side.phases for side in turning.sides), strict=True):
        cells = [
            rounded(mean, 0.1) if np.isnan(spread) else f"{rounded(mean, 0.1)} ± {rounded(spread, 0.1)}"
            for mean, spread in np.rad2deg([[p.mean_rad, p.sd_rad] for p in (right, left)])
        ]
        yield say(f"phase.{right.phase}.long"), cells[0], cells[1]


def _errors(turning: HipRotation) -> Iterable[tuple[str, ...]]:
    right, left = turning.sides
    for one, other in zip(right.parts, left.parts, strict=True):
        pairs = [(p.offset_sigma_rad, p.excursion_sigma_rad, float(np.mean(p.shape_sigma_rad))) for p in (one, other)]
        yield (say(f"turn.part.{one.name}"), *(_cell(max(values)) for values in zip(*pairs, strict=True)))
    yield (say("turn.part.strides"), *(_cell(value) for value in _chance(turning)))
    totals = [(s.offset.sigma, s.excursion.sigma, float(np.mean(s.shape_sigma_rad))) for s in turning.sides]
    yield (say("turn.errors_total"), *(_cell(max(values)) for values in zip(*totals, strict=True)))


def _chance(turning: HipRotation) -> tuple[float, float, float]:
    """Standard errors that the strides leave in the means, the larger side."""
    found = [_chance_of(side) for side in turning.sides]
    offset, excursion, shape = (max(values) for values in zip(*found, strict=True))
    return offset, excursion, shape


def _chance_of(side: SideRotation) -> tuple[float, float, float]:
    if side.strides < 2:
        return float("nan"), float("nan"), float("nan")
    of_mean = 1.0 / np.sqrt(side.strides)
    shape = float(np.mean(np.std(side.shapes_rad, axis=0, ddof=1)))
    return side.offset_sd_rad * of_mean, side.excursion_sd_rad * of_mean, shape * of_mean


def _cell(value_rad: float) -> str:
    return _deg(value_rad, 0.1) if np.isfinite(value_rad) else "–"


def _deg(value_rad: float, step: float = 1.0) -> str:
    return rounded(float(np.rad2deg(value_rad)), step)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:].rstrip(".") + "."


def found_difference(turning: HipRotation) -> str:
    """Which sentence on the sides a short table takes: 'none', 'differs' or 'unknown'."""
    if turning.comparison is None or turning.comparison.answer == FEW_STRIDES:
        return "unknown"
    return "differs" if turning.comparison.answer == DIFFERS else "none"


def misses_all(turning: HipRotation) -> bool:
    """Whether a difference of the sides would have to exceed the range of either to be seen, and none was seen."""
    comparison = turning.comparison
    if comparison is None or comparison.answer != NOT_DETECTABLE:
        return False
    widest = max(side.excursion.value for side in turning.sides)
    return comparison.quantity(EXCURSION).detectable_rad > widest
