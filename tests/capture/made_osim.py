"""Small ``.osim`` models made for tests: one leg in the new layout, and the same in the old one."""

POINT = '<PathPoint name="{}"><socket_parent_frame>{}</socket_parent_frame><location>{}</location></PathPoint>'

_FRAMES = """<frames>
<PhysicalOffsetFrame name="parent_offset"><socket_parent>{parent}</socket_parent>
<translation>{at}</translation><orientation>{turned}</orientation></PhysicalOffsetFrame>
<PhysicalOffsetFrame name="child_offset"><socket_parent>{child}</socket_parent>
<translation>{from_}</translation><orientation>{back}</orientation></PhysicalOffsetFrame>
</frames>"""


def body(name: str, mass_kg: float = 1.0, inside: str = "") -> str:
    """A segment in the new layout."""
    return f"""<Body name="{name}">{inside}<mass>{mass_kg}</mass><mass_center>0.01 -0.2 0.03</mass_center>
<inertia>0.11 0.12 0.13 0.001 0.002 0.003</inertia></Body>"""


def offset_frame(name: str, parent: str = "..", at: str = "0 0 0", turned: str = "0 0 0", inside: str = "") -> str:
    """An offset frame."""
    return f"""<PhysicalOffsetFrame name="{name}"><socket_parent>{parent}</socket_parent>
<translation>{at}</translation><orientation>{turned}</orientation>{inside}</PhysicalOffsetFrame>"""


def coordinate(name: str, inside: str = "<range>-2 2</range>") -> str:
    """A coordinate."""
    return f'<Coordinate name="{name}">{inside}</Coordinate>'


def joint(tag: str, name: str, parent: str, child: str, coordinates: str = "", inside: str = "") -> str:
    """A joint in the new layout whose two frames are offset and turned."""
    frames = _FRAMES.format(
        parent="/ground" if parent == "ground" else f"/bodyset/{parent}",
        child=f"/bodyset/{child}",
        at="0.1 -0.4 0.05", turned="0.3 -0.4 0.5", from_="-0.01 0.02 0.03", back="-0.2 0.1 0.9",
    )  # fmt: skip
    return f"""<{tag} name="{name}"><socket_parent_frame>parent_offset</socket_parent_frame>
<socket_child_frame>child_offset</socket_child_frame><coordinates>{coordinates}</coordinates>{frames}{inside}</{tag}>"""


def transform(*axes: tuple[str, str, str]) -> str:
    """A spatial transform of up to six (coordinate, axis, function)."""
    names = ("rotation1", "rotation2", "rotation3", "translation1", "translation2", "translation3")
    rows = [
        f'<TransformAxis name="{name}"><coordinates>{q}</coordinates><axis>{axis}</axis>{function}</TransformAxis>'
        for name, (q, axis, function) in zip(names, axes, strict=False)
    ]
    return f"<SpatialTransform>{''.join(rows)}</SpatialTransform>"


def linear(slope: float = 1.0, constant: float = 0.0) -> str:
    """A linear function as a property named function."""
    return f'<LinearFunction name="function"><coefficients>{slope} {constant}</coefficients></LinearFunction>'


def polynomial(coefficients: str) -> str:
    """A polynomial as a property named function."""
    return f'<PolynomialFunction name="function"><coefficients>{coefficients}</coefficients></PolynomialFunction>'


def multiplied(function: str, scale: float) -> str:
    """A function times a number, in the wrapped way of writing a property."""
    return (
        f"<function><MultiplierFunction><function>{function}</function><scale>{scale}</scale>"
        "</MultiplierFunction></function>"
    )


def spline(tag: str = "SimmSpline") -> str:
    """A spline of five knots as a property named function."""
    return f'<{tag} name="function"><x>-2 -1 0 0.5 2</x><y>0.03 0.01 0 -0.01 0.02</y></{tag}>'


def muscle(
    name: str, points: str, *, tag: str = "Millard2012EquilibriumMuscle", wraps: str = "", inside: str = ""
) -> str:
    """A muscle along a geometry path."""
    return f"""<{tag} name="{name}"><GeometryPath name="geometrypath">
<PathPointSet><objects>{points}</objects></PathPointSet>
<PathWrapSet><objects>{wraps}</objects></PathWrapSet></GeometryPath>
<max_isometric_force>900</max_isometric_force><optimal_fiber_length>0.08</optimal_fiber_length>
<tendon_slack_length>0.05</tendon_slack_length><pennation_angle_at_optimal>0.1</pennation_angle_at_optimal>{inside}</{tag}>"""


def sets(**parts: str) -> str:
    """Sets of a model by class name."""
    return "".join(
        f'<{name} name="{name.lower()}"><objects>{inside}</objects></{name}>' for name, inside in parts.items()
    )


