"""A person made from a body: its landmarks and some tracking markers, standing or moving, exact or with noise."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.neutral import neutral_coordinates, segment_poses
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.kinematics.marker_match import LandmarkMatch, landmarks_of
from trochanter.kinematics.model_landmarks import JOINT_CENTRES
from trochanter.kinematics.pose_fit import Points, place_points
from trochanter.kinematics.standing import Standing, standing

RATE_HZ = 100.0


def points_of(body: Body) -> Points:
    """All markers of a body, each counting alike."""
    return Points(body.markers.segment, body.markers.location_m, np.ones(len(body.markers.names)))


def posed(body: Body, angles: Mapping[str, float]) -> Floats:
    """Neutral coordinates (n_q,) but for ``angles``; dependent ones follow."""
    q = neutral_coordinates(body)
    for name, value in angles.items():
        q[body.coordinate(name)] = value
    table = body.coordinates
    for k in np.flatnonzero(table.coupled_to >= 0):
        q[k] = body.functions.value(int(table.coupler_function[k]), float(q[table.coupled_to[k]]))
    return q


def recording(body: Body, q: Floats, noise_m: float = 0.0, seed: int = 0) -> Trajectories:
    """The body's own markers at coordinates q (n, n_q), without its joint centres, which no camera sees."""
    places = place_points(body, points_of(body), q)
    places = places + noise_m * np.random.default_rng(seed).standard_normal(places.shape)
    keep = [k for k, name in enumerate(body.markers.names) if not name.endswith("JC")]
    names = tuple(body.markers.names[k] for k in keep)
    time = np.arange(len(q)) / RATE_HZ
    return Trajectories("made", frozen(time), names, frozen(places[:, keep]), source="made.trc")


def still(
    body: Body, angles: Mapping[str, float] | None = None, frames: int = 20, noise_m: float = 0.0
) -> Trajectories:
    """A static trial of the body."""
    return recording(body, np.tile(posed(body, angles or {}), (frames, 1)), noise_m)


def meanings(trial: Trajectories) -> LandmarkMatch:
    """What the names of a recording mean."""
    return landmarks_of(trial.names)


def true_person(body: Body, angles: Mapping[str, float] | None = None) -> Standing:
    """The body standing, with the joint centres where they really are."""
    trial = still(body, angles)
    _, origin = segment_poses(body, posed(body, angles or {}))
    centres = {
        f"{centre}_{s}": origin[body.segment(f"{segment}_{s}")]
        for centre, segment in JOINT_CENTRES.items()
        for s in "rl"
    }
    return standing(trial, meanings(trial)).with_landmarks(centres)


def without(trial: Trajectories, *names: str) -> Trajectories:
    """The recording without some markers."""
    keep = [k for k, name in enumerate(trial.names) if name not in names]
    return replace(trial, names=tuple(trial.names[k] for k in keep), position_m=frozen(trial.position_m[:, keep]))
