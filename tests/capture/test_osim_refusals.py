"""Every flaw of a model ends in one error that names it, says where, and what would be valid."""

# ruff: noqa: E501  (one flaw a row)

import pytest

from tests.capture import made_osim as made
from tests.capture.test_osim import ELLIPSOID, changed, read
from trochanter.core.errors import ImpossibleData, TrochanterError, UnknownName, UnsupportedElement

P, U, N = ImpossibleData, UnsupportedElement, UnknownName
MUSCLE = '<Millard2012EquilibriumMuscle name="glmax_r">'
KNEE_AXIS = '<TransformAxis name="rotation1"><coordinates>knee_angle_r</coordinates><axis>0 0 1</axis>'
FRAME = '<components><PhysicalOffsetFrame name="{0}"><socket_parent>/bodyset/femur_r/{1}</socket_parent></PhysicalOffsetFrame>{2}</components>'  # fmt: skip

FLAWS: dict[str, tuple[type[TrochanterError], str, tuple[tuple[str, str], ...]]] = {
    # joints and segments
    "no segment": (P, "no segments", ((made.LEG_BODIES, ""),)),
    "two segments of a name": (P, "two segments 'femur_r'", ((made.body("tibia_r", 3.0), made.body("femur_r", 3.0)),)),
    "negative mass": (P, "mass -3 kg", (("<mass>3.0", "<mass>-3.0"),)),
    "no mass": (P, "'tibia_r' has no mass", (("<mass>3.0</mass>", ""),)),
    "leg without mass": (P, "'tibia_r' has no mass, so", (("<mass>3.0</mass>", "<mass>0</mass>"),)),
    "no mass at all": (P, "no mass", tuple((f"<mass>{m}", "<mass>0") for m in ("11.0", "9.0", "3.0", "0.1"))),
    "mass that is no number": (P, "'3 kg'", (("<mass>3.0", "<mass>3 kg"),)),
    "infinite mass": (P, "'inf'", (("<mass>3.0", "<mass>inf"),)),
    "absurd mass": (P, "at most 1e\\+06", (("<mass>3.0", "<mass>3e7"),)),
    "five inertias": (P, "6 finite numbers", (("0.11 0.12 0.13 0.001 0.002 0.003", "0.11 0.12 0.13 0.001 0.002"),)),
    "negative inertia": (P, "not that of any mass", (("0.11 0.12 0.13", "-0.11 0.12 0.13"),)),
    "impossible inertia": (P, "not that of any mass", (("0.13 0.001 0.002 0.003", "0.13 0.2 0.002 0.003"),)),
    "unknown joint": (U, "'knee_r' uses EllipsoidJoint", (('<CustomJoint name="knee_r">', '<EllipsoidJoint name="knee_r">'), ("</CustomJoint><PinJoint", "</EllipsoidJoint><PinJoint"))),
    "reversed joint": (U, "reversed", (('<PinJoint name="patella_joint_r">', '<PinJoint name="patella_joint_r"><reverse>true</reverse>'),)),
    "two joints of a name": (P, "two joints 'knee_r'", (("patella_joint_r", "knee_r"),)),
    "segment without joint": (P, "no joint holds the segments extra", (("</Body></objects>", f"</Body>{made.body('extra')}</objects>"),)),
    "two joints hold a segment": (P, "child of two joints", (("<socket_parent>/bodyset/patella_r", "<socket_parent>/bodyset/tibia_r"),)),
    "ground as child": (P, "ground as its child", (("<socket_parent>/bodyset/patella_r", "<socket_parent>/ground"),)),
    "cycle": (P, "hangs on itself", (("<socket_parent>/ground", "<socket_parent>/bodyset/tibia_r"),)),
    "unknown segment": (N, "'/bodyset/femur'", (("<socket_parent>/bodyset/femur_r", "<socket_parent>/bodyset/femur"),)),
    "no socket": (N, "line 8, FreeJoint", (("<socket_parent_frame>parent_offset", "<socket_parent_frame>"),)),
    "frames in a circle": (P, "hangs on itself", (('<Body name="femur_r">', '<Body name="femur_r">' + FRAME.format("o", "i", FRAME.format("i", "o", "")[12:-13])), ('"knee"><socket_parent_frame>/bodyset/femur_r', '"knee"><socket_parent_frame>/bodyset/femur_r/o'))),
    "two frames of a name": (P, "two frames", (('name="child_offset"', 'name="parent_offset"'),)),
    "zero axis": (P, "axis of rotation1 of joint knee_r is zero", ((KNEE_AXIS, KNEE_AXIS.replace("0 0 1", "0 0 0")),)),
    "axis of two numbers": (P, "3 finite numbers", ((KNEE_AXIS, KNEE_AXIS.replace("0 0 1", "0 1")),)),
    "unknown axis": (P, "an axis 'rotation4'", ((KNEE_AXIS, KNEE_AXIS.replace("rotation1", "rotation4")),)),
    "an axis twice": (P, "two axes 'rotation2'", ((KNEE_AXIS, KNEE_AXIS.replace("rotation1", "rotation2")),)),
    "coordinate of another joint": (N, "'hip_flexion_r'", ((KNEE_AXIS, KNEE_AXIS.replace("knee_angle_r", "hip_flexion_r")),)),
    "function of two coordinates": (P, "depends on 2", ((KNEE_AXIS, KNEE_AXIS.replace("knee_angle_r", "knee_angle_r knee_angle_r")),)),
    "function of nothing": (P, "depends on 0", ((KNEE_AXIS, KNEE_AXIS.replace("knee_angle_r", "")),)),
    # coordinates and constraints
    "coordinate that moves nothing": (P, "'idle' of joint 'knee_r' moves nothing", ((made.coordinate("knee_angle_r"), made.coordinate("knee_angle_r") + made.coordinate("idle")),)),
    "too few coordinates": (P, "has 0 coordinates", ((made.coordinate("patella_r", "<locked>false</locked>"), ""),)),
    "two coordinates of a name": (P, "two coordinates 'knee_angle_r'", (('<Coordinate name="patella_r"', '<Coordinate name="knee_angle_r"'),)),
    "range upside down": (P, "range of coordinate 'hip_flexion_r' is 3 to 2", (("<range>-0.5 2<", "<range>3 2<"),)),
    "default out of a clamped range": (P, "default 5", (("<default_value>0.5", "<default_value>5"),)),
    "flag that is neither": (P, "'maybe'", (("<locked>false", "<locked>maybe"),)),
    "prescribed without function": (P, "prescribed without", (("<locked>false</locked>", "<prescribed>true</prescribed>"),)),
    "other constraint": (U, "WeldConstraint", (("CoordinateCouplerConstraint", "WeldConstraint"),)),
    "coupler of nothing": (N, "'knee'", (("names>knee_angle_r", "names>knee"),)),
    "coupler of two": (U, "2 coordinates", (("names>knee_angle_r", "names>knee_angle_r hip_flexion_r"),)),
    "coupler to itself": (P, "to itself", (("names>knee_angle_r", "names>patella_r"),)),
    "chain of couplers": (P, "another coupler", ((made.COUPLER, made.COUPLER + made.COUPLER.replace("patella_r", "hip_flexion_r").replace("names>knee_angle_r", "names>patella_r")),)),
    "coupler without function": (P, "has no function", (("coupled_coordinates_function", "something"),)),
    # functions
    "unknown function": (U, "translation1 of joint knee_r' uses the function GCVSpline", ((made.spline(), made.spline("GCVSpline")),)),
    "three linear coefficients": (P, "3 coefficients", (("<coefficients>-1.0 0.0", "<coefficients>-1.0 0.0 1"),)),
    "fewer y than x": (P, "5 x and 4 y", (("<y>0.03 0.01 0 -0.01 0.02", "<y>0.03 0.01 0 -0.01"),)),
    "one knot": (P, "1 x and 1 y", (("<x>-2 -1 0 0.5 2</x><y>0.03 0.01 0 -0.01 0.02", "<x>1</x><y>1"),)),
    "knots out of order": (P, "do not increase", (("<x>-2 -1 0 0.5 2", "<x>-2 -1 0.5 0 2"),)),
    "knots that coincide": (P, "do not increase", (("<x>-2 -1 0 0.5 2", "<x>-2 -1 0 0 2"),)),
    "knot that is no number": (P, "nan", (("<x>-2 -1 0 0.5 2", "<x>-2 -1 nan 0.5 2"),)),
    "nothing to multiply": (P, "no function to multiply", (("<MultiplierFunction><function>", "<MultiplierFunction><functio>"), ("</function><scale>", "</functio><scale>"))),
    "huge polynomial": (P, "degree 99", (('<Constant name="function"/>', made.polynomial("1 " * 100)),)),
    # paths, wraps, muscles
    "one point": (P, "glmax_r has 1 points", ((made.CONDITIONAL + made.POINT.format("b", "/bodyset/femur_r", "0 -0.3 0"), ""),)),
    "point far away": (P, "location of PathPoint 'b'", (("<location>0 -0.3 0", "<location>0 -3e9 0"),)),
    "point nowhere": (N, "'/bodyset/hip'", (('"a"><socket_parent_frame>/bodyset/pelvis', '"a"><socket_parent_frame>/bodyset/hip'),)),
    "unknown point": (U, "path point Station", (('<PathPoint name="b">', '<Station name="b">'), ("0 -0.3 0</location></PathPoint>", "0 -0.3 0</location></Station>"), ("0 0 0</location></PathPoint>", "0 0 0</location></Station>"))),
    "unknown condition": (N, "'/jointset/knee_r/knee'", (("<socket_coordinate>/jointset/knee_r/knee_angle_r", "<socket_coordinate>/jointset/knee_r/knee"),)),
    "condition upside down": (P, "range of point 'c'", (("<range>-0.5 0.25", "<range>0.5 0.25"),)),
    "moving point without function": (P, "has no x_location", (("x_location", "u_location"),)),
    "other path": (U, "FunctionBasedPath", (("GeometryPath", "FunctionBasedPath"),)),
    "no path": (U, "no GeometryPath", (("GeometryPath", "Way"),)),
    "ellipsoid": (U, "'glmax_r' uses the wrap surface WrapEllipsoid 'shaft'", ELLIPSOID),
    "torus": (U, "WrapTorus", (("WrapCylinder", "WrapTorus"),)),
    "wrap that is not there": (N, "'shaft2'", (("<wrap_object>shaft", "<wrap_object>shaft2"),)),
    "wrap beyond the path": (P, "of 3", (("<range>-1 2", "<range>1 9"),)),
    "wrap between nothing": (P, "points 2 and 2", (("<range>-1 2", "<range>2 2"),)),
    "wrap without radius": (P, "radius 0 m", (("<radius>0.03", "<radius>0"),)),
    "wrap with an odd quadrant": (P, "quadrant 'w'", (("<quadrant>-x", "<quadrant>w"),)),
    "two wraps of a name": (P, "two wrap surfaces 'shaft'", ((made.body("tibia_r", 3.0), made.body("tibia_r", 3.0, made.CYLINDER)),)),
    "two muscles of a name": (P, "two forces 'glmax_r'", (('"vasint_r"', '"glmax_r"'),)),
    "muscle without name": (P, "has no name", ((MUSCLE, MUSCLE.replace("glmax_r", "")),)),
    "fibre without length": (P, "optimal_fiber_length of muscle 'glmax_r' is 0", (("<optimal_fiber_length>0.08", "<optimal_fiber_length>0"),)),
    "fibres in millimetres": (P, "'glmax_r' is 80: it looks like millimetres", (("<optimal_fiber_length>0.08", "<optimal_fiber_length>80"),)),
    "fibre of a tenth of a millimetre": (P, "'glmax_r' is 0.0001", (("<optimal_fiber_length>0.08", "<optimal_fiber_length>0.0001"),)),
    "tendon in millimetres": (P, "tendon_slack_length of muscle '.*' is 50: it looks like millimetres", (("<tendon_slack_length>0.05", "<tendon_slack_length>50"),)),
    "negative tendon": (P, "tendon_slack_length", (("<tendon_slack_length>0.05", "<tendon_slack_length>-0.05"),)),
    "force of nothing": (P, "max_isometric_force", (("<max_isometric_force>900", "<max_isometric_force>0"),)),
    "pennation beyond a right angle": (P, "pennation", (("<pennation_angle_at_optimal>0.1", "<pennation_angle_at_optimal>1.6"),)),
    "other muscle": (U, "'glmax_r' uses the muscle model DeGrooteFregly2016Muscle", (("Millard2012EquilibriumMuscle", "DeGrooteFregly2016Muscle"),)),
    "deprecated muscle": (U, "Schutte1993Muscle_Deprecated", (("Thelen2003Muscle", "Schutte1993Muscle_Deprecated"),)),
    "other force": (U, "the force MysteryForce", ((made.ACTUATOR, '<MysteryForce name="x"/>'),)),
    "actuator of nothing": (N, "'hip'", (("<coordinate>hip_flexion_r", "<coordinate>hip"),)),
    "actuator without force": (P, "optimal force 0", (("<optimal_force>10", "<optimal_force>0"),)),
    # the rest
    "marker nowhere": (N, "Marker 'knee'", (('"knee"><socket_parent_frame>/bodyset/femur_r', '"knee"><socket_parent_frame>/bodyset/x'),)),
    "two markers of a name": (P, "two markers 'knee'", ((made.MARKER, made.MARKER * 2),)),
    "a joint among components": (U, "the component PinJoint", (("<credits>", '<ComponentSet><objects><PinJoint name="x"/></objects></ComponentSet><credits>'),)),
    "a force in a segment": (U, "the component PathSpring", (('<Body name="femur_r">', '<Body name="femur_r"><components><PathSpring/></components>'),)),
    "gravity sideways": (P, "it points along -z", (("<credits>", "<gravity>0 0 -9.80665</gravity><credits>"),)),
    "gravity upwards": (P, "it points along \\+y", (("<credits>", "<gravity>0 9.80665 0</gravity><credits>"),)),
    "gravity of two numbers": (P, "gravity", (("<credits>", "<gravity>0 -9.8</gravity><credits>"),)),
    "a name without end": (P, "at most 200", (('"vasint_r"', f'"{"v" * 2000}"'),)),
    "a list without end": (P, "one or more finite numbers", (("<coefficients>-1.0 0.0", "<coefficients>" + "1 " * 200_000),)),
    "a path without end": (P, "PathPointSet has 601 objects", ((made.MOVING, made.POINT.format("x", "/bodyset/tibia_r", "0 0 0") * 600),)),
    "a body without end": (P, "BodySet has 1004 objects", ((made.body("tibia_r", 3.0), made.body("tibia_r", 3.0) + "<Body/>" * 1000),)),
    "a set without end": (P, "5000 objects", ((made.MARKER, "<Marker/>" * 5000),)),
}  # fmt: skip


