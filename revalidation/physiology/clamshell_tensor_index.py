"""The clamshell: gluteals against tensor fasciae latae."""

from revalidation.check import Check, Kind, around
from revalidation.exercise_emg import tensor_index

CHECK = Check(
    key="clamshell_tensor_index",
    name="Clamshell with a band: gluteal-to-tensor index",
    published="115, the highest of its exercises (18 to 115)",
    unit="1",
    low=around(115.0)[0],
    high=around(115.0)[1],
    source="Selkowitz, Beneck, Powers 2013, J Orthop Sports Phys Ther 43:54",
    kind=Kind.INDEPENDENT,
    ours=lambda: tensor_index("clamshell_band"),
    value=115.0,
    doi="10.2519/jospt.2013.4116",
    note=(
        "The miss in a minimal case, the hip's moment alone and no bounds: the least sum of squares gives each "
        "line a share in proportion to the moment that it could give, whatever its name, and the index comes to 15 "
        "by hand. Tensor fasciae latae could give 21 N m, a line of gluteus medius 22 to 26, so both are asked "
        "nearly alike; people do it with far less of it, which no balance of moments says. What the computation "
        "says of this muscle in the clamshell is not to be trusted."
    ),
)
