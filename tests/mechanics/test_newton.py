"""Forces that do not move the body as recorded are told, with and without strides, with and without a trunk."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.recordings import RUN, WALK, body_of, trial_of
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.person import person_mass_kg
from trochanter.capture.tables import bare_name
from trochanter.capture.trial import ExternalForce, Trial
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, demo_trial
from trochanter.kinematics.family import scale_like
from trochanter.kinematics.motion import ABSENT, Motion
from trochanter.kinematics.scaling import scale
from trochanter.kinematics.solve import Cutoff, solve
from trochanter.mechanics.dynamics import inverse_dynamics
from trochanter.mechanics.explain import Settings, explain
from trochanter.mechanics.geometry import make_engine
from trochanter.mechanics.newton import force_against_acceleration, newton
from trochanter.mechanics.residuals import residuals

Change = Callable[[Trial], Trial]
QUICK = Settings(slacks=(), sets=(), strength_cases=())


def loads(change: Callable[[ExternalForce], ExternalForce]) -> Change:
    """A change of every load of a trial."""

    def changed(trial: Trial) -> Trial:
        assert trial.forces is not None
        return replace(trial, forces=replace(trial.forces, loads=tuple(change(load) for load in trial.forces.loads)))

    return changed


def axes(*factors: float) -> Change:
    """Forces multiplied along x, y, z."""
    return loads(lambda load: replace(load, force_N=frozen(load.force_N * np.array(factors))))


def clock(change: Callable[[Floats], Floats], *, angles: bool) -> Change:
    """Another time of the forces and, if wanted, of the angles."""

    def changed(trial: Trial) -> Trial:
        assert trial.forces is not None
        assert trial.coordinates is not None
        forces = replace(trial.forces, time_s=frozen(change(trial.forces.time_s)))
        moved = replace(trial.coordinates, time_s=frozen(change(trial.coordinates.time_s)))
        return replace(trial, forces=forces, coordinates=moved if angles else trial.coordinates)

    return changed


def flipped(*names: str) -> Change:
    """Angles of the wrong sign."""

    def changed(trial: Trial) -> Trial:
        assert trial.coordinates is not None
        table = trial.coordinates
        signs = [-1.0 if bare_name(name) in names else 1.0 for name in table.columns]
        return replace(trial, coordinates=replace(table, values=frozen(table.values * np.array(signs))))

    return changed


FORCES: dict[str, Change] = {
    "late": clock(lambda t: t + 0.02, angles=False),
    "early": clock(lambda t: t - 0.02, angles=False),
    "50 ms late": clock(lambda t: t + 0.05, angles=False),
    "100 ms early": clock(lambda t: t - 0.1, angles=False),
    "fore-aft sign": axes(-1.0, 1.0, 1.0),
    "sideways sign": axes(1.0, 1.0, -1.0),
    "axes exchanged": loads(lambda load: replace(load, force_N=frozen(load.force_N[:, [2, 1, 0]]))),
    "one plate too strong": loads(
        lambda load: replace(load, force_N=frozen(load.force_N * (1.3 if load.segment.endswith("_r") else 1.0)))
    ),
    "too weak": axes(1 / 1.2, 1 / 1.2, 1 / 1.2),
    "slow clock of the forces": clock(lambda t: t * 1.1, angles=False),
    "both clocks fast": clock(lambda t: t * 0.5, angles=True),
    "both clocks slow": clock(lambda t: t * 2.0, angles=True),
    "both clocks a fifth slow": clock(lambda t: t * 1.2, angles=True),
}
ANGLES: dict[str, Change] = {
    "list": flipped("pelvis_list"),
    "tilt": flipped("pelvis_tilt"),
    "rotation": flipped("pelvis_rotation"),
    "hips spread": flipped("hip_adduction_r", "hip_adduction_l"),
}


def said(motion: Motion) -> str:
    """What is said of forces against acceleration; empty where nothing is."""
    return " ".join(n.text for n in force_against_acceleration(motion, person_mass_kg(motion.body)))


@cache
def demo(name: str = "") -> Motion:
    """The demo, damaged by name."""
    trial, body = demo_trial()
    return solve(replace(FORCES[name](trial) if name else trial, leading=None), body, cutoff_hz=DEMO_CUTOFF_HZ)


def test_the_demo_obeys_newton_without_its_trunk() -> None:
    found = newton(demo(), person_mass_kg(demo().body))
    assert found is not None
    assert found.weight == pytest.approx(1.0, abs=0.02)
    assert found.slope[1] == pytest.approx(0.85, abs=0.02)  # of pelvis and legs, which bob less than the whole
    assert (found.likeness > (0.8, 0.97, 0.4)).all()
    assert abs(found.lag_s) < 0.006
    assert said(demo()) == ""


@pytest.mark.parametrize("cutoff_hz", [None, 20.0, 6.0])
def test_the_demo_obeys_newton_however_it_is_filtered(cutoff_hz: float | None) -> None:
    trial, body = demo_trial()
    assert said(solve(trial, body, cutoff_hz=cutoff_hz)) == ""


@pytest.mark.parametrize("name", FORCES)
def test_forces_that_do_not_move_the_demo_are_told(name: str) -> None:
    if name == "slow clock of the forces":  # so slow that soon no contact fits
        with pytest.raises(ImpossibleData, match="contradict each other"):
            demo(name)
    else:
        assert "not those that move the body" in said(demo(name))


def test_a_shift_of_the_forces_is_measured() -> None:
    mass = person_mass_kg(demo().body)
    found, before = newton(demo("50 ms late"), mass), newton(demo(), mass)
    assert found is not None
    assert before is not None
    assert found.lag_s - before.lag_s == pytest.approx(0.05, abs=0.001)


def test_the_account_tells_it() -> None:
    codes = {notice.code for notice in explain(demo("fore-aft sign"), settings=QUICK).notices}
    assert "force-against-acceleration" in codes


def test_a_body_at_rest_and_one_without_forces_tell_nothing() -> None:
    still = replace(demo(), q=np.repeat(demo().q[:1], len(demo().q), axis=0))
    weight = person_mass_kg(still.body) * 9.80665
    first, *others = still.loads
    stands = replace(first, force_N=frozen(np.tile([0.0, weight, 0.0], (len(still.time_s), 1))))
    standing = replace(still, loads=(stands, *(replace(load, force_N=frozen(load.force_N * 0.0)) for load in others)))
    assert said(standing) == ""
    assert newton(replace(demo(), loads=()), 62.0) is None


def test_a_foot_beside_the_plates_is_left_out() -> None:
    """Where one foot stands on bare floor, the forces on the other need not carry the weight."""
    right, left = demo().loads
    half = replace(demo(), loads=(right, replace(left, force_N=frozen(left.force_N * 0.0))))
    found = newton(half, person_mass_kg(half.body))
    assert found is not None
    assert found.weight == pytest.approx(1.0, abs=0.05)
    assert said(half) == ""


@cache
def walk(data: Path, name: str = "") -> Motion:
    """The walk as the hip model in the walker's size, damaged by name."""
    model = body_of(data, WALK)
    trial = trial_of(data, WALK)
    damage = {**FORCES, **ANGLES}
    return solve(damage[name](trial) if name else trial, scale_like(hip_model(), model), cutoff_hz=6.0)


