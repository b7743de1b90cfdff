"""The reader of models on small models: what each element becomes, and what is said about what is left out."""

import os
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.capture import made_osim as made
from tests.capture.made_osim import LEG
from trochanter.anatomy.body import CONDITIONAL_POINT, CYLINDER, FIXED_POINT, MOVING_POINT, SPHERE, Body
from trochanter.capture.osim import parse_osim, read_osim
from trochanter.capture.xml import MAX_BYTES
from trochanter.core.errors import MissingInput, UnreadableFile
from trochanter.core.rotations import xyz_body_rotation


def read(text: str, *, skip_unsupported: bool = False) -> Body:
    return parse_osim(text.encode(), "leg.osim", skip_unsupported=skip_unsupported)


def changed(*pairs: tuple[str, str]) -> str:
    text = LEG
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def leg() -> Body:
    return read(LEG)


def test_segments_and_joints(leg: Body) -> None:
    assert leg.segments.names == ("ground", "pelvis", "femur_r", "tibia_r", "patella_r")
    assert leg.mass_kg == pytest.approx(23.1)
    assert leg.segments.inertia_kgm2[1].tolist() == [[0.11, 0.001, 0.002], [0.001, 0.12, 0.003], [0.002, 0.003, 0.13]]
    assert leg.joints.names == ("ground_pelvis", "hip_r", "knee_r", "patella_joint_r")
    assert leg.joints.parent.tolist() == [0, 1, 2, 2]
    assert leg.joints.child.tolist() == [1, 2, 3, 4]
    np.testing.assert_allclose(leg.joints.parent_rotation[1], xyz_body_rotation([0.3, -0.4, 0.5]))
    np.testing.assert_allclose(leg.joints.child_point_m[1], [-0.01, 0.02, 0.03])
    assert leg.joints.axis[1, 1].tolist() == [1.0, 0.0, 0.0]
    assert leg.joints.axis_coordinate[2].tolist() == [9, -1, -1, 9, 9, -1]


def test_coordinates(leg: Body) -> None:
    q = leg.coordinates
    flexion, patella = leg.coordinate("hip_flexion_r"), leg.coordinate("patella_r")
    assert (q.default[flexion], q.lower[flexion], q.upper[flexion]) == (0.5, -0.5, 2.0)
    assert bool(q.clamped[flexion])
    assert (q.lower[patella], q.upper[patella]) == (-10.0, 10.0)
    assert q.is_rotation.tolist() == [True] * 3 + [False] * 3 + [True] * 5
    assert q.coupled_to[patella] == leg.coordinate("knee_angle_r")
    assert leg.functions.value(int(q.coupler_function[patella]), 0.5) == pytest.approx(2 * (0.5 + 0.25))
    assert np.flatnonzero(q.coupled_to >= 0).tolist() == [patella]
    assert not np.any(q.locked)


def test_paths(leg: Body) -> None:
    paths = leg.paths
    assert paths.point_start.tolist() == [0, 3, 5, 7]
    assert paths.point_kind.tolist() == [
        FIXED_POINT,
        CONDITIONAL_POINT,
        *[FIXED_POINT] * 2,
        MOVING_POINT,
        *[FIXED_POINT] * 2,
    ]
    assert paths.point_segment.tolist() == [1, 2, 2, 1, 3, 2, 3]
    knee = leg.coordinate("knee_angle_r")
    assert (paths.condition_coordinate[1], paths.condition_lower[1], paths.condition_upper[1]) == (knee, -0.5, 0.25)
    assert paths.moving_coordinate[4].tolist() == [knee, knee, -1]
    assert paths.point_m[4, 2] == 0.007
    assert leg.functions.value(int(paths.moving_function[4, 0]), -1.0) == pytest.approx(0.01)
    assert leg.functions.value(int(paths.moving_function[4, 1]), 2.0) == pytest.approx(0.4)
    assert paths.wrap_start.tolist() == [0, 1, 1, 2]
    assert paths.wrap_first.tolist() == [-1, -1]
    assert paths.wrap_last.tolist() == [1, -1]


