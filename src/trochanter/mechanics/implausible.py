"""Loads that no runner bears, and forces that do not fit the motion: a message, never a quiet curve.

A whole body that moves under forces measured with it needs no further force at the pelvis. What inverse dynamics still
asks for there is the residual; Hicks et al. 2015 (doi 10.1115/1.4029304) advise against believing a simulation where
it exceeds 5 % of the peak external force, or its moment 1 % of that force times the height of the body's centre. A body
without trunk has no residual: there the pelvis carries the upper body.
"""

import numpy as np

from trochanter.anatomy.person import has_trunk
from trochanter.core.arrays import Floats
from trochanter.core.quality import Notice
from trochanter.kinematics.motion import Motion
from trochanter.mechanics.account import HipAccount
from trochanter.mechanics.dynamics import Dynamics
from trochanter.mechanics.plate import GRAVITY_M_S2, VERTICAL, body_centre_m

GRAVITY_SPREAD_M_S2 = 0.05  # poles and equator, low and high
FORCE_SHARE, MOMENT_SHARE = 0.05, 0.01
MOST_MOMENT_NM_KG = 8.0  # about twice the peaks of running at 2 to 4 m/s
MOST_CONTACT_BW = 20.0  # about twice the peaks of running, saturated frames included


def implausible_loads(
    motion: Motion, dynamics: Dynamics, hips: tuple[HipAccount, ...], mass_kg: float
) -> tuple[Notice, ...]:
    """Notices on gravity, residuals of a whole body, and hip loads beyond any runner's, away from the record's ends."""
    inside = ~motion.edge
    if not inside.any():
        text = "the whole record lies within one filter time of its ends: no moment or force in it can be relied on"
        return (Notice("record-short", text, motion.name),)
    found = [*_gravity(motion), *_residual(motion, dynamics)]
    for hip in hips:
        moment = _peak(hip.moment_Nm[inside]) / mass_kg
        contact = _peak(np.linalg.norm(hip.contact_N[inside], axis=1)) / (mass_kg * GRAVITY_M_S2)
        if moment > MOST_MOMENT_NM_KG or contact > MOST_CONTACT_BW:
            text = (
                f"the {hip.side.word} hip bears up to {moment:.3g} N m/kg and {contact:.3g} body weights, more than "
                f"any runner ({MOST_MOMENT_NM_KG:g} and {MOST_CONTACT_BW:g}): check forces, their clock and the mass"
            )
            found.append(Notice("load-implausible", text, motion.name))
    return tuple(found)


def _gravity(motion: Motion) -> tuple[Notice, ...]:
    found = float(np.linalg.norm(motion.body.gravity_m_s2))
    if abs(found - GRAVITY_M_S2) <= GRAVITY_SPREAD_M_S2:
        return ()
    text = (
        f"the model's gravity is {found:.3g} m/s2, nowhere that of the ground that people run on ({GRAVITY_M_S2:.3g})"
    )
    return (Notice("gravity-unusual", text, motion.body.source),)


def _residual(motion: Motion, dynamics: Dynamics) -> tuple[Notice, ...]:
    if not motion.loads or not has_trunk(motion.body):
        return ()
    coordinates, inside = motion.body.coordinates, ~motion.edge
    of_base = motion.body.joints.parent[coordinates.joint] == 0
    force, moment = (
        _peak(np.linalg.norm(dynamics.tau[inside][:, of_base & turns], axis=1))
        for turns in (~coordinates.is_rotation, coordinates.is_rotation)
    )
    external = _peak(np.linalg.norm(np.sum([load.force_N for load in motion.loads], axis=0), axis=1))
    most_force = FORCE_SHARE * external
    most_moment = MOMENT_SHARE * external * _height_m(motion)
    if force <= most_force and moment <= most_moment:
        return ()
    text = (
        f"forces and motion do not balance: at the pelvis up to {force:.3g} N and {moment:.3g} N m are missing, where "
        f"{most_force:.3g} N and {most_moment:.3g} N m are the most to be accepted (Hicks and others 2015)"
    )
    return (Notice("residual", text, motion.name),)


def _height_m(motion: Motion) -> float:
    """Mean height of the body's centre above the lowest point that a force acts at."""
    floors = [load.point_m[np.any(load.force_N != 0.0, axis=1), VERTICAL] for load in motion.loads]
    known = np.concatenate(floors)
    return float(np.mean(body_centre_m(motion)[:, VERTICAL]) - (known.min() if known.size else 0.0))


def _peak(values: Floats) -> float:
    return float(np.nanmax(np.abs(values), initial=0.0))