def document(inside: str, version: int = 40000) -> str:
    """A model file."""
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<OpenSimDocument Version="{version}"><Model name="made"><credits>A. Author</credits>{inside}</Model>
</OpenSimDocument>"""


def model(bodies: str, joints: str, **more: str) -> str:
    """A model file in the new layout; ``more`` are further sets, ``inside`` is put into the model as it is."""
    inside = more.pop("inside", "")
    return document(inside + '<Ground name="ground"/>' + sets(BodySet=bodies, JointSet=joints, **more))


CYLINDER = """<WrapObjectSet name="wrapobjectset"><objects><WrapCylinder name="shaft"><active>true</active>
<xyz_body_rotation>0.1 0 0</xyz_body_rotation><translation>0 -0.2 0</translation><quadrant>-x</quadrant>
<radius>0.03</radius><length>0.2</length></WrapCylinder></objects></WrapObjectSet>"""
WRAP = '<PathWrap name="w"><wrap_object>shaft</wrap_object><method>hybrid</method><range>{}</range></PathWrap>'
CONDITIONAL = """<ConditionalPathPoint name="c"><socket_parent_frame>/bodyset/femur_r</socket_parent_frame>
<location>0.02 -0.1 0</location><socket_coordinate>/jointset/knee_r/knee_angle_r</socket_coordinate>
<range>-0.5 0.25</range></ConditionalPathPoint>"""
MOVING = f"""<MovingPathPoint name="m"><socket_parent_frame>/bodyset/tibia_r</socket_parent_frame>
<socket_x_coordinate>/jointset/knee_r/knee_angle_r</socket_x_coordinate>
<socket_y_coordinate>/jointset/knee_r/knee_angle_r</socket_y_coordinate>
<socket_z_coordinate>/jointset/knee_r/knee_angle_r</socket_z_coordinate>
<x_location>{spline()}</x_location><y_location>{linear(0.1, 0.2)}</y_location>
<z_location><Constant><value>0.007</value></Constant></z_location></MovingPathPoint>"""
COUPLER = f"""<CoordinateCouplerConstraint name="coupler"><isEnforced>true</isEnforced>
<coupled_coordinates_function>{linear(1.0, 0.25)}</coupled_coordinates_function>
<independent_coordinate_names>knee_angle_r</independent_coordinate_names>
<dependent_coordinate_name>patella_r</dependent_coordinate_name><scale_factor>2</scale_factor>
</CoordinateCouplerConstraint>"""
ACTUATOR = """<CoordinateActuator name="reserve"><min_control>-Inf</min_control><max_control>Inf</max_control>
<coordinate>hip_flexion_r</coordinate><optimal_force>10</optimal_force></CoordinateActuator>"""

LEG_BODIES = body("pelvis", 11.0) + body("femur_r", 9.0, CYLINDER) + body("tibia_r", 3.0) + body("patella_r", 0.1)
LEG_JOINTS = (
    joint("FreeJoint", "ground_pelvis", "ground", "pelvis", "".join(coordinate(f"pelvis_{k}") for k in range(6)))
    + joint(
        "CustomJoint", "hip_r", "pelvis", "femur_r",
        coordinate("hip_flexion_r", "<default_value>0.5</default_value><range>-0.5 2</range><clamped>true</clamped>")
        + coordinate("hip_adduction_r") + coordinate("hip_rotation_r"),
        transform(("hip_flexion_r", "0 0 1", linear()), ("hip_adduction_r", "2 0 0", linear()),
                  ("hip_rotation_r", "0 1 0", linear())),
    )
    + joint(
        "CustomJoint", "knee_r", "femur_r", "tibia_r", coordinate("knee_angle_r"),
        transform(("knee_angle_r", "0 0 1", linear(-1.0)), ("", "0 1 0", '<Constant name="function"/>'),
                  ("", "1 0 0", '<Constant name="function"/>'), ("knee_angle_r", "1 0 0", spline()),
                  ("knee_angle_r", "0 1 0", multiplied(spline("PiecewiseLinearFunction"), 1.1))),
    )
    + joint("PinJoint", "patella_joint_r", "femur_r", "patella_r", coordinate("patella_r", "<locked>false</locked>"))
)  # fmt: skip
LEG_FORCES = (
    muscle("glmax_r", POINT.format("a", "/bodyset/pelvis", "-0.1 0.1 0") + CONDITIONAL
           + POINT.format("b", "/bodyset/femur_r", "0 -0.3 0"), wraps=WRAP.format("-1 2"))
    + muscle("recfem_r", POINT.format("a", "/bodyset/pelvis", "0.1 0 0") + MOVING, tag="Thelen2003Muscle")
    + muscle("vasint_r", POINT.format("a", "/bodyset/femur_r", "0 -0.1 0")
             + POINT.format("b", "/bodyset/tibia_r", "0 0 0"), wraps=WRAP.format("-1 -1"))
    + ACTUATOR
)  # fmt: skip
MARKER = """<Marker name="knee"><socket_parent_frame>/bodyset/femur_r</socket_parent_frame>
<location>0 -0.4 0</location></Marker>"""
LEG = model(LEG_BODIES, LEG_JOINTS, ConstraintSet=COUPLER, ForceSet=LEG_FORCES, MarkerSet=MARKER)

OLD_BODY = """<Body name="{name}"><mass>{mass}</mass><mass_center>0.01 -0.2 0.03</mass_center>
<inertia_xx>0.11</inertia_xx><inertia_yy>0.12</inertia_yy><inertia_zz>0.13</inertia_zz><inertia_xy>0.001</inertia_xy>
<inertia_xz>0.002</inertia_xz><inertia_yz>0.003</inertia_yz><Joint><{tag} name="{joint}">
<parent_body> {parent} </parent_body><location_in_parent>0.1 -0.4 0.05</location_in_parent>
<orientation_in_parent>0.3 -0.4 0.5</orientation_in_parent><location>-0.01 0.02 0.03</location>
<orientation>-0.2 0.1 0.9</orientation><CoordinateSet name=""><objects>{coordinates}</objects></CoordinateSet>
<reverse> false </reverse>{inside}</{tag}></Joint>{wraps}</Body>"""
OLD_POINT = '<PathPoint name="{}"><location> {} </location><body> {} </body></PathPoint>'
OLD_CONDITIONAL = """<ConditionalPathPoint name="c"><location>0.02 -0.1 0</location><body>femur_r</body>
<range>-0.5 0.25</range><coordinate> hip_rotation_r </coordinate></ConditionalPathPoint>"""
OLD_MOVING = f"""<MovingPathPoint name="m"><location>0 0 0</location><body> femur_r </body>
<x_location>{spline("NaturalCubicSpline")}</x_location><x_coordinate> hip_rotation_r </x_coordinate>
<y_location>{linear(0.1, 0.2)}</y_location><y_coordinate>hip_rotation_r</y_coordinate>
<z_location><Constant><value>0.007</value></Constant></z_location><z_coordinate>hip_rotation_r</z_coordinate>
</MovingPathPoint>"""
_HIP = ("hip_flexion_r", "0 0 1"), ("hip_adduction_r", "2 0 0"), ("hip_rotation_r", "0 1 0")


def old_hip(version: int) -> str:
    """Pelvis and femur in the layout of OpenSim 2 and 3."""
    free = "".join(coordinate(f"pelvis_{k}") for k in range(6))
    axes = transform(*((q, axis, f"<function>{linear()}</function>") for q, axis in _HIP))
    points = OLD_POINT.format("a", "-0.1 0.1 0", "pelvis") + OLD_CONDITIONAL + OLD_MOVING
    ground = '<Body name="ground"><mass>0</mass><Joint/></Body>'
    pelvis = OLD_BODY.format(name="pelvis", mass=11.0, tag="FreeJoint", joint="ground_pelvis", parent="ground",
                             coordinates=free, inside="", wraps="")  # fmt: skip
    three = "".join(coordinate(q) for q, _ in _HIP)
    femur = OLD_BODY.format(name="femur_r", mass=9.0, tag="CustomJoint", joint="hip_r", parent="pelvis",
                            coordinates=three, inside=axes, wraps=CYLINDER)  # fmt: skip
    marker = '<Marker name="knee"><body>femur_r</body><location>0 -0.4 0</location></Marker>'
    forces = muscle("glmax_r", points, tag="Thelen2003Muscle", inside="<isDisabled> false </isDisabled>")
    return document(sets(BodySet=ground + pelvis + femur, ConstraintSet="", ForceSet=forces, MarkerSet=marker), version)


def new_hip() -> str:
    """The same pelvis and femur in the layout of OpenSim 4."""
    condition = CONDITIONAL.replace("/jointset/knee_r/knee_angle_r", "/jointset/hip_r/hip_rotation_r")
    moving = MOVING.replace("/jointset/knee_r/knee_angle_r", "/jointset/hip_r/hip_rotation_r").replace(
        "tibia_r", "femur_r"
    )
    points = POINT.format("a", "/bodyset/pelvis", "-0.1 0.1 0") + condition + moving
    joints = joint(
        "FreeJoint", "ground_pelvis", "ground", "pelvis", "".join(coordinate(f"pelvis_{k}") for k in range(6))
    ) + joint(
        "CustomJoint", "hip_r", "pelvis", "femur_r", "".join(coordinate(q) for q, _ in _HIP),
        transform(*((q, axis, linear()) for q, axis in _HIP)),
    )  # fmt: skip
    forces = muscle("glmax_r", points, tag="Thelen2003Muscle")
    return model(body("pelvis", 11.0) + body("femur_r", 9.0, CYLINDER), joints, ForceSet=forces, MarkerSet=MARKER)
