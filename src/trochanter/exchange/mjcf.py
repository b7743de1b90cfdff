"""Any body with fixed path points as an MJCF model for MuJoCo: the same poses, and path lengths within 0.01 mm.

Joints, points, surfaces and muscle parameters carry over. What cannot: curves between a coordinate and what follows it
become polynomials (``Export.ties`` tells the error; ``joint_values`` gives the exact values), elastic and passive
properties are MuJoCo's own.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Floats
from trochanter.core.quality import Notice
from trochanter.exchange.mjcf_joints import (
    Tie,
    axis_in_child,
    independent,
    is_slide,
    moves_of,
    rest_pose,
    ties_of,
    value_of,
)
from trochanter.exchange.mjcf_paths import (
    Kept,
    add_muscles,
    add_sites,
    add_surfaces,
    add_tendons,
    quaternion,
    refuse_moving_points,
    with_one_surface,
)
from trochanter.exchange.osim_xml import words
from trochanter.exchange.whole import write_whole
from trochanter.mechanics.geometry import geometry, make_engine

_POSTURES = 512
_LEAST_MASS_KG, _LEAST_INERTIA_KGM2 = 1e-6, 1e-9  # what MuJoCo asks of a segment that moves


@dataclass(frozen=True, slots=True)
class Export:
    """The text of a model, how well its ties follow the body's curves, and what was lost."""

    text: str
    ties: tuple[Tie, ...]
    notices: tuple[Notice, ...]


def write_mjcf(body: Body, path: str | os.PathLike[str]) -> tuple[Path, Export]:
    """Write ``body`` as MJCF to ``path``, whole or not at all.

    Raises CannotExport for what MuJoCo cannot hold, UnwritableFile where the file cannot be written.
    """
    made = mjcf(body)
    return write_whole(path, made.text), made


def mjcf(body: Body) -> Export:
    """``body`` as the text of an MJCF model; raises CannotExport as :func:`write_mjcf` does."""
    refuse_moving_points(body)
    kept = with_one_surface(body)
    moves = moves_of(body)
    ties = ties_of(body, moves)
    root = ET.Element("mujoco", model=body.name)
    _add_settings(root, body)
    bodies = _add_bodies(root, kept.body)
    add_surfaces(bodies, kept.body)
    add_sites(bodies, kept.body)
    _add_markers(bodies, body)
    add_tendons(root, kept.body)
    _add_ties(root, body, ties)
    add_muscles(root, body)
    ET.indent(root, "  ")
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
    return Export(text, ties, (*_lost(body, kept), *_loose(ties)))


def joint_values(body: Body, q: Floats) -> Floats:
    """Values (n, joints) of the model's joints, in its order, at coordinates q (n, n_q): exact, as no tie can be."""
    columns = [value_of(body, move, q[:, independent(body, move.coordinate)]) for move in moves_of(body)]
    return np.stack(columns, axis=1)


def _add_settings(root: ET.Element, body: Body) -> None:
    ET.SubElement(
        root,
        "compiler",
        angle="radian",
        autolimits="true",
        balanceinertia="true",
        boundmass=repr(_LEAST_MASS_KG),
        boundinertia=repr(_LEAST_INERTIA_KGM2),
        inertiafromgeom="false",
    )
    ET.SubElement(root, "option", gravity=words(body.gravity_m_s2))
    default = ET.SubElement(root, "default")
    ET.SubElement(default, "site", size="0.002", group="4")
    wrap = ET.SubElement(default, "default", {"class": "wrap"})
    ET.SubElement(wrap, "geom", contype="0", conaffinity="0", mass="0", group="4")


