"""What the reader of ``.osim`` files reads past: listed once, and refused where it could move or load the model."""

from collections import Counter

from trochanter.capture.osim_file import Element, OsimFile, label
from trochanter.capture.osim_forces import ACTUATOR_TAGS, CONTACT_TAGS, PASSIVE_TAGS
from trochanter.capture.osim_frames import Frames

_USED = """
OpenSimDocument Model defaults objects Ground BodySet Body JointSet Joint frames coordinates CoordinateSet Coordinate
components ConstraintSet ForceSet MarkerSet Marker credits publications length_units force_units gravity mass
mass_center inertia inertia_xx inertia_yy inertia_zz inertia_xy inertia_xz inertia_yz WrapObjectSet WrapCylinder
WrapSphere WrapEllipsoid WrapTorus active xyz_body_rotation translation quadrant radius length dimensions inner_radius
outer_radius CustomJoint PinJoint WeldJoint BallJoint FreeJoint PlanarJoint SliderJoint UniversalJoint GimbalJoint
socket_parent_frame socket_child_frame PhysicalOffsetFrame socket_parent orientation parent_body location_in_parent
orientation_in_parent location reverse SpatialTransform TransformAxis axis function default_value range clamped locked
prescribed_function prescribed LinearFunction Constant PolynomialFunction MultiplierFunction SimmSpline
NaturalCubicSpline PiecewiseLinearFunction coefficients value scale x y CoordinateCouplerConstraint isEnforced
isDisabled coupled_coordinates_function independent_coordinate_names dependent_coordinate_name scale_factor
appliesForce GeometryPath path PathPointSet PathPoint ConditionalPathPoint MovingPathPoint body coordinate
socket_coordinate x_location y_location z_location x_coordinate y_coordinate z_coordinate socket_x_coordinate
socket_y_coordinate socket_z_coordinate PathWrapSet PathWrap wrap_object Thelen2003Muscle Millard2012EquilibriumMuscle
max_isometric_force optimal_fiber_length tendon_slack_length pennation_angle_at_optimal max_contraction_velocity
minimum_activation FmaxMuscleStrain KshapeActive KshapePassive Af Flen fv_linear_extrap_threshold
ActiveForceLengthCurve ForceVelocityCurve FiberForceLengthCurve min_norm_active_fiber_length
transition_norm_fiber_length max_norm_active_fiber_length shallow_ascending_slope strain_at_zero_force
strain_at_one_norm_force stiffness_at_low_force stiffness_at_one_norm_force curviness concentric_slope_at_vmax
concentric_slope_near_vmax isometric_slope eccentric_slope_at_vmax eccentric_slope_near_vmax
max_eccentric_velocity_force_multiplier concentric_curviness eccentric_curviness CoordinateActuator optimal_force
min_control max_control
"""
_DISPLAY = """
groups ObjectGroup members VisibleObject Appearance FrameGeometry attached_geometry geometry GeometrySet default_color
display_preference visible
"""
_NOT_NEEDED = """
method fixed motion_type default_speed_value initial_value is_free_to_satisfy_constraints assembly_accuracy
ignore_tendon_compliance ignore_activation_dynamics fiber_damping damping default_activation default_fiber_length
activation_time_constant deactivation_time_constant FmaxTendonStrain TendonForceLengthCurve Vmax Vmax0
maximum_pennation_angle minimum_value
"""
_CONTAINERS = (
    "ControllerSet",
    "ProbeSet",
    "ContactGeometrySet",
    "ComponentSet",
    "ModelVisualPreferences",
    "components",
)
_DISPLAY_TAGS = frozenset(_DISPLAY.split())
_SKIPPED_TAGS = frozenset(_NOT_NEEDED.split())
_FORCES = frozenset((*PASSIVE_TAGS, *CONTACT_TAGS, *ACTUATOR_TAGS))
_KNOWN = frozenset(_USED.split()) | _DISPLAY_TAGS | _SKIPPED_TAGS | frozenset(_CONTAINERS) | _FORCES
_OPAQUE = _DISPLAY_TAGS | _SKIPPED_TAGS | _FORCES | frozenset((*_CONTAINERS, "defaults", "prescribed_function"))
_HARMLESS_COMPONENTS = ("PhysicalOffsetFrame", "IMU", "Station", "Marker", "Mesh", "ObjectGroup", "FrameGeometry")
_HARMLESS_ENDINGS = ("Probe", "Reporter", "Controller", "Geometry", "Preferences")


def read_components(file: OsimFile, model: Element, frames: Frames) -> None:
    """Register the model's own offset frames; raises UnsupportedElement for components that could move or load it."""
    frames.add_offsets(model, "/componentset", "ComponentSet")
    frames.add_offsets(model, "", "components")
    for found in model.iter("ComponentSet", "components"):
        for item in next(found.iterchildren("objects"), found):
            name = str(item.tag)
            if not (name in _HARMLESS_COMPONENTS or name == "groups" or name.endswith(_HARMLESS_ENDINGS)):
                raise file.unsupported(item, label(found), _HARMLESS_COMPONENTS, f"the component {name}")


def note_ignored(file: OsimFile, model: Element) -> None:
    """Add one notice about known elements that are not used, and one about elements that nobody here knows."""
    tags = {str(element.tag) for element in model.iter()}
    inside = Counter(str(item.tag) for tag in _CONTAINERS for item in file.objects(model, tag))
    unused = [*sorted(tags & _SKIPPED_TAGS), *(f"{tag} ({count})" for tag, count in sorted(inside.items()))]
    if unused:
        file.note(
            "ignored", f"elements that do not enter poses, paths or loads with rigid tendons: {', '.join(unused)}"
        )
    unknown = _unknown(model, tags - _KNOWN)
    if unknown:
        shown = ", ".join(f"{tag} ({count})" for tag, count in unknown.most_common(20))
        file.note(
            "unknown-elements", f"elements that are no part of the format as it is known here, read past: {shown}"
        )
    for tag, units in (("length_units", ("", "meters", "m")), ("force_units", ("", "N", "Newtons"))):
        if file.text(model, tag) not in units:
            file.note("units", f"{tag} says {file.text(model, tag)!r}; numbers are taken as metres and newtons")


def _unknown(model: Element, tags: set[str]) -> Counter[str]:
    """Count elements of ``tags`` outside of parts that are read past as a whole."""
    return Counter(
        str(element.tag)
        for element in (model.iter() if tags else ())
        if element.tag in tags and not any(above.tag in _OPAQUE for above in element.iterancestors())
    )
