"""Fibre curves against OpenSim 4.6."""

from typing import Any

import numpy as np
import pytest

from revalidation.tolerances import limit
from tests.mechanics.made_muscles import RAJAGOPAL, random_millard, random_thelen
from trochanter.anatomy.body import MillardCurves, ThelenCurves
from trochanter.mechanics.curve_equations import millard_curves, thelen_curves

pytestmark = pytest.mark.needs("opensim")

RNG = np.random.default_rng(20130201)
MILLARD = [MillardCurves(), RAJAGOPAL, *(random_millard(RNG, floor=0.1) for _ in range(20))]
THELEN = [ThelenCurves(), ThelenCurves(0.6, 5.0, 0.45, 0.25, 1.4), *(random_thelen(RNG) for _ in range(10))]


@pytest.mark.parametrize("p", MILLARD, ids=range(len(MILLARD)))
def test_millard_curves_equal_opensims(opensim: Any, p: MillardCurves) -> None:
    active = opensim.ActiveForceLengthCurve(
        p.min_norm_active_fiber_length,
        p.transition_norm_fiber_length,
        p.max_norm_active_fiber_length,
        p.shallow_ascending_slope,
        p.minimum_value,
    )
    passive = opensim.FiberForceLengthCurve(
        p.strain_at_zero_force,
        p.strain_at_one_norm_force,
        p.stiffness_at_low_force,
        p.stiffness_at_one_norm_force,
        p.passive_curviness,
    )
    velocity = opensim.ForceVelocityCurve(
        p.concentric_slope_at_vmax,
        p.concentric_slope_near_vmax,
        p.isometric_slope,
        p.eccentric_slope_at_vmax,
        p.eccentric_slope_near_vmax,
        p.max_eccentric_velocity_force_multiplier,
        p.concentric_curviness,
        p.eccentric_curviness,
    )
    ours = millard_curves(p)
    for curve, theirs, low, high in (
        (ours.active, active, 0.0, 2.5),
        (ours.passive, passive, 0.5, 2.5),
        (ours.velocity, velocity, -1.0, 2.0),
    ):
        x = np.sort(np.random.default_rng(1).uniform(low, high, 500))
        assert np.max(np.abs(curve(x) - [theirs.calcValue(float(value)) for value in x])) <= limit("curve.millard")


def test_beyond_the_fastest_shortening_opensims_curve_pushes_and_ours_does_not(opensim: Any) -> None:
    p = MillardCurves(concentric_slope_at_vmax=0.05, concentric_slope_near_vmax=0.2)
    theirs = opensim.ForceVelocityCurve(0.05, 0.2, 5.0, 0.0, 0.15, 1.4, 0.6, 0.9)
    assert theirs.calcValue(-1.5) == pytest.approx(-0.025)
    assert millard_curves(p).velocity(np.array([-1.5])) == 0.0


@pytest.mark.parametrize("p", THELEN, ids=range(len(THELEN)))
def test_thelen_curves_equal_opensims(opensim: Any, p: ThelenCurves) -> None:
    model, muscle, coordinate = _one_muscle(opensim, p)
    state, ours = model.initSystem(), thelen_curves(p)
    rng = np.random.default_rng(2)
    for length, velocity in zip(rng.uniform(0.4, 1.9, 300), rng.uniform(-1.2, 2.0, 300), strict=True):
        coordinate.setValue(state, 0.05 + 0.1 * length, False)
        coordinate.setSpeedValue(state, 0.1 * 10.0 * velocity)
        model.realizeVelocity(state)
        here, rate = np.array([length]), np.array([velocity])
        force = float((ours.active(here) * ours.velocity(rate))[0])
        assert muscle.calcInextensibleTendonActiveFiberForce(state, 1.0) == pytest.approx(
            force, abs=limit("capacity.thelen")
        )
        muscle.setFiberLength(state, 0.1 * length)
        model.realizePosition(state)
        assert muscle.getPassiveForceMultiplier(state) == pytest.approx(
            float(ours.passive(here)[0]), rel=limit("passive.thelen"), abs=1e-12
        )


def _one_muscle(opensim: Any, p: ThelenCurves) -> tuple[Any, Any, Any]:
    """A muscle of 1 N, without pennation, between ground and a slider: its path length is the coordinate."""
    muscle = opensim.Thelen2003Muscle("muscle", 1.0, 0.1, 0.05, 0.0)
    muscle.set_FmaxMuscleStrain(p.passive_strain_at_one)
    muscle.set_KshapePassive(p.passive_shape)
    muscle.set_KshapeActive(p.active_shape)
    muscle.set_Af(p.velocity_shape)
    muscle.set_Flen(p.max_eccentric)
    muscle.set_fv_linear_extrap_threshold(p.velocity_extrapolation)
    model = opensim.Model()
    body = opensim.Body("body", 1.0, opensim.Vec3(0), opensim.Inertia(1, 1, 1))
    slider = opensim.SliderJoint("slider", model.getGround(), body)
    muscle.addNewPathPoint("origin", model.getGround(), opensim.Vec3(0))
    muscle.addNewPathPoint("insertion", body, opensim.Vec3(0))
    model.addBody(body)
    model.addJoint(slider)
    model.addForce(muscle)
    model.finalizeConnections()
    return model, muscle, slider.updCoordinate()
