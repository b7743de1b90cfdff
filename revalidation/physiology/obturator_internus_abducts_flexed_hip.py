"""Obturator internus abducts the flexed hip."""

from revalidation.check import BELOW_ZERO, Check, Kind
from revalidation.hips import arms_mm, lines_of

CHECK = Check(
    key="obturator_internus_abducts_flexed_hip",
    name="Obturator internus: adduction arm at 90 degrees of flexion, least abducting line",
    published="abductor",
    unit="mm",
    low=BELOW_ZERO[0],
    high=BELOW_ZERO[1],
    source="Vaarbakken and others 2014, Clin Biomech 29:794, PMID 24961540",
    kind=Kind.INDEPENDENT,
    ours=lambda: arms_mm("adduction", lines_of("obturator_internus"), [90.0]).max(),
    note="Three cadaver hips.",
)
