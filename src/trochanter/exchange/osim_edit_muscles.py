"""New muscles for an ``.osim`` file in the words of one that it has: kind, curves, comments, the version's words."""

from dataclasses import dataclass

from trochanter.anatomy.body import Body
from trochanter.core.errors import UnsupportedElement
from trochanter.exchange.osim_edit_spans import Edit, Node, Span, Spans, edited, rendered
from trochanter.exchange.osim_xml import words

FIRST_WITH_SOCKETS = 40000
_PATH_SETS = ("PathPointSet", "PathWrapSet")
_MILLARD = "Millard2012EquilibriumMuscle"


@dataclass(frozen=True, slots=True)
class NewMuscle:
    """A muscle to be written: points (segment, x, y, z in metres), wraps by name, numbers by their element's tag."""

    name: str
    points: tuple[tuple[str, tuple[float, float, float]], ...]
    wraps: tuple[str, ...]
    numbers: dict[str, float]


def new_muscle(body: Body, name: str) -> NewMuscle:
    """A muscle of a body as it is to be written."""
    m, table, paths = body.muscle(name), body.muscles, body.paths
    points = []
    for k in body.muscle_points(m):
        x, y, z = map(float, paths.point_m[k])
        points.append((body.segments.names[paths.point_segment[k]], (x, y, z)))
    used = paths.wrap[paths.wrap_start[m] : paths.wrap_start[m + 1]]
    numbers = {
        "max_isometric_force": float(table.max_isometric_force_N[m]),
        "optimal_fiber_length": float(table.optimal_fiber_length_m[m]),
        "tendon_slack_length": float(table.tendon_slack_length_m[m]),
        "pennation_angle_at_optimal": float(table.pennation_rad[m]),
    }
    return NewMuscle(name, tuple(points), tuple(body.wraps.names[w] for w in used), numbers)


def muscle_like(file: Spans, template: Span, muscle: NewMuscle, version: int) -> bytes:
    """Bytes of a new muscle, with the white space before it; raises UnsupportedElement for a template without path."""
    old = file.name(template)
    path = next((each for each in template.every() if each.tag == "GeometryPath"), None)
    if path is None or path.child("PathPointSet") is None:
        raise UnsupportedElement(f"line {file.line(template)}", "no GeometryPath", old, ["GeometryPath"])
    edits = [file.renamed(template, muscle.name)]
    edits += _names(file, template, old, muscle.name)
    edits += _path(file, path, muscle, version)
    edits += _numbers(file, template, path, muscle)
    return file.indent(template) + edited(file.data, edits, template.start, template.end)


def _names(file: Spans, template: Span, old: str, new: str) -> list[Edit]:
    """Parts called after the muscle, such as its curves, are called after the new one."""
    inside_path = {id(each) for part in template.every() if part.tag in _PATH_SETS for each in part.every()}
    named = [(each, file.name(each)) for each in template.every() if id(each) not in inside_path]
    return [
        file.renamed(each, new + name.removeprefix(old))
        for each, name in named
        if each is not template and name.startswith(old)
    ]


def _path(file: Spans, path: Span, muscle: NewMuscle, version: int) -> list[Edit]:
    step = file.step(path)
    edits = []
    points, wraps = _container(path, "PathPointSet"), _container(path, "PathWrapSet")
    if points is not None:
        nodes = [_point(muscle, k, version) for k in range(len(muscle.points))]
        edits.append(file.filled(points, _listed(file, points, nodes, step)))
    nodes = [_wrap(name, k) for k, name in enumerate(muscle.wraps, start=1)]
    if wraps is not None:
        edits.append(file.filled(wraps, _listed(file, wraps, nodes, step)))
    elif nodes:
        node = Node("PathWrapSet", children=(Node("objects", children=tuple(nodes)),))
        edits.append(file.extended(path, rendered(node, file.indent(path) + step, step)))
    return edits


def _container(path: Span, tag: str) -> Span | None:
    found = path.child(tag)
    return None if found is None else found.child("objects") or found


def _listed(file: Spans, container: Span, nodes: list[Node], step: bytes) -> bytes:
    indent = file.indent(container) + step
    return b"".join(rendered(node, indent, step) for node in nodes)


def _point(muscle: NewMuscle, k: int, version: int) -> Node:
    segment, place = muscle.points[k]
    sockets = version >= FIRST_WITH_SOCKETS
    frame = Node("socket_parent_frame", f"/bodyset/{segment}") if sockets else Node("body", segment)
    return Node("PathPoint", name=f"{muscle.name}-P{k + 1}", children=(frame, Node("location", words(place))))


def _wrap(name: str, number: int) -> Node:
    parts = Node("wrap_object", name), Node("method", "hybrid"), Node("range", "-1 -1")
    return Node("PathWrap", name=f"pathwrap_{number}", children=parts)


def _numbers(file: Spans, template: Span, path: Span, muscle: NewMuscle) -> list[Edit]:
    """The four parameters, and what would contradict them: an initial fibre length, a short elastic tendon."""
    texts = {tag: words([value]) for tag, value in muscle.numbers.items()}
    if template.child("default_fiber_length") is not None:
        texts["default_fiber_length"] = texts["optimal_fiber_length"]
    if template.tag == _MILLARD:
        texts["ignore_tendon_compliance"] = "true"
    edits, behind = [], b""
    owner = path if path.parent is template or path.parent is None else path.parent
    for tag, text in texts.items():
        found = template.child(tag)
        if found is not None:
            edits.append(file.retold(found, text))
        else:
            behind += rendered(Node(tag, text), file.indent(owner), b"")
    return [*edits, Edit(owner.end, owner.end, behind)] if behind else edits
