import datetime as dt
from dataclasses import replace
from math import isnan

import pytest

from tests.kinematics.made_appearance import Run, Squat
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import Side
from trochanter.kinematics.appearance import Appearance, number_of_repeats
from trochanter.kinematics.appearance_change import changes_since, kept_apart, like_for_like
from trochanter.kinematics.running_picture import running_video
from trochanter.kinematics.squat_picture import control_test

THEN, NOW = dt.date(2026, 11, 2), dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def squat() -> Appearance:
    return control_test(Squat(in_m=0.02).film(), measured_on=NOW)


@pytest.fixture(scope="module")
def run() -> Appearance:
    return running_video(Run().film(), "side", measured_on=NOW, speed_kmh=10.0)


def test_a_knee_that_comes_in_less_is_found_and_a_trunk_that_leans_alike_is_not(squat: Appearance) -> None:
    then = control_test(Squat(in_m=0.10).film(), measured_on=THEN)
    found = {each.quantity: each for each in changes_since(squat, (then,))}
    assert found["frontal_angle_change"].found
    assert found["frontal_angle_change"].change.value < -20.0
    assert not found["trunk_lean"].found
    assert found["trunk_lean"].quality.usable
    assert "hip_drop" not in found


def test_the_latest_alike_is_compared_and_others_are_kept_apart(squat: Appearance, run: Appearance) -> None:
    older = replace(squat, measured_on=dt.date(2026, 10, 1))
    latest = replace(squat, measured_on=THEN)
    left = replace(squat, side=Side.LEFT, measured_on=dt.date(2026, 11, 12))
    assert {each.since for each in changes_since(squat, (older, latest, left, run))} == {THEN}
    apart = dict(kept_apart(squat, (older, latest, left, run)))
    assert apart[left.measured_on] == ("the side differs: right and left",)
    assert "the test differs: control test and running video" in apart[run.measured_on]
    assert changes_since(squat, (left,)) == ()


def test_a_run_at_another_or_unknown_speed_is_not_compared(run: Appearance) -> None:
    for speed, said in ((None, "was not told"), (12.0, "10 and 12 km/h")):
        quality = like_for_like(run, replace(run, speed_kmh=speed, measured_on=THEN))
        assert not quality.usable
        assert said in quality.reasons[0]
    assert like_for_like(run, replace(run, speed_kmh=10.2, measured_on=THEN)).usable


def test_pain_keeps_a_film_apart(run: Appearance) -> None:
    then = replace(run, measured_on=THEN)
    assert like_for_like(replace(run, pain=0), then).usable
    assert like_for_like(replace(run, pain=2), then).reasons == ("there was pain now",)
    assert like_for_like(run, replace(then, pain=1)).reasons == ("there was pain then",)
    with pytest.raises(ImpossibleData, match="pain cannot be 11"):
        replace(run, pain=11)


def test_a_deeper_squat_is_not_compared(squat: Appearance) -> None:
    deeper = control_test(Squat(in_m=0.02, deep_rad=0.55).film(), measured_on=THEN)
    assert "less far" in like_for_like(squat, deeper).reasons[0]


def test_contact_is_not_compared_between_films_of_different_rates(run: Appearance) -> None:
    fast = running_video(Run().film(rate_hz=240.0), "side", measured_on=THEN, speed_kmh=10.0)
    found = {each.quantity: each for each in changes_since(run, (fast,))}
    assert isnan(found["overstride"].change.value)
    assert "60 and 240 pictures" in found["overstride"].quality.reasons[0]
    assert found["cadence"].quality.usable


def test_another_pose_model_keeps_films_apart(squat: Appearance) -> None:
    other = replace(squat, film=replace(squat.film, model="full"), measured_on=THEN)
    assert "the pose model differs" in like_for_like(squat, other).reasons[0]


def test_more_repetitions_never_shrink_the_error_below_that_of_the_method() -> None:
    few, many = (number_of_repeats("frontal_angle", Side.RIGHT, [10.0, 12.0, 11.0] * n, "heavy") for n in (1, 50))
    assert many.estimate.sigma < few.estimate.sigma
    assert many.estimate.sigma > 5.0
    assert many.detectable > 2.77 * 5.0


def test_a_repetition_without_a_number_is_refused() -> None:
    for repeats in ([], [1.0, float("nan")]):
        with pytest.raises(ImpossibleData, match="cannot be told"):
            number_of_repeats("cadence", None, repeats, "heavy")
