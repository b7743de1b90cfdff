import numpy as np
import pytest

from tests.kinematics.made_rotation import fitted, made_motion
from tests.reporting.made_account import made_account
from tests.reporting.test_left_over import whole_body
from trochanter.core.sides import Side
from trochanter.exchange.motion_result import hip_rotation_result, marker_fit_result, residuals_result
from trochanter.exchange.result import result_of
from trochanter.kinematics.hip_rotation import hip_rotation


def test_rotation_is_told_in_degrees_with_its_errors() -> None:
    motion = fitted(made_motion())
    found, told = hip_rotation(motion), hip_rotation_result(motion)
    right, own = found.side(Side.RIGHT), told.sides["right"]
    assert own.excursion.unit == "deg"
    assert own.excursion.value == pytest.approx(np.rad2deg(right.excursion.value), rel=1e-5)
    assert own.excursion.sigma == pytest.approx(np.rad2deg(right.excursion.sigma), rel=1e-5)
    assert own.shape.strides is not None
    assert (len(own.shape.values), len(own.shape.strides)) == (101, 6)
    assert [part.cause for part in own.errors] == [part.name for part in right.parts]
    assert told.verdict == "not_detectable"
    assert [each.quantity for each in told.differences] == ["excursion", "shape"]
    assert told.rhythm.cadence.unit == "1/min"


def test_a_record_without_strides_has_reasons_and_no_sides() -> None:
    told = hip_rotation_result(made_motion(0))
    assert not told.usable
    assert told.sides == {}
    assert told.verdict == "none"
    assert told.offset_difference is None
    assert told.rhythm.cadence.value is None
    assert told.reasons


def test_the_fit_is_told_by_marker_or_is_null() -> None:
    told = marker_fit_result(fitted(made_motion(), missed=3))
    assert told is not None
    assert told.rms.value == pytest.approx(0.006)
    assert told.unconverged == 3
    assert len(told.markers) == 9
    assert told.markers[0].recorded == "run:R.Thigh.0"
    assert told.markers[0].seen.value == 1.0
    assert marker_fit_result(made_motion()) is None


def test_residuals_stand_beside_their_limits_or_are_null() -> None:
    told = residuals_result(whole_body(40.0))
    assert told is not None
    assert told.force.peak.value == pytest.approx(40.0)
    assert told.force.met
    assert residuals_result(made_account()) is None


def test_the_result_holds_all_three() -> None:
    dumped = result_of(whole_body(40.0)).model_dump(by_alias=True)
    assert dumped["residuals"]["force"]["met"] is True
    assert dumped["hip_rotation"]["sides"].keys() == {"right", "left"}
    assert dumped["marker_fit"] is None
