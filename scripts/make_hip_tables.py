"""Write the hip model's tables from the published model of Rajagopal et al. 2016 (doi 10.1109/TBME.2016.2586891).

Reads the figures of pelvis, legs, joints, wrap surfaces, muscles and markers from a Rajagopal2016.osim and writes
them as the project's own tables. Muscle lines and their points are written for the right side only; the script
stops if the left side of the file is not their mirror image.

    python scripts/make_hip_tables.py ../shared/data/models/Rajagopal2016.osim src/trochanter/anatomy/data
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

LEG = ("femur", "tibia", "patella", "talus", "calcn", "toes")
SEGMENTS = ("ground", "pelvis", *(f"{name}_{side}" for side in "rl" for name in LEG))
LEFT_OUT = ("piri_r",)  # replaced by the project's own piriformis
SOURCE = "rajagopal2016"
AXES = ("rotation1", "rotation2", "rotation3", "translation1", "translation2", "translation3")
UNIT_AXES = ((1, 0, 0), (0, 1, 0), (0, 0, 1)) * 2
XYZ = ("x_m", "y_m", "z_m")
Table = tuple[tuple[str, ...], list[tuple[object, ...]]]
Element = etree._Element


def text(element: Element, path: str) -> str:
    """Text of a child, trimmed; empty where there is none."""
    found = element.find(path)
    return "" if found is None or found.text is None else found.text.strip()


def children(element: Element, path: str) -> list[Element]:
    """Children of the element at ``path``; stops where there is none."""
    found = element.find(path)
    if found is None:
        raise SystemExit(f"<{element.tag}> has no <{path}>")
    return list(found)


def child(element: Element, path: str) -> Element:
    """First child of the element at ``path``."""
    return children(element, path)[0]


def name_of(element: Element) -> str:
    """Name of an object."""
    return element.get("name") or ""


def numbers(element: Element, path: str) -> tuple[float, ...]:
    """Numbers of a child."""
    return tuple(float(word) for word in text(element, path).split())


def last(path: str) -> str:
    """Last part of a component path."""
    return path.rsplit("/", 1)[-1]


def model_of(path: Path) -> Element:
    """The Model element of a file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    model = etree.parse(path, parser).getroot().find("Model")
    if model is None:
        raise SystemExit(f"{path} holds no model")
    return model


def segments(model: Element) -> Table:
    """Mass, mass centre and inertia of each segment."""
    header = ("segment", "mass_kg", *(f"mass_center_{axis}" for axis in XYZ), "ixx_kgm2", "iyy_kgm2", "izz_kgm2")
    rows = []
    for body in children(model, "BodySet/objects"):
        inertia = numbers(body, "inertia")
        if name_of(body) in SEGMENTS:
            if any(inertia[3:]):
                raise SystemExit(f"{body.get('name')} has products of inertia, which the table does not hold")
            rows.append((name_of(body), *numbers(body, "mass"), *numbers(body, "mass_center"), *inertia[:3], SOURCE))
    return (*header, "source"), rows


def person(model: Element) -> Table:
    """Mass of the whole body, of which the hip model holds a share."""
    masses = [numbers(body, "mass")[0] for body in children(model, "BodySet/objects")]
    return ("quantity", "value", "unit", "source"), [("mass", round(sum(masses), 9), "kg", SOURCE)]


def leg_joints(model: Element) -> Iterator[tuple[Element, dict[str, Element]]]:
    """Joints between the hip model's segments, with their offset frames by name."""
    for joint in children(model, "JointSet/objects"):
        frames = {name_of(frame): frame for frame in children(joint, "frames")}
        if all(last(text(frame, "socket_parent")) in SEGMENTS for frame in frames.values()):
            yield joint, frames


def joints(model: Element) -> Table:
    """Parent and child frame of each joint."""
    header = ["joint"]
    for end in ("parent", "child"):
        header += [end, *(f"{end}_{axis}" for axis in XYZ), *(f"{end}_rotation_{axis}_rad" for axis in "xyz")]
    rows = []
    for joint, frames in leg_joints(model):
        row: list[object] = [name_of(joint)]
        for end in ("parent", "child"):
            frame = frames[text(joint, f"socket_{end}_frame")]
            row += [last(text(frame, "socket_parent")), *numbers(frame, "translation"), *numbers(frame, "orientation")]
        rows.append((*row, SOURCE))
    return (*header, "source"), rows


