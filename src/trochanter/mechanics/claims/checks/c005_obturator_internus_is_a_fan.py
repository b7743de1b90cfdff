"""Claim 5: obturator internus is a fan from inside the pelvis to the side of the hip."""

import numpy as np

from trochanter.mechanics.claims.arms import number
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, all_of, judged
from trochanter.mechanics.claims.hip import MM, ranged
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.places import hip_centre_m


def _run(material: Material) -> Finding:
    points = MM * material.hip.points_m("obturator_internus")
    samples = len(points) - 1
    origins, ends = points[:, :, 0], points[:, :, -1]
    breadth = [np.linalg.norm(v[:, :1] - v[:, 1:2], axis=2) for v in (origins, ends)]
    narrowing = ranged(breadth[0] - breadth[1], samples)
    inside = ranged(MM * hip_centre_m(material.body)[2] - origins[:, :, 2].mean(axis=1, keepdims=True), samples)
    beside = ranged(ends[:, :, 2].mean(axis=1, keepdims=True), samples)
    parts = [judged(found.low, found.high) for found in (narrowing, inside, beside)]
    words = (
        "The model's two lines begin apart, nearer to the middle of the body than the hip's centre, and end together "
        "beside it. They were drawn from published points, so this only shows that the model is built as anatomy tells."
    )
    numbers = (
        number("how much closer the lines lie at their end than at their start", narrowing, 0, "mm"),
        number("start, toward the middle of the body from the hip's centre", inside, 0, "mm"),
        number("end, outward from the hip's centre", beside, 0, "mm"),
    )
    return Finding(all_of(parts), numbers, words)


CHECK = Check(
    5, "Do its lines run together from inside the pelvis to beside the hip?", (HIP,), _run, by_construction=True
)
