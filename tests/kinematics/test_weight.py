"""Forces that cannot be this body's are refused, those that can hardly be are told."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.recordings import RUN, WALK, body_of, trial_of
from trochanter.anatomy.body import Body
from trochanter.anatomy.person import person_mass_kg
from trochanter.capture.trial import ExternalForce, Forces, Trial
from trochanter.core.arrays import frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Notice
from trochanter.kinematics.contacts import Contact
from trochanter.kinematics.demo import demo_trial
from trochanter.kinematics.solve import solve
from trochanter.kinematics.weight import LEAST_BW, MOST_BW, NO_BODY_BW, NO_FORCE_BW, check_weight

UP = np.array([0.0, 1.0, 0.0])
WHOLE, CUT = Contact(0.1, 0.3), Contact(0.1, float("nan"))


@pytest.fixture(scope="module")
def demo() -> tuple[Trial, Body]:
    return demo_trial()


def peaking(body: Body, body_weights: float, segment: str = "calcn_r") -> Forces:
    force = np.zeros((100, 3))
    force[20:60, 1] = body_weights * person_mass_kg(body) * 9.80665
    load = ExternalForce("foot", segment, frozen(force), frozen(np.zeros((100, 3))), frozen(np.zeros((100, 3))))
    return Forces(frozen(np.arange(100) / 200.0), (load,), "made.mot")


def checked(body: Body, body_weights: float, contact: Contact = WHOLE) -> tuple[Notice, ...]:
    return check_weight(peaking(body, body_weights), body, UP, [contact])


def test_what_gait_does_is_silent(demo: tuple[Trial, Body]) -> None:
    for body_weights in (LEAST_BW + 0.01, 1.2, 2.5, MOST_BW - 0.01):
        assert checked(demo[1], body_weights) == ()


@pytest.mark.parametrize("body_weights", [NO_FORCE_BW + 0.01, LEAST_BW - 0.01, MOST_BW + 0.01, NO_BODY_BW - 0.01])
def test_what_can_hardly_be_is_told(demo: tuple[Trial, Body], body_weights: float) -> None:
    (notice,) = checked(demo[1], body_weights)
    assert notice.code == "force-against-weight"
    assert f"{body_weights:.2g} times the weight" in notice.text
    assert "(62 kg)" in notice.text


@pytest.mark.parametrize("body_weights", [0.01, NO_FORCE_BW - 0.01, NO_BODY_BW + 0.01])
def test_what_cannot_be_is_refused(demo: tuple[Trial, Body], body_weights: float) -> None:
    with pytest.raises(ImpossibleData, match="newtons, not divided by mass"):
        checked(demo[1], body_weights)


def test_little_force_says_nothing_where_no_foot_is_seen_to_stand(demo: tuple[Trial, Body]) -> None:
    assert checked(demo[1], 0.1, CUT) == ()
    assert check_weight(peaking(demo[1], 0.1), demo[1], UP, []) == ()
    assert check_weight(peaking(demo[1], 0.1, "pelvis"), demo[1], UP, [WHOLE]) == ()


def scaled(trial: Trial, factor: float) -> Trial:
    assert trial.forces is not None
    loads = tuple(
        replace(load, force_N=frozen(factor * load.force_N), moment_Nm=frozen(factor * load.moment_Nm))
        for load in trial.forces.loads
    )
    return replace(trial, forces=replace(trial.forces, loads=loads))


def test_forces_per_kilogram_and_in_kilograms_are_refused(demo: tuple[Trial, Body]) -> None:
    trial, body = demo
    for factor in (1.0 / 62.0, 1.0 / 9.80665):
        with pytest.raises(ImpossibleData, match="times the weight of the person"):
            solve(scaled(trial, factor), body, cutoff_hz=15.0)


def test_forces_in_pounds_are_told(demo: tuple[Trial, Body]) -> None:
    trial, body = demo
    assert "force-against-weight" in {n.code for n in solve(scaled(trial, 0.2248), body, cutoff_hz=15.0).notices}


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("files", [RUN, WALK])
def test_real_recordings_weigh_what_their_models_do(shared_data: Path, files: tuple[str, str, str]) -> None:
    motion = solve(trial_of(shared_data, files), body_of(shared_data, files))
    assert "force-against-weight" not in {n.code for n in motion.notices}