def test_wraps_muscles_actuators_and_markers(leg: Body) -> None:
    assert leg.wraps.names == ("shaft",)
    assert (leg.wraps.kind[0], leg.wraps.segment[0]) == (CYLINDER, 2)
    assert (leg.wraps.quadrant_axis[0], leg.wraps.quadrant_sign[0]) == (0, -1.0)
    assert leg.muscles.names == ("glmax_r", "recfem_r", "vasint_r")
    assert [type(leg.muscles.curves[i]).__name__ for i in leg.muscles.curve] == [
        "MillardCurves", "ThelenCurves", "MillardCurves"
    ]  # fmt: skip
    assert len(leg.muscles.curves) == 2
    assert leg.actuators.names == ("reserve",)
    assert leg.actuators.upper.tolist() == [np.inf]
    assert leg.markers.location_m.tolist() == [[0.0, -0.4, 0.0]]


def test_where_it_comes_from(tmp_path: Path) -> None:
    path = tmp_path / "leg.osim"
    path.write_text(LEG)
    body = read_osim(path)
    assert body.source == str(path)
    assert len(body.sha256) == 64
    assert body.credits == "A. Author"
    assert body.name == "made"
    assert body.gravity_m_s2.tolist() == [0.0, -9.80665, 0.0]


def test_arrays_are_read_only(leg: Body) -> None:
    arrays = [
        getattr(part, f.name)
        for part in (getattr(leg, field.name) for field in fields(leg))
        if is_dataclass(part)
        for f in fields(part)
    ]
    assert sum(isinstance(array, np.ndarray) for array in arrays) > 50
    assert not any(array.flags.writeable for array in arrays if isinstance(array, np.ndarray))


@pytest.mark.parametrize("version", [20302, 20303, 30000])
def test_the_old_layout_gives_the_same_body(version: int) -> None:
    old, new = read(made.old_hip(version)), read(made.new_hip())
    for part in ("segments", "joints", "coordinates", "functions", "wraps", "paths", "muscles", "markers"):
        for field in fields(getattr(old, part)):
            before, after = getattr(getattr(old, part), field.name), getattr(getattr(new, part), field.name)
            assert np.array_equal(before, after), f"{part}.{field.name}"


@pytest.mark.parametrize("version", [40000, 40500, 40600])
def test_new_versions_are_read(version: int) -> None:
    assert read(changed(('Version="40000"', f'Version="{version}"'))).mass_kg > 0


@pytest.mark.parametrize("version", ["", "x", "10900", "20200", "30517", "39999", "40601", "4e4", "9" * 30])
def test_other_versions_are_refused_with_the_valid_ones(version: str) -> None:
    with pytest.raises(UnreadableFile, match="20302, 20303, 30000 and 40000 to 40600"):
        read(changed(('Version="40000"', f'Version="{version}"')))


def test_other_documents_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="another kind: <OpenSimTool>"):
        read("<OpenSimTool/>")
    with pytest.raises(UnreadableFile, match="no <Model>"):
        read('<OpenSimDocument Version="40000"><ScaleTool/></OpenSimDocument>')


def test_a_model_without_end_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="300000 elements"):
        read(changed(("<credits>", "<x/>" * 300_000 + "<credits>")))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match=r"nowhere\.osim"):
        read_osim(tmp_path / "nowhere.osim")
    (tmp_path / "leg.osim").write_text(LEG)
    with pytest.raises(MissingInput, match=r"did you mean 'leg\.osim'"):
        read_osim(tmp_path / "Leg1.osim")
    with pytest.raises(UnreadableFile, match="folder"):
        read_osim(tmp_path)


def test_a_huge_model_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "huge.osim").open("wb") as stream:
        stream.truncate(4 * MAX_BYTES)
    with pytest.raises(UnreadableFile, match=r"256 MB(.|\n)*at most 64 MB"):
        read_osim(tmp_path / "huge.osim")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_for_a_model_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.osim")
    with pytest.raises(UnreadableFile, match="a device, pipe or socket"):
        read_osim(tmp_path / "pipe.osim")


def test_joints_come_with_parents_first_and_coordinates_in_the_order_of_the_file() -> None:
    body = read(
        made.model(
            made.body("b") + made.body("a"),
            made.joint("PinJoint", "jb", "a", "b", made.coordinate("qb"))
            + made.joint("PinJoint", "ja", "ground", "a", made.coordinate("qa")),
        )
    )
    assert body.joints.names == ("ja", "jb")
    assert body.coordinates.names == ("qb", "qa")
    assert [body.joints.names[j] for j in body.coordinates.joint] == ["jb", "ja"]


