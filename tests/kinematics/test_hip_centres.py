"""Hip centres by regression."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.made_person import meanings, still, without
from tests.kinematics.rbds001 import static_trial
from trochanter.anatomy.hip_model import hip_model
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.rotations import axis_rotation
from trochanter.kinematics.hip_centres import chosen_hips, pelvis_axes, regressed_hips, regressions
from trochanter.kinematics.standing import Standing, standing


def square_person() -> Standing:
    """Spines 240 mm apart, pelvis 150 mm deep, level; the leg 900 mm long."""
    spot = {
        "asis_r": [0.0, 1.0, 0.12],
        "asis_l": [0.0, 1.0, -0.12],
        "psis_r": [-0.15, 1.0, 0.04],
        "psis_l": [-0.15, 1.0, -0.04],
        "ankle_medial_r": [0.0, 0.1, 0.12],
        "ankle_medial_l": [0.0, 0.1, -0.12],
    }
    return Standing({}, {}, {}).with_landmarks({name: np.array(place) for name, place in spot.items()})


def test_published_equations_by_hand() -> None:
    """Harrington: -0.24 x 150 - 9.9, -0.30 x 240 - 10.9, 0.33 x 240 + 7.3; Hara with a leg of 900 mm."""
    found = regressed_hips(square_person())
    assert set(found) == set(regressions()) == {"hara2016", "harrington2007"}
    assert 1e3 * found["harrington2007"]["hip_centre_r"] == pytest.approx([-45.9, 1000 - 82.9, 86.5])
    hara = [11 - 0.063 * 900, 1000 - 9 - 0.078 * 900, 8 + 0.086 * 900]
    assert 1e3 * found["hara2016"]["hip_centre_r"] == pytest.approx(hara)


def test_left_mirrors_right_and_turns_with_the_pelvis() -> None:
    person = square_person()
    turn, shift = axis_rotation([0.3, 1.0, 0.2], 0.7), np.array([1.0, 0.2, -3.0])
    turned = replace(person, landmark_m={n: turn @ p + shift for n, p in person.landmark_m.items()})
    for name, places in regressed_hips(person).items():
        assert places["hip_centre_l"] == pytest.approx(places["hip_centre_r"] * [1, 1, -1])
        for side, place in regressed_hips(turned)[name].items():
            assert place == pytest.approx(turn @ places[side] + shift)
    assert pelvis_axes(turned.landmark_m) == pytest.approx(turn @ np.eye(3), abs=1e-12)


def test_choice_is_recorded_and_bad_choices_refused() -> None:
    person = square_person()
    centres, how, notices = chosen_hips(person)
    both = regressed_hips(person)
    mean = 0.5 * (both["hara2016"]["hip_centre_r"] + both["harrington2007"]["hip_centre_r"])
    assert centres["hip_centre_r"] == pytest.approx(mean)
    assert how == "hip centres by regression: hara2016 and harrington2007, their mean"
    assert notices == ()
    assert chosen_hips(person, "hara2016")[0]["hip_centre_r"] == pytest.approx(both["hara2016"]["hip_centre_r"])
    with pytest.raises(BadSetting, match="the hip centre regression"):
        chosen_hips(person, "bell1990")


def test_without_the_medial_ankle_only_the_pelvis_counts() -> None:
    trial = without(still(hip_model()), "RMMAL", "LMMAL")
    assert list(regressed_hips(standing(trial, meanings(trial)))) == ["harrington2007"]


def test_without_a_spine_there_is_no_hip() -> None:
    trial = without(still(hip_model()), "LASI")
    with pytest.raises(MissingInput, match="'asis_l'"):
        regressed_hips(standing(trial, meanings(trial)))


@pytest.mark.needs("shared-data")
def test_regressions_of_the_runner_differ_by_16_mm(shared_data: Path) -> None:
    trial = static_trial(shared_data)
    person = standing(trial, meanings(trial))
    found = regressed_hips(person)
    apart = [np.linalg.norm(found["hara2016"][s] - found["harrington2007"][s]) for s in found["hara2016"]]
    assert 1e3 * np.array(apart) == pytest.approx([16.0, 16.0], abs=0.5)
    assert [notice.code for notice in chosen_hips(person)[2]] == ["hip-centre-regressions-differ"]
