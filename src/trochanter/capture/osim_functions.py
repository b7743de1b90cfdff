"""Functions of ``.osim`` files as polynomials and piecewise cubics of one coordinate."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from trochanter.anatomy.functions import FunctionTable
from trochanter.anatomy.splines import end_cubic_spline, piecewise_linear
from trochanter.capture.osim_file import LARGEST_NUMBER, Element, OsimFile
from trochanter.core.arrays import Floats

_SPLINES = {
    "SimmSpline": end_cubic_spline,
    "NaturalCubicSpline": end_cubic_spline,
    "PiecewiseLinearFunction": piecewise_linear,
}
FUNCTION_TAGS = ("LinearFunction", "Constant", "PolynomialFunction", "MultiplierFunction", *_SPLINES)
_LARGEST_DEGREE = 50


@dataclass(frozen=True, slots=True)
class Curve:
    """A function of one coordinate: ascending ``coefficients``, or ``rows`` (n, 5) of a piecewise cubic."""

    coefficients: tuple[float, ...] = ()
    rows: Floats | None = None

    @property
    def constant(self) -> bool:
        """Whether the value cannot change: a polynomial of degree zero."""
        return self.rows is None and not any(self.coefficients[1:])

    def changed(self, scale: float, shift: float = 0.0) -> "Curve":
        """``scale`` times the function, plus ``shift``."""
        if self.rows is None:
            first, *rest = (scale * value for value in self.coefficients)
            return Curve((first + shift, *rest))
        return Curve(rows=self.rows * np.array([1.0, scale, scale, scale, scale]) + np.array([0.0, shift, 0, 0, 0]))


@dataclass(slots=True)
class Curves:
    """Collects the functions of a model, each once."""

    table: FunctionTable = field(default_factory=FunctionTable)
    seen: dict[tuple[float, ...] | bytes, int] = field(default_factory=dict)

    def add(self, curve: Curve) -> int:
        """Index of ``curve`` in the table."""
        key = curve.coefficients if curve.rows is None else curve.rows.tobytes()
        if key not in self.seen:
            self.seen[key] = (
                self.table.polynomial(curve.coefficients) if curve.rows is None else self.table.piecewise(curve.rows)
            )
        return self.seen[key]


def find_function(file: OsimFile, owner: Element, tag: str) -> Element | None:
    """The function that ``owner`` keeps as property ``tag``: wrapped in an element of that name, or named so."""
    wrapped = file.child(owner, tag)
    if wrapped is not None:
        return next(iter(wrapped), None)
    named = [item for item in owner if item.get("name") == tag]
    known = [item for item in owner if item.tag in FUNCTION_TAGS]
    return next(iter(named or known), None)


def read_function(file: OsimFile, element: Element, owner: str) -> Curve:
    """Read one function; raises UnsupportedElement for a class that is not in FUNCTION_TAGS."""
    if element.tag == "MultiplierFunction":
        return _multiplier(file, element, owner)
    if element.tag == "Constant":
        return Curve((file.number(element, "value", 0.0, largest=LARGEST_NUMBER),))
    if element.tag == "LinearFunction":
        return _linear(file, element, owner)
    if element.tag == "PolynomialFunction":
        return _polynomial(file, element)
    if element.tag in _SPLINES:
        return Curve(rows=_SPLINES[str(element.tag)](*_knots(file, element, owner)))
    raise file.unsupported(element, owner, FUNCTION_TAGS, f"the function {element.tag}")


def _multiplier(file: OsimFile, element: Element, owner: str) -> Curve:
    inner = find_function(file, element, "function")
    if inner is None:
        raise file.bad(f"the MultiplierFunction of {owner} has no function to multiply", element)
    return read_function(file, inner, owner).changed(file.number(element, "scale", 1.0, largest=LARGEST_NUMBER))


def _linear(file: OsimFile, element: Element, owner: str) -> Curve:
    found = file.child(element, "coefficients")
    values = (1.0, 0.0) if found is None else file.numbers(found, largest=LARGEST_NUMBER)
    if len(values) != 2:
        raise file.bad(
            f"the LinearFunction of {owner} has {len(values)} coefficients", element, "two: the slope and the constant"
        )
    return Curve((values[1], values[0]))


def _polynomial(file: OsimFile, element: Element) -> Curve:
    found = file.child(element, "coefficients")
    values = (1.0,) if found is None else file.numbers(found, largest=LARGEST_NUMBER)
    if len(values) > _LARGEST_DEGREE + 1:
        raise file.bad(f"this polynomial has degree {len(values) - 1}", element, f"at most {_LARGEST_DEGREE}")
    return Curve(values[::-1])


def _knots(file: OsimFile, element: Element, owner: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    found = [file.child(element, tag) for tag in ("x", "y")]
    x, y = ((() if item is None else file.numbers(item, largest=LARGEST_NUMBER)) for item in found)
    what = f"the {element.tag} of {owner}"
    if len(x) != len(y) or len(x) < 2:
        raise file.bad(f"{what} has {len(x)} x and {len(y)} y values", element, "at least two, as many x as y")
    if any(b - a <= 1e-12 * max(1.0, abs(a), abs(b)) for a, b in pairwise(x)):
        raise file.bad(f"the x values of {what} do not increase", element, "strictly increasing x values")
    return x, y
