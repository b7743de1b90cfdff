"""Where a shin lies in a picture: a similarity of the plane, written with complex numbers.

A shin's own coordinates have the knee at 0 and the ankle at 1j; a pose carries them into pixels of the picture.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trochanter.core.arrays import Floats

Points = npt.NDArray[np.complex128]
ANKLE = 1j


@dataclass(frozen=True, slots=True)
class Similarity:
    """z -> turn z + shift: turned by the angle of ``turn``, stretched by its size, then moved.

    A point is x + i y with y down, so that a positive angle turns clockwise on the screen.
    """

    turn: complex
    shift: complex

    @property
    def angle_rad(self) -> float:
        """How far it turns, from -pi to pi."""
        return float(np.angle(self.turn))

    @property
    def scale(self) -> float:
        """How far it stretches."""
        return abs(self.turn)

    def of(self, points: Points) -> Points:
        """Points (n,) carried along."""
        return self.turn * points + self.shift

    def at(self, point: complex) -> complex:
        """One point carried along."""
        return self.turn * point + self.shift

    def after(self, first: "Similarity") -> "Similarity":
        """``first``, then this one.

        >>> quarter, aside = Similarity(1j, 0), Similarity(1, 2)
        >>> quarter.after(aside).at(1)
        3j
        """
        return Similarity(self.turn * first.turn, self.turn * first.shift + self.shift)

    def back(self) -> "Similarity":
        """The one that undoes it."""
        return Similarity(1.0 / self.turn, -self.shift / self.turn)

    def matrix(self) -> Floats:
        """As two rows of three numbers, for x and y."""
        a, b = self.turn, self.shift
        return np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]])


def shin_at(knee: complex, ankle: complex) -> Similarity:
    """The pose of a shin with its knee and ankle there.

    >>> shin_at(2, 2 + 3j).scale
    3.0
    """
    return Similarity((ankle - knee) / 1j, knee)


def angle_between(one: Similarity, other: Similarity) -> float:
    """How far the second is turned from the first, from -pi to pi."""
    return float(np.angle(other.turn / one.turn))


def turned(pose: Similarity, angle_rad: float, knee_shift: complex = 0.0) -> Similarity:
    """A shin turned about its knee, and the knee moved."""
    return Similarity(pose.turn * complex(np.exp(1j * angle_rad)), pose.shift + knee_shift)


def predicted(last: Similarity, before: Similarity, ratio: float) -> Similarity:
    """Where the shin goes on to if it keeps turning about its knee; ratio: of the coming step to the last."""
    return turned(last, ratio * angle_between(before, last), ratio * (last.shift - before.shift))
