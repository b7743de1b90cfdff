"""Borrowed arrays: the same numbers and memory, nothing counted, the owner untouched."""

import sys

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.borrowing import borrowed
from trochanter.core.kernels import kernel


@kernel
def doubled(values: Floats) -> float:
    """Doubles in place through a borrowed view and returns the sum."""
    view = borrowed(values)
    total = 0.0
    for i in range(view.shape[0]):
        view[i] = 2.0 * view[i]
        total += view[i]
    return total


def test_a_borrowed_array_is_the_same_memory() -> None:
    values = np.arange(5.0)
    assert doubled(values) == 20.0
    np.testing.assert_array_equal(values, 2.0 * np.arange(5.0))


def test_borrowing_leaves_the_owners_count_alone() -> None:
    values = np.ones(1000)
    doubled(values)
    before = sys.getrefcount(values)
    for _ in range(100):
        doubled(values)
    assert sys.getrefcount(values) == before
