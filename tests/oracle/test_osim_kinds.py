"""Every kind of joint and function, in small made models, against OpenSim 4.6."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from revalidation.tolerances import limit
from tests.capture import made_osim as made
from tests.oracle.muscle_curves import assert_same_curves
from tests.oracle.slow_kinematics import assert_same_poses
from trochanter.capture.osim import parse_osim
from trochanter.core.arrays import Floats

pytestmark = pytest.mark.needs("opensim")


def one_axis(function: str) -> str:
    """A model with one segment that turns about x by a function of one coordinate."""
    turning = made.transform(("q", "1 0 0", function))
    return made.model(made.body("a"), made.joint("CustomJoint", "j", "ground", "a", made.coordinate("q"), turning))


JOINT_KINDS = {
    "WeldJoint": 0, "PinJoint": 1, "SliderJoint": 1, "UniversalJoint": 2, "PlanarJoint": 3, "GimbalJoint": 3,
    "BallJoint": 3, "FreeJoint": 6,
}  # fmt: skip
MADE = {
    **{
        tag: made.model(
            made.body("a"),
            made.joint(tag, "j", "ground", "a", "".join(made.coordinate(f"q{i}") for i in range(count))),
        )
        for tag, count in JOINT_KINDS.items()
    },
    "child before parent": made.model(
        made.body("b") + made.body("a"),
        made.joint("PinJoint", "jb", "a", "b", made.coordinate("qb"))
        + made.joint("PinJoint", "ja", "ground", "a", made.coordinate("qa")),
    ),
    "odd axes": made.model(
        made.body("a"),
        made.joint(
            "CustomJoint", "j", "ground", "a", "".join(made.coordinate(f"q{i}") for i in range(3)),
            made.transform(
                ("q0", "0 1 3", made.linear(2.0, 0.1)), ("q1", "1 1 0", made.linear()),
                ("", "1 0 0", '<Constant name="function"><value>0.2</value></Constant>'),
                ("q0", "2 0 1", made.polynomial("1 2 3")), ("q2", "0 5 1", made.multiplied(made.spline(), -1.5)),
                ("q1", "0 0 1", made.spline("PiecewiseLinearFunction")),
            ),
        ),
    ),
    "leg": made.LEG,
    "old hip": made.old_hip(20303),
    "3.x hip": made.old_hip(30000),
    "frames on frames": made.model(
        made.body("a", 1.0, "<components>" + made.offset_frame("o", "..", "0.1 0.2 0.3", "0.4 0.5 0.6")
                  + made.offset_frame("p", "/bodyset/a/o", "-0.3 0.1 0", "1 2 3") + "</components>"),
        made.joint("BallJoint", "j", "ground", "a", "".join(made.coordinate(f"q{i}") for i in range(3)))
        .replace("<socket_child_frame>child_offset", "<socket_child_frame>/bodyset/a/p"),
    ),
    "only one axis written": one_axis(made.linear()),
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_every_kind_of_joint_moves_as_in_opensim(name: str, opensim: Any, tmp_path: Path) -> None:
    body = parse_osim(MADE[name].encode(), name)
    path = tmp_path / "made.osim"
    path.write_text(MADE[name])
    model = opensim.Model(str(path))
    state = model.initSystem()
    theirs = [model.getCoordinateSet().get(i) for i in range(model.getCoordinateSet().getSize())]
    assert list(body.coordinates.names) == [coordinate.getName() for coordinate in theirs]
    assert_same_poses(model, state, body, 8)


@pytest.mark.parametrize("knots", [2, 3, 4, 5, 9, 17])
@pytest.mark.parametrize("tag", ["SimmSpline", "PiecewiseLinearFunction"])
def test_splines_and_their_slopes_are_opensims(tag: str, knots: int, opensim: Any) -> None:
    rng = np.random.default_rng(knots)
    x, y = np.cumsum(rng.uniform(0.05, 1.0, knots)), rng.normal(size=knots)
    theirs = getattr(opensim, tag)()
    for point in zip(x.tolist(), y.tolist(), strict=True):
        theirs.addPoint(*point)
    knots_x, knots_y = (" ".join(map(repr, values.tolist())) for values in (x, y))
    body = parse_osim(one_axis(f'<{tag} name="function"><x>{knots_x}</x><y>{knots_y}</y></{tag}>').encode(), "spline")
    index = int(body.joints.axis_function[0, 0])
    rows = body.functions.data[body.functions.start[index] :].reshape(-1, 5)[:knots]
    for value in rng.uniform(x[0] - 2.0, x[-1] + 2.0, 60):
        at = opensim.Vector(1, float(value))
        order = opensim.StdVectorInt()
        order.append(0)
        assert body.functions.value(index, float(value)) == pytest.approx(
            theirs.calcValue(at), abs=limit("rounding.function")
        )
        assert slope(rows, float(value)) == pytest.approx(
            theirs.calcDerivative(order, at), abs=limit("rounding.function")
        )


def slope(rows: Floats, value: float) -> float:
    k = int(np.clip(np.searchsorted(rows[:, 0], value, side="right") - 1, 0, len(rows) - 1))
    x, _, b, c, d = rows[k]
    if value < rows[0, 0] or k == len(rows) - 1:
        return float(b)
    return float(b + (value - x) * (2.0 * c + 3.0 * d * (value - x)))


DEFAULTS = """<defaults>
<Millard2012EquilibriumMuscle name="default"><max_contraction_velocity>8</max_contraction_velocity>
<ActiveForceLengthCurve><minimum_value>0.01</minimum_value><shallow_ascending_slope>0.5</shallow_ascending_slope>
</ActiveForceLengthCurve></Millard2012EquilibriumMuscle>
<ForceVelocityCurve name="default"><isometric_slope>4</isometric_slope></ForceVelocityCurve>
<Coordinate name="default"><range>-3 3</range><clamped>true</clamped></Coordinate>
<PhysicalOffsetFrame name="default"><translation>1 2 3</translation></PhysicalOffsetFrame></defaults>"""
OWN_CURVES = {
    "none": "",
    "active": "<ActiveForceLengthCurve><minimum_value>0.02</minimum_value></ActiveForceLengthCurve>",
    "velocity": "<ForceVelocityCurve><concentric_curviness>0.3</concentric_curviness></ForceVelocityCurve>",
    "passive": "<FiberForceLengthCurve><strain_at_zero_force>-0.1</strain_at_zero_force></FiberForceLengthCurve>",
}


@pytest.fixture
def leaking(opensim: Any) -> Iterator[Any]:
    """OpenSim with its own defaults put back afterwards: those of a file stay in the process and enter later models."""
    yield opensim
    for kind in ("Millard2012EquilibriumMuscle", "ForceVelocityCurve", "Coordinate", "PhysicalOffsetFrame"):
        opensim.OpenSimObject.registerType(getattr(opensim, kind)())


@pytest.mark.parametrize("own", OWN_CURVES)
def test_defaults_fill_in_as_in_opensim(own: str, leaking: Any, tmp_path: Path) -> None:
    opensim = leaking
    end = "</Millard2012EquilibriumMuscle>"
    text = made.LEG.replace(end, OWN_CURVES[own] + end).replace("<credits>", DEFAULTS + "<credits>")
    text = text.replace("<range>-2 2</range>", "").replace("<translation>0.1 -0.4 0.05</translation>", "")
    body, path = parse_osim(text.encode(), own), tmp_path / "made.osim"
    path.write_text(text)
    model = opensim.Model(str(path))
    assert_same_poses(model, model.initSystem(), body, 2)
    for i, name in enumerate(body.muscles.names):
        theirs = model.getMuscles().get(name)
        assert body.muscles.max_contraction_velocity[i] == theirs.get_max_contraction_velocity()
        assert_same_curves(opensim, theirs, body.muscles.curves[body.muscles.curve[i]])
    for i, name in enumerate(body.coordinates.names):
        coordinate = model.getCoordinateSet().get(name)
        assert (body.coordinates.lower[i], body.coordinates.clamped[i]) == (
            coordinate.getRangeMin(), coordinate.getDefaultClamped()
        )  # fmt: skip
