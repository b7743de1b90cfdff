"""Segments of an ``.osim`` model: names, masses, mass centres, inertias."""

from dataclasses import dataclass, field

import numpy as np

from trochanter.anatomy.body import Segments
from trochanter.capture.osim_file import Element, OsimFile
from trochanter.capture.osim_frames import ZERO, Frames
from trochanter.core.arrays import frozen

_SIX = ("xx", "yy", "zz", "xy", "xz", "yz")
_ROUNDING = 1e-9
_MOST_SEGMENTS = 1_000
_LEG_NAMES = ("femur", "tibia", "thigh", "shank")


@dataclass(slots=True)
class SegmentRows:
    """Segments in the order of the file, the ground first."""

    names: list[str] = field(default_factory=lambda: ["ground"])
    mass_kg: list[float] = field(default_factory=lambda: [0.0])
    mass_center_m: list[tuple[float, ...]] = field(default_factory=lambda: [ZERO])
    inertia: list[tuple[float, ...]] = field(default_factory=lambda: [(0.0,) * 6])

    def freeze(self) -> Segments:
        """The read-only arrays."""
        inertia = np.array(self.inertia)[:, [0, 3, 4, 3, 1, 5, 4, 5, 2]].reshape(-1, 3, 3)
        return Segments(tuple(self.names), frozen(self.mass_kg), frozen(self.mass_center_m), frozen(inertia))


def read_segments(file: OsimFile, model: Element, frames: Frames) -> SegmentRows:
    """Read the bodies and register them and their offset frames; index 0 is the ground."""
    rows = SegmentRows()
    frames.add_segment("/ground", "ground", 0, model.find("Ground"))
    for item in file.objects(model, "BodySet", most=_MOST_SEGMENTS):
        if item.tag != "Body":
            raise file.unsupported(item, "BodySet", ["Body"])
        _read_body(file, item, rows, frames)
    if len(rows.names) < 2:
        raise file.bad("the model has no segments", model, "a BodySet with at least one Body")
    if sum(rows.mass_kg) <= 0.0:
        raise file.bad("the whole model has no mass, so no load can be computed", model, "segments with mass")
    _refuse_massless_legs(file, rows, model)
    return rows


def _read_body(file: OsimFile, item: Element, rows: SegmentRows, frames: Frames) -> None:
    name = file.name(item)
    if name == "ground":
        frames.add_segment("/ground", name, 0, item)
        return
    if name in frames.bare:
        raise file.bad(f"there are two segments '{name}'", item, "one segment of a name")
    path = f"/bodyset/{name}"
    frames.add_segment(path, name, len(rows.names), item)
    rows.names.append(name)
    rows.mass_kg.append(_mass(file, item, name))
    rows.mass_center_m.append(file.vector(item, "mass_center", ZERO))
    rows.inertia.append(_inertia(file, item, name))


def _mass(file: OsimFile, item: Element, name: str) -> float:
    if file.child(item, "mass") is None:
        raise file.bad(f"segment '{name}' has no mass", item, "a mass in kg, 0 or more")
    mass = file.number(item, "mass", 0.0)
    if mass < 0.0:
        raise file.bad(f"segment '{name}' has the mass {mass:g} kg", item, "0 or more")
    return mass


def _inertia(file: OsimFile, item: Element, name: str) -> tuple[float, ...]:
    if file.child(item, "inertia") is not None:
        six = file.vector(item, "inertia", (0.0,) * 6)
    else:
        six = tuple(file.number(item, f"inertia_{key}", 0.0) for key in _SIX)
    if not _positive(six):
        raise file.bad(
            f"the inertia of segment '{name}' is not that of any mass distribution: {six}",
            item,
            "xx yy zz xy xz yz of a positive semidefinite matrix, in kg m^2",
        )
    xx, yy, zz = sorted(six[:3])
    if xx + yy < zz * (1.0 - 1e-6):
        file.note(
            "inertia-triangle",
            f"the principal inertias of segment '{name}' ({xx:g}, {yy:g}, {zz:g} kg m^2) break the triangle "
            "inequality: no rigid body has them. They are used as they are",
        )
    return six


def _positive(six: tuple[float, ...]) -> bool:
    """Whether all principal minors are non-negative (positive semidefinite), up to rounding."""
    xx, yy, zz, xy, xz, yz = six
    size = max(map(abs, six), default=0.0) + 1e-300
    if min(xx, yy, zz) < -_ROUNDING * size:
        return False
    if min(xx * yy - xy * xy, xx * zz - xz * xz, yy * zz - yz * yz) < -_ROUNDING * size**2:
        return False
    determinant = xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz)
    return determinant >= -_ROUNDING * size**3


def _refuse_massless_legs(file: OsimFile, rows: SegmentRows, model: Element) -> None:
    for name, mass in zip(rows.names, rows.mass_kg, strict=True):
        if mass == 0.0 and name.lower().startswith(_LEG_NAMES):
            what = f"the leg segment '{name}' has no mass, so the loads of its joints cannot be computed"
            raise file.bad(what, model, "a mass in kg above 0 for every thigh and shank")
