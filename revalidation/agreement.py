"""The numbers that oracle tests measure: judged against their tolerance and kept in ``build/agreement.json``."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from revalidation.tolerances import excluded, tolerances

PATH = Path(__file__).parents[1] / "build" / "agreement.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured number: key of its tolerance, where (model, trial, joint), value, unit, limit, explanation."""

    key: str
    where: str
    name: str
    unit: str
    measured: float
    limit: float | None
    explanation: str


def measured_rows(path: Path = PATH) -> list[Measured]:
    """What earlier tests have kept; nothing where none ran."""
    if not path.is_file():
        return []
    return [Measured(**row) for row in json.loads(path.read_text(encoding="utf-8"))]


def report(key: str, measured: float, where: str, explanation: str = "", path: Path = PATH) -> Measured:
    """Keep a measured number, in place of an earlier one of the same key and place."""
    tolerance = tolerances()[key]
    row = Measured(key, where, tolerance.what, tolerance.unit, float(measured), tolerance.limit, explanation)
    order = list(tolerances())
    rows = [old for old in measured_rows(path) if (old.key, old.where) != (key, where) and old.key in order]
    rows = sorted([*rows, row], key=lambda each: (order.index(each.key), each.where))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(each) for each in rows], indent=1) + "\n", encoding="utf-8")
    return row


def hold(key: str, measured: float, where: str, explanation: str = "", path: Path = PATH) -> None:
    """Keep a measured number and raise AssertionError unless it is within its limit (NaN is not) or excluded.

    An excluded place that misses its limit is written into the table as what it is: a miss, with the reason.
    """
    row = report(key, measured, where, explanation, path)
    if row.limit is None:
        raise AssertionError(f"'{key}' has no limit: report it")
    if not abs(row.measured) <= row.limit and where not in excluded(key):
        raise AssertionError(f"{row.name}, {where}: {row.measured:.4g} {row.unit}, at most {row.limit:g}")
