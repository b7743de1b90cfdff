"""Rules on how far the hips turn at rest: differences only where they pass what the check can see, pain kept apart."""

from collections.abc import Iterable
from math import ceil, isfinite, sqrt
from typing import TYPE_CHECKING

from trochanter.core.sides import SIDES, Side
from trochanter.findings.case import Case
from trochanter.findings.finding_words import capital, told, whole
from trochanter.findings.rule_rows import Noticed, Rule
from trochanter.findings.sentences import listed

if TYPE_CHECKING:
    from trochanter.kinematics.comparing import SideDifference
    from trochanter.kinematics.comparing_check import HipCheck
    from trochanter.kinematics.rotation_range import EndRange

WAYS = {"internal": "in", "external": "out"}
RANGES = {"internal": "inward_range", "external": "outward_range"}
LARGE = 2.0  # times what can be seen of a balance: a choice of this project, for no study gives a limit for one person


def _stopped_by_pain(case: Case) -> Iterable[Noticed]:
    for check in case.checks:
        for end in check.limited:
            words = {"end": _end(end), "angle": f"{end.angle.value:.0f}", "pain": _pain(end), "where": _where(end)}
            yield Noticed("stopped_by_pain", end.side, words, not_aims=(RANGES[end.direction],))


def _pain_at_end(case: Case) -> Iterable[Noticed]:
    for check in case.checks:
        for end in check.whole.ends:
            if end.pain and not end.limited_by_pain:
                words = {"end": _end(end), "pain": str(end.pain), "where": _where(end)}
                yield Noticed("pain_at_end", end.side, words, not_aims=(RANGES[end.direction],))


def _turns_less(code: str, direction: str) -> Rule:
    def noticed(case: Case) -> Iterable[Noticed]:
        if case.hip_hurts:
            yield from (_difference(code, *pair) for pair in _found(case) if pair[1].direction == direction)

    return Rule(code, noticed)


def _differ_quietly(case: Case) -> Iterable[Noticed]:
    if not case.hip_hurts:
        yield from (_difference("differ_quietly", *pair) for pair in _found(case))


def _in_and_out_unlike(case: Case) -> Iterable[Noticed]:
    for check in case.checks:
        limit = LARGE * sqrt(2.0) * check.detectable.value_deg
        for side in SIDES:
            balance = check.whole.balance(side).value
            if isfinite(balance) and abs(balance) > limit:
                less = RANGES["external" if balance > 0.0 else "internal"]
                yield Noticed("in_and_out_unlike", side, _balance(check, side, balance), not_aims=(less,))


def _alike(case: Case) -> Iterable[Noticed]:
    for check in case.checks:
        judged = [each for each in check.sides if each.quality.usable]
        if judged and not any(each.found for each in judged):
            words = {
                "ways": listed([f"turning {WAYS[each.direction]}" for each in judged]),
                "limit": f"{ceil(check.detectable.value_deg)}",
                "cells": "; ".join(_cells(check, each) for each in judged),
            }
            yield Noticed("alike", None, words)


def _not_comparable(case: Case) -> Iterable[Noticed]:
    for check in case.checks:
        refused = [each for each in check.sides if not each.quality.usable]
        for reasons in dict.fromkeys(each.quality.reasons for each in refused):
            ways = [WAYS[each.direction] for each in refused if each.quality.reasons == reasons]
            words = {"way": listed(ways), "reasons": listed(list(reasons))}
            yield Noticed("not_comparable", None, words, (capital(_how(check)) + ".",))


def _found(case: Case) -> "Iterable[tuple[HipCheck, SideDifference]]":
    return ((check, each) for check in case.checks for each in check.sides if each.found)


def _difference(code: str, check: "HipCheck", found: "SideDifference") -> Noticed:
    """Right less left beyond what can be seen: the side that turns less far."""
    value = found.difference.value
    side = Side.LEFT if value > 0.0 else Side.RIGHT
    right, left = _angles(check, found)
    words = {
        "side": side.word,
        "way": WAYS[found.direction],
        "difference": f"{abs(value):.0f}",
        "limit": f"{ceil(found.detectable_deg)}",
        "how": _how(check),
        "right": right,
        "left": left,
        "set_ups": str(min(found.set_ups)),
    }
    return Noticed(code, side, words, first=min(abs(value), 90.0) / 100.0)


def _angles(check: "HipCheck", found: "SideDifference") -> list[str]:
    ends = [check.whole.end(side, found.direction) for side in SIDES]
    return whole(end.angle.value for end in ends if end is not None)


def _cells(check: "HipCheck", found: "SideDifference") -> str:
    right, left = _angles(check, found)
    return f"Turning {WAYS[found.direction]}, {_how(check)}: right {right}, left {left} degrees"


def _balance(check: "HipCheck", side: Side, balance: float) -> dict[str, str]:
    ends = (check.whole.end(side, "internal"), check.whole.end(side, "external"))
    turned_in, turned_out = whole(end.angle.value for end in ends if end is not None)
    inward = balance > 0.0
    return {
        "side": side.word,
        "how": capital(_how(check)),
        "more": told("in" if inward else "out"),
        "less": told("out" if inward else "in"),
        "high": turned_in if inward else turned_out,
        "low": turned_out if inward else turned_in,
    }


def _how(check: "HipCheck") -> str:
    position = {"supine": "on the back", "prone": "face down"}.get(check.whole.position, check.whole.position)
    return f"{position}, {'moved by yourself' if check.whole.mode == 'active' else 'moved by an examiner'}"


def _end(end: "EndRange") -> str:
    return f"Turning {WAYS[end.direction]} on the {end.side.word}"


def _pain(end: "EndRange") -> str:
    return "" if end.pain is None else f", {end.pain} of 10{_where(end)}"


def _where(end: "EndRange") -> str:
    return f" ({end.pain_place})" if end.pain_place else ""


RULES = (
    Rule("stopped_by_pain", _stopped_by_pain),
    Rule("pain_at_end", _pain_at_end),
    _turns_less("turns_in_less", "internal"),
    _turns_less("turns_out_less", "external"),
    Rule("differ_quietly", _differ_quietly),
    Rule("in_and_out_unlike", _in_and_out_unlike),
    Rule("alike", _alike),
    Rule("not_comparable", _not_comparable),
)
