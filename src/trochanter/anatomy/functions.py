"""Functions of one coordinate, stored flat: polynomials and piecewise cubics with linear ends.

A polynomial keeps its coefficients in ascending powers. A piecewise cubic keeps five numbers a knot,
``x, y, b, c, d``: on [x_k, x_k+1], f(x) = y + b h + c h^2 + d h^3 with h = x - x_k; below the first knot f
follows the first slope, above the last knot the last slope (the row of the last knot holds y and b there).
Splines of ``.osim`` files become piecewise cubics when they are read; ``MultiplierFunction`` scales the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats, Ints, frozen

POLYNOMIAL = 0
PIECEWISE_CUBIC = 1


@dataclass(frozen=True, slots=True)
class Functions:
    """A table of one-coordinate functions.

    kind: (n,) POLYNOMIAL or PIECEWISE_CUBIC; start: (n,) first index into data;
    count: (n,) coefficients or knots; data: flat numbers.
    """

    kind: Ints
    start: Ints
    count: Ints
    data: Floats

    def value(self, index: int, x: float) -> float:
        """Value of function ``index`` at ``x``: the slow readable twin of the kernels' evaluation."""
        first, count = int(self.start[index]), int(self.count[index])
        if self.kind[index] == POLYNOMIAL:
            return float(np.polynomial.polynomial.polyval(x, self.data[first : first + count]))
        knots = self.data[first : first + 5 * count].reshape(count, 5)
        k = int(np.clip(np.searchsorted(knots[:, 0], x, side="right") - 1, 0, count - 1))
        x_k, y, b, c, d = knots[k]
        h = x - x_k
        if x < knots[0, 0] or k == count - 1:
            return float(y + b * h)
        return float(y + h * (b + h * (c + h * d)))


class FunctionTable:
    """Collects functions while a model is built, then freezes into :class:`Functions`."""

    def __init__(self) -> None:
        self._kind: list[int] = []
        self._count: list[int] = []
        self._data: list[Sequence[float]] = []

    def polynomial(self, ascending: Sequence[float]) -> int:
        """Add a polynomial with coefficients in ascending powers; returns its index."""
        return self._add(POLYNOMIAL, len(ascending), list(ascending))

    def piecewise(self, rows: Floats) -> int:
        """Add a piecewise cubic of rows (n, 5) = x, y, b, c, d; returns its index."""
        return self._add(PIECEWISE_CUBIC, len(rows), [float(v) for v in np.asarray(rows).ravel()])

    def _add(self, kind: int, count: int, data: Sequence[float]) -> int:
        self._kind.append(kind)
        self._count.append(count)
        self._data.append(data)
        return len(self._kind) - 1

    def freeze(self) -> Functions:
        """The immutable table."""
        sizes = [len(data) for data in self._data]
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if sizes else np.zeros(0)
        flat = [v for data in self._data for v in data]
        return Functions(
            frozen(self._kind, np.int64), frozen(starts, np.int64), frozen(self._count, np.int64), frozen(flat)
        )
