"""What a runner's account says of turning the thigh: which way all muscles turn it, and what some of them need to give.

Least and most of some muscles' outward moment: over the parameter sets and over every solution of load sharing whose
total cost is at most a fifth above the least; taken line by line, which no single solution does.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from trochanter.core.arrays import Floats, Ints
from trochanter.core.sides import SIDES, Side
from trochanter.mechanics.claims.finding import Finding, Number, Verdict
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.phases import INWARD, OUTWARD, UNCLEAR, Ranged, direction_of, phase_rows
from trochanter.mechanics.summary import HipSummary

NOTICEABLE = 0.1  # of all that turns outward in the phase
LITTLE_NM = 1e-9


def frames(hip: HipSummary, phases: Sequence[str]) -> Ints:
    """Points of a hip's axis that lie in phases."""
    return np.concatenate([hip.axis.within(span) for span in hip.axis.spans if span.phase in phases])


def net_Nm(hip: HipSummary, phases: Sequence[str]) -> Ranged:
    """Mean net rotation moment of all muscles over phases with its 95 % interval, inward positive."""
    rows = [row for row in phase_rows(hip) if row.span.phase in phases]
    width = np.array([row.span.end - row.span.start for row in rows])
    ends = np.array([(row.net_Nm.value, row.net_Nm.low, row.net_Nm.high) for row in rows])
    value, low, high = (width @ ends / width.sum()).tolist()
    return Ranged(value, low, high)


def outward_Nm(hip: HipSummary, muscles: Sequence[str], at: Ints) -> Ranged:
    """Mean outward moment of some muscles over points of the axis: at the optimum, least, most."""
    parts = [_one(hip, muscle, at) for muscle in muscles]
    value, low, high = np.sum(parts, axis=0).tolist()
    return Ranged(value, low, high)


def _one(hip: HipSummary, muscle: str, at: Ints) -> Floats:
    course = hip.muscle(muscle)
    if course is None:
        return np.zeros(3)
    own = np.maximum(-course.moment_Nm.mean[at], 0.0)
    sets = [np.maximum(-v[at], 0.0) for v in (course.moment_sets.low, course.moment_sets.high)]
    bands = [np.maximum(-v[at], 0.0) for b in course.near_optimal for v in (b.moment_Nm.low, b.moment_Nm.high)]
    every = np.array([own, *sets, *bands])
    return np.array([own.mean(), every.min(axis=0).mean(), every.max(axis=0).mean()])


def all_outward_Nm(hip: HipSummary, at: Ints) -> float:
    """Mean of all outward moments at the optimum."""
    return float(sum(group.outward_Nm.mean[at].mean() for group in hip.groups))


def resisting(material: Material, muscles: Sequence[str], phases: Sequence[str], who: str, when: str) -> Finding:
    """Whether muscles resist turning in over phases.

    Supported: all muscles together turn the thigh outward on both sides. Contradicted: together they turn it inward,
    and the named ones cannot give a noticeable outward moment. Contested: together they do not turn it outward for
    sure, yet the named ones may work against that.
    """
    directions: dict[Side, str] = {}
    shares, numbers = [], []
    for side, hip in zip(SIDES, hips(material), strict=True):
        at = frames(hip, phases)
        net, out = net_Nm(hip, phases), outward_Nm(hip, muscles, at)
        directions[side] = direction_of(net)
        shares.append(out.high / max(all_outward_Nm(hip, at), LITTLE_NM))
        numbers += [
            moment(f"all muscles together, {side.word}, inward", net),
            moment(f"{who}, {side.word}, outward", out),
        ]
    verdict = _verdict(list(directions.values()), max(shares))
    return Finding(verdict, tuple(numbers), _words(verdict, who, when, directions))


def _verdict(directions: list[str], most: float) -> Verdict:
    if all(direction == OUTWARD for direction in directions):
        return Verdict.SUPPORTED
    if all(direction == INWARD for direction in directions) and most < NOTICEABLE:
        return Verdict.CONTRADICTED
    return Verdict.CONTESTED


def _words(verdict: Verdict, who: str, when: str, directions: Mapping[Side, str]) -> str:
    ways = {INWARD: "inward", OUTWARD: "outward", UNCLEAR: "in no sure direction"}
    each = " and ".join(f"the {side.word} thigh {ways[way]}" for side, way in directions.items())
    if len(set(directions.values())) == 1:
        each = f"both thighs {ways[next(iter(directions.values()))]}"
    start = f"In this runner all muscles together turn {each} {when}."
    if verdict is Verdict.SUPPORTED:
        return f"{start} That is the direction which the claim needs."
    if verdict is Verdict.CONTRADICTED:
        return f"{start} There is next to nothing that {who} could give against that."
    return (
        f"{start} So the balance of moments does not clearly ask for outward turning then. That {who} give some, as a "
        "by-product of other work or to steady the joint, cannot be excluded: the numbers hold the least and the most."
    )


def hips(material: Material) -> tuple[HipSummary, ...]:
    """Both hips of the runner, right first."""
    return material.runner.hips


def moment(name: str, found: Ranged) -> Number:
    """A moment as a number of a finding."""
    return Number(name, found.value, found.low, found.high, "N m")


def asked_for(least: Sequence[float], most: Sequence[float]) -> Verdict:
    """Verdict on 'these muscles give a noticeable part' from their least and most share, phase by phase."""
    if min(least) > NOTICEABLE:
        return Verdict.SUPPORTED
    return Verdict.CONTRADICTED if max(most) < NOTICEABLE else Verdict.CONTESTED
