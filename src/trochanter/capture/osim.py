"""Reader of ``.osim`` musculoskeletal models, XML versions 20302, 20303, 30000 and 40000 to 40600.

Everything that changes the result is read or refused by name; what is safely read past is listed in one notice.
"""

from dataclasses import replace
from hashlib import sha256
from itertools import islice
from pathlib import Path

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.capture.files import read_file
from trochanter.capture.osim_coordinates import CoordinateRows, read_couplers
from trochanter.capture.osim_file import Element, OsimFile
from trochanter.capture.osim_forces import read_forces
from trochanter.capture.osim_frames import Frames
from trochanter.capture.osim_functions import Curves
from trochanter.capture.osim_ignored import note_ignored, read_components
from trochanter.capture.osim_joints import freeze_joints, read_joints
from trochanter.capture.osim_markers import read_markers
from trochanter.capture.osim_paths import PathReader, freeze_paths
from trochanter.capture.osim_plausible import doubtful_values
from trochanter.capture.osim_segments import read_segments
from trochanter.capture.osim_tree import hips_above, parents_first
from trochanter.capture.osim_wraps import read_wraps
from trochanter.capture.table_header import HEAD_BYTES, has_table_header
from trochanter.capture.xml import MAX_BYTES, parse_xml
from trochanter.core.arrays import frozen
from trochanter.core.errors import UnreadableFile

_OLD_VERSIONS = (20302, 20303, 30000)
_FIRST_NEW, _LAST_NEW = 40000, 40600
_MOST_ELEMENTS = 300_000
_STEEP = 0.95  # of gravity along minus y: a model of an inclined treadmill may turn it a little


def read_osim(path: str | Path, *, skip_unsupported: bool = False) -> Body:
    """Read an ``.osim`` file; see :func:`parse_osim`. Raises also MissingInput where there is no such file."""
    content = read_file(path, MAX_BYTES)
    if not content.data.lstrip(b"\xef\xbb\xbf \t\r\n\xff\xfe").startswith((b"<", b"<\0", b"\0<")):
        what = "a table of numbers" if has_table_header(content.data[:HEAD_BYTES]) else "no XML"
        raise UnreadableFile(
            f"this is no model: it is {what}",
            where=content.where,
            valid="an .osim file",
            next_step="give the model that the recording belongs to",
        )
    return parse_osim(content.data, content.where, skip_unsupported=skip_unsupported)


def parse_osim(data: bytes, where: str, *, skip_unsupported: bool = False) -> Body:
    """Read the bytes of an ``.osim`` file called ``where`` in messages.

    With ``skip_unsupported``, muscles that cannot be evaluated (an ellipsoid wrap, another muscle model) are left out
    with a notice, unless they cross a hip. Raises UnreadableFile for anything that is no such XML,
    UnsupportedElement for an element that would change the result and cannot be evaluated, UnknownName for a name that
    leads nowhere, ImpossibleData for values that break the format or physics. Values that no person has are noticed.
    """
    root = parse_xml(data, where)
    file, model = _open(root, where, leave_out=skip_unsupported)
    frames, curves, coordinates = Frames(file), Curves(), CoordinateRows()
    segments = read_segments(file, model, frames)
    read_components(file, model, frames)
    joints = read_joints(file, model, frames, curves, coordinates)
    order = parents_first(file, joints, segments.names)
    read_couplers(file, model, coordinates, curves)
    wraps = read_wraps(file, frames.owners, frames)
    reader = PathReader(file, frames, coordinates, curves, wraps)
    forces = read_forces(file, model, reader, hips_above(joints, order, segments.names))
    markers = read_markers(file, model, frames)
    note_ignored(file, model)
    body = Body(
        name=file.optional_name(model),
        segments=segments.freeze(),
        joints=freeze_joints([joints[index] for index in order]),
        coordinates=coordinates.freeze(file, curves, np.argsort(order).tolist()),
        functions=curves.table.freeze(),
        wraps=wraps.freeze(),
        paths=freeze_paths(forces.paths),
        muscles=forces.muscles.freeze(),
        actuators=forces.freeze_actuators(),
        markers=markers,
        gravity_m_s2=frozen(_gravity(file, model)),
        notices=tuple(file.notices),
        source=where,
        sha256=sha256(data).hexdigest(),
        credits=_credits(model),
    )
    return replace(body, notices=(*body.notices, *doubtful_values(body)))


def _gravity(file: OsimFile, model: Element) -> tuple[float, ...]:
    """Gravity, m/s2; refused where it points anywhere but down, which is minus y for every reader of forces."""
    found = file.vector(model, "gravity", (0.0, -9.80665, 0.0))
    x, y, z = found
    if y > -_STEEP * float(np.linalg.norm(found)):
        along = max(zip(map(abs, found), found, "xyz", strict=True))
        raise file.bad(
            f"gravity is ({x:g}, {y:g}, {z:g}): it points along {'+' if along[1] > 0.0 else '-'}{along[2]}",
            model,
            "a model whose y axis points up: gravity 0 -9.80665 0",
            "correct the sign or axis of <gravity>, or turn the model so that y points up",
        )
    return found


def _open(root: Element, where: str, *, leave_out: bool) -> tuple[OsimFile, Element]:
    model = root.find("Model")
    if root.tag != "OpenSimDocument" or model is None:
        raise UnreadableFile(
            f"this is XML of another kind: <{root.tag}>" if root.tag != "OpenSimDocument" else "there is no <Model>",
            where=where,
            valid="<OpenSimDocument> with a <Model> in it",
            next_step="give the model file, not a set-up file of a tool",
        )
    if next(islice(root.iter(), _MOST_ELEMENTS, None), None) is not None:
        raise UnreadableFile(
            f"the model has more than {_MOST_ELEMENTS} elements",
            where=where,
            valid="a model of at most that many",
            next_step="check that this is the file you mean",
        )
    defaults = {str(item.tag): item for group in model.findall("defaults") for item in group}
    return OsimFile(where, _version(root, where), defaults, leave_out), model


def _credits(model: Element) -> str:
    texts = (model.findtext(tag) or "" for tag in ("credits", "publications"))
    return "\n".join(text.strip() for text in texts if text.strip())


def _version(root: Element, where: str) -> int:
    text = (root.get("Version") or "").strip()
    version = int(text) if text.isdecimal() and len(text) < 10 else -1
    if version not in _OLD_VERSIONS and not _FIRST_NEW <= version <= _LAST_NEW:
        raise UnreadableFile(
            f"the XML version of this model is {text[:20]!r}",
            where=where,
            valid=f"{', '.join(map(str, _OLD_VERSIONS))} and {_FIRST_NEW} to {_LAST_NEW}",
            next_step="open the model in OpenSim 4 and save it again",
        )
    return version
