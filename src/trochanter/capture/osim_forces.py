"""The force set of an ``.osim`` model: muscles with their paths, coordinate actuators, and what is left out."""

from dataclasses import dataclass, field
from math import inf

import numpy as np

from trochanter.anatomy.body import Actuators
from trochanter.capture.osim_coordinates import CoordinateRows
from trochanter.capture.osim_file import LARGEST_NUMBER, Element, OsimFile, label
from trochanter.capture.osim_muscles import MUSCLE_TAGS, MuscleRows, read_muscle
from trochanter.capture.osim_paths import PathReader, PathRow, PointRow
from trochanter.core.arrays import frozen
from trochanter.core.errors import UnsupportedElement

ACTUATOR_TAGS = (
    "TorqueActuator",
    "PointActuator",
    "PointToPointActuator",
    "BodyActuator",
    "ActivationCoordinateActuator",
)
PASSIVE_TAGS = (
    "CoordinateLimitForce",
    "CoordinateLinearStop",
    "SpringGeneralizedForce",
    "ExpressionBasedCoordinateForce",
    "ExpressionBasedBushingForce",
    "FunctionBasedBushingForce",
    "BushingForce",
    "PointToPointSpring",
    "ExpressionBasedPointToPointForce",
    "PathSpring",
    "ClutchedPathSpring",
    "Ligament",
    "Blankevoort1991Ligament",
)
CONTACT_TAGS = (
    "HuntCrossleyForce",
    "SmoothSphereHalfSpaceForce",
    "ElasticFoundationForce",
    "MeyerFregly2016Force",
    "ExternalForce",
    "PrescribedForce",
)


@dataclass(slots=True)
class ForceRows:
    """What the force set holds: muscles, their paths, coordinate actuators; ``left_out`` by reason."""

    muscles: MuscleRows = field(default_factory=MuscleRows)
    paths: list[PathRow] = field(default_factory=list)
    actuator_names: list[str] = field(default_factory=list)
    actuators: list[tuple[int, float, float, float]] = field(default_factory=list)
    left_out: dict[str, list[str]] = field(default_factory=dict)

    def freeze_actuators(self) -> Actuators:
        """The read-only arrays of the coordinate actuators."""
        columns = list(zip(*self.actuators, strict=True)) or [(), (), (), ()]
        return Actuators(tuple(self.actuator_names), frozen(columns[0], np.int64), *(frozen(c) for c in columns[1:]))


def read_forces(file: OsimFile, model: Element, reader: PathReader, hips: list[frozenset[int]]) -> ForceRows:
    """Read the force set; raises UnsupportedElement for a muscle model or force that cannot be evaluated.

    ``hips`` holds the hip joints above each segment: a muscle that crosses one is never left out.
    """
    rows = ForceRows()
    names: set[str] = set()
    for item in file.objects(model, "ForceSet"):
        name = file.optional_name(item)
        if name and name in names:
            raise file.bad(f"there are two forces '{name}'", item, "one force of a name")
        names.add(name)
        _read_force(file, item, reader, hips, rows)
    _note_left_out(file, rows.left_out)
    return rows


def _read_force(file: OsimFile, item: Element, reader: PathReader, hips: list[frozenset[int]], rows: ForceRows) -> None:
    tag = str(item.tag)
    kinds = {"passive": PASSIVE_TAGS, "contact": CONTACT_TAGS, "actuator": ACTUATOR_TAGS}
    if not file.flag(item, "appliesForce", default=not file.flag(item, "isDisabled", default=False)):
        rows.left_out.setdefault("disabled", []).append(label(item))
    elif tag == "CoordinateActuator":
        _read_actuator(file, item, reader.coordinates, rows)
    elif kind := next((kind for kind, tags in kinds.items() if tag in tags), ""):
        rows.left_out.setdefault(kind, []).append(label(item))
    else:
        _read_muscle_and_path(file, item, reader, hips, rows)


def _read_actuator(file: OsimFile, item: Element, coordinates: CoordinateRows, rows: ForceRows) -> None:
    coordinate = coordinates.find(file, file.text(item, "coordinate", "socket_coordinate"), item)
    optimal = file.number(item, "optimal_force", 1.0, largest=LARGEST_NUMBER)
    lower, upper = (
        file.number(item, tag, default, infinite=True) for tag, default in (("min_control", -inf), ("max_control", inf))
    )
    if optimal == 0.0 or lower > upper:
        raise file.bad(
            f"{label(item)} has the optimal force {optimal:g} and controls {lower:g} to {upper:g}",
            item,
            "an optimal force other than 0 and the lower control first",
        )
    rows.actuator_names.append(file.name(item))
    rows.actuators.append((coordinate, optimal, lower, upper))


def _read_muscle_and_path(
    file: OsimFile, item: Element, reader: PathReader, hips: list[frozenset[int]], rows: ForceRows
) -> None:
    name = file.name(item)
    points: list[PointRow] = []
    try:
        if "Muscle" not in str(item.tag):
            raise file.unsupported(item, name, [*MUSCLE_TAGS, "CoordinateActuator"], f"the force {item.tag}")
        points = reader.points(item)
        wraps = reader.wrapped(item, len(points))
        if item.tag not in MUSCLE_TAGS:
            raise file.unsupported(item, name, MUSCLE_TAGS, f"the muscle model {item.tag}")
    except UnsupportedElement as error:
        if not file.leave_out:
            raise
        _leave_out(file, name, points, hips, error)
        return
    read_muscle(file, item, name, rows.muscles)
    if file.number(item, "max_control", 1.0, infinite=True) < 1.0:
        rows.left_out.setdefault("limits", []).append(label(item))
    rows.paths.append(PathRow(points, wraps))


def _leave_out(
    file: OsimFile, name: str, points: list[PointRow], hips: list[frozenset[int]], error: UnsupportedElement
) -> None:
    """Leave a muscle out if its path is known and crosses no hip, else raise."""
    if len({hips[point.segment] for point in points}) != 1:
        raise UnsupportedElement(
            error.where,
            error.element,
            name,
            [*MUSCLE_TAGS, "PathPoint", "WrapCylinder", "WrapSphere"],
            "this muscle crosses a hip, or its path is unknown, so it cannot be left out: replace the element",
        ) from None
    file.note("muscle-left-out", f"muscle '{name}' is left out: {error.what}")


def _note_left_out(file: OsimFile, left_out: dict[str, list[str]]) -> None:
    texts = {
        "disabled": "switched off in the model and left out",
        "limits": "muscles whose max_control is below 1, which is not used: activation goes up to 1",
        "passive": "passive forces that are left out: what they carry stays in the moments that muscles balance, "
        "while OpenSim's inverse dynamics takes it off",
        "contact": "contact, external or prescribed forces of the model that are left out: ground forces come from "
        "the trial",
        "actuator": "ideal actuators that are left out: trochanter adds its own reserves and residuals",
    }
    for kind, names in left_out.items():
        shown = ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
        file.note(f"forces-{kind}", f"{texts[kind]}: {shown}")
