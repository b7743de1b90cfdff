"""What angles off their optimum do to the hip contact force: nothing where they are not off."""

from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from trochanter.anatomy.person import person_mass_kg
from trochanter.capture.trial import Table
from trochanter.core.arrays import frozen
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.kinematics.check_ik import IkCheck
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, demo_trial
from trochanter.kinematics.solve import solve
from trochanter.mechanics.explain import Settings, explain
from trochanter.mechanics.ik_effect import contact_effect


@dataclass(frozen=True)
class Pair:
    """The part of a check that the force needs."""

    ours: Table
    theirs: Table


def test_the_same_angles_bear_the_same_force_and_others_do_not() -> None:
    trial, body = demo_trial()
    flexed = np.array(trial.angles.values)
    flexed[:, trial.angles.columns.index("hip_flexion_r")] += 4.0
    theirs = replace(trial.angles, values=frozen(flexed))
    checks = [cast(IkCheck, cast(Any, Pair(trial.angles, table))) for table in (trial.angles, theirs)]
    found = [contact_effect(check, trial.forces, body, cutoff_hz=DEMO_CUTOFF_HZ) for check in checks]
    assert all(side.largest_bw == 0.0 for side in found[0])
    assert found[1][0].largest_bw > 0.05
    account = explain(
        solve(replace(trial, leading=None), body, cutoff_hz=DEMO_CUTOFF_HZ),
        settings=Settings(slacks=(), sets=(), strength_cases=()),
    )
    kept = ~account.motion.edge
    peak = np.linalg.norm(account.hips[0].contact_N[kept], axis=1).max() / (person_mass_kg(body) * GRAVITY_M_S2)
    np.testing.assert_allclose([found[0][0].our_peak_bw, found[0][0].their_peak_bw], peak, rtol=1e-9)
