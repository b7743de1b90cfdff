"""A run on a treadmill from the side and from behind, against a made runner whose truth is known."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_appearance import SHIN_M, THIGH_M, WIDTH_PX, Run, Seen, Squat, exchanged
from trochanter.anatomy.rows import rows
from trochanter.capture.keypoints import POINTS, Keypoints
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.appearance import Appearance
from trochanter.kinematics.leg_swaps import PAIRED
from trochanter.kinematics.running_picture import RunningView, running_video

DAY = dt.date(2026, 11, 22)
LEG_SHARE = sum(
    float(r["share_of_stature"]) for r in rows("height_shares") if r["measure"] in ("thigh length", "shank length")
)
HEIGHT_M = (THIGH_M + SHIN_M) / LEG_SHARE
WITHIN = {  # how near the reading of this runner is to its truth; landing, its knee changes speed at once
    "cadence": 0.3,
    "trunk_lean_forward": 0.3,
    "shin_at_contact": 3.0,
    "knee_at_contact": 5.5,
    "knee_mid_stance": 1.5,
    "overstride": 0.02,
    "vertical_oscillation": 0.5,
    "contact_time": 16.0,
}


def read(film: Keypoints, view: RunningView = "side", height_m: float | None = None) -> Appearance:
    return running_video(film, view, measured_on=DAY, height_m=height_m)


def value(found: Appearance, name: str, side: Side | None = None) -> float:
    number = found.number(name, side)
    assert number is not None, name
    return number.estimate.value


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0, 240.0])
@pytest.mark.parametrize("side", SIDES)
def test_the_leg_that_faces_the_camera_is_read(rate_hz: float, side: Side) -> None:
    run = Run()
    found = read(run.film(rate_hz=rate_hz, from_left=side is Side.LEFT), height_m=HEIGHT_M)
    truth = run.truth(side)
    assert found.side is side
    assert {each.side for each in found.numbers} <= {side, None}
    for each in found.numbers:
        if each.quantity in truth:
            assert each.estimate.value == pytest.approx(truth[each.quantity], abs=WITHIN[each.quantity]), each.quantity
            assert len(each.repeats) >= 7
    assert (found.number("contact_time", side) is not None) == (rate_hz >= 120.0)
    assert ("rate-low" in {notice.code for notice in found.quality}) == (rate_hz < 50.0)


def test_what_a_film_cannot_give_is_listed() -> None:
    reasons = dict(read(Run().film()).left_out)
    assert "120" in reasons["contact_time"]
    assert "--height-cm" in reasons["vertical_oscillation"]
    assert read(Run().film(rate_hz=120.0), height_m=1.7).left_out == ()


@pytest.mark.parametrize("view", ["side", "rear"])
def test_a_step_that_takes_longer_is_seen(view: RunningView) -> None:
    limp = read(Run(limp_s=0.02).film(view, rate_hz=120.0), view)
    assert value(limp, "step_time_difference") == pytest.approx(-40.0, abs=6.0)
    assert value(limp, "cadence") == pytest.approx(120.0 / 0.72, abs=0.5)


@pytest.mark.parametrize("width_m", [0.08, 0.0, -0.05])
def test_from_behind_feet_apart_or_crossing_over(width_m: float) -> None:
    found = read(Run(width_m=width_m).film("rear"), "rear")
    assert value(found, "step_width") == pytest.approx(width_m / 0.18, abs=0.04)
    for side in SIDES:
        assert value(found, "foot_to_midline", side) == pytest.approx(0.5 * width_m / 0.18, abs=0.04)
    assert found.side is None
    assert min(found.counts) >= 7


def test_from_behind_the_trunk_leans_over_the_foot_on_the_belt() -> None:
    found = read(Run(side_lean_rad=np.radians(4.0)).film("rear"), "rear")
    for side in SIDES:
        assert value(found, "trunk_lean_side", side) == pytest.approx(4.0, abs=0.4)


def test_no_film_tells_of_the_pelvis_the_hips_rotation_or_forces() -> None:
    views: tuple[RunningView, ...] = ("side", "rear")
    for view in views:
        names = " ".join(each.quantity for each in read(Run().film(view), view).numbers)
        assert not [word for word in ("pelvi", "rotation", "force", "pronat", "version") if word in names]


def test_exchanged_legs_and_lost_pictures_do_not_matter() -> None:
    film = Run().film(rate_hz=60.0)
    rng = np.random.default_rng(3)
    wrong = rng.random(len(film.time_s)) < 0.04
    kept = rng.random(len(film.time_s)) > 0.10
    spoilt = exchanged(film, wrong)
    fewer = replace(spoilt, time_s=film.time_s[kept], xy_px=spoilt.xy_px[kept], visibility=film.visibility[kept])
    whole, less = read(film), read(fewer)
    assert "legs-put-back" in {notice.code for notice in less.quality}
    for first in whole.numbers:
        second = less.number(first.quantity, first.side)
        assert second is not None
        room = {"deg": 2.5, "leg lengths": 0.02, "steps/min": 0.5, "ms": 12.0}[first.estimate.unit]
        assert second.estimate.value == pytest.approx(first.estimate.value, abs=room), first.quantity


def test_a_pose_model_that_turns_the_whole_runner_round_is_told_and_put_right() -> None:
    film = Run(width_m=0.08).film("rear")
    found = read(exchanged(film, np.ones(len(film.time_s), dtype=bool), PAIRED), "rear")
    assert "view-doubtful" in {notice.code for notice in found.quality}
    assert value(found, "step_width") == pytest.approx(0.08 / 0.18, abs=0.04)


def test_a_mirrored_film_shows_the_other_side() -> None:
    film = Run().film()
    names = [
        f"{name[:-1]}{'l' if name.endswith('_r') else 'r'}" if name[-2:] in ("_r", "_l") else name for name in POINTS
    ]
    there = film.xy_px[:, [POINTS.index(name) for name in names]].copy()  # the model goes by looks
    there[:, :, 0] = WIDTH_PX - there[:, :, 0]
    seen = film.visibility[:, [POINTS.index(name) for name in names]]
    found = read(replace(film, xy_px=there, visibility=seen))
    assert found.side is Side.LEFT
    assert value(found, "overstride", Side.LEFT) == pytest.approx(0.294, abs=0.02)


def test_a_camera_that_leans_shows_in_the_trunk_and_not_in_the_knee() -> None:
    level, leaning = (read(Run().film(camera=Seen(roll_rad=roll))) for roll in (0.0, np.radians(2.0)))
    trunks = [value(each, "trunk_lean_forward") for each in (level, leaning)]
    assert abs(trunks[1] - trunks[0]) == pytest.approx(2.0, abs=0.2)
    knees = [value(each, "knee_mid_stance", Side.RIGHT) for each in (level, leaning)]
    assert knees[1] == pytest.approx(knees[0], abs=1.5)


def _slowed(film: Keypoints, times: float) -> Keypoints:
    return replace(film, time_s=times * film.time_s)


def _still(film: Keypoints) -> Keypoints:
    return replace(film, xy_px=np.repeat(film.xy_px[:1], len(film.time_s), axis=0))


def _cut_off(film: Keypoints) -> Keypoints:
    return replace(film, xy_px=film.xy_px + np.array([0.0, 330.0]))


WALK = Run(period_s=1.1, stance_s=0.7, belt_m_s=1.2, land_m=0.42, rise_m=0.02)


@pytest.mark.parametrize(
    ("film", "view", "said"),
    [
        (Run().film(rate_hz=24.0), "side", "24 pictures a second"),
        (Run().film(seconds=5.0), "side", "steps of the right leg"),
        (Run().film("rear", seconds=4.0), "rear", "steps of the"),
        (Run().film("rear"), "side", "from the front or from behind"),
        (Run().film("side"), "rear", "from the side"),
        (WALK.film(), "side", "looks like walking"),
        (WALK.film("rear"), "rear", "looks like walking"),
        (_slowed(Run().film(rate_hz=240.0), 8.0), "side", "walking|no stride"),
        (_still(Run().film()), "side", "no stride repeats"),
        (Run(drift_m_s=0.15).film(), "side", "goes through the picture"),
        (_cut_off(Run().film()), "side", "outside the picture"),
        (Squat().film(60.0), "rear", "no stride|walking"),
    ],
)
def test_what_is_no_run_on_a_treadmill_is_refused_with_what_to_film(
    film: Keypoints, view: RunningView, said: str
) -> None:
    with pytest.raises(ImpossibleData, match=said) as refused:
        read(film, view)
    assert "Next:" in str(refused.value)


def test_nobody_is_nine_metres_tall() -> None:
    with pytest.raises(ImpossibleData, match="900 cm"):
        read(Run().film(), height_m=9.0)
