"""The deep six written into a model's own ``.osim`` file: outside the touched elements it stays the same, byte by byte.

Touched are the lumped muscles, which go; the force set, which gets the new muscles behind its last one; its groups; the
wrap surfaces of the pelvis, which get two spheres. Line ends, comments, indentation and encoding stay the file's own.
"""

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.deep_sets import NOMINAL_SET
from trochanter.capture.files import read_file
from trochanter.capture.osim import parse_osim, read_osim
from trochanter.capture.xml import MAX_BYTES
from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.exchange.osim_edit_muscles import muscle_like, new_muscle
from trochanter.exchange.osim_edit_references import group_edits, reference_edits
from trochanter.exchange.osim_edit_spans import Edit, Node, Span, Spans, edited, rendered, spans_of
from trochanter.exchange.osim_xml import body_angles, words
from trochanter.exchange.whole import write_whole
from trochanter.kinematics.deep_six import DeepSix, with_deep_six

_AGREE = 1e-12


def write_deep_six(source: str | Path, target: str | os.PathLike[str], set_name: str = NOMINAL_SET) -> DeepSix:
    """Write the model of the file ``source`` with the deep six to ``target``, whole or not at all; returns how.

    Raises what ``read_osim`` and ``with_deep_six`` raise, BadSetting where both are one file, ImpossibleData where
    something in the file needs a muscle that goes, UnwritableFile.
    """
    if os.path.realpath(source) == os.path.realpath(target):
        raise BadSetting("the new file", str(target), "another file than the model that is read", "choose another name")
    found = with_deep_six(read_osim(source, skip_unsupported=True), set_name)
    content = read_file(source, MAX_BYTES)
    write_whole(target, osim_with_deep_six(content.data, found, content.where))
    return found


def osim_with_deep_six(data: bytes, found: DeepSix, where: str) -> bytes:
    """The bytes of a model's file with the deep six of ``found``, which was made from the same file.

    The result is read again and held against ``found``. Raises ImpossibleData where it was made from another file, or
    where the file cannot be edited so.
    """
    _refuse_another(data, found, where)
    file = spans_of(data)
    model = _need(file.root.child("Model"), "Model", where)
    forces = _need(model.child("ForceSet"), "ForceSet", where)
    muscles = {file.name(each): each for each in _objects(forces).children}
    removed = [muscles[name] for name in _leaving(found) if name in muscles]
    _refuse_twice([name for name in found.added if name in muscles and muscles[name] not in removed], where)
    gone = frozenset(file.name(span) for span in removed) - set(found.added)
    edits = [file.removed(span) for span in removed]
    edits.append(_new_muscles(file, muscles, found))
    own = [name for name, span in muscles.items() if span.tag.endswith("Muscle")]
    edits += group_edits(file, forces, _heirs(found), found.added, own)
    edits += reference_edits(file, forces, gone, removed, where)
    edits.append(_new_wraps(file, model, found, where))
    result = edited(data, edits)
    _verify(result, found, where)
    return result


def _refuse_another(data: bytes, found: DeepSix, where: str) -> None:
    if sha256(data).hexdigest() != found.body.sha256:
        raise ImpossibleData(
            "this is not the file from which the model was read, or it was changed meanwhile",
            where=where,
            valid="the same bytes",
            next_step="read the model again",
        )


def _leaving(found: DeepSix) -> list[str]:
    """Names of the lumped muscles, also of those that are switched off and therefore no part of the body."""
    return [f"{stem}_{side}" for side in "rl" for stem in found.family.replaced]


def _heirs(found: DeepSix) -> dict[str, tuple[str, ...]]:
    """Lines by the muscle whose place in a group they take."""
    return {
        f"{stem}_{side}": tuple(f"{line}_{side}" for line in lines)
        for side in "rl"
        for stem, lines in found.family.replaced.items()
    }


def _new_muscles(file: Spans, muscles: dict[str, Span], found: DeepSix) -> Edit:
    """All new lines behind the last muscle that the body has."""
    version = int(file.attribute(file.root, "Version"))
    own = {name: span for name, span in muscles.items() if name in {*found.body.muscles.names, *found.removed}}
    last = max(own.values(), key=lambda span: span.end)
    new = b"".join(
        muscle_like(file, muscles[found.templates[name[-1]]], new_muscle(found.body, name), version)
        for name in found.added
    )
    return Edit(last.end, last.end, new)


def _new_wraps(file: Spans, model: Span, found: DeepSix, where: str) -> Edit:
    """The capsule spheres among the wrap surfaces of the pelvis."""
    bodies = _need(model.child("BodySet"), "BodySet", where)
    pelvis = next((each for each in _objects(bodies).children if file.name(each) == "pelvis"), None)
    pelvis = _need(pelvis, "Body pelvis", where)
    others = {file.name(each) for each in model.every() if each.tag.startswith("Wrap")}
    _refuse_twice([name for name in found.wraps if name in others], where)
    spheres = [_sphere(found.body, name) for name in found.wraps]
    group, step = pelvis.child("WrapObjectSet"), file.step(pelvis)
    if group is None:
        node = Node("WrapObjectSet", children=(Node("objects", children=tuple(spheres)),))
        return file.extended(pelvis, rendered(node, file.indent(pelvis) + step, step))
    objects = group.child("objects") or group
    indent = file.indent(objects) + step
    return file.extended(objects, b"".join(rendered(node, indent, step) for node in spheres))


def _sphere(body: Body, name: str) -> Node:
    table, w = body.wraps, body.wraps.names.index(name)
    axis, sign = int(table.quadrant_axis[w]), "-" if table.quadrant_sign[w] < 0 else ""
    parts = {
        "active": "true",
        "xyz_body_rotation": words(angle + 0.0 for angle in body_angles(table.rotation[w])),
        "translation": words(table.point_m[w]),
        "quadrant": f"{sign}{'xyz'[axis]}",
        "radius": words([table.radius_m[w]]),
    }
    return Node("WrapSphere", name=name, children=tuple(Node(tag, text) for tag, text in parts.items()))


def _objects(span: Span) -> Span:
    return span.child("objects") or span


def _need(span: Span | None, what: str, where: str) -> Span:
    if span is None:
        raise ImpossibleData(
            f"the model has no {what}", where=where, valid="a complete model", next_step="mend the file"
        )
    return span


def _refuse_twice(names: Sequence[str], where: str) -> None:
    if names:
        raise ImpossibleData(
            f"the file has {', '.join(repr(name) for name in names)} already, switched off or unused",
            where=where,
            valid="a model without the deep rotators",
            next_step="take these elements out of the file first",
        )


def _verify(data: bytes, found: DeepSix, where: str) -> None:
    """Read what is to be written, and refuse to write anything else than ``found``."""
    read = parse_osim(data, where, skip_unsupported=True)
    same = read.muscles.names == found.body.muscles.names and all(_same(read, found.body, name) for name in found.added)
    if not same:
        raise ImpossibleData(
            "the edited file does not read back as what was to be written",
            where=where,
            valid="a file as OpenSim writes it",
            next_step="open the model in OpenSim, save it under another name and try that; please report it",
        )


def _same(read: Body, made: Body, name: str) -> bool:
    first, second = new_muscle(read, name), new_muscle(made, name)
    places, others = ([place for _, place in each.points] for each in (first, second))
    return (
        first.wraps == second.wraps
        and [segment for segment, _ in first.points] == [segment for segment, _ in second.points]
        and bool(np.allclose(places, others, rtol=0.0, atol=_AGREE))
        and bool(np.allclose(list(first.numbers.values()), list(second.numbers.values()), rtol=_AGREE, atol=0.0))
    )
