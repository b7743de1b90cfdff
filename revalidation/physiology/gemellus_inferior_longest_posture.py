"""Gemellus inferior: which posture lengthens it most."""

from revalidation.check import ABOVE_ZERO, Check, Kind
from revalidation.hips import lengthening_mm

CHECK = Check(
    key="gemellus_inferior_longest_posture",
    name="Gemellus inferior: length in the posture found longest minus length in the other",
    published="45 of internal rotation lengthens it more than 90 of flexion with 30 of adduction",
    unit="mm",
    low=ABOVE_ZERO[0],
    high=ABOVE_ZERO[1],
    source="McGovern and others 2017, Int J Sports Phys Ther, 17 hips",
    kind=Kind.INDEPENDENT,
    ours=lambda: lengthening_mm("gemellus_inferior", (90.0, 30.0, 0.0), (0.0, 0.0, 45.0)),
    note="From the abstract.",
)
