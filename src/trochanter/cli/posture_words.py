"""Postures and muscles in the words of ``trochanter muscles``."""

from collections.abc import Iterable, Sequence

import numpy as np

from trochanter.anatomy.muscle_names import describe
from trochanter.core.arrays import Floats
from trochanter.core.sides import side_of
from trochanter.mechanics.atlas_grid import AXES


def stem(line: str) -> str:
    """A line's name without its side."""
    return line if side_of(line) is None else line.rsplit("_", 1)[0]


def named(word: str, lines: Sequence[str]) -> str:
    """What a person calls the lines that a word means: the lay and the Latin name where it is one line's muscle."""
    known = describe(lines[0])
    return known.label if len(lines) == 1 and known.muscle == word else word.replace("_", " ")


def posture_words(posture_rad: Floats) -> str:
    """Flexion, adduction and rotation (3,) to a degree, each by its direction."""
    flexion, adduction, rotation = (round(float(np.degrees(angle))) for angle in posture_rad)
    words = [
        f"{'extension' if flexion < 0 else 'flexion'} {abs(flexion)}",
        f"{'abduction' if adduction < 0 else 'adduction'} {abs(adduction)}",
        f"{'external' if rotation < 0 else 'internal'} rotation {abs(rotation)}",
    ]
    return ", ".join(words)


def spans_words(spans_rad: Iterable[Iterable[float]]) -> str:
    """From where to where each angle goes."""
    pairs = (tuple(map(deg, span)) for span in spans_rad)
    return ", ".join(f"{axis} {low} to {high}" for axis, (low, high) in zip(AXES, pairs, strict=True))


def deg(angle_rad: float) -> str:
    """An angle to a degree, never -0."""
    return f"{round(float(np.degrees(angle_rad))):d}"


def mm(length_m: float) -> str:
    """A length to a millimetre."""
    return f"{1e3 * length_m:.0f} mm"
