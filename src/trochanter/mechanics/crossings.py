"""Where a muscle changes its action: at which flexion its moment arm passes zero, and how sure that is.

The angle is read off the arms of ``sampled_arms`` by straight interpolation between flexions. Its range comes from the
samples (an interval of the assumed attachment error) and, for the hip model, from other published paths (each told by
name). Muscle sizes do not change where an arm passes zero. A sample whose arm does not change sign within the range
counts as one that changes beyond the end towards which it would have to: so the interval says "beyond 120 degrees"
instead of leaving such samples out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.muscle_names import describe
from trochanter.anatomy.path_variants import path_variants, with_variant
from trochanter.core.arrays import Floats
from trochanter.core.sides import side_of
from trochanter.mechanics.atlas import axis_index, posture_atlas
from trochanter.mechanics.atlas_samples import ArmSamples

INTERVAL = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Crossing:
    """One change of sign of a line's arm along flexion.

    rising: from negative (extension, abduction, external rotation) to positive; flexion_rad: with the nominal points;
    low_rad, high_rad: the middle 90 % of the samples, -inf or inf where it lies beyond the range of flexion;
    changing: share of the samples that change this way within the range; samples: how many; least_m, most_m: smallest
    and largest arm of the nominal path in the range (a change between small arms matters little); variants: (name,
    angle) of other published paths, NaN where they do not change this way.
    """

    line: str
    axis: str
    rising: bool
    flexion_rad: float
    low_rad: float
    high_rad: float
    changing: float
    samples: int
    least_m: float
    most_m: float
    variants: tuple[tuple[str, float], ...] = ()


def crossings(arms: ArmSamples, axis: str) -> tuple[Crossing, ...]:
    """Every change of action about an axis, line by line; raises UnknownName for an unknown axis."""
    return _crossings(arms, axis, {line: [m] for m, line in enumerate(arms.lines)})


def muscle_crossings(arms: ArmSamples, axis: str) -> tuple[Crossing, ...]:
    """The same for the mean arm of each muscle's lines; ``line`` is the muscle's key."""
    lines: dict[str, list[int]] = {}
    for m, line in enumerate(arms.lines):
        lines.setdefault(describe(line).muscle, []).append(m)
    return _crossings(arms, axis, lines)


def _crossings(arms: ArmSamples, axis: str, groups: Mapping[str, Sequence[int]]) -> tuple[Crossing, ...]:
    """Changes of the mean arm of groups of lines, by their names."""
    k, x = axis_index(axis), arms.flexion_rad
    others = other_paths(arms, k)
    found = []
    for name, lines in groups.items():
        own = arms.sampled_m[:, :, list(lines), k].mean(axis=2)
        paths = mean_paths([others.get(arms.lines[m], ()) for m in lines])
        nominal = arms.nominal_m[:, list(lines), k].mean(axis=1)
        least, most = float(nominal.min()), float(nominal.max())
        for rising, angle in sign_changes(x, nominal):
            sampled = np.array([_nearest(x, row, angle, rising=rising) for row in own])
            low, high = np.quantile(sampled, INTERVAL, method="inverted_cdf")
            variants = tuple((path, _inside(_nearest(x, arm, angle, rising=rising))) for path, arm in paths)
            changing = float(np.mean(np.isfinite(sampled)))
            ends = float(low), float(high), changing, len(own)
            found.append(Crossing(name, axis, rising, angle, *ends, least, most, variants))
    return tuple(found)


def mean_paths(by_line: Sequence[Sequence[tuple[str, Floats]]]) -> tuple[tuple[str, Floats], ...]:
    """Mean over lines of their arms along each other path, by the path's name."""
    arms: dict[str, list[Floats]] = {}
    for pairs in by_line:
        for name, values in pairs:
            arms.setdefault(name, []).append(values)
    return tuple((name, np.mean(rows, axis=0)) for name, rows in arms.items())


def changing_share(arms: ArmSamples, axis: str) -> dict[str, float]:
    """Share of the samples in which each line changes its action about an axis anywhere in the range."""
    values = arms.sampled_m[..., axis_index(axis)]
    changes = (np.min(values, axis=1) < 0.0) & (np.max(values, axis=1) > 0.0)
    return dict(zip(arms.lines, np.mean(changes, axis=0).tolist(), strict=True))


def sign_changes(flexion: Floats, arm: Floats) -> list[tuple[bool, float]]:
    """Changes of sign of an arm (n,) over flexion: rising or not, and where, in the unit of the flexion."""
    (at,) = np.nonzero(np.signbit(arm[:-1]) != np.signbit(arm[1:]))
    share = arm[at] / (arm[at] - arm[at + 1])
    angles = flexion[at] + share * (flexion[at + 1] - flexion[at])
    return [(bool(arm[i] < 0.0), float(angle)) for i, angle in zip(at, angles, strict=True)]


def _nearest(flexion_rad: Floats, arm_m: Floats, angle_rad: float, *, rising: bool) -> float:
    """Where an arm changes in the same direction, nearest to an angle; beyond the range where it does not.

    An arm that has the sign of before the change throughout would change above the range (inf), one that has the sign
    of after it, below (-inf); one that changes only in the other direction is taken by its sign at the angle.
    """
    same = [value for way, value in sign_changes(flexion_rad, arm_m) if way is rising]
    if same:
        return min(same, key=lambda value: abs(value - angle_rad))
    here = float(np.interp(angle_rad, flexion_rad, arm_m))
    return float(np.inf) if (here < 0.0) is rising else float(-np.inf)


def _inside(angle_rad: float) -> float:
    return angle_rad if np.isfinite(angle_rad) else float("nan")


def other_paths(arms: ArmSamples, axis: int) -> dict[str, list[tuple[str, Floats]]]:
    """Arms of the hip model's lines along their other published paths; nothing for another body or size."""
    found: dict[str, list[tuple[str, Floats]]] = {}
    if arms.body.paths is not hip_model().paths:
        return found
    for variant in path_variants():
        lines = [f"{line}_{arms.side}" for line in variant.lines if f"{line}_{arms.side}" in arms.lines]
        if lines:
            for line, values in variant_arms(arms, variant.name, lines, axis).items():
                found.setdefault(line, []).append((variant.name, values))
    return found


def variant_arms(arms: ArmSamples, name: str, lines: Sequence[str], axis: int) -> dict[str, Floats]:
    """Arms (n,) of lines of the hip model along another published path, over the same flexions."""
    atlas = posture_atlas(with_variant(arms.body, name), arms.flexion_rad, lines=lines, side=arms.side)
    return {line: atlas.arm_m[:, 0, 0, k, axis] for k, line in enumerate(atlas.lines) if side_of(line) is arms.side}
