"""Where piriformis changes from turning outward to turning inward."""

from revalidation.check import Check, Kind
from revalidation.hips import sign_change_deg

CHECK = Check(
    key="piriformis_turns_over",
    name="Piriformis: flexion at which its rotation arm changes sign",
    published="between 75 and 90 degrees",
    unit="degrees",
    low=75.0,
    high=90.0,
    source="Ito and others 2025, J Orthop Res",
    kind=Kind.INDEPENDENT,
    ours=lambda: sign_change_deg("piri_r"),
    doi="10.1002/jor.70005",
    note=(
        "15 fresh-frozen hips; read in a secondary source. Our path was made to give the two arms of Delp 1999, "
        "which put the change earlier."
    ),
)