@pytest.mark.parametrize("flaw", FLAWS)
def test_every_flaw_is_named(flaw: str) -> None:
    kind, words, pairs = FLAWS[flaw]
    with pytest.raises(kind, match=words) as error:
        read(changed(*pairs))
    assert error.value.where.startswith("leg.osim")
    assert error.value.next_step
    assert error.value.valid or isinstance(error.value, ImpossibleData)


@pytest.mark.parametrize("flaw", ["ellipsoid", "torus", "other muscle", "unknown point", "other path", "other force"])
def test_what_crosses_the_hip_or_is_unknown_is_never_left_out(flaw: str) -> None:
    with pytest.raises(UnsupportedElement, match="crosses a hip"):
        read(changed(*FLAWS[flaw][2]), skip_unsupported=True)


def test_old_layout_names_its_flaws_too() -> None:
    text = made.old_hip(20302)
    with pytest.raises(UnknownName, match="'pelvic'"):
        read(text.replace("<parent_body> pelvis", "<parent_body> pelvic"))
    with pytest.raises(UnsupportedElement, match="reversed"):
        read(text.replace("<reverse> false", "<reverse> true"))
    with pytest.raises(ImpossibleData, match="not that of any mass"):
        read(text.replace("<inertia_xx>0.11", "<inertia_xx>-1"))
