"""How a leg swung from the hip, from orientation sensors on pelvis and thigh: angles relative to its own start.

    hip(t) = A' D_pelvis(t)' D_thigh(t) A      D(t) = R(t) R(start)', both in the laboratory's axes

A holds the directions forward, up and right at the start: up is the laboratory's, forward is a named axis of the
pelvis sensor, made level. Angles follow flexion, adduction, rotation (Wu and others 2002, doi
10.1016/S0021-9290(01)00222-6). Headings of such sensors drift apart over minutes, so only motion from the start of the
same recording is told; which angle the hip had at the start is not known from it.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.capture.orientations import Orientations
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.core.quality import Notice
from trochanter.core.sides import Side
from trochanter.kinematics.rotation_error import hip_angles

AXES = {"x": 0, "y": 1, "z": 2}
START_S = 0.25
_LEVEL = 0.3  # the forward axis has to lie this flat at least
_LOCK_RAD = np.deg2rad(75.0)  # beyond this abduction the other two angles lose their meaning


@dataclass(frozen=True, slots=True)
class HipSwing:
    """One hip over a swing: time_s (n,); angle_rad (n, 3) flexion, adduction and internal rotation from the start."""

    side: Side
    time_s: Floats
    angle_rad: Floats
    notices: tuple[Notice, ...] = ()

    @property
    def range_rad(self) -> Floats:
        """From the least to the largest of each angle (3,)."""
        return np.asarray(np.ptp(self.angle_rad, axis=0))


def hip_swing(
    sensors: Orientations,
    side: Side,
    *,
    standing: Orientations | None = None,
    pelvis: str = "pelvis_imu",
    thigh: str = "",
    forward: str = "z",
    up: str = "z",
) -> HipSwing:
    """Angles of one hip from the start of a recording on.

    pelvis, thigh: names of sensors ('femur_r_imu' where nothing is said); forward: the axis of the pelvis sensor that
    points forwards ('z', '-z', ...); up: the laboratory's axis that points upwards. Raises UnknownName, BadSetting and
    ImpossibleData (the forward axis points up or down).
    """
    names = pelvis, thigh or f"femur_{side}_imu"
    still = [_at_start(standing or sensors, name) for name in names]
    axes = _directions(still[0], _axis("forward", forward), _axis("up", up), sensors.source)
    turned = [sensors.of(name) @ start.T for name, start in zip(names, still, strict=True)]
    hip = axes.T @ np.swapaxes(turned[0], 1, 2) @ turned[1] @ axes
    angles = np.unwrap(hip_angles(hip), axis=0)
    if side is Side.LEFT:
        angles = angles * np.array([1.0, -1.0, -1.0])
    return HipSwing(side, sensors.time_s, frozen(angles), _notices(angles, sensors.source))


def _at_start(sensors: Orientations, name: str) -> Floats:
    """Orientation (3, 3) of a sensor in the first quarter of a second."""
    start = max(1, int(np.searchsorted(sensors.time_s, sensors.time_s[0] + START_S)))
    return _mean(sensors.of(name)[:start])


def _axis(option: str, word: str) -> Floats:
    name = word.lower().removeprefix("-")
    if name not in AXES:
        raise BadSetting(option, word, "x, y or z, or one of them with a minus sign")
    axis = np.zeros(3)
    axis[AXES[name]] = -1.0 if word.startswith("-") else 1.0
    return axis


def _mean(turn: Floats) -> Floats:
    """The rotation nearest to the mean of some (n, 3, 3)."""
    left, _, right = np.linalg.svd(turn.mean(axis=0))
    return np.asarray(left @ np.diag([1.0, 1.0, np.linalg.det(left @ right)]) @ right)


def _directions(pelvis: Floats, forward: Floats, up: Floats, where: str) -> Floats:
    """Forward, up and right (columns) in the laboratory's axes."""
    ahead = pelvis @ forward
    level = ahead - (ahead @ up) * up
    length = float(np.linalg.norm(level))
    if length < _LEVEL:
        raise ImpossibleData(
            "the axis of the pelvis sensor that should point forwards points up or down",
            where=where,
            valid="an axis that is nearly level while the person stands",
            next_step="name another axis (forward), or the laboratory's upward axis (up)",
        )
    return np.column_stack([level / length, up, np.cross(level / length, up)])


def _notices(angles: Floats, where: str) -> tuple[Notice, ...]:
    told = [Notice("swing-relative", "angles are from the start of the recording, whose own angle is not known", where)]
    if np.abs(angles[:, 1]).max() > _LOCK_RAD:
        told.append(Notice("swing-steep", "the thigh goes out so far that rotation cannot be told from flexion", where))
    return tuple(told)
