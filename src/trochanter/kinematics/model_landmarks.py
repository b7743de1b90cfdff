"""Where the landmarks of a body are: by the names of its markers, by its joints, or by rows for models without markers.

A model that was stretched since it left its family's files is recognised by a joint in the same segment: its place over
the place of the row ``hip_centre`` (pelvis, each axis by itself) or ``toe_joint`` (foot, all axes alike).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.neutral import neutral_coordinates, segment_poses
from trochanter.anatomy.rows import rows, triple
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import SIDES
from trochanter.kinematics.marker_match import landmarks_of
from trochanter.kinematics.standing import with_middles

JOINT_CENTRES = {"hip_centre": "femur", "knee_centre": "tibia", "ankle_centre": "talus"}
_SMALL_M = 1e-6


@dataclass(frozen=True, slots=True)
class ModelLandmarks:
    """Landmarks of a body: segment name and location (3,) in it, and place (3,) in its upright neutral posture."""

    segment: Mapping[str, str]
    location_m: Mapping[str, Floats]
    upright_m: Mapping[str, Floats]

    def has(self, *names: str) -> bool:
        """Whether all these landmarks have a place."""
        return all(name in self.upright_m for name in names)

    def distance_m(self, first: str, second: str) -> float:
        """Distance of two landmarks in the upright neutral posture."""
        return float(np.linalg.norm(self.upright_m[first] - self.upright_m[second]))


def model_landmarks(body: Body) -> ModelLandmarks:
    """Landmarks of ``body``; joint centres always come from its joints, whatever its markers say."""
    fixed = _of_markers(body)
    if not {"asis_r", "asis_l"} <= fixed.keys():
        fixed = _of_rows(body) | fixed
    fixed = {name: place for name, place in fixed.items() if not name.startswith(tuple(JOINT_CENTRES))}
    fixed |= {
        f"{centre}_{s.value}": (f"{segment}_{s.value}", np.zeros(3))
        for centre, segment in JOINT_CENTRES.items()
        for s in SIDES
        if f"{segment}_{s.value}" in body.segments.names
    }
    rotation, origin = segment_poses(body, neutral_coordinates(body))
    upright = {}
    for name, (segment, location) in fixed.items():
        k = body.segment(segment)
        upright[name] = frozen(rotation[k] @ location + origin[k])
    return ModelLandmarks(
        segment={name: segment for name, (segment, _) in fixed.items()},
        location_m={name: frozen(location) for name, (_, location) in (fixed | _forefeet(fixed)).items()},
        upright_m=with_middles(upright),
    )


def _forefeet(fixed: Mapping[str, tuple[str, Floats]]) -> dict[str, tuple[str, Floats]]:
    """The middle of first and fifth metatarsal, which are on one segment."""
    pairs = ((f"mt_mid_{s.value}", f"mt1_{s.value}", f"mt5_{s.value}") for s in SIDES)
    known = [(name, fixed[a], fixed[b]) for name, a, b in pairs if a in fixed and b in fixed]
    return {name: (a[0], 0.5 * (a[1] + b[1])) for name, a, b in known if a[0] == b[0]}


def _of_markers(body: Body) -> dict[str, tuple[str, Floats]]:
    table = body.markers
    place = {
        n: (body.segments.names[s], x) for n, s, x in zip(table.names, table.segment, table.location_m, strict=True)
    }
    return {landmark: place[name] for name, landmark in landmarks_of(table.names).landmark.items()}


def _of_rows(body: Body) -> dict[str, tuple[str, Floats]]:
    """Both sides of the rows of the family that ``body`` belongs to; the left mirrors the right."""
    own = [row for row in rows("model_landmarks") if row["recognised_by"] in body.muscles.names]
    stretch = {row["segment"]: _stretch(body, row) for row in own if row["landmark"] in ("hip_centre", "toe_joint")}
    found = {}
    for row in own:
        place = np.array(triple(row)) * stretch.get(row["segment"], 1.0)
        if not row["side"]:
            found[row["landmark"]] = (row["segment"], place)
            continue
        for side in SIDES:
            segment = row["segment"] if row["segment"] == "pelvis" else f"{row['segment']}_{side.value}"
            mirrored = place * [1.0, 1.0, 1.0 if side.value == row["side"] else -1.0]
            found[f"{row['landmark']}_{side.value}"] = (segment, mirrored)
    return found


def _stretch(body: Body, row: Mapping[str, str]) -> Floats:
    """Factors (3,) by which the segment of ``row``, the right side's, was stretched."""
    child = {"hip_centre": "femur_r", "toe_joint": "toes_r"}[row["landmark"]]
    joint = int(np.flatnonzero(body.joints.child == body.segment(child))[0])
    now, then = body.joints.parent_point_m[joint], np.array(triple(row))
    if row["landmark"] == "hip_centre" and np.all(np.abs(then) > _SMALL_M):
        return np.asarray(now / then)
    return np.full(3, float(np.linalg.norm(now) / np.linalg.norm(then)))
