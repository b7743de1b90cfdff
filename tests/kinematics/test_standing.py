"""Averaging a static trial, and the trials that are none."""

from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_person import meanings, still
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.kinematics.standing import standing


def changed(trial: Trajectories, place: Floats) -> Trajectories:
    return replace(trial, position_m=frozen(place))


def codes(person_notices: tuple[object, ...]) -> list[str]:
    return [getattr(notice, "code", "") for notice in person_notices]


def test_places_and_middles_are_those_of_the_body() -> None:
    trial = still(hip_model(), noise_m=0.0005, frames=200)
    person = standing(trial, meanings(trial))
    exact = still(hip_model())
    assert person.point_m["RASI"] == pytest.approx(exact.of("RASI")[0], abs=2e-4)
    middle = 0.5 * (exact.of("RLFC")[0] + exact.of("RMFC")[0])
    assert person.landmark_m["knee_centre_r"] == pytest.approx(middle, abs=2e-4)
    assert person.landmark_m["asis_mid"][2] == pytest.approx(0.0, abs=2e-4)
    assert person.notices == ()


def test_stray_frames_are_left_out_and_told() -> None:
    trial = still(hip_model(), frames=50)
    place = trial.position_m.copy()
    place[10:15, trial.names.index("RTH1")] += 0.3
    person = standing(changed(trial, place), meanings(trial))
    assert person.point_m["RTH1"] == pytest.approx(trial.of("RTH1")[0], abs=1e-12)
    assert codes(person.notices) == ["static-stray-frames"]
    assert "5 of 50" in person.notices[0].text


def test_a_marker_that_is_never_seen_is_told() -> None:
    trial = still(hip_model())
    place = trial.position_m.copy()
    place[:, trial.names.index("LTB2")] = np.nan
    person = standing(changed(trial, place), meanings(trial))
    assert "LTB2" not in person.point_m
    assert codes(person.notices) == ["static-unseen"]


def test_a_swaying_person_is_told_and_a_walking_one_refused() -> None:
    trial = still(hip_model(), frames=101)
    path = np.linspace(-1.0, 1.0, 101)[:, None, None] * [1.0, 0.0, 0.0]
    swaying = standing(changed(trial, trial.position_m + 0.03 * path), meanings(trial))
    assert codes(swaying.notices).count("static-moving") == 1
    with pytest.raises(ImpossibleData, match="the person moves in the static trial"):
        standing(changed(trial, trial.position_m + 0.5 * path), meanings(trial))


def test_a_lying_person_is_refused() -> None:
    trial = still(hip_model())
    with pytest.raises(ImpossibleData, match=r"the legs lean by (8|9)\d degrees"):
        standing(changed(trial, trial.position_m[:, :, [1, 0, 2]] * [1.0, 1.0, -1.0]), meanings(trial))


def test_nothing_seen_and_nothing_known_are_refused() -> None:
    trial = still(hip_model())
    with pytest.raises(MissingInput, match="no marker is seen"):
        standing(changed(trial, np.full_like(trial.position_m, np.nan)), meanings(trial))
    strange = replace(trial, names=tuple(f"point {k}" for k in range(len(trial.names))))
    with pytest.raises(MissingInput, match="no marker of the static trial is a landmark"):
        standing(strange, meanings(strange))
