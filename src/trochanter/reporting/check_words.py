"""What a check of the hips says first: the answer, the numbers, and how sure they are."""

from collections.abc import Iterable
from math import ceil, isfinite

from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.comparing import SideDifference
from trochanter.kinematics.comparing_check import HipCheck
from trochanter.kinematics.comparing_limits import NORMAL_95
from trochanter.kinematics.rotation_range import DIRECTIONS, EndRange, RotationRange
from trochanter.reporting.figures.check import half_deg, whole
from trochanter.reporting.sections import capital
from trochanter.reporting.sentences import listed, say

STRAPPED = ("phone_shin", "phone_shin_gyroscope")
DRAWN = ("video", "video_full", "tapped_video")


def kicker(check: HipCheck) -> str:
    """When, how, and how often."""
    counts = [len(end.repeats_deg) for end in check.whole.ends]
    if min(counts) != max(counts):
        repeats = say("check.repeat_mixed", low=min(counts), high=max(counts))
    else:
        repeats = say("check.repeat_one") if counts[0] == 1 else say("check.repeat_many", n=counts[0])
    whole_check = check.whole
    return say(
        "check.kicker",
        when=day(whole_check),
        position=say(f"check.position_{whole_check.position}"),
        mode=say(f"check.mode_{whole_check.mode}"),
        method=check.method.words,
        set_ups=say("check.set_up_one") if check.set_ups == 1 else say("check.set_up_many", n=check.set_ups),
        repeats=repeats,
    )


def day(recording: RotationRange) -> str:
    """The day as people write it.

    >>> import datetime as dt
    >>> day(RotationRange("seated", "active", "goniometer", "", dt.date(2026, 11, 2), "1", ()))
    '2 November 2026'
    """
    return f"{recording.measured_on.day} {recording.measured_on:%B %Y}"


def end_words(end: EndRange) -> str:
    """An end range in words: 'turning in on the right'."""
    return say("check.end_of_side", way=say(f"check.{end.direction}"), side=end.side.word)


def answer(check: HipCheck) -> tuple[str, ...]:
    """The sentences that answer: first what was stopped by pain, then right against left, else that it was measured."""
    found = [each for each in check.sides if each.found]
    usable = [each for each in check.sides if each.quality.usable]
    said = []
    if check.limited:
        key = "check.answer_limited" if len(check.limited) == 1 else "check.answer_limited_many"
        said.append(say(key, what=capital(listed([end_words(end) for end in check.limited]))))
    said += [_found(each) for each in found]
    if usable and not found:
        ways = listed([say(f"check.{each.direction}") for each in usable])
        said.append(say("check.answer_none") if len(usable) == len(DIRECTIONS) else say("check.answer_part", what=ways))
    if not said:
        sides = {end.side for end in check.whole.ends}
        one = next(iter(sides))
        said.append(say("check.answer_one", side=one.word) if len(sides) == 1 else say("check.answer_refused"))
    return tuple(said)


def _found(each: SideDifference) -> str:
    side = Side.RIGHT if each.difference.value > 0.0 else Side.LEFT
    way = say(f"check.{each.direction}").removeprefix("turning ")
    words = {"side": side.word, "way": way, "difference": whole(abs(each.difference.value))}
    half = NORMAL_95 * each.difference.sigma
    return (
        say("check.answer_found", **words, half=whole(half))
        if isfinite(half)
        else say("check.answer_found_unknown", **words)
    )


def lead(check: HipCheck) -> tuple[str, ...]:
    """The numbers, each direction with both sides, how far each can be off, and which sides are not compared."""
    said = []
    free = [end for end in check.whole.ends if not end.limited_by_pain]
    for direction in DIRECTIONS:
        ends = [end for side in SIDES if (end := check.whole.end(side, direction)) in free and end is not None]
        cells = [
            f"{end.side.word} {whole(end.angle.value)}{' degrees' if k == 0 else ''}" for k, end in enumerate(ends)
        ]
        if cells:
            said.append(say("check.lead_end", way=capital(say(f"check.{direction}")), cells=", ".join(cells)))
    halves = [half_deg(end) for end in free]
    if halves:
        known = all(isfinite(half) for half in halves)
        said.append(say("check.lead_take", half=whole(max(halves))) if known else say("check.lead_take_unknown"))
    return (*said, *_not_compared(check))


