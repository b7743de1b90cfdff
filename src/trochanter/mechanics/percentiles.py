"""Percentiles of samples, and how sure they are.

Standard error of a percentile: that of the bootstrap with infinitely many resamples, which needs no resampling (Maritz
and Jarrett 1978, doi 10.1080/01621459.1978.10480027). A resample's r-th value is the i-th of the n sorted ones with the
probability  w_i = B(i / n; r, n - r + 1) - B((i - 1) / n; r, n - r + 1),  B the regularised incomplete beta function;
its variance is sum w x^2 - (sum w x)^2. The samples are taken as independent; a Latin hypercube does rather better.
"""

import numpy as np
from scipy.special import betainc

from trochanter.core.arrays import Floats, frozen
from trochanter.mechanics.uncertainty import PERCENTILES, Growth

FEWEST_GROWN = 25


def course_percentiles(values: Floats) -> Floats:
    """Percentiles (5, ...) of samples (n, ...); NaN where a sample is."""
    return frozen(np.percentile(values, PERCENTILES, axis=0))


def percentile_errors(values: Floats) -> Floats:
    """Standard errors (5,) of the percentiles of samples (n,)."""
    n, ordered = len(values), np.sort(values)
    edges = np.arange(n + 1) / n
    errors = []
    for percent in PERCENTILES:
        rank = min(max(percent / 100.0 * n + 0.5, 1.0), float(n))
        weight = np.diff(betainc(rank, n - rank + 1.0, edges))
        mean = float(np.sum(weight * ordered))
        errors.append(np.sqrt(np.sum(weight * (ordered - mean) ** 2)))
    return frozen(errors)


def growth(values: Floats) -> tuple[Growth, ...]:
    """Percentiles after an eighth, a quarter, half and all of the samples, from FEWEST_GROWN on."""
    counts = sorted({len(values) // part for part in (8, 4, 2, 1)})
    return tuple(Growth(n, course_percentiles(values[:n])) for n in counts if n >= FEWEST_GROWN or n == len(values))
