"""Scaling by a static trial, end to end, and what it says about a trial that cannot be right."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.made_person import still, without
from tests.kinematics.rbds001 import HEIGHT_M, MASS_KG, mended_run, static_trial
from tests.kinematics.test_functional_hip import star_and_arc
from tests.kinematics.test_mirror_or_labels import relabelled
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.person import person_mass_kg
from trochanter.capture.trial import Trajectories, Trial
from trochanter.core.arrays import frozen
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, TrochanterError
from trochanter.kinematics.mirror_or_labels import SIDES_EXCHANGED, mirror_or_labels
from trochanter.kinematics.person_body import reference_of
from trochanter.kinematics.scaling import scale
from trochanter.kinematics.static_scaling import Scaled, scale_to_static


def codes(scaled: Scaled) -> list[str]:
    return [notice.code for notice in scaled.notices]


@pytest.fixture(scope="module")
def runner(shared_data: Path) -> Scaled:
    return scale_to_static(hip_model(), static_trial(shared_data), mass_kg=MASS_KG, height_m=HEIGHT_M)


@pytest.mark.needs("shared-data")
def test_the_runner_has_the_published_demo_s_factors(runner: Scaled) -> None:
    """docs/demo-data.md: thigh 1.128, shank 1.083, foot 0.983, pelvis 1.044, 1.064 and 1.084."""
    assert runner.factors["pelvis"] == pytest.approx((1.044, 1.064, 1.084), abs=5e-4)
    for name, factor in {"femur_r": 1.128, "patella_l": 1.128, "tibia_l": 1.083, "calcn_r": 0.983}.items():
        assert runner.factors[name] == pytest.approx((factor,) * 3, abs=5e-4), name
    assert person_mass_kg(runner.body) == pytest.approx(MASS_KG)
    assert runner.how == (
        "sizes by pelvis depth, pelvis width, thigh length, shank length, foot length (mean of both sides)",
        "hip centres by regression: hara2016 and harrington2007, their mean",
        "masses for a person of 62 kg",
    )


@pytest.mark.needs("shared-data")
def test_the_body_stands_within_7_mm_and_keeps_what_was_noticed(runner: Scaled, shared_data: Path) -> None:
    """The left foot points 7 degrees further out than the model's foot can without turning the hip: that is told."""
    misfit = {name: error for name, error in runner.errors.items() if not name.startswith("foot")}
    assert max(misfit.values()) < 0.007
    assert [
        c for c in codes(runner) if c in ("stance-misfit", "stance-foot-direction", "hip-centre-regressions-differ")
    ] == [
        "hip-centre-regressions-differ",
        "stance-foot-direction",
    ]
    (feet,) = [n.text for n in runner.notices if n.code == "stance-foot-direction"]
    assert "left foot by 7 degrees; " in feet
    assert set(runner.notices) <= set(runner.body.notices)
    assert [origin.role for origin in runner.body.made_from] == ["static trial"]
    assert runner.body.made_from[0].sha256 == static_trial(shared_data).sha256


@pytest.mark.needs("shared-data")
def test_fibres_keep_their_ratio(runner: Scaled) -> None:
    before, after = hip_model().muscles, runner.body.muscles
    ratio = before.optimal_fiber_length_m / before.tendon_slack_length_m
    assert after.optimal_fiber_length_m / after.tendon_slack_length_m == pytest.approx(ratio)


@pytest.mark.needs("shared-data")
def test_the_verb_takes_a_trial(runner: Scaled, shared_data: Path) -> None:
    static = Trial("static", markers=static_trial(shared_data))
    body = scale(hip_model(), static=static, mass_kg=MASS_KG)
    assert body.markers.names == runner.body.markers.names
    assert body.markers.location_m == pytest.approx(runner.body.markers.location_m)


def test_a_mapping_names_unknown_markers() -> None:
    trial = still(hip_model())
    odd = replace(trial, names=tuple(f"odd {n}" if n in ("RASI", "LASI", "RLFC") else n for n in trial.names))
    with pytest.raises(MissingInput, match="asis"):
        scale_to_static(hip_model(), odd, mass_kg=70.0)
    mapping = {"odd RASI": "asis_r", "odd LASI": "asis_l", "odd RLFC": "knee_lateral_r"}
    named = scale_to_static(hip_model(), odd, mass_kg=70.0, mapping=mapping)
    plain = scale_to_static(hip_model(), trial, mass_kg=70.0)
    assert named.factors == plain.factors
    assert "odd RASI" in named.body.markers.names


def test_a_functional_trial_gives_the_hips() -> None:
    scaled = scale_to_static(hip_model(), still(hip_model()), mass_kg=70.0, functional=star_and_arc(0.9, 0.7))
    assert scaled.how[1] == "hip centres by movement (score)"
    assert "functional-hip-used" in codes(scaled)
    assert scaled.factors["pelvis"] == pytest.approx((1.0, 1.0, 1.0), abs=0.002)


def test_knees_without_a_marker_are_told_and_so_is_one_malleolus() -> None:
    bare = without(still(hip_model()), "RMFC", "RLFC", "LMFC", "LLFC", "RMMAL")
    scaled = scale_to_static(hip_model(), bare, mass_kg=70.0)
    (knees,) = [n.text for n in scaled.notices if n.code == "knee-axis-guessed"]
    assert "(right and left)" in knees
    (ankles,) = [n.text for n in scaled.notices if n.code == "joint-centres-guessed"]
    assert "ankle_centre_r are placed as in the model" in ankles


