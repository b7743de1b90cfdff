"""Gluteus medius force in the stance of running."""

from revalidation.check import Check, Kind, around
from revalidation.hips import stance_force_N_kg

CHECK = Check(
    key="gluteus_medius_running_stance",
    name="Gluteus medius: peak force in stance of running",
    published="32.05 (SD 4.03) N/kg, 30 runners",
    unit="N/kg",
    low=around(32.05, 4.03)[0],
    high=around(32.05, 4.03)[1],
    source="Lenhart, Thelen, Heiderscheit 2014, J Orthop Sports Phys Ther 44:766, PMC4296582",
    kind=Kind.INDEPENDENT,
    ours=lambda: stance_force_N_kg("gluteus_medius"),
    value=32.05,
    note="One runner at 2.5 m/s, generic strength.",
)
