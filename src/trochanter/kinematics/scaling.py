"""Scaling of a body: three factors a segment stretch everything fixed in it; masses follow the person's mass.

Points p become S p with S = diag(factors) of their segment. The translation of a joint, given in its parent frame with
rotation R, becomes R^T S R times itself: each axis is turned and its function multiplied, so that curved joint paths
stretch exactly. A wrap's radius takes the mean factor across its axis (all three for a sphere). The second moment of
mass J = tr(I)/2 - I becomes (m'/m) S J S. Optimal fibre and tendon slack length grow with the neutral path length
(straight between points, round spheres), which keeps their ratio; strength stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from trochanter.anatomy.body import MOVING_POINT, SPHERE, TRANSLATION, Body, Joints, Paths, Segments, Wraps
from trochanter.anatomy.functions import POLYNOMIAL, Functions, FunctionTable
from trochanter.anatomy.neutral import neutral_lengths
from trochanter.anatomy.person import person_mass_kg
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import BadSetting, MissingInput, UnknownName, one_of
from trochanter.core.expected import expect

if TYPE_CHECKING:
    from trochanter.capture.trial import Trajectories, Trial

SMALLEST_FACTOR, LARGEST_FACTOR = 0.2, 5.0
_UNIT = (1.0, 1.0, 1.0)
Triple = tuple[float, float, float]


def scale(
    body: Body,
    *,
    factors: Mapping[str, Triple] | None = None,
    static: "Trial | Trajectories | None" = None,
    functional: "Trial | Trajectories | None" = None,
    mass_kg: float | None = None,
    height_m: float | None = None,
    mapping: Mapping[str, str] | None = None,
    fix_labels: bool = False,
) -> Body:
    """``body`` in the size of a person: by factors, by a static trial, or by height.

    factors: three a segment, see ``stretch``; static: markers of the standing person, with functional, mapping and
    fix_labels as in ``scale_to_static``, whose report says more than the body alone; height_m: see
    ``scale_to_height`` (beside a static trial it is only compared); mass_kg: the person's, None keeps the model's
    masses. Raises MissingInput where none of the three ways is given, BadSetting where factors come with another.
    """
    expect("body", body, Body, "a model, as read() or hip_model() give it")
    ways = {"factors": factors, "static": static, "height_m": height_m if static is None else None}
    given = [name for name, value in ways.items() if value is not None]
    if len(given) > 1:
        raise BadSetting("the way to scale", " and ".join(given), f"one of {one_of(ways)}")
    if factors is not None:
        return stretch(body, factors, mass_kg)
    if static is not None:
        from trochanter.kinematics.static_scaling import scale_to_static

        return scale_to_static(
            body,
            static,
            mass_kg=mass_kg,
            height_m=height_m,
            functional=functional,
            mapping=mapping,
            fix_labels=fix_labels,
        ).body
    if height_m is not None:
        from trochanter.kinematics.size_from_height import scale_to_height

        return scale_to_height(body, height_m=height_m, mass_kg=mass_kg)
    raise MissingInput(
        "nothing says how large the person is",
        where=body.source or body.name,
        valid="a static trial, a height in metres, or factors by segment",
        next_step="give one of them; factors={} keeps the model's size",
    )


def stretch(body: Body, factors: Mapping[str, Triple], mass_kg: float | None = None) -> Body:
    """``body`` with each named segment stretched by three factors along its own axes; other segments keep their size.

    ``mass_kg``: mass of the person, legs and trunk (see ``person_mass_kg``); None keeps every segment's mass. Raises
    UnknownName for a segment that the body lacks, BadSetting for a factor outside 0.2 to 5 or a mass that is not
    positive.
    """
    _check(body, factors, mass_kg)
    size = np.array([factors.get(name, _UNIT) for name in body.segments.names])
    shelf = _Shelf(body.functions)
    sized = replace(
        body,
        joints=_joints(body, size, shelf),
        segments=_segments(body, size, mass_kg),
        wraps=_wraps(body, size),
        paths=_paths(body, size, shelf),
        markers=replace(body.markers, location_m=frozen(body.markers.location_m * size[body.markers.segment])),
        whole=None,  # it has another size now
        sizing=None,
    )
    return fit_fibers(replace(sized, functions=shelf.table.freeze()), body)


def fit_fibers(sized: Body, reference: Body) -> Body:
    """``sized`` with the optimal fibre and tendon slack lengths of ``reference``, grown with the neutral path lengths.

    Both have the same muscles.
    """
    every = range(len(reference.muscles.names))
    growth = neutral_lengths(sized, every) / neutral_lengths(reference, every)
    muscles = replace(
        reference.muscles,
        optimal_fiber_length_m=frozen(reference.muscles.optimal_fiber_length_m * growth),
        tendon_slack_length_m=frozen(reference.muscles.tendon_slack_length_m * growth),
    )
    return replace(sized, muscles=muscles)


def _check(body: Body, factors: Mapping[str, Triple], mass_kg: float | None) -> None:
    for name, triple in factors.items():
        if name not in body.segments.names:
            raise UnknownName("segment", name, body.segments.names, body.name)
        if not all(SMALLEST_FACTOR <= value <= LARGEST_FACTOR for value in triple):
            valid = f"three factors between {SMALLEST_FACTOR:g} and {LARGEST_FACTOR:g}"
            raise BadSetting(f"the scale of segment '{name}'", triple, valid)
    if mass_kg is not None and not 0.0 < mass_kg < np.inf:
        raise BadSetting("mass_kg", mass_kg, "the person's mass in kilograms, more than 0")


@dataclass(slots=True)
class _Shelf:
    """The functions of a body, to which multiples of them are added."""

    old: Functions
    table: FunctionTable

    def __init__(self, old: Functions) -> None:
        self.old, self.table = old, FunctionTable()
        for index in range(len(old.kind)):
            self.add(index, 1.0)

    def add(self, index: int, multiplier: float) -> int:
        """Index of ``multiplier`` times function ``index``."""
        first, count = int(self.old.start[index]), int(self.old.count[index])
        if self.old.kind[index] == POLYNOMIAL:
            return self.table.polynomial((self.old.data[first : first + count] * multiplier).tolist())
        rows = self.old.data[first : first + 5 * count].reshape(count, 5)
        return self.table.piecewise(rows * np.array([1.0, *[multiplier] * 4]))

    def scaled(self, index: int, multiplier: float) -> int:
        """The same, but the function itself where nothing changes."""
        return index if multiplier == 1.0 else self.add(index, multiplier)


def _joints(body: Body, stretch: Floats, shelf: _Shelf) -> Joints:
    table = body.joints
    axis, function = table.axis.copy(), table.axis_function.copy()
    for j in range(len(table.names)):
        change = _in_frame(stretch[table.parent[j]], table.parent_rotation[j])
        for k in range(TRANSLATION, 6):
            driver = int(table.axis_coordinate[j, k])
            if driver >= 0 and not body.coordinates.is_rotation[driver]:
                continue  # a free translation is measured in metres and has no size
            stretched = change @ axis[j, k]
            length = float(np.linalg.norm(stretched))
            axis[j, k] = stretched / length
            function[j, k] = shelf.scaled(int(function[j, k]), length)
    return replace(
        table,
        parent_point_m=frozen(table.parent_point_m * stretch[table.parent]),
        child_point_m=frozen(table.child_point_m * stretch[table.child]),
        axis=frozen(axis),
        axis_function=frozen(function, np.int64),
    )


def _in_frame(stretch: Floats, frame: Floats) -> Floats:
    """R^T S R, without rounding where the stretch is the same in all directions."""
    if stretch[0] == stretch[1] == stretch[2]:
        return np.asarray(stretch[0] * np.eye(3))
    return np.asarray(frame.T @ (stretch[:, None] * frame))


def _segments(body: Body, stretch: Floats, mass_kg: float | None) -> Segments:
    table = body.segments
    gain = 1.0 if mass_kg is None else mass_kg / person_mass_kg(body)
    inertia = [gain * _stretched_inertia(i, s) for i, s in zip(table.inertia_kgm2, stretch, strict=True)]
    return replace(
        table,
        mass_kg=frozen(table.mass_kg * gain),
        mass_center_m=frozen(table.mass_center_m * stretch),
        inertia_kgm2=frozen(inertia),
    )


def _stretched_inertia(inertia: Floats, stretch: Floats) -> Floats:
    moments = np.trace(inertia) / 2.0 * np.eye(3) - inertia
    moments = stretch[:, None] * moments * stretch
    return np.asarray(np.trace(moments) * np.eye(3) - moments)


def _wraps(body: Body, stretch: Floats) -> Wraps:
    table = body.wraps
    own = stretch[table.segment]
    along = np.linalg.norm(own[:, :, None] * table.rotation, axis=1)
    across = np.where(table.kind == SPHERE, along.mean(axis=1), along[:, :2].mean(axis=1))
    return replace(
        table,
        point_m=frozen(table.point_m * own),
        radius_m=frozen(table.radius_m * across),
        length_m=frozen(table.length_m * along[:, 2]),
    )


def _paths(body: Body, stretch: Floats, shelf: _Shelf) -> Paths:
    table = body.paths
    own = stretch[table.point_segment]
    functions = table.moving_function.copy()
    for p in np.flatnonzero(table.point_kind == MOVING_POINT):
        for axis in np.flatnonzero(functions[p] >= 0):
            functions[p, axis] = shelf.scaled(int(functions[p, axis]), float(own[p, axis]))
    return replace(table, point_m=frozen(table.point_m * own), moving_function=frozen(functions, np.int64))
