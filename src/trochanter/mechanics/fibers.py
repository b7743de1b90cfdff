"""What a muscle's fibres can do at a path length and speed: rigid tendon, pennate fibres of constant height.

The tendon has its slack length L_t always, so the fibres' extent along it is e = L - L_t; the muscle's thickness
h = l_o sin(a_o) stays what it is at the optimal fibre length l_o and pennation a_o (Zajac 1989; Millard et al. 2013,
doi 10.1115/1.4023390). Then fibre length l = sqrt(e^2 + h^2), cos a = e / l, fibre speed = path speed * cos a.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from trochanter.anatomy.body import MillardCurves, Muscles
from trochanter.core.arrays import Flags, Floats, Ints
from trochanter.core.kernels import kernel
from trochanter.core.threads import over_frames
from trochanter.mechanics.curves import ACTIVE, LENGTHENING, PASSIVE, SHORTENING, CurveTables, curve_tables, curve_value

CHUNK_FRAMES = 256


class Pennation(StrEnum):
    """How the pennation angle enters the capacity.

    CONSTANT_HEIGHT: sin a = h / l. OPENSIM: what OpenSim 4.6 does for Millard muscles in static optimization and
    nowhere else: sin a = h / (l / l_o), a length in metres over one without unit, so that a is nearly 0 and the
    capacity too large by up to 1 / cos a. For reproducing OpenSim's results only.
    """

    CONSTANT_HEIGHT = "constant-height"
    OPENSIM = "opensim"


class FiberParameters(NamedTuple):
    """Parameters of m muscles as the kernel wants them, all (m,).

    max_force_N, optimal_length_m, slack_length_m (of the tendon), height_m, capacity_height_m (the height that the
    capacity's pennation is taken from), max_speed_m_s, curve (index into the tables).
    """

    max_force_N: Floats
    optimal_length_m: Floats
    slack_length_m: Floats
    height_m: Floats
    capacity_height_m: Floats
    max_speed_m_s: Floats
    curve: Ints


@dataclass(frozen=True, slots=True)
class FiberState:
    """Fibres of m muscles at n instants, all (n, m).

    length_norm: over the optimal fibre length; velocity_norm: lengthening speed over the greatest shortening speed;
    cos_pennation; capacity_N: active force along the tendon at activation 1; passive_N: passive force along the
    tendon; slack: the path is no longer than the tendon. There the path says nothing of the fibres: they are taken at
    right angles to the tendon, at rest, without force. A NaN path length or speed gives NaN and no slack.
    """

    length_norm: Floats
    velocity_norm: Floats
    cos_pennation: Floats
    capacity_N: Floats
    passive_N: Floats
    slack: Flags


def fiber_parameters(muscles: Muscles, pennation: Pennation = Pennation.CONSTANT_HEIGHT) -> FiberParameters:
    """Muscle parameters for ``fiber_state``."""
    optimal = np.asarray(muscles.optimal_fiber_length_m, dtype=np.float64)
    height = optimal * np.sin(muscles.pennation_rad)
    capacity_height = height.copy()
    if pennation is Pennation.OPENSIM:
        millard = np.array([isinstance(muscles.curves[k], MillardCurves) for k in muscles.curve], dtype=np.bool_)
        capacity_height[millard] *= optimal[millard]
    return FiberParameters(
        np.asarray(muscles.max_isometric_force_N, dtype=np.float64),
        optimal,
        np.asarray(muscles.tendon_slack_length_m, dtype=np.float64),
        height,
        capacity_height,
        optimal * muscles.max_contraction_velocity,
        np.asarray(muscles.curve, dtype=np.int64),
    )


def fiber_state(
    muscles: Muscles,
    length_m: Floats,
    speed_m_s: Floats,
    pennation: Pennation = Pennation.CONSTANT_HEIGHT,
) -> FiberState:
    """Fibres at path lengths and lengthening speeds (n, m); raises ImpossibleData for impossible curve parameters."""
    parameters, tables = fiber_parameters(muscles, pennation), curve_tables(muscles.curves)
    states = np.empty((5, *length_m.shape))
    slack = np.empty(length_m.shape, dtype=np.bool_)
    length, speed = np.array(length_m, dtype=np.float64), np.array(speed_m_s, dtype=np.float64)
    over_frames(
        lambda first, last: fiber_frames(length, speed, parameters, tables, states, slack, first, last),
        len(length),
        CHUNK_FRAMES,
    )
    states.setflags(write=False)
    slack.setflags(write=False)
    return FiberState(states[0], states[1], states[2], states[3], states[4], slack)


@kernel
def fiber_frames(
    length_m: Floats,
    speed_m_s: Floats,
    parameters: FiberParameters,
    tables: CurveTables,
    states: Floats,
    slack: Flags,
    first: int,
    last: int,
) -> None:
    """Fill states (5, n, m), in the order of FiberState, and slack (n, m) for frames ``first`` to before ``last``.

    Capacity F_o f_l(l) f_v(v) cos a, passive force F_o f_p(l) cos a.
    """
    for frame in range(first, last):
        for m in range(length_m.shape[1]):
            optimal, height = parameters.optimal_length_m[m], parameters.height_m[m]
            extent = length_m[frame, m] - parameters.slack_length_m[m]
            slack[frame, m] = extent <= 0.0
            if extent <= 0.0:
                states[0, frame, m] = height / optimal
                states[1:, frame, m] = 0.0
                continue
            fiber = np.sqrt(extent * extent + height * height)
            cosine = extent / fiber
            length = fiber / optimal
            velocity = speed_m_s[frame, m] * cosine / parameters.max_speed_m_s[m]
            curve = parameters.curve[m]
            branch = SHORTENING if velocity < 0.0 else LENGTHENING
            active = curve_value(tables, curve, ACTIVE, length) * curve_value(tables, curve, branch, velocity)
            passive = curve_value(tables, curve, PASSIVE, length)
            sine = min(parameters.capacity_height_m[m] / fiber, 1.0)
            states[0, frame, m] = length
            states[1, frame, m] = velocity
            states[2, frame, m] = cosine
            states[3, frame, m] = parameters.max_force_N[m] * active * np.sqrt(1.0 - sine * sine)
            states[4, frame, m] = parameters.max_force_N[m] * passive * cosine
