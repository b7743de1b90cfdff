"""The deep rotators one by one, as small multiples: activation with its bands and sets, and moment arms."""

from collections.abc import Callable

from trochanter.mechanics.summary import ROTATION, HipSummary, MuscleCourse, Summary
from trochanter.reporting.figures.frame import (
    Figure,
    Numbers,
    drawn_twice,
    letter,
    numbers_of,
    padded,
    sample_words,
    side_labels,
    x_limits,
)
from trochanter.reporting.panel import Panel, nice_ticks
from trochanter.reporting.sentences import say
from trochanter.reporting.svg import Drawing

_HUES = {
    "piriformis": 1,
    "gemellus_superior": 2,
    "gemelli": 3,
    "obturator_internus": 3,
    "gemellus_inferior": 4,
    "obturator_externus": 5,
    "quadratus_femoris": 6,
}
Draw = Callable[[Panel, list[tuple[HipSummary, MuscleCourse]]], None]


def deep_courses(summary: Summary, key: str) -> list[tuple[HipSummary, MuscleCourse]]:
    """One deep rotator on both sides."""
    pairs = [(hip, hip.muscle(key)) for hip in summary.hips]
    return [(hip, course) for hip, course in pairs if course is not None]


def activation_figure(summary: Summary, keys: tuple[str, ...]) -> Figure:
    """Activation of each muscle: line the optimum, bands what is possible near it, dashes the other sets."""
    numbers = numbers_of(summary)
    for key in keys:
        for hip, course in deep_courses(summary, key):
            _add_activation(numbers, hip, course)
    sample = sample_words(summary)
    return drawn_twice(
        "activation",
        lambda drawing: multiples(
            drawing, summary, (say("figure.activation.unit"), keys), (0.0, 1.0), _activation, numbers
        ),
        say("figure.activation.alt", sample=sample),
        say("figure.activation.caption", sets=_sets_words(summary), sample=sample),
        numbers,
    )


def _sets_words(summary: Summary) -> str:
    return say("figure.activation.sets") if len(summary.account.sets) > 1 else ""


def arms_figure(summary: Summary, keys: tuple[str, ...]) -> Figure:
    """Rotation moment arm of each muscle over the stride, mm, internal up."""
    numbers = numbers_of(summary)
    for key in keys:
        for hip, course in deep_courses(summary, key):
            numbers.add(f"{letter(hip.side)} {course.label} {say('csv.arm')}", 1000.0 * course.arm_m.mean[:, ROTATION])
    limits = padded(numbers.columns.values(), hold=(0.0,))
    sample = sample_words(summary)
    return drawn_twice(
        "arms",
        lambda drawing: multiples(drawing, summary, (say("figure.arms.unit"), keys), limits, _arm, numbers),
        say("figure.arms.alt", sample=sample),
        say("figure.arms.caption", sample=sample),
        numbers,
    )


def multiples(
    drawing: Drawing, summary: Summary, unit_keys: tuple[str, tuple[str, ...]], limits: tuple[float, float], draw: Draw,
    numbers: Numbers,
) -> float:  # fmt: skip
    """One panel a muscle, all on the same scale; unit_keys: the quantity in words, the muscles. Returns the height."""
    unit, keys = unit_keys
    drawing.text("t2", 0.0, 14.0, unit)
    across, end, start = (3 if drawing.wide else 1), 24.0, 24.0
    for k, key in enumerate(keys):
        column = k % across
        start = end + (0.0 if k == 0 else 26.0) if column == 0 else start
        left = 38.0 + 352.0 * column if drawing.wide else 36.0
        top = start + 30.0
        panel = Panel(
            drawing, left, top, left + (298.0 if drawing.wide else 318.0), top + (132.0 if drawing.wide else 110.0),
            x_limits(summary), limits,
        )  # fmt: skip
        _head(panel, key, summary)
        draw(panel, deep_courses(summary, key))
        label = deep_courses(summary, key)[0][1].label
        drawing.hit(
            panel.left, panel.top, panel.right - panel.left, panel.bottom - panel.top,
            [name for name in numbers.columns if f" {label} " in name],
        )  # fmt: skip
        last = k + across >= len(keys) or not drawing.wide
        end = max(end, panel.strips([hip.axis for hip in summary.hips], ends=last and k == len(keys) - 1))
    return end


def _head(panel: Panel, key: str, summary: Summary) -> None:
    head = panel.left - (38.0 if panel.drawing.wide else 36.0)
    panel.drawing.rect(f"d-{_HUES[key]}", head + 2, panel.top - 22, 10, 12, 2)
    course = deep_courses(summary, key)[0][1]
    name = course.label[:1].upper() + course.label[1:]
    panel.drawing.text("", head + 18, panel.top - 12, [("t1 b", name), ("", course.lay)])


def _activation(panel: Panel, courses: list[tuple[HipSummary, MuscleCourse]]) -> None:
    for hip, course in reversed(courses):
        for near in reversed(course.near_optimal):
            panel.band(f"nr{letter(hip.side)}", hip.axis.x, near.range.low, near.range.high)
        if course.near_optimal:
            panel.curve(f"edge ln{letter(hip.side)}", hip.axis.x, course.near_optimal[-1].range.high)
    panel.grid([0.0, 0.5, 1.0], "plain")
    for hip, _ in courses[: 1 if courses[0][0].strides else 2]:
        panel.toe_offs(hip.axis)
    for hip, course in reversed(courses):
        for values in (course.activation_sets.low, course.activation_sets.high):
            panel.curve(f"edge dash ln{letter(hip.side)}", hip.axis.x, values)
    for hip, course in reversed(courses):
        panel.curve(f"ln ln{letter(hip.side)}", hip.axis.x, course.activation.mean)


def _arm(panel: Panel, courses: list[tuple[HipSummary, MuscleCourse]]) -> None:
    panel.grid(nice_ticks(*panel.y_limits, most=4))
    for hip, _ in courses[: 1 if courses[0][0].strides else 2]:
        panel.toe_offs(hip.axis)
    for hip, course in reversed(courses):
        panel.curve(f"ln ln{letter(hip.side)}", hip.axis.x, 1000.0 * course.arm_m.mean[:, ROTATION])
    own = {hip.side: course for hip, course in courses}
    side_labels(panel, [hip for hip, _ in courses], lambda hip: 1000.0 * own[hip.side].arm_m.mean[:, ROTATION])


def _add_activation(numbers: Numbers, hip: HipSummary, course: MuscleCourse) -> None:
    name = f"{letter(hip.side)} {course.label}"
    numbers.add(f"{name} {say('csv.activation')}", course.activation.mean)
    for near in course.near_optimal:
        share = f"{100 * near.slack:.0f}"
        numbers.add(f"{name} {say('csv.near_low', share=share)}", near.range.low)
        numbers.add(f"{name} {say('csv.near_high', share=share)}", near.range.high)
    numbers.add(f"{name} {say('csv.sets_low')}", course.activation_sets.low)
    numbers.add(f"{name} {say('csv.sets_high')}", course.activation_sets.high)
