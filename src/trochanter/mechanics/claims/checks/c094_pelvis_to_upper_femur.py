"""Claim 94: all six run from the pelvis to the upper end of the thigh bone."""

import numpy as np

from trochanter.mechanics.claims.arms import number, six_names
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, Number, all_of, judged
from trochanter.mechanics.claims.hip import SIDE, Range, ranged
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.places import UP, knee_distance_m

UPPER = 1.0 / 3.0


def _end(material: Material, key: str) -> Range:
    """How far down the thigh a muscle ends, of the distance from hip to knee."""
    body = material.body
    lines = [m for m, name in enumerate(body.muscles.names) if name.endswith(f"_{SIDE}")]
    found = material.hip.look([key], ((0.0, 0.0, 0.0),)).lines
    ends = []
    for m in lines:
        if body.muscles.names[m] in found:
            points = material.hip.points_m(body.muscles.names[m])
            ends.append(-points[:, 0, -1, UP] / knee_distance_m(body))
    return ranged(np.max(ends, axis=0)[:, None], len(ends[0]) - 1)


def _starts_on_pelvis(material: Material, key: str) -> bool:
    body = material.body
    lines = material.hip.look([key], ((0.0, 0.0, 0.0),)).lines
    first = [body.paths.point_segment[body.paths.point_start[body.muscle(line)]] for line in lines]
    return all(segment == body.segment("pelvis") for segment in first)


def _run(material: Material) -> Finding:
    ends = {name: _end(material, key) for key, name in six_names()}
    on_pelvis = all(_starts_on_pelvis(material, key) for key, _ in six_names())
    parts = [judged(UPPER - found.high, UPPER - found.low) for found in ends.values()]
    numbers: list[Number] = [number(f"{name}, end", found, 0, "of hip to knee") for name, found in ends.items()]
    words = (
        "Every line begins on the model's pelvis, which holds the sacrum too (there piriformis begins), and ends in "
        "the upper third of the thigh bone. The lines were drawn from published points, so agreement is no proof."
        if on_pelvis
        else "Not every line of this body begins on its pelvis."
    )
    return Finding(all_of([*parts, judged(*[np.array([1.0 if on_pelvis else -1.0])] * 2)]), tuple(numbers), words)


CHECK = Check(94, "Do all lines of the six begin on the pelvis and end in the upper third of the femur?", (HIP,), _run,
              by_construction=True)  # fmt: skip
