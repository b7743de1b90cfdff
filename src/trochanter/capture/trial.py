"""What the readers return: columns over time, markers over time, ground forces, and a trial that joins them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trochanter.core.arrays import Floats
from trochanter.core.errors import MissingInput, UnknownName
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
class Trajectories:
    """Markers over time, as a laboratory recorded them.

    time_s (n,) strictly increasing; names (k,) without repetition, as the file has them; position_m (n, k, 3) in the
    laboratory's axes, NaN where a marker was not seen; header: the file's own key-value pairs.
    """

    name: str
    time_s: Floats
    names: tuple[str, ...]
    position_m: Floats
    header: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    sha256: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def rate_hz(self) -> float:
        """Samples a second, over the whole record; NaN for a single instant."""
        if len(self.time_s) < 2:
            return float("nan")
        return (len(self.time_s) - 1) / float(self.time_s[-1] - self.time_s[0])

    def of(self, name: str) -> Floats:
        """Path (n, 3) of one marker; raises UnknownName."""
        if name not in self.names:
            raise UnknownName("marker", name, self.names, self.source or self.name)
        path: Floats = self.position_m[:, self.names.index(name)]
        return path


@dataclass(frozen=True, slots=True)
class PlateLoad:
    """What one force plate or belt measured: the ground's force on whoever stands on it, in the laboratory's axes.

    force_N, point_m, moment_Nm (n, 3): the moment is free, about the point; point_m is NaN where the force is too
    small for a centre of pressure to mean anything. corners_m (4, 3) of the plate, None where the file has none.
    """

    name: str
    force_N: Floats
    point_m: Floats
    moment_Nm: Floats
    corners_m: Floats | None = None


@dataclass(frozen=True, slots=True)
class Plates:
    """Forces by plate, of nobody's foot yet, over their own time: time_s (n,)."""

    time_s: Floats
    loads: tuple[PlateLoad, ...]
    source: str = ""
    sha256: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """One recording: joint angles or markers, ground forces by foot or by plate, and muscle signals.

    One of ``coordinates`` and ``markers`` is there; of ``forces`` and ``plates`` one at most. leading: joint angles of
    the same instants, fitted with pelvis and thighs leading, from which hip angles are read where there are any.
    """

    name: str
    coordinates: Table | None = None
    forces: Forces | None = None
    emg: Table | None = None
    markers: Trajectories | None = None
    plates: Plates | None = None
    leading: Table | None = None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Everything the readers noticed."""
        parts = (self.coordinates, self.markers, self.forces, self.plates, self.emg)
        return tuple(notice for part in parts if part is not None for notice in part.notices)

    @property
    def angles(self) -> Table:
        """The joint angles; raises MissingInput where the trial has markers instead."""
        if self.coordinates is None:
            raise MissingInput(
                "the recording holds markers, not joint angles",
                where=self.source,
                valid="joint angles in a .mot or .sto file",
                next_step="fit a body to the markers first",
            )
        return self.coordinates

    @property
    def source(self) -> str:
        """The file of the movement itself."""
        return next((part.source for part in (self.coordinates, self.markers) if part is not None), "") or self.name
