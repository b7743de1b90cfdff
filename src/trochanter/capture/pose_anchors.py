"""Anchors of the detector of persons: the places in its picture from which it says where a person is."""

from functools import cache

import numpy as np

from trochanter.core.arrays import Floats, frozen

# Single-shot detection (Liu et al. 2016, arXiv 1512.02325) in the shape of BlazeFace (Bazarevsky et al. 2019, arXiv
# 1907.05047, section 3.2): no scales or aspect ratios, only centres of cells, two a cell on the fine maps, and the
# coarsest map three times with two a cell.
GRIDS = ((28, 2), (14, 2), (7, 6))


@cache
def anchors() -> Floats:
    """Centres of all anchors as shares of the picture's side (2254, 2), x first: row by row, a cell's together."""
    return frozen(np.concatenate([_grid(cells, each) for cells, each in GRIDS]))


def _grid(cells: int, each: int) -> Floats:
    centres = (np.arange(cells) + 0.5) / cells
    y, x = np.meshgrid(centres, centres, indexing="ij")
    found: Floats = np.repeat(np.column_stack([x.ravel(), y.ravel()]), each, axis=0)
    return found
