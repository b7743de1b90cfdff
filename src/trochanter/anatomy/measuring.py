"""How hip rotation at rest is measured: the methods, what makes each of them wrong, and by how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import hypot

from trochanter.anatomy.rows import grouped, rows
from trochanter.core.errors import UnknownName
from trochanter.core.quality import Source


@dataclass(frozen=True, slots=True)
class ErrorCause:
    """One cause: standard error in degrees; shared: the same on both sides and next time, so gone in a difference."""

    name: str
    words: str
    sigma_deg: float
    shared: bool
    population: str
    status: str
    source: Source


@dataclass(frozen=True, slots=True)
class Method:
    """A way of measuring: what people call it, whether an eye or a recording reads it, its step, its error budget."""

    name: str
    words: str
    read_by: str
    resolution_deg: float
    note: str
    causes: tuple[ErrorCause, ...]

    @property
    def shared_sigma_deg(self) -> float:
        """Standard error that stays the same from reading to reading."""
        return hypot(*(cause.sigma_deg for cause in self.causes if cause.shared))

    @property
    def own_sigma_deg(self) -> float:
        """Standard error of one set-up against the next."""
        return hypot(*(cause.sigma_deg for cause in self.causes if not cause.shared))


@dataclass(frozen=True, slots=True)
class Rule:
    """A number that a rule of comparison needs, with where it is from."""

    value: float
    unit: str
    status: str
    source: str


@cache
def methods() -> Mapping[str, Method]:
    """All methods by name, with their error budgets."""
    causes = grouped(rows("measuring_errors"), "method")
    return {
        row["method"]: Method(
            name=row["method"],
            words=row["words"],
            read_by=row["read_by"],
            resolution_deg=float(row["resolution_deg"]),
            note=row["note"],
            causes=tuple(
                ErrorCause(
                    name=cause["part"],
                    words=cause["words"],
                    sigma_deg=float(cause["value"]),
                    shared=cause["shared"] == "yes",
                    population=cause["population"],
                    status=cause["status"],
                    source=Source(cause["citation"], cause["doi"], cause["note"]),
                )
                for cause in causes[row["method"]]
            ),
        )
        for row in rows("measuring_methods")
    }


def method_named(name: str, where: str = "") -> Method:
    """The method of a name; raises UnknownName with the nearest."""
    found = methods().get(name.strip().lower().replace(" ", "_").replace("-", "_"))
    if found is None:
        raise UnknownName("method of measuring", name, methods(), where)
    return found


@cache
def comparison_rules() -> Mapping[str, Rule]:
    """Numbers of ``anatomy/data/detectable_change.csv`` by quantity."""
    return {
        row["quantity"]: Rule(float(row["value"]), row["unit"], row["status"], row["citation"])
        for row in rows("detectable_change")
    }
