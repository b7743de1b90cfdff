"""Claim 85: a pose that opens the hip (pigeon) stretches obturator internus."""

import numpy as np

from trochanter.mechanics.claims.arms import number
from trochanter.mechanics.claims.check import HIP, Check
from trochanter.mechanics.claims.finding import Finding, judged
from trochanter.mechanics.claims.hip import MM, Postures, Range, ranged
from trochanter.mechanics.claims.material import Material

PIGEON: Postures = ((0.0, 0.0, 0.0), (93.0, -26.0, -39.0), (109.0, -26.0, -39.0))
TURNED_IN: Postures = ((0.0, 0.0, 0.0), (0.0, 0.0, 40.0))


def longer_mm(material: Material, word: str, where: Postures) -> Range:
    """By how much longer a muscle is in postures than in the first of them."""
    look = material.hip.look([word], where)
    length = MM * look.length_m @ look.weight
    return ranged(length[:, 1:] - length[:, :1], look.samples)


def _run(material: Material) -> Finding:
    internus, piriformis, maximus = (
        longer_mm(material, word, PIGEON) for word in ("obturator_internus", "piriformis", "gluteus_maximus")
    )
    turned_in = longer_mm(material, "obturator_internus", TURNED_IN)
    k = int(np.argmax(internus.value))
    words = (
        "In the model's pigeon the path of obturator internus is about as long as in standing: whether a little longer "
        "or shorter cannot be told. What the pose lengthens for sure is gluteus maximus, and piriformis. Turning the "
        "straight hip inward lengthens obturator internus more, as cadaver hips showed. The model turns a thigh out by "
        "40 degrees at most, less than many who do the pose; a stretch that is felt need not be of one muscle."
    )
    numbers = (
        number("obturator internus, front leg of pigeon, upright", internus, 0, "mm longer"),
        number("obturator internus, front leg of pigeon, folded over", internus, 1, "mm longer"),
        number("piriformis, pigeon", piriformis, k, "mm longer"),
        number("gluteus maximus, pigeon", maximus, k, "mm longer"),
        number("obturator internus, straight hip turned in by 40 degrees", turned_in, 0, "mm longer"),
    )
    return Finding(judged(internus.low, internus.high), numbers, words)


CHECK = Check(85, "Is obturator internus longer in pigeon than in standing?", (HIP,), _run)
