"""The hip model in the size of another body of the Rajagopal family, so that it takes the same joint angles.

Bodies of the family share the axes and origins of pelvis and leg segments. The hip model keeps its muscle lines and
takes the other body's joints, coordinates, segment masses and markers, so that joint centres agree exactly. Along each
axis of a segment, its points are stretched by the median of b/a over the points of muscles that both bodies have,
weighted by |a|: for a body that was scaled from Rajagopal's model this is the scale factor itself, also where a later
version of the model has moved a minority of the points.
"""

from dataclasses import replace

import numpy as np

from trochanter.anatomy.body import FIXED_POINT, Body, Coordinates, Joints, Markers, Origin
from trochanter.anatomy.lines import deep_stems
from trochanter.anatomy.person import has_trunk
from trochanter.core.arrays import Floats, Ints, frozen
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.kinematics.scaling import LARGEST_FACTOR, fit_fibers, scale

LARGEST_MISFIT_M = 0.005
_SMALL_M = 1e-4
_HIPS = ("hip_flexion", "hip_adduction", "hip_rotation")

Pairs = dict[str, tuple[Floats, Floats]]


def same_family(hip_body: Body, other: Body) -> bool:
    """Whether ``other`` has the hip model's segments and hip coordinates, and its muscle points in the same places.

    Raises ImpossibleData where they lie where no person's are.
    """
    return not _difference(hip_body, other)


def scale_like(hip_body: Body, other: Body) -> Body:
    """``hip_body`` with joints, coordinates, segment masses and markers of ``other``, its lines stretched to fit.

    ``other`` stays known as its ``whole``, so that forces can still be held against the motion of the trunk too.
    Raises MissingInput where ``other`` is of another family, ImpossibleData where its points are no person's.
    """
    difference = _difference(hip_body, other)
    if difference:
        raise MissingInput(
            f"the hip model cannot be scaled to this model: {difference}",
            where=other.source or other.name,
            valid="a model of the Rajagopal family, generic or scaled",
            next_step="use the model as it is, or scale the hip model from a static trial",
        )
    factors = {name: _factors(*pair) for name, pair in _pairs(hip_body, other).items()}
    stretched = scale(hip_body, factors=factors)
    at = [other.segment(name) for name in hip_body.segments.names]
    joints, coordinates = _skeleton(hip_body, other)
    scaled = replace(
        stretched,
        name=f"{hip_body.name} in the size of {other.name}",
        segments=replace(
            stretched.segments,
            mass_kg=frozen(other.segments.mass_kg[at]),
            mass_center_m=frozen(other.segments.mass_center_m[at]),
            inertia_kgm2=frozen(other.segments.inertia_kgm2[at]),
        ),
        joints=joints,
        coordinates=coordinates,
        markers=_markers(hip_body, other) if other.markers.names else stretched.markers,
        functions=other.functions,
        gravity_m_s2=other.gravity_m_s2,
        made_from=(*other.made_from, Origin("model, scaled from", other.source, other.sha256)),
        whole=other if has_trunk(other) else other.whole,
    )
    return fit_fibers(scaled, hip_body)


def _markers(hip_body: Body, other: Body) -> Markers:
    """Markers of ``other`` on the hip model's segments, where they are: the angles come from a fit to these."""
    table = other.markers
    segment = _renumber(len(other.segments.names), [other.segment(name) for name in hip_body.segments.names])
    own = segment[table.segment]
    kept = np.flatnonzero(own >= 0)
    return Markers(tuple(table.names[k] for k in kept), frozen(own[kept], np.int64), frozen(table.location_m[kept]))


def _difference(hip_body: Body, other: Body) -> str:
    """Why ``other`` is of another family; empty where it is not."""
    hips = [f"{stem}_{side}" for stem in _HIPS for side in "rl"]
    lists = (
        ("segment", hip_body.segments.names, other.segments.names),
        ("coordinate", hips, other.coordinates.names),
    )
    for kind, names, others in lists:
        missing = [name for name in names if name not in others]
        if missing:
            return f"it has no {kind} '{missing[0]}'"
    if [name for name, _ in _leg_joints(hip_body, other)] != sorted(hip_body.segments.names[1:]):
        return "its legs are joined in another order"
    pairs = _pairs(hip_body, other)
    for name in ("pelvis", "femur_r", "femur_l"):
        if name not in pairs:
            return f"it shares no muscle that is attached to segment '{name}'"
    for name, (mine, theirs) in pairs.items():
        _refuse_millimetres(name, _factors(mine, theirs), other)
        misfit = float(np.median(np.linalg.norm(mine * _factors(mine, theirs) - theirs, axis=1)))
        if misfit > LARGEST_MISFIT_M:
            return f"half of the points of segment '{name}' lie more than {1000 * misfit:.0f} mm off the hip model's"
    return ""


