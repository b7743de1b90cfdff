"""Monte Carlo on the packaged running trial: against its slow twin, against known answers, and what widens what."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numba import config
from scipy.special import ndtri

from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import with_set
from trochanter.anatomy.uncertain_inputs import (
    ATTACHMENT,
    BIAS,
    HIP_CENTRE,
    POWER,
    PRESSURE,
    ROTATION,
    SETS,
    STRENGTH,
    TENSION,
    uncertain_inputs,
)
from trochanter.capture.formats import read
from trochanter.capture.osim import read_osim
from trochanter.capture.trial import Trial
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import BadSetting, ImpossibleData, UnknownName
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, demo_trial
from trochanter.kinematics.motion import PRESCRIBED
from trochanter.kinematics.solve import solve
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.dynamics import inverse_dynamics
from trochanter.mechanics.explain import Settings, explain
from trochanter.mechanics.fibers import fiber_state
from trochanter.mechanics.geometry import geometry, make_engine
from trochanter.mechanics.moment_error import hip_columns
from trochanter.mechanics.monte_carlo import monte_carlo
from trochanter.mechanics.sampled_demand import at_frames
from trochanter.mechanics.sampled_leg import Leg
from trochanter.mechanics.sampled_run import CONTACT, NET, OF_MUSCLES, OUTWARD, evaluate
from trochanter.mechanics.sampled_study import Stopped, Study, make_study, run
from trochanter.mechanics.sampling import INPUTS, Draws, draw, realise
from trochanter.mechanics.sharing import make_loads, plan_sharing, share
from trochanter.mechanics.uncertainty import (
    CONTACT as CONTACT_COURSE,
)
from trochanter.mechanics.uncertainty import (
    FORCE,
    HIGH68,
    HIGH95,
    LOW68,
    LOW95,
    MEDIAN,
    PEAK_CONTACT,
    PEAK_FORCE,
    PERCENTILES,
    SHARE,
    Uncertainty,
)
from trochanter.mechanics.uncertainty import (
    NET as NET_COURSE,
)

BRIEF = Settings(slacks=(), strength_cases=())
FEW_INSTANTS = 12


@cache
def account() -> MuscleAccount:
    trial, body = demo_trial()
    return explain(solve(trial, body, cutoff_hz=DEMO_CUTOFF_HZ), settings=BRIEF)


@cache
def study() -> Study:
    return make_study(account(), most_instants=FEW_INSTANTS)


@cache
def intervals(inputs: tuple[str, ...] | None = None, samples: int = 200) -> Uncertainty:
    return monte_carlo(account(), samples, inputs=inputs, most_instants=FEW_INSTANTS)


def mean_width(found: Uncertainty, quantity: str, muscle: str = "") -> float:
    courses = [side.course(quantity, muscle) for side in found.sides]
    return float(np.mean([c.percentiles[HIGH95] - c.percentiles[LOW95] for c in courses if c is not None]))


def test_without_changes_a_sample_is_the_account() -> None:
    nominal = run(study(), realise(study().space, {}, 1))
    for k, (leg, at) in enumerate(zip(study().legs, study().instants, strict=True)):
        hip, table = account().hip(leg.side), nominal.tables[k][0]
        np.testing.assert_allclose(table[:, NET], hip.moment_Nm[at.frames, 2], rtol=1e-12)
        np.testing.assert_allclose(table[:, CONTACT], np.linalg.norm(hip.contact_N[at.frames], axis=1), rtol=1e-9)
        own = account().rotation_moment_Nm[at.frames][:, leg.crossing]
        np.testing.assert_allclose(table[:, OUTWARD], np.maximum(-own, 0.0).sum(axis=1), rtol=1e-9)
        for j, places in enumerate(leg.watched.values()):
            force = account().force_N[at.frames][:, leg.crossing[places]].sum(axis=1)
            np.testing.assert_allclose(table[:, OF_MUSCLES + 2 * j], force, rtol=1e-9)


@pytest.mark.needs("shared-data")
def test_a_model_of_another_family_is_sampled_too(shared_data: Path) -> None:
    """gait2392's kin: sliding and conditional points, lumped gemelli, a trunk, no parameter sets, one stance a side."""
    folder = shared_data / "run_4ms"
    trial = read(folder / "runningModel_Kinematics_q.sto", forces=folder / "runningModel_GRF.xml")
    body = read_osim(folder / "runningModel_CMC_test.osim")
    assert isinstance(trial, Trial)
    own = explain(solve(trial, body, cutoff_hz=None), settings=BRIEF)
    made = make_study(own, most_instants=FEW_INSTANTS)
    nominal = run(made, realise(made.space, {}, 1))
    for k, (leg, at) in enumerate(zip(made.legs, made.instants, strict=True)):
        table, hip = nominal.tables[k][0], own.hip(leg.side)
        np.testing.assert_allclose(table[:, CONTACT], np.linalg.norm(hip.contact_N[at.frames], axis=1), rtol=1e-9)
        assert list(leg.watched) == ["quadratus_femoris", "gemelli", "piriformis"]
        for j, places in enumerate(leg.watched.values()):
            force = own.force_N[at.frames][:, leg.crossing[places]].sum(axis=1)
            np.testing.assert_allclose(table[:, OF_MUSCLES + 2 * j], force, rtol=1e-9)
    found = monte_carlo(own, 100, most_instants=FEW_INSTANTS)
    assert {SETS, BIAS}.isdisjoint(each.name for each in found.inputs)
    assert found.left_out <= 0.02
    for side in found.sides:
        number = side.number(PEAK_FORCE, "gemelli")
        assert number is not None
        assert 0.0 < number.percentiles[LOW95] < number.percentiles[HIGH95]


