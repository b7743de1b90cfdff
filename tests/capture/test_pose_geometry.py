"""Regions, anchors, refinement: against slow twins and identities."""

from math import cos, exp, pi, radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochanter.capture.pose_anchors import anchors
from trochanter.capture.pose_detector import SIDE, decoded, grouped, overlap
from trochanter.capture.pose_following import continuous
from trochanter.capture.pose_landmarks import Look
from trochanter.capture.pose_refinement import refined
from trochanter.capture.pose_region import SIDE_OVER_RADIUS, Region, region_around, shown_in, whole_picture
from trochanter.capture.pose_search import places_to_look

REGIONS = st.builds(
    Region, st.floats(-500, 2000), st.floats(-500, 2000), st.floats(10, 3000), st.floats(-2 * pi, 2 * pi)
)


@given(REGIONS, st.floats(-1, 2), st.floats(-1, 2))
def test_to_the_picture_and_back_is_no_change(region: Region, x: float, y: float) -> None:
    shares = np.array([[x, y], [0.5, 0.5]])
    points = region.to_picture(shares)
    assert points[1] == pytest.approx((region.x_px, region.y_px))
    assert region.to_shares(points) == pytest.approx(shares, abs=1e-9)


@given(REGIONS)
def test_a_region_is_found_again_from_its_own_circle(region: Region) -> None:
    radius = 1.0 / SIDE_OVER_RADIUS
    centre, rim = region.to_picture(np.array([[0.5, 0.5], [0.5, 0.5 - radius]]))
    found = region_around(centre, rim)
    assert (found.x_px, found.y_px, found.side_px) == pytest.approx((region.x_px, region.y_px, region.side_px))
    assert cos(found.turn_rad - region.turn_rad) == pytest.approx(1.0)
    assert sin(found.turn_rad - region.turn_rad) == pytest.approx(0.0, abs=1e-9)


def test_whose_head_is_to_the_right_is_turned_a_quarter_clockwise() -> None:
    region = region_around(np.array([100.0, 100.0]), np.array([140.0, 100.0]))
    assert region.turn_rad == pytest.approx(pi / 2)
    up, right = region.to_picture(np.array([[0.5, 0.0], [1.0, 0.5]]))
    assert up == pytest.approx((150.0, 100.0))  # the region's top is at the picture's right
    assert right == pytest.approx((100.0, 150.0))  # and its right is below


@pytest.mark.needs("video")
def test_what_a_region_shows_is_the_picture_between_its_pixels() -> None:
    y, x = np.mgrid[0:80, 0:120]
    pixels = np.stack([x, y, 0 * x], axis=2).astype(np.uint8)  # a linear picture: the value is the place of the pixel
    region = Region(60.0, 40.0, 30.0, radians(20.0))
    shown = shown_in(region, pixels, 10)[0]
    j, i = np.mgrid[0:10, 0:10]
    places = region.to_picture(np.stack([(i + 0.5) / 10, (j + 0.5) / 10], axis=2)) - 0.5
    assert np.abs(shown[..., :2] - places).max() <= 0.52  # rounding to whole values, and places to 1/32 of a pixel


@pytest.mark.needs("video")
def test_the_picture_itself_and_black_beyond_it() -> None:
    pixels = np.random.default_rng(0).integers(1, 255, (20, 20, 3)).astype(np.uint8)
    assert np.array_equal(shown_in(Region(10.0, 10.0, 20.0), pixels, 20)[0], pixels)
    turned = shown_in(Region(10.0, 10.0, 20.0, pi / 2), pixels, 20)[0]
    assert np.array_equal(turned, np.rot90(pixels))
    boxed = shown_in(whole_picture(40, 20), np.full((20, 40, 3), 200, np.uint8), 40)[0]
    assert boxed[:9].max() == 0
    assert boxed[12:28].min() == 200
    assert boxed[31:].max() == 0


def test_anchors_are_the_centres_of_cells() -> None:
    slow = [
        ((column + 0.5) / cells, (row + 0.5) / cells)
        for cells, each in ((28, 2), (14, 2), (7, 6))
        for row in range(cells)
        for column in range(cells)
        for _ in range(each)
    ]
    assert anchors().shape == (2254, 2)
    assert anchors() == pytest.approx(np.array(slow))
    assert not anchors().flags.writeable


def test_candidates_are_decoded_from_their_anchors() -> None:
    raw = np.array([[SIDE / 4, 0.0, SIDE / 2, SIDE, *[0.0, -SIDE / 4] * 4]])
    found = decoded(raw, np.array([[0.5, 0.5]]))[0]
    assert found[:4] == pytest.approx((0.5, 0.0, 1.0, 1.0))
    assert found[4:] == pytest.approx([0.5, 0.25] * 4)
    assert decoded(np.zeros((0, 12)), np.zeros((0, 2))).shape == (0, 12)


