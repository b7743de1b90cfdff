"""Whether the numbers of a model can be those of a person: too large, or unlike on the two sides.

What no person has is told, not refused: a model may be of an animal, or unlike on purpose. (What cannot be computed
with is refused where it is read.)
"""

from collections.abc import Iterable, Sequence

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.arrays import Floats
from trochanter.core.quality import Notice

# Each about twice what the common models of adults hold, or more.
_LARGEST = (
    ("mass of segment", "kg", 80.0),
    ("mass centre of segment", "m from its frame", 1.0),
    ("joint", "m from its parent's frame", 1.0),
    ("maximum force of muscle", "N", 15_000.0),
    ("maximum contraction velocity of muscle", "fibre lengths a second", 30.0),
    ("path point", "m from its segment's frame", 1.0),
    ("centre of wrap surface", "m from its segment's frame", 1.0),
    ("radius of wrap surface", "m", 0.3),
    ("marker", "m from its segment's frame", 2.0),
)
_LARGEST_TOTAL_KG = 300.0
_UNLIKE_SHARE, _UNLIKE_M = 0.25, 0.02
_MIRROR = np.array([1.0, 1.0, -1.0])  # right and left of the same frame, z to the right
_MOST = 4


def doubtful_values(body: Body) -> tuple[Notice, ...]:
    """Notices on numbers that no person has, and on sides that are unlike."""
    too_large = [words for kind, each in zip(_LARGEST, _sizes(body), strict=True) for words in _beyond(kind, *each)]
    if body.mass_kg > _LARGEST_TOTAL_KG:
        too_large.insert(0, f"the model has a mass of {body.mass_kg:.4g} kg")
    unlike = [*_unlike_muscles(body), *_unlike_segments(body)]
    return (
        *_notice("model-implausible", "no person has what the model has: ", too_large, body),
        *_notice("model-sides-differ", "right and left of the model are unlike: ", unlike, body),
    )


def _notice(code: str, what: str, found: Sequence[str], body: Body) -> Iterable[Notice]:
    if found:
        more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
        yield Notice(code, f"{what}{'; '.join(found[:_MOST])}{more}", body.source)


def _sizes(body: Body) -> tuple[tuple[Sequence[str], Floats], ...]:
    """Names and sizes, in the order of _LARGEST."""
    segments, muscles, wraps = body.segments, body.muscles, body.wraps
    return (
        (segments.names, segments.mass_kg),
        (segments.names, _far(segments.mass_center_m)),
        (body.joints.names, _far(body.joints.parent_point_m)),
        (muscles.names, muscles.max_isometric_force_N),
        (muscles.names, muscles.max_contraction_velocity),
        (body.paths.point_names, _far(body.paths.point_m)),
        (wraps.names, _far(wraps.point_m)),
        (wraps.names, wraps.radius_m),
        (body.markers.names, _far(body.markers.location_m)),
    )


def _far(points_m: Floats) -> Floats:
    return np.asarray(np.linalg.norm(points_m.reshape(-1, 3), axis=1))


def _beyond(kind: tuple[str, str, float], names: Sequence[str], sizes: Floats) -> Iterable[str]:
    what, unit, largest = kind
    for name, size in zip(names, sizes.tolist(), strict=True):
        if size > largest:
            yield f"{what} '{name}' {size:.4g} {unit}"


def _pairs(names: Sequence[str]) -> Iterable[tuple[int, int]]:
    index = {name: k for k, name in enumerate(names)}
    for name, right in index.items():
        left = index.get(f"{name[:-2]}_l") if name.endswith("_r") else None
        if left is not None:
            yield right, left


def _unlike_muscles(body: Body) -> Iterable[str]:
    muscles = body.muscles
    parameters = (
        ("maximum force", muscles.max_isometric_force_N, "N"),
        ("optimal fibre length", muscles.optimal_fiber_length_m, "m"),
        ("tendon slack length", muscles.tendon_slack_length_m, "m"),
    )
    for right, left in _pairs(muscles.names):
        for what, values, unit in parameters:
            yield from _unlike(f"{what} of '{muscles.names[right][:-2]}'", values[right], values[left], unit)
        points, others = (body.paths.point_m[list(body.muscle_points(m))] for m in (right, left))
        if len(points) == len(others) and np.abs(points - others * _MIRROR).max(initial=0.0) > _UNLIKE_M:
            off = 1000.0 * np.abs(points - others * _MIRROR).max()
            yield f"path of '{muscles.names[right][:-2]}' by up to {off:.3g} mm"


def _unlike_segments(body: Body) -> Iterable[str]:
    segments, joints = body.segments, body.joints
    for right, left in _pairs(segments.names):
        masses = segments.mass_kg[right], segments.mass_kg[left]
        yield from _unlike(f"mass of '{segments.names[right][:-2]}'", *masses, "kg")
    for right, left in _pairs(joints.names):
        off = np.abs(joints.parent_point_m[right] - joints.parent_point_m[left] * _MIRROR).max()
        if off > _UNLIKE_M:
            yield f"place of joint '{joints.names[right][:-2]}' by up to {1000.0 * off:.3g} mm"


def _unlike(what: str, right: float, left: float, unit: str) -> Iterable[str]:
    if abs(right - left) > _UNLIKE_SHARE * max(abs(right), abs(left)):
        yield f"{what}: {right:.4g} and {left:.4g} {unit}"