def function_of(element: Element, splines: dict[str, tuple[tuple[float, ...], ...]], name: str) -> tuple[str, float]:
    """Name and multiplier of an axis function; splines are collected by ``name``."""
    if element.tag == "Constant":
        return "constant", numbers(element, "value")[0]
    if element.tag == "LinearFunction":
        slope, offset = numbers(element, "coefficients")
        if offset:
            raise SystemExit(f"{name}: a line with an offset is not expected")
        return "linear", slope
    if element.tag != "SimmSpline":
        raise SystemExit(f"{name}: {element.tag} is not expected")
    x, y = numbers(element, "x"), numbers(element, "y")
    for known, sign in ((known, sign) for known in splines for sign in (1.0, -1.0)):
        if splines[known] == (x, tuple(sign * value for value in y)):
            return known, sign
    splines[name] = (x, y)
    return name, 1.0


def joint_axes(model: Element) -> tuple[Table, Table]:
    """Axes of each joint with the function and coordinate that drive them, and the splines' knots."""
    splines: dict[str, tuple[tuple[float, ...], ...]] = {}
    rows: list[tuple[object, ...]] = []
    for joint, _ in leg_joints(model):
        name = name_of(joint)
        if joint.tag == "PinJoint":
            pin = name_of(child(joint, "coordinates"))
            drives = [("linear", 1.0, pin) if slot == "rotation3" else ("constant", 0.0, "") for slot in AXES]
            rows += [
                (name, slot, *map(float, axis), *drive, SOURCE)
                for slot, axis, drive in zip(AXES, UNIT_AXES, drives, strict=True)
            ]
            continue
        for axis in children(joint, "SpatialTransform"):
            element = next(item for item in axis if item.tag not in ("coordinates", "axis"))
            key = f"{name.removesuffix('_r')}_{axis.get('name')}"
            drive = function_of(element, splines, key)
            rows.append((name, name_of(axis), *numbers(axis, "axis"), *drive, text(axis, "coordinates"), SOURCE))
    knots: list[tuple[object, ...]] = [
        (key, x, y, SOURCE) for key, (xs, ys) in splines.items() for x, y in zip(xs, ys, strict=True)
    ]
    axes_header = ("joint", "axis", "x", "y", "z", "function", "multiplier", "coordinate", "source")
    return (axes_header, rows), (("function", "x_rad", "y_rad_or_m", "source"), knots)


def coordinates(model: Element) -> Table:
    """Coordinates with default, range, locks and couplers."""
    couplers = {
        text(coupler, "dependent_coordinate_name"): coupler for coupler in children(model, "ConstraintSet/objects")
    }
    rows: list[tuple[object, ...]] = []
    for joint, _ in leg_joints(model):
        for entry in children(joint, "coordinates"):
            name = name_of(entry)
            coupler = couplers.get(name)
            if coupler is not None and numbers(coupler, "coupled_coordinates_function/*/coefficients") != (1.0, 0.0):
                raise SystemExit(f"{name}: a coupler other than 1:1 is not expected")
            partner = "" if coupler is None else text(coupler, "independent_coordinate_names")
            kind = "translation" if name[-2:] in ("tx", "ty", "tz") else "rotation"
            switches = (text(entry, "locked"), text(entry, "clamped"))
            row = (name, name_of(joint), kind, *numbers(entry, "default_value"), *numbers(entry, "range"))
            rows.append((*row, *switches, partner, SOURCE))
    units = ("default_rad_or_m", "lower_rad_or_m", "upper_rad_or_m")
    return ("coordinate", "joint", "kind", *units, "locked", "clamped", "coupled_to", "source"), rows


def right_muscles(model: Element) -> Iterator[Element]:
    """The right side's muscles that the hip model keeps, after a check that the left side mirrors them."""
    muscles = {name_of(f): f for f in children(model, "ForceSet/objects") if f.tag == "Millard2012EquilibriumMuscle"}
    for name, muscle in muscles.items():
        if name.endswith("_r") and name not in LEFT_OUT:
            check_mirror(muscle, muscles[f"{name[:-2]}_l"])
            yield muscle


def check_mirror(right: Element, left: Element) -> None:
    """Stop unless ``left`` is the mirror image of ``right``."""

    def points(muscle: Element, sign: float) -> list[tuple[str, float, float, float]]:
        found = []
        for point in muscle.findall("GeometryPath/PathPointSet/objects/PathPoint"):
            x, y, z = numbers(point, "location")
            found.append((last(text(point, "socket_parent_frame")).removesuffix(name_of(muscle)[-2:]), x, y, sign * z))
        return found

    def rest(muscle: Element) -> list[object]:
        wraps = [text(wrap, "wrap_object")[:-2] for wrap in muscle.iter("PathWrap")]
        return [*(numbers(muscle, tag) for tag in PARAMETERS), curves_of(muscle), wraps]

    if points(right, 1.0) != points(left, -1.0) or rest(right) != rest(left):
        raise SystemExit(f"{left.get('name')} is not the mirror image of {right.get('name')}")


