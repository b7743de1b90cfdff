"""Arms that are remembered from a published table, beside ours: shown for orientation, never judged."""

import csv
from pathlib import Path

from revalidation.hips import AXES, arms_mm
from revalidation.tables import number, table

TABLE = Path(__file__).with_name("recalled_arms.csv")
HEAD = """## For orientation only

Moment arms of the straight hip, mm, as this project remembers the table of Dostal, Soderberg and Andrews 1986 (Phys
Ther 66:351) as Neumann 2010 reprints it (doi 10.2519/jospt.2010.3025). The table itself was not at hand, so nothing
is judged by it. One cadaver, straight lines. Ours: mean of the lines named.
"""


def orientation_section() -> str:
    """Remembered arms and ours."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = [_row(row) for row in csv.DictReader(lines)]
    head = ("muscle", "flexion", "ours", "adduction", "ours", "rotation", "ours", "lines")
    return f"{HEAD}\n{table(head, rows)}"


def _row(row: dict[str, str]) -> tuple[str, ...]:
    lines = row["lines"].split()
    cells = [cell for axis in AXES for cell in (row[f"{axis}_mm"], number(arms_mm(axis, lines, [0.0]).mean()))]
    return row["muscle"], *cells, ", ".join(lines)
