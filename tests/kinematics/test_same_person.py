"""A static trial of somebody else is told; exchanged labels and skin are not taken for it."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.kinematics.made_person import meanings, still
from tests.kinematics.rbds001 import EXCHANGED, mended_run, static_trial
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import frozen
from trochanter.kinematics.same_person import same_person, segment_changes
from trochanter.kinematics.scaling import stretch
from trochanter.kinematics.standing import Standing, standing


def person_of(trial: Trajectories) -> Standing:
    return standing(trial, meanings(trial))


def test_the_same_body_is_the_same_person() -> None:
    trial = still(hip_model(), noise_m=0.002)
    assert same_person(person_of(trial), still(hip_model(), {"hip_flexion_r": 0.8}, noise_m=0.002)) == ()


def test_a_body_a_tenth_larger_is_told() -> None:
    large = stretch(hip_model(), dict.fromkeys(hip_model().segments.names[1:], (1.1, 1.1, 1.1)))
    (notice,) = same_person(person_of(still(hip_model())), still(large))
    assert notice.code == "static-of-another"
    assert "pelvis by 10 %" in notice.text


@pytest.mark.needs("shared-data")
def test_the_runner_is_himself_even_with_exchanged_labels(shared_data: Path) -> None:
    person, run = person_of(static_trial(shared_data)), mended_run(shared_data)
    labelled = replace(run, names=tuple(EXCHANGED.get(name, name) for name in run.names))
    change = segment_changes(person, run)
    assert max(change.values()) < 0.04
    exchanged = segment_changes(person, labelled)
    assert exchanged["calcn_r"] > 0.05 > 2.0 * exchanged["calcn_l"]
    assert same_person(person, run) == same_person(person, labelled) == ()


@pytest.mark.needs("shared-data")
def test_the_runner_of_a_smaller_static_is_another(shared_data: Path) -> None:
    trial = static_trial(shared_data)
    small = replace(trial, position_m=frozen(0.9 * trial.position_m))
    assert [n.code for n in same_person(person_of(small), mended_run(shared_data))] == ["static-of-another"]
