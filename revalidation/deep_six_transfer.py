"""Arms of the deep six carried into other models against the hip model's, in the same postures of running.

The same posture: the femur stands in the pelvis as in the hip model, seen from the registered bones, whatever the other
model's angles then are. The same axes: with arms a_k about the model's axes u_k (in its pelvis), the moment vector of a
newton is M with u_k . M = a_k; turned into the hip model's pelvis it is projected on the hip model's axes.
"""

from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.lines import deep_stems
from trochanter.anatomy.rows import rows
from trochanter.core.arrays import Flags, Floats
from trochanter.core.sides import Side
from trochanter.kinematics.deep_six import DeepSix
from trochanter.kinematics.deep_six_between import between_families, hip_model_centre_m
from trochanter.kinematics.deep_six_families import generic_hip_centre_m
from trochanter.kinematics.deep_six_lines import only_muscles, placed_lines
from trochanter.kinematics.deep_six_maps import BoneMap, fit_map, nearest_rotation
from trochanter.mechanics.geometry import Geometry, geometry, make_engine

HIP = ("hip_flexion_r", "hip_adduction_r", "hip_rotation_r")
MM = 1000.0


class Transfer(NamedTuple):
    """A line of the right side in f postures: arms (f, 3) about flexion, adduction, rotation, mm, in both models."""

    line: str
    hip_mm: Floats
    model_mm: Floats

    @property
    def rms_mm(self) -> Floats:
        """Root mean square difference about the three axes (3,)."""
        return np.asarray(np.sqrt(np.mean((self.model_mm - self.hip_mm) ** 2, axis=0)))

    @property
    def shape_mm(self) -> float:
        """What is left of the rotation arm's difference without its mean: the difference in shape over postures."""
        return float(np.std(self.model_mm[:, 2] - self.hip_mm[:, 2]))


def running_postures_rad() -> Floats:
    """Hip angles (f, 3) of the stride of 46 runners: the mean of both laboratories, and 2 SD to either side in each."""
    table = rows("running_hip_curves_46")
    middle = np.radians([[float(row[f"{axis}_mean"]) for axis in ("flex", "add", "ir")] for row in table])
    spread = np.radians([[float(row[f"{axis}_sd"]) for axis in ("flex", "add", "ir")] for row in table])
    steps = [np.zeros(3), *(2.0 * sign * np.eye(3)[axis] for axis in range(3) for sign in (-1.0, 1.0))]
    return np.concatenate([middle + spread * step for step in steps])


def transfers(found: DeepSix, *, also: Body | None = None) -> list[Transfer]:
    """Every added line of the right side; ``also``: the model before, whose lumped muscles are compared too.

    A lumped muscle is held against the first line that takes its place.
    """
    turn, axes = hip_pose(running_postures_rad())
    there = model_angles(found, turn)
    their_axes = hip_pose(there)[1]
    bodies = [(found.body, [(name, name) for name in found.added if name.endswith("_r")])]
    if also is not None:
        heirs = [(f"{old}_r", f"{lines[0]}_r") for old, lines in found.family.replaced.items()]
        bodies.append((also, [(old, line) for old, line in heirs if old in found.removed]))
    results = []
    for body, names in bodies:
        theirs = moments(body, [name for name, _ in names], there, their_axes)
        for k, (name, line) in enumerate(names):
            vector = theirs[:, k] @ found.registration.pelvis_turn
            results.append(Transfer(name, hip_arms_mm()[line], MM * np.einsum("fki,fi->fk", axes, vector)))
    return results


@cache
def hip_arms_mm() -> dict[str, Floats]:
    """Arms (f, 3) of the hip model's right deep lines in the postures, mm."""
    names, angles = [f"{stem}_r" for stem in deep_stems()], running_postures_rad()
    shape = at_hip_angles(hip_model(), names, angles)
    arms = np.stack([shape.arm_about(hip_model().coordinate(name)) for name in HIP], axis=2)
    return {name: MM * arms[:, k] for k, name in enumerate(names)}


def hip_pose(angles: Floats) -> tuple[Floats, Floats]:
    """Pose (f, 3, 3) of the right femur in the pelvis and axes (f, 3, 3; one a row) of the angles, order Z-X'-Y''."""
    flexion, adduction, rotation = (turns(angles[:, k], axis) for k, axis in enumerate((2, 0, 1)))
    z = np.tile([0.0, 0.0, 1.0], (len(angles), 1))
    return flexion @ adduction @ rotation, np.stack([z, flexion[:, :, 0], (flexion @ adduction)[:, :, 1]], axis=1)


def turns(angle: Floats, axis: int) -> Floats:
    """Rotations (f, 3, 3) about a principal axis."""
    found = np.zeros((len(angle), 3, 3))
    j, k = (axis + 1) % 3, (axis + 2) % 3
    found[:, axis, axis] = 1.0
    found[:, j, j] = found[:, k, k] = np.cos(angle)
    found[:, k, j] = np.sin(angle)
    found[:, j, k] = -np.sin(angle)
    return found