def balance(motion: Motion) -> float:
    """The larger residual over its limit, as the motion without trunk is judged; NaN where it is not."""
    found = residuals(motion, inverse_dynamics(motion, make_engine(motion.body)).tau)
    return float("nan") if found is None else max(p.peak / p.limit for p in (found.force, found.moment))


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("files", [RUN, WALK])
@pytest.mark.parametrize("cutoff_hz", ["auto", 15.0])
def test_clean_recordings_of_whole_bodies_obey_newton(
    shared_data: Path, files: tuple[str, str, str], cutoff_hz: Cutoff
) -> None:
    motion = solve(trial_of(shared_data, files), body_of(shared_data, files), cutoff_hz=cutoff_hz)
    assert said(motion) == ""


@pytest.mark.needs("shared-data")
def test_the_walk_obeys_newton_by_pelvis_and_legs_too(shared_data: Path) -> None:
    assert said(walk(shared_data)) == ""
    assert said(replace(walk(shared_data), whole=None)) == ""


@pytest.mark.needs("shared-data")
def test_the_hip_model_in_a_walkers_size_is_held_against_the_whole_walker(shared_data: Path) -> None:
    motion = walk(shared_data)
    assert motion.whole is not None
    assert "torso" in motion.whole.body.segments.names
    assert 1.0 < balance(motion) < 3.0
    codes = {notice.code for notice in explain(motion, settings=QUICK).notices}
    assert "residual" in codes
    assert "residual-large" not in codes


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", [*FORCES, *ANGLES])
def test_damage_of_the_walk_is_grave(shared_data: Path, name: str) -> None:
    motion = walk(shared_data, name)
    assert balance(motion) > 3.0 or said(motion)


