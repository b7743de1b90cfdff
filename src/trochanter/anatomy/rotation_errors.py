"""What is known of the errors of a hip rotation measured with markers on skin: numbers with population and source."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from trochanter.anatomy.rows import rows
from trochanter.core.quality import Source

SOFT_TISSUE_CURVE, SOFT_TISSUE_OFFSET = "soft_tissue_curve", "soft_tissue_offset"
HIP_CENTRE, KNEE_AXIS, PELVIS_AXIS, THIGH_LENGTH = "hip_centre", "knee_axis", "pelvis_axis", "thigh_length"


@dataclass(frozen=True, slots=True)
class KnownError:
    """One published error: value in ``unit`` ('deg', 'mm' or 'm'), its spread in words, whom it was measured in.

    status: how the number came here: READ in the source or its abstract, RECALLED from memory, or an assumption.
    """

    value: float
    unit: str
    spread: str
    population: str
    status: str
    source: Source


@cache
def rotation_errors() -> Mapping[str, KnownError]:
    """All known errors by quantity: the constants of this module."""
    return {
        row["quantity"]: KnownError(
            value=float(row["value"]),
            unit=row["unit"],
            spread=row["spread"],
            population=row["population"],
            status=row["status"],
            source=Source(row["citation"], row["doi"], row["note"]),
        )
        for row in rows("rotation_error")
    }
