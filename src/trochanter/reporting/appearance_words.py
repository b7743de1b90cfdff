"""What a control test and a running video say in words: the answer, what has changed, what cannot be seen."""

from collections.abc import Iterable, Sequence
from math import ceil, log10

from trochanter.anatomy.appearance import AppearanceQuantity, quantity_named
from trochanter.core.sides import Side
from trochanter.findings.finding_words import day_words
from trochanter.kinematics.appearance import NORMAL_95, Appearance, AppearanceNumber
from trochanter.kinematics.appearance_change import AppearanceChange, changes_since, kept_apart
from trochanter.reporting.numbers import rounded
from trochanter.reporting.sections import capital
from trochanter.reporting.sentences import listed, say

_WORDS_OF_UNIT = {"deg": "degrees", "steps/min": "steps a minute", "ms": "milliseconds", "cm": "cm"}
_CANNOT = {
    "control_test": ("control_rotation", "control_depth", "control_pelvis", "control_others", "control_why"),
    "running_video": ("run_rotation", "run_pelvis", "run_bone", "run_foot", "run_force", "run_far", "run_others"),
}


def unit_words(unit: str) -> str:
    """A unit as people say it."""
    return _WORDS_OF_UNIT.get(unit, unit)


def half(number: AppearanceNumber) -> float:
    """Half of the 95 % interval."""
    return NORMAL_95 * number.estimate.sigma


def shown(value: float, about: AppearanceQuantity) -> str:
    """A value of a quantity, rounded to its step."""
    return rounded(value, about.step)


def limit_of(number: AppearanceNumber) -> str:
    """What a change has to pass, rounded up."""
    step = quantity_named(number.quantity).step
    return rounded(ceil(number.detectable / step - 1e-9) * step, step)


def name_of(number: AppearanceNumber | AppearanceChange) -> str:
    """The name of a quantity, with its side where it has one."""
    words = quantity_named(number.quantity).words
    return words if number.side is None else say("look.of_side", what=words, side=number.side.word)


def kicker(now: Appearance) -> str:
    """When, what, from where, how often."""
    when, side = day_words(now.measured_on), "" if now.side is None else now.side.word
    right, left = now.counts
    own = left if now.side is Side.LEFT else right
    if now.kind == "control_test":
        exercise = say(f"look.exercise_{now.exercise}")
        return say("look.kicker_control_test", when=when, exercise=exercise, side=side, count=own)
    if now.view == "side":
        return say("look.kicker_side", when=when, side=side, count=own)
    return say("look.kicker_rear", when=when, right=right, left=left)


def answer(now: Appearance) -> tuple[str, ...]:
    """The sentences that answer."""
    if now.kind == "control_test":
        return tuple(_knee(now))
    said = [say("look.answer_cadence", value=shown(each.estimate.value, quantity_named("cadence")))
            for each in (now.number("cadence"),) if each is not None]  # fmt: skip
    return (*said, *(_overstride(now) if now.view == "side" else _width(now)))


def _knee(now: Appearance) -> Iterable[str]:
    each = now.number("frontal_angle_change", now.side)
    if each is None or now.side is None:
        return
    value, words = each.estimate.value, {"side": now.side.word, "half": rounded(half(each), 1.0)}
    if abs(value) < half(each):
        yield say("look.answer_knee_none", **words)
    else:
        moves = say("look.moves_in" if value > 0.0 else "look.moves_out")
        yield say("look.answer_knee", **words, moves=moves, change=rounded(abs(value), 1.0))


def _overstride(now: Appearance) -> Iterable[str]:
    each = now.number("overstride", now.side)
    if each is not None and now.side is not None:
        key = "look.answer_overstride" if each.estimate.value >= 0.0 else "look.answer_overstride_behind"
        value, take = rounded(abs(each.estimate.value), 0.01), rounded(half(each), 0.01)
        yield say(key, side=now.side.word, value=value, half=take)


def _width(now: Appearance) -> Iterable[str]:
    each = now.number("step_width")
    if each is not None:
        key = "look.answer_width" if each.estimate.value >= 0.0 else "look.answer_crossing"
        yield say(key, value=rounded(abs(each.estimate.value), 0.1), half=rounded(half(each), 0.1))


def sure(now: Appearance) -> tuple[str, ...]:
    """How far a reading can be off, from what, and what the error bar rests on."""
    angles = [each for each in now.numbers if each.estimate.unit == "deg"]
    worst = max(angles, key=lambda each: each.estimate.sigma)
    causes = sorted(quantity_named(worst.quantity).causes_of(now.film.model), key=lambda cause: -cause.sigma)
    words = listed([cause.words for cause in causes])
    return (say(f"look.sure_{now.kind}", half=rounded(half(worst), 1.0), causes=words), say("look.sure_drawn"))


def cannot_show(now: Appearance) -> tuple[str, ...]:
    """What no film of this kind can show."""
    keys = [key for key in _CANNOT[now.kind] if key != "run_far" or now.view == "side"]
    return tuple(say(f"look_can.{key}") for key in (*keys, *(["run_late"] if now.kind == "running_video" else [])))


def since_heading(now: Appearance, earlier: Sequence[Appearance]) -> str:
    """The question on change."""
    found = changes_since(now, earlier)
    if found:
        return say("look.since", when=day_words(found[0].since))
    return say("look.since_apart") if earlier else say("look.since_first")


def changes(now: Appearance, earlier: Sequence[Appearance]) -> Iterable[str]:
    """What has changed since the last film that is alike, and which films are kept apart."""
    found = changes_since(now, earlier)
    yield from (_found(each) for each in found if each.found)
    none = [name_of(each) for each in found if each.quality.usable and not each.found]
    if none:
        yield say("look.since_none", what=listed(none, "or"))
        yield say("look.limit_note")
    refused: dict[tuple[str, ...], list[str]] = {}
    for each in found:
        if not each.quality.usable:
            refused.setdefault(each.quality.reasons, []).append(name_of(each))
    for reasons, names in refused.items():
        yield say("look.since_refused", what=listed(names), reasons=listed(list(reasons)))
    for day, reasons in kept_apart(now, earlier):
        yield say("look.apart", when=day_words(day), reasons=listed(list(reasons)))
    if not earlier:
        yield say("look.since_first_text")


def _found(each: AppearanceChange) -> str:
    about = quantity_named(each.quantity)
    return say(
        "look.since_found",
        what=capital(name_of(each)),
        difference=shown(abs(each.change.value), about),
        unit=unit_words(about.unit),
        more=say("look.more" if each.change.value > 0.0 else "look.less"),
        limit=rounded(each.detectable, about.step),
    )


def digits_of(step: float) -> int:
    """Decimals that a step needs.

    >>> digits_of(0.05), digits_of(1.0)
    (2, 0)
    """
    return max(0, ceil(-log10(step) - 1e-9))
