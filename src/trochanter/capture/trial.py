"""What the readers return: a table of columns over time, ground forces, and a trial that joins them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trochanter.core.arrays import Floats
from trochanter.core.errors import UnknownName
from trochanter.core.quality import Notice


@dataclass(frozen=True, slots=True)
class Table:
    """Columns over time from a ``.mot`` or ``.sto`` file, as the file says them (degrees stay degrees).

    time_s (n,) strictly increasing; columns: names without time; values (n, len(columns)), NaN where missing;
    in_degrees: whether rotational columns are degrees; header: the file's own key-value pairs.
    """

    name: str
    time_s: Floats
    columns: tuple[str, ...]
    values: Floats
    in_degrees: bool
    header: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    sha256: str = ""
    notices: tuple[Notice, ...] = ()

    def column(self, name: str) -> Floats:
        """Values of one column (n,); raises UnknownName."""
        if name not in self.columns:
            raise UnknownName("column", name, self.columns, self.source or self.name)
        values: Floats = self.values[:, self.columns.index(name)]
        return values


@dataclass(frozen=True, slots=True)
class ExternalForce:
    """One ground force on one segment, in ground axes.

    force_N, point_m, moment_Nm (n, 3): the moment is free, about the point. point_m is NaN where the force is
    too small for a centre of pressure to mean anything.
    """

    name: str
    segment: str
    force_N: Floats
    point_m: Floats
    moment_Nm: Floats


@dataclass(frozen=True, slots=True)
class Forces:
    """Ground forces over their own time: time_s (n,)."""

    time_s: Floats
    loads: tuple[ExternalForce, ...]
    source: str = ""
    sha256: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """One recording: joint angles, ground forces and, where there are any, muscle signals."""

    name: str
    coordinates: Table
    forces: Forces | None = None
    emg: Table | None = None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Everything the readers noticed."""
        parts = (self.coordinates, self.forces, self.emg)
        return tuple(notice for part in parts if part is not None for notice in part.notices)
