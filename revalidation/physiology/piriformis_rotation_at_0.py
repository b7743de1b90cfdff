"""Piriformis turns the straight hip outward."""

from revalidation.check import Check, Kind, around
from revalidation.hips import arms_mm, lines_of

CHECK = Check(
    key="piriformis_rotation_at_0",
    name="Piriformis: rotation arm at 0 degrees of flexion",
    published="29 mm external",
    unit="mm",
    low=around(-29.0)[0],
    high=around(-29.0)[1],
    source="Delp, Hess, Hungerford, Jones 1999, J Biomech 32:493",
    kind=Kind.BY_CONSTRUCTION,
    ours=lambda: arms_mm("rotation", lines_of("piriformis"), [0.0]).mean(),
    value=-29.0,
    doi="10.1016/S0021-9290(99)00032-9",
    note=(
        "The path reuses a via point of gait2392, which gives this value itself. Read in a secondary source; the table "
        "of the paper was not available."
    ),
)
