"""Muscles and curve parameters made for tests, from seeded random numbers."""

import numpy as np

from trochanter.anatomy.body import MillardCurves, Muscles, ThelenCurves

# As in Rajagopal2016.osim, which differs from the defaults.
RAJAGOPAL = MillardCurves(
    min_norm_active_fiber_length=0.25,
    transition_norm_fiber_length=0.77,
    max_norm_active_fiber_length=1.9,
    shallow_ascending_slope=0.75,
    minimum_value=0.0,
)


def random_thelen(rng: np.random.Generator) -> ThelenCurves:
    """Thelen parameters within the range of muscles."""
    return ThelenCurves(
        passive_strain_at_one=rng.uniform(0.4, 1.0),
        passive_shape=rng.uniform(2.0, 6.0),
        active_shape=rng.uniform(0.3, 0.6),
        velocity_shape=rng.uniform(0.15, 0.4),
        max_eccentric=rng.uniform(1.2, 1.8),
        velocity_extrapolation=rng.uniform(0.9, 0.97),
    )


def random_millard(rng: np.random.Generator, floor: float = 0.0) -> MillardCurves:
    """Millard parameters for which every piece is a curve of its own; ``floor``: largest minimum active force."""
    full = rng.uniform(0.4, 1.0)
    return MillardCurves(
        min_norm_active_fiber_length=rng.uniform(0.2, 0.5),
        transition_norm_fiber_length=rng.uniform(0.65, 0.8),
        max_norm_active_fiber_length=rng.uniform(1.5, 2.0),
        shallow_ascending_slope=rng.uniform(0.5, 1.0),
        minimum_value=rng.uniform(0.0, floor) if floor else 0.0,
        strain_at_zero_force=rng.uniform(-0.1, 0.1),
        strain_at_one_norm_force=full,
        stiffness_at_low_force=rng.uniform(0.1, 0.4),
        stiffness_at_one_norm_force=2.0 / (full - 0.1) * rng.uniform(1.0, 1.5),
        passive_curviness=rng.uniform(0.0, 1.0),
        concentric_slope_at_vmax=rng.uniform(0.0, 0.1),
        concentric_slope_near_vmax=rng.uniform(0.15, 0.4),
        isometric_slope=rng.uniform(3.0, 7.0),
        eccentric_slope_at_vmax=rng.uniform(0.0, 0.05),
        eccentric_slope_near_vmax=rng.uniform(0.06, 0.2),
        max_eccentric_velocity_force_multiplier=rng.uniform(1.2, 1.8),
        concentric_curviness=rng.uniform(0.0, 1.0),
        eccentric_curviness=rng.uniform(0.0, 1.0),
    )


def random_muscles(
    rng: np.random.Generator, count: int, curves: tuple[ThelenCurves | MillardCurves, ...], pennation: float = 0.5
) -> Muscles:
    """Muscles that take their curves from ``curves`` in turn."""
    return Muscles(
        names=tuple(f"muscle_{k}" for k in range(count)),
        max_isometric_force_N=rng.uniform(50.0, 3000.0, count),
        optimal_fiber_length_m=rng.uniform(0.02, 0.3, count),
        tendon_slack_length_m=rng.uniform(0.01, 0.4, count),
        pennation_rad=rng.uniform(0.0, pennation, count),
        max_contraction_velocity=rng.uniform(8.0, 15.0, count),
        minimum_activation=np.full(count, 0.01),
        curve=np.arange(count) % len(curves),
        curves=curves,
    )
