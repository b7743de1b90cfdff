"""``solve``: a trial and a body make a motion, or one clear error."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.made_body import gait_angles, made_body, made_forces, made_table, made_trial
from tests.kinematics.recordings import RUN, WALK, body_of, trial_of
from trochanter.capture.trial import Forces, Trial
from trochanter.core.arrays import frozen
from trochanter.core.errors import ImpossibleData, MissingInput
from trochanter.core.sides import Side
from trochanter.kinematics.demo import demo_trial
from trochanter.kinematics.motion import Motion
from trochanter.kinematics.solve import solve

BODY = made_body()


def codes(motion: Motion) -> set[str]:
    return {notice.code for notice in motion.notices}


def test_a_motion_has_speeds_and_accelerations_of_every_coordinate() -> None:
    motion = solve(made_trial(BODY), BODY, cutoff_hz=None)
    time = motion.time_s
    fine = gait_angles(np.concatenate([time - 1e-4, time, time + 1e-4]), BODY.coordinates.names).reshape(
        3, len(time), -1
    )
    inner = ~motion.edge
    for name in ("hip_rotation_r", "knee_angle_l", "pelvis_ty"):
        i = BODY.coordinate(name)
        speed = (fine[2, :, i] - fine[0, :, i]) / 2e-4
        np.testing.assert_allclose(motion.qd[inner, i], speed[inner], atol=1e-3)
        acceleration = (fine[2, :, i] - 2.0 * fine[1, :, i] + fine[0, :, i]) / 1e-8
        np.testing.assert_allclose(motion.qdd[inner, i], acceleration[inner], atol=0.2)


def test_held_coordinates_stand_still() -> None:
    motion = solve(Trial("made", made_table(BODY, skip=("ankle_angle_r",))), BODY)
    for name in ("ankle_angle_r", "mtp_angle_l"):
        i = BODY.coordinate(name)
        assert not motion.qd[:, i].any()
        assert not motion.qdd[:, i].any()


def test_dependent_coordinates_follow_the_filtered_knee() -> None:
    motion = solve(made_trial(BODY), BODY, cutoff_hz=3.0)
    knee, patella = BODY.coordinate("knee_angle_r"), BODY.coordinate("patella_angle_r")
    slope = 0.5 - 0.4 * motion.q[:, knee]
    np.testing.assert_allclose(motion.qd[:, patella], slope * motion.qd[:, knee], atol=1e-12)
    curve = slope * motion.qdd[:, knee] - 0.4 * motion.qd[:, knee] ** 2
    np.testing.assert_allclose(motion.qdd[:, patella], curve, atol=1e-10)


def test_the_result_is_read_only() -> None:
    motion = solve(made_trial(BODY), BODY)
    for array in (motion.time_s, motion.q, motion.qd, motion.qdd, motion.edge, motion.loads[0].force_N):
        assert not array.flags.writeable


def test_one_cut_off_serves_kinematics_and_forces_unless_stated() -> None:
    trial = made_trial(BODY)
    same, apart = solve(trial, BODY, cutoff_hz=8.0), solve(trial, BODY, cutoff_hz=8.0, force_cutoff_hz=None)
    unfiltered = solve(trial, BODY, cutoff_hz=None)
    np.testing.assert_array_equal(same.q, apart.q)
    np.testing.assert_array_equal(apart.loads[0].force_N, unfiltered.loads[0].force_N)
    assert np.abs(same.loads[0].force_N - unfiltered.loads[0].force_N).max() > 50.0
    assert "cutoffs-differ" in codes(apart) - codes(same)
    assert same.cutoff_hz == 8.0


def test_strides_come_from_the_forces_at_their_own_instants() -> None:
    motion = solve(made_trial(BODY, phase_s=0.1013), BODY)
    right = [s for s in motion.strides if s.side is Side.RIGHT]
    assert [s.complete for s in right] == [False, True, True, False]
    assert right[1].contact_s == pytest.approx(0.1013 + 0.25 / np.pi * np.arcsin(20.0 / 1500.0), abs=1.01e-3)


def test_instants_without_forces_are_flagged_as_edges() -> None:
    late = between(Trial("made", made_table(BODY), made_forces()), 0.5, 2.0)
    motion = solve(replace(late, coordinates=made_table(BODY)), BODY)
    assert motion.edge[motion.time_s < 0.499].all()
    assert "forces-outside" in codes(motion)


def test_forces_need_the_place_of_the_body() -> None:
    table = made_table(BODY, skip=("pelvis_tx", "pelvis_ty"))
    with pytest.raises(MissingInput, match="pelvis_tx, pelvis_ty"):
        solve(Trial("made", table, made_forces()), BODY)
    assert "coordinates-absent" in codes(solve(Trial("made", table), BODY))


def test_a_point_far_from_the_foot_is_told() -> None:
    """The made feet do not follow the made points: after a second they are far apart."""
    forces = made_forces()
    far = tuple(replace(load, point_m=frozen(load.point_m + np.array([0.0, 0.0, 2.0]))) for load in forces.loads)
    assert "point-far-from-foot" in codes(solve(Trial("made", made_table(BODY), replace(forces, loads=far)), BODY))


def solved(data: Path, files: tuple[str, str, str], *, forces: bool = True) -> Motion:
    return solve(trial_of(data, files, forces=forces), body_of(data, files))


def events(motion: Motion, side: Side) -> list[list[float]]:
    return [[s.contact_s, s.toe_off_s, s.next_contact_s] for s in motion.strides if s.side is side]


# A contact begins and ends at 20 N (docs/conventions.md). The first and last samples that are not zero lie up to 6 ms
# further out in the run, whose file is cut at 10 N: 0.863 s instead of 0.868.
NAN = float("nan")
EVENTS = [
    (RUN, Side.RIGHT, [[NAN, NAN, 0.868], [0.868, 1.106, NAN]]),
    (RUN, Side.LEFT, [[NAN, NAN, 1.213], [1.213, 1.455, NAN]]),
    (WALK, Side.RIGHT, [[NAN, 1.024, 1.4115], [1.4115, NAN, NAN]]),
    (WALK, Side.LEFT, [[NAN, NAN, 0.836], [0.836, 1.59, NAN]]),
]


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(("files", "side", "expected"), EVENTS)
def test_both_recordings_hold_one_contact_a_side_and_no_complete_stride(
    shared_data: Path, files: tuple[str, str, str], side: Side, expected: list[list[float]]
) -> None:
    motion = solved(shared_data, files)
    np.testing.assert_allclose(events(motion, side), expected, atol=1e-9)
    assert not any(s.complete or s.usable for s in motion.strides)


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(("side", "first_s", "last_s"), [(Side.RIGHT, 0.863, 1.111), (Side.LEFT, 1.209, 1.459)])
def test_a_contact_is_what_carries_20_N_not_what_is_above_zero(
    shared_data: Path, side: Side, first_s: float, last_s: float
) -> None:
    forces = trial_of(shared_data, RUN).forces
    assert forces is not None
    (load,) = [load for load in forces.loads if load.segment == f"calcn_{side}"]
    within = (forces.time_s > first_s - 0.002) & (forces.time_s < last_s + 0.002)
    time_s, vertical_N = forces.time_s[within], load.force_N[within, 1]
    pressed = time_s[vertical_N > 0.0]
    assert (pressed[0], pressed[-1]) == pytest.approx((first_s, last_s), abs=1e-9)
    (start_s, end_s) = next(
        (e[0], e[1]) for f, s, rows in EVENTS for e in rows if f is RUN and s is side and e[0] == e[0]
    )
    loaded = time_s[vertical_N >= 20.0]
    assert (loaded[0], loaded[-1]) == pytest.approx((start_s, end_s - 0.001), abs=1e-9)
    assert vertical_N[vertical_N > 0.0].min() > 10.0


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(("files", "side", "expected"), EVENTS)
def test_without_forces_the_feet_tell_contacts_within_16_ms_and_toe_offs_within_45(
    shared_data: Path, files: tuple[str, str, str], side: Side, expected: list[list[float]]
) -> None:
    motion = solved(shared_data, files, forces=False)
    off = np.abs(np.array(events(motion, side)) - np.array(expected))
    np.testing.assert_array_equal(np.isnan(off), np.isnan(expected))
    assert np.nanmax(off[:, [0, 2]]) < 0.016
    assert np.nanmax(off[:, 1], initial=0.0) < 0.045
    assert "contacts-from-feet" in codes(motion)


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("files", [RUN, WALK])
def test_forces_and_feet_of_real_recordings_agree(shared_data: Path, files: tuple[str, str, str]) -> None:
    assert not codes(solved(shared_data, files)) & {
        "force-and-foot-differ",
        "point-far-from-foot",
        "contacts-from-feet",
    }


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("files", [RUN, WALK])
def test_exchanged_feet_are_refused_by_name(shared_data: Path, files: tuple[str, str, str]) -> None:
    trial = trial_of(shared_data, files)
    assert trial.forces is not None
    right, left = trial.forces.loads
    turned = (replace(right, segment=left.segment), replace(left, segment=right.segment))
    with pytest.raises(ImpossibleData, match="each foot stands where the other has force") as caught:
        solve(replace(trial, forces=replace(trial.forces, loads=turned)), body_of(shared_data, files))
    assert caught.value.next_step == "exchange right and left in the external loads"


@pytest.mark.needs("shared-data")
def test_forces_of_another_trial_are_refused(shared_data: Path) -> None:
    trial = replace(trial_of(shared_data, WALK), forces=trial_of(shared_data, RUN).forces)
    with pytest.raises(ImpossibleData, match="contradict each other on both sides") as caught:
        solve(trial, body_of(shared_data, WALK))
    assert caught.value.next_step == "give the forces of this trial"


@pytest.mark.parametrize(("late_s", "refused"), [(0.1, False), (0.35, True)])
def test_forces_off_by_half_a_stride_are_refused_a_shift_is_told(late_s: float, refused: bool) -> None:
    trial, body = demo_trial()
    assert trial.forces is not None
    late = replace(trial, forces=replace(trial.forces, time_s=frozen(trial.forces.time_s + late_s)))
    if refused:
        with pytest.raises(ImpossibleData, match="contradict each other"):
            solve(late, body, cutoff_hz=15.0)
    else:
        assert "force-and-foot-differ" in codes(solve(late, body, cutoff_hz=15.0))


@pytest.mark.parametrize("segment", ["femur_r", "tibia_r"])
def test_a_force_on_no_foot_is_told(segment: str) -> None:
    trial, body = demo_trial()
    assert trial.forces is not None
    right, left = trial.forces.loads
    assert "force-not-on-foot" not in codes(solve(trial, body, cutoff_hz=15.0))
    off = replace(trial, forces=replace(trial.forces, loads=(replace(right, segment=segment), left)))
    told = [n.text for n in solve(off, body, cutoff_hz=15.0).notices if n.code == "force-not-on-foot"]
    assert len(told) == 1
    assert f"acts on '{segment}', which is no foot" in told[0]


@pytest.mark.parametrize(
    ("column", "change", "said"),
    [
        ("pelvis_ty", 0.4, "m below the middle"),
        ("pelvis_ty", -0.4, "m above the middle"),
        ("pelvis_tx", 0.5, "from the middle"),
    ],
)
def test_forces_that_act_elsewhere_than_at_the_feet_are_told(column: str, change: float, said: str) -> None:
    """The body put higher, lower or further on than it was: a frame, an origin or a unit of its own."""
    trial, body = demo_trial()
    table = trial.angles
    moved = np.array(table.values)
    moved[:, table.columns.index(column)] += change
    motion = solve(replace(trial, coordinates=replace(table, values=frozen(moved))), body, cutoff_hz=15.0)
    told = [notice.text for notice in motion.notices if notice.code == "point-far-from-foot"]
    assert len(told) == 2
    assert all(said in text for text in told)


def test_in_the_packaged_run_feet_and_forces_tell_the_same_events() -> None:
    trial, body = demo_trial()
    pressed, moved = (solve(replace(trial, forces=f), body, cutoff_hz=15.0) for f in (trial.forces, None))
    for side in Side:
        off = np.abs(np.array(events(moved, side)) - np.array(events(pressed, side)))
        assert off.shape == (8, 3)
        assert np.nanmax(off[:, [0, 2]]) < 0.016
        assert np.nanmax(off[:, 1]) < 0.045
    assert not codes(pressed) & {"force-and-foot-differ", "point-far-from-foot"}


def between(trial: Trial, first_s: float, last_s: float) -> Trial:
    """Angles and forces of a part of a trial."""
    table, forces = trial.angles, trial.forces
    assert forces is not None
    rows, samples = ((time >= first_s) & (time <= last_s) for time in (table.time_s, forces.time_s))
    loads = tuple(
        replace(
            load,
            force_N=frozen(load.force_N[samples]),
            point_m=frozen(load.point_m[samples]),
            moment_Nm=frozen(load.moment_Nm[samples]),
        )
        for load in forces.loads
    )
    table = replace(table, time_s=frozen(table.time_s[rows]), values=frozen(table.values[rows]))
    return replace(trial, coordinates=table, leading=None, forces=Forces(frozen(forces.time_s[samples]), loads))


@pytest.mark.parametrize("first_s", [9.76, 10.16, 10.4, 10.54])
def test_a_record_that_cuts_a_contact_is_no_contradiction(first_s: float) -> None:
    """Force and foot tell events up to 45 ms apart, which is half of what is left of such a contact."""
    trial, body = demo_trial()
    motion = solve(between(trial, first_s, first_s + 1.6), body, cutoff_hz=15.0)
    assert "force-and-foot-differ" not in codes(motion)


def test_the_packaged_run_is_recognised_as_unfiltered_running() -> None:
    trial, body = demo_trial()
    motion = solve(trial, body)
    assert motion.cutoff_hz == 15.0
    assert all(s.usable for s in motion.strides if s.complete)
    assert [sum(s.complete for s in motion.strides if s.side is side) for side in Side] == [6, 6]
