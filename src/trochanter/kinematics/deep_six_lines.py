"""The deep lines laid into another body: points, capsule spheres, and the parameters that their new lengths ask for."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trochanter.anatomy.body import SPHERE, Body, Muscles, Paths, Wraps
from trochanter.anatomy.deep_sets import apply_set
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.lines import deep_stems
from trochanter.anatomy.neutral import neutral_lengths
from trochanter.core.arrays import Ints, frozen
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.deep_six_hips import femur_in_pelvis, hip_centres_m, hip_joint
from trochanter.kinematics.deep_six_registration import Registration, SideFit

_PER_POINT = ("point_kind", "point_segment", "point_m", "condition_coordinate", "condition_lower", "condition_upper")
_MOVING = ("moving_coordinate", "moving_function")
_PER_WRAP = ("wrap", "wrap_first", "wrap_last")
_PARAMETERS = ("max_isometric_force_N", "optimal_fiber_length_m", "tendon_slack_length_m", "pennation_rad")


def placed_lines(body: Body, found: Registration, set_name: str) -> Body:
    """A body with ``body``'s skeleton whose muscles are the deep lines of both sides and nothing else.

    Optimal fibre and tendon slack lengths are those that the set gives the lines (``apply_set``) in the posture that
    is the hip model's neutral one, whatever the zero of the body's own hip angles is. Raises UnknownName for a set.
    """
    hip = hip_model(set_name)
    names = [f"{stem}_{side}" for side in SIDES for stem in deep_stems()]
    lines = only_muscles(hip, names)
    wraps = _capsules(body, lines, found)
    placed = replace(body, wraps=wraps, paths=_paths(body, lines, found), muscles=lines.muscles, notices=())
    lengths = neutral_lengths(hip, [hip.muscle(f"{stem}_r") for stem in deep_stems()])
    reference_m = dict(zip(deep_stems(), map(float, lengths), strict=True))
    fitted = apply_set(_posed(placed, found), set_name, reference_m)
    return replace(placed, muscles=fitted.muscles, notices=fitted.notices)


def grafted(
    body: Body, lines: Body, removed: tuple[str, ...], added: tuple[str, ...], templates: dict[str, str]
) -> Body:
    """``body`` without the muscles ``removed`` and with those of ``lines`` in ``added``, after its own.

    templates: the muscle, by side, whose kind, curves, speed and lowest activation the new ones take.
    """
    kept = only_muscles(body, [name for name in body.muscles.names if name not in removed])
    new = only_muscles(lines, list(added))
    shift = len(body.wraps.names)
    used = sorted({int(w) for w in new.paths.wrap})
    place = {w: shift + k for k, w in enumerate(used)}
    moved = replace(new.paths, wrap=frozen([place[int(w)] for w in new.paths.wrap], np.int64))
    like = [body.muscle(templates[name[-1]]) for name in added]
    own = replace(
        new.muscles,
        max_contraction_velocity=frozen(body.muscles.max_contraction_velocity[like]),
        minimum_activation=frozen(body.muscles.minimum_activation[like]),
        curve=frozen(body.muscles.curve[like], np.int64),
    )
    return replace(
        body,
        wraps=_joined_wraps(body.wraps, lines.wraps, used),
        paths=_joined_paths(kept.paths, moved),
        muscles=_joined_muscles(kept.muscles, own),
    )


def only_muscles(body: Body, names: list[str]) -> Body:
    """``body`` with these muscles in this order; its wraps stay."""
    paths, chosen = body.paths, [body.muscle(name) for name in names]
    points = [k for m in chosen for k in body.muscle_points(m)]
    used = [w for m in chosen for w in range(int(paths.wrap_start[m]), int(paths.wrap_start[m + 1]))]
    columns: dict[str, Any] = {
        **{name: _taken(getattr(paths, name), points) for name in (*_PER_POINT, *_MOVING)},
        **{name: _taken(getattr(paths, name), used) for name in _PER_WRAP},
        "point_start": _starts([len(body.muscle_points(m)) for m in chosen]),
        "wrap_start": _starts([int(paths.wrap_start[m + 1] - paths.wrap_start[m]) for m in chosen]),
    }
    table = body.muscles
    arrays = (*_PARAMETERS, "max_contraction_velocity", "minimum_activation", "curve")
    rows: dict[str, Any] = {name: _taken(getattr(table, name), chosen) for name in arrays}
    muscles = replace(table, names=tuple(names), **rows)
    return replace(
        body, paths=replace(paths, point_names=tuple(paths.point_names[k] for k in points), **columns), muscles=muscles
    )


def _paths(body: Body, lines: Body, found: Registration) -> Paths:
    """Paths of the lines with their points where the model's bones have them."""
    table = lines.paths
    segment, place = np.empty(len(table.point_m), dtype=np.int64), np.empty_like(table.point_m)
    for m, name in enumerate(lines.muscles.names):
        fit = _fit_of(found, name)
        for k in lines.muscle_points(m):
            bone = fit.pelvis if lines.segments.names[table.point_segment[k]] == "pelvis" else fit.femur
            segment[k], place[k] = body.segment(bone.segment), bone.map.of(table.point_m[k])
    names = [lines.wraps.names[w] for w in table.wrap]
    capsules = _capsule_names(lines)
    return replace(
        table,
        point_segment=frozen(segment, np.int64),
        point_m=frozen(place),
        wrap=frozen([capsules.index(name) for name in names], np.int64),
    )


