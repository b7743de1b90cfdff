"""The joint tree: every segment hangs on one joint, no cycles, parents first."""

from heapq import heapify, heappop, heappush

from trochanter.capture.osim_file import OsimFile
from trochanter.capture.osim_joints import JointRow
from trochanter.core.errors import ImpossibleData


def parents_first(file: OsimFile, rows: list[JointRow], segments: list[str]) -> list[int]:
    """Indices of the joints with parents first, else in the order of the file.

    Raises ImpossibleData for anything but one tree from the ground that holds every segment.
    """
    below = _below(file, rows, segments)
    ready = list(below.pop(0, []))
    heapify(ready)
    ordered: list[int] = []
    while ready:
        ordered.append(heappop(ready))
        for index in below.pop(rows[ordered[-1]].child.segment, []):
            heappush(ready, index)
    if len(ordered) < len(rows):
        cycle = next(iter(below.values()))[0]
        raise file.bad(
            f"joint '{rows[cycle].name}' hangs on itself: its parents never reach the ground",
            rows[cycle].element,
            "joints that form a tree from the ground",
        )
    return ordered


def _below(file: OsimFile, rows: list[JointRow], segments: list[str]) -> dict[int, list[int]]:
    held: dict[int, JointRow] = {}
    below: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        if row.child.segment == 0:
            raise file.bad(f"joint '{row.name}' has the ground as its child", row.element, "a segment as child")
        other = held.setdefault(row.child.segment, row)
        if other is not row:
            raise file.bad(
                f"segment '{segments[row.child.segment]}' is the child of two joints, '{other.name}' and '{row.name}'",
                row.element,
                "a tree in which each segment is the child of one joint",
            )
        below.setdefault(row.parent.segment, []).append(index)
    loose = [name for index, name in enumerate(segments) if index and index not in held]
    if loose:
        raise ImpossibleData(
            f"no joint holds the segments {', '.join(loose[:8])}",
            where=file.where,
            valid="one joint for each segment",
            next_step="add the missing joints to the model",
        )
    return below


def hips_above(rows: list[JointRow], order: list[int], segments: list[str]) -> list[frozenset[int]]:
    """For each segment the hip joints (named so, or holding a femur or thigh) between it and the ground.

    A path crosses a hip where two of its segments differ in this.
    """
    above: list[frozenset[int]] = [frozenset()] * len(segments)
    for index in order:
        child = rows[index].child.segment
        hip = "hip" in rows[index].name.lower() or segments[child].lower().startswith(("femur", "thigh"))
        above[child] = above[rows[index].parent.segment] | ({index} if hip else set())
    return above
