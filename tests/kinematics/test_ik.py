"""Fitting a body to markers: against truth, against the readable twin, and with markers that say too little."""

from dataclasses import replace
from pathlib import Path

import numba
import numpy as np
import pytest

from tests.kinematics.made_body import made_body
from tests.kinematics.made_markers import changed, marked_body, recorded, running, without
from tests.kinematics.marker_recordings import WALK, markers_of, model_of, part
from tests.kinematics.slow_ik import SlowFit
from trochanter.anatomy.body import Body
from trochanter.capture.ik_tasks import DEFAULT_VALUE, FROM_FILE, MANUAL_VALUE, CoordinateTask, IkTasks
from trochanter.capture.trial import Table, Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, UnknownName
from trochanter.kinematics.ik import fit_markers


def codes(table: Table) -> set[str]:
    return {notice.code for notice in table.notices}


def text_of(table: Table, code: str) -> str:
    return next(notice.text for notice in table.notices if notice.code == code)


def in_order(table: Table, body: Body) -> Floats:
    """Values by the body's coordinates, NaN where the table has no column."""
    values = np.full((len(table.time_s), len(body.coordinates.names)), np.nan)
    values[:, [body.coordinate(name) for name in table.columns]] = table.values
    return values


def test_perfect_markers_give_back_the_coordinates() -> None:
    body = marked_body()
    time, q = running(body, 300)
    table, fit = fit_markers(recorded(body, time, q), body)
    told = [body.coordinate(name) for name in table.columns]
    assert np.abs(table.values - q[:, told]).max() < 1e-9
    assert not table.in_degrees
    assert fit.converged.all()
    assert fit.rms_m < 1e-9
    assert fit.names == fit.recorded == body.markers.names


def test_the_optimum_is_the_twins_with_bounds_that_hold() -> None:
    """Noise pushes the narrowed knee and hip against their range; the twin must find no lower objective."""
    body = marked_body()
    names = np.array(body.coordinates.names)
    narrow = np.isin(names, ["knee_angle_r", "hip_rotation_l", "ankle_angle_r"])
    ranges = replace(body.coordinates, upper=frozen(np.where(narrow, 0.05, body.coordinates.upper)))
    body = replace(body, coordinates=ranges)
    time, q = running(body, 6, rate_hz=12.0)
    markers = recorded(body, time, q, noise_m=0.02)
    table, fit = fit_markers(markers, body)
    found = in_order(table, body)
    found[:, np.isnan(found).any(axis=0)] = 0.0
    slow = SlowFit(body, np.ones(len(body.markers.names)), {})
    for row, seen in zip(found, markers.position_m, strict=True):
        twin = slow.fit(row, seen)
        assert slow.objective(row, seen) <= slow.objective(twin, seen) * (1.0 + 1e-12)
        assert np.abs(twin - row).max() < 2e-5  # SciPy stays off its bounds by an interior method
    assert (found[:, narrow] == 0.05).any()
    assert (found <= body.coordinates.upper + 1e-15).all()
    assert fit.converged.all()
    assert "knee_angle_r at 2.86 degrees" in text_of(table, "coordinates-at-bound")


def test_newton_needs_few_steps_where_markers_keep_their_distance() -> None:
    body = marked_body()
    time, q = running(body, 300)
    off = np.random.default_rng(3).normal(0.0, 0.03, (len(body.markers.names), 3))
    markers = recorded(body, time, q)
    _, fit = fit_markers(changed(markers, markers.position_m + off), body)
    assert fit.converged.all()
    assert fit.rms_m > 0.02
    assert np.median(fit.iterations) <= 4


def test_locked_prescribed_and_dependent_coordinates_keep_their_rules() -> None:
    body = marked_body(made_body(locked=("hip_adduction_l",), prescribed={"ankle_angle_l": (0.1, 0.2)}))
    time, q = running(body, 40)
    q[:, body.coordinate("ankle_angle_l")] = 0.1 + 0.2 * time
    table, fit = fit_markers(recorded(body, time, q, noise_m=0.005), body)
    knee = table.column("knee_angle_r")
    assert np.array_equal(table.column("hip_adduction_l"), np.zeros(40))
    assert table.column("ankle_angle_l") == pytest.approx(0.1 + 0.2 * time, abs=1e-15)
    assert table.column("patella_angle_r") == pytest.approx(0.1 + 0.5 * knee - 0.2 * knee**2, abs=1e-14)
    assert fit.converged.all()


