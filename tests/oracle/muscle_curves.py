"""Curve parameters of a muscle against those that OpenSim uses for it."""

from dataclasses import fields
from typing import Any

import pytest

from revalidation.tolerances import limit
from trochanter.anatomy.body import MillardCurves, ThelenCurves

_THELEN = {
    "passive_strain_at_one": "FmaxMuscleStrain",
    "passive_shape": "KshapePassive",
    "active_shape": "KshapeActive",
    "velocity_shape": "Af",
    "max_eccentric": "Flen",
    "velocity_extrapolation": "fv_linear_extrap_threshold",
}


def concrete(opensim: Any, muscle: Any) -> Any:
    """OpenSim's muscle as the class that it is."""
    return getattr(opensim, muscle.getConcreteClassName()).safeDownCast(muscle)


def assert_same_curves(opensim: Any, muscle: Any, curves: ThelenCurves | MillardCurves) -> None:
    """All parameters of ``curves`` are those of OpenSim's muscle."""
    theirs = concrete(opensim, muscle)
    if isinstance(curves, ThelenCurves):
        expected = {name: getattr(theirs, f"get_{tag}")() for name, tag in _THELEN.items()}
    else:
        expected = _millard(theirs)
    assert set(expected) == {parameter.name for parameter in fields(curves)}
    for name, value in expected.items():
        assert getattr(curves, name) == pytest.approx(value, abs=limit("rounding.parameter")), name


def _millard(muscle: Any) -> dict[str, float]:
    passive = muscle.getFiberForceLengthCurve()
    found = {
        "stiffness_at_low_force": passive.getStiffnessAtLowForceInUse(),
        "stiffness_at_one_norm_force": passive.getStiffnessAtOneNormForceInUse(),
        "passive_curviness": passive.getCurvinessInUse(),
    }
    curves = (muscle.getActiveForceLengthCurve(), muscle.getForceVelocityCurve(), passive)
    for parameter in fields(MillardCurves):
        owner = next((curve for curve in curves if hasattr(curve, f"get_{parameter.name}")), None)
        if parameter.name not in found and owner is not None:
            found[parameter.name] = getattr(owner, f"get_{parameter.name}")()
    return found
