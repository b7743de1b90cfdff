"""OpenSim's inverse-kinematics tasks: weights of markers and wished values of coordinates (IKTaskSet XML).

The file format: https://opensimconfluence.atlassian.net/wiki/spaces/OpenSim/pages/53090032/Getting+Started+with+Inverse+Kinematics
"""

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trochanter.capture.files import FileContent, read_file
from trochanter.core.errors import ImpossibleData, UnreadableFile
from trochanter.core.quality import Notice

if TYPE_CHECKING:
    from lxml.etree import _Element

DEFAULT_VALUE, MANUAL_VALUE, FROM_FILE = "default_value", "manual_value", "from_file"
LARGEST_WEIGHT = 1e9
_LARGEST_VALUE = 1e6
_MOST_TASKS = 10_000
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class CoordinateTask:
    """A coordinate's wished value: its model default, ``value`` (rad or m), or that of a table; weight above 0."""

    name: str
    weight: float
    kind: str = DEFAULT_VALUE
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class IkTasks:
    """What a fit is asked for: weight of each marker by the body's name, and coordinate tasks.

    A marker that is not named weighs 0: it is not fitted. The weights of markers and of coordinates compare as in
    OpenSim: the markers' mean squared distance, weighted, stands against the coordinates' weighted squares.
    """

    markers: Mapping[str, float]
    coordinates: tuple[CoordinateTask, ...] = ()
    source: str = ""
    sha256: str = ""
    notices: tuple[Notice, ...] = field(default=())


def read_ik_tasks(path: str | os.PathLike[str]) -> IkTasks:
    """Read a task set, or the set-up file of OpenSim's inverse kinematics that holds one.

    Raises MissingInput where there is no such file and the errors of ``parse_ik_tasks``.
    """
    from trochanter.capture.xml import MAX_BYTES

    return parse_ik_tasks(read_file(path, MAX_BYTES))


def parse_ik_tasks(content: FileContent) -> IkTasks:
    """Read tasks from bytes: those that are applied with a weight above 0.

    Raises UnreadableFile for anything but such XML, ImpossibleData for a weight or value that is none, a task of a kind
    that does not exist, two tasks of a name, or a set in which nothing is applied.
    """
    from trochanter.capture.xml import parse_xml

    where = content.where
    root = parse_xml(content.data, where)
    sets = [root] if root.tag == "IKTaskSet" else list(root.iter("IKTaskSet"))
    if len(sets) != 1:
        raise UnreadableFile(
            f"the file holds <{str(root.tag)[:_LONGEST]}> with {len(sets)} sets of inverse-kinematics tasks",
            where=where,
            valid="an OpenSim file with one IKTaskSet",
            next_step="give the file of tasks, or the set-up file that holds them",
        )
    elements = [
        *sets[0].iterfind("objects/*"),
        *sets[0].iterfind("IKMarkerTask"),
        *sets[0].iterfind("IKCoordinateTask"),
    ]
    if len(elements) > _MOST_TASKS:
        raise _bad(f"there are {len(elements)} tasks", sets[0], where, f"at most {_MOST_TASKS}")
    markers: dict[str, float] = {}
    coordinates: dict[str, CoordinateTask] = {}
    idle = 0
    for element in elements:
        idle += not _add(element, where, markers, coordinates)
    if not any(markers.values()):
        raise _bad("no marker task is applied with a weight", sets[0], where, "markers with apply=true and a weight")
    notices = [Notice("tasks-idle", f"{idle} tasks are not applied or weigh nothing: left out", where)] if idle else []
    return IkTasks(markers, tuple(coordinates.values()), where, content.sha256, tuple(notices))


def _add(element: "_Element", where: str, markers: dict[str, float], coordinates: dict[str, CoordinateTask]) -> bool:
    """Add one task to what it is of; whether it is applied and weighs anything."""
    name = (element.get("name") or "").strip()
    if not name:
        raise _bad(f"a <{str(element.tag)[:_LONGEST]}> has no name", element, where, 'name="..."')
    if element.tag not in ("IKMarkerTask", "IKCoordinateTask"):
        valid = "IKMarkerTask and IKCoordinateTask"
        raise _bad(f"'{name[:_LONGEST]}' is a <{str(element.tag)[:_LONGEST]}>", element, where, valid)
    weight = _weight(element, name, where)
    taken = markers if element.tag == "IKMarkerTask" else coordinates
    if name in taken:
        raise _bad(f"there are two tasks '{name[:_LONGEST]}'", element, where, "one task a name")
    if element.tag == "IKMarkerTask":
        markers[name] = weight
    elif weight > 0.0:
        coordinates[name] = _coordinate_task(element, name, weight, where)
    return weight > 0.0


def _weight(element: "_Element", name: str, where: str) -> float:
    """Weight of a task, 0 where it is not applied."""
    applied = (_text(element, "apply") or "true").lower()
    if applied not in ("true", "false", "1", "0"):
        raise _bad(f"<apply> of '{name[:_LONGEST]}' is '{applied[:_LONGEST]}'", element, where, "true or false")
    weight = _number(element, "weight", name, where)
    if not 0.0 <= weight <= LARGEST_WEIGHT:
        raise _bad(f"<weight> of '{name[:_LONGEST]}' is {weight:g}", element, where, f"0 to {LARGEST_WEIGHT:g}")
    return weight if applied in ("true", "1") else 0.0


def _coordinate_task(element: "_Element", name: str, weight: float, where: str) -> CoordinateTask:
    kind = _text(element, "value_type") or DEFAULT_VALUE
    if kind not in (DEFAULT_VALUE, MANUAL_VALUE, FROM_FILE):
        valid = f"{DEFAULT_VALUE}, {MANUAL_VALUE} or {FROM_FILE}"
        raise _bad(f"<value_type> of '{name[:_LONGEST]}' is '{kind[:_LONGEST]}'", element, where, valid)
    value = _number(element, "value", name, where) if kind == MANUAL_VALUE else 0.0
    if not abs(value) <= _LARGEST_VALUE:
        raise _bad(f"<value> of '{name[:_LONGEST]}' is {value:g}", element, where, "radians or metres")
    return CoordinateTask(name, weight, kind, value)


def _number(element: "_Element", tag: str, name: str, where: str) -> float:
    text = _text(element, tag) or "0"
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isnan(value) or "_" in text:
        raise _bad(f"<{tag}> of '{name[:_LONGEST]}' is '{text[:_LONGEST]}'", element, where, "a number")
    return value


def _text(element: "_Element", tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _bad(what: str, element: "_Element", where: str, valid: str) -> ImpossibleData:
    place = f"{where}, line {element.sourceline}"
    return ImpossibleData(what, where=place, valid=valid, next_step="correct the file of tasks")