def test_results_do_not_depend_on_the_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    body = marked_body()
    time, q = running(body, 300)
    markers = recorded(body, time, q, noise_m=0.01)
    found = []
    for threads in (1, 2):
        monkeypatch.setitem(vars(numba.config), "NUMBA_NUM_THREADS", threads)
        found.append(fit_markers(markers, body)[0].values)
    assert np.array_equal(found[0], found[1])


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_the_person_may_face_anywhere_and_lie(axis: int, quarters: int) -> None:
    body = marked_body()
    time, q = running(body, 8)
    markers = recorded(body, time, q)
    turn = np.linalg.matrix_power(np.roll(np.roll([[1, 0, 0], [0, 0, -1], [0, 1, 0]], axis, 0), axis, 1), quarters)
    table, fit = fit_markers(changed(markers, markers.position_m @ turn.T), body)
    assert fit.rms_m < 1e-9
    assert table.column("hip_flexion_r") == pytest.approx(q[:, body.coordinate("hip_flexion_r")], abs=1e-9)


def test_missing_markers_are_left_out_frame_by_frame() -> None:
    body = marked_body()
    time, q = running(body, 60)
    markers = recorded(body, time, q)
    position = np.array(markers.position_m)
    for i in range(60):
        position[i, [(3 * i) % 24, (5 * i + 1) % 24]] = np.nan
    table, fit = fit_markers(changed(markers, position), body)
    told = [body.coordinate(name) for name in table.columns]
    assert np.abs(table.values - q[:, told]).max() < 1e-9
    assert np.array_equal(np.isnan(fit.error_m), np.isnan(position).any(axis=2))
    assert "frames-open" not in codes(table)


def test_frames_with_too_few_markers_hold_what_is_open_and_are_named() -> None:
    body = marked_body()
    time, q = running(body, 60)
    table, fit = fit_markers(without(recorded(body, time, q), ("calcn_r",), slice(20, 30)), body)
    ankle, told = table.column("ankle_angle_r"), text_of(table, "frames-open")
    assert "10 frames, at 0.2 to 0.29 s" in told
    assert "ankle_angle_r (10)" in told
    assert np.array_equal(ankle[20:30], np.full(10, ankle[20]))
    assert ankle[20] == pytest.approx(ankle[19], abs=1e-9)
    hip = body.coordinate("hip_flexion_r")
    assert table.column("hip_flexion_r") == pytest.approx(q[:, hip], abs=1e-8)
    assert fit.converged.all()


def test_frames_without_any_marker_have_no_angles() -> None:
    body = marked_body()
    time, q = running(body, 40)
    table, fit = fit_markers(without(recorded(body, time, q), ("",), slice(0, 6)), body)
    assert np.isnan(table.values[:6]).all()
    assert np.isfinite(table.values[6:]).all()
    assert not fit.converged[:6].any()
    assert "6 frames, at 0 to 0.05 s" in text_of(table, "frames-empty")


def test_coordinates_that_no_marker_tells_have_no_column_and_are_named() -> None:
    body = marked_body()
    time, q = running(body, 10)
    table, _ = fit_markers(without(recorded(body, time, q), ("calcn_l", "tibia_l")), body)
    assert "ankle_angle_l" not in table.columns
    assert "ankle_angle_l 0 degrees" in text_of(table, "coordinates-unseen")


def test_a_segment_without_markers_is_named() -> None:
    body = marked_body()
    time, q = running(body, 10)
    table, _ = fit_markers(without(recorded(body, time, q), ("femur_r", "patella_r")), body)
    assert "'femur_r'" in text_of(table, "segments-unseen")
    assert table.column("hip_rotation_r") == pytest.approx(q[:, body.coordinate("hip_rotation_r")], abs=1e-6)


