"""How the pelvis and the thigh turn over the ground in a runner's stance."""

from collections.abc import Sequence

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.kinematics.timeline import sample
from trochanter.kinematics.tree import make_tree, tree_poses
from trochanter.mechanics.claims.finding import Number
from trochanter.mechanics.claims.material import Material
from trochanter.mechanics.summary import ROTATION, HipSummary


def heading_deg(material: Material, segment: str) -> Floats:
    """Where a segment's forward axis points over the ground at every instant (n,), left positive, degrees."""
    motion = material.runner.account.motion
    rotation, _ = tree_poses(make_tree(motion.body), motion.q)
    forward = rotation[:, motion.body.segment(segment), :, 0]
    return np.degrees(np.unwrap(np.arctan2(-forward[:, 2], forward[:, 0])))


def turning_deg(material: Material, side: Side, phases: Sequence[str]) -> dict[str, Floats]:
    """What turns from the start of the first to the end of the last phase, each stride (s,), degrees.

    pelvis: its swing side forward; thigh: toes inward over the ground; hip: internal rotation.
    """
    hip = next(each for each in material.runner.hips if each.side is side)
    inward = 1.0 if side is Side.RIGHT else -1.0  # a right thigh that points further left is turned in
    return {
        "pelvis": -inward * _change(material, hip, heading_deg(material, "pelvis"), phases),
        "thigh": inward * _change(material, hip, heading_deg(material, f"femur_{side}"), phases),
        "hip": _angle_change(hip, phases),
    }


def swing_side_forward(material: Material, side: Side, phases: Sequence[str]) -> Number:
    """By how much the swing side of the pelvis comes forward, mean and spread over strides."""
    return spread_of(
        f"swing side of the pelvis forward, {side.word} stance", turning_deg(material, side, phases)["pelvis"]
    )


def spread_of(name: str, each: Floats) -> Number:
    """Mean over strides, with least and most."""
    return Number(name, float(each.mean()), float(each.min()), float(each.max()), "degrees")


def _ends(hip: HipSummary, phases: Sequence[str]) -> tuple[int, int]:
    spans = [span for span in hip.axis.spans if span.phase in phases]
    start, end = (int(np.argmin(abs(hip.axis.x - x))) for x in (spans[0].start, spans[-1].end))
    return start, end


def _change(material: Material, hip: HipSummary, values: Floats, phases: Sequence[str]) -> Floats:
    start, end = _ends(hip, phases)
    cut = sample(values, material.runner.account.motion.time_s, hip.axis.times_s)
    return np.asarray(cut[:, end] - cut[:, start])


def _angle_change(hip: HipSummary, phases: Sequence[str]) -> Floats:
    start, end = _ends(hip, phases)
    return np.asarray(hip.angle_deg.each[:, end, ROTATION] - hip.angle_deg.each[:, start, ROTATION])
