"""The type of a musculoskeletal body: flat read-only arrays with names, as the kernels want them.

Frames are right-handed; SI units and radians throughout. Index 0 of the segments is the ground.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from trochanter.anatomy.functions import Functions
from trochanter.core.arrays import Flags, Floats, Ints
from trochanter.core.errors import UnknownName
from trochanter.core.quality import Notice

ROTATION, TRANSLATION = 0, 3
FIXED_POINT, CONDITIONAL_POINT, MOVING_POINT = 0, 1, 2
CYLINDER, SPHERE = 0, 1
CONDITION_SLACK = 1e-5  # a conditional point acts this far beyond its range, as in OpenSim: files round their limits


@dataclass(frozen=True, slots=True)
class Segments:
    """Rigid segments; ``names[0]`` is the ground.

    mass_kg (n,); mass_center_m (n, 3) in the segment; inertia_kgm2 (n, 3, 3) about the mass centre.
    """

    names: tuple[str, ...]
    mass_kg: Floats
    mass_center_m: Floats
    inertia_kgm2: Floats


@dataclass(frozen=True, slots=True)
class Joints:
    """A tree of joints in an order in which parents come first; every segment but the ground is child of one.

    parent, child (n,): segment indices. parent_rotation (n, 3, 3), parent_point_m (n, 3): the joint frame F in
    the parent segment; child_rotation, child_point_m: the joint frame M in the child segment. The pose of M in F is
    translation sum_k axis[3+k] f(3+k) followed by the body-fixed rotations about axis[0], axis[1], axis[2] by f(0),
    f(1), f(2). axis (n, 6, 3) unit; axis_function (n, 6) index into Functions; axis_coordinate (n, 6) the coordinate
    that drives it, -1 for a constant.
    """

    names: tuple[str, ...]
    parent: Ints
    child: Ints
    parent_rotation: Floats
    parent_point_m: Floats
    child_rotation: Floats
    child_point_m: Floats
    axis: Floats
    axis_function: Ints
    axis_coordinate: Ints


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Generalised coordinates, radians or metres.

    joint (n,) owner; is_rotation, locked, clamped (n,); default, lower, upper (n,);
    coupled_to (n,): index of the independent coordinate of a coupler, -1 if free; coupler_function (n,) gives the
    dependent value; prescribed_function (n,): function of time, -1 if none.
    """

    names: tuple[str, ...]
    joint: Ints
    is_rotation: Flags
    default: Floats
    lower: Floats
    upper: Floats
    locked: Flags
    clamped: Flags
    coupled_to: Ints
    coupler_function: Ints
    prescribed_function: Ints


@dataclass(frozen=True, slots=True)
class Wraps:
    """Wrap surfaces: kind CYLINDER (along its own z) or SPHERE, fixed in a segment.

    rotation (n, 3, 3), point_m (n, 3): pose in the segment; radius_m, length_m (n,);
    quadrant_axis (n,): 0, 1, 2 for x, y, z of the surface's frame or -1 for all round; quadrant_sign (n,) +1 or -1.
    """

    names: tuple[str, ...]
    kind: Ints
    segment: Ints
    rotation: Floats
    point_m: Floats
    radius_m: Floats
    length_m: Floats
    quadrant_axis: Ints
    quadrant_sign: Floats


@dataclass(frozen=True, slots=True)
class Paths:
    """Muscle paths, one a muscle in the order of Muscles.

    point_start (n_muscles + 1,) slices the points: point_kind (p,), point_segment (p,), point_m (p, 3);
    a CONDITIONAL_POINT acts where q[condition_coordinate] is within lower and upper, give or take CONDITION_SLACK;
    a MOVING_POINT has component k given by moving_function[k] of moving_coordinate[k] (p, 3) (-1: constant point_m[k]),
    and stands still beyond that coordinate's range, as in OpenSim.
    wrap_start (n_muscles + 1,) slices the wraps of a path in the order of the file: wrap (w,) index into Wraps;
    wrap_first, wrap_last (w,): zero-based first and last point of the path between which it may wrap (-1: ends).
    """

    point_names: tuple[str, ...]
    point_start: Ints
    point_kind: Ints
    point_segment: Ints
    point_m: Floats
    condition_coordinate: Ints
    condition_lower: Floats
    condition_upper: Floats
    moving_coordinate: Ints
    moving_function: Ints
    wrap_start: Ints
    wrap: Ints
    wrap_first: Ints
    wrap_last: Ints


@dataclass(frozen=True, slots=True)
class ThelenCurves:
    """Parameters of the Thelen (2003) fibre curves, doi 10.1115/1.1531112.

    velocity_extrapolation: share of max_eccentric beyond which the force-velocity curve goes on straight.
    """

    passive_strain_at_one: float = 0.6
    passive_shape: float = 4.0
    active_shape: float = 0.5
    velocity_shape: float = 0.3
    max_eccentric: float = 1.8
    velocity_extrapolation: float = 0.95


