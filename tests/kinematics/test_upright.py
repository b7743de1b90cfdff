"""Axes, sizes and sides of recordings, each with a real recording altered: turned, mirrored, lying, in a wrong unit."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from tests.kinematics.marker_recordings import (
    FASTER_RUN,
    RUN,
    STATIC,
    WALK,
    WALKS_C3D,
    markers_of,
    moved,
)
from trochanter.capture.trial import PlateLoad, Plates, Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.kinematics.body_directions import directions_of
from trochanter.kinematics.marker_sides import other_side
from trochanter.kinematics.upright import turn_onto_y, turned_plates, upright

Z_UP = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])  # the laboratory's x, -z and y are x, y and z
Y_ALONG_X = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])


def _turned(markers: Trajectories, rotation: Floats) -> Trajectories:
    return moved(markers, markers.position_m @ rotation.T)


def _plates(force: Floats) -> Plates:
    n = 50
    load = PlateLoad(
        "plate",
        frozen(np.tile(force, (n, 1))),
        frozen(np.full((n, 3), [0.2, 0.0, 0.1])),
        frozen(np.tile(0.01 * force, (n, 1))),
        frozen([[0.0, 0.0, 0.0], [0.4, 0.0, 0.0], [0.4, 0.0, 0.3], [0.0, 0.0, 0.3]]),
    )
    return Plates(frozen(np.arange(n) / 100.0), (load,))


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", [WALK, RUN, STATIC, FASTER_RUN])
def test_what_stands_upright_is_left_alone(shared_data: Path, name: str) -> None:
    markers = markers_of(shared_data, name)
    same, plates, notices = upright(markers, None)
    assert same is markers
    assert plates is None
    assert notices == ()


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", WALKS_C3D)
def test_laboratories_with_z_up_are_turned_and_told(shared_data: Path, name: str) -> None:
    markers = markers_of(shared_data, name)
    given = directions_of(markers)
    found, _, notices = upright(markers, None)
    now = directions_of(found)
    assert now.leg_m[1] == pytest.approx(np.linalg.norm(given.leg_m), rel=0.01)
    assert now.forward[0] > 0.9
    assert now.handed == pytest.approx(given.handed, abs=1e-9)
    assert [notice.code for notice in notices] == ["axes-turned"]
    assert "'+z' is up" in notices[0].text


@pytest.mark.needs("shared-data")
def test_every_laboratory_whose_axes_are_turned_comes_back(shared_data: Path) -> None:
    markers = markers_of(shared_data, WALK)
    for turn in Rotation.create_group("O").as_matrix():
        if abs(turn[0, 1]) > 0.5:
            continue  # up along x: with a ground force only, see below
        found, _, _ = upright(_turned(markers, np.rint(turn)), None)
        np.testing.assert_allclose(found.position_m, markers.position_m, atol=1e-12)


@pytest.mark.needs("shared-data")
def test_the_ground_force_says_what_is_up_and_is_turned_along(shared_data: Path) -> None:
    markers = markers_of(shared_data, WALK)
    upward = _plates(np.array([10.0, 700.0, -5.0]))
    for turn in (Z_UP, Y_ALONG_X, Y_ALONG_X.T):
        plates = turned_plates(upward, turn)
        found, back, notices = upright(_turned(markers, turn), plates)
        np.testing.assert_allclose(found.position_m, markers.position_m, atol=1e-12)
        assert back is not None
        for what in ("force_N", "point_m", "moment_Nm", "corners_m"):
            np.testing.assert_allclose(getattr(back.loads[0], what), getattr(upward.loads[0], what), atol=1e-9)
        assert "ground force" in notices[0].text


@pytest.mark.needs("shared-data")
def test_a_force_of_the_other_sign_does_not_turn_the_person_over(shared_data: Path) -> None:
    markers = markers_of(shared_data, WALK)
    found, _, notices = upright(markers, _plates(np.array([0.0, -700.0, 0.0])))
    assert found is markers
    assert [notice.code for notice in notices] == ["force-sign"]


@pytest.mark.needs("shared-data")
def test_a_subject_who_lies_is_told_and_not_stood_up(shared_data: Path) -> None:
    lying = _turned(markers_of(shared_data, STATIC), Y_ALONG_X)
    found, _, notices = upright(lying, None)
    assert [notice.code for notice in notices] == ["lying"]
    np.testing.assert_array_equal(found.position_m, lying.position_m)
    walking = _turned(markers_of(shared_data, WALK), Y_ALONG_X)
    nameless = replace(lying, names=tuple(f"M{k}" for k in range(len(lying.names))))
    for other in (walking, _turned(walking, -np.diag([1.0, 1.0, -1.0])), nameless):
        found, _, notices = upright(other, None)
        assert [notice.code for notice in notices] == ["lying"]
        np.testing.assert_array_equal(found.position_m, other.position_m)
    on_plate = _turned(markers_of(shared_data, STATIC), Z_UP)
    found, _, notices = upright(on_plate, _plates(np.array([0.0, 600.0, 0.0])))
    assert [notice.code for notice in notices] == ["lying"]
    leaning = _turned(markers_of(shared_data, STATIC), Rotation.from_euler("x", 45, degrees=True).as_matrix())
    assert [notice.code for notice in upright(leaning, None)[2]] == ["lying"]


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", [WALK, RUN, STATIC])
def test_a_mirrored_laboratory_is_refused_and_both_causes_are_said(shared_data: Path, name: str) -> None:
    markers = markers_of(shared_data, name)
    for mirror in ([1.0, 1.0, -1.0], [-1.0, 1.0, 1.0], [1.0, -1.0, 1.0]):
        with pytest.raises(ImpossibleData, match="mirrored") as caught:
            upright(moved(markers, markers.position_m * mirror), None)
        assert "labels are exchanged" in str(caught.value)
        assert "--fix-labels" in str(caught.value)


@pytest.mark.needs("shared-data")
def test_left_and_right_labels_exchanged_are_put_right_when_asked(shared_data: Path) -> None:
    markers = markers_of(shared_data, WALK)
    wrong = replace(markers, names=tuple(other_side(name) for name in markers.names))
    with pytest.raises(ImpossibleData, match="left and right"):
        upright(wrong, None)
    found, _, notices = upright(wrong, None, fix_labels=True)
    assert found.names == markers.names
    np.testing.assert_array_equal(found.position_m, markers.position_m)
    assert [notice.code for notice in notices] == ["sides-exchanged"]


@pytest.mark.needs("shared-data")
def test_labels_exchanged_on_the_way_are_no_mirror_and_left_to_the_check(shared_data: Path) -> None:
    markers = markers_of(shared_data, WALK)
    sides = [markers.names.index(other_side(n)) if other_side(n) in markers.names else k for k, n in _numbered(markers)]
    for first in (8, 120, 200):
        position = np.array(markers.position_m)
        position[first:] = position[first:, sides]
        wrong = moved(markers, position)
        assert directions_of(wrong).right_share == pytest.approx(first / 238, abs=0.01)
        for fix_labels in (False, True):
            found, _, notices = upright(wrong, None, fix_labels=fix_labels, on_the_way="leave")
            assert found is wrong
            assert notices == ()
            with pytest.raises(ImpossibleData, match="change places during the recording"):
                upright(wrong, None, fix_labels=fix_labels)  # of a static trial nobody else would tell


def _numbered(markers: Trajectories) -> list[tuple[int, str]]:
    return list(enumerate(markers.names))


@pytest.mark.needs("shared-data")
def test_front_and_back_of_the_pelvis_exchanged_is_not_called_left_and_right(shared_data: Path) -> None:
    markers = markers_of(shared_data, RUN)
    other = {"R.ASIS": "R.PSIS", "L.ASIS": "L.PSIS", "R.PSIS": "R.ASIS", "L.PSIS": "L.ASIS"}
    wrong = replace(markers, names=tuple(other.get(name, name) for name in markers.names))
    with pytest.raises(ImpossibleData, match="front and back"):
        upright(wrong, None)


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(
    ("factor", "guess"), [(1e3, "millimetres"), (100.0, "centimetres"), (1e-3, "1000 times larger")]
)
def test_a_wrong_unit_is_refused_with_a_guess(shared_data: Path, factor: float, guess: str) -> None:
    markers = markers_of(shared_data, STATIC)
    wrong = moved(markers, markers.position_m * factor)
    with pytest.raises(ImpossibleData, match=guess):
        upright(wrong, None)
    nameless = replace(wrong, names=tuple(f"M{k}" for k in range(len(wrong.names))))
    with pytest.raises(ImpossibleData, match="across all markers"):
        upright(nameless, None)


@pytest.mark.needs("shared-data")
def test_markers_of_unknown_names_stand_along_their_longest_way(shared_data: Path) -> None:
    markers = markers_of(shared_data, WALKS_C3D[0])
    nameless = replace(markers, names=tuple(f"M{k}" for k in range(len(markers.names))))
    found, _, notices = upright(nameless, None)
    assert "reach farthest" in notices[0].text
    assert np.nanmax(found.position_m[..., 1]) == pytest.approx(np.nanmax(markers.position_m[..., 2]))


def test_the_least_turn_is_a_rotation_that_takes_up_onto_y() -> None:
    for up in np.vstack([np.eye(3), -np.eye(3), np.random.default_rng(1).normal(size=(20, 3))]):
        turn = turn_onto_y(up / np.linalg.norm(up))
        np.testing.assert_allclose(turn @ up, np.array([0.0, np.linalg.norm(up), 0.0]), atol=1e-12)
        np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-12)
        assert np.linalg.det(turn) == pytest.approx(1.0)
