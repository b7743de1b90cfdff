"""Scale factors of segments from distances between landmarks: the person's over the model's.

Which pair sizes which segment along which axes stands in ``scale_pairs.csv``; of several pairs for one measure the
first that both have counts. A paired measure is taken on both sides. An axis without a pair takes the mean of the
segment's other axes; a segment without any takes the factor of the nearest segment that has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.rows import Row, grouped, rows
from trochanter.core.errors import MissingInput
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES
from trochanter.kinematics.model_landmarks import ModelLandmarks
from trochanter.kinematics.standing import Standing

PLAUSIBLE = (0.7, 1.4)
LARGEST_SIDE_DIFFERENCE = 0.05
Factors = dict[str, tuple[float, float, float]]
SidesFrom = Literal["mean", "own"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure: the person's distance and the model's on a side ('r', 'l', '' for the middle); pair used."""

    measure: str
    side: str
    first: str
    second: str
    person_m: float
    model_m: float
    segments: tuple[str, ...]
    axes: str

    @property
    def factor(self) -> float:
        """The person's distance over the model's."""
        return self.person_m / self.model_m


def measured_pairs(person: Standing, model: ModelLandmarks) -> tuple[Measured, ...]:
    """Every measure that both person and model have, each side by itself."""
    found = []
    for options in grouped(rows("scale_pairs"), "measure").values():
        for axes in dict.fromkeys(row["axes"] for row in options):
            own = sorted((row for row in options if row["axes"] == axes), key=lambda row: int(row["rank"]))
            sides = [f"_{s.value}" for s in SIDES] if own[0]["sided"] == "true" else [""]
            found += [m for side in sides if (m := _first(own, side, person, model)) is not None]
    return tuple(found)


def pair_factors(body: Body, measured: tuple[Measured, ...], *, sides: SidesFrom = "mean") -> Factors:
    """Factors along x, y, z of every segment of ``body`` but the ground.

    sides: 'mean' gives left and right the mean of both, so that the model has no side difference of its own; 'own'
    keeps them apart. Raises MissingInput where nothing was measured.
    """
    if not measured:
        raise MissingInput(
            "no distance between landmarks is known in both the static trial and the model",
            where=body.source or body.name,
            valid="markers over pelvis, knees, ankles and feet, named as a common marker set does",
            next_step="give a mapping file that says which landmark each marker is on, or scale by height and mass",
        )
    along: dict[str, dict[str, list[float]]] = {}
    for m in measured:
        for segment in m.segments:
            for axis in m.axes:
                for name in _named(segment, m.side, sides):
                    along.setdefault(name, {}).setdefault(axis, []).append(m.factor)
    known = {name: _completed(parts) for name, parts in along.items() if name in body.segments.names}
    return {name: _nearest(body, name, known) for name in body.segments.names[1:]}


def factor_notices(body: Body, measured: tuple[Measured, ...], where: str) -> tuple[Notice, ...]:
    """What is doubtful: factors of nobody, sides that differ, segments whose size was not measured."""
    low, high = PLAUSIBLE
    notices = []
    for m in measured:
        if not low <= m.factor <= high:
            text = f"{_label(m)} is {100 * m.person_m:.0f} cm, {m.factor:.2f} times the model's"
            notices.append(
                Notice(
                    "scale-implausible",
                    f"{text}, where people are {low} to {high}: check units, labels and whose static trial it is",
                    where,
                )
            )
    for measure, pair in _pairs_of_sides(measured).items():
        apart = pair["r"] / pair["l"] - 1.0
        if abs(apart) > LARGEST_SIDE_DIFFERENCE:
            text = f"{measure.replace('_', ' ')}: right over left is {pair['r'] / pair['l']:.2f}"
            notices.append(Notice("scale-sides-differ", f"{text}; a marker may be misplaced", where))
    guessed = _unmeasured(body, measured)
    if guessed:
        text = f"no markers give the size of {', '.join(guessed)}; each takes the factor of the nearest segment"
        notices.append(Notice("scale-not-measured", text, where))
    return tuple(notices)


def _first(options: list[Row], side: str, person: Standing, model: ModelLandmarks) -> Measured | None:
    for row in options:
        first, second = f"{row['first']}{side}", f"{row['second']}{side}"
        if person.has(first, second) and model.has(first, second):
            lengths = person.distance_m(first, second), model.distance_m(first, second)
            segments = tuple(row["segments"].split())
            return Measured(row["measure"], side.strip("_"), first, second, *lengths, segments, row["axes"])
    return None


def _named(segment: str, side: str, sides: SidesFrom) -> list[str]:
    if not side:
        return [segment]
    return [f"{segment}_{s.value}" for s in SIDES if sides == "mean" or s.value == side]


def _completed(parts: Mapping[str, list[float]]) -> tuple[float, float, float]:
    mean = {axis: float(np.mean(values)) for axis, values in parts.items()}
    rest = float(np.mean(list(mean.values())))
    return mean.get("x", rest), mean.get("y", rest), mean.get("z", rest)


def _nearest(body: Body, name: str, known: Factors) -> tuple[float, float, float]:
    """The segment's own factors; else the mean factor of the first that has one: other side, up the tree, anywhere."""
    if name in known:
        return known[name]
    stem, _, side = name.rpartition("_")
    other = f"{stem}_{'l' if side == 'r' else 'r'}"
    parent = {int(c): int(p) for p, c in zip(body.joints.parent, body.joints.child, strict=True)}
    above, k = [other], parent.get(body.segment(name), 0)
    while k > 0:
        above.append(body.segments.names[k])
        k = parent.get(k, 0)
    near = next((known[n] for n in above if n in known), None)
    factor = float(np.mean(near)) if near else float(np.mean(list(known.values())))
    return factor, factor, factor


def _unmeasured(body: Body, measured: tuple[Measured, ...]) -> list[str]:
    sized = {name for m in measured for segment in m.segments for name in _named(segment, m.side, "own")}
    return [name for name in body.segments.names[1:] if name not in sized]


def _pairs_of_sides(measured: tuple[Measured, ...]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for m in measured:
        if m.side:
            found.setdefault(m.measure, {})[m.side] = m.person_m
    return {measure: pair for measure, pair in found.items() if len(pair) == len(SIDES)}


def _label(m: Measured) -> str:
    words = {"r": "right ", "l": "left ", "": ""}
    return f"{words[m.side]}{m.measure.replace('_', ' ')} ({m.first} to {m.second})"
