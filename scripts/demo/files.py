"""The files of the packaged trial: joint angles, the two feet's forces, and the scale factors of the body.

Numbers are rounded well below what a marker (about 1 mm) or the belt (about 5 N, 5 mm) can resolve.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np

from scripts.demo.recording import BODY_HEIGHT_M, BODY_MASS_KG
from trochanter.anatomy.body import Body
from trochanter.capture.trial import Table
from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES, Side
from trochanter.exchange.whole import write_whole
from trochanter.kinematics.belt import BeltSplit

TIME_DIGITS, ANGLE_DIGITS_DEG, LENGTH_DIGITS_M = 6, 3, 5
FORCE_DIGITS_N, POINT_DIGITS_M, MOMENT_DIGITS_NM, FACTOR_DIGITS = 1, 4, 2, 4
COORDINATES, FORCES, LOADS, BODY = "demo_coordinates.mot", "demo_forces.mot", "demo_forces.xml", "demo_body.json"


def rounded_factors(factors: dict[str, tuple[float, float, float]]) -> dict[str, tuple[float, float, float]]:
    """Scale factors as the file holds them."""
    digits = FACTOR_DIGITS
    return {name: (round(x, digits), round(y, digits), round(z, digits)) for name, (x, y, z) in factors.items()}


def rounded_angles(angles: Table, body: Body) -> tuple[tuple[str, ...], Floats]:
    """Independent coordinates and their values (n, len(names)), degrees and metres, as the file holds them.

    Dependent ones follow from their constraint; OpenSim writes them in radians among columns in degrees.
    """
    table = body.coordinates
    kept = [k for k in range(len(table.names)) if table.coupled_to[k] < 0]
    names = tuple(table.names[k] for k in kept)
    digits = [ANGLE_DIGITS_DEG if table.is_rotation[k] else LENGTH_DIGITS_M for k in kept]
    values = [np.round(angles.column(name), d) + 0.0 for name, d in zip(names, digits, strict=True)]
    return names, np.column_stack(values)


def write_body(folder: Path, factors: dict[str, tuple[float, float, float]]) -> None:
    """Write the scale factors."""
    content = {
        "source": "RBDS001 static trial, see docs/demo-data.md",
        "mass_kg": BODY_MASS_KG,
        "height_m": BODY_HEIGHT_M,
        "scale_factors": factors,
    }
    lines = json.dumps(content, indent=1).replace("\n   ", " ").replace("\n  ]", "]")
    write_whole(folder / BODY, lines + "\n")


def write_angles(folder: Path, angles: Table, body: Body) -> None:
    """Write joint angles, degrees and metres."""
    names, values = rounded_angles(angles, body)
    _write_table(folder / COORDINATES, np.round(angles.time_s, TIME_DIGITS), names, values, in_degrees="yes")


def rounded_forces(time_s: Floats, split: BeltSplit) -> tuple[tuple[str, ...], Floats]:
    """Columns of both feet's forces over time_s (n,), and their values as the file holds them."""
    columns: list[str] = []
    parts = []
    for side in SIDES:
        load = split.loads[side]
        columns += [f"{side.word}_{what}{axis}" for what in ("force_v", "force_p", "torque_") for axis in "xyz"]
        parts += [
            np.round(load.force_N, FORCE_DIGITS_N),
            np.round(_without_gaps(time_s, load.point_m), POINT_DIGITS_M),
            np.round(load.moment_Nm, MOMENT_DIGITS_NM),
        ]
    return tuple(columns), np.concatenate(parts, axis=1) + 0.0


def write_forces(folder: Path, time_s: Floats, split: BeltSplit) -> None:
    """Write the forces of both feet and the external loads that say which is which."""
    columns, values = rounded_forces(time_s, split)
    _write_table(folder / FORCES, np.round(time_s, TIME_DIGITS), columns, values, in_degrees="no")
    write_whole(folder / LOADS, _external_loads())


def _write_table(path: Path, time_s: Floats, columns: Sequence[str], values: Floats, in_degrees: str) -> None:
    """Write a table with as few digits as its rounded numbers need: the package's own writer keeps all bits."""
    shape = f"nRows={len(time_s)}\nnColumns={len(columns) + 1}"
    head = f"{path.stem}\nversion=1\n{shape}\ninDegrees={in_degrees}\nendheader\n" + "\t".join(("time", *columns))
    rows = np.column_stack([time_s, values])
    lines = ("\t".join(np.format_float_positional(v, trim="-") for v in row) for row in rows)
    write_whole(path, "\n".join((head, *lines)) + "\n")


def _without_gaps(time_s: Floats, point_m: Floats) -> Floats:
    """Points (n, 3) that run straight from each contact's last to the next one's first: no jump to zero in the air."""
    known = np.isfinite(point_m).all(axis=1)
    return np.column_stack([np.interp(time_s, time_s[known], column[known]) for column in point_m.T])


def _external_loads() -> str:
    document = ET.Element("OpenSimDocument", Version="40000")
    loads = ET.SubElement(document, "ExternalLoads", name="demo_forces")
    objects = ET.SubElement(loads, "objects")
    for side in SIDES:
        force = ET.SubElement(objects, "ExternalForce", name=f"{side.word}_foot")
        for tag, text in _description(side).items():
            ET.SubElement(force, tag).text = text
    ET.SubElement(loads, "datafile").text = FORCES
    ET.indent(document, "\t")
    return f'<?xml version="1.0" encoding="UTF-8" ?>\n{ET.tostring(document, encoding="unicode")}\n'


def _description(side: Side) -> dict[str, str]:
    return {
        "applied_to_body": f"calcn_{side}",
        "force_expressed_in_body": "ground",
        "point_expressed_in_body": "ground",
        "force_identifier": f"{side.word}_force_v",
        "point_identifier": f"{side.word}_force_p",
        "torque_identifier": f"{side.word}_torque_",
        "data_source_name": FORCES,
    }
