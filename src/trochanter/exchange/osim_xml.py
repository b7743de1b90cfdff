"""Elements of ``.osim`` files: numbers with all their bits, rotations as angles, functions."""

import math
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.functions import POLYNOMIAL
from trochanter.anatomy.splines import end_cubic_spline, piecewise_linear
from trochanter.core.arrays import Floats
from trochanter.core.errors import UnsupportedElement

_GIMBAL = 1e-12


def words(values: Iterable[float]) -> str:
    """Numbers as text that reads back to the same bits.

    >>> words([1, 0.1])
    '1.0 0.1'
    """
    return " ".join(repr(float(value)) for value in values)


def add(parent: Element, tag: str, content: str | float | Iterable[float] = "", *, name: str = "") -> Element:
    """Add a child with text, a number or numbers; returns it."""
    child = SubElement(parent, tag, {"name": name} if name else {})
    text = content if isinstance(content, str) else words([content] if isinstance(content, int | float) else content)
    child.text = text or None
    return child


def add_set(parent: Element, tag: str, name: str = "") -> Element:
    """Add a set and return the element that takes its objects."""
    return add(add(parent, tag, name=name), "objects")


def flag(value: object) -> str:
    """A truth value as ``.osim`` files write it."""
    return "true" if value else "false"


def body_angles(rotation: Floats) -> tuple[float, float, float]:
    """Body-fixed X-Y-Z angles (radians) of a rotation matrix, the inverse of ``core.rotations.xyz_body_rotation``.

    Where the second angle is a right angle, the third is set to zero.
    """
    cosine = math.hypot(rotation[0, 0], rotation[0, 1])
    y = math.atan2(rotation[0, 2], cosine)
    if cosine < _GIMBAL:
        return math.atan2(rotation[2, 1], rotation[1, 1]), y, 0.0
    return math.atan2(-rotation[1, 2], rotation[2, 2]), y, math.atan2(-rotation[0, 1], rotation[0, 0])


def add_function(parent: Element, body: Body, index: int, name: str = "") -> Element:
    """Add function ``index`` of ``body``: a constant, a line, a polynomial, a spline through its knots or a polyline.

    Raises UnsupportedElement for a piecewise cubic that no function of the format reproduces.
    """
    table = body.functions
    first, count = int(table.start[index]), int(table.count[index])
    if table.kind[index] == POLYNOMIAL:
        return _add_polynomial(parent, table.data[first : first + count], name)
    rows = table.data[first : first + 5 * count].reshape(count, 5)
    x, y = rows[:, 0].tolist(), rows[:, 1].tolist()
    for tag, make in (("SimmSpline", end_cubic_spline), ("PiecewiseLinearFunction", piecewise_linear)):
        if _same(rows, make(x, y)):
            element = add(parent, tag, name=name)
            add(element, "x", x)
            add(element, "y", y)
            return element
    where, owner = body.source or body.name, parent.get("name") or parent.tag
    raise UnsupportedElement(where, "a piecewise cubic that .osim files cannot hold", owner, ["splines", "polylines"])


def _add_polynomial(parent: Element, ascending: Floats, name: str) -> Element:
    if len(ascending) == 1:
        element = add(parent, "Constant", name=name)
        add(element, "value", float(ascending[0]))
        return element
    element = add(parent, "LinearFunction" if len(ascending) == 2 else "PolynomialFunction", name=name)
    add(element, "coefficients", ascending[::-1])
    return element


def _same(rows: Floats, made: Floats) -> bool:
    """Whether two piecewise cubics with the same knots agree to 1e-9 of their size inside every interval."""
    width = np.diff(rows[:, 0], append=2 * rows[-1, 0] - rows[-2, 0])[:, None] ** np.arange(4.0)
    size = max(float(np.abs(rows[:, 1:] * width).max()), np.finfo(float).tiny)
    return bool(np.all(np.abs((rows - made)[:, 1:]) * width <= 1e-9 * size))
