"""A movement as its own static trial: the instant at which the legs are straightest.

Walking recordings often hold the inner markers of knees and ankles throughout. One frame then tells the sizes and where
markers sit on the bones as a static trial does; what the skin had moved just then stays in every angle.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.marker_match import LandmarkMatch, landmarks_of
from trochanter.kinematics.registration import foot_line
from trochanter.kinematics.standing import with_middles

_SPINES = ("asis_r", "asis_l", "psis_mid")
_JOINTS = ("knee_centre", "ankle_centre")
_BONES = (
    ("asis_r", "asis_l"),
    ("asis_r", "psis_mid"),
    ("asis_l", "psis_mid"),
    *((f"{one}_{side}", f"{other}_{side}") for side in "rl" for one, other in (
        ("knee_centre", "ankle_centre"), ("knee_lateral", "knee_medial"), ("ankle_lateral", "ankle_medial"),
    )),
)  # fmt: skip
NEARLY = 0.98  # of the farthest: knees that bend by less than 23 degrees
_LEGS = ("pelvis", "femur", "tibia", "talus", "calcn", "toes")


@dataclass(frozen=True, slots=True)
class Instant:
    """One frame of a movement, upright; foot_pitch_rad by side: how far the foot points up from where it is flat."""

    markers: Trajectories
    foot_pitch_rad: Mapping[str, float]


def own_instant(movement: Trajectories, names: LandmarkMatch | None = None) -> Instant | None:
    """The frame of ``movement``, upright, to scale a body to; None where none shows spines, knees and ankles whole.

    Of the frames that show most of the markers of pelvis and legs, and in which spines and ankles are nearly as far
    apart as in any, it is the one whose bones are nearest to their usual lengths.
    """
    meaning = names or landmarks_of(movement.names)
    known = with_middles({mark: movement.of(name) for name, mark in meaning.landmark.items()})
    wanted = [*_SPINES, *(f"{joint}_{side}" for joint in _JOINTS for side in SIDES)]
    if not set(wanted) <= known.keys():
        return None
    seen: Flags = np.all([np.isfinite(known[name]).all(axis=1) for name in wanted], axis=0)
    if not seen.any():
        return None
    count = np.where(seen, _seen_on_legs(movement, meaning), -1)
    reach = np.where(count == count.max(), _reach_m(known), -1.0)
    frame = int(np.where(reach >= NEARLY * reach.max(), _unusual(known), np.inf).argmin())
    own = slice(frame, frame + 1)
    time_s, places = frozen(movement.time_s[own]), frozen(movement.position_m[own])
    markers = replace(movement, time_s=time_s, position_m=places, notices=())
    return Instant(markers, {side.value: _pitch_rad(known, side, frame) for side in SIDES})


def _pitch_rad(known: Mapping[str, Floats], side: Side, frame: int) -> float:
    """How far the foot points up in a frame, from where heel and toe are lowest: there it stands flat."""
    line = foot_line(known, side.value)
    if line is None:
        return 0.0
    toe, heel = (known[name] for name in line)
    height = np.nan_to_num(toe[:, 1] + heel[:, 1], nan=np.inf)
    pitch = np.arcsin((toe - heel)[:, 1] / np.linalg.norm(toe - heel, axis=1))
    flat = float(pitch[int(height.argmin())])
    turned = float(pitch[frame]) - flat
    return turned if np.isfinite(turned) else 0.0


def _seen_on_legs(movement: Trajectories, names: LandmarkMatch) -> Floats:
    own = [k for k, name in enumerate(movement.names) if names.segment.get(name, "").startswith(_LEGS)]
    return np.asarray(np.isfinite(movement.position_m[:, own]).all(axis=2).sum(axis=1), dtype=float)


def _reach_m(known: dict[str, Floats]) -> Floats:
    """How far (n,) the ankles are from the spines of their side."""
    ways = [np.linalg.norm(known[f"asis_{side}"] - known[f"ankle_centre_{side}"], axis=1) for side in SIDES]
    return np.asarray(np.nan_to_num(np.sum(ways, axis=0), nan=-1.0))


def _unusual(known: dict[str, Floats]) -> Floats:
    """By what share (n,) the lengths in the frame are off their median over the recording, on the average."""
    lengths = [
        np.linalg.norm(known[one] - known[other], axis=1) for one, other in _BONES if {one, other} <= known.keys()
    ]
    off = [np.abs(length / np.nanmedian(length) - 1.0) for length in lengths]
    return np.asarray(np.nan_to_num(np.mean(off, axis=0), nan=np.inf))
