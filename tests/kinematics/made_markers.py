"""Markers on the made body, and their paths when it runs."""

from dataclasses import replace

import numpy as np

from tests.kinematics.made_body import gait_angles, made_body
from tests.kinematics.slow_ik import SlowFit
from trochanter.anatomy.body import Body, Markers
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats, frozen

PER_SEGMENT = {"pelvis": 4, "femur": 3, "patella": 1, "tibia": 3, "calcn": 3}
WIDE = 0.12


def marked_body(body: Body | None = None) -> Body:
    """The made body with markers on its segments, at seeded places."""
    bare = body or made_body()
    rng = np.random.default_rng(5)
    names, segments, places = [], [], []
    for s, segment in enumerate(bare.segments.names):
        for k in range(PER_SEGMENT.get(segment.split("_")[0], 0)):
            names.append(f"{segment}.{k}")
            segments.append(s)
            places.append(rng.uniform(-WIDE, WIDE, 3))
    return replace(bare, markers=Markers(tuple(names), frozen(segments, np.int64), frozen(places)))


def running(body: Body, frames: int, rate_hz: float = 100.0) -> tuple[Floats, Floats]:
    """Instants (n,) and coordinates (n, n_q) of a made-up run; locked coordinates at their default."""
    time = np.arange(frames) / rate_hz
    names = body.coordinates.names
    q = gait_angles(time, names)
    q[:, [i for i, lock in enumerate(body.coordinates.locked) if lock]] = 0.0
    slow = SlowFit(body, np.ones(len(body.markers.names)), {})
    return time, np.array([slow.coupled(row) for row in q])


def recorded(body: Body, time_s: Floats, q: Floats, noise_m: float = 0.0, seed: int = 1) -> Trajectories:
    """What cameras would see of the body's markers at coordinates q (n, n_q), each with noise of its own."""
    slow = SlowFit(body, np.ones(len(body.markers.names)), {})
    places = np.array([slow.places_m(row) for row in q])
    places += np.random.default_rng(seed).normal(0.0, noise_m, places.shape) if noise_m else 0.0
    return Trajectories("made", frozen(time_s), body.markers.names, frozen(places), source="made.trc")


def changed(markers: Trajectories, position_m: Floats) -> Trajectories:
    """The recording with other positions."""
    return replace(markers, position_m=frozen(position_m))


def without(markers: Trajectories, names: tuple[str, ...], frames: slice = slice(None)) -> Trajectories:
    """The recording in which markers whose names begin so are not seen, in some frames or all."""
    position = np.array(markers.position_m)
    gone = [k for k, name in enumerate(markers.names) if name.startswith(names)]
    for k in gone:
        position[frames, k] = np.nan
    return changed(markers, position)
