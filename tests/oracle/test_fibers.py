"""Fibre state against OpenSim 4.6, from OpenSim's own path lengths and speeds at random poses."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from revalidation.tolerances import limit
from trochanter.anatomy.body import Body, MillardCurves
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Floats
from trochanter.mechanics.fibers import FiberState, Pennation, fiber_state

pytestmark = [pytest.mark.needs("opensim"), pytest.mark.needs("shared-data")]
POSES = 40
LEAST_COSINE = 0.1  # OpenSim's largest pennation is acos(0.1); beyond it the fibre is pinned


class Compared(NamedTuple):
    """OpenSim's answers at POSES poses, (POSES, m), and the body they belong to."""

    body: Body
    length_m: Floats
    speed_m_s: Floats
    capacity_N: Floats
    values: dict[str, Floats]


@pytest.fixture(scope="module")
def thelen(shared_data: Path, opensim: Any) -> Compared:
    return compare(shared_data / "models/gait2392_thelen2003muscle.osim", opensim)


@pytest.fixture(scope="module")
def millard(shared_data: Path, opensim: Any) -> Compared:
    return compare(shared_data / "models/Rajagopal2016.osim", opensim)


def compare(path: Path, opensim: Any) -> Compared:
    """Rigid tendons, no damping, full activation."""
    body, model = read_osim(path), opensim.Model(str(path))
    rigid = isinstance(body.muscles.curves[0], MillardCurves)  # OpenSim refuses to make Thelen's tendon rigid
    muscles = [model.getMuscles().get(name) for name in body.muscles.names]
    if rigid:
        muscles = [opensim.Millard2012EquilibriumMuscle.safeDownCast(muscle) for muscle in muscles]
        for muscle in muscles:
            muscle.set_ignore_tendon_compliance(True)
            muscle.set_fiber_damping(0.0)
    else:
        muscles = [opensim.Thelen2003Muscle.safeDownCast(muscle) for muscle in muscles]
    state = model.initSystem()
    rng, rows = np.random.default_rng(11), []
    for _ in range(POSES):
        for c in range(model.getCoordinateSet().getSize()):
            coordinate = model.getCoordinateSet().get(c)
            if not coordinate.isDependent(state) and not coordinate.getLocked(state):
                low, high = max(coordinate.getRangeMin(), -1.5), min(coordinate.getRangeMax(), 1.5)
                coordinate.setValue(state, rng.uniform(low, high), False)
                coordinate.setSpeedValue(state, rng.uniform(-8.0, 8.0))
        rows.append(_row(model, state, muscles, rigid=rigid))
    values = {key: np.array([row[key] for row in rows]) for key in rows[0]}
    return Compared(body, values.pop("length"), values.pop("speed"), values.pop("capacity"), values)


def _row(model: Any, state: Any, muscles: list[Any], *, rigid: bool) -> dict[str, list[float]]:
    model.realizeVelocity(state)
    found = {
        "length": [m.getLength(state) for m in muscles],
        "speed": [m.getLengtheningSpeed(state) for m in muscles],
        "capacity": [m.calcInextensibleTendonActiveFiberForce(state, 1.0) for m in muscles],
    }
    if rigid:
        for muscle in muscles:
            muscle.setActivation(state, 1.0)
        model.realizeDynamics(state)
        found |= {
            "active": [m.getActiveFiberForceAlongTendon(state) for m in muscles],
            "passive": [m.getPassiveFiberForceAlongTendon(state) for m in muscles],
            "length_norm": [m.getNormalizedFiberLength(state) for m in muscles],
            "velocity_norm": [m.getNormalizedFiberVelocity(state) for m in muscles],
            "cosine": [m.getCosPennationAngle(state) for m in muscles],
        }
    return found


def taut(state: FiberState, body: Body) -> Any:
    """Where the tendon is taut and OpenSim does not pin the fibre: (n, m)."""
    shortest = np.array(
        [c.min_norm_active_fiber_length if isinstance(c, MillardCurves) else 0.0 for c in body.muscles.curves]
    )
    return ~state.slack & (state.cos_pennation > LEAST_COSINE) & (state.length_norm > shortest[body.muscles.curve])


def error(ours: Floats, theirs: Floats, compared: Compared, here: Any) -> float:
    """Largest difference over the maximum isometric force, or over the force where that is larger."""
    scale = np.maximum(theirs, compared.body.muscles.max_isometric_force_N)
    return float(np.max((np.abs(ours - theirs) / scale)[here]))


@pytest.mark.parametrize("pennation", Pennation)
def test_capacity_of_thelen_muscles_equals_static_optimizations(thelen: Compared, pennation: Pennation) -> None:
    state = fiber_state(thelen.body.muscles, thelen.length_m, thelen.speed_m_s, pennation)
    here = taut(state, thelen.body)
    assert here.mean() > 0.8
    assert error(state.capacity_N, thelen.capacity_N, thelen, here) <= limit("fiber.force")


def test_capacity_of_millard_muscles_equals_static_optimizations(millard: Compared) -> None:
    state = fiber_state(millard.body.muscles, millard.length_m, millard.speed_m_s, Pennation.OPENSIM)
    here = taut(state, millard.body)
    assert here.mean() > 0.8
    assert error(state.capacity_N, millard.capacity_N, millard, here) <= limit("fiber.force")


def test_fibers_of_millard_muscles_equal_opensims_forward_dynamics(millard: Compared) -> None:
    state = fiber_state(millard.body.muscles, millard.length_m, millard.speed_m_s)
    here, theirs = taut(state, millard.body), millard.values
    assert error(state.capacity_N, theirs["active"], millard, here) <= limit("fiber.force")
    assert error(state.passive_N, theirs["passive"], millard, here) <= limit("fiber.force")
    assert np.max(np.abs(state.length_norm - theirs["length_norm"])[here]) <= limit("fiber.state")
    assert np.max(np.abs(state.velocity_norm - theirs["velocity_norm"])[here]) <= limit("fiber.state")
    assert np.max(np.abs(state.cos_pennation - theirs["cosine"])[here]) <= limit("fiber.state")


def test_static_optimization_all_but_leaves_out_the_pennation_of_millard_muscles(millard: Compared) -> None:
    right = fiber_state(millard.body.muscles, millard.length_m, millard.speed_m_s)
    strong = taut(right, millard.body) & (right.capacity_N > 50.0)
    ratio = millard.capacity_N[strong] / right.capacity_N[strong]
    cosine = ratio * right.cos_pennation[strong]
    assert np.all((cosine > 0.98) & (cosine <= 1.0 + limit("fiber.force")))
    assert np.max(ratio) > 1.1