def test_zero_spreads_give_the_nominal_result_exactly() -> None:
    still = {name: replace(row, spread=0.0) for name, row in uncertain_inputs().items()}
    on = tuple(name for name in INPUTS if name not in (SETS, POWER))
    for found in (intervals(()), monte_carlo(account(), 40, inputs=on, assumed=still, most_instants=FEW_INSTANTS)):
        for side in found.sides:
            for course in side.courses:
                np.testing.assert_array_equal(course.percentiles, np.tile(course.nominal, (len(PERCENTILES), 1)))
            for number in side.numbers:
                assert np.all(number.percentiles == number.nominal)
                assert number.standard_error == pytest.approx(0.0, abs=1e-12 * number.nominal)


@pytest.mark.parametrize("quantity", [FORCE, NET_COURSE, CONTACT_COURSE])
def test_attachment_and_rotation_error_widen_the_interval(quantity: str) -> None:
    muscle = "obturator_internus" if quantity == FORCE else ""
    base, attached = intervals((STRENGTH,)), intervals((STRENGTH, ATTACHMENT))
    turned = intervals((STRENGTH, ATTACHMENT, ROTATION))
    widths = [mean_width(each, quantity, muscle) for each in (base, attached, turned)]
    if quantity == NET_COURSE:  # what muscles must produce together does not depend on where they are attached
        assert widths[0] == widths[1] == 0.0
    else:
        assert widths[1] > 1.1 * widths[0]
    assert widths[2] > 1.02 * widths[1]


def test_every_input_moves_something_and_all_together_move_most() -> None:
    everything = mean_width(intervals(), CONTACT_COURSE)
    for name in INPUTS:
        alone = mean_width(intervals((name,)), CONTACT_COURSE)
        assert 0.0 < alone < everything, name


def test_a_linear_case_with_a_known_answer() -> None:
    """The net moment is linear in a normal shift of the centre of pressure: its percentiles are known."""
    found = intervals((PRESSURE,), 1000)
    sigma_m = 1e-3 * uncertain_inputs()[PRESSURE].spread
    for leg, side in zip(study().legs, found.sides, strict=True):
        course = side.course(NET_COURSE)
        assert course is not None
        slopes = leg.demand.pressure[:, :, leg.hip_place[2]]
        sd = sigma_m * np.hypot(slopes[0], slopes[1])
        expected = course.nominal + ndtri(np.array(PERCENTILES) / 100.0)[:, None] * sd
        np.testing.assert_allclose(course.percentiles, expected, atol=0.12 * sd.max())
        assert sd.max() > 3.0


def test_an_interval_covers_other_samples_as_it_says() -> None:
    other = run(study(), draw(study().space, 400, 77, INPUTS))
    for k, side in enumerate(intervals(None, 400).sides):
        for quantity, column in ((NET_COURSE, NET), (CONTACT_COURSE, CONTACT)):
            course = side.course(quantity)
            assert course is not None
            values = other.usable(k)[:, :, column] / (1.0 if quantity == NET_COURSE else 62.0 * 9.80665)
            for low, high, share_inside in ((LOW95, HIGH95, 0.95), (LOW68, HIGH68, 0.68)):
                inside = (values >= course.percentiles[low]) & (values <= course.percentiles[high])
                assert np.mean(inside) == pytest.approx(share_inside, abs=0.03)


