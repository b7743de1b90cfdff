"""Loads that no runner bears, and forces that do not fit the motion: a message, never a quiet curve."""

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.quality import Notice
from trochanter.kinematics.motion import Motion
from trochanter.mechanics.account import HipAccount
from trochanter.mechanics.dynamics import Dynamics
from trochanter.mechanics.residuals import residuals

GRAVITY_SPREAD_M_S2 = 0.05  # poles and equator, low and high
# Flexion (sprints reach about 4), adduction, rotation. Clean records of two runs and a walk have peaks of 1.8, 3.3 and
# 0.9 at most; the same runs with hip adduction of the wrong sign 4.6 to 6.3 in adduction.
MOST_MOMENT_NM_KG = (8.0, 4.5, 1.5)
_MOVES = ("flexion", "adduction", "rotation")
# Times the accepted limit from which no direction can be relied on. Careful laboratories' records of whole bodies leave
# up to 2.4 times, a walk fitted to its markers 3.9; with pressure centres moved by 5 cm a run leaves 4.8 times, with
# forces 20 ms late a walk 4.9.
LARGE_RESIDUAL = 4.3
_PARTLY = "outside the spans in which a foot stands without known force, "
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
        contact = _peak(np.linalg.norm(hip.contact_N[inside], axis=1)) / (mass_kg * GRAVITY_M_S2)
        peaks = [_peak(hip.moment_Nm[inside, k]) / mass_kg for k in range(3)]
        beyond = [
            f"{peak:.3g} N m/kg in {move} ({most:g})"
            for move, peak, most in zip(_MOVES, peaks, MOST_MOMENT_NM_KG, strict=True)
            if peak > most
        ]
        if contact > MOST_CONTACT_BW:
            beyond.append(f"{contact:.3g} body weights ({MOST_CONTACT_BW:g})")
        if beyond:
            text = (
                f"the {hip.side.word} hip bears up to {', '.join(beyond)}, more than any runner: check forces, "
                "their clock and the mass, and sign, side and unit of the hip's angles"
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
    found = residuals(motion, dynamics.tau)
    if found is None or found.met:
        return ()
    force, moment = found.force, found.moment
    text = (
        f"forces and motion do not balance: {_PARTLY if found.partial else ''}at the pelvis up to {force.peak:.3g} N "
        f"and {moment.peak:.3g} N m are missing, where {force.limit:.3g} N and {moment.limit:.3g} N m are the most to "
        "be accepted "
        "(Hicks and others 2015)"
    )
    large = any(part.peak > LARGE_RESIDUAL * part.limit for part in (found.force, found.moment))
    return (Notice("residual-large" if large else "residual", text, motion.name),)


def _peak(values: Floats) -> float:
    return float(np.nanmax(np.abs(values), initial=0.0))