@pytest.mark.parametrize(("outer", "inner"), [("RLFC", "RMFC"), ("LLMAL", "LMMAL")])
def test_inner_and_outer_side_of_a_joint_exchanged(outer: str, inner: str) -> None:
    trial = still(hip_model())
    other = {outer: inner, inner: outer}
    wrong = replace(trial, names=tuple(other.get(name, name) for name in trial.names))
    with pytest.raises(ImpossibleData, match="the inner and the outer marker") as caught:
        scale_to_static(hip_model(), wrong, mass_kg=70.0)
    assert f"'{outer}' lies inside '{inner}'" in str(caught.value)


def test_a_small_movement_falls_back_to_regression_and_says_so() -> None:
    scaled = scale_to_static(hip_model(), still(hip_model()), mass_kg=70.0, functional=star_and_arc(0.9, 0.1))
    assert scaled.how[1].startswith("hip centres by regression")
    (told,) = [n.text for n in scaled.notices if n.code == "functional-hip-refused"]
    assert "right: the hip turns by" in told
    assert "left: the hip turns by" in told


def test_one_missing_epicondyle_is_told() -> None:
    scaled = scale_to_static(hip_model(), without(still(hip_model()), "RMFC"), mass_kg=70.0)
    (told,) = [n.text for n in scaled.notices if n.code == "knee-axis-guessed"]
    assert told.startswith("the static trial does not show both sides of the knee (right): its axis, and with it the")
    assert "joint-centres-guessed" not in codes(scaled)
    full = scale_to_static(hip_model(), still(hip_model()), mass_kg=70.0)
    assert scaled.factors["femur_r"] == pytest.approx(full.factors["femur_r"], rel=0.01)


def five_markers() -> Trajectories:
    trial = still(hip_model())
    return without(trial, *(n for n in trial.names if n not in ("RASI", "RLFC", "RLMAL", "RCAL", "RTOE")))


def lying() -> Trajectories:
    """On the back, with y up: what was up is now forward."""
    trial = still(hip_model())
    return replace(trial, position_m=frozen(trial.position_m[:, :, [1, 0, 2]] * [1.0, -1.0, 1.0]))


def nowhere() -> Trajectories:
    trial = still(hip_model())
    return replace(trial, position_m=frozen(np.full_like(trial.position_m, np.nan)))


def walking() -> Trajectories:
    trial = still(hip_model(), frames=100)
    ahead = np.linspace(0.0, 1.2, 100)[:, None, None] * [1.0, 0.0, 0.0]
    return replace(trial, position_m=frozen(trial.position_m + ahead))


@pytest.mark.parametrize(
    ("static", "kind"),
    [(five_markers, MissingInput), (nowhere, TrochanterError), (walking, ImpossibleData), (lying, ImpossibleData)],
)
def test_trials_that_cannot_work_are_refused(static: object, kind: type[Exception]) -> None:
    assert callable(static)
    with pytest.raises(kind) as caught:
        scale_to_static(hip_model(), static(), mass_kg=70.0)
    assert isinstance(caught.value, TrochanterError)
    assert caught.value.valid
    assert caught.value.next_step


@pytest.mark.parametrize("mass_kg", [62000.0, 0.0, -5.0, float("nan")])
def test_impossible_masses_are_refused(mass_kg: float) -> None:
    with pytest.raises(BadSetting, match="mass_kg"):
        scale_to_static(hip_model(), still(hip_model()), mass_kg=mass_kg)


@pytest.mark.parametrize("height_m", [0.0, 181.0, -1.8, float("nan")])
def test_impossible_heights_are_refused_beside_a_static_trial_too(height_m: float) -> None:
    with pytest.raises(BadSetting, match="height_m"):
        scale_to_static(hip_model(), still(hip_model()), mass_kg=70.0, height_m=height_m)


@pytest.mark.needs("shared-data")
def test_mass_in_pounds_and_another_height_are_told(shared_data: Path) -> None:
    static = static_trial(shared_data)
    assert "mass-implausible" in codes(scale_to_static(hip_model(), static, mass_kg=62.0 / 0.4536))
    assert "static-of-another" in codes(scale_to_static(hip_model(), static, mass_kg=62.0, height_m=1.55))
    assert "mass-unknown" in codes(scale_to_static(hip_model(), static, mass_kg=None))


@pytest.mark.needs("shared-data")
def test_another_person_s_static_is_told(shared_data: Path) -> None:
    trial = static_trial(shared_data)
    small = replace(trial, position_m=frozen(0.88 * trial.position_m))
    scaled = scale_to_static(hip_model(), small, mass_kg=MASS_KG, movement=mended_run(shared_data))
    assert "static-of-another" in codes(scaled)


def test_angles_are_no_static_trial() -> None:
    with pytest.raises(MissingInput, match="joint angles, not markers"):
        scale_to_static(hip_model(), Trial("angles"), mass_kg=70.0)


@pytest.mark.needs("shared-data")
def test_a_static_trial_with_left_for_right_is_mended_when_asked_and_never_called_true(shared_data: Path) -> None:
    """Nobody can tell such a static trial from a mirrored one, so the run beside it is not judged by it either."""
    static, run = static_trial(shared_data), mended_run(shared_data)
    with pytest.raises(ImpossibleData, match="left and right do not fit front and up"):
        scale(hip_model(), static=relabelled(static), mass_kg=MASS_KG)
    mended = scale(hip_model(), static=relabelled(static), mass_kg=MASS_KG, fix_labels=True)
    plain = scale(hip_model(), static=static, mass_kg=MASS_KG)
    np.testing.assert_array_equal(mended.markers.location_m, plain.markers.location_m)
    assert mended.markers.names == plain.markers.names
    assert [notice.code for notice in mended.notices].count(SIDES_EXCHANGED) == 1
    reference, known = reference_of(mended), reference_of(plain)
    assert isinstance(reference, Trajectories)
    assert mirror_or_labels(relabelled(run), reference) is None
    assert mirror_or_labels(relabelled(run), known) is not None