@dataclass(frozen=True, slots=True)
class MillardCurves:
    """Parameters of the Millard (2013) fibre curves, doi 10.1115/1.4023390, with OpenSim's property names."""

    min_norm_active_fiber_length: float = 0.4441
    transition_norm_fiber_length: float = 0.73
    max_norm_active_fiber_length: float = 1.8123
    shallow_ascending_slope: float = 0.8616
    minimum_value: float = 0.1
    strain_at_zero_force: float = 0.0
    strain_at_one_norm_force: float = 0.7
    stiffness_at_low_force: float = 0.2
    stiffness_at_one_norm_force: float = 2.0 / 0.7
    passive_curviness: float = 0.75
    concentric_slope_at_vmax: float = 0.0
    concentric_slope_near_vmax: float = 0.25
    isometric_slope: float = 5.0
    eccentric_slope_at_vmax: float = 0.0
    eccentric_slope_near_vmax: float = 0.15
    max_eccentric_velocity_force_multiplier: float = 1.4
    concentric_curviness: float = 0.6
    eccentric_curviness: float = 0.9


@dataclass(frozen=True, slots=True)
class Muscles:
    """Muscles in the order of the paths.

    max_isometric_force_N, optimal_fiber_length_m, tendon_slack_length_m, pennation_rad,
    max_contraction_velocity (optimal fibre lengths a second), minimum_activation: (n,);
    curve (n,): index into curves.
    """

    names: tuple[str, ...]
    max_isometric_force_N: Floats
    optimal_fiber_length_m: Floats
    tendon_slack_length_m: Floats
    pennation_rad: Floats
    max_contraction_velocity: Floats
    minimum_activation: Floats
    curve: Ints
    curves: tuple[ThelenCurves | MillardCurves, ...]


@dataclass(frozen=True, slots=True)
class Actuators:
    """Coordinate actuators of a model: coordinate (n,), optimal_force_N, lower, upper control (n,)."""

    names: tuple[str, ...]
    coordinate: Ints
    optimal_force: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True)
class Markers:
    """Markers fixed to segments: segment (n,), location_m (n, 3)."""

    names: tuple[str, ...]
    segment: Ints
    location_m: Floats


@dataclass(frozen=True, slots=True)
class Origin:
    """A file that a body was made from beside its own: role for people, source (its path), sha256 of its bytes."""

    role: str
    source: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Still:
    """Markers of a person who stood still, upright: time_s (n,), names (k,), position_m (n, k, 3).

    source: the file; sides: where every label was given its other side, the notice that says so.
    """

    time_s: Floats
    names: tuple[str, ...]
    position_m: Floats
    source: str = ""
    sides: Notice | None = None


@dataclass(frozen=True, slots=True)
class Sizing:
    """How a body came to a person's size, for the movement that will say where its markers stay.

    still: the static trial, None where a height gave the size; mapping: of its marker names; mass_kg, height_m: as
    given; registered_to: the movement that its markers were registered to, '' before that.
    """

    still: Still | None = None
    mapping: Mapping[str, str] | None = None
    mass_kg: float | None = None
    height_m: float | None = None
    registered_to: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A musculoskeletal body: what a model file holds and the engine evaluates.

    source, sha256: its own file; made_from: files that gave it its size, such as a model or a static trial; whole: the
    body with a trunk, in the same size and with the same coordinates, that this one took the place of; sizing: how it
    was scaled to a person, None for a body as its file has it.
    """

    name: str
    segments: Segments
    joints: Joints
    coordinates: Coordinates
    functions: Functions
    wraps: Wraps
    paths: Paths
    muscles: Muscles
    actuators: Actuators
    markers: Markers
    gravity_m_s2: Floats
    notices: tuple[Notice, ...] = ()
    source: str = ""
    sha256: str = ""
    credits: str = field(default="", repr=False)
    made_from: tuple[Origin, ...] = ()
    whole: "Body | None" = field(default=None, repr=False)
    sizing: Sizing | None = field(default=None, repr=False)

    @property
    def mass_kg(self) -> float:
        """Mass of all segments."""
        return float(np.sum(self.segments.mass_kg))

    def segment(self, name: str) -> int:
        """Index of a segment; raises UnknownName."""
        return _index("segment", self.segments.names, name, self.name)

    def coordinate(self, name: str) -> int:
        """Index of a coordinate; raises UnknownName."""
        return _index("coordinate", self.coordinates.names, name, self.name)

    def joint(self, name: str) -> int:
        """Index of a joint; raises UnknownName."""
        return _index("joint", self.joints.names, name, self.name)

    def muscle(self, name: str) -> int:
        """Index of a muscle; raises UnknownName."""
        return _index("muscle", self.muscles.names, name, self.name)

    def muscle_points(self, index: int) -> range:
        """Indices of the path points of muscle ``index``."""
        return range(int(self.paths.point_start[index]), int(self.paths.point_start[index + 1]))


def _index(kind: str, names: tuple[str, ...], name: str, where: str) -> int:
    try:
        return names.index(name)
    except ValueError:
        raise UnknownName(kind, name, names, where) from None
