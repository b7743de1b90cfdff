"""Piriformis turns the flexed hip inward."""

from revalidation.check import Check, Kind, around
from revalidation.hips import arms_mm, lines_of

CHECK = Check(
    key="piriformis_rotation_at_90",
    name="Piriformis: rotation arm at 90 degrees of flexion",
    published="14 mm internal",
    unit="mm",
    low=around(14.0)[0],
    high=around(14.0)[1],
    source="Delp, Hess, Hungerford, Jones 1999, J Biomech 32:493",
    kind=Kind.BY_CONSTRUCTION,
    ours=lambda: arms_mm("rotation", lines_of("piriformis"), [90.0]).mean(),
    value=14.0,
    doi="10.1016/S0021-9290(99)00032-9",
    note="As at 0 degrees. Read in a secondary source; the table of the paper was not available.",
)
