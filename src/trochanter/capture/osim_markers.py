"""Markers of an ``.osim`` model."""

import numpy as np

from trochanter.anatomy.body import Markers
from trochanter.capture.osim_file import Element, OsimFile, label
from trochanter.capture.osim_frames import ZERO, Frames
from trochanter.core.arrays import frozen


def read_markers(file: OsimFile, model: Element, frames: Frames) -> Markers:
    """Read the marker set; markers on offset frames are expressed in the segment below."""
    names: dict[str, int] = {}
    points: list[tuple[float, ...]] = []
    for item in file.objects(model, "MarkerSet"):
        if item.tag != "Marker":
            raise file.unsupported(item, label(item), ["Marker"])
        name = file.name(item)
        if name in names:
            raise file.bad(f"there are two markers '{name}'", item, "one marker of a name")
        pose = frames.pose(file.text(item, "socket_parent_frame", "body"), f"/markerset/{name}", item)
        names[name] = pose.segment
        points.append(pose.point(file.vector(item, "location", ZERO)))
    return Markers(tuple(names), frozen(list(names.values()), np.int64), frozen(points, shape=(-1, 3)))
