"""A single-leg squat from the front, against a made person whose truth is known."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_appearance import HEIGHT_PX, WIDTH_PX, Run, Seen, Squat, exchanged
from trochanter.capture.keypoints import POINTS, Keypoints
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.appearance import Appearance
from trochanter.kinematics.squat_picture import ControlExercise, control_test

DAY = dt.date(2026, 11, 22)


def read(film: Keypoints, side: Side | None = None, exercise: ControlExercise = "single_leg_squat") -> Appearance:
    return control_test(film, measured_on=DAY, exercise=exercise, side=side)


def true_shapes(squat: Squat) -> tuple[float, float, float]:
    """Bend (degrees), offset (shin lengths) and lean (degrees) at the deepest point, in the picture without noise."""
    deep = Seen().project(squat.points_m(np.array([2.75])))[0] * np.array([1.0, -1.0])
    hip, knee, ankle, toe = (deep[POINTS.index(f"{name}_{squat.side}")] for name in ("hip", "knee", "ankle", "toe"))
    shin, thigh = knee - ankle, hip - knee
    bend = np.arctan2(abs(shin[0]), shin[1]) + np.arctan2(abs(thigh[0]), thigh[1])
    return float(np.degrees(bend)), float(abs(knee[0] - toe[0]) / np.hypot(*shin)), float(np.degrees(squat.lean_rad))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("rate_hz", [24.0, 30.0, 60.0, 120.0])
def test_a_knee_that_comes_in_is_read_on_both_sides(side: Side, rate_hz: float) -> None:
    squat = Squat(side)
    found = read(squat.film(rate_hz))
    bend, offset, lean = true_shapes(squat)
    values = {each.quantity: each.estimate.value for each in found.numbers}
    assert found.side is side
    assert found.counts[SIDES.index(side)] == squat.repetitions
    assert values["frontal_angle"] == pytest.approx(bend, abs=0.7)
    assert values["frontal_angle_change"] == pytest.approx(bend, abs=0.9)
    assert values["knee_offset"] == pytest.approx(offset, abs=0.015)
    assert values["trunk_lean"] == pytest.approx(lean, abs=0.4)
    assert {each.side for each in found.numbers} == {side}
    assert all(len(each.repeats) == squat.repetitions for each in found.numbers)


def test_a_knee_that_goes_out_is_negative() -> None:
    found = read(Squat(in_m=-0.05, lean_rad=np.radians(-5.0)).film())
    for name in ("frontal_angle", "frontal_angle_change", "knee_offset", "trunk_lean", "trunk_lean_change"):
        number = found.number(name, Side.RIGHT)
        assert number is not None
        assert number.estimate.value < -0.02


def test_a_camera_that_leans_does_not_change_what_changes() -> None:
    level, leaning = (read(Squat().film(camera=Seen(roll_rad=roll), noise_px=0)) for roll in (0.0, np.radians(4.0)))
    for name, apart in (("frontal_angle_change", 0.6), ("trunk_lean_change", 0.4)):
        first, second = (each.number(name, Side.RIGHT) for each in (level, leaning))
        assert first is not None
        assert second is not None
        assert second.estimate.value == pytest.approx(first.estimate.value, abs=apart)
    leans = [each.number("trunk_lean", Side.RIGHT) for each in (level, leaning)]
    assert leans[0] is not None
    assert leans[1] is not None
    assert abs(leans[1].estimate.value - leans[0].estimate.value) == pytest.approx(4.0, abs=0.3)


def test_a_step_down_is_read_too() -> None:
    found = read(Squat(step_down=True).film(), exercise="step_down", side=Side.RIGHT)
    assert found.exercise == "step_down"
    assert found.counts == (5, 0)


def test_lost_pictures_and_exchanged_legs_do_not_matter() -> None:
    film = Squat().film(60.0)
    kept = np.random.default_rng(2).random(len(film.time_s)) > 0.15
    fewer = replace(film, time_s=film.time_s[kept], xy_px=film.xy_px[kept], visibility=film.visibility[kept])
    wrong = np.zeros(kept.sum(), dtype=bool)
    wrong[200:204] = wrong[420:422] = True
    whole, less = read(film), read(exchanged(fewer, wrong))
    assert "legs-put-back" in {notice.code for notice in less.quality}
    for first, second in zip(whole.numbers, less.numbers, strict=True):
        assert second.estimate.value == pytest.approx(
            first.estimate.value, abs=1.0 if first.estimate.unit == "deg" else 0.02
        )


def test_few_repetitions_are_told_and_fewer_refused() -> None:
    assert "repetitions-few" in {notice.code for notice in read(Squat(repetitions=3).film()).quality}
    with pytest.raises(ImpossibleData, match="2 whole repetitions"):
        read(Squat(repetitions=2).film())


def test_a_film_that_ends_on_the_way_down_leaves_that_one_out() -> None:
    film = Squat().film(30.0)
    early = round(30.0 * (1.5 + 4 * 3.5 + 1.0))
    cut = replace(film, time_s=film.time_s[:early], xy_px=film.xy_px[:early], visibility=film.visibility[:early])
    assert read(cut).counts == (4, 0)


def test_the_other_leg_than_said_is_told_with_what_a_mirror_does() -> None:
    with pytest.raises(ImpossibleData, match="right leg, not on the left") as refused:
        read(Squat().film(), side=Side.LEFT)
    assert "--mirrored" in str(refused.value)


def _still(film: Keypoints) -> Keypoints:
    return replace(film, xy_px=np.repeat(film.xy_px[:1], len(film.time_s), axis=0))


def _from_behind(film: Keypoints) -> Keypoints:
    turned = film.xy_px.copy()
    turned[:, :, 0] = WIDTH_PX - turned[:, :, 0]
    return replace(film, xy_px=turned)


def _cut_off(film: Keypoints) -> Keypoints:
    return replace(film, xy_px=film.xy_px + np.array([0.0, 450.0]))


def _on_its_side(film: Keypoints) -> Keypoints:
    return replace(film, xy_px=film.xy_px[:, :, ::-1])


def _upside_down(film: Keypoints) -> Keypoints:
    return replace(film, xy_px=np.array([WIDTH_PX, HEIGHT_PX]) - film.xy_px)


def _hidden(film: Keypoints) -> Keypoints:
    visibility = film.visibility.copy()
    visibility[:, POINTS.index("ankle_r")] = 0.2
    return replace(film, visibility=visibility)


def _two_persons(film: Keypoints) -> Keypoints:
    there = film.xy_px.copy()
    there[100:140] += np.array([220.0, 0.0])
    return replace(film, xy_px=there)


@pytest.mark.parametrize(
    ("film", "said"),
    [
        (Squat(two_legs=True).film(), "both feet"),
        (_still(Squat().film()), "both feet keep still"),
        (_from_behind(Squat().film()), "from behind"),
        (Run().film("side", rate_hz=30.0), "from the side"),
        (_on_its_side(Squat().film()), "lies on its side"),
        (_upside_down(Squat().film()), "upside down"),
        (_cut_off(Squat().film()), "outside the picture"),
        (_hidden(Squat().film()), "not seen clearly"),
        (_two_persons(Squat().film()), "two persons"),
        (Squat().film(12.0), "12 pictures a second"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_film(film: Keypoints, said: str) -> None:
    with pytest.raises(ImpossibleData, match=said) as refused:
        read(film)
    assert "Next:" in str(refused.value)


def test_a_person_at_the_edge_and_a_leg_bent_in_standing_are_told() -> None:
    aside = read(replace(Squat().film(), xy_px=Squat().film().xy_px - np.array([200.0, 0.0])))
    assert "person-aside" in {notice.code for notice in aside.quality}
    oblique = read(Squat().film(camera=Seen(yaw_rad=np.radians(42.0))))
    assert "camera-oblique" in {notice.code for notice in oblique.quality}


def test_the_smaller_pose_model_has_the_wider_error_bar() -> None:
    film = Squat().film()
    films = (replace(film, model="heavy"), replace(film, model="full"))
    heavy, full = (read(each).number("frontal_angle", Side.RIGHT) for each in films)
    assert heavy is not None
    assert full is not None
    assert full.estimate.sigma > heavy.estimate.sigma
