"""Flexion shifts rotation arms inward."""

import numpy as np

from revalidation.check import Check, Kind
from revalidation.hips import COMPARTMENTS, arms_mm, lines_of

CHECK = Check(
    key="deep_rotation_shift",
    name="Lines of 18 whose rotation arm is more inward at 90 than at 0 degrees of flexion",
    published="15 of 18",
    unit="count",
    low=15.0,
    high=15.0,
    source="Delp, Hess, Hungerford, Jones 1999, J Biomech 32:493",
    kind=Kind.INDEPENDENT,
    ours=lambda: float(
        np.count_nonzero(np.diff(arms_mm("rotation", lines_of(*COMPARTMENTS), [0.0, 90.0]), axis=0) > 0.0)
    ),
    value=15.0,
    doi="10.1016/S0021-9290(99)00032-9",
    note=(
        "Their 18 compartments are not our 18 lines: gluteus maximus has six there and three here, gluteus "
        "medius four and three."
    ),
)