def test_frames_on_frames_end_in_the_segment() -> None:
    outer = made.offset_frame("outer", "..", "1 0 0", "0 0 1.5707963267948966")
    inner = f"<components>{outer}{made.offset_frame('inner', '/bodyset/femur_r/outer', '0.1 0 0')}</components>"
    text = changed(('<Body name="femur_r">', f'<Body name="femur_r">{inner}'))
    for socket in ("/bodyset/femur_r/inner", "../../bodyset/femur_r/inner", "bodyset/femur_r/inner"):
        body = read(
            text.replace('"knee"><socket_parent_frame>/bodyset/femur_r', f'"knee"><socket_parent_frame>{socket}')
        )
        np.testing.assert_allclose(body.markers.location_m[0], [1.4, 0.1, 0.0], atol=1e-12)
        assert body.markers.segment[0] == 2


@pytest.mark.parametrize("socket", ["/bodyset/femur_r", "femur_r", "bodyset/femur_r", "../../bodyset/femur_r"])
def test_a_segment_is_found_by_path_and_by_name(socket: str) -> None:
    body = read(changed(('"knee"><socket_parent_frame>/bodyset/femur_r', f'"knee"><socket_parent_frame>{socket}')))
    assert body.markers.segment.tolist() == [2]


def test_points_and_wraps_on_offset_frames_are_resolved() -> None:
    frame = f"<components>{made.offset_frame('o', '..', '0 0 0.5', inside=made.CYLINDER)}</components>"
    point = '"b"><socket_parent_frame>/bodyset/femur_r{}</socket_parent_frame><location>0 -0.3 0'
    text = changed((made.CYLINDER, frame), (point.format(""), point.format("/o")))
    body = read(text)
    assert body.wraps.point_m[0].tolist() == [0.0, -0.2, 0.5]
    assert body.paths.point_m[2].tolist() == [0.0, -0.3, 0.5]


def test_a_moving_point_on_a_shifted_frame_moves_its_functions() -> None:
    frame = f"<components>{made.offset_frame('o', '..', '1 2 3')}</components>"
    point = '"m"><socket_parent_frame>/bodyset/tibia_r'
    plain = read(LEG)
    body = read(changed(('<Body name="tibia_r">', f'<Body name="tibia_r">{frame}'), (point, point + "/o")))
    for k, shift in enumerate((1.0, 2.0)):
        before, after = (b.functions.value(int(b.paths.moving_function[4, k]), 0.3) for b in (plain, body))
        assert after - before == pytest.approx(shift)
    assert body.paths.point_m[4, 2] == pytest.approx(3.007)


def test_a_sphere_and_all_quadrants() -> None:
    sphere = changed(("WrapCylinder", "WrapSphere"))
    assert read(sphere).wraps.kind.tolist() == [SPHERE]
    expected = {"all": (-1, 1.0), "x": (0, 1.0), "+y": (1, 1.0), "-z": (2, -1.0), "Y": (1, 1.0)}
    for text, (axis, sign) in expected.items():
        wraps = read(changed(("<quadrant>-x", f"<quadrant>{text}"))).wraps
        assert (wraps.quadrant_axis[0], wraps.quadrant_sign[0]) == (axis, sign)


def test_inactive_wraps_do_not_wrap() -> None:
    body = read(changed(("<active>true", "<active>false")))
    assert body.wraps.names == ()
    assert body.paths.wrap_start.tolist() == [0, 0, 0, 0]


def test_defaults_of_a_class_fill_what_an_object_leaves_out() -> None:
    defaults = (
        '<defaults><Millard2012EquilibriumMuscle name="default"><max_contraction_velocity>8</max_contraction_velocity>'
        "<ForceVelocityCurve><isometric_slope>4</isometric_slope></ForceVelocityCurve>"
        "</Millard2012EquilibriumMuscle>"
        '<Coordinate name="default"><clamped>true</clamped></Coordinate></defaults>'
    )
    body = read(changed(("<credits>", f"{defaults}<credits>")))
    assert body.muscles.max_contraction_velocity.tolist() == [8.0, 10.0, 8.0]
    assert body.muscles.curves[0].isometric_slope == 4.0  # type: ignore[union-attr]
    assert bool(body.coordinates.clamped.all())


