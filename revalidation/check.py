"""One published value beside the same value of this project, and the verdict."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib import import_module
from itertools import pairwise
from math import inf
from pathlib import Path
from pkgutil import iter_modules

import revalidation.physiology as folder
from revalidation.measures import MEASURES

TABLE = Path(__file__).with_name("published.csv")

NO_SPREAD = 0.2  # where a source gives a number without spread, this share of it either way counts as agreement


class Kind(StrEnum):
    """Whether agreement says anything.

    BY_CONSTRUCTION: the model was made from this value or from what it comes from; INDEPENDENT: it was not.
    """

    BY_CONSTRUCTION = "by construction"
    INDEPENDENT = "independent"


class Verdict(StrEnum):
    """AGREES: ours lies within what was published; MISSES: it does not."""

    AGREES = "agrees"
    MISSES = "misses"


@dataclass(frozen=True, slots=True)
class Check:
    """A published value and ours.

    key: file name; name: what is compared; published: the value in words, as the source has it; low, high: what counts
    as agreement, in ``unit``; value: the published number, None where the source gives a direction only; source and
    doi; note: how the value was obtained and what weakens the comparison; ours: computes our value.
    """

    key: str
    name: str
    published: str
    unit: str
    low: float
    high: float
    source: str
    kind: Kind
    ours: Callable[[], float]
    value: float | None = None
    doi: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check that was run: our value, and ours minus theirs where theirs is a number."""

    check: Check
    ours: float
    difference: float | None
    verdict: Verdict


def around(value: float, spread: float | None = None) -> tuple[float, float]:
    """What counts as agreement with a number: its spread either way, or NO_SPREAD of it where none was published.

    >>> around(-10.0)
    (-12.0, -8.0)
    """
    reach = abs(value) * NO_SPREAD if spread is None else spread
    return value - reach, value + reach


ABOVE_ZERO, BELOW_ZERO = (0.0, inf), (-inf, 0.0)


def checks() -> tuple[Check, ...]:
    """All checks, by key: one a file of ``physiology``, one a row of ``published.csv``."""
    names = [module.name for module in iter_modules(folder.__path__)]
    found = [import_module(f"{folder.__name__}.{name}").CHECK for name in names]
    wrong = [f"{check.key} in {name}.py" for check, name in zip(found, names, strict=True) if check.key != name]
    if wrong:
        raise ValueError(f"a check is named as its file: {', '.join(wrong)}")
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = [_of_row(row) for row in csv.DictReader(lines)]
    together = sorted((*found, *rows), key=lambda check: check.key)
    if twice := [a.key for a, b in pairwise(together) if a.key == b.key]:
        raise ValueError(f"two checks are called {twice[0]}")
    return tuple(together)


def _of_row(row: Mapping[str, str]) -> Check:
    value = float(row["value"]) if row["value"] else None
    low, high = row["low"], row["high"]
    if value is not None and not low:
        reach = around(value, float(row["spread"]) if row["spread"] else None)
    else:
        reach = float(low), float(high)
    return Check(
        key=row["key"],
        name=row["name"],
        published=row["published"],
        unit=row["unit"],
        low=reach[0],
        high=reach[1],
        source=row["source"],
        kind=Kind(row["kind"]),
        ours=partial(MEASURES[row["measure"]], *row["arguments"].split()),
        value=value,
        doi=row["doi"],
        note=row["note"],
    )


def run(check: Check) -> Outcome:
    """Compute our value and judge it; NaN misses."""
    ours = float(check.ours())
    difference = None if check.value is None else ours - check.value
    return Outcome(check, ours, difference, Verdict.AGREES if check.low <= ours <= check.high else Verdict.MISSES)
