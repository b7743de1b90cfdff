"""Numbers as text, many at a time: 17 significant digits, so that reading them back gives the same bits.

A double x != 0 with 10^e <= |x| < 10^(e+1) is written as the integer m = round(|x| 10^(16-e)) of 17 digits. The product
is formed without error as the sum of two doubles (Dekker 1971, doi 10.1007/BF01397083), because one double holds only
15 to 16 digits. 17 correctly rounded digits identify a double (Goldberg 1991, doi 10.1145/103162.103163, theorem 15).
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import numpy as np
from numpy.typing import NDArray

from trochanter.core.arrays import Floats, Ints

# One number as it stands in the file, with what separates it from the next.
_CELL = np.dtype(
    [
        *(("sign", "u1"), ("lead", "u1"), ("point", "u1")),
        *((f"four{k}", "u4") for k in range(4)),
        *(("e", "u1"), ("exponent_sign", "u1"), ("exponent", "u2"), ("separator", "u1")),
    ]
)
_DIGITS = 16
_LARGEST_EXPONENT = 99
_BLOCK = 32768  # numbers at a time
_SPLITTER = 2.0**27 + 1.0


def number_rows(values: Floats) -> bytes:
    r"""Rows of numbers (n, m) as text: tabs between columns, a line feed after each row, NaN for not-a-number.

    >>> number_rows(np.array([[0.5, -1250.0]]))
    b' 5.0000000000000000e-01\t-1.2500000000000000e+03\n'
    """
    return b"".join(number_blocks(values))


def number_blocks(values: Floats) -> Iterator[bytes]:
    """The same text in pieces of whole rows: what is needed on the way is small, and stays in the processor's cache."""
    x = np.ascontiguousarray(values, dtype=np.float64)
    rows = max(1, _BLOCK // max(1, x.shape[1]))
    for first in range(0, len(x), rows):
        yield _block(x[first : first + rows])


def _block(x: Floats) -> bytes:
    size = np.abs(x)
    with np.errstate(divide="ignore", invalid="ignore"):
        magnitude = np.floor(np.log10(size))
    usual = np.abs(magnitude) < _LARGEST_EXPONENT
    exponent = np.where(usual, magnitude, 0.0).astype(np.int64)
    digits = _digits(np.where(usual, size, 0.0), exponent)
    cells = np.empty(x.shape, dtype=_CELL)
    cells["sign"] = np.frombuffer(b" -", dtype=np.uint8).take(np.signbit(x))
    _put_digits(cells, digits)
    _put_exponent(cells, exponent)
    cells["separator"] = ord("\t")
    cells["separator"][:, -1:] = ord("\n")
    odd = np.flatnonzero(~usual & (size != 0.0))
    text = cells.tobytes()
    return _with_odd_cells(text, x.ravel(), odd) if odd.size else text


def _digits(size: Floats, exponent: Ints) -> Ints:
    """The integers m; corrects ``exponent`` in place where a logarithm or m was rounded across a power of ten."""
    product, rest = _scaled(size, exponent)
    too_high = (product - 10.0**_DIGITS + rest < 0.0) & (size > 0.0)
    if too_high.any():
        exponent[too_high] -= 1
        product[too_high], rest[too_high] = _scaled(size[too_high], exponent[too_high])
    digits = _rounded(product, rest)
    too_low = digits >= 10 ** (_DIGITS + 1)
    if too_low.any():
        exponent[too_low] += 1
        digits[too_low] = _rounded(*_scaled(size[too_low], exponent[too_low]))
    return digits


def _rounded(product: Floats, rest: Floats) -> Ints:
    digits: Ints = product.astype(np.int64) + np.rint(rest).astype(np.int64)
    return digits


def _scaled(size: Floats, exponent: Ints) -> tuple[Floats, Floats]:
    """``size`` 10^(16-exponent) as an unevaluated sum of two doubles."""
    least = int(exponent.min(initial=0))
    table = np.array([_power_of_ten(_DIGITS - e) for e in range(least, int(exponent.max(initial=0)) + 1)])
    high, low = table[:, 0].take(exponent - least), table[:, 1].take(exponent - least)
    product = size * high
    return product, _product_error(size, high, product) + size * low


@cache
def _power_of_ten(k: int) -> tuple[float, float]:
    exact = Fraction(10) ** k
    high = float(exact)
    return high, float(exact - Fraction(high))


def _product_error(a: Floats, b: Floats, product: Floats) -> Floats:
    a_high, b_high = a * _SPLITTER, b * _SPLITTER
    a_high -= a_high - a
    b_high -= b_high - b
    a_low, b_low = a - a_high, b - b_high
    return a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)


def _put_digits(cells: NDArray[np.void], digits: Ints) -> None:
    table = _digit_table(4)
    for k in (3, 2, 1, 0):
        rest = digits // 10_000
        cells[f"four{k}"] = table.take(digits - 10_000 * rest)
        digits = rest
    cells["lead"] = digits + ord("0")
    cells["point"] = ord(".")


def _put_exponent(cells: NDArray[np.void], exponent: Ints) -> None:
    cells["e"] = ord("e")
    cells["exponent_sign"] = np.frombuffer(b"+-", dtype=np.uint8).take(exponent < 0)
    cells["exponent"] = _digit_table(2).take(np.abs(exponent))


@cache
def _digit_table(width: int) -> NDArray[np.unsignedinteger]:
    """The numbers 0 to 10^width - 1 as text of ``width`` digits, each packed into one integer of as many bytes."""
    number = np.arange(10**width)
    text = np.stack([number // 10**k % 10 + ord("0") for k in range(width - 1, -1, -1)], axis=1).astype(np.uint8)
    return text.view(f"u{width}")[:, 0]


def _with_odd_cells(text: bytes, x: Floats, odd: NDArray[np.intp]) -> bytes:
    parts, position = [], 0
    for index, value in zip(odd.tolist(), x[odd].tolist(), strict=True):
        start = index * _CELL.itemsize
        cell = "NaN" if np.isnan(value) else f"{value:.{_DIGITS}e}"
        parts += [text[position:start], cell.rjust(_CELL.itemsize - 1).encode("ascii")]
        position = start + _CELL.itemsize - 1
    return b"".join((*parts, text[position:]))
