"""A running stride of the synthetic person: where its feet go on a belt of constant speed, and the angles that need it.

The foot is flat on the belt from contact, then turns about its toes, leaves the ground, and swings forward on a smooth
path. The hip's height falls until mid-stance and rises; in flight it follows gravity. Angles follow from a leg of two
links. The path was drawn for this project by hand to look like an easy run; it is no measurement of anybody.
"""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from trochanter.core.arrays import Floats

GRAVITY_M_S2 = 9.81
# The ankle before and above the toes' joint, foot flat; the toes' joint above the belt.
ANKLE_FROM_TOES_M, TOES_ABOVE_M = (-0.139, 0.055), 0.017
PUSH_RAD = np.radians(48.0)  # how far the foot has turned about its toes when it leaves the belt
# Swing, as shares of its time: the ankle from the pelvis' middle and above the belt, the foot's pitch (toes down).
SWING = ((0.30, -0.50, 0.35, 68.0), (0.48, -0.24, 0.41, 50.0), (0.66, 0.10, 0.30, 22.0), (0.85, 0.30, 0.145, 2.0))


@dataclass(frozen=True, slots=True)
class Stride:
    """One running stride, the same on both sides, half a period apart.

    speed_m_s: of the belt; contact_share: of the period that a foot is on the belt; land_m: the ankle before the
    pelvis' middle at contact; hip_m: height of the hips at contact; dip_m: how far they sink until mid-stance.
    """

    period_s: float = 0.72
    contact_share: float = 0.35
    speed_m_s: float = 2.6
    land_m: float = 0.18
    hip_m: float = 0.832
    dip_m: float = 0.030

    @property
    def contact_s(self) -> float:
        """How long a foot is on the belt."""
        return self.period_s * self.contact_share

    def foot(self, since_contact_s: Floats) -> Floats:
        """The ankle before the pelvis' middle and above the belt (metres), and the foot's pitch, toes down (3, ...)."""
        t = np.asarray(since_contact_s) % self.period_s
        on_belt = np.array(self._on_belt(np.minimum(t, self.contact_s)))
        swing = self._swing()((t - self.contact_s) / (self.period_s - self.contact_s))
        return np.where(t <= self.contact_s, on_belt, np.moveaxis(swing, -1, 0))

    def _on_belt(self, t: Floats) -> tuple[Floats, Floats, Floats]:
        part = np.clip((t / self.contact_s - 0.45) / 0.55, 0.0, 1.0)
        pitch_rad = PUSH_RAD * part * part
        forward, above = ANKLE_FROM_TOES_M
        toes_m = self.land_m - forward - self.speed_m_s * t
        ankle_m = toes_m + forward * np.cos(pitch_rad) + above * np.sin(pitch_rad)
        height_m = TOES_ABOVE_M - forward * np.sin(pitch_rad) + above * np.cos(pitch_rad)
        return ankle_m, height_m, pitch_rad

    def _swing(self) -> CubicSpline:
        """The ankle's path and the foot's pitch through the air, joined to the belt without a jump or a kink."""
        swing_s = self.period_s - self.contact_s
        step = 1e-5
        leaves = np.array(self._on_belt(np.array(self.contact_s)))
        before = np.array(self._on_belt(np.array(self.contact_s - step)))
        lands = np.array(self._on_belt(np.array(0.0)))
        after = np.array(self._on_belt(np.array(step)))
        knots = np.array([(x, y, np.radians(pitch)) for _, x, y, pitch in SWING])
        shares = [0.0, *(share for share, *_ in SWING), 1.0]
        leaving, landing = (leaves - before) / step * swing_s, (after - lands) / step * swing_s
        return CubicSpline(shares, np.vstack([leaves, knots, lands]), bc_type=((1, leaving), (1, landing)))

    def hip_height(self, since_right_s: Floats) -> Floats:
        """Height of the hips above the belt (n,), twice a period the same."""
        step_s = 0.5 * self.period_s
        t = np.asarray(since_right_s) % step_s
        flight_s = step_s - self.contact_s
        stance_m = self.hip_m - self.dip_m * np.sin(np.pi * np.minimum(t / self.contact_s, 1.0))
        air_s = np.clip(t - self.contact_s, 0.0, flight_s)
        return np.asarray(stance_m + 0.5 * GRAVITY_M_S2 * air_s * (flight_s - air_s))


def leg_to(hip_to_ankle_m: Floats, thigh_m: float, shank_m: float) -> tuple[float, float, float]:
    """Hip flexion, adduction of a right leg, and knee flexion (radians) that bring the ankle to a place.

    The place is in the pelvis' frame. The thigh is not rotated about its length; a leg that is too short is stretched
    out towards the place.
    """
    x, y, z = hip_to_ankle_m
    reach = min(float(np.linalg.norm(hip_to_ankle_m)), 0.9995 * (thigh_m + shank_m))
    knee = float(np.arccos((reach**2 - thigh_m**2 - shank_m**2) / (2.0 * thigh_m * shank_m)))
    behind, below = -shank_m * np.sin(knee), -thigh_m - shank_m * np.cos(knee)
    adduction = float(np.arcsin(np.clip(z / below, -1.0, 1.0)))
    flexion = float(np.arctan2(y, x) - np.arctan2(below * np.cos(adduction), behind))
    return (flexion + np.pi) % (2.0 * np.pi) - np.pi, adduction, knee
