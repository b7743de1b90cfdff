"""What is uncertain about the inputs of load sharing: assumed distributions with population and source.

Rows of ``anatomy/data/uncertainty.csv``. An assumption that is no measurement says so in its status.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from trochanter.anatomy.rows import rows
from trochanter.core.quality import Source

SETS, ATTACHMENT, TENSION, STRENGTH = "parameter_set", "attachment", "specific_tension", "muscle_strength"
HIP_CENTRE, ROTATION, PRESSURE = "hip_centre", "rotation_offset", "pressure_centre"
BIAS, POWER = "plate_bias", "solver_power"
ASSUMED = "assumption"
NORMAL, LOGNORMAL, UNIFORM, CHOICE = "normal", "lognormal", "uniform", "choice"


@dataclass(frozen=True, slots=True)
class UncertainInput:
    """One input and its assumed distribution, around the value that the account has.

    distribution: NORMAL (spread: standard deviation), LOGNORMAL (spread: standard deviation of the logarithm of a
    factor with median 1), UNIFORM (from 0, the account's value, to the spread), CHOICE (all options alike; spread
    NaN); unit: '1', 'mm' or 'deg'; status: READ in a source or its abstract, RECALLED from memory, or ASSUMED.
    """

    name: str
    distribution: str
    spread: float
    unit: str
    population: str
    status: str
    source: Source


@cache
def uncertain_inputs() -> Mapping[str, UncertainInput]:
    """All inputs by name: the constants of this module."""
    return {
        row["quantity"]: UncertainInput(
            name=row["quantity"],
            distribution=row["distribution"],
            spread=float(row["spread"] or "nan"),
            unit=row["unit"],
            population=row["population"],
            status=row["status"],
            source=Source(row["citation"], row["doi"], row["note"]),
        )
        for row in rows("uncertainty")
    }