def _refuse_millimetres(segment: str, factors: tuple[float, float, float], other: Body) -> None:
    largest = max(map(abs, factors))
    if largest > LARGEST_FACTOR:
        raise ImpossibleData(
            f"the muscle points of segment '{segment}' lie {largest:.3g} times as far out as the hip model's"
            + (": they look like millimetres" if 500.0 < largest < 2000.0 else ""),
            where=other.source or other.name,
            valid="a model in metres, of a person",
            next_step="write the locations of the model's path points in metres",
        )


def _leg_joints(hip_body: Body, other: Body) -> list[tuple[str, int]]:
    """Child segment and index of each joint of ``other`` between segments of the hip model, sorted by name."""
    names = other.segments.names
    inside = [
        (names[child], j)
        for j, (parent, child) in enumerate(zip(other.joints.parent, other.joints.child, strict=True))
        if names[parent] in hip_body.segments.names and names[child] in hip_body.segments.names
    ]
    return sorted(inside)


def _skeleton(hip_body: Body, other: Body) -> tuple[Joints, Coordinates]:
    """Joints of ``other`` between the hip model's segments, and their coordinates, with indices of the new body."""
    kept = sorted(j for _, j in _leg_joints(hip_body, other))
    table, own = other.joints, np.flatnonzero(np.isin(other.coordinates.joint, kept))
    segment = _renumber(len(other.segments.names), [other.segment(name) for name in hip_body.segments.names])
    joint, coordinate = _renumber(len(table.names), kept), _renumber(len(other.coordinates.names), own.tolist())
    joints = Joints(
        names=tuple(table.names[j] for j in kept),
        parent=frozen(segment[table.parent[kept]], np.int64),
        child=frozen(segment[table.child[kept]], np.int64),
        parent_rotation=frozen(table.parent_rotation[kept]),
        parent_point_m=frozen(table.parent_point_m[kept]),
        child_rotation=frozen(table.child_rotation[kept]),
        child_point_m=frozen(table.child_point_m[kept]),
        axis=frozen(table.axis[kept]),
        axis_function=frozen(table.axis_function[kept], np.int64),
        axis_coordinate=frozen(coordinate[table.axis_coordinate[kept]], np.int64),
    )
    old = other.coordinates
    coordinates = Coordinates(
        names=tuple(old.names[k] for k in own),
        joint=frozen(joint[old.joint[own]], np.int64),
        is_rotation=frozen(old.is_rotation[own], np.bool_),
        default=frozen(old.default[own]),
        lower=frozen(old.lower[own]),
        upper=frozen(old.upper[own]),
        locked=frozen(old.locked[own], np.bool_),
        clamped=frozen(old.clamped[own], np.bool_),
        coupled_to=frozen(coordinate[old.coupled_to[own]], np.int64),
        coupler_function=frozen(old.coupler_function[own], np.int64),
        prescribed_function=frozen(old.prescribed_function[own], np.int64),
    )
    return joints, coordinates


def _renumber(count: int, kept: list[int]) -> Ints:
    """New index of each old one, -1 for those left out; index -1 stays -1."""
    new = np.full(count + 1, -1, dtype=np.int64)
    new[kept] = np.arange(len(kept))
    return new


def _pairs(hip_body: Body, other: Body) -> Pairs:
    """Points (n, 3) of each segment in both bodies, of muscle paths with equal names and segments."""
    found: dict[str, list[tuple[Floats, Floats]]] = {}
    for m, name in enumerate(hip_body.muscles.names):
        if name not in other.muscles.names or name.rsplit("_", 1)[0] in deep_stems():
            continue
        mine, theirs = hip_body.muscle_points(m), other.muscle_points(other.muscle(name))
        if len(mine) != len(theirs):
            continue
        for a, b in zip(mine, theirs, strict=True):
            segment = hip_body.segments.names[hip_body.paths.point_segment[a]]
            same = segment == other.segments.names[other.paths.point_segment[b]]
            if same and other.paths.point_kind[b] == FIXED_POINT:
                found.setdefault(segment, []).append((hip_body.paths.point_m[a], other.paths.point_m[b]))
    return {name: (np.array([a for a, _ in own]), np.array([b for _, b in own])) for name, own in found.items()}


def _factors(mine: Floats, theirs: Floats) -> tuple[float, float, float]:
    """Weighted median ratio along each axis; 1 along an axis on which every point has the origin's place."""
    x, y, z = (_weighted_median_ratio(mine[:, axis], theirs[:, axis]) for axis in range(3))
    return x, y, z


def _weighted_median_ratio(mine: Floats, theirs: Floats) -> float:
    off = np.abs(mine) > _SMALL_M
    if not off.any():
        return 1.0
    ratio, weight = theirs[off] / mine[off], np.abs(mine[off])
    order = np.argsort(ratio)
    heap = np.cumsum(weight[order])
    return float(ratio[order][np.searchsorted(heap, heap[-1] / 2.0)])
