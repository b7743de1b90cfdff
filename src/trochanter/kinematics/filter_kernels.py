"""The third-order Butterworth filter, one way.

Analogue prototype 1 / ((s + 1)(s^2 + s + 1)), made a recursion by the bilinear transform
s = (1 - 1/z) / (K (1 + 1/z)) with the cut-off pre-warped, K = tan(pi f_c / f_s) (Oppenheim and Schafer, Discrete-Time
Signal Processing, section 7.1). With d = 1 + 2 K + 2 K^2 + K^3:

    b = K^3 (1, 3, 3, 1) / d
    a = (d, -3 - 2 K + 2 K^2 + 3 K^3, 3 - 2 K - 2 K^2 + 3 K^3, -1 + 2 K - 2 K^2 + K^3) / d
    y_n = b_0 x_n + b_1 x_n-1 + b_2 x_n-2 + b_3 x_n-3 - a_1 y_n-1 - a_2 y_n-2 - a_3 y_n-3

Importing scipy.signal would take 0.4 s of every command; the tests hold this filter to it.
"""

import math

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.kernels import kernel

ORDER = 3


def coefficients(cutoff_hz: float, step_s: float) -> tuple[Floats, Floats]:
    """Numerator and denominator (4,) of the recursion, a_0 = 1."""
    k = math.tan(math.pi * cutoff_hz * step_s)
    scale = 1.0 + 2.0 * k + 2.0 * k**2 + k**3
    falling = (-3.0 - 2.0 * k + 2.0 * k**2 + 3.0 * k**3, 3.0 - 2.0 * k - 2.0 * k**2 + 3.0 * k**3)
    last = -1.0 + 2.0 * k - 2.0 * k**2 + k**3
    return k**3 * np.array([1.0, 3.0, 3.0, 1.0]) / scale, np.array([scale, *falling, last]) / scale


@kernel
def one_way(b: Floats, a: Floats, values: Floats) -> Floats:
    """Filter columns (n, k); the first three outputs are the first three inputs, as OpenSim's recursion starts."""
    out = values.copy()
    for n in range(ORDER, values.shape[0]):
        for j in range(values.shape[1]):
            y = b[0] * values[n, j]
            for i in range(1, ORDER + 1):
                y += b[i] * values[n - i, j] - a[i] * out[n - i, j]
            out[n, j] = y
    return out
