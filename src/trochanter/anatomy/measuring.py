"""How hip rotation at rest is measured: the methods, what makes each of them wrong, and by how much."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import hypot

from trochanter.anatomy.rows import grouped, rows
from trochanter.core.errors import UnknownName
from trochanter.core.quality import Source


@dataclass(frozen=True, slots=True)
class ErrorCause:
    """One cause: standard error in degrees; shared: the same on both sides and next time, so gone in a difference.

    renewed: whether another set-up of the same side draws it anew, so that several average it out; position: the one
    that it holds for, empty for all.
    """

    name: str
    words: str
    sigma_deg: float
    shared: bool
    renewed: bool
    population: str
    status: str
    source: Source
    position: str = ""


@dataclass(frozen=True, slots=True)
class Method:
    """A way of measuring: what people call it, whether an eye or a recording reads it, its step, its error budget.

    causes: where a cause depends on the position, a row each; without a position the largest of them counts.
    """

    name: str
    words: str
    read_by: str
    resolution_deg: float
    note: str
    causes: tuple[ErrorCause, ...]

    @property
    def shared_sigma_deg(self) -> float:
        """Standard error that stays the same from reading to reading."""
        return hypot(*(cause.sigma_deg for cause in _largest(self.causes) if cause.shared))

    @property
    def lasting_sigma_deg(self) -> float:
        """Standard error of one side that no further set-up takes away."""
        return hypot(*(cause.sigma_deg for cause in _largest(self.causes) if not cause.renewed))

    @property
    def own_sigma_deg(self) -> float:
        """Standard error of one set-up against the next."""
        return hypot(*(cause.sigma_deg for cause in _largest(self.causes) if not cause.shared))

    def at(self, position: str) -> "Method":
        """The method in one position: the causes of other positions are left out."""
        return replace(self, causes=tuple(each for each in self.causes if each.position in ("", position)))

    def with_error(self, name: str, sigma_deg: float) -> "Method":
        """The method with another standard error of one cause, as one recording can have it."""
        return replace(
            self,
            causes=tuple(replace(each, sigma_deg=sigma_deg) if each.name == name else each for each in self.causes),
        )


def _largest(causes: Iterable[ErrorCause]) -> Iterable[ErrorCause]:
    """Each cause once."""
    found: dict[str, ErrorCause] = {}
    for each in causes:
        if each.name not in found or each.sigma_deg > found[each.name].sigma_deg:
            found[each.name] = each
    return found.values()


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
                    renewed=cause["renewed"] == "yes",
                    population=cause["population"],
                    status=cause["status"],
                    source=Source(cause["citation"], cause["doi"], cause["note"]),
                    position=cause["position"],
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
