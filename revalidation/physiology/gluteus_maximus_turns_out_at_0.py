"""Gluteus maximus turns the straight hip outward with every compartment."""

from revalidation.check import BELOW_ZERO, Check, Kind
from revalidation.hips import arms_mm, lines_of

CHECK = Check(
    key="gluteus_maximus_turns_out_at_0",
    name="Gluteus maximus: most inward rotation arm of any compartment at 0 degrees of flexion",
    published="all compartments external",
    unit="mm",
    low=BELOW_ZERO[0],
    high=BELOW_ZERO[1],
    source="Delp, Hess, Hungerford, Jones 1999, J Biomech 32:493",
    kind=Kind.INDEPENDENT,
    ours=lambda: arms_mm("rotation", lines_of("gluteus_maximus"), [0.0]).max(),
    doi="10.1016/S0021-9290(99)00032-9",
    note="Read in a secondary source; the table of the paper was not available.",
)