def test_candidates_of_one_person_are_blended_and_others_kept_apart() -> None:
    def row(left: float, point: float) -> list[float]:
        return [left, 0.0, left + 0.2, 0.2, *[point] * 8]

    found = grouped(np.array([row(0.0, 0.1), row(0.02, 0.3), row(0.5, 0.7)]), np.array([0.6, 0.9, 0.7]))
    assert [score for _, score in found] == [0.9, 0.7]
    assert found[0][0][4] == pytest.approx((0.6 * 0.1 + 0.9 * 0.3) / 1.5)
    assert found[1][0][4] == 0.7
    assert overlap(np.array([0.0, 0.0, 2.0, 2.0]), np.array([1.0, 0.0, 3.0, 2.0])) == pytest.approx(1 / 3)
    assert overlap(np.array([0.0, 0.0, 1.0, 1.0]), np.array([1.0, 0.0, 2.0, 1.0])) == 0.0


def slowly_refined(shares: np.ndarray, maps: np.ndarray) -> np.ndarray:
    cells, found = maps.shape[0], shares.copy()
    for p, (x, y) in enumerate(shares):
        column, row = round(x * cells), round(y * cells)
        if not (0 <= column < cells and 0 <= row < cells):
            continue
        whole = best = mean_x = mean_y = 0.0
        for j in range(max(row - 3, 0), min(row + 4, cells)):
            for i in range(max(column - 3, 0), min(column + 4, cells)):
                sure = 1.0 / (1.0 + exp(-float(maps[j, i, p])))
                whole, best = whole + sure, max(best, sure)
                mean_x, mean_y = mean_x + sure * i, mean_y + sure * j
        if best >= 0.5:
            found[p] = mean_x / whole / cells, mean_y / whole / cells
    return found


@given(st.integers(0, 2**32 - 1))
def test_refinement_is_the_mean_of_the_window(seed: int) -> None:
    random = np.random.default_rng(seed)
    maps = random.normal(-2.5, 1.2, (16, 16, 9)).astype(np.float32)
    shares = random.uniform(-0.15, 1.15, (9, 2))
    assert refined(shares, maps) == pytest.approx(slowly_refined(shares, maps), abs=1e-12)


def test_refinement_finds_a_sharp_peak_and_leaves_what_is_unsure() -> None:
    maps = np.full((64, 64, 2), -30.0, dtype=np.float32)
    maps[20, 31, 0] = 8.0
    maps[20, 31, 1] = -0.1
    shares = np.array([[0.49, 0.30], [0.49, 0.30]])
    assert refined(shares, maps)[0] == pytest.approx((31 / 64, 20 / 64))
    assert refined(shares, maps)[1] == pytest.approx(shares[1])


def test_a_region_that_jumps_or_swells_is_not_the_same_person() -> None:
    here = Region(100.0, 100.0, 200.0)
    assert continuous(here, Region(120.0, 110.0, 210.0, 1.0))
    assert not continuous(here, Region(160.0, 100.0, 200.0))
    assert not continuous(here, Region(100.0, 100.0, 300.0))
    assert not continuous(here, Region(100.0, 100.0, 140.0))


def test_nobody_is_looked_for_in_all_turns_and_parts() -> None:
    places = list(places_to_look(1280, 720))
    assert sorted(round(place.turn_rad / (pi / 2)) for place in places[:4]) == [-1, 0, 1, 2]
    assert {place.side_px for place in places[:4]} == {1280.0}
    assert [(place.x_px, place.y_px, place.side_px) for place in places[4:]] == [
        (640.0, 360.0, 720.0), (360.0, 360.0, 720.0), (920.0, 360.0, 720.0)
    ]  # fmt: skip
    boxed = list(places_to_look(1280, 720, None, (100.0, 200.0, 300.0, 300.0)))
    assert (boxed[0].x_px, boxed[0].y_px, boxed[0].side_px, boxed[0].turn_rad) == (200.0, 250.0, 300.0, 0.0)


def test_whose_points_are_within_another_is_told_by_those_that_are_seen() -> None:
    points = np.random.default_rng(3).uniform(100.0, 200.0, (33, 2))
    one = Look(points, np.ones(33), 1.0, Region(150.0, 150.0, 200.0))
    beside = Look(points + np.array([120.0, 0.0]), np.ones(33), 1.0, one.region)
    leg = np.arange(33) >= 23
    legs_only = Look(np.where(leg[:, np.newaxis], points, points + 500.0), leg.astype(np.float64), 1.0, one.region)
    assert one.share_within(one) == 1.0
    assert beside.share_within(one) == 0.0
    assert legs_only.share_within(one) == 1.0
    assert one.box_px(180, 1000)[2] == 180.0