PARAMETERS = ("max_isometric_force", "optimal_fiber_length", "tendon_slack_length", "pennation_angle_at_optimal")
CURVES = ("ActiveForceLengthCurve", "ForceVelocityCurve", "FiberForceLengthCurve")


def lines(model: Element) -> Table:
    """Force, lengths and pennation of each line, side left off the name."""
    units = ("max_isometric_force_N", "optimal_fiber_length_m", "tendon_slack_length_m", "pennation_rad")
    rows = []
    for muscle in right_muscles(model):
        values = [value for tag in PARAMETERS for value in numbers(muscle, tag)]
        rows.append((name_of(muscle)[:-2], *values, *numbers(muscle, "minimum_activation"), SOURCE))
    return ("line", *units, "minimum_activation", "source"), rows


def curves_of(muscle: Element) -> dict[tuple[str, str], float]:
    """Parameters of a muscle's fibre curves by curve and name."""
    return {(curve, str(item.tag)): float(item.text or "nan") for curve in CURVES for item in children(muscle, curve)}


def fiber_curves(model: Element) -> Table:
    """Parameters of the fibre curves, which all muscles share."""
    kinds = [curves_of(muscle) for muscle in right_muscles(model)]
    if any(kind != kinds[0] for kind in kinds):
        raise SystemExit("the muscles do not share their fibre curves")
    return ("curve", "parameter", "value", "source"), [(*key, value, SOURCE) for key, value in kinds[0].items()]


def path_points(model: Element) -> Table:
    """Path points of the right side."""
    rows = []
    for muscle in right_muscles(model):
        for point in muscle.findall("GeometryPath/PathPointSet/objects/PathPoint"):
            segment = last(text(point, "socket_parent_frame"))
            rows.append((name_of(muscle)[:-2], segment, *numbers(point, "location"), SOURCE))
    return ("line", "segment", *XYZ, "source"), rows


def path_wraps(model: Element) -> Table:
    """Wrap surfaces of each line with the points (counted from 0) between which it may wrap; -1: all."""
    rows = []
    for muscle in right_muscles(model):
        for wrap in muscle.findall("GeometryPath/PathWrapSet/objects/PathWrap"):
            ends = [int(n) - 1 if int(n) > 0 else -1 for n in text(wrap, "range").split()]
            rows.append((name_of(muscle)[:-2], text(wrap, "wrap_object").removesuffix("_r"), *ends, SOURCE))
    return ("line", "wrap", "first_point", "last_point", "source"), rows


def wraps(model: Element) -> Table:
    """Cylinders of both sides that a line uses."""
    used = {row[1] for row in path_wraps(model)[1]}
    rows = []
    for body in children(model, "BodySet/objects"):
        for wrap in body.findall("WrapObjectSet/objects/WrapCylinder"):
            if name_of(wrap)[:-2] in used:
                place = (*numbers(wrap, "translation"), *numbers(wrap, "xyz_body_rotation"))
                size = (*numbers(wrap, "radius"), *numbers(wrap, "length"), text(wrap, "quadrant"))
                rows.append((name_of(wrap), "cylinder", name_of(body), *place, *size, SOURCE))
    angles = tuple(f"rotation_{axis}_rad" for axis in "xyz")
    return ("wrap", "kind", "segment", *XYZ, *angles, "radius_m", "length_m", "quadrant", "source"), rows


def markers(model: Element) -> Table:
    """Markers on the hip model's segments."""
    rows = []
    for marker in children(model, "MarkerSet/objects"):
        segment = last(text(marker, "socket_parent_frame"))
        if segment in SEGMENTS:
            rows.append((name_of(marker), segment, *numbers(marker, "location"), SOURCE))
    return ("marker", "segment", *XYZ, "source"), rows


def tables(model: Element) -> dict[str, Table]:
    """All tables by file name."""
    axes, splines = joint_axes(model)
    return {
        "person": person(model), "segments": segments(model), "joints": joints(model), "joint_axes": axes,
        "splines": splines,
        "coordinates": coordinates(model), "wraps": wraps(model), "lines": lines(model),
        "fiber_curves": fiber_curves(model), "path_points": path_points(model), "path_wraps": path_wraps(model),
        "markers": markers(model),
    }  # fmt: skip


def write(source: Path, folder: Path) -> None:
    """Write every table of ``source`` into ``folder``."""
    for name, (header, rows) in tables(model_of(source)).items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
