"""Arms of a person in a picture: where the hands are in an exercise, and the elbows with them."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from trochanter.core.arrays import Floats

UPPER_ARM_M, FOREARM_M = 0.29, 0.30
_SIDE_M = 0.105  # half the thickness of the pelvis
_Triple = tuple[float, float, float]
_Reach = tuple[Floats, _Triple]
# Where the right and the left hand are about the waist (m): forward, up, right.
_IN_TRUNK: Mapping[str, tuple[_Triple, _Triple]] = {
    "beside": ((0.02, -0.22, 0.26), (0.02, -0.22, -0.26)),
    "chest": ((0.20, 0.24, 0.04), (0.20, 0.24, -0.04)),
    "ahead": ((0.58, 0.28, 0.04), (0.58, 0.28, -0.04)),
    "hips": ((0.04, -0.02, 0.16), (0.04, -0.02, -0.16)),
    "belly": ((0.14, 0.06, 0.03), (0.13, 0.17, -0.05)),
    "wall": ((0.20, 0.30, 0.42), (0.04, -0.02, -0.16)),
    "forehead": ((0.08, 0.48, 0.06), (0.08, 0.48, -0.06)),
    "run": ((0.24, 0.22, 0.12), (-0.18, 0.04, -0.24)),
}
# Whither elbows point in the trunk: forward, up, outward.
_POLES: Mapping[str, _Triple] = {"beside": (-0.2, 0.0, 1.0), "forehead": (0.0, 0.3, 1.0)}
_OUTWARD = (-0.5, -0.3, 0.8)


class Arm(NamedTuple):
    """What tells where a hand is: points now and at the start, the side and its sign, the height of the floor."""

    points: Mapping[str, Floats]
    start: Mapping[str, Floats]
    side: str
    sign: float
    floor_m: float


def arms(word: str, points: Mapping[str, Floats], floor_m: float, start: Mapping[str, Floats]) -> dict[str, Floats]:
    """Elbows and hands by the word for the arms, metres; hands on the floor stay where they are at the ``start``."""
    frame = np.stack([points[f"trunk_{axis}"] for axis in "xyz"], axis=1)
    found: dict[str, Floats] = {}
    for side, sign in (("r", 1.0), ("l", -1.0)):
        if word in _IN_TRUNK:
            target = points["waist"] + frame @ np.array(_IN_TRUNK[word][side == "l"])
            pole = _POLES.get(word, _OUTWARD)
        else:
            target, pole = _REACHING[word](Arm(points, start, side, sign, floor_m))
        outward = frame @ (np.array(pole) * (1.0, 1.0, sign))
        found[f"elbow_{side}"], found[f"hand_{side}"] = _bent(points[f"shoulder_{side}"], target, outward)
    return found


def _on_floor(arm: Arm) -> _Reach:
    place = np.array(arm.start[f"shoulder_{arm.side}"])
    place[1] = arm.floor_m + 0.02
    return place, (-1.0, 0.0, 0.3)


def _behind(arm: Arm) -> _Reach:
    place = arm.points[f"shoulder_{arm.side}"] + np.array([-0.22, 0.0, 0.06 * arm.sign])
    place[1] = arm.floor_m + 0.02
    return place, (-1.0, 0.0, 0.2)


def _round_knee(arm: Arm) -> _Reach:
    hip, knee = arm.points["hip_r"], arm.points["knee_r"]
    return knee + 0.06 * _unit(knee - hip), (0.0, -0.4, 1.0)


def _at_feet(arm: Arm) -> _Reach:
    return arm.points[f"toe_{arm.side}"], (0.0, 0.0, 1.0)


def _under_head(arm: Arm) -> _Reach:
    """On the side: the lower arm under the head, the other hand on the floor in front."""
    points = arm.points
    if arm.side == ("r" if points["hip_r"][1] < points["hip_l"][1] else "l"):
        return points["crown"] + 0.10 * points["trunk_y"], (0.4, 1.0, 0.0)
    place = points["waist"] + 0.26 * points["trunk_x"] + 0.20 * points["trunk_y"]
    place[1] = min(points["side_r"][1], points["side_l"][1]) - _SIDE_M + 0.03  # floor or bed, whatever the pelvis is on
    return place, (0.3, -0.6, 0.7)


_REACHING: Mapping[str, Callable[[Arm], _Reach]] = {
    "floor": _on_floor,
    "behind": _behind,
    "knee": _round_knee,
    "feet": _at_feet,
    "under_head": _under_head,
}


def _bent(shoulder: Floats, target: Floats, pole: Floats) -> tuple[Floats, Floats]:
    """Elbow and hand of an arm that reaches for a target, the elbow pointing towards ``pole``; metres."""
    way = target - shoulder
    reach = min(float(np.linalg.norm(way)), 0.995 * (UPPER_ARM_M + FOREARM_M))
    along = _unit(way)
    ahead = (UPPER_ARM_M**2 - FOREARM_M**2 + reach**2) / (2.0 * reach)
    beside = pole - (pole @ along) * along
    elbow = shoulder + ahead * along + np.sqrt(max(UPPER_ARM_M**2 - ahead**2, 0.0)) * _unit(beside)
    return elbow, shoulder + reach * along


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9))
