"""A force shared by two feet is given, contact by contact, to the foot under which it is."""

import numpy as np
import pytest

from tests.kinematics.made_body import made_forces
from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import Side
from trochanter.kinematics.belt import BeltSplit, belt_contacts, split_by_foot

FORCES = made_forces(rate_hz=300.0, duration_s=8.0)


def belt() -> tuple[Floats, Floats, Floats]:
    """Sum of both feet's forces, with the point and free moment of whichever foot stands."""
    right, left = FORCES.loads
    point = np.where(np.isnan(right.point_m), left.point_m, right.point_m)
    return right.force_N + left.force_N, point, right.moment_Nm + left.moment_Nm


def feet() -> tuple[Floats, Floats]:
    """Left and right foot: the standing one near the point of its force, the other half a metre behind."""
    right, left = (np.where(np.isnan(load.point_m), np.nan, load.point_m) for load in FORCES.loads)
    ahead = 2.0 * FORCES.time_s
    behind = np.column_stack([ahead - 0.5, np.full_like(ahead, 0.3), np.zeros_like(ahead)])
    near = np.array([0.03, 0.05, 0.01])
    return np.where(np.isnan(left), behind, left + near), np.where(np.isnan(right), behind, right + near)


def split(force: Floats, point: Floats, moment: Floats) -> BeltSplit:
    return split_by_foot(FORCES.time_s, force, point, moment, *feet())


def test_each_contact_goes_to_the_foot_that_makes_it() -> None:
    found = split(*belt())
    for side, source in zip((Side.RIGHT, Side.LEFT), FORCES.loads, strict=True):
        firm = source.force_N[:, 1] > 20.0
        load = found.loads[side]
        assert load.segment == f"calcn_{side}"
        np.testing.assert_array_equal(load.force_N[firm], source.force_N[firm])
        np.testing.assert_array_equal(load.moment_Nm[firm], source.moment_Nm[firm])
        np.testing.assert_array_equal(load.point_m[firm], source.point_m[firm])
        assert not load.force_N[~firm].any()
        assert np.isnan(load.point_m[~firm]).all()
    assert found.notices == ()


def test_exchanged_feet_exchange_the_loads() -> None:
    force, point, moment = belt()
    left, right = feet()
    plain = split_by_foot(FORCES.time_s, force, point, moment, left, right)
    turned = split_by_foot(FORCES.time_s, force, point, moment, right, left)
    np.testing.assert_array_equal(plain.loads[Side.LEFT].force_N, turned.loads[Side.RIGHT].force_N)


def test_a_drop_out_is_bridged_and_told() -> None:
    force, point, moment = belt()
    standing = np.flatnonzero(FORCES.loads[0].force_N[:, 1] > 1000.0)
    force[standing[3:8]] = 0.0
    found = split(force, point, moment)
    assert [n.code for n in found.notices] == ["force-drop-out"]
    assert len(found.contacts[Side.RIGHT]) == len(split(*belt()).contacts[Side.RIGHT])


def test_a_doubtful_owner_and_a_repeated_foot_are_told() -> None:
    force, point, moment = belt()
    left, _ = feet()
    found = split_by_foot(FORCES.time_s, force, point, moment, left, left + np.array([0.01, 0.0, 0.0]))
    assert {"contact-owner-doubtful"} <= {n.code for n in found.notices}


def test_short_flights_between_whole_contacts_are_not_bridged() -> None:
    time = np.arange(3000) / 1000.0
    vertical = np.where(np.mod(time, 0.35) < 0.31, 1200.0, 0.0)
    assert len(belt_contacts(time, vertical)) == 9


def test_walking_on_one_belt_is_refused() -> None:
    time = np.arange(3000) / 1000.0
    with pytest.raises(ImpossibleData, match="cannot be split"):
        belt_contacts(time, np.where(np.mod(time, 1.0) < 0.9, 700.0, 0.0))
    with pytest.raises(ImpossibleData, match="no contact"):
        belt_contacts(time, np.zeros(3000))
