"""Joint centres of knee and ankle where only one side of the joint carries a marker: told, because it costs.

The centre is taken as far inward of the lateral marker as it is in the model, along the line of the anterior spines.
That gives the segments a length, but no knee axis: the zero of hip rotation is then a guess, not the person's.
"""

from collections.abc import Mapping

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
    told = (*_ankles_guessed(guessed, person.where), *_knees_guessed(person, person.where))
    return person.with_landmarks(guessed, *told)


def _ankles_guessed(guessed: Mapping[str, Floats], where: str) -> tuple[Notice, ...]:
    ankles = [name for name in guessed if name.startswith("ankle")]
    if not ankles:
        return ()
    text = f"no marker on the inner side: {', '.join(ankles)} are placed as in the model; lengths are less certain"
    return (Notice("joint-centres-guessed", text, where),)


def _knees_guessed(person: Standing, where: str) -> tuple[Notice, ...]:
    """What no knee axis costs.

    In the runner RBDS001 without the inner marker of the right knee the offset becomes 25 degrees instead of 8; without
    any marker of the left one -6 instead of 5.
    """
    found = [side for side in SIDES if not person.has(f"knee_centre_{side.value}")]
    if not found:
        return ()
    sides = " and ".join(side.word for side in found)
    text = (
        f"the static trial does not show both sides of the knee ({sides}): its axis, and with it the zero of hip "
        "rotation, is the model's and not the person's, by up to some 20 degrees; read the course of that angle alone"
    )
    return (Notice("knee-axis-guessed", text, where),)
