"""Muscles of an ``.osim`` model: parameters of Thelen2003 and Millard2012 muscles with their fibre curves."""

from dataclasses import dataclass, field

import numpy as np

from trochanter.anatomy.body import MillardCurves, Muscles, ThelenCurves
from trochanter.capture.osim_file import LARGEST_NUMBER, Element, OsimFile
from trochanter.core.arrays import frozen

_THELEN = {
    "passive_strain_at_one": ("FmaxMuscleStrain", 0.6),
    "passive_shape": ("KshapePassive", 5.0),
    "active_shape": ("KshapeActive", 0.45),
    "velocity_shape": ("Af", 0.25),
    "max_eccentric": ("Flen", 1.4),
    "velocity_extrapolation": ("fv_linear_extrap_threshold", 0.95),
}
_MILLARD_DEFAULT = MillardCurves()
_MILLARD = {
    "ActiveForceLengthCurve": (
        "min_norm_active_fiber_length",
        "transition_norm_fiber_length",
        "max_norm_active_fiber_length",
        "shallow_ascending_slope",
    ),
    "ForceVelocityCurve": (
        "concentric_slope_at_vmax",
        "concentric_slope_near_vmax",
        "isometric_slope",
        "eccentric_slope_at_vmax",
        "eccentric_slope_near_vmax",
        "max_eccentric_velocity_force_multiplier",
        "concentric_curviness",
        "eccentric_curviness",
    ),
    "FiberForceLengthCurve": ("strain_at_zero_force", "strain_at_one_norm_force"),
}
_FITTED = {
    "stiffness_at_low_force": "stiffness_at_low_force",
    "stiffness_at_one_norm_force": "stiffness_at_one_norm_force",
    "curviness": "passive_curviness",
}
SHORTEST_FIBER_M, LONGEST_FIBER_M, LONGEST_TENDON_M = 0.005, 1.0, 2.0  # common models have 0.02 to 0.58, and 0.48
_FIBER_RANGE = f"{SHORTEST_FIBER_M:g} to {LONGEST_FIBER_M:g} m"
_LENGTHS = ("optimal_fiber_length", "tendon_slack_length")
MUSCLE_TAGS = ("Thelen2003Muscle", "Millard2012EquilibriumMuscle")
_NUMBERS = {
    "max_isometric_force": 1000.0,
    "optimal_fiber_length": 0.1,
    "tendon_slack_length": 0.2,
    "pennation_angle_at_optimal": 0.0,
    "max_contraction_velocity": 10.0,
    "minimum_activation": 0.01,
}


@dataclass(slots=True)
class MuscleRows:
    """Muscles in the order of the file; ``curves`` holds each parameter set once."""

    names: list[str] = field(default_factory=list)
    numbers: list[tuple[float, ...]] = field(default_factory=list)
    curve: list[int] = field(default_factory=list)
    curves: dict[ThelenCurves | MillardCurves, int] = field(default_factory=dict)

    def freeze(self) -> Muscles:
        """The read-only arrays."""
        force, fiber, slack, pennation, velocity, activation = np.array(self.numbers).reshape(-1, len(_NUMBERS)).T
        return Muscles(
            names=tuple(self.names),
            max_isometric_force_N=frozen(force),
            optimal_fiber_length_m=frozen(fiber),
            tendon_slack_length_m=frozen(slack),
            pennation_rad=frozen(pennation),
            max_contraction_velocity=frozen(velocity),
            minimum_activation=frozen(activation),
            curve=frozen(self.curve, np.int64),
            curves=tuple(self.curves),
        )


def read_muscle(file: OsimFile, item: Element, name: str, rows: MuscleRows) -> None:
    """Add the parameters of one muscle to ``rows``; raises ImpossibleData for values that no muscle has."""
    numbers = tuple(file.number(item, tag, default, largest=LARGEST_NUMBER) for tag, default in _NUMBERS.items())
    force, fiber, slack, pennation, velocity, activation = numbers
    checks = (
        (force > 0.0, "max_isometric_force", "more than 0, or a muscle that is switched off"),
        (SHORTEST_FIBER_M <= fiber <= LONGEST_FIBER_M, "optimal_fiber_length", _FIBER_RANGE),
        (0.0 <= slack <= LONGEST_TENDON_M, "tendon_slack_length", f"0 to {LONGEST_TENDON_M:g} m"),
        (0.0 <= pennation < np.pi / 2, "pennation_angle_at_optimal", "0 to below 1.5708"),
        (velocity > 0.0, "max_contraction_velocity", "more than 0"),
        (0.0 <= activation < 1.0, "minimum_activation", "0 to below 1"),
    )
    for (good, tag, valid), value in zip(checks, numbers, strict=True):
        if not good:
            hint = ": it looks like millimetres" if tag in _LENGTHS and value > 1.0 else ""
            raise file.bad(f"{tag} of muscle '{name}' is {value:g}{hint}", item, valid)
    curve = _thelen(file, item) if item.tag == "Thelen2003Muscle" else _millard(file, item)
    rows.names.append(name)
    rows.numbers.append(numbers)
    rows.curve.append(rows.curves.setdefault(curve, len(rows.curves)))


def _thelen(file: OsimFile, item: Element) -> ThelenCurves:
    return ThelenCurves(**{key: file.number(item, tag, default) for key, (tag, default) in _THELEN.items()})


def _millard(file: OsimFile, item: Element) -> MillardCurves:
    values: dict[str, float] = {}
    for tag, keys in _MILLARD.items():
        curve = file.child(item, tag)  # where a muscle has none, OpenSim takes that of the default muscle
        if curve is not None:
            values |= {key: file.number(curve, key, getattr(_MILLARD_DEFAULT, key)) for key in keys}
    values |= _passive_shape(file, file.child(item, "FiberForceLengthCurve"), values)
    # The file's minimum_value keeps elastic tendons without damping solvable; with rigid ones OpenSim takes 0.
    return MillardCurves(minimum_value=0.0, **values)


def _passive_shape(file: OsimFile, curve: Element | None, values: dict[str, float]) -> dict[str, float]:
    """Stiffnesses and curviness of the passive curve: those of the file, or all from the strains if any is absent."""
    if curve is not None and all(file.text(curve, tag) for tag in _FITTED):
        return {key: file.number(curve, tag, 0.0) for tag, key in _FITTED.items()}
    rise = values.get("strain_at_one_norm_force", 0.7) - values.get("strain_at_zero_force", 0.0)
    if curve is not None and rise <= 0.0:
        raise file.bad(
            "the passive force reaches one before it begins",
            curve,
            "strain_at_zero_force below strain_at_one_norm_force",
        )
    return {"stiffness_at_one_norm_force": 2.0 / rise}