def test_markers_of_one_segment_tell_of_nothing_else() -> None:
    body = marked_body()
    time, q = running(body, 10)
    far = tuple(name for name in body.segments.names if name not in ("ground", "pelvis"))
    table, _ = fit_markers(without(recorded(body, time, q), far), body)
    assert not any(name.startswith(("hip", "knee", "ankle")) for name in table.columns)
    assert "hip_rotation_r" in text_of(table, "coordinates-unseen")


def test_five_markers_leave_angles_open_and_say_so() -> None:
    body = marked_body()
    time, q = running(body, 10)
    few = {"pelvis.0", "pelvis.1", "pelvis.2", "femur_r.0", "femur_l.0"}
    others = tuple(name for name in body.markers.names if name not in few)
    table, _ = fit_markers(without(recorded(body, time, q), others), body)
    assert "'hip_rotation_r'" in text_of(table, "coordinates-open")


@pytest.mark.parametrize(
    ("kept", "what"),
    [
        ({"pelvis.0", "pelvis.1"}, "2 of 24 recorded markers"),
        (set(), "0 of 24 recorded markers"),
        ({"pelvis.0", "femur_r.0", "tibia_r.0", "tibia_r.1", "calcn_r.0"}, "do not tell where 'pelvis' is"),
        ({"calcn_r.0", "calcn_r.1", "calcn_r.2"}, "do not tell where 'pelvis' is"),
    ],
)
def test_markers_that_cannot_place_the_body_are_refused(kept: set[str], what: str) -> None:
    body = marked_body()
    time, q = running(body, 5)
    others = tuple(name for name in body.markers.names if name not in kept)
    with pytest.raises(ImpossibleData, match=what) as error:
        fit_markers(without(recorded(body, time, q), others), body)
    assert "made.trc" in str(error.value)
    assert "Next:" in str(error.value)


@pytest.mark.parametrize("far", [2e4, 1e200, np.inf, -np.inf])
def test_places_that_no_laboratory_has_are_refused(far: float) -> None:
    body = marked_body()
    time, q = running(body, 5)
    markers = recorded(body, time, q)
    position = np.array(markers.position_m)
    position[3, 2, 1] = far
    with pytest.raises(ImpossibleData, match=r"marker 'pelvis\.2'") as error:
        fit_markers(changed(markers, position), body)
    assert "made.trc, 0.03 s" in str(error.value)


def test_another_persons_body_or_exchanged_labels_are_told() -> None:
    body = marked_body()
    time, q = running(body, 10)
    markers = recorded(body, time, q)
    names = list(markers.names)
    a, b = names.index("femur_r.0"), names.index("femur_l.0")
    names[a], names[b] = names[b], names[a]
    table, _ = fit_markers(replace(markers, names=tuple(names)), body)
    assert "femur_r.0" in text_of(table, "fit-poor")
    assert "fit-poor" not in codes(fit_markers(markers, body)[0])


def test_weights_pull_and_zero_leaves_out() -> None:
    body = marked_body()
    time, q = running(body, 10)
    markers = recorded(body, time, q, noise_m=0.02)
    _, even = fit_markers(markers, body)
    heavy, light = body.markers.names.index("tibia_r.0"), body.markers.names.index("pelvis.0")
    table, fit = fit_markers(markers, body, weights={"tibia_r.0": 1e6, "pelvis.0": 0.0})
    assert np.nanmax(fit.error_m[:, fit.names.index("tibia_r.0")]) < 1e-3 * even.error_m[:, heavy].min()
    assert "pelvis.0" not in fit.names
    assert body.markers.names[light] in text_of(table, "markers-idle")


@pytest.mark.parametrize(
    ("weights", "error"),
    [({"nobody": 1.0}, UnknownName), ({"pelvis.0": -1.0}, BadSetting), ({"pelvis.0": np.nan}, BadSetting)],
)
def test_weights_that_mean_nothing_are_refused(weights: dict[str, float], error: type[Exception]) -> None:
    body = marked_body()
    time, q = running(body, 5)
    with pytest.raises(error):
        fit_markers(recorded(body, time, q), body, weights=weights)


