"""Standing in balance: where the floor presses under a foot that carries somebody who moves slowly.

At rest the floor's force stands under the centre of the whole body. Exercises are drawn with the foot under the hip; so
the standing leg is swung about its hip, sideways, until the middle of the sole lies under that centre. Forward, the
force stands under the centre where that lies over the foot, and at the nearest end of the foot where it does not.
"""

from collections.abc import Sequence
from functools import cache
from types import MappingProxyType

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.person import person_mass_kg
from trochanter.anatomy.rows import rows as anatomy_rows
from trochanter.core.arrays import Floats, frozen
from trochanter.core.rotations import axis_rotation
from trochanter.kinematics.tree import poses
from trochanter.mechanics.holding import Leg, coupled
from trochanter.plan.tables import rows

FORWARD, SIDEWAYS = 0, 2
_STEPS, _CLOSE_M, _NUDGE_RAD = 12, 1e-6, 1e-3


def centre_m(body: Body, q: Floats, trunk_rad: Floats) -> Floats:
    """Centre of the whole person (n, 3) in ground; trunk_rad (n, 2): the trunk's bend forward and to the right.

    The hip model has no trunk: trunk, head and arms, hanging, are put on its pelvis (``anatomy/data/upper_body.csv``).
    """
    rotation, origin = poses(body, q)
    mass = body.segments.mass_kg
    own = np.einsum("s,nsk->nk", mass, origin + np.einsum("nsij,sj->nsi", rotation, body.segments.mass_center_m))
    upper_kg, pelvis = person_mass_kg(body) - body.mass_kg, body.segment("pelvis")
    place = _upper_centre(body, trunk_rad)
    upper = origin[:, pelvis] + np.einsum("nij,nj->ni", rotation[:, pelvis], place)
    return np.asarray((own + upper_kg * upper) / (mass.sum() + upper_kg))


def _upper_centre(body: Body, trunk_rad: Floats) -> Floats:
    """Centre of trunk, head and arms in the pelvis (n, 3), as large as the pelvis is."""
    facts = _facts()
    joint = np.array([facts["lumbar_joint_x"], facts["lumbar_joint_y"], 0.0])
    above = np.array([facts["center_x"], facts["center_y"], 0.0]) - joint
    turned = [
        axis_rotation([0, 0, 1], -bend) @ axis_rotation([1, 0, 0], lean) @ above for bend, lean in trunk_rad.tolist()
    ]
    return np.asarray(_growth(body) * (joint + np.array(turned)))


def _growth(body: Body) -> float:
    """Distance of the hips over that of the hip model."""
    apart = [float(abs(each.joints.parent_point_m[each.joint("hip_r"), SIDEWAYS])) for each in (body, hip_model())]
    return apart[0] / apart[1]


@cache
def _facts() -> MappingProxyType[str, float]:
    return MappingProxyType({row["quantity"]: float(row["value"]) for row in anatomy_rows("upper_body")})


def over_the_foot(leg: Leg, q: Floats, trunk_rad: Floats) -> Floats:
    """Coordinates (n, n_q) with the leg swung sideways until its sole lies under the centre of the body; coupled."""
    k, body = leg.body.coordinate(f"hip_adduction_{leg.side}"), leg.body

    def aside(values: Floats) -> Floats:
        rotation, origin = poses(body, values)
        foot = body.segment(f"calcn_{leg.side}")
        sole = origin[:, foot] + rotation[:, foot] @ _point("sole")
        return np.asarray((sole - centre_m(body, values, trunk_rad))[:, SIDEWAYS])

    full = np.array(coupled(body, q))
    for _ in range(_STEPS):
        miss = aside(full)
        if np.all(np.abs(miss) < _CLOSE_M):
            break
        nudged = full.copy()
        nudged[:, k] += _NUDGE_RAD
        full[:, k] -= miss * _NUDGE_RAD / (aside(nudged) - miss)
    return frozen(full)


def pressure_m(leg: Leg, q: Floats, trunk_rad: Floats, line: Sequence[Floats]) -> tuple[Floats, ...]:
    """Where the floor may press (n, 3), in ground: the balanced point first, then forward, back and to both sides.

    line: heel, middle and ball of the foot, in its segment.
    """
    rotation, origin = poses(leg.body, q)
    foot = leg.body.segment(f"calcn_{leg.side}")
    heel, sole, ball = (origin[:, foot] + rotation[:, foot] @ point for point in line)
    low, high = np.minimum(heel, ball)[:, FORWARD], np.maximum(heel, ball)[:, FORWARD]
    centre = centre_m(leg.body, q, trunk_rad)[:, FORWARD]
    known = rows("physics_ranges", "quantity")
    far, wide = (float(known[name]["value"]) for name in ("pressure_forward", "pressure_sideways"))
    points = []
    for forward, sideways in ((0.0, 0.0), (far, 0.0), (-far, 0.0), (0.0, wide), (0.0, -wide)):
        point = sole.copy()
        point[:, FORWARD] = np.clip(centre + forward, low, high)
        point[:, SIDEWAYS] += sideways
        points.append(frozen(point))
    return tuple(points)


def _point(name: str) -> Floats:
    row = rows("load_points", "point")[name]
    return np.array([float(row[f"{axis}_m"]) for axis in "xyz"])
