"""How the ground turns the thigh at one instant: the ground force against the femur's long axis, as a free body.

With a the unit axis of hip rotation in ground (internal positive), h the hip centre, p the centre of pressure, F the
ground force: F_x = F - (F.a) a is the part across the thigh, m = ((p - h) x F).a = ((p - h) x F_x).a its turning
moment, and m / |F_x| the distance at which it passes the axis. The free moment of the plate is not part of this.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.sides import Side, side_of
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.timeline import sample
from trochanter.kinematics.tree import poses
from trochanter.mechanics.phases import loading_peak
from trochanter.mechanics.summary import ROTATION, HipSummary

FORWARD, UP, RIGHTWARD = np.eye(3)
LEAST_ACROSS_N = 20.0


@dataclass(frozen=True, slots=True)
class FreeBody:
    """One hip at one place x of its axis, mean over strides.

    force_N, across_N: size of the ground force and of its part across the thigh; moment_Nm: what the force turns,
    internal positive; arm_m: distance beside the axis; net_Nm: what the muscles answer. thigh_rad, force_rad: slope
    from the upright in the side view, forward positive (the thigh from the hip down, the force upwards).
    offset_m, across_direction: centre of pressure from the axis and unit direction of the part across, (front, outer).
    leg_m: hip, knee and on to the foot, pressure_m: centre of pressure, (forward, up) from the hip.
    """

    side: Side
    x: float
    force_N: float
    across_N: float
    moment_Nm: float
    arm_m: float
    net_Nm: float
    thigh_rad: float
    force_rad: float
    offset_m: tuple[float, float]
    across_direction: tuple[float, float]
    leg_m: tuple[tuple[float, float], ...]
    pressure_m: tuple[float, float]


def free_body(motion: Motion, hip: HipSummary) -> FreeBody | None:
    """Landing or mid stance where the net rotation moment is largest; None without a force across the thigh."""
    peak = loading_peak(hip)
    load = next((each for each in motion.loads if _side(motion, each.segment) is hip.side), None)
    if peak is None or load is None:
        return None
    at = peak.index
    times = hip.axis.times_s[:, at : at + 1]
    force, point = (sample(v, motion.time_s, times)[:, 0].mean(axis=0) for v in (load.force_N, load.point_m))
    axis, leg = rotation_axis(motion, hip.side, load.segment, times[:, 0])
    if np.linalg.norm(force - (force @ axis) * axis) < LEAST_ACROSS_N:
        return None
    return _balance(hip, at, force, point, axis, leg)


def rotation_axis(motion: Motion, side: Side, foot: int, times_s: Floats) -> tuple[Floats, Floats]:
    """Axis of internal hip rotation (3,) and the leg's joint centres from the hip to the segment ``foot`` (k, 3).

    Both in ground, means over instants times_s (s,). The rotation has to be the last of the hip's three.
    """
    body, joints = motion.body, motion.body.joints
    coordinate = body.coordinate(f"hip_rotation_{side}")
    joint = int(body.coordinates.joint[coordinate])
    move = int(np.flatnonzero(joints.axis_coordinate[joint, :3] == coordinate)[-1])
    function = int(joints.axis_function[joint, move])
    sign = np.sign(body.functions.value(function, 1.0) - body.functions.value(function, 0.0))
    rotation, origin = poses(body, sample(motion.q, motion.time_s, times_s[:, None])[:, 0])
    thigh = int(joints.child[joint])
    axis = rotation[:, thigh] @ joints.child_rotation[joint] @ (sign * joints.axis[joint, move])
    centre = origin[:, thigh] + rotation[:, thigh] @ joints.child_point_m[joint]
    mean = axis.mean(axis=0)
    below = [origin[:, segment].mean(axis=0) for segment in _chain(motion, thigh, foot)]
    return np.asarray(mean / np.linalg.norm(mean)), np.array([centre.mean(axis=0), *below])


def _chain(motion: Motion, thigh: int, foot: int) -> list[int]:
    """Segments between the thigh and a foot, the foot last."""
    joints = motion.body.joints
    parent = dict(zip(joints.child.tolist(), joints.parent.tolist(), strict=True))
    chain = [foot]
    while parent.get(chain[0], thigh) not in (thigh, 0):
        chain.insert(0, parent[chain[0]])
    return chain


def _side(motion: Motion, segment: int) -> Side | None:
    return side_of(motion.body.segments.names[segment])


def _balance(hip: HipSummary, at: int, force: Floats, point: Floats, axis: Floats, leg: Floats) -> FreeBody:
    arm = point - leg[0]
    across = force - (force @ axis) * axis
    moment = float(np.cross(arm, force) @ axis)
    down = axis if axis @ UP < 0.0 else -axis
    outer = RIGHTWARD if hip.side is Side.RIGHT else -RIGHTWARD
    front = FORWARD - (FORWARD @ axis) * axis
    front /= np.linalg.norm(front)
    side = outer - (outer @ axis) * axis - (outer @ front) * front
    side /= np.linalg.norm(side)
    size = float(np.linalg.norm(across))
    seen = (leg - leg[0]) @ np.stack([FORWARD, UP], axis=1)
    return FreeBody(
        side=hip.side,
        x=float(hip.axis.x[at]),
        force_N=float(np.linalg.norm(force)),
        across_N=size,
        moment_Nm=moment,
        arm_m=abs(moment) / size,
        net_Nm=float(hip.moment_Nm.mean[at, ROTATION]),
        thigh_rad=float(np.arctan2(down @ FORWARD, -(down @ UP))),
        force_rad=float(np.arctan2(force @ FORWARD, force @ UP)),
        offset_m=(float(arm @ front), float(arm @ side)),
        across_direction=(float(across @ front) / size, float(across @ side) / size),
        leg_m=tuple((float(x), float(y)) for x, y in seen),
        pressure_m=(float(arm @ FORWARD), float(arm @ UP)),
    )
