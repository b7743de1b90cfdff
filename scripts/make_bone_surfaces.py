"""Make the bones of 'Explore the hip': closed surfaces, out of the parts in ``web/hip/data/bone_parts.csv``.

    python -m scripts.make_bone_surfaces src/trochanter/web/hip/data/bones.npz

No scan of anybody: parts meet the hip model's joint centres and muscle points, and landmarks of docs/; what lies
between is drawn freely. Right side; the left is its mirror image.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np

from scripts.bones.field import field_of, mirrored
from scripts.bones.surface import Surface, surface
from trochanter.anatomy.rows import grouped
from trochanter.web.hip.bones import part_rows

CELL_MM = {"hip_bone": 3.5, "sacrum": 3.8, "femur": 3.9, "tibia": 6.5, "patella": 4.5}
MIDDLE = ("sacrum",)  # told for its right half
MARGIN_MM = 22.0
UNIT_MM = 0.05  # of the whole numbers that are kept


def made(bone: str) -> Surface:
    """The surface of one bone."""
    rows = grouped(part_rows(), "bone")[bone]
    solid = [row for row in rows if row["kind"] in ("tube", "ball", "outline", "sheet")]
    place = np.array([[float(row[f"{axis}_mm"] or 0.0) for axis in "xyz"] for row in solid if row["z_mm"]])
    radius = np.array([float(row["a_mm"] or 0.0) for row in solid if row["z_mm"]])
    low = (place - radius[:, None]).min(axis=0) - MARGIN_MM
    high = (place + radius[:, None]).max(axis=0) + MARGIN_MM
    if bone not in MIDDLE:
        return surface(field_of(rows), low, high, CELL_MM[bone])
    return surface(mirrored(field_of(rows)), np.array([*low[:2], -high[2]]), high, CELL_MM[bone])


def main(path: Path) -> None:
    """Write all bones and tell their sizes."""
    arrays: dict[str, Any] = {"unit_mm": np.array(UNIT_MM)}
    for bone in CELL_MM:
        found = made(bone)
        arrays[f"{bone}_point"] = np.rint(found.point_mm / UNIT_MM).astype(np.int16)
        arrays[f"{bone}_triangle"] = found.triangle.astype(np.uint16)
        arrays[f"{bone}_shade"] = np.rint(255 * np.clip(found.shade, 0.0, 1.0)).astype(np.uint8)
        print(f"{bone}: {len(found.point_mm)} points, {len(found.triangle)} triangles")
    np.savez_compressed(path, **arrays)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
