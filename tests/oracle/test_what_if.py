"""What-ifs against OpenSim 4.6: its static optimization and joint reaction of a model that was changed as the scenario.

The changed body is written as a model; OpenSim balances the same motion and ground forces with it.
"""

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.oracle.static_optimization import Optimized, opensim_states, optimized, reserve_model
from tests.oracle.trials import Case, recorded
from trochanter.anatomy.body import Body
from trochanter.anatomy.femoral_torsion import with_anteversion
from trochanter.anatomy.pelvic_tilt import with_pelvic_tilt
from trochanter.core.arrays import frozen
from trochanter.exchange.osim import write_osim
from trochanter.kinematics.motion import ABSENT
from trochanter.mechanics.explain import Settings, explain
from trochanter.mechanics.scenario import Scenario, changes_of
from trochanter.mechanics.what_if import what_if

FRAMES = range(60, 675, 90)
SCENARIOS = {
    "weaker": Scenario(strength={"gluteus_medius": 0.6, "deep": 0.5}),
    "steadier": Scenario(floor={"gluteal": 0.1}),
    "turned": Scenario(pelvic_tilt_rad=0.12, anteversion_rad=0.15),
}


@pytest.fixture(scope="module")
def running(shared_data: Path) -> Case:
    return recorded(shared_data, "run_4ms")


def changed_body(body: Body, scenario: Scenario) -> Body:
    """A body with a scenario built in, as somebody would edit a model."""
    turned = with_pelvic_tilt(with_anteversion(body, scenario.anteversion_rad), scenario.pelvic_tilt_rad)
    changes = changes_of(scenario, body.muscles.names)
    muscles = replace(
        turned.muscles,
        max_isometric_force_N=frozen(turned.muscles.max_isometric_force_N * changes.strength),
        minimum_activation=frozen(np.maximum(turned.muscles.minimum_activation, changes.floor)),
    )
    return replace(turned, muscles=muscles)


def with_least_control(model: str) -> str:
    """A model's text whose muscles' least control, the bound within which OpenSim optimizes, is least activation."""
    return re.sub(r"<minimum_activation>(.*?)</minimum_activation>", r"<min_control>\1</min_control>\g<0>", model)


def their_answer(opensim: Any, case: Case, scenario: Scenario, balanced: tuple[str, ...], folder: Path) -> Optimized:
    """OpenSim's optimization and reactions of the changed body at FRAMES."""
    os.chdir(folder)  # OpenSim writes where it stands
    body = changed_body(case.body, scenario)
    path = write_osim(body, folder / "changed.osim")
    path.write_text(with_least_control(path.read_text(encoding="utf-8")), encoding="utf-8")
    absent = [name for name, role in zip(body.coordinates.names, case.motion.roles, strict=True) if role == ABSENT]
    model = reserve_model(opensim, path, case.loads, absent, balanced)
    states = opensim_states(opensim, body, case.trial.angles, None)
    return optimized(opensim, model, body, states, FRAMES, balanced, folder)


@pytest.mark.needs("opensim", "shared-data")
@pytest.mark.parametrize("name", SCENARIOS)
def test_opensim_says_the_same_of_the_changed_model(running: Case, tmp_path: Path, opensim: Any, name: str) -> None:
    chosen = Settings(parity="opensim", slacks=(), sets=(), strength_cases=())
    account = explain(running.motion, settings=chosen)
    ours = what_if(account, SCENARIOS[name])
    theirs = their_answer(opensim, running, SCENARIOS[name], account.balanced, tmp_path)
    gap = np.abs(ours.after.activation[FRAMES] - theirs.activation)
    assert np.sqrt(np.mean(gap**2)) < 5e-4
    moved = np.abs(ours.after.activation[FRAMES] - ours.before.activation[FRAMES]).max()
    assert moved > 10.0 * np.sqrt(np.mean(gap**2))  # what is compared has changed
    size = np.linalg.norm(theirs.contact_N, axis=2)
    apart = np.abs(np.linalg.norm(ours.after.contact_N[FRAMES], axis=2) - size)
    assert apart.max() < 0.001 * size.max()
