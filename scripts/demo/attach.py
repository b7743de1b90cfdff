"""Fit the scaled model to the standing runner and fix every recorded marker to its segment there.

The standing posture is found from joint centres and segment directions, not from a generic marker set: pelvis by the
plane of its four spines and the middle of the hip centres, thigh by hip centre and epicondyles, shank by the ankle
centre, foot by its direction on the floor with the sole flat. Each marker is then fixed where it stands, so the
recorded stance is reproduced exactly and only movement changes the fit.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import least_squares

from scripts.demo.landmarks import SIDES, Stance, model_spines, pelvis_axes
from trochanter.anatomy.body import Body, Markers
from trochanter.anatomy.neutral import neutral_coordinates, segment_poses
from trochanter.core.arrays import Floats, frozen

FOOT_LENGTH_M = 0.2
DIRECTION_WEIGHT = 0.1  # a direction may bend, joint centres may not
PART_SEGMENTS = {"Thigh": "femur", "Shank": "tibia", "Heel": "calcn", "MT1": "calcn", "MT5": "calcn"}


@dataclass(frozen=True, slots=True)
class Task:
    """A point of a segment, location_m (3,) in its frame, that should meet a measured point, target_m (3,)."""

    name: str
    segment: str
    location_m: Floats
    target_m: Floats
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the segments of a body are: rotation (n, 3, 3), origin_m (n, 3) in ground."""

    body: Body
    rotation: Floats
    origin_m: Floats

    def place_m(self, segment: str, location_m: Floats) -> Floats:
        """Ground position (3,) of a point of a segment."""
        k = self.body.segment(segment)
        place: Floats = self.rotation[k] @ location_m + self.origin_m[k]
        return place

    def local_m(self, segment: str, place_m: Floats) -> Floats:
        """A ground position (3,) in the frame of a segment."""
        k = self.body.segment(segment)
        location: Floats = self.rotation[k].T @ (place_m - self.origin_m[k])
        return location

    def origin_of(self, segment: str) -> Floats:
        """Origin (3,) of a segment in ground."""
        return self.place_m(segment, np.zeros(3))


def pose_of(body: Body, q: Floats) -> Pose:
    """The pose of ``body`` at coordinates ``q`` (n,)."""
    rotation, origin = segment_poses(body, _coupled(body, q))
    return Pose(body, rotation, origin)


def stand(body: Body, stance: Stance) -> tuple[Pose, Floats, dict[str, float]]:
    """The pose in which the scaled ``body`` stands like the runner, its coordinates, and the misfit (m) a task."""
    tasks = standing_tasks(stance, body)
    table = body.coordinates
    free = np.flatnonzero(~table.locked & (table.coupled_to < 0))
    start = neutral_coordinates(body)
    for axis, value in zip("xyz", stance.middle("R.HIP", "L.HIP"), strict=True):
        start[body.coordinate(f"pelvis_t{axis}")] = value

    def misfit(x: Floats) -> Floats:
        q = start.copy()
        q[free] = x
        pose = pose_of(body, q)
        return np.concatenate([np.sqrt(t.weight) * (pose.place_m(t.segment, t.location_m) - t.target_m) for t in tasks])

    found = least_squares(misfit, start[free], xtol=1e-12, ftol=1e-12, gtol=1e-12)
    q = start.copy()
    q[free] = found.x
    pose = pose_of(body, q)
    errors = {t.name: float(np.linalg.norm(pose.place_m(t.segment, t.location_m) - t.target_m)) for t in tasks}
    return pose, _coupled(body, q), errors


def standing_tasks(stance: Stance, body: Body) -> list[Task]:
    """Points that define the standing posture of the scaled ``body``."""
    neutral = pose_of(body, neutral_coordinates(body))
    tasks = _pelvis_tasks(stance, neutral)
    for side in SIDES:
        tasks += _leg_tasks(stance, neutral, side)
    return tasks


def _coupled(body: Body, q: Floats) -> Floats:
    q = q.copy()
    for k in np.flatnonzero(body.coordinates.coupled_to >= 0):
        driver = q[body.coordinates.coupled_to[k]]
        q[k] = body.functions.value(int(body.coordinates.coupler_function[k]), float(driver))
    return q


def _pelvis_tasks(stance: Stance, neutral: Pose) -> list[Task]:
    """The spines as the runner has them, seen from the hip centres, in a pelvis whose spine planes coincide."""
    turn = pelvis_axes(model_spines(neutral.body)) @ pelvis_axes(stance).T
    hips = 0.5 * (neutral.origin_of("femur_r") + neutral.origin_of("femur_l"))
    model_middle, middle = neutral.local_m("pelvis", hips), stance.middle("R.HIP", "L.HIP")
    spines = {name: stance.point_m[name] for name in ("R.ASIS", "L.ASIS", "R.PSIS", "L.PSIS")}
    return [Task(name, "pelvis", model_middle + turn @ (p - middle), p) for name, p in spines.items()]


def _leg_tasks(stance: Stance, neutral: Pose, side: str) -> list[Task]:
    suffix, outward = SIDES[side], 1.0 if side == "R" else -1.0
    femur, foot, point = f"femur_{suffix}", f"calcn_{suffix}", stance.point_m
    knee = neutral.local_m(femur, neutral.origin_of(f"tibia_{suffix}"))
    half = np.array([0.0, 0.0, 0.5 * outward * stance.distance_m(f"{side}.Knee", f"{side}.Knee.Medial")])
    ankle = neutral.local_m(foot, neutral.origin_of(f"talus_{suffix}"))
    toe = (point[f"{side}.MT2"] - point[f"{side}.Heel.Bottom"]) * [1.0, 0.0, 1.0]
    toe = FOOT_LENGTH_M * toe / np.linalg.norm(toe)
    ahead = ankle + np.array([FOOT_LENGTH_M, 0.0, 0.0])
    return [
        Task(f"{side}.HIP", femur, np.zeros(3), point[f"{side}.HIP"]),
        Task(f"{side}.Knee", femur, knee + half, point[f"{side}.Knee"]),
        Task(f"{side}.Knee.Medial", femur, knee - half, point[f"{side}.Knee.Medial"]),
        Task(f"{side}.ANKLE", foot, ankle, point[f"{side}.ANKLE"]),
        Task(f"{side}.TOE", foot, ahead, point[f"{side}.ANKLE"] + toe, DIRECTION_WEIGHT),
    ]


def segment_of(marker: str) -> str:
    """The model segment that a recorded marker is fixed to.

    >>> segment_of("R.Thigh.Top.Lateral"), segment_of("L.Iliac.Crest")
    ('femur_r', 'pelvis')
    """
    side, part = marker.split(".")[:2]
    return f"{PART_SEGMENTS[part]}_{SIDES[side]}" if part in PART_SEGMENTS else "pelvis"


def with_markers(standing: Pose, stance: Stance, names: tuple[str, ...]) -> Body:
    """The body with the markers ``names`` instead of its own, each fixed where it is in the standing pose.

    Coordinates are not clamped: the ankle passes the model's 30 degrees of dorsiflexion, and a clamp would clip it.
    """
    body = standing.body
    segments = [segment_of(name) for name in names]
    places = [standing.local_m(s, stance.point_m[n]) for s, n in zip(segments, names, strict=True)]
    markers = Markers(names, frozen([body.segment(s) for s in segments], np.int64), frozen(places))
    free = replace(body.coordinates, clamped=frozen(np.zeros(len(body.coordinates.names)), np.bool_))
    return replace(body, markers=markers, coordinates=free)
