"""What a control test and a running video tell of how a movement looks in two dimensions, and by how much it is off."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import hypot
from typing import Literal

from trochanter.anatomy.rows import Row, grouped, rows
from trochanter.core.errors import UnknownName
from trochanter.core.quality import Source

Kind = Literal["control_test", "running_video"]


@dataclass(frozen=True, slots=True)
class AppearanceCause:
    """One cause of error: its standard error in the unit of the quantity.

    shared: the same in the next film of the same person, and so gone in a change; model: the pose model that it holds
    for, '' for any.
    """

    name: str
    words: str
    sigma: float
    shared: bool
    model: str
    population: str
    status: str
    source: Source


@dataclass(frozen=True, slots=True)
class AppearanceQuantity:
    """Something that is read off a picture: words, what a positive number means, unit, step to round to.

    per_side: whether there is one for each side; condition: at which instants it is read.
    """

    name: str
    kind: Kind
    words: str
    positive: str
    unit: str
    step: float
    per_side: bool
    condition: str
    note: str
    causes: tuple[AppearanceCause, ...]

    def causes_of(self, model: str) -> tuple[AppearanceCause, ...]:
        """The causes of error that hold for a pose model."""
        return tuple(cause for cause in self.causes if cause.model in ("", model))

    def sigma(self, model: str) -> float:
        """Standard error of one film, without the spread of its repetitions, in the quantity's unit."""
        return hypot(*(cause.sigma for cause in self.causes_of(model)))

    def own_sigma(self, model: str) -> float:
        """Standard error of one film of a person against the next: what both share is gone."""
        return hypot(*(cause.sigma for cause in self.causes_of(model) if not cause.shared))


@cache
def quantities() -> Mapping[str, AppearanceQuantity]:
    """All quantities by name, in the order of the table."""
    causes = grouped(rows("appearance_errors"), "quantity")
    kinds: dict[str, Kind] = {"control_test": "control_test", "running_video": "running_video"}
    return {
        row["quantity"]: AppearanceQuantity(
            name=row["quantity"],
            kind=kinds[row["kind"]],
            words=row["words"],
            positive=row["positive"],
            unit=row["unit"],
            step=float(row["step"]),
            per_side=row["per_side"] == "yes",
            condition=row["condition"],
            note=row["note"],
            causes=tuple(_cause(each) for each in causes[row["quantity"]]),
        )
        for row in rows("appearance_quantities")
    }


def quantity_named(name: str, where: str = "") -> AppearanceQuantity:
    """The quantity of a name; raises UnknownName with the nearest."""
    if name not in quantities():
        raise UnknownName("quantity of a picture", name, quantities(), where)
    return quantities()[name]


def event_sigma_s() -> float:
    """Standard error of the instant of a contact in a film, in seconds: that of a foot's time on the belt."""
    return 1e-3 * next(cause.sigma for cause in quantity_named("contact_time").causes if cause.name == "event")


def _cause(row: Row) -> AppearanceCause:
    return AppearanceCause(
        name=row["part"],
        words=row["words"],
        sigma=float(row["value"]),
        shared=row["shared"] == "yes",
        model=row["model"],
        population=row["population"],
        status=row["status"],
        source=Source(row["citation"], row["doi"], row["note"]),
    )
