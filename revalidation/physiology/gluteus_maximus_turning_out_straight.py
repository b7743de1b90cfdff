"""Gluteus maximus when the thigh is turned out on the side, hip straight."""

from revalidation.check import Check, Kind, around
from revalidation.exercise_emg import compared, computed

CHECK = Check(
    key="gluteus_maximus_turning_out_straight",
    name="Gluteus maximus: largest share in turning out on the side with a straight hip",
    published="5.2 (lower part) and 5.8 (upper part) per cent of a maximal effort",
    unit="%",
    low=around(5.5)[0],
    high=around(5.5)[1],
    source="Morimoto and others 2018, J Phys Ther Sci 30:154",
    kind=Kind.INDEPENDENT,
    ours=lambda: (
        100.0 * next(computed(row).nominal for row in compared("gluteus_maximus") if row.study == "morimoto2018")
    ),
    value=5.5,
    doi="10.1589/jpts.30.154",
    note="From the abstract, which does not tell which leg was the upper one; ours is the lower one, its knee down.",
)
