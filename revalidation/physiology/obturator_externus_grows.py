"""Obturator externus turns outward more in flexion."""

import numpy as np

from revalidation.check import BELOW_ZERO, Check, Kind
from revalidation.hips import arms_mm, lines_of

CHECK = Check(
    key="obturator_externus_grows",
    name="Obturator externus: rotation arm at 90 minus at 0 degrees of flexion, mean of its lines",
    published="outward torque rises with flexion",
    unit="mm",
    low=BELOW_ZERO[0],
    high=BELOW_ZERO[1],
    source="Ito and others 2025, J Orthop Res",
    kind=Kind.INDEPENDENT,
    ours=lambda: np.diff(arms_mm("rotation", lines_of("obturator_externus"), [0.0, 90.0]).mean(axis=1))[0],
    doi="10.1002/jor.70005",
    note="15 fresh-frozen hips; read in a secondary source.",
)