def model_angles(found: DeepSix, turn: Floats) -> Floats:
    """Hip angles (f, 3) of the model in which its right femur stands as ``turn`` (f, 3, 3) in the hip model."""
    femur = nearest_rotation(found.registration.sides[0].femur.map.matrix)
    pose = found.registration.pelvis_turn @ turn @ femur.T
    flexion = np.arctan2(-pose[:, 0, 1], pose[:, 1, 1])
    rotation = np.arctan2(-pose[:, 2, 0], pose[:, 2, 2])
    return np.stack([flexion, np.arcsin(pose[:, 2, 1]), rotation], axis=1)


def moments(body: Body, names: list[str], angles: Floats, axes: Floats) -> Floats:
    """Moment vectors (f, len(names), 3) of a newton of each muscle about the right hip, in the pelvis."""
    shape = at_hip_angles(body, names, angles)
    arms = np.stack([shape.arm_about(body.coordinate(name)) for name in HIP], axis=2)
    return np.asarray(np.einsum("fik,fmk->fmi", np.linalg.inv(axes), arms))


def at_hip_angles(body: Body, names: list[str], angles: Floats) -> Geometry:
    """Geometry of some muscles at angles (f, 3) of the right hip, everything else at its default."""
    q = np.tile(body.coordinates.default, (len(angles), 1))
    q[:, [body.coordinate(name) for name in HIP]] = angles
    return geometry(make_engine(only_muscles(body, names)), q)


def fiber_range(found: DeepSix, line: str) -> tuple[float, float]:
    """Least and largest fibre length of an added line over the postures, in optimal lengths, its tendon rigid.

    The fibre keeps its width: l cos(p) = L - slack with l sin(p) constant.
    """
    m, muscles = found.body.muscle(line), found.body.muscles
    angles = model_angles(found, hip_pose(running_postures_rad())[0])
    length = at_hip_angles(found.body, [line], angles).length_m[:, 0]
    optimal, pennation = muscles.optimal_fiber_length_m[m], muscles.pennation_rad[m]
    fiber = np.hypot(length - muscles.tendon_slack_length_m[m], optimal * np.sin(pennation)) / optimal
    return float(fiber.min()), float(fiber.max())


def jackknife_mm(found: DeepSix) -> dict[str, float]:
    """Standard error of each line's mean rotation arm that the choice of pelvis landmarks makes, by line, mm.

    The pelvis is laid between the families again without each of its n landmarks; with the n means m_i of the arm, the
    error is sqrt((n-1)/n sum (m_i - mean m)^2) (Tukey's jackknife, Efron 1982, doi 10.1137/1.9781611970319).
    """
    between = between_families(found.family.name, "pelvis")
    count = len(between.names)
    means = np.array([_means(found, between.map.kind, np.arange(count) != k) for k in range(count)])
    errors = np.sqrt((count - 1) / count * np.sum((means - means.mean(axis=0)) ** 2, axis=0))
    return _by_line(found, errors)


def kinds_mm(found: DeepSix) -> dict[str, float]:
    """How far the mean rotation arm moves at most where the pelvis is laid by a similarity or an affine map, mm."""
    every = np.ones(len(between_families(found.family.name, "pelvis").names), dtype=bool)
    means = np.array([_means(found, kind, every) for kind in ("turned", "similarity", "affine")])
    return _by_line(found, np.abs(means[1:] - means[0]).max(axis=0))


def _by_line(found: DeepSix, values: Floats) -> dict[str, float]:
    names = [name for name in found.added if name.endswith("_r")]
    return {name: float(value) for name, value in zip(names, values, strict=True)}


def _means(found: DeepSix, kind: str, chosen: Flags) -> Floats:
    """Mean rotation arms of the lines where the right pelvis is laid between the families in another way."""
    between = between_families(found.family.name, "pelvis")
    pivot = hip_model_centre_m("pelvis", Side.RIGHT), generic_hip_centre_m(found.family.name, "pelvis")
    first = fit_map(kind, between.here_m[chosen], between.there_m[chosen], pivot=pivot)
    right, left = found.registration.sides
    back = np.asarray(np.linalg.inv(between.map.matrix))
    undone = BoneMap("back", back, np.asarray(-back @ between.map.shift_m))
    pelvis = replace(right.pelvis, map=right.pelvis.map.after(undone).after(first))
    changed = replace(found.registration, sides=(replace(right, pelvis=pelvis), left))
    lines = placed_lines(found.body, changed, found.set_name)
    return np.array([each.model_mm[:, 2].mean() for each in transfers(replace(found, body=lines))])
