"""Joint centres of knee and ankle where only one side of the joint carries a marker: told, because it costs.

The centre is taken as far inward of the lateral marker as it is in the model, along the line of the anterior spines.
That gives the segments a length, but no knee axis: the zero of hip rotation is then a guess, not the person's.
"""

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.hip_centres import pelvis_axes
from trochanter.kinematics.model_landmarks import ModelLandmarks
from trochanter.kinematics.standing import Standing

JOINTS = ("knee", "ankle")
USUAL_M = {"knee": 0.05, "ankle": 0.045}  # half the width of the joint in rajagopal2016, where a model has no marker


def with_guessed_centres(person: Standing, model: ModelLandmarks) -> Standing:
    """``person`` with knee and ankle centres also where the medial marker is missing, and a notice for each."""
    if not person.has("asis_r", "asis_l", "psis_mid"):
        return person
    right = pelvis_axes(person.landmark_m)[:, 2]
    guessed: dict[str, Floats] = {}
    for side in SIDES:
        for joint in JOINTS:
            centre, lateral = f"{joint}_centre_{side.value}", f"{joint}_lateral_{side.value}"
            if person.has(centre) or not person.has(lateral):
                continue
            inward = right * (-1.0 if side is Side.RIGHT else 1.0)
            half = model.distance_m(lateral, centre) if model.has(lateral, centre) else USUAL_M[joint]
            guessed[centre] = np.asarray(person.landmark_m[lateral] + half * inward)
    if not guessed:
        return person
    text = f"no marker on the inner side: {', '.join(guessed)} are placed as in the model"
    cost = "lengths are less certain, and the zero of hip rotation on a side without a knee axis is not the person's"
    return person.with_landmarks(guessed, Notice("joint-centres-guessed", f"{text}; {cost}", person.where))
