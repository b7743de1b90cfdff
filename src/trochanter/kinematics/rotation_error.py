"""What is uncertain about a hip rotation measured with markers, by cause: the error budget.

Each cause is a small wrong turn of a frame, or a size. A wrong turn is put into the measured hip and the angles are
read again, so what it does to offset, excursion and shape follows from the posture and need not be assumed:

    R' = turn(-e) R      pelvis frame wrong by e (3,)          R' = R turn(e)      thigh frame wrong by e

with R = Rz(flexion) Rx(adduction) Ry(rotation), Wu et al. 2002, doi 10.1016/S0021-9290(01)00222-6. A knee axis that is
off turns the thigh about its long axis, the last of the three: it shifts every angle alike and enters the offset only.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.neutral import neutral_coordinates, segment_poses
from trochanter.anatomy.rotation_errors import (
    HIP_CENTRE,
    KNEE_AXIS,
    PELVIS_AXIS,
    SOFT_TISSUE_CURVE,
    SOFT_TISSUE_OFFSET,
    THIGH_LENGTH,
    rotation_errors,
)
from trochanter.core.arrays import Floats, frozen
from trochanter.core.rotations import axis_rotation
from trochanter.core.sides import Side
from trochanter.kinematics.motion import MarkerFit

SOFT_TISSUE, PELVIS, HIP, KNEE, FIT = "soft_tissue", "pelvis", "hip_centre", "knee_axis", "marker_fit"
FORWARD, UP, OUTWARD = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
APART, OPPOSITE, ALIKE = 0, -1, 1  # how an error of one side goes with the other's: not, with other sign, with the same


@dataclass(frozen=True, slots=True)
class ErrorPart:
    """One cause, as one or several independent effects of one standard error each, with their signs.

    offset_rad, excursion_rad (m,); shape_rad (m, k): of the curve from its own average; sides (m,): APART, OPPOSITE
    or ALIKE, how the same effect goes on the other side.
    """

    name: str
    offset_rad: Floats
    excursion_rad: Floats
    shape_rad: Floats
    sides: tuple[int, ...]

    @property
    def offset_sigma_rad(self) -> float:
        """Standard error that this cause leaves in the offset."""
        return float(np.linalg.norm(self.offset_rad))

    @property
    def excursion_sigma_rad(self) -> float:
        """Standard error that this cause leaves in the excursion."""
        return float(np.linalg.norm(self.excursion_rad))

    @property
    def shape_sigma_rad(self) -> Floats:
        """Standard error (k,) that this cause leaves in the curve from its own average."""
        return np.asarray(np.linalg.norm(self.shape_rad, axis=0))


def error_budget(angles_rad: Floats, thigh_m: float, fit_sigma_rad: float | None = None) -> tuple[ErrorPart, ...]:
    """The causes for one hip; angles_rad (k, 3): its mean flexion, adduction and internal rotation over a stride.

    thigh_m: from hip to knee; fit_sigma_rad: of the marker fit (see :func:`fit_sigma_rad`), None where angles were
    given. Sizes of the causes are rows of ``anatomy/data/rotation_error.csv``.
    """
    known = rotation_errors()
    pelvis = np.deg2rad(known[PELVIS_AXIS].value)
    tilt = 1e-3 * known[HIP_CENTRE].value / np.sqrt(3.0) / thigh_m
    knee = np.deg2rad(known[KNEE_AXIS].value)
    parts = [
        _sized(
            SOFT_TISSUE,
            angles_rad,
            np.deg2rad(known[SOFT_TISSUE_OFFSET].value),
            np.deg2rad(known[SOFT_TISSUE_CURVE].value),
        ),
        _turned(PELVIS, angles_rad, [axis_rotation(axis, -pelvis) for axis in (FORWARD, UP, OUTWARD)], [], _MIRRORED),
        _turned(HIP, angles_rad, [], [axis_rotation(axis, tilt) for axis in (FORWARD, OUTWARD)], (APART, APART)),
        _turned(KNEE, angles_rad, [], [axis_rotation(UP, knee)], (APART,)),
    ]
    if fit_sigma_rad is not None:
        parts.append(_sized(FIT, angles_rad, fit_sigma_rad, fit_sigma_rad))
    return tuple(parts)


# A turn about the forward or the upward axis is seen in a mirror with the other sign, one about the side axis is not.
_MIRRORED = (OPPOSITE, OPPOSITE, ALIKE)


def difference_sigma(right: Floats, left: Floats, sides: tuple[int, ...]) -> Floats:
    """Standard error of right minus left (...,) from effects (m, ...) of one cause on both sides."""
    alike = np.array(sides, dtype=float).reshape(-1, *([1] * (right.ndim - 1)))
    together = np.where(alike == APART, right**2 + left**2, (right - alike * left) ** 2)
    return np.asarray(np.sqrt(np.sum(together, axis=0)))


def thigh_length_m(body: Body, side: Side) -> float:
    """Distance from hip to knee of a body, a usual one where it has no shank."""
    femur, tibia = f"femur_{side}", f"tibia_{side}"
    if not {femur, tibia} <= set(body.segments.names):
        return rotation_errors()[THIGH_LENGTH].value
    _, origin = segment_poses(body, neutral_coordinates(body))
    return float(np.linalg.norm(origin[body.segment(femur)] - origin[body.segment(tibia)]))


def thigh_markers(fit: MarkerFit, body: Body, side: Side) -> list[int]:
    """Columns of a fit whose markers sit on a side's thigh and lead it (weight above zero)."""
    name = f"femur_{side}"
    if name not in body.segments.names:
        return []
    own = (np.asarray(fit.segment) == body.segment(name)) & (np.asarray(fit.weight) > 0.0)
    return [int(k) for k in np.flatnonzero(own)]


