"""Muscle paths of a body as MuJoCo's spatial tendons, with the surfaces they wrap round, and muscles that pull on them.

MuJoCo wraps a tendon over one surface between two neighbouring points, without ends to a cylinder; where a path has two
surfaces between the same points the larger is kept and a notice tells what that costs. Points that come, go or move
with a coordinate do not exist there.
"""

from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

import numpy as np

from trochanter.anatomy.body import FIXED_POINT, SPHERE, Body
from trochanter.core.arrays import frozen
from trochanter.core.errors import CannotExport
from trochanter.core.quality import Notice
from trochanter.exchange.osim_xml import words
from trochanter.kinematics.deep_six_lines import only_muscles

BESIDE_M = 0.02  # how far outside its surface the site lies that tells MuJoCo on which side to pass
FIBRE_RANGE = (0.5, 1.5)


@dataclass(frozen=True, slots=True)
class Kept:
    """A body whose paths MuJoCo can hold, and the muscles that lost a surface."""

    body: Body
    lost: tuple[str, ...]


def refuse_moving_points(body: Body) -> None:
    """Raise CannotExport for the first muscle with a point that is not fixed to its segment."""
    if moving := _with_moving_points(body):
        raise CannotExport(
            body.source or body.name,
            moving[0],
            "a point that moves with a joint or acts only in a range",
            "MJCF",
            "leave such muscles out (--skip-unsupported), or export the hip model or one of the Rajagopal family",
        )


def with_fixed_points(body: Body) -> tuple[Body, tuple[Notice, ...]]:
    """``body`` without the muscles that MuJoCo cannot hold, and what was left out."""
    moving = _with_moving_points(body)
    kept = [name for name in body.muscles.names if name not in moving]
    text = "left out: it has a point that moves with a joint or acts only in a range, which MuJoCo does not know"
    return only_muscles(body, kept), tuple(Notice("muscle-left-out", f"{name}: {text}", name) for name in moving)


def _with_moving_points(body: Body) -> list[str]:
    kinds = body.paths.point_kind
    names = enumerate(body.muscles.names)
    return [name for m, name in names if any(int(kinds[p]) != FIXED_POINT for p in body.muscle_points(m))]


def with_one_surface(body: Body) -> Kept:
    """``body`` with at most one surface between any two neighbouring points: the largest of several."""
    paths, keep, lost = body.paths, [], []
    for m, name in enumerate(body.muscles.names):
        span = list(range(int(paths.wrap_start[m]), int(paths.wrap_start[m + 1])))
        chosen = _disjoint(body, m, span)
        lost.extend([name] if len(chosen) < len(span) else [])
        keep.append(chosen)
    flat = [w for row in keep for w in row]
    return Kept(
        replace(
            body,
            paths=replace(
                paths,
                wrap_start=frozen([0, *np.cumsum([len(row) for row in keep])], np.int64),
                wrap=frozen(paths.wrap[flat], np.int64),
                wrap_first=frozen(paths.wrap_first[flat], np.int64),
                wrap_last=frozen(paths.wrap_last[flat], np.int64),
            ),
        ),
        tuple(lost),
    )


def _disjoint(body: Body, muscle: int, span: list[int]) -> list[int]:
    """Wraps of a muscle that share no stretch of its path, the larger before the smaller, in the file's order."""
    largest_first = sorted(span, key=lambda w: -float(body.wraps.radius_m[int(body.paths.wrap[w])]))
    taken: set[int] = set()
    chosen = []
    for w in largest_first:
        stretch = set(stretches(body, muscle, w))
        if not stretch & taken:
            chosen.append(w)
            taken |= stretch
    return sorted(chosen)


def stretches(body: Body, muscle: int, wrap: int) -> tuple[int, ...]:
    """Stretches of a path, numbered by their first point, on which one of its wraps may act.

    MuJoCo leads every stretch round the side of a surface that is limited to one, also a stretch that passes it far
    off: such a surface acts where the path goes from one segment to the next.
    """
    points = body.muscle_points(muscle)
    first_point, last_point = int(body.paths.wrap_first[wrap]), int(body.paths.wrap_last[wrap])
    every = tuple(range(max(first_point, 0), len(points) - 1 if last_point < 0 else last_point))
    segments = body.paths.point_segment[list(points)]
    joining = tuple(k for k in every if segments[k] != segments[k + 1])
    return joining if body.wraps.quadrant_axis[int(body.paths.wrap[wrap])] >= 0 and joining else every