def _not_compared(check: HipCheck) -> Iterable[str]:
    """Which sides are not compared and why, once where both directions have the same reasons."""
    measured = {end.direction for end in check.whole.ends}
    refused = [each for each in check.sides if not each.quality.usable and each.direction in measured]
    whys = {each.quality.reasons for each in refused}
    if len(refused) == len(DIRECTIONS) and len(whys) == 1:
        yield say("check.not_compared_both", reasons=listed(list(whys.pop())))
        return
    for each in refused:
        way = capital(say(f"check.{each.direction}"))
        yield say("check.not_compared", way=way, reasons=listed(list(each.quality.reasons)))


def sure(check: HipCheck) -> tuple[str, ...]:
    """How far a single number can be off, from what, and what the error bar rests on."""
    free = [end for end in check.whole.ends if not end.limited_by_pain] or check.whole.ends
    halves = [half_deg(end) for end in free if isfinite(half_deg(end))]
    if not halves:
        return (say("check.sure_unknown"),)
    method = check.method
    ordered = sorted(method.causes, key=lambda cause: -cause.sigma_deg)
    said = [say("check.sure_single", half=whole(max(halves)), causes=listed([cause.words for cause in ordered]))]
    if method.shared_sigma_deg:
        said.append(say("check.sure_tool", shared=whole(NORMAL_95 * method.shared_sigma_deg)))
    said.append(basis(check))
    return tuple(said)


def basis(check: HipCheck) -> str:
    """What the error bar rests on."""
    name = check.method.name
    kind = "drawn" if name in DRAWN else "strapped" if name in STRAPPED else "typed"
    return say(f"check.sure_{kind}")


def limit_heading(check: HipCheck) -> str:
    """The question on the smallest detectable difference, with the person's own numbers where there are any."""
    usable = [each for each in check.sides if each.quality.usable]
    if any(each.found for each in usable):
        return say("check.limit_found")
    if not usable:
        return say("check.limit_other")
    numbers = list(dict.fromkeys(whole(abs(each.difference.value)) for each in usable))
    words = f"{listed(numbers)} {'degree' if numbers == ['1'] else 'degrees'}"
    return say("check.limit_none", is_are="is" if numbers == ["1"] else "are", differences=words)


def limit_words(check: HipCheck) -> tuple[str, ...]:
    """What the limit means, where it comes from, and how one's own becomes finer."""
    from trochanter.anatomy.measuring import comparison_rules

    limit, rules = check.detectable, comparison_rules()
    said = [say("check.limit_text", limit=ceil(limit.value_deg))]
    words = {
        "least": whole(rules["least"].value),
        "recordings": limit.recordings if isfinite(limit.own_deg) else whole(rules["recordings"].value),
        "days": limit.days,
    }
    if isfinite(limit.own_deg) and not limit.is_own:
        said.append(say("check.limit_usual_own", **words, own=ceil(limit.own_deg)))
    else:
        said.append(say(f"check.limit_{limit.how}", **words))
    return tuple(said)


def changes(check: HipCheck) -> Iterable[str]:
    """What has changed since the last comparable check, and which earlier ones are kept apart."""
    usable = [each for each in check.changes if each.quality.usable]
    for each in usable:
        if each.found:
            yield say(
                "check.since_found",
                way=capital(say(f"check.{each.direction}")),
                side=each.side.word,
                difference=whole(abs(each.change.value)),
                more=say("check.since_more" if each.change.value > 0.0 else "check.since_less"),
                limit=ceil(each.detectable_deg),
            )
    none = [say("check.end_of_side", way=say(f"check.{e.direction}"), side=e.side.word) for e in usable if not e.found]
    if none:
        yield say("check.since_none", what=listed(none, "or"))
    for each in check.changes:
        if not each.quality.usable:
            way = capital(say(f"check.{each.direction}"))
            reasons = listed(list(each.quality.reasons))
            yield say("check.since_refused", way=way, side=each.side.word, reasons=reasons)
    for recording, why in check.apart:
        yield say("check.apart", when=day(recording), reasons=listed(list(why)))