def fit_sigma_rad(fit: MarkerFit, body: Body, side: Side) -> float:
    """Standard error of a thigh's rotation from how far its markers stay from the recorded ones; NaN without markers.

    Root mean square of their distances along one axis (a root of three less) over their root mean square distance
    from the thigh's long axis: as if all of them were off the same way round, for what a model's joints leave over is
    not chance and does not shrink with the number of markers.
    """
    columns = thigh_markers(fit, body, side)
    places = dict(zip(body.markers.names, body.markers.location_m, strict=True))
    known = [k for k in columns if fit.names[k] in places and np.isfinite(fit.error_m[:, k]).any()]
    if not known:
        return float("nan")
    beside_m = [float(np.hypot(places[fit.names[k]][0], places[fit.names[k]][2])) for k in known]
    missed_m = float(np.sqrt(np.nanmean(fit.error_m[:, known] ** 2)))
    return float(missed_m / np.sqrt(3.0) / np.sqrt(np.mean(np.square(beside_m))))


def hip_turn(angles_rad: Floats) -> Floats:
    """Rotation (k, 3, 3) of a thigh in its pelvis from flexion, adduction and internal rotation (k, 3).

    R = Rz(f) Rx(a) Ry(r), axes forward, up and outward of a right hip; a left one is its mirror image.
    """
    (cf, ca, cr), (sf, sa, sr) = np.cos(angles_rad).T, np.sin(angles_rad).T
    rows = [
        [cf * cr - sf * sa * sr, -sf * ca, cf * sr + sf * sa * cr],
        [sf * cr + cf * sa * sr, cf * ca, sf * sr - cf * sa * cr],
        [-ca * sr, sa, ca * cr],
    ]
    return np.moveaxis(np.array(rows), -1, 0)


def hip_angles(turn: Floats) -> Floats:
    """Flexion, adduction and internal rotation (k, 3) of rotations (k, 3, 3): the inverse of :func:`hip_turn`."""
    flexion = np.arctan2(-turn[:, 0, 1], turn[:, 1, 1])
    adduction = np.arcsin(np.clip(turn[:, 2, 1], -1.0, 1.0))
    rotation = np.arctan2(-turn[:, 2, 0], turn[:, 2, 2])
    return np.column_stack([flexion, adduction, rotation])


def _sized(name: str, angles_rad: Floats, offset_rad: float, curve_rad: float) -> ErrorPart:
    """A cause of known size: the same at every instant, and for the excursion as for an instant."""
    size = np.full((1, len(angles_rad)), curve_rad)
    return ErrorPart(name, frozen([offset_rad]), frozen([curve_rad]), frozen(size), (APART,))


def _turned(
    name: str, angles_rad: Floats, pelvis: list[Floats], thigh: list[Floats], sides: tuple[int, ...]
) -> ErrorPart:
    """A cause that turns a frame: what each of the turns of the pelvis, then of the thigh, does to the rotation."""
    hip, rotation = hip_turn(angles_rad), angles_rad[:, 2]
    turned = [wrong @ hip for wrong in pelvis] + [hip @ wrong for wrong in thigh]
    change = np.array([_nearest(hip_angles(each)[:, 2] - rotation) for each in turned])
    excursion = np.ptp(rotation + change, axis=1) - np.ptp(rotation)
    offset = change.mean(axis=1)
    return ErrorPart(name, frozen(offset), frozen(excursion), frozen(change - offset[:, None]), sides)


def _nearest(angle_rad: Floats) -> Floats:
    """Angles within half a turn of zero."""
    return np.asarray(np.remainder(angle_rad + np.pi, 2.0 * np.pi) - np.pi)
