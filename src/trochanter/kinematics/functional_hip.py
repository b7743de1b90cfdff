"""Hip joint centres from movement: the point that stays still in the pelvis and in the thigh.

Symmetrical centre of rotation (SCoRE): with R, t the motion of both clusters from stance, the centres c_p and c_f (seen
from pelvis and thigh, in the places of stance) minimise  sum_i | R_p c_p + t_p - R_f c_f - t_f |^2, a linear problem
(Ehrig, Taylor, Duda, Heller 2006, doi 10.1016/j.jbiomech.2005.10.002). Without soft tissue they are one point.
Sphere fit: the point c of the pelvis from which every thigh marker keeps its distance,
sum_ij (|x_ij - c| - r_j)^2, by Gauss and Newton from the SCoRE's.

Both need movement about more than one axis: Ehrig's survey found 3 mm at a range of 45 degrees, SCoRE 1.2 mm at 20
degrees, with marker noise of 1 mm; skin adds to that.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.rigid_fit import FEWEST, rigid_fit
from trochanter.kinematics.standing import Standing

SMALLEST_RANGE_RAD = np.radians(20.0)  # about the second axis of movement (Ehrig 2006)
LARGEST_RESIDUAL_M = 0.015
LARGEST_SPLIT_M = 0.015  # between the centre seen from the pelvis and the one seen from the thigh
FEWEST_FRAMES = 50
SCORE, SPHERE = "score", "sphere"
_SWEEPS = 50


@dataclass(frozen=True, slots=True)
class FunctionalHip:
    """A hip centre found from movement, at its place in stance.

    centre_m (3,) in ground; residual_m: root mean square distance of the two segments' centres (SCoRE) or of the
    markers from their spheres; split_m: distance of the centres seen from pelvis and thigh; range_rad (3,): range of
    rotation about the principal axes of the movement, largest first; reason: why it should not be used, '' if it may.
    """

    side: Side
    centre_m: Floats
    residual_m: float
    split_m: float
    range_rad: Floats
    reason: str = ""


def functional_hips(person: Standing, movement: Trajectories, method: str = SCORE) -> tuple[FunctionalHip, ...]:
    """Hip centres of both sides from ``movement`` (axes as the static trial's), by SCORE or SPHERE.

    A side on which pelvis or thigh carries fewer than three markers common to both trials comes with the reason.
    """
    pelvis = _motion(person, movement, "pelvis")
    return tuple(_hip(person, movement, pelvis, side, method) for side in SIDES)


def symmetrical_centre(pelvis: tuple[Floats, Floats], thigh: tuple[Floats, Floats]) -> tuple[Floats, Floats, float]:
    """SCoRE: centre seen from the first segment (3,), from the second (3,), residual; motions R (n, 3, 3), t (n, 3)."""
    (rotation, shift), (turned, moved) = pelvis, thigh
    matrix = np.concatenate([rotation, -turned], axis=2).reshape(-1, 6)
    target = (moved - shift).reshape(-1)
    centres = np.linalg.lstsq(matrix, target, rcond=None)[0]
    gap = (matrix @ centres - target).reshape(-1, 3)
    return centres[:3], centres[3:], float(np.sqrt(np.mean(np.sum(gap**2, axis=1))))


def sphere_centre(paths_m: Floats, start_m: Floats) -> tuple[Floats, float]:
    """Common centre (3,) of the spheres on which paths (n, m, 3) lie, NaN where not seen, and the residual.

    Radii are the mean distances, so only the centre is sought: Gauss-Newton from ``start_m`` (3,).
    """
    centre = np.array(start_m, dtype=float)
    for _ in range(_SWEEPS):
        away = paths_m - centre
        distance = np.linalg.norm(away, axis=2)
        slope = -away / distance[:, :, None]
        slope = (slope - np.nanmean(slope, axis=0)).reshape(-1, 3)
        off = (distance - np.nanmean(distance, axis=0)).ravel()
        seen = np.isfinite(off)
        step = np.linalg.lstsq(slope[seen], -off[seen], rcond=None)[0]
        centre += step
        if np.linalg.norm(step) < 1e-9:
            break
    distance = np.linalg.norm(paths_m - centre, axis=2)
    return centre, float(np.sqrt(np.nanmean((distance - np.nanmean(distance, axis=0)) ** 2)))


def rotation_range(relative: Floats) -> Floats:
    """Ranges (3,) in radians of rotations (n, 3, 3) about their principal axes, largest first."""
    from scipy.spatial.transform import Rotation

    turns = Rotation.from_matrix(relative)
    vectors = (turns.mean().inv() * turns).as_rotvec()
    vectors = vectors - vectors.mean(axis=0)
    axes = np.linalg.svd(vectors, full_matrices=False)[2]
    return np.asarray(np.ptp(vectors @ axes.T, axis=0))


def _motion(person: Standing, movement: Trajectories, segment: str) -> tuple[Floats, Floats] | None:
    names = _cluster(person, movement, segment)
    if len(names) < FEWEST:
        return None
    rest = np.array([person.point_m[name] for name in names])
    fit = rigid_fit(rest, np.stack([movement.of(name) for name in names], axis=1))
    return fit.rotation, fit.origin_m


def _cluster(person: Standing, movement: Trajectories, segment: str) -> list[str]:
    return [n for n in movement.names if person.segment.get(n) == segment and n in person.point_m]


def _hip(
    person: Standing, movement: Trajectories, pelvis: tuple[Floats, Floats] | None, side: Side, method: str
) -> FunctionalHip:
    femur = f"femur_{side.value}"
    thigh = _motion(person, movement, femur)
    if pelvis is None or thigh is None:
        return _none(side, "pelvis and thigh need three markers each that both trials have")
    both = np.isfinite(pelvis[1]).all(axis=1) & np.isfinite(thigh[1]).all(axis=1)
    if both.sum() < FEWEST_FRAMES:
        return _none(side, f"only {both.sum()} frames show pelvis and thigh")
    pelvis, thigh = (pelvis[0][both], pelvis[1][both]), (thigh[0][both], thigh[1][both])
    seen_p, seen_f, residual = symmetrical_centre(pelvis, thigh)
    centre, split = 0.5 * (seen_p + seen_f), float(np.linalg.norm(seen_p - seen_f))
    if method == SPHERE:
        paths = np.stack([movement.of(name)[both] for name in _cluster(person, movement, femur)], axis=1)
        local = np.einsum("nji,nmj->nmi", pelvis[0], paths - pelvis[1][:, None])
        centre, residual = sphere_centre(local, seen_p)
    ranges = rotation_range(np.swapaxes(pelvis[0], 1, 2) @ thigh[0])
    return FunctionalHip(side, frozen(centre), residual, split, frozen(ranges), _reason(ranges, residual, split))


def _none(side: Side, reason: str) -> FunctionalHip:
    return FunctionalHip(side, frozen(np.full(3, np.nan)), np.nan, np.nan, frozen(np.zeros(3)), reason)


def _reason(range_rad: Floats, residual_m: float, split_m: float) -> str:
    if range_rad[1] < SMALLEST_RANGE_RAD:
        degrees = f"{np.degrees(range_rad[0]):.0f} and {np.degrees(range_rad[1]):.0f} degrees"
        least = f"{np.degrees(SMALLEST_RANGE_RAD):.0f}"
        return f"the hip turns by {degrees} about its two main axes of movement; {least} are needed about both"
    if residual_m > LARGEST_RESIDUAL_M:
        return f"the residual is {1000 * residual_m:.0f} mm"
    if split_m > LARGEST_SPLIT_M:
        return f"the centres seen from pelvis and thigh lie {1000 * split_m:.0f} mm apart"
    return ""
