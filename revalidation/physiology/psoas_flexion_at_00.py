"""Psoas as a flexor at 0 degrees of flexion."""

from revalidation.check import Check, Kind
from revalidation.hips import arms_mm

CHECK = Check(
    key="psoas_flexion_at_00",
    name="Psoas: flexion arm at 0 degrees of flexion",
    published="22.5 to 28.2 mm, three subjects",
    unit="mm",
    low=22.5,
    high=28.2,
    source="Arnold and others 2000, as distributed with Modenese and Kohout 2020, Ann Biomed Eng",
    kind=Kind.INDEPENDENT,
    ours=lambda: arms_mm("flexion", ["psoas_r"], [0.0])[0, 0],
    note="Digitised values of three subjects; the range over them counts as agreement.",
)
