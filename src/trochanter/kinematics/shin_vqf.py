"""A second opinion on the angles of a held shin: VQF, a published filter of gyroscope and accelerometer.

At a hold our angle is from the median of the accelerometer. VQF carries gravity through the whole recording by the
gyroscope and corrects it slowly by the accelerometer (time constant 3 s, forwards and backwards), so that it differs
where the two sensors do not tell the same story: one lags, or measures turns too large or too small.

Laidig D, Seel T (2023). VQF: highly accurate IMU orientation estimation with bias estimation and magnetic disturbance
rejection. Information Fusion 91:187-204. doi:10.1016/j.inffus.2022.10.014

The gyroscope's own rate at rest is taken out before. VQF estimates it too, but no more than 2 degrees a second of it:
with 5.7 degrees a second left in, its gravity is off by 4.2 degrees at the last hold, where no later sample helps. With
it taken out, 200 simulated recordings differ by 0.1 degrees in the median of all holds and by 1.3 at most, and the
recording in five layouts by 0.1.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from trochanter.anatomy.measuring import method_named
from trochanter.core.arrays import Floats
from trochanter.core.quality import Notice
from trochanter.kinematics.holds import Hold


@cache
def most_apart_rad() -> float:
    """How far both ways may be apart: two standard errors of a phone's own sensors (3.0 degrees)."""
    (sensor,) = (cause for cause in method_named("phone_shin").causes if cause.name == "sensor")
    return float(np.deg2rad(2.0 * sensor.sigma_deg))


def gravity_by_vqf(turning_rad_s: Floats, acceleration_m_s2: Floats, step_s: float) -> Floats | None:
    """The direction of the accelerometer at rest (n, 3), upwards in the phone's axes, by VQF without magnetometer.

    turning_rad_s (n, 3) freed of the sensor's own rate; acceleration_m_s2 (n, 3) with gravity. None where the library
    ``vqf`` is not installed.
    """
    try:
        from vqf import offlineVQF
    except ImportError:
        return None
    found = offlineVQF(np.array(turning_rad_s), np.array(acceleration_m_s2), None, step_s)["quat6D"]
    w, x, y, z = np.asarray(found, dtype=float).T
    # The third row of the rotation matrix of a quaternion (w, x, y, z) from the phone's axes to the world's.
    return np.column_stack([2.0 * (x * z - w * y), 2.0 * (y * z + w * x), 1.0 - 2.0 * (x * x + y * y)])


def apart_at_holds(upward: Floats, at_hold: Floats, holds: Sequence[Hold], across: tuple[Floats, Floats]) -> Floats:
    """How far gravity (n, 3) turns from that at each hold (k, 3), about the axis of the plane ``across``, rad (k,)."""
    first, second = across
    median = np.array([np.median(upward[hold.samples], axis=0) for hold in holds])
    ours, theirs = (np.arctan2(each @ second, each @ first) for each in (at_hold, median))
    turned: Floats = (theirs - ours + np.pi) % (2.0 * np.pi) - np.pi
    return turned


def notices_of(apart_rad: Floats, where: str) -> list[Notice]:
    """What to tell of angles that differ at holds (k,)."""
    worst = float(np.abs(apart_rad).max(initial=0.0))
    if worst <= most_apart_rad():
        return []
    text = (
        f"a second way to find the angle at a hold (VQF) differs by {np.rad2deg(worst):.0f} degrees, where up to "
        f"{np.rad2deg(most_apart_rad()):.0f} are usual: gyroscope and accelerometer do not agree, so record again, if "
        "need be with another app"
    )
    return [Notice("sensors-differ", text, where)]
