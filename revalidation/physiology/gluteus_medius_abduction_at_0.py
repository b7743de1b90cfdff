"""Gluteus medius, anterior part: the strongest abductor arm of the straight hip."""

from revalidation.check import Check, Kind, around
from revalidation.hips import arms_mm

CHECK = Check(
    key="gluteus_medius_abduction_at_0",
    name="Gluteus medius, anterior: adduction arm at 0 degrees of flexion",
    published="66.8 mm abduction",
    unit="mm",
    low=around(-66.8)[0],
    high=around(-66.8)[1],
    source="Dostal, Soderberg, Andrews 1986, Phys Ther 66:351",
    kind=Kind.INDEPENDENT,
    ours=lambda: arms_mm("adduction", ["glmed1_r"], [0.0])[0, 0],
    value=-66.8,
    note="One male cadaver, straight lines; digitised curves. Our model is of another size.",
)
