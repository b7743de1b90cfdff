"""Any body as an ``.osim`` model that OpenSim 4.6 loads with equal positions, path lengths and moment arms.

Joints become custom joints. Tendons of Millard muscles are written as rigid (``ignore_tendon_compliance``), which is
what the engine computes with; OpenSim has no such setting for Thelen muscles. Visual geometry, contact geometry and
controllers are not part of a body and are not written.
"""

import os
import re
from pathlib import Path
from xml.etree import ElementTree as ET

from trochanter.anatomy.body import Body
from trochanter.exchange.osim_muscles import add_forces
from trochanter.exchange.osim_skeleton import add_couplers, add_joints, add_markers, add_segments
from trochanter.exchange.osim_xml import add
from trochanter.exchange.whole import write_whole

VERSION = "40000"


def write_osim(body: Body, path: str | os.PathLike[str]) -> Path:
    """Write ``body`` to ``path``, whole or not at all, and return the path.

    Raises UnsupportedElement for a function that the format cannot hold, UnwritableFile where the file cannot be
    written.
    """
    return write_whole(path, osim_text(body))


def osim_text(body: Body) -> str:
    """The text of the ``.osim`` file of ``body``; raises UnsupportedElement as :func:`write_osim` does."""
    document = ET.Element("OpenSimDocument", {"Version": VERSION})
    model = add(document, "Model", name=_model_name(body.name))
    add(model, "gravity", body.gravity_m_s2)
    add(model, "credits", body.credits)
    add(model, "length_units", "meters")
    add(model, "force_units", "N")
    add_segments(model, body)
    add_joints(model, body)
    add_couplers(model, body)
    add_forces(model, body)
    add_markers(model, body)
    ET.indent(document, "\t")
    text = ET.tostring(document, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8" ?>\n{text}\n'


def _model_name(name: str) -> str:
    """The name without what OpenSim refuses in it: white space, backslash, asterisk, plus, slash."""
    return re.sub(r"[\s\\*+/]+", "_", name.strip()) or "model"
