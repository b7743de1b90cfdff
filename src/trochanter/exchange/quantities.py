"""Numbers as files hold them, with their unit, and the versions that they depend on; it loads no engine."""

import math
import platform
from typing import TYPE_CHECKING

import trochanter
from trochanter.exchange.shapes import Quantity

if TYPE_CHECKING:
    from trochanter.core.arrays import Floats

DIGITS = 6
_LEAST_USUAL, _MOST_USUAL = 1e-15, 1e6
_TENS = [float(f"1e{power}") for power in range(21)]


def versions() -> dict[str, str]:
    """Versions that a number can depend on."""
    from importlib.metadata import version

    libraries = {name: version(name) for name in ("numpy", "scipy", "numba")}
    return {"trochanter": trochanter.__version__, "python": platform.python_version(), **libraries}


def quantity(value: float, unit: str, sigma: float | None = None) -> Quantity:
    """A number with its unit; NaN becomes null."""
    return Quantity(value=number(value), unit=unit, sigma=None if sigma is None else number(sigma))


def number(value: float) -> float | None:
    """A finite number to DIGITS significant digits, else None."""
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def numbers(values: "Floats") -> list[float | None]:
    """Numbers (k,) as :func:`number` gives them."""
    import numpy as np

    size = np.abs(values)
    usual = (size >= _LEAST_USUAL) & (size < _MOST_USUAL)
    # A whole number over an exact power of ten is the double nearest to its decimal fraction: no text is needed.
    scale = np.array(_TENS)[DIGITS - 1 - np.floor(np.log10(np.where(usual, size, 1.0))).astype(int)]
    rounded = np.where(usual, np.rint(np.where(usual, values, 0.0) * scale) / scale, values)
    return [value if plain else number(value) for value, plain in zip(rounded.tolist(), usual.tolist(), strict=True)]