def test_tasks_choose_markers_and_hold_coordinates() -> None:
    """The twin's objective has the same task: the markers' mean square against the coordinates' squares."""
    body = marked_body()
    time, q = running(body, 5)
    markers = recorded(body, time, q, noise_m=0.01)
    hip, knee, tilt = (body.coordinate(name) for name in ("hip_rotation_r", "knee_angle_l", "pelvis_tilt"))
    wished = (
        CoordinateTask("hip_rotation_r", 0.02, MANUAL_VALUE, 0.4),
        CoordinateTask("knee_angle_l", 0.01, DEFAULT_VALUE),
        CoordinateTask("pelvis_tilt", 0.03, FROM_FILE),
    )
    tasks = IkTasks({name: 2.0 for name in body.markers.names if name != "femur_r.1"} | {"nobody": 1.0}, wished)
    values = Table("wish", time, ("pelvis_tilt",), frozen(np.degrees(q[:, [tilt]] + 0.1)), True)
    table, fit = fit_markers(markers, body, tasks=tasks, targets=values)
    weight = np.array([0.0 if name == "femur_r.1" else 2.0 for name in body.markers.names])
    for i in range(5):
        slow = SlowFit(body, weight, {hip: (0.02, 0.4), knee: (0.01, 0.0), tilt: (0.03, float(q[i, tilt]) + 0.1)})
        row = in_order(table, body)[i]
        row[np.isnan(row)] = 0.0
        seen = np.where(weight[:, None] > 0.0, markers.position_m[i], np.nan)
        assert np.abs(slow.fit(row, seen) - row).max() < 1e-6
    assert "femur_r.1" not in fit.names
    assert "'nobody'" in text_of(table, "tasks-without-marker")
    with pytest.raises(MissingInput, match="pelvis_tilt"):
        fit_markers(markers, body, tasks=tasks)
    with pytest.raises(UnknownName):
        fit_markers(markers, body, tasks=replace(tasks, coordinates=(CoordinateTask("nothing", 1.0),)))


def test_recorded_names_may_be_mapped() -> None:
    body = marked_body()
    time, q = running(body, 5)
    markers = recorded(body, time, q)
    other = replace(markers, names=tuple(f"m{k}" for k in range(len(markers.names))))
    mapping = dict(zip(other.names[:-1], markers.names[:-1], strict=True))
    table, fit = fit_markers(other, body, match=mapping)
    assert fit.recorded == other.names[:-1]
    assert fit.names == markers.names[:-1]
    assert f"'{other.names[-1]}'" in text_of(table, "markers-unmatched")


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("first", [0, 31, 50, 83, 119, 200])
def test_any_stretch_of_a_walk_is_fitted_as_the_whole(shared_data: Path, first: int) -> None:
    """Elbows and shoulders have false minima that single starts fall into: starts must not matter."""
    body, markers = model_of(shared_data), markers_of(shared_data, WALK)
    whole, _ = fit_markers(markers, body)
    stretch, fit = fit_markers(part(markers, slice(first, first + 9)), body)
    assert np.abs(stretch.values - whole.values[first : first + 9]).max() < 1e-7
    assert fit.converged.all()


@pytest.mark.needs("shared-data")
def test_a_walk_is_fitted_whatever_way_it_goes(shared_data: Path) -> None:
    body, markers = model_of(shared_data), markers_of(shared_data, WALK)
    whole, fit = fit_markers(markers, body)
    turn = np.array([[-1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, -1.0]])
    turned, back = fit_markers(changed(markers, markers.position_m @ turn.T + [0.0, 0.0, 40.0]), body)
    assert back.rms_m == pytest.approx(fit.rms_m, rel=1e-9)
    assert turned.column("hip_rotation_r") == pytest.approx(whole.column("hip_rotation_r"), abs=1e-7)


def single(markers: Trajectories, frame: int) -> Trajectories:
    return part(markers, slice(frame, frame + 1))


def test_one_frame_is_enough() -> None:
    body = marked_body()
    time, q = running(body, 20)
    table, fit = fit_markers(single(recorded(body, time, q), 7), body)
    assert table.column("knee_angle_r")[0] == pytest.approx(q[7, body.coordinate("knee_angle_r")], abs=1e-9)
    assert fit.converged.all()
