"""Numbers as text: the same 17 digits that the C library prints, hence the same bits when read."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from trochanter.core.arrays import Floats
from trochanter.exchange.number_text import number_blocks, number_rows

FLOATS = st.floats(allow_infinity=False, width=64)


def check(values: Floats) -> None:
    """Every cell is what ``%.16e`` prints, NaN is NaN, and rows and columns stand where they belong."""
    lines = number_rows(values).decode("ascii").split("\n")
    assert lines.pop() == ""
    cells = [[cell.strip() for cell in line.split("\t")] for line in lines]
    expected = [["NaN" if np.isnan(x) else f"{x:.16e}" for x in row] for row in values.tolist()]
    assert cells == expected


@given(arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=FLOATS))
def test_any_numbers(values: Floats) -> None:
    check(values)


@pytest.mark.parametrize("seed", range(3))
def test_random_bits(seed: int) -> None:
    bits = np.random.default_rng(seed).integers(0, 2**64, size=(1500, 7), dtype=np.uint64)
    values = bits.view(np.float64)
    check(np.where(np.isinf(values), np.nan, values))


def test_around_powers_of_ten() -> None:
    powers = 10.0 ** np.arange(-320, 309)
    check(np.stack((powers, np.nextafter(powers, 0.0), -np.nextafter(powers, 1e308), np.roll(powers, 7)), axis=1))


def test_numbers_that_people_write() -> None:
    check(np.arange(-50_000, 50_000).reshape(-1, 20) / 1000.0)


def test_halves_of_the_last_digit() -> None:
    check((np.float64(2**53) + 2.0 * np.arange(2000)).reshape(-1, 5) * 5.0)


@pytest.mark.parametrize("shape", [(0, 3), (1, 1), (1, 4), (4, 1)])
def test_small_shapes(shape: tuple[int, int]) -> None:
    check(np.full(shape, -0.0))


def test_strided_values() -> None:
    values = np.arange(24.0).reshape(4, 6)
    check(values[::2, 1::2])
    check(values.T)


def test_pieces_are_the_whole() -> None:
    values = np.random.default_rng(5).normal(size=(9000, 11))
    pieces = list(number_blocks(values))
    assert len(pieces) > 2
    assert all(piece.endswith(b"\n") for piece in pieces)
    check(values)
    assert b"".join(pieces) == number_rows(values)
