"""Standard error of the net hip moments: inverse dynamics done again with each doubtful input moved.

Moved, one at a time, and added in quadrature: the centre of pressure 10 mm forwards and sideways, the hip-rotation
angle 5 degrees (knee-axis offset of the model against the person), where the plate shows a bias, that bias, and where
the markers were fitted twice, half of what the other fit would change: 95 % then hold both.
"""

from dataclasses import replace

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.sides import SIDES
from trochanter.kinematics.motion import Motion
from trochanter.mechanics.dynamics import inverse_dynamics
from trochanter.mechanics.geometry import Engine

PRESSURE_CENTRE_ERROR_M = 0.010
ROTATION_OFFSET_ERROR_RAD = np.deg2rad(5.0)
FORWARD, SIDEWAYS = 0, 2


def hip_columns(engine: Engine) -> Floats:
    """Indices (2, 3) of the flexion, adduction and rotation coordinates of the right and left hip."""
    names = ("hip_flexion", "hip_adduction", "hip_rotation")
    return np.array([[engine.body.coordinate(f"{name}_{side}") for name in names] for side in SIDES])


def hip_moments(motion: Motion, engine: Engine) -> Floats:
    """Net hip moments (n, 2, 3) of a motion."""
    return inverse_dynamics(motion, engine).demand[:, hip_columns(engine)]


def moved_pressure_centre(motion: Motion, axis: int) -> Motion:
    """The motion with every centre of pressure moved along a ground axis."""
    shift = np.zeros(3)
    shift[axis] = PRESSURE_CENTRE_ERROR_M
    return replace(motion, loads=tuple(replace(load, point_m=load.point_m + shift) for load in motion.loads))


def turned_thighs(motion: Motion, engine: Engine) -> Motion:
    """The motion with both hips' rotation angles offset: neither leg's moments depend on the other leg's angles."""
    q = motion.q.copy()
    q[:, hip_columns(engine)[:, 2]] += ROTATION_OFFSET_ERROR_RAD
    return replace(motion, q=q)


def moment_sigma(motion: Motion, engine: Engine, moment_Nm: Floats, unbiased_Nm: Floats) -> Floats:
    """Standard error (n, 2, 3) of net hip moments moment_Nm (n, 2, 3); unbiased_Nm: without the plate's bias."""
    moved = [turned_thighs(motion, engine)]
    if motion.loads:
        moved += [moved_pressure_centre(motion, axis) for axis in (FORWARD, SIDEWAYS)]
    parts = [hip_moments(variant, engine) - moment_Nm for variant in moved]
    if motion.led is not None:
        parts.append(0.5 * (hip_moments(motion.led, engine) - moment_Nm))
    return np.asarray(np.sqrt(sum(part**2 for part in [*parts, unbiased_Nm - moment_Nm])))
