"""The cup: its axis, where a force presses in it, and what a pull does to the head."""

import numpy as np
import pytest

from trochanter.core.errors import BadSetting
from trochanter.core.sides import SIDES, Side
from trochanter.mechanics.cup import Cup, centring, in_cup, standard_cup

CUP = Cup(np.deg2rad(45.0), np.deg2rad(20.0), np.deg2rad(78.0), 0.024)


@pytest.mark.parametrize("side", SIDES)
def test_the_axis_shows_both_angles_where_they_are_measured(side: Side) -> None:
    forward, up, right = CUP.axis(side)
    outward = right if side is Side.RIGHT else -right
    assert np.rad2deg(np.arctan2(outward, -up)) == pytest.approx(45.0)  # seen from the front
    assert np.rad2deg(np.arctan2(forward, outward)) == pytest.approx(20.0)  # seen from above
    assert np.linalg.norm(CUP.axis(side)) == pytest.approx(1.0)


def test_the_cup_of_the_table_says_its_angles() -> None:
    cup = standard_cup()
    assert np.rad2deg(cup.inclination_rad) == pytest.approx(38.8)
    assert np.rad2deg(cup.rim_rad) == pytest.approx(38.8 + 36.3)
    assert cup.radius_m == pytest.approx(0.0232)


def test_a_force_along_the_axis_presses_the_bottom_and_one_across_lies_outside() -> None:
    axis = CUP.axis(Side.RIGHT)
    across = np.cross(axis, [0.0, 1.0, 0.0])
    across /= np.linalg.norm(across)
    found = in_cup(CUP, axis, np.array([1000.0 * axis, 500.0 * (axis + across), 10.0 * across, np.zeros(3)]))
    np.testing.assert_allclose(np.rad2deg(found.angle_rad[:3]), [0.0, 45.0, 90.0], atol=1e-5)
    np.testing.assert_allclose(found.rim_m[:3], 0.024 * np.deg2rad([78.0, 33.0, -12.0]), atol=1e-7)
    np.testing.assert_allclose(found.size_N, [1000.0, 500.0 * np.sqrt(2.0), 10.0, 0.0])
    assert np.isnan(found.angle_rad[3])


def test_a_pull_into_the_socket_centres_and_one_across_shears() -> None:
    axis = CUP.axis(Side.LEFT)
    across = np.array([0.0, axis[2], -axis[1]])
    across /= np.linalg.norm(across)
    pull = np.array([[-axis, axis, across, 0.3 * (across - axis), np.zeros(3)]])
    found = centring(axis, pull)
    np.testing.assert_allclose(found.centring[0, :4], [1.0, -1.0, 0.0, np.sqrt(0.5)], atol=1e-12)
    np.testing.assert_allclose(found.shear[0, :4], [0.0, 0.0, 1.0, np.sqrt(0.5)], atol=1e-12)
    assert found.shear_up[0, 2] == pytest.approx(across[1])
    assert np.isnan(found.centring[0, 4])
    np.testing.assert_allclose(found.centring[0, :4] ** 2 + found.shear[0, :4] ** 2, 1.0, atol=1e-12)


@pytest.mark.parametrize(
    ("field", "value"), [("inclination_rad", -0.1), ("anteversion_rad", 2.0), ("radius_m", 24.0), ("rim_rad", np.nan)]
)
def test_an_impossible_cup_is_refused(field: str, value: float) -> None:
    settings = {"inclination_rad": 0.7, "anteversion_rad": 0.3, "rim_rad": 1.3, "radius_m": 0.023} | {field: value}
    with pytest.raises(BadSetting, match="of the cup"):
        Cup(**settings)