@pytest.mark.needs("shared-data")
def test_a_trunk_without_columns_leaves_no_residual(shared_data: Path) -> None:
    trial = trial_of(shared_data, WALK)
    assert trial.coordinates is not None
    keep = [k for k, name in enumerate(trial.coordinates.columns) if not bare_name(name).startswith("lumbar")]
    kept = replace(
        trial.coordinates,
        columns=tuple(trial.coordinates.columns[k] for k in keep),
        values=frozen(trial.coordinates.values[:, keep]),
    )
    motion = solve(replace(trial, coordinates=kept), scale_like(hip_model(), body_of(shared_data, WALK)), cutoff_hz=6.0)
    assert np.isnan(balance(motion))


@pytest.mark.needs("shared-data")
def test_another_size_forgets_the_whole_body(shared_data: Path) -> None:
    body = scale_like(hip_model(), body_of(shared_data, WALK))
    assert body.whole is not None
    assert scale(body, factors={"femur_r": (1.0, 1.1, 1.0)}).whole is None


@pytest.mark.needs("shared-data")
def test_a_trunk_that_is_not_measured_is_left_out_with_all_it_carries(shared_data: Path) -> None:
    """Held to the pelvis, the trunk does not move as it did: its mass, the head's and the arms' must not count."""
    motion = solve(trial_of(shared_data, RUN), body_of(shared_data, RUN), cutoff_hz=15.0)
    lumbar = [name.startswith("lumbar") for name in motion.body.coordinates.names]
    assert any(lumbar)
    roles = tuple(ABSENT if of else role for of, role in zip(lumbar, motion.roles, strict=True))
    unseen = replace(motion, roles=roles)
    parts = motion.body.segments
    legs = ("pelvis", "femur", "tibia", "talus", "calcn", "toes", "patella")
    heavy = np.where([name.startswith(legs) for name in parts.names], parts.mass_kg, 3.0 * parts.mass_kg)
    assert (heavy != parts.mass_kg).any()
    laden = replace(unseen, body=replace(motion.body, segments=replace(parts, mass_kg=frozen(heavy))))
    mass = person_mass_kg(motion.body)
    one, other, seen = newton(unseen, mass), newton(laden, mass), newton(motion, mass)
    assert one is not None
    assert other is not None
    assert seen is not None
    np.testing.assert_allclose(other.likeness, one.likeness, atol=1e-12)
    np.testing.assert_allclose(other.slope, one.slope, atol=1e-12)
    assert np.abs(one.slope - seen.slope).max() > 0.05
    assert said(unseen) == ""