def test_the_plates_bias_lies_between_with_and_without() -> None:
    found = intervals((BIAS,))
    for side, at in zip(found.sides, study().instants, strict=True):
        course, hip = side.course(NET_COURSE), account().hip(side.side)
        assert course is not None
        ends = np.sort([hip.moment_Nm[at.frames, 2], hip.moment_without_bias_Nm[at.frames, 2]], axis=0)
        assert np.all(course.percentiles >= ends[0] - 1e-9)
        assert np.all(course.percentiles <= ends[1] + 1e-9)
        np.testing.assert_allclose(
            np.ptp(course.percentiles, axis=0), 0.95 * np.ptp(ends, axis=0), rtol=0.01, atol=1e-9
        )


def test_the_same_seed_gives_the_same_on_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = draw(study().space, 50, 9, INPUTS)
    usual = run(study(), draws)
    usual_threads = vars(config)["NUMBA_NUM_THREADS"]
    monkeypatch.setitem(vars(config), "NUMBA_NUM_THREADS", 1 if usual_threads > 1 else 3)
    again = run(study(), draws)
    for one, other in zip(usual.tables, again.tables, strict=True):
        np.testing.assert_array_equal(one, other)
    other_seed = run(study(), draw(study().space, 50, 10, INPUTS))
    assert not np.array_equal(other_seed.tables[0], usual.tables[0])


def test_a_sample_does_not_depend_on_its_neighbours() -> None:
    draws, leg, areas = draw(study().space, 24, 3, INPUTS), study().legs[1], study().space.areas
    together = run(study(), draws).tables[1]
    alone, solved = np.empty_like(together), np.empty(24)
    evaluate(leg, areas, draws, 13, 14, alone, solved)
    np.testing.assert_allclose(alone[13], together[13], rtol=1e-11, atol=1e-9)


def moved_body(body: Body, draws: Draws, sample: int, set_name: str) -> Body:
    """A body whose attachments and hip centres are where a sample has them, made without the sampler's code."""
    areas, points = study().space.areas, body.paths.point_m.copy()
    for p, area in enumerate(areas.of_point):
        if area >= 0:
            shift = draws.shift_m[sample, area].copy()
            shift[2] *= areas.mirror[p]
            points[p] += shift
    parent, wraps = body.joints.parent_point_m.copy(), body.wraps.point_m.copy()
    for h, side in enumerate(SIDES):
        parent[int(body.coordinates.joint[body.coordinate(f"hip_rotation_{side}")])] += draws.centre_m[sample, h]
        wraps[body.wraps.names.index(f"hip_capsule_{side}")] += draws.centre_m[sample, h]
    return replace(
        with_set(body, set_name),
        paths=replace(body.paths, point_m=frozen(points)),
        joints=replace(body.joints, parent_point_m=frozen(parent)),
        wraps=replace(body.wraps, point_m=frozen(wraps)),
    )


def twin_force(leg: Leg, frames: np.ndarray, draws: Draws, sample: int, demand: Floats) -> tuple[Floats, Floats]:
    """Force (R, n_m) and rotation moment of a sample by the ordinary functions of geometry, fibres and sharing."""
    motion, h = account().motion, SIDES.index(leg.side)
    chosen = at_frames(motion, frames)
    body = moved_body(motion.body, draws, sample, study().sets[draws.set[sample]])
    q = chosen.q.copy()
    q[:, leg.rotation] += draws.rotation_rad[sample, h]
    shape = geometry(make_engine(body), q)
    at_rest = geometry(make_engine(body), leg.q[-1:]).length_m - geometry(leg.engine, leg.q[-1:]).length_m
    crossing = np.isin(np.arange(len(body.muscles.names)), leg.crossing)
    length = shape.length_m - np.where(crossing, at_rest, 0.0)
    fibers = fiber_state(body.muscles, length, shape.lengthening_m_s(chosen.qd))
    balanced = [motion.body.coordinate(name) for name in account().balanced]
    plan = plan_sharing(len(crossing), shape.arm_muscle, shape.arm_coordinate, balanced)
    capacity = fibers.capacity_N * draws.strength[sample]
    low, high = body.muscles.minimum_activation, np.ones(len(crossing))
    loads = make_loads(
        plan, shape.arm_m, capacity, demand, leg.reserve_Nm, low, high, fibers.passive_N, int(draws.power[sample])
    )
    force = share(plan, loads).activation * capacity + fibers.passive_N
    return force, np.nan_to_num(shape.arm_about(leg.rotation)) * force