def add_sites(bodies: dict[int, Element], body: Body) -> None:
    """Add the points of all paths to their segments."""
    for p, name in enumerate(site_names(body)):
        site = Element("site", name=name, pos=words(body.paths.point_m[p]))
        bodies[int(body.paths.point_segment[p])].append(site)


def site_names(body: Body) -> tuple[str, ...]:
    """A name for every point of the paths: muscle and number."""
    return tuple(f"{n}-P{k + 1}" for m, n in enumerate(body.muscles.names) for k in range(len(body.muscle_points(m))))


def add_surfaces(bodies: dict[int, Element], body: Body) -> None:
    """Add the wrap surfaces to their segments, and beside each that has a quadrant a site on its side."""
    table = body.wraps
    for w in np.unique(body.paths.wrap):
        owner, sphere = bodies[int(table.segment[w])], bool(table.kind[w] == SPHERE)
        size = [float(table.radius_m[w])] if sphere else [float(table.radius_m[w]), 0.5 * float(table.length_m[w])]
        owner.append(
            Element(
                "geom",
                {"class": "wrap", "name": table.names[w], "type": "sphere" if sphere else "cylinder"},
                size=words(size),
                pos=words(table.point_m[w]),
                quat=words(quaternion(table.rotation[w])),
            )
        )
        if table.quadrant_axis[w] >= 0:
            outward = table.quadrant_sign[w] * table.rotation[w][:, int(table.quadrant_axis[w])]
            place = table.point_m[w] + outward * (table.radius_m[w] + BESIDE_M)
            owner.append(Element("site", name=side_site(table.names[w]), pos=words(place)))


def side_site(surface: str) -> str:
    """Name of the site that tells the side of a surface."""
    return f"{surface}-side"


def add_tendons(root: Element, body: Body) -> None:
    """Add one spatial tendon a muscle, through its points and over its surfaces."""
    names, owner = site_names(body), Element("tendon")
    root.append(owner)
    for m, muscle in enumerate(body.muscles.names):
        tendon = Element("spatial", name=muscle)
        owner.append(tendon)
        over = _surface_after(body, m)
        for k, p in enumerate(body.muscle_points(m)):
            tendon.append(Element("site", site=names[p]))
            if k in over:
                tendon.append(_over(body, over[k]))


def _surface_after(body: Body, muscle: int) -> dict[int, int]:
    span = range(int(body.paths.wrap_start[muscle]), int(body.paths.wrap_start[muscle + 1]))
    return {k: int(body.paths.wrap[w]) for w in span for k in stretches(body, muscle, w)}


def _over(body: Body, surface: int) -> Element:
    name = body.wraps.names[surface]
    element = Element("geom", geom=name)
    if body.wraps.quadrant_axis[surface] >= 0:
        element.set("sidesite", side_site(name))
    return element


def add_muscles(root: Element, body: Body) -> None:
    """Add one muscle a tendon, with the maximum force, fibre, tendon and speed of the body.

    MuJoCo's fibre at length ratio r lies where the tendon is slack length + r optimal lengths long.
    """
    owner, table = Element("actuator"), body.muscles
    root.append(owner)
    for m, name in enumerate(table.names):
        optimal, slack = float(table.optimal_fiber_length_m[m]), float(table.tendon_slack_length_m[m])
        reach = [slack + r * optimal for r in FIBRE_RANGE]
        owner.append(
            Element(
                "muscle",
                name=name,
                tendon=name,
                force=words([table.max_isometric_force_N[m]]),
                range=words(FIBRE_RANGE),
                lengthrange=words(reach),
                vmax=words([table.max_contraction_velocity[m]]),
            )
        )


def quaternion(rotation: object) -> tuple[float, float, float, float]:
    """Unit quaternion (w, x, y, z) of a rotation matrix."""
    from scipy.spatial.transform import Rotation

    x, y, z, w = Rotation.from_matrix(np.asarray(rotation)).as_quat(canonical=True)
    return float(w), float(x), float(y), float(z)
