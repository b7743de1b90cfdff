"""The hip can be turned inward more strongly the more it is flexed."""

import numpy as np

from revalidation.check import ABOVE_ZERO, Check, Kind
from revalidation.hips import QUARTERS_DEG, inward_capacity_Nm

CHECK = Check(
    key="inward_capacity_rises",
    name="Inward rotation capacity: least rise from one quarter of flexion to the next, 0 to 90 degrees",
    published="rises",
    unit="N m",
    low=ABOVE_ZERO[0],
    high=ABOVE_ZERO[1],
    source="Johnson, Hoffman 2010, J Sport Rehabil 19:12",
    kind=Kind.INDEPENDENT,
    ours=lambda: np.diff(inward_capacity_Nm(QUARTERS_DEG)).min(),
    note=(
        "Isometric torque of people at 10, 40 and 90 degrees; other studies agree in direction. Ours is the "
        "sum of maximum force times arm."
    ),
)
