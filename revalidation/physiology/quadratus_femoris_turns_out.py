"""Quadratus femoris turns the hip outward at every flexion from 0 to 90 degrees."""

from revalidation.check import BELOW_ZERO, Check, Kind
from revalidation.hips import QUARTERS_DEG, arms_mm, lines_of

CHECK = Check(
    key="quadratus_femoris_turns_out",
    name="Quadratus femoris: most inward rotation arm of any line, 0 to 90 degrees of flexion",
    published="external throughout",
    unit="mm",
    low=BELOW_ZERO[0],
    high=BELOW_ZERO[1],
    source="Delp, Hess, Hungerford, Jones 1999, J Biomech 32:493",
    kind=Kind.INDEPENDENT,
    ours=lambda: arms_mm("rotation", lines_of("quadratus_femoris"), QUARTERS_DEG).max(),
    doi="10.1016/S0021-9290(99)00032-9",
    note="Read in a secondary source; the table of the paper was not available.",
)