@pytest.mark.parametrize("side", [0, 1])
def test_samples_are_those_of_a_slow_twin(side: int) -> None:
    draws = draw(study().space, 24, 6, (SETS, ATTACHMENT, TENSION, STRENGTH, HIP_CENTRE, ROTATION, POWER))
    leg, at = study().legs[side], study().instants[side]
    table, d = run(study(), draws).tables[side], leg.demand
    pelvis = leg.pelvis
    for sample in (0, 7, 23):
        e = draws.rotation_rad[sample, side]
        demand = d.tau + sum(e ** (k + 1) * part for k, part in enumerate(d.turn))
        pull = d.force_N + sum(e ** (k + 1) * part for k, part in enumerate(d.force_turn))
        lever = np.cross(pelvis @ draws.centre_m[sample, side], pull)
        for c, place in enumerate(leg.hip_place):
            demand[:, place] -= np.sum(leg.axes[:, c] * lever, axis=1)
        force, moment = twin_force(leg, at.frames, draws, sample, demand)
        for j, places in enumerate(leg.watched.values()):
            lines = leg.crossing[places]
            np.testing.assert_allclose(table[sample, :, OF_MUSCLES + 2 * j], force[:, lines].sum(axis=1), atol=1e-5)
            np.testing.assert_allclose(
                table[sample, :, OF_MUSCLES + 2 * j + 1], moment[:, lines].sum(axis=1), atol=1e-7
            )
        np.testing.assert_allclose(table[sample, :, NET], demand[:, leg.hip_place[2]], rtol=1e-12)


def test_a_rotation_offset_is_inverse_dynamics_done_again() -> None:
    leg, at = study().legs[0], study().instants[0]
    motion = at_frames(account().motion, at.frames)
    for e in (-0.2, 0.05, 0.31):
        q = motion.q.copy()
        q[:, leg.rotation] += e
        again = inverse_dynamics(replace(motion, q=frozen(q)), leg.engine)
        place = leg.hip_place[2]
        fitted = leg.demand.tau[:, place] + sum(e ** (k + 1) * t[:, place] for k, t in enumerate(leg.demand.turn))
        np.testing.assert_allclose(fitted, again.demand[:, leg.rotation], atol=0.02)


def test_a_shifted_centre_changes_moments_as_a_hip_that_turns_elsewhere() -> None:
    """Twin: a body at rest whose hip joint is moved in pelvis and femur so that every bone stays in its place."""
    leg, at = study().legs[0], study().instants[0]
    motion, d = at_frames(account().motion, at.frames), np.array([0.006, -0.004, 0.008])
    still = replace(motion, qd=frozen(0.0 * motion.qd), qdd=frozen(0.0 * motion.qdd))
    plain = inverse_dynamics(still, leg.engine)
    columns = hip_columns(leg.engine)[0].astype(int)
    lever = np.cross(leg.pelvis @ d, plain.hip_force_N[:, 0])
    for i in (0, 3, 7):
        joints = leg.engine.body.joints
        parent, child = joints.parent_point_m.copy(), joints.child_point_m.copy()
        parent[leg.joint] += d
        child[leg.joint] += leg.femur[i].T @ leg.pelvis[i] @ d
        body = replace(
            leg.engine.body, joints=replace(joints, parent_point_m=frozen(parent), child_point_m=frozen(child))
        )
        moved = inverse_dynamics(at_frames(still, np.array([i])), make_engine(body)).demand[0, columns]
        expected = plain.demand[i, columns] - leg.axes[i] @ lever[i]
        np.testing.assert_allclose(moved, expected, atol=1e-8)


def test_a_flipped_path_is_left_out() -> None:
    """Far shifts push some points through their wraps, and the path goes the long way round."""
    far = {ATTACHMENT: replace(uncertain_inputs()[ATTACHMENT], spread=12.0)}
    draws = draw(study().space, 400, 0, (ATTACHMENT,), far)
    found = run(study(), draws)
    flipped = np.isnan(found.solved)
    assert 0 < flipped.sum() < 0.1 * flipped.size
    assert len(found.usable(0)) == 400 - flipped[0].sum()
    told = monte_carlo(account(), 400, inputs=(ATTACHMENT,), assumed=far, most_instants=FEW_INSTANTS)
    assert told.left_out == pytest.approx(flipped.mean())


