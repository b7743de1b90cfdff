"""Piriformis in deep flexion with adduction."""

from revalidation.check import Check, Kind, around
from revalidation.hips import NEUTRAL, lengthening_mm

CHECK = Check(
    key="piriformis_lengthens",
    name="Piriformis: lengthening from neutral to 105 degrees of flexion with 10 of adduction",
    published="35 mm",
    unit="mm",
    low=around(35.0)[0],
    high=around(35.0)[1],
    source="Vaarbakken and others 2014, Clin Biomech 29:794, PMID 24961540",
    kind=Kind.INDEPENDENT,
    ours=lambda: lengthening_mm("piriformis", NEUTRAL, (105.0, 10.0, 0.0)),
    value=35.0,
    note="From the abstract, which does not state the posture that lengths are counted from.",
)