def _capsule_names(lines: Body) -> list[str]:
    return sorted({lines.wraps.names[w] for w in lines.paths.wrap}, reverse=True)


def _capsules(body: Body, lines: Body, found: Registration) -> Wraps:
    """The spheres at the hip joint centres, their quadrants along the hip model's pelvis axes."""
    names = _capsule_names(lines)
    own = [lines.wraps.names.index(name) for name in names]
    fits = [_fit_of(found, name) for name in names]
    radius = [lines.wraps.radius_m[w] * fit.pelvis.map.stretches.mean() for w, fit in zip(own, fits, strict=True)]
    return Wraps(
        names=tuple(names),
        kind=frozen([SPHERE] * len(names), np.int64),
        segment=frozen([body.segment("pelvis")] * len(names), np.int64),
        rotation=frozen([found.pelvis_turn @ lines.wraps.rotation[w] for w in own]),
        point_m=frozen([hip_centres_m(body, fit.side)[0] for fit in fits]),
        radius_m=frozen(radius),
        length_m=frozen(lines.wraps.length_m[own]),
        quadrant_axis=frozen(lines.wraps.quadrant_axis[own], np.int64),
        quadrant_sign=frozen(lines.wraps.quadrant_sign[own]),
    )


def _posed(body: Body, found: Registration) -> Body:
    """``body`` with hip joints turned so that its neutral posture is the hip model's."""
    turned = body.joints.parent_rotation.copy()
    for fit in found.sides:
        joint = hip_joint(body, fit.side)
        turned[joint] = fit.turn @ femur_in_pelvis(body, fit.side).T @ turned[joint]
    return replace(body, joints=replace(body.joints, parent_rotation=frozen(turned)))


def _fit_of(found: Registration, name: str) -> SideFit:
    return found.sides[SIDES.index(Side(name[-1]))]


def _joined_paths(first: Paths, second: Paths) -> Paths:
    both = (*_PER_POINT, *_MOVING, *_PER_WRAP)
    columns: dict[str, Any] = {name: _appended(getattr(first, name), getattr(second, name)) for name in both}
    starts: dict[str, Any] = {
        name: frozen([*getattr(first, name), *(getattr(second, name)[1:] + getattr(first, name)[-1])], np.int64)
        for name in ("point_start", "wrap_start")
    }
    return Paths(point_names=(*first.point_names, *second.point_names), **columns, **starts)


def _joined_muscles(first: Muscles, second: Muscles) -> Muscles:
    arrays = (*_PARAMETERS, "max_contraction_velocity", "minimum_activation", "curve")
    columns: dict[str, Any] = {name: _appended(getattr(first, name), getattr(second, name)) for name in arrays}
    return Muscles(names=(*first.names, *second.names), curves=first.curves, **columns)


def _joined_wraps(first: Wraps, second: Wraps, chosen: list[int]) -> Wraps:
    arrays = ("kind", "segment", "rotation", "point_m", "radius_m", "length_m", "quadrant_axis", "quadrant_sign")
    columns: dict[str, Any] = {
        name: _appended(getattr(first, name), _taken(getattr(second, name), chosen)) for name in arrays
    }
    return Wraps(names=(*first.names, *(second.names[w] for w in chosen)), **columns)


def _taken(values: NDArray[Any], rows: list[int]) -> NDArray[Any]:
    return frozen(values[rows], values.dtype) if rows else frozen(values[:0], values.dtype)


def _appended(first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
    return frozen(np.concatenate([first, second]), first.dtype)


def _starts(counts: list[int]) -> Ints:
    return frozen(np.cumsum([0, *counts]), np.int64)
