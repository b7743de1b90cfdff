"""Gluteus maximus in a step-up to the side."""

from revalidation.check import Check, Kind, around
from revalidation.exercise_emg import compared, computed

CHECK = Check(
    key="gluteus_maximus_step_up",
    name="Gluteus maximus: largest share in a lateral step-up",
    published="31 (SD 20) per cent of a maximal effort",
    unit="%",
    low=around(31.0, 20.0)[0],
    high=around(31.0, 20.0)[1],
    source="MacAskill, Durant, Wallace 2014, Int J Sports Phys Ther",
    kind=Kind.INDEPENDENT,
    ours=lambda: (
        100.0 * next(computed(row).nominal for row in compared("gluteus_maximus") if row.study == "macaskill2014")
    ),
    value=31.0,
    note="A share of what it could give in that posture is not a percentage of a maximal effort in another one.",
)
