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
        "Load sharing asks as much of tensor fasciae latae as of the gluteals, since each helps to lift; people do it "
        "with far less. What the computation says of this muscle is not to be trusted in the clamshell."
    ),
)
