"""Read-only arrays: for results copied, checked for shape, then frozen; for kernels viewed as one kind of array."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def frozen(values: ArrayLike, dtype: Any = np.float64, shape: tuple[int, ...] | None = None) -> NDArray[Any]:
    """Copy ``values`` into a contiguous array that cannot be written to.

    Raises ValueError where ``shape`` is given and does not fit (-1 fits any length).

    >>> frozen([1, 2]).flags.writeable
    False
    """
    array = np.array(values, dtype=dtype, order="C", copy=True)
    if shape is not None:
        if array.size == 0:
            array = array.reshape(tuple(max(n, 0) for n in shape))
        fits = array.ndim == len(shape) and all(w in (-1, n) for w, n in zip(shape, array.shape, strict=True))
        if not fits:
            raise ValueError(f"array of shape {array.shape} where {shape} is needed")
    array.setflags(write=False)
    return array


def read_only(values: Floats) -> Floats:
    """A contiguous read-only view (a copy only where needed): a kernel is compiled anew for each other kind of array.

    >>> read_only(np.zeros((2, 2)).T).flags.writeable
    False
    """
    array = np.ascontiguousarray(values, dtype=np.float64).view()
    array.setflags(write=False)
    return array
