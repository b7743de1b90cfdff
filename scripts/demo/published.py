"""The angles and moments that the recording's authors published for this runner."""

from pathlib import Path

import numpy as np

from trochanter.core.arrays import Floats

PUBLISHED_FILE = "RBDS001processed.txt"


def read_published(path: Path) -> dict[str, Floats]:
    """Columns of the published means at 2.5 m/s over 101 points of a stride: angles in degrees, moments in N m/kg."""
    columns = path.read_text(encoding="utf-8").split("\n", 1)[0].split()
    table = np.genfromtxt(path, skip_header=1)
    return {name: table[:, k] for k, name in enumerate(columns) if name.endswith("25")}