def test_an_interval_of_flipped_paths_is_refused() -> None:
    absurd = {ATTACHMENT: replace(uncertain_inputs()[ATTACHMENT], spread=60.0)}
    with pytest.raises(ImpossibleData, match="samples a muscle's path flips"):
        monte_carlo(account(), 40, inputs=(ATTACHMENT,), assumed=absurd, most_instants=4)


def test_numbers_carry_their_error_and_what_dominates() -> None:
    found = monte_carlo(account(), 60, each=20, most_instants=FEW_INSTANTS, inputs=(SETS, PRESSURE))
    assert (found.samples, found.each, found.seed) == (60, 20, 0)
    assert [each.name for each in found.inputs] == [SETS, PRESSURE]
    assert found.sets == ("cadaver", "young", "tlem2")
    assert found.unsolved == found.left_out == 0.0
    for side in SIDES:
        share_of = found.side(side).number(SHARE, "obturator_internus")
        assert share_of is not None
        assert share_of.dominating == SETS
        assert 0.0 < share_of.percentiles[LOW95] < share_of.nominal < share_of.percentiles[HIGH95] < 1.0
        assert [each.samples for each in share_of.growth] == [30, 60]
        contact = found.side(side).number(PEAK_CONTACT)
        assert contact is not None
        assert contact.dominating == PRESSURE
        assert 0.0 < contact.standard_error[MEDIAN] < contact.half_width
    assert found.side(Side.RIGHT).number(PEAK_FORCE, "gemelli") is None


def test_a_record_without_complete_strides_is_told_in_seconds() -> None:
    motion = account().motion
    cut = at_frames(motion, np.arange(100, 160))
    partial = explain(replace(cut, strides=()), settings=replace(BRIEF, sets=("young",)))
    found = monte_carlo(partial, 20, most_instants=10)
    for side in found.sides:
        assert side.unit == "second"
        assert len(side.x) == 10
        assert motion.time_s[100] <= side.x[0] < side.x[-1] <= motion.time_s[159]
    assert found.sets == ("young",)
    assert SETS not in {each.name for each in found.inputs}  # one set leaves nothing to draw
    with pytest.raises(BadSetting, match="holds no usable strides"):
        monte_carlo(partial, 20, stride=0)


def test_a_stride_can_be_chosen() -> None:
    chosen = [monte_carlo(account(), 20, stride=k, inputs=(), most_instants=5).sides[0].stride_s for k in (0, 5)]
    assert chosen[0][1] < chosen[1][0]
    with pytest.raises(BadSetting, match="0 to 5"):
        monte_carlo(account(), 20, stride=6)


def test_the_caller_is_told_and_can_stop() -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        told.append((done, total))
        return len(told) < 2

    with pytest.raises(Stopped, match="stopped after 256 of 300"):
        monte_carlo(account(), 300, most_instants=3, progress=progress)
    assert told == [(128, 300), (256, 300)]


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(BadSetting, match="20 to 10000"):
        monte_carlo(account(), 5)
    with pytest.raises(UnknownName, match="did you mean 'hip_centre'"):
        monte_carlo(account(), 20, inputs=("hip_center",))
    with pytest.raises(BadSetting, match="20 to 10000"):
        Settings(samples=3)
    with pytest.raises(BadSetting, match="seed cannot be -1"):
        monte_carlo(account(), 20, seed=-1)


def test_an_account_carries_its_intervals_when_asked() -> None:
    assert account().uncertainty is None
    asked = explain(account().motion, settings=replace(BRIEF, samples=20))
    assert asked.uncertainty is not None
    assert asked.uncertainty.samples == 20
    assert asked.settings["samples"] == 20.0
    assert {each.name for each in asked.uncertainty.inputs} == set(INPUTS)


def test_hips_that_no_muscle_balances_get_a_notice_and_no_intervals() -> None:
    motion = account().motion
    names = motion.body.coordinates.names
    roles = tuple(
        PRESCRIBED if name.startswith("hip_") else role for name, role in zip(names, motion.roles, strict=True)
    )
    still = replace(
        motion, roles=tuple(PRESCRIBED if "knee_angle" in n else r for n, r in zip(names, roles, strict=True))
    )
    found = explain(still, settings=replace(BRIEF, samples=20, sets=()))
    assert found.uncertainty is None
    (notice,) = [each for each in found.notices if each.code == "no-intervals"]
    assert notice.text == "no intervals: no muscle balances a free coordinate of the right hip"