def _add_bodies(root: ET.Element, body: Body) -> dict[int, ET.Element]:
    """Add all segments, parents first; returns their elements by index."""
    made = {0: ET.SubElement(root, "worldbody")}
    moves = moves_of(body)
    for j in range(len(body.joints.names)):
        child = int(body.joints.child[j])
        turn, origin = rest_pose(body, j)
        element = ET.SubElement(made[int(body.joints.parent[j])], "body", name=body.segments.names[child])
        element.set("pos", words(origin))
        element.set("quat", words(quaternion(turn)))
        _add_mass(element, body, child)
        for move in (m for m in moves if m.joint == j):
            joint = ET.SubElement(element, "joint", name=move.name, type="slide" if is_slide(move) else "hinge")
            joint.set("pos", words(body.joints.child_point_m[j]))
            joint.set("axis", words(axis_in_child(body, move)))
            if move.direct:
                _set_range(joint, body, move.coordinate, -move.offset / move.scale)
        made[child] = element
    return made


def _set_range(joint: ET.Element, body: Body, coordinate: int, reference: float) -> None:
    low, high = float(body.coordinates.lower[coordinate]), float(body.coordinates.upper[coordinate])
    if reference:
        joint.set("ref", repr(reference))
    if body.coordinates.clamped[coordinate] and np.isfinite([low, high]).all() and low < high:
        joint.set("range", words((low, high)))


def _add_mass(element: ET.Element, body: Body, segment: int) -> None:
    table = body.segments
    mass, inertia = float(table.mass_kg[segment]), table.inertia_kgm2[segment]
    if mass > 0.0:
        order = ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))
        ET.SubElement(
            element,
            "inertial",
            pos=words(table.mass_center_m[segment]),
            mass=repr(mass),
            fullinertia=words([inertia[i, j] for i, j in order]),
        )


def _add_markers(bodies: dict[int, ET.Element], body: Body) -> None:
    for k, name in enumerate(body.markers.names):
        owner = bodies[int(body.markers.segment[k])]
        ET.SubElement(owner, "site", name=f"marker-{name}", pos=words(body.markers.location_m[k]))


def _add_ties(root: ET.Element, body: Body, ties: tuple[Tie, ...]) -> None:
    if not ties:
        return
    owner = ET.SubElement(root, "equality")
    for tie in ties:
        leader = body.coordinates.names[tie.move.coordinate]
        ET.SubElement(owner, "joint", joint1=tie.move.name, joint2=leader, polycoef=words(tie.coefficients))


def _lost(body: Body, kept: Kept) -> tuple[Notice, ...]:
    if not kept.lost:
        return ()
    q = _sampled_postures(body)
    both, one = (geometry(make_engine(each), q).length_m for each in (body, kept.body))
    off_mm = 1000.0 * np.abs(both - one).max(axis=0)
    text = "MuJoCo wraps over one surface between two points; the larger of two is kept: its length differs by up to"
    shown = {name: f"{max(off_mm[body.muscle(name)], 0.01):.2g} mm" for name in kept.lost}
    return tuple(Notice("surface-left-out", f"{name}: {text} {shown[name]}", name) for name in kept.lost)


def _sampled_postures(body: Body) -> Floats:
    """Postures (n, n_q) over the ranges of all coordinates that turn, within a right angle of rest."""
    from scipy.stats import qmc

    table = body.coordinates
    share = qmc.Sobol(len(table.names), rng=0).random(_POSTURES)
    low = np.maximum(table.lower, table.default - 0.5 * np.pi)
    high = np.minimum(table.upper, table.default + 0.5 * np.pi)
    moving = table.is_rotation & ~table.locked & (low < high)
    return np.where(moving, low + share * (high - low), table.default)


def _loose(ties: tuple[Tie, ...]) -> tuple[Notice, ...]:
    if not ties:
        return ()
    turns = max((tie.error for tie in ties if not is_slide(tie.move)), default=0.0)
    shifts = max((tie.error for tie in ties if is_slide(tie.move)), default=0.0)
    text = (
        f"{len(ties)} joints follow others by polynomials instead of the model's curves: off by at most "
        f"{np.degrees(turns):.2g} degrees and {1000 * shifts:.2g} mm over their ranges"
    )
    return (Notice("curves-approximated", text),)
