"""Frames of an ``.osim`` model: segments, offset frames on them and on each other, and the paths that name them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from trochanter.capture.osim_file import Element, OsimFile, label
from trochanter.core.arrays import Floats
from trochanter.core.rotations import xyz_body_rotation

_LONGEST_CHAIN = 32
_NO_TURN = np.eye(3)
_NO_TURN.setflags(write=False)
ZERO = (0.0, 0.0, 0.0)


class Pose(NamedTuple):
    """A frame fixed in segment number ``segment``: rotation (3, 3), None for the segment's own axes, and origin."""

    segment: int
    turn: Floats | None
    origin: tuple[float, ...]

    @property
    def rotation(self) -> Floats:
        """Rotation of the frame in the segment (3, 3)."""
        return _NO_TURN if self.turn is None else self.turn

    def point(self, location: Sequence[float]) -> tuple[float, ...]:
        """A point of this frame, in the segment."""
        if self.turn is not None:
            location = (self.turn @ np.asarray(location)).tolist()
        return tuple(a + b for a, b in zip(self.origin, location, strict=True))

    def then(self, orientation_rad: Sequence[float], translation_m: Sequence[float]) -> "Pose":
        """A frame fixed in this one, by body-fixed X-Y-Z angles and an origin."""
        turn = self.turn
        if any(orientation_rad):
            own = xyz_body_rotation(orientation_rad)
            turn = own if turn is None else turn @ own
        return Pose(self.segment, turn, self.point(translation_m))


@dataclass(slots=True)
class _Offset:
    parent: str
    element: Element


@dataclass(slots=True)
class Frames:
    """All frames of a model by path (``/bodyset/femur_r``), found through absolute, relative or bare names.

    ``owners`` holds the elements of all frames by path: any of them may carry wrap surfaces.
    """

    file: OsimFile
    poses: dict[str, Pose] = field(default_factory=dict)
    offsets: dict[str, _Offset] = field(default_factory=dict)
    bare: dict[str, Pose] = field(default_factory=dict)
    owners: dict[str, Element] = field(default_factory=dict)

    def add_segment(self, path: str, name: str, index: int, element: Element | None) -> None:
        """Register segment number ``index`` and the offset frames among its components."""
        self.poses[path] = self.bare[name] = Pose(index, None, ZERO)
        if element is not None:
            self.owners[path] = element
            self.add_offsets(element, path, "components")

    def add_offsets(self, owner: Element, path: str, set_tag: str) -> None:
        """Register the offset frames in a set of ``owner``, and those in them."""
        waiting = [(path, item) for item in self.file.objects(owner, set_tag)]
        while waiting:
            above, item = waiting.pop(0)
            if item.tag != "PhysicalOffsetFrame":
                continue
            own = f"{above}/{self.file.name(item)}"
            if own in self.offsets or own in self.poses:
                raise self.file.bad(f"there are two frames {own}", item, "one frame of a name")
            self.offsets[own] = _Offset(self.file.text(item, "socket_parent"), item)
            self.owners[own] = item
            waiting += [(own, inner) for inner in self.file.objects(item, "components")]

    def pose(self, socket: str, owner_path: str, element: Element) -> Pose:
        """Pose of the frame that ``element``, a component at ``owner_path``, names; raises UnknownName."""
        found = self.poses.get(socket)
        if found is not None:
            return found
        chain: list[_Offset] = []
        path = self._path(socket, owner_path, element)
        while path not in self.poses and path not in self.bare:
            offset = self.offsets[path]
            if offset in chain or len(chain) > _LONGEST_CHAIN:
                raise self.file.bad(f"{label(offset.element)} hangs on itself", offset.element, "frames without cycles")
            chain.append(offset)
            path = self._path(offset.parent, path, offset.element)
        pose = self.poses[path] if path in self.poses else self.bare[path]
        for offset in reversed(chain):
            pose = pose.then(
                self.file.vector(offset.element, "orientation", ZERO),
                self.file.vector(offset.element, "translation", ZERO),
            )
        return pose

    def _path(self, socket: str, owner_path: str, element: Element) -> str:
        candidates = [_joined(owner_path, socket), f"/{socket}", socket]
        for path in candidates if socket else ():
            if path in self.poses or path in self.offsets or path in self.bare:
                return path
        raise self.file.unknown("segment or frame", socket, [*self.bare, *self.offsets], element)


def _joined(base: str, relative: str) -> str:
    parts = [] if relative.startswith("/") else base.split("/")
    for part in relative.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(part for part in parts if part)
