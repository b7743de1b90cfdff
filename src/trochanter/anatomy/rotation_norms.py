"""Published ranges of hip rotation at rest, each with position, who moved the leg, tool, population and source.

A row whose ``status`` begins with READ was seen in its source; RECALLED is from memory, and such a row is never
compared with anybody. An empty position, mode or method means that the source, as far as it was read, does not say.
"""

from dataclasses import dataclass
from functools import cache
from math import nan

from trochanter.anatomy.rows import Row, rows
from trochanter.core.quality import Source

READ = "READ"


@dataclass(frozen=True, slots=True)
class RotationNorm:
    """One published value in degrees: mean and standard deviation (NaN where not told) over n people (0: not told).

    quantity: 'internal', 'external', 'total' (both together) or 'balance' (internal less external).
    """

    study: str
    population: str
    n: int
    position: str
    mode: str
    method: str
    quantity: str
    value_deg: float
    sd_deg: float
    status: str
    source: Source

    @property
    def was_read(self) -> bool:
        """Whether the number was seen in its source, and not recalled from memory."""
        return self.status.startswith(READ)


@cache
def rotation_norms() -> tuple[RotationNorm, ...]:
    """All published values of ``anatomy/data/rotation_norms.csv``."""
    return tuple(_norm(row) for row in rows("rotation_norms"))


def _norm(row: Row) -> RotationNorm:
    notes = [text for text in (row["where_read"] and f"read in: {row['where_read']}", row["note"]) if text]
    return RotationNorm(
        study=row["study"],
        population=row["population"],
        n=int(row["n"] or 0),
        position=row["position"],
        mode=row["mode"],
        method=row["method"],
        quantity=row["quantity"],
        value_deg=float(row["value"]),
        sd_deg=float(row["sd"] or nan),
        status=row["status"],
        source=Source(row["citation"], row["doi"], "; ".join(notes)),
    )
