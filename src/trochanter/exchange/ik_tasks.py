"""The weights of a fit as OpenSim's tasks of inverse kinematics, so that its tool can be asked the same question."""

import os
from pathlib import Path
from xml.etree import ElementTree as ET

from trochanter.capture.ik_tasks import CoordinateTask
from trochanter.exchange.osim_xml import add
from trochanter.exchange.whole import write_whole
from trochanter.kinematics.motion import MarkerFit

VERSION = "40000"


def write_ik_tasks(fit: MarkerFit, path: str | os.PathLike[str]) -> Path:
    """Write the tasks of ``fit``, by the marker names of its body, and return the path.

    Markers that were not followed are not named, which OpenSim takes as not to be followed. Raises UnwritableFile.
    """
    return write_whole(path, ik_tasks_text(fit))


def ik_tasks_text(fit: MarkerFit) -> str:
    """The text of an IKTaskSet with a task for every marker that was followed and every wished coordinate."""
    document = ET.Element("OpenSimDocument", {"Version": VERSION})
    tasks = add(document, "IKTaskSet", name="markers as followed by trochanter")
    objects = add(tasks, "objects")
    for name, weight in zip(fit.names, fit.weight.tolist(), strict=True):
        _task(objects, "IKMarkerTask", name, weight)
    for wish in fit.wishes:
        _wish(objects, wish)
    ET.indent(document, "\t")
    text = ET.tostring(document, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8" ?>\n{text}\n'


def _task(parent: ET.Element, kind: str, name: str, weight: float) -> ET.Element:
    task = add(parent, kind, name=name)
    add(task, "apply", "true")
    add(task, "weight", repr(float(weight)))
    return task


def _wish(parent: ET.Element, wish: CoordinateTask) -> None:
    task = _task(parent, "IKCoordinateTask", wish.name, wish.weight)
    add(task, "value_type", wish.kind)
    add(task, "value", repr(float(wish.value)))
