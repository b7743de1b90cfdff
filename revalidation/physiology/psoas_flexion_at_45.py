"""Psoas as a flexor at 45 degrees of flexion."""

from revalidation.check import Check, Kind
from revalidation.hips import arms_mm

CHECK = Check(
    key="psoas_flexion_at_45",
    name="Psoas: flexion arm at 45 degrees of flexion",
    published="28.7 to 36.8 mm, three subjects",
    unit="mm",
    low=28.7,
    high=36.8,
    source="Arnold and others 2000, as distributed with Modenese and Kohout 2020, Ann Biomed Eng",
    kind=Kind.INDEPENDENT,
    ours=lambda: arms_mm("flexion", ["psoas_r"], [45.0])[0, 0],
    note="Digitised values of three subjects; the range over them counts as agreement.",
)
