"""Published values beside one's own, or why no fair comparison exists."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from trochanter.anatomy.rotation_norms import RotationNorm
from trochanter.core.quality import Estimate
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.comparing_check import HipCheck
from trochanter.kinematics.comparing_limits import NORMAL_95
from trochanter.kinematics.comparing_norms import NOT_SAID, Condition
from trochanter.reporting.figures.check import whole
from trochanter.reporting.sections import capital
from trochanter.reporting.sentences import listed, say


@dataclass(frozen=True, slots=True)
class NormPart:
    """The section on published values: where none is fair, the conditions of the nearest one; else rows of values.

    conditions: what, yours, theirs, whether these differ; rows: who, quantity, theirs, right, left.
    """

    heading: str
    text: tuple[str, ...]
    theirs: str
    conditions: tuple[tuple[str, str, str, bool], ...]
    rows: tuple[tuple[str, str, str, str, str], ...]
    recalled: tuple[str, ...]
    close: str


def norm_part(check: HipCheck) -> NormPart:
    """The section of a check."""
    answer = check.norms
    recalled = tuple(_recalled(norm) for norm in answer.recalled)
    if answer.fair:
        rows = tuple(_rows(check))
        text = (say("check_norm.fair_text"), *([say("check_norm.all_pain")] if check.limited else []))
        return NormPart(say("check_norm.heading_fair"), text, "", (), rows, recalled, "")
    nearest = answer.nearest
    if nearest is None:
        text = (say("check_norm.rule"), say("check_norm.nearest_none"))
        return NormPart(say("check_norm.heading_none"), text, "", (), (), recalled, say("check_norm.own"))
    differing = [say(f"check_norm.word_{each.name}") for each in answer.conditions if not each.alike]
    text = (f"{say('check_norm.rule')} {say('check_norm.nearest', what=listed(differing))}",)
    key = "check_norm.column_theirs" if nearest.n else "check_norm.column_theirs_unknown"
    return NormPart(
        heading=say("check_norm.heading_none"),
        text=text,
        theirs=say(key, study=nearest.study, n=nearest.n),
        conditions=tuple(_condition(each) for each in answer.conditions),
        rows=(),
        recalled=recalled,
        close=say("check_norm.own"),
    )


def _condition(each: Condition) -> tuple[str, str, str, bool]:
    return say(f"check_norm.row_{each.name}"), _named(each.name, each.mine), _named(each.name, each.theirs), each.alike


def _named(name: str, word: str) -> str:
    if word == NOT_SAID:
        return say("check_norm.not_said")
    if name == "position":
        return say(f"check.position_{word}")
    return say(f"check_norm.mode_{word}") if name == "mode" else word


def _rows(check: HipCheck) -> Iterable[tuple[str, str, str, str, str]]:
    for norm in check.norms.fair:
        key = "check_norm.people" if norm.n else "check_norm.people_unknown"
        who = say(key, population=capital(norm.population), n=norm.n, study=norm.study)
        right, left = (_mine(check, side, norm.quantity) for side in SIDES)
        yield who, say(f"check_norm.quantity_{norm.quantity}"), _theirs(norm), right, left


def _theirs(norm: RotationNorm) -> str:
    value = whole(norm.value_deg)
    return say("check_norm.spread", value=value, spread=whole(norm.sd_deg)) if isfinite(norm.sd_deg) else value


def _mine(check: HipCheck, side: Side, quantity: str) -> str:
    """One's own value; kept apart where pain limited it, or an end range that it is made of."""
    recording = check.whole
    if quantity in ("total", "balance"):
        number = recording.total(side) if quantity == "total" else recording.balance(side)
        ends = [end for end in recording.ends if end.side is side]
    else:
        end = recording.end(side, "internal" if quantity == "internal" else "external")
        number = Estimate(float("nan"), float("nan"), "deg") if end is None else end.angle
        ends = [] if end is None else [end]
    if any(end.limited_by_pain for end in ends):
        return say("check_norm.apart")
    if not isfinite(number.value):
        return "–"
    half = NORMAL_95 * number.sigma
    if not isfinite(half):
        return whole(number.value)
    span = say("check.low_to_high", low=whole(number.value - half), high=whole(number.value + half))
    return f"{whole(number.value)} ({span})"


def _recalled(norm: RotationNorm) -> str:
    quantity = say(f"check_norm.quantity_{norm.quantity}")
    return say(
        "check_norm.recalled_row",
        study=norm.study,
        population=norm.population,
        quantity=quantity,
        value=_theirs(norm),
    )
