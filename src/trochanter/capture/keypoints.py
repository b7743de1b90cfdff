"""Points of one person in a film: what a pose model found in each picture, raw, neither smoothed nor filled."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from trochanter.core.arrays import Flags, Floats
from trochanter.core.errors import UnknownName
from trochanter.core.quality import Notice
from trochanter.core.sides import Side

PoseModel = Literal["heavy", "full"]
# The 33 points of BlazePose (Bazarevsky et al. 2020, arXiv 2006.10204), in the order in which the model gives them.
POINTS = (
    "nose",
    "eye_inner_l",
    "eye_l",
    "eye_outer_l",
    "eye_inner_r",
    "eye_r",
    "eye_outer_r",
    "ear_l",
    "ear_r",
    "mouth_l",
    "mouth_r",
    "shoulder_l",
    "shoulder_r",
    "elbow_l",
    "elbow_r",
    "wrist_l",
    "wrist_r",
    "little_finger_l",
    "little_finger_r",
    "index_finger_l",
    "index_finger_r",
    "thumb_l",
    "thumb_r",
    "hip_l",
    "hip_r",
    "knee_l",
    "knee_r",
    "ankle_l",
    "ankle_r",
    "heel_l",
    "heel_r",
    "toe_l",
    "toe_r",
)


@dataclass(frozen=True, slots=True)
class Keypoints:
    """Points of one person over time, in pixels of the upright picture: x to its right, y down.

    time_s (n,): true times of the pictures; xy_px (n, 33, 2): NaN where nobody was found; visibility (n, 33): 0 to 1;
    model: which pose model ran. ``_l`` and ``_r`` are the person's own sides, if the film is not mirrored.
    """

    time_s: Floats
    xy_px: Floats
    visibility: Floats
    width_px: int
    height_px: int
    model: PoseModel
    source: str = ""
    sha256: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def found(self) -> Flags:
        """In which pictures the person was found (n,)."""
        return np.asarray(np.isfinite(self.xy_px).all(axis=(1, 2)))

    def point(self, name: str, side: Side | None = None) -> Floats:
        """One point over time (n, 2), such as 'knee' of a side; raises UnknownName."""
        full = name if side is None else f"{name}_{side}"
        if full not in POINTS:
            raise UnknownName("point of the body", full, POINTS)
        return np.asarray(self.xy_px[:, POINTS.index(full)])