def test_the_passive_curve_takes_its_stiffness_from_its_strains_unless_all_is_given() -> None:
    curve = "<FiberForceLengthCurve><strain_at_one_norm_force>0.5</strain_at_one_norm_force>{}</FiberForceLengthCurve>"
    end = "</Millard2012EquilibriumMuscle>"
    some = "<stiffness_at_low_force>0.3</stiffness_at_low_force><curviness>0.6</curviness>"
    fitted = read(changed((end, curve.format(some) + end))).muscles.curves[0]
    own = some + "<stiffness_at_one_norm_force>5</stiffness_at_one_norm_force>"
    given = read(changed((end, curve.format(own) + end))).muscles.curves[0]
    names = ("stiffness_at_low_force", "stiffness_at_one_norm_force", "passive_curviness")
    assert [getattr(fitted, name) for name in names] == [0.2, 4.0, 0.75]
    assert [getattr(given, name) for name in names] == [0.3, 5.0, 0.6]


def test_a_prescribed_coordinate_keeps_its_function_of_time() -> None:
    function = f"<prescribed>true</prescribed><prescribed_function>{made.linear(2.0, 1.0)}</prescribed_function>"
    body = read(changed(("<locked>false</locked>", function)))
    q = body.coordinates.prescribed_function
    assert np.flatnonzero(q >= 0).tolist() == [body.coordinate("patella_r")]
    assert body.functions.value(int(q[-1]), 3.0) == 7.0
    unused = function.replace("true", "false").replace("LinearFunction", "GCVSpline")
    assert read(changed(("<locked>false</locked>", unused))).coordinates.prescribed_function.max() == -1


def test_equal_functions_are_kept_once() -> None:
    functions = read(LEG).functions
    ends = [*functions.start[1:], len(functions.data)]
    rows = {functions.data[first:end].tobytes() for first, end in zip(functions.start, ends, strict=True)}
    assert len(rows) == len(functions.kind) > 5


NOTED = {
    "constraint-off": (("<isEnforced>true", "<isEnforced>false"),),
    "forces-disabled": ((made.ACTUATOR, made.ACTUATOR.replace("<min_", "<appliesForce>false</appliesForce><min_")),),
    "forces-passive": (
        (made.ACTUATOR, '<CoordinateLimitForce name="stop"><damping>1</damping></CoordinateLimitForce>'),
    ),
    "forces-contact": ((made.ACTUATOR, '<SmoothSphereHalfSpaceForce name="heel"/>'),),
    "forces-actuator": ((made.ACTUATOR, '<TorqueActuator name="residual"/>'),),
    "forces-limits": (("</Thelen2003Muscle>", "<max_control>0.5</max_control></Thelen2003Muscle>"),),
    "inertia-triangle": (("0.11 0.12 0.13 0.001 0.002 0.003", "0.1 0.1 0.9 0 0 0"),),
    "coupled-and-fixed": (("<locked>false", "<locked>true"),),
    "unknown-elements": (("<isEnforced>", "<isEnforcd>1</isEnforcd><isEnforced>"),),
    "ignored": (("<credits>", "<ControllerSet><objects><PrescribedController/></objects></ControllerSet><credits>"),),
    "units": (("<credits>", "<length_units>millimeters</length_units><credits>"),),
}


@pytest.mark.parametrize("code", NOTED)
def test_what_is_left_out_is_said_once(code: str) -> None:
    body = read(changed(*NOTED[code]))
    assert [notice.code for notice in body.notices].count(code) == (1 if code != "inertia-triangle" else 4)
    assert all(notice.where == "leg.osim" for notice in body.notices)


def test_notices_name_what_they_are_about() -> None:
    said = {code: " ".join(n.text for n in read(changed(*pairs)).notices) for code, pairs in NOTED.items()}
    words = {
        "forces-passive": "'stop'",
        "unknown-elements": "isEnforcd (1)",
        "constraint-off": "'coupler'",
        "ignored": "PrescribedController (1)",
        "units": "'millimeters'",
    }
    for code, word in words.items():
        assert word in said[code]


ELLIPSOID = (("WrapCylinder", "WrapEllipsoid"),)


def test_a_muscle_that_cannot_be_evaluated_is_left_out_on_request() -> None:
    text = changed(*ELLIPSOID).replace(made.WRAP.format("-1 2"), "")
    body = read(text, skip_unsupported=True)
    assert body.muscles.names == ("glmax_r", "recfem_r")
    left_out = [notice.text for notice in body.notices if notice.code == "muscle-left-out"]
    assert len(left_out) == 1
    assert "vasint_r" in left_out[0]
    assert "WrapEllipsoid 'shaft'" in left_out[0]
