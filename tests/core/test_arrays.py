"""Arrays in results are copies that nobody can write to."""

import numpy as np
import pytest

from trochanter.core.arrays import frozen


def test_the_caller_keeps_an_array_that_can_be_written_to() -> None:
    mine = np.zeros(3)
    theirs = frozen(mine)
    mine[0] = 1.0
    assert theirs.tolist() == [0.0, 0.0, 0.0]
    with pytest.raises(ValueError, match="read-only"):
        theirs[0] = 1.0


def test_arrays_are_contiguous_for_kernels() -> None:
    assert frozen(np.arange(6.0).reshape(2, 3).T).flags.c_contiguous


@pytest.mark.parametrize("shape", [(2, 3), (-1, 3), (2, -1), None])
def test_a_shape_that_fits(shape: tuple[int, ...] | None) -> None:
    assert frozen(np.ones((2, 3)), shape=shape).shape == (2, 3)


@pytest.mark.parametrize("shape", [(3, 2), (6,), (2, 3, 1), (-1, 4)])
def test_a_shape_that_does_not_fit(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"array of shape \(2, 3\) where .* is needed"):
        frozen(np.ones((2, 3)), shape=shape)


def test_nothing_takes_the_shape_that_is_asked_for() -> None:
    assert frozen([], shape=(-1, 3)).shape == (0, 3)
