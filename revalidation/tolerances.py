"""Tolerances, exclusions and sampled ranges of the oracle tests, from ``tolerances.toml``; none lives elsewhere."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("tolerances.toml")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A number that an oracle test measures; limit None: reported, not judged.

    key: what tests call it; what: words for the table; unit; source: where the limit comes from; why: what the number
    is, and why it is not zero; each: compared number by number inside a test, not measured as a whole.
    """

    key: str
    what: str
    unit: str
    limit: float | None
    source: str
    why: str
    each: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What a tolerance is not asked to cover: its key, the name in the data, the reason, the minimal case."""

    key: str
    name: str
    why: str
    minimal_case: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """Seeded Sobol poses: their number, seed, and ranges in degrees by a coordinate's name without its side."""

    poses: int
    seed: int
    ranges_deg: Mapping[str, tuple[float, float]]


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


@cache
def tolerances() -> Mapping[str, Tolerance]:
    """All tolerances by key, in the order of the file."""
    rows = [Tolerance(**{"limit": None, **row}) for row in _content()["tolerance"]]
    return {row.key: row for row in rows}


def limit(key: str) -> float:
    """The limit of a tolerance that a test compares with number by number; raises KeyError for an unknown key."""
    found = tolerances()[key].limit
    if found is None:
        raise KeyError(f"'{key}' has no limit: it is reported only")
    return found


@cache
def exclusions() -> tuple[Exclusion, ...]:
    """All exclusions."""
    return tuple(Exclusion(**row) for row in _content()["exclusion"])


def excluded(key: str) -> frozenset[str]:
    """Names that tolerance ``key`` does not cover."""
    return frozenset(row.name for row in exclusions() if row.key == key)


@cache
def sampling() -> Sampling:
    """How the poses of the geometry tests are drawn."""
    row = _content()["sampling"]
    ranges = {name: (float(low), float(high)) for name, (low, high) in row["ranges_deg"].items()}
    return Sampling(int(row["poses"]), int(row["seed"]), ranges)
