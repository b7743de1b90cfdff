"""Forward kinematics in plain NumPy, joint after joint: slow, readable, independent of the kernels; and OpenSim's."""

from typing import Any

import numpy as np

from revalidation.tolerances import limit
from trochanter.anatomy.body import Body
from trochanter.core.arrays import Floats
from trochanter.core.rotations import axis_rotation


def with_dependents(body: Body, q: Floats) -> Floats:
    """A copy of the coordinates in which dependent ones follow their couplers."""
    full = np.array(q)
    for index, independent in enumerate(body.coordinates.coupled_to):
        if independent >= 0:
            full[index] = body.functions.value(int(body.coordinates.coupler_function[index]), q[independent])
    return full


def segment_poses(body: Body, q: Floats) -> tuple[Floats, Floats]:
    """Rotation (n, 3, 3) and origin (n, 3) of every segment in the ground."""
    n = len(body.segments.names)
    rotation, origin = np.tile(np.eye(3), (n, 1, 1)), np.zeros((n, 3))
    joints = body.joints
    for k in range(len(joints.names)):
        parent, child = joints.parent[k], joints.child[k]
        f = [_axis_value(body, k, a, q) for a in range(6)]
        turn = rotation[parent] @ joints.parent_rotation[k]
        place = origin[parent] + rotation[parent] @ joints.parent_point_m[k]
        place = place + turn @ sum(f[a] * joints.axis[k, a] for a in (3, 4, 5))
        for a in (0, 1, 2):
            turn = turn @ axis_rotation(joints.axis[k, a], f[a])
        rotation[child] = turn @ joints.child_rotation[k].T
        origin[child] = place - rotation[child] @ joints.child_point_m[k]
    return rotation, origin


def _axis_value(body: Body, joint: int, axis: int, q: Floats) -> float:
    coordinate = body.joints.axis_coordinate[joint, axis]
    return body.functions.value(int(body.joints.axis_function[joint, axis]), 0.0 if coordinate < 0 else q[coordinate])


def matrix(rotation: Any) -> Floats:
    """A rotation of OpenSim as an array (3, 3)."""
    return np.array([[rotation.get(i, j) for j in range(3)] for i in range(3)])


def random_pose(body: Body, rng: np.random.Generator) -> Floats:
    """Coordinates drawn from their ranges (at most 3 rad or m), dependent ones following."""
    reach = np.clip([body.coordinates.lower, body.coordinates.upper], -3.0, 3.0)
    return with_dependents(body, rng.uniform(reach[0], reach[1]))


def posed(model: Any, state: Any, body: Body, q: Floats) -> Any:
    """OpenSim's state with its model at these coordinates."""
    for index, name in enumerate(body.coordinates.names):
        model.getCoordinateSet().get(name).setLocked(state, False)
        model.getCoordinateSet().get(name).setValue(state, float(q[index]), False)
    model.realizePosition(state)
    return state


def assert_same_poses(model: Any, state: Any, body: Body, poses: int) -> None:
    """All segments stand and point as OpenSim's do, to 1e-9, at random poses."""
    rng = np.random.default_rng(11)
    for _ in range(poses):
        q = random_pose(body, rng)
        posed(model, state, body, q)
        rotation, origin = segment_poses(body, q)
        for i, name in enumerate(body.segments.names[1:], 1):
            theirs = model.getBodySet().get(name).getTransformInGround(state)
            np.testing.assert_allclose(origin[i], theirs.p().to_numpy(), rtol=0, atol=limit("position"), err_msg=name)
            np.testing.assert_allclose(rotation[i], matrix(theirs.R()), rtol=0, atol=limit("position"), err_msg=name)
