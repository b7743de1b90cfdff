"""Wrap surfaces of an ``.osim`` model."""

from dataclasses import dataclass, field

import numpy as np

from trochanter.anatomy.body import CYLINDER, SPHERE, Wraps
from trochanter.capture.osim_file import Element, OsimFile
from trochanter.capture.osim_frames import ZERO, Frames, Pose
from trochanter.core.arrays import frozen

WRAP_TAGS = {"WrapCylinder": CYLINDER, "WrapSphere": SPHERE}
_AXES = {"all": -1, "unassigned": -1, "x": 0, "y": 1, "z": 2}
_DEFAULT_RADIUS_M = {CYLINDER: 1.0, SPHERE: 0.05}


@dataclass(slots=True)
class WrapRows:
    """Active wraps that can be evaluated, in the order of the file, and all others by name."""

    index: dict[str, int] = field(default_factory=dict)
    kind: list[int] = field(default_factory=list)
    pose: list[Pose] = field(default_factory=list)
    radius_m: list[float] = field(default_factory=list)
    length_m: list[float] = field(default_factory=list)
    quadrant_axis: list[int] = field(default_factory=list)
    quadrant_sign: list[float] = field(default_factory=list)
    inactive: set[str] = field(default_factory=set)
    unsupported: dict[str, Element] = field(default_factory=dict)

    def find(self, file: OsimFile, name: str, muscle: Element, element: Element) -> int:
        """Index of a wrap that ``muscle`` names in ``element``, -1 for an inactive one.

        Raises UnknownName where there is none, UnsupportedElement for an ellipsoid, a torus or another surface.
        """
        if name in self.inactive:
            return -1
        if name in self.unsupported:
            surface = self.unsupported[name]
            raise file.unsupported(element, file.name(muscle), WRAP_TAGS, f"the wrap surface {surface.tag} '{name}'")
        if name not in self.index:
            raise file.unknown("wrap surface", name, self.index, muscle)
        return self.index[name]

    def freeze(self) -> Wraps:
        """The read-only arrays."""
        return Wraps(
            names=tuple(self.index),
            kind=frozen(self.kind, np.int64),
            segment=frozen([pose.segment for pose in self.pose], np.int64),
            rotation=frozen([pose.rotation for pose in self.pose], shape=(-1, 3, 3)),
            point_m=frozen([pose.origin for pose in self.pose], shape=(-1, 3)),
            radius_m=frozen(self.radius_m),
            length_m=frozen(self.length_m),
            quadrant_axis=frozen(self.quadrant_axis, np.int64),
            quadrant_sign=frozen(self.quadrant_sign),
        )


def read_wraps(file: OsimFile, owners: dict[str, Element], frames: Frames) -> WrapRows:
    """Read the wrap surfaces of the segments and offset frames in ``owners`` (by path)."""
    rows = WrapRows()
    for path, owner in owners.items():
        items = file.objects(owner, "WrapObjectSet")
        pose = frames.pose(path, "", owner) if items else None
        for item in items:
            name = file.name(item)
            if name in rows.index or name in rows.inactive or name in rows.unsupported:
                raise file.bad(f"there are two wrap surfaces '{name}'", item, "one wrap surface of a name")
            if not file.flag(item, "active", default=True):
                rows.inactive.add(name)
            elif item.tag not in WRAP_TAGS:
                rows.unsupported[name] = item
            elif pose is not None:
                _read_wrap(file, item, name, pose, rows)
    return rows


def _read_wrap(file: OsimFile, item: Element, name: str, pose: Pose, rows: WrapRows) -> None:
    kind = WRAP_TAGS[str(item.tag)]
    radius = file.number(item, "radius", _DEFAULT_RADIUS_M[kind])
    length = file.number(item, "length", 1.0) if kind == CYLINDER else 0.0
    if radius <= 0.0 or (kind == CYLINDER and length <= 0.0):
        raise file.bad(f"wrap surface '{name}' has radius {radius:g} m and length {length:g} m", item, "more than 0")
    axis, sign = _quadrant(file, item, name)
    rows.index[name] = len(rows.index)
    rows.kind.append(kind)
    rows.pose.append(pose.then(file.vector(item, "xyz_body_rotation", ZERO), file.vector(item, "translation", ZERO)))
    rows.radius_m.append(radius)
    rows.length_m.append(length)
    rows.quadrant_axis.append(axis)
    rows.quadrant_sign.append(sign)


def _quadrant(file: OsimFile, item: Element, name: str) -> tuple[int, float]:
    text = file.text(item, "quadrant", default="all")
    letter = text.lower().removeprefix("-").removeprefix("+")
    if letter not in _AXES:
        raise file.bad(f"wrap surface '{name}' has the quadrant {text[:20]!r}", item, "all, x, -x, y, -y, z or -z")
    return _AXES[letter], -1.0 if text.startswith("-") else 1.0
