"""Gluteus minimus turns the flexed hip inward with every compartment."""

from revalidation.check import ABOVE_ZERO, Check, Kind
from revalidation.hips import arms_mm, lines_of

CHECK = Check(
    key="gluteus_minimus_turns_in_at_90",
    name="Gluteus minimus: least inward rotation arm of any compartment at 90 degrees of flexion",
    published="all compartments internal",
    unit="mm",
    low=ABOVE_ZERO[0],
    high=ABOVE_ZERO[1],
    source="Delp, Hess, Hungerford, Jones 1999, J Biomech 32:493",
    kind=Kind.INDEPENDENT,
    ours=lambda: arms_mm("rotation", lines_of("gluteus_minimus"), [90.0]).min(),
    doi="10.1016/S0021-9290(99)00032-9",
    note="Read in a secondary source; the table of the paper was not available.",
)
