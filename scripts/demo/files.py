"""The files of the packaged trial: joint angles, the two feet's forces, and what makes the body the runner's.

Numbers are rounded well below what a marker (about 1 mm) or the belt (about 5 N, 5 mm) can resolve.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np

from scripts.demo.chain import HEIGHT_M
from trochanter.anatomy.body import Body
from trochanter.capture.trial import Forces, Table
from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES, Side
from trochanter.exchange.whole import write_whole
from trochanter.kinematics.demo import DEMO_MASS_KG
from trochanter.kinematics.pair_factors import Factors

TIME_DIGITS, ANGLE_DIGITS_DEG, LENGTH_DIGITS_M = 6, 3, 5
FORCE_DIGITS_N, POINT_DIGITS_M, MOMENT_DIGITS_NM, FACTOR_DIGITS = 1, 4, 2, 6
COORDINATES, HIP_ANGLES = "demo_coordinates.mot", "demo_hip_angles.mot"
FORCES, LOADS, BODY = "demo_forces.mot", "demo_forces.xml", "demo_body.json"


def rounded_factors(factors: Factors) -> dict[str, list[float]]:
    """Scale factors as the file holds them."""
    return {name: [round(value, FACTOR_DIGITS) for value in xyz] for name, xyz in factors.items()}


def rounded_markers(body: Body) -> dict[str, list[str | float]]:
    """Markers as the file holds them: segment, then x, y, z in it."""
    table = body.markers
    places = np.round(table.location_m, LENGTH_DIGITS_M) + 0.0
    return {
        name: [body.segments.names[k], *place.tolist()]
        for name, k, place in zip(table.names, table.segment, places, strict=True)
    }


def rounded_angles(angles: Table, body: Body) -> tuple[tuple[str, ...], Floats]:
    """Independent coordinates and their values (n, len(names)), degrees and metres, as the file holds them.

    ``angles`` are in radians. Dependent ones are left out: they follow from their constraint.
    """
    table = body.coordinates
    kept = [k for k in range(len(table.names)) if table.coupled_to[k] < 0]
    names = tuple(table.names[k] for k in kept)
    values = [_rounded(angles.column(table.names[k]), turning=bool(table.is_rotation[k])) for k in kept]
    return names, np.column_stack(values)


def _rounded(values: Floats, *, turning: bool) -> Floats:
    digits = ANGLE_DIGITS_DEG if turning else LENGTH_DIGITS_M
    rounded: Floats = np.round(np.degrees(values) if turning else values, digits) + 0.0
    return rounded


def write_body(folder: Path, factors: Factors, body: Body) -> None:
    """Write the scale factors and the markers of the runner's ``body``."""
    content = {
        "source": "RBDS001 static trial and run, see docs/demo-data.md",
        "mass_kg": DEMO_MASS_KG,
        "height_m": HEIGHT_M,
        "scale_factors": rounded_factors(factors),
        "markers_m": rounded_markers(body),
    }
    lines = json.dumps(content, indent=1).replace("\n   ", " ").replace("\n  ]", "]")
    write_whole(folder / BODY, lines + "\n")


def write_angles(folder: Path, angles: Table, body: Body) -> None:
    """Write joint angles, which are in radians, in degrees and metres."""
    names, values = rounded_angles(angles, body)
    _write_table(folder / COORDINATES, np.round(angles.time_s, TIME_DIGITS), names, values, in_degrees="yes")


def write_hip_angles(folder: Path, angles: Table, body: Body) -> None:
    """Write the angles of the fit that pelvis and thighs lead, in degrees and metres."""
    names, values = rounded_angles(angles, body)
    _write_table(folder / HIP_ANGLES, np.round(angles.time_s, TIME_DIGITS), names, values, in_degrees="yes")


def rounded_forces(forces: Forces) -> tuple[tuple[str, ...], Floats]:
    """Columns of both feet's forces, and their values (n, 18) as the file holds them."""
    columns: list[str] = []
    parts = []
    for side, load in zip(SIDES, forces.loads, strict=True):
        assert load.segment == f"calcn_{side}"
        columns += [f"{side.word}_{what}{axis}" for what in ("force_v", "force_p", "torque_") for axis in "xyz"]
        parts += [
            np.round(load.force_N, FORCE_DIGITS_N),
            np.round(_without_gaps(forces.time_s, load.point_m), POINT_DIGITS_M),
            np.round(load.moment_Nm, MOMENT_DIGITS_NM),
        ]
    return tuple(columns), np.concatenate(parts, axis=1) + 0.0


def write_forces(folder: Path, forces: Forces) -> None:
    """Write the forces of both feet and the external loads that say which is which."""
    columns, values = rounded_forces(forces)
    _write_table(folder / FORCES, np.round(forces.time_s, TIME_DIGITS), columns, values, in_degrees="no")
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
