"""Gluteus medius, anterior part, turns the flexed hip inward."""

from revalidation.check import Check, Kind, around
from revalidation.hips import arms_mm

CHECK = Check(
    key="gluteus_medius_rotation_at_90",
    name="Gluteus medius, anterior: rotation arm at 90 degrees of flexion",
    published="71.4 mm internal",
    unit="mm",
    low=around(71.4)[0],
    high=around(71.4)[1],
    source="Dostal, Soderberg, Andrews 1986, Phys Ther 66:351",
    kind=Kind.INDEPENDENT,
    ours=lambda: arms_mm("rotation", ["glmed1_r"], [90.0])[0, 0],
    value=71.4,
    note="Straight lines exceed cadaver arms in deep flexion.",
)
