"""Claim 58: obturator internus runs behind the sit bone to the head of the femur."""

import numpy as np

from trochanter.mechanics.claims.arms import number
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, all_of, judged
from trochanter.mechanics.claims.hip import MM, ranged
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.claims.places import FORWARD
from trochanter.mechanics.cup import standard_cup


def _run(material: Material) -> Finding:
    points = MM * material.hip.points_m("obturator_internus")
    samples, radius = len(points) - 1, MM * standard_cup().radius_m
    behind = ranged((points[:, :, 0] - points[:, :, 1])[..., FORWARD].mean(axis=1, keepdims=True), samples)
    away = ranged(np.linalg.norm(points[:, :, -1].mean(axis=1), axis=1, keepdims=True), samples)
    backward = judged(behind.low, behind.high)
    at_head = judged(radius - away.high, radius - away.low)
    words = (
        "The lines do run backward before they turn to the thigh; but they end nearly twice the head's radius away "
        "from its centre, outside on the greater trochanter. A path is no better than its end."
    )
    numbers = (
        number("turn, behind the start", behind, 0, "mm"),
        number("end, from the centre of the head", away, 0, "mm"),
    )
    return Finding(all_of([backward, at_head]), numbers, words)


CHECK = Check(58, "Does it end on the head of the femur?", (HIP,), _run, by_construction=True)
