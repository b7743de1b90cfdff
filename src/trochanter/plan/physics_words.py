"""What physics says of exercises, in words and plain tables for people and programs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from trochanter.findings.sentences import listed
from trochanter.plan.demand import Demand, Span, as_json
from trochanter.plan.exercise_words import load_words
from trochanter.plan.library import exercises
from trochanter.plan.physics_ranking import Ranked, Stretched

NOTICEABLE = 0.05  # of what a muscle could give: less is not told apart from nothing
MOST = 8
AXES = (("bend", "straighten"), ("draw inward", "lift outward"), ("turn inward", "turn outward"))
SCREEN = "Before any exercise: trochanter screen."
MEANING = (
    "Shares of what each muscle could give in that posture, the largest over the movement: the model's number, and its "
    "range over muscle sizes, attachments, two rules of load sharing, and what is not known of the load. Slow "
    "movement; the cheapest division of work, without the tension that people add to steady themselves: a muscle at 1 "
    "% need not be at rest. Not a measurement of anybody."
)


def percent(span: Span) -> str:
    """A share with its range.

    >>> percent(Span(0.1, 0.25, 0.4))
    '25 % (10 to 40)'
    """
    return f"{100 * span.nominal:.0f} % ({100 * span.low:.0f} to {100 * span.high:.0f})"


def millimetres(span: Span) -> str:
    """A lengthening with its range.

    >>> millimetres(Span(-1.2, 3.4, 8.0))
    '+3 mm (-1 to +8)'
    """
    return f"{span.nominal:+.0f} mm ({span.low:+.0f} to {span.high:+.0f})"


def plain(muscle: str) -> str:
    """A muscle's key, or a word for one as it was typed, as words."""
    return muscle.replace("_", " ").replace("-", " ")


def foremost(demand: Demand, most: int = 3) -> tuple[str, ...]:
    """Muscles of which a noticeable share is asked, most first."""
    return tuple(m for m in demand.ranked[:most] if demand.of(m).nominal >= NOTICEABLE)


def moment_words(demand: Demand) -> str:
    """What is left for the muscles of the hip where that is largest."""
    told = [
        f"{up if value > 0.0 else down} with {abs(value):.0f} N m"
        for value, (up, down) in zip(demand.moment_Nm, AXES, strict=True)
        if abs(value) >= 1.0
    ]
    return listed(told) or "next to nothing"


def overview(found: Mapping[str, Demand]) -> str:
    """All exercises, one line each."""
    width = max(len(name) for name in found)
    lines = [f"{name:{width}s}  {_in_short(demand)}" for name, demand in found.items()]
    return "\n".join([*lines, "", MEANING, SCREEN])


def _in_short(demand: Demand) -> str:
    if not demand.computed:
        return f"not computed: {demand.why}"
    top = [f"{plain(m)} {percent(demand.of(m))}" for m in foremost(demand)]
    return "; ".join(top) or "hardly any muscle is asked anything"


def details(demand: Demand) -> str:
    """One exercise: its load, what it asks of muscles, what it lengthens."""
    exercise = exercises()[demand.exercise]
    lines = [exercise.words, f"Load: {load_words(exercise.load)}"]
    lines += [f"It rests: {demand.rests}"] if demand.rests else []
    if demand.computed:
        lines += [
            f"What is left for the hip's muscles where it is largest: {moment_words(demand)}",
            "",
            *_table(demand),
        ]
        lines += _doubts(demand)
    else:
        lines += [f"What it asks of muscles is not computed: {demand.why}"]
    return "\n".join([*lines, "", *_longer(demand), "", MEANING, SCREEN])


def _table(demand: Demand) -> list[str]:
    """Demand by muscle with the hip's angles where it is largest."""
    rows = [f"{'muscle':22s} {'share (range)':20s} at hip flexion, adduction, rotation"]
    for muscle in foremost(demand, MOST):
        angles = demand.at_deg[demand.muscles.index(muscle)]
        rows.append(f"{plain(muscle):22s} {percent(demand.of(muscle)):20s} " + ", ".join(f"{a:.0f}" for a in angles))
    return rows


def _doubts(demand: Demand) -> list[str]:
    doubts = []
    if demand.out_of_reach:
        shares = listed([f"{100 * share:.0f} %" for share in demand.out_of_reach])
        doubts.append(f"The model's muscles cannot hold it at {shares} of the movement.")
    if len(demand.sets) < 3:
        doubts.append(f"Muscle sizes in the range: {listed(list(demand.sets))}; others do not fit the posture.")
    if demand.misfits:
        doubts.append(f"Fibres beyond belief there: {listed(list(demand.misfits))}.")
    return doubts


def _longer(demand: Demand) -> list[str]:
    """The muscles that get longest."""
    order = sorted(demand.muscles, key=lambda m: -demand.longer(m).nominal)
    longest = [m for m in order[:MOST] if demand.longer(m).low > 0.0]
    if not longest:
        return ["No muscle's path gets longer for sure."]
    return ["Longer than in neutral: " + "; ".join(f"{plain(m)} {millimetres(demand.longer(m))}" for m in longest)]


def ranking_words(target: str, less: Sequence[str], ranked: Sequence[Ranked], stretched: Sequence[Stretched]) -> str:
    """A ranking and the stretches of its target."""
    spared = f" for least of {listed([plain(word) for word in less])}" if less else ""
    width = max(len(name) for name in (*(r.exercise for r in ranked), *(s.exercise for s in stretched)))
    lines = [f"Most of {plain(target)}{spared}", ""]
    for each in ranked:
        off = f"  spared at most {percent(each.less)}" if less else ""
        lines.append(f"{each.exercise:{width}s}  {percent(each.target):20s}{off}  surely ahead of {each.surely_above}")
    lines += ["", f"What lengthens {plain(target)}, of exercises for range", ""]
    for other in stretched:
        lines.append(f"{other.exercise:{width}s}  {millimetres(other.longer_mm)}  surely ahead of {other.surely_above}")
    return "\n".join([*lines, "", MEANING, SCREEN])


def demands_json(found: Mapping[str, Demand]) -> dict[str, Any]:
    """Demands as plain numbers with what they mean."""
    return {"kind": "exercise-demand", "meaning": MEANING, "exercises": [as_json(each) for each in found.values()]}


def ranking_json(
    target: str, less: Sequence[str], ranked: Sequence[Ranked], stretched: Sequence[Stretched]
) -> dict[str, Any]:
    """A ranking as plain numbers; shares of what muscles could give, and millimetres."""
    return {
        "kind": "exercise-ranking",
        "target": target,
        "less": list(less),
        "ranking": [asdict(each) for each in ranked],
        "stretches": [asdict(each) for each in stretched],
    }
