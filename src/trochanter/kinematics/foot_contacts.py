"""When a foot is on the ground, from its own motion, where there is no force.

Contact: heel or ball is near its lowest level and has almost taken the speed of the ground; in swing the heel also
passes low over the ground, but fast. Toe-off: heel and ball have risen. The speed of the ground (a belt's, or zero) is
the foot's own median speed at its lowest. The thresholds are this project's choice. Against the force's 20 N, in a walk
and two runs, contacts come within 16 ms and toe-offs within 45 ms (late in slow running, early in walking).
"""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Flags, Floats
from trochanter.core.sides import Side
from trochanter.kinematics.contacts import UNKNOWN, Contact
from trochanter.kinematics.tree import poses

NEAR_M = 0.05
HEEL_RISEN_M, BALL_RISEN_M = 0.035, 0.043
SLOW_SHARE = 0.25  # of the fastest swing relative to the ground
_LOWEST_PERCENT, _LOW_PERCENT, _FAST_PERCENT = 2.0, 15.0, 98.0
_WALKING_SWING_M_S = 1.0
_SHORTEST_S = 0.05


@dataclass(frozen=True, slots=True)
class FootPath:
    """Where a foot goes: paths (n, 3) of heel and ball, the origins of calcn and toes, in ground."""

    heel_m: Floats
    ball_m: Floats


def foot_paths(body: Body, q: Floats) -> dict[Side, FootPath]:
    """Paths of the feet at q (n, n_q); sides whose segments calcn and toes the body lacks are left out."""
    sides = [side for side in Side if {f"calcn_{side}", f"toes_{side}"} <= set(body.segments.names)]
    if not sides:
        return {}
    _, origin = poses(body, q)
    return {s: FootPath(origin[:, body.segment(f"calcn_{s}")], origin[:, body.segment(f"toes_{s}")]) for s in sides}


def foot_contacts(time_s: Floats, foot: FootPath, up: Floats) -> tuple[Contact, ...]:
    """Contacts of one foot from its path; ``up`` (3,) unit. Empty where the foot never swings."""
    heel, ball = _above_floor(foot.heel_m, up), _above_floor(foot.ball_m, up)
    heel_speed, ball_speed = (_speed_over_ground(time_s, *of, up) for of in ((foot.heel_m, heel), (foot.ball_m, ball)))
    speed = np.where(heel <= ball, heel_speed, ball_speed)
    fastest = float(np.percentile(speed, _FAST_PERCENT))
    if fastest < _WALKING_SWING_M_S:
        return ()
    landed = (np.minimum(heel, ball) < NEAR_M) & (speed < SLOW_SHARE * fastest)
    risen = (heel > HEEL_RISEN_M) & (ball > BALL_RISEN_M)
    return tuple(_alternate(time_s, landed, risen))


def _above_floor(path: Floats, up: Floats) -> Floats:
    height = path @ up
    above: Floats = height - np.percentile(height, _LOWEST_PERCENT)
    return above


def _speed_over_ground(time_s: Floats, path: Floats, height: Floats, up: Floats) -> Floats:
    velocity = np.gradient(path, time_s, axis=0)
    velocity = velocity - np.outer(velocity @ up, up)
    low = height <= np.percentile(height, _LOW_PERCENT)
    speed: Floats = np.linalg.norm(velocity - np.median(velocity[low], axis=0), axis=1)
    return speed


def _alternate(time_s: Floats, landed: Flags, risen: Flags) -> list[Contact]:
    """Contacts from where ``landed`` begins to the next instant that is ``risen``."""
    contacts: list[Contact] = []
    k, n = 0, len(time_s)
    while k < n:
        start = k + int(landed[k:].argmax()) if landed[k:].any() else n
        if start == n:
            break
        end = start + int(risen[start:].argmax()) if risen[start:].any() else n
        contact = Contact(UNKNOWN if start == 0 else float(time_s[start]), UNKNOWN if end == n else float(time_s[end]))
        if not contact.duration_s < _SHORTEST_S:
            contacts.append(contact)
        k = end + 1
    return contacts
