"""Exercises held still, against OpenSim's inverse dynamics of the same postures under the same outside force."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from revalidation.agreement import hold
from tests.oracle.peer import Peer, unmuscled, write_loads
from trochanter.anatomy.hip_model import hip_model
from trochanter.exchange.osim import write_osim
from trochanter.kinematics.motion import Load
from trochanter.mechanics.holding import make_leg, moments
from trochanter.plan.library import exercise_named
from trochanter.plan.physics_loads import setting

SHARES = np.linspace(0.0, 1.0, 5)


@pytest.mark.needs("opensim")
@pytest.mark.parametrize("name", ["one_leg_sit", "clamshell_band", "turn_out_side_90"])
def test_moments_of_an_exercise(name: str, tmp_path: Path, opensim: Any) -> None:
    body = hip_model()
    leg = make_leg(body)
    laid_out = setting(leg, exercise_named(name), SHARES.tolist())
    forces = laid_out.loads[0].forces
    loads = [Load(f"f{k}", f.segment, f.force_N, f.point_m, np.zeros_like(f.point_m)) for k, f in enumerate(forces)]
    file = write_loads(tmp_path, body, SHARES, loads) if loads else None
    peer = Peer(opensim, unmuscled(opensim, write_osim(body, tmp_path / "hip.osim"), file), body)
    still = np.zeros(laid_out.q.shape[1])
    theirs = np.empty_like(laid_out.q)
    for k, time_s in enumerate(SHARES):
        peer.place(laid_out.q[k], still, float(time_s))
        theirs[k] = peer.forces(still)
    knee, cap = (body.coordinate(c) for c in ("knee_angle_r", "knee_angle_r_beta"))
    theirs[:, knee] += theirs[:, cap]  # the knee cap follows the knee one to one
    hold("exercise.moments", np.abs(moments(leg, laid_out.q, forces) - theirs[:, list(leg.coordinates)]).max(), name)
