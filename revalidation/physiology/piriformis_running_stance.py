"""Piriformis force in the stance of running."""

from revalidation.check import Check, Kind, around
from revalidation.hips import stance_force_N_kg

CHECK = Check(
    key="piriformis_running_stance",
    name="Piriformis: peak force in stance of running",
    published="2.97 (SD 0.98) N/kg, 30 runners",
    unit="N/kg",
    low=around(2.97, 0.98)[0],
    high=around(2.97, 0.98)[1],
    source="Lenhart, Thelen, Heiderscheit 2014, J Orthop Sports Phys Ther 44:766, PMC4296582",
    kind=Kind.INDEPENDENT,
    ours=lambda: stance_force_N_kg("piriformis"),
    value=2.97,
    note="One runner at 2.5 m/s with the nominal parameter set, against thirty runners and another model.",
)
