"""Piriformis when the thigh is turned out on the side, hip straight."""

from revalidation.check import Check, Kind, around
from revalidation.exercise_emg import compared, computed

CHECK = Check(
    key="piriformis_turning_out_straight",
    name="Piriformis: largest share in turning out on the side with a straight hip",
    published="7.0 (SD 5.9) per cent of a maximal effort",
    unit="%",
    low=around(7.0, 5.9)[0],
    high=around(7.0, 5.9)[1],
    source="Morimoto and others 2018, J Phys Ther Sci 30:154",
    kind=Kind.INDEPENDENT,
    ours=lambda: 100.0 * computed(compared("piriformis")[0]).nominal,
    value=7.0,
    doi="10.1589/jpts.30.154",
    note="From the abstract, which does not tell which leg was the upper one; ours is the lower one, its knee down.",
)
