"""The body that follows a movement: registered to it once, by static trial, by its own instant, or by landmarks."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.made_person import recording, still, without
from tests.kinematics.marker_recordings import RUN, WALK, WALKS_C3D, markers_of
from tests.kinematics.rbds001 import HEIGHT_M as HEIGHT_OF_RUNNER_M
from tests.kinematics.rbds001 import MASS_KG, mended_run, static_trial
from tests.kinematics.test_movement_registration import displaced, running, seen
from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.trial import Trajectories, Trial
from trochanter.core.arrays import frozen
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.kinematics.motion import body_in
from trochanter.kinematics.person_body import fitted_to, from_own_instant, reference_of
from trochanter.kinematics.scaling import scale
from trochanter.kinematics.solve import solve
from trochanter.kinematics.static_scaling import register_body, registered_to, scale_to_static
from trochanter.kinematics.tracked import Tracked, Tracking
from trochanter.kinematics.tracking import prepare_markers, track

HEIGHT_M = 1.7


def codes(body: Body) -> set[str]:
    return {notice.code for notice in body.notices}


def followed(markers: Trajectories, body: Body) -> Tracked:
    """The recording tracked by the body as it is, and after it was fitted to the recording."""
    return track(prepare_markers(Trial("made", markers=markers), reference_of(body)), body)


def test_a_body_by_static_trial_is_registered_once() -> None:
    truth = seen(hip_model())
    body = scale(hip_model(), static=still(truth), mass_kg=70.0)
    moved = recording(displaced(truth, {"RTOE": [0.0, 0.0, 0.02]}), running(truth))
    found = fitted_to(body, moved)
    assert found.registered is not None
    assert "markers-registered" in codes(found.body)
    again = fitted_to(found.body, moved)
    assert again.registered is None
    assert again.body is found.body


def test_registering_a_body_is_registering_its_scaling(tmp_path: Path) -> None:
    truth = seen(hip_model())
    scaled = scale_to_static(hip_model(), still(truth), mass_kg=70.0)
    moved = recording(displaced(truth, {"RTOE": [0.0, 0.0, 0.02]}), running(truth))
    told = scale_to_static(hip_model(), still(truth), mass_kg=70.0, movement=moved).body
    for found in (register_body(scaled.body, moved).body, registered_to(scaled, moved).body):
        assert np.array_equal(found.markers.location_m, told.markers.location_m)
        assert found.notices == told.notices
    with pytest.raises(BadSetting, match="a body that was scaled to a static trial"):
        register_body(hip_model(), moved)


def test_the_static_trial_tells_the_distances_of_its_body() -> None:
    truth = seen(hip_model())
    static = still(truth)
    found = reference_of(scale(hip_model(), static=static, mass_kg=70.0))
    assert isinstance(found, Trajectories)
    assert found.names == static.names
    assert found.position_m == pytest.approx(static.position_m)
    assert reference_of(scale(hip_model(), height_m=HEIGHT_M)) is None
    model = hip_model()
    assert reference_of(model) is model


def test_a_body_of_another_size_is_no_longer_the_static_trials() -> None:
    body = scale(hip_model(), static=still(seen(hip_model())), mass_kg=70.0)
    assert scale(body, factors={"femur_r": (1.1, 1.1, 1.1)}).sizing is None


@pytest.mark.needs("shared-data")
def test_solve_registers_and_explains_with_the_registered_body(shared_data: Path) -> None:
    """Equal weights, 10 s: 10.4 mm by the static trial alone, 6.4 mm registered."""
    run = mended_run(shared_data)
    trial = Trial("run", markers=replace(run, time_s=run.time_s[:1500], position_m=run.position_m[:1500]))
    body = scale(hip_model(), static=static_trial(shared_data), mass_kg=MASS_KG)
    motion = solve(trial, body, cutoff_hz=15.0)
    assert motion.fit is not None
    assert 1e3 * motion.fit.rms_m == pytest.approx(6.4, abs=0.15)
    assert motion.led is not None
    assert body_in(motion, body) is motion.body
    other = hip_model("cadaver")
    assert body_in(motion, other) is other
    again = solve(trial, motion.body, cutoff_hz=15.0)
    assert np.array_equal(again.q, motion.q)


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(("name", "before_mm", "after_mm"), [(WALKS_C3D[0], 55.4, 7.9), (WALKS_C3D[1], 55.6, 8.2)])
def test_a_walk_with_inner_markers_is_its_own_static_trial(
    shared_data: Path, name: str, before_mm: float, after_mm: float
) -> None:
    """What the generic places of tracking markers cost, and what an instant of the walk leaves."""
    body = scale(hip_model(), height_m=HEIGHT_M, mass_kg=70.0)
    prepared = prepare_markers(Trial("walk", markers=markers_of(shared_data, name)))
    even = Tracking(weights="even")
    assert 1e3 * track(prepared, body, even).fit.rms_m == pytest.approx(before_mm, abs=1.0)
    found = fitted_to(body, prepared.markers)
    assert 1e3 * track(prepared, found.body, even).fit.rms_m == pytest.approx(after_mm, abs=0.5)
    assert {"static-from-movement", "markers-registered"} <= codes(found.body)
    assert "size-from-height" not in codes(found.body)
    assert [origin.role for origin in found.body.made_from] == ["instant of the movement"]
    assert reference_of(found.body) is None
    assert fitted_to(found.body, prepared.markers).body is found.body
    assert found.body.name.endswith("in the size of " + prepared.markers.name)


@pytest.mark.needs("shared-data")
def test_two_walks_of_a_person_give_bodies_that_agree(shared_data: Path) -> None:
    """Mean hip rotation over one walk by the body of either: the instants chosen agree within 3 degrees."""
    means, trials = [], [Trial("walk", markers=markers_of(shared_data, name)) for name in WALKS_C3D]
    prepared = prepare_markers(trials[0])
    for trial in trials:
        own = from_own_instant(hip_model(), prepare_markers(trial).markers, 70.0)
        assert own is not None
        table = track(prepared, own.body, Tracking(weights="proximal")).trial.angles
        means.append([np.degrees(np.nanmean(table.column(f"hip_rotation_{side}"))) for side in "rl"])
    assert np.abs(np.diff(means, axis=0)).max() < 3.0


@pytest.mark.needs("shared-data")
def test_a_walk_without_inner_markers_follows_landmarks(shared_data: Path) -> None:
    """70 mm with the model's tracking markers, 20 mm with landmarks and the others where they stay."""
    body = scale(hip_model(), height_m=HEIGHT_M, mass_kg=70.0)
    prepared = prepare_markers(Trial("walk", markers=markers_of(shared_data, WALK)))
    assert 1e3 * track(prepared, body).fit.rms_m == pytest.approx(70.5, abs=1.0)
    found = fitted_to(body, prepared.markers).body
    assert 1e3 * track(prepared, found).fit.rms_m == pytest.approx(20.3, abs=0.5)
    assert {"size-from-height", "markers-from-movement"} <= codes(found)
    assert {"R.TH2", "L.SH3", "S2"} <= set(found.markers.names)
    assert "R.Biceps" not in found.markers.names


def test_landmarks_lead_and_tracking_markers_are_found() -> None:
    """Tracking markers 8 cm off the model's places are found to 3 mm; landmarks stay where the model has them."""
    truth = seen(hip_model())
    clusters = [n for n in truth.markers.names if n[1:] in ("TH1", "TH2", "TH3", "TB1", "TB2", "TB3")]
    person = displaced(truth, {name: [0.05, 0.05, 0.04] for name in clusters})
    walk = without(recording(person, running(truth)), "LMFC", "RMFC")
    height = 1.70  # the model's own, so that landmarks fit
    body = replace(scale(hip_model(), height_m=height), joints=hip_model().joints, markers=truth.markers)
    found = fitted_to(body, walk).body
    assert set(clusters) <= set(found.markers.names)
    for name in found.markers.names:
        own = found.markers.location_m[found.markers.names.index(name)]
        expected = (person if name in clusters else truth).markers
        assert own == pytest.approx(expected.location_m[expected.names.index(name)], abs=3e-3), name


def test_a_recording_whose_landmarks_tell_nothing_keeps_the_models_places() -> None:
    truth = seen(hip_model())
    walk = without(recording(truth, running(truth)), "RASI", "LASI", "RPSI", "LPSI")
    body = scale(hip_model(), height_m=HEIGHT_M)
    found = fitted_to(body, walk).body
    assert found.markers is body.markers
    assert "markers-generic" in codes(found)


def test_a_recording_without_pelvis_is_told_so() -> None:
    truth = seen(hip_model())
    body = scale(hip_model(), static=still(truth), mass_kg=70.0)
    run = recording(truth, running(truth))
    spines = [name for name in run.names if name.endswith(("ASI", "PSI"))]
    with pytest.raises(MissingInput, match="none of the static trial's markers of the pelvis \\('RASI', 'LASI'"):
        fitted_to(body, without(run, *spines))
    hidden = run.position_m.copy()
    hidden[:, [run.names.index(name) for name in spines]] = np.nan
    unseen = replace(run, position_m=frozen(hidden))
    with pytest.raises(MissingInput, match="no frame shows three markers of the pelvis"):
        fitted_to(body, unseen)
    with pytest.raises(MissingInput, match=r"the markers of the pelvis .* are never seen: without a pelvis"):
        followed(unseen, hip_model())


@pytest.mark.parametrize("prefixed", ["recording", "static"])
def test_a_subjects_prefix_in_one_recording_alone_matches(prefixed: str) -> None:
    truth = seen(hip_model())
    q = running(truth)
    q[:, truth.coordinate("pelvis_tx")] = np.linspace(0.0, 2.0, len(q))  # markers that stand still count as frozen
    static, run = still(truth), recording(truth, q)
    plain = solve(Trial("run", markers=run), scale(hip_model(), static=static, mass_kg=70.0), cutoff_hz=None)
    named = {"recording": run, "static": static}
    changed = replace(named[prefixed], names=tuple(f"Bob:{name}" for name in named[prefixed].names))
    static, run = (static, changed) if prefixed == "recording" else (changed, run)
    motion = solve(Trial("run", markers=run), scale(hip_model(), static=static, mass_kg=70.0), cutoff_hz=None)
    assert np.array_equal(motion.q, plain.q)
    told = {notice.code: notice.text for notice in motion.notices}
    assert (
        f"{len(run.names)} marker names are the static trial's but for case or a subject's prefix"
        in told["markers-renamed"]
    )


@pytest.mark.needs("shared-data")
def test_exchanged_feet_hardly_touch_the_hips(shared_data: Path) -> None:
    """RBDS001's right MT1 and MT5, put right and left as they are, 5 s: what the notice on them rests on."""
    run = markers_of(shared_data, RUN)
    trial = Trial("run", markers=replace(run, time_s=run.time_s[:750], position_m=run.position_m[:750]))
    body = scale(hip_model(), static=static_trial(shared_data), mass_kg=MASS_KG)
    right, wrong = (solve(trial, body, cutoff_hz=15.0, tracking=Tracking(fix_labels=fix)) for fix in (True, False))
    assert "labels-exchanged-foot" in {notice.code for notice in wrong.notices}
    for one, other in ((right, wrong), (right.led or right, wrong.led or wrong)):
        off = np.degrees(np.abs(one.q - other.q))[50:-50]
        hips = [body.coordinate(f"hip_{name}_{s}") for name in ("flexion", "adduction", "rotation") for s in "rl"]
        assert off[:, hips].max() < 0.05
        assert off[:, body.coordinate("ankle_angle_r")].max() < 0.3


@pytest.mark.needs("shared-data")
def test_exchanged_feet_matter_where_nothing_was_registered(shared_data: Path) -> None:
    """The same with a body that keeps its static trial's places: the labels count as any others."""
    run = markers_of(shared_data, RUN)
    markers = replace(run, time_s=run.time_s[:300], position_m=run.position_m[:300])
    body = scale(hip_model(), static=static_trial(shared_data), mass_kg=MASS_KG)
    tracked = track(prepare_markers(Trial("run", markers=markers), reference_of(body)), body)
    assert "labels-exchanged" in {notice.code for notice in tracked.trial.notices}


@pytest.mark.needs("shared-data")
def test_without_a_static_trial_the_course_of_hip_rotation_is_kept_and_its_zero_is_not(shared_data: Path) -> None:
    """RBDS001 by height alone, whose run shows no knee, beside the same by its static trial."""
    run = mended_run(shared_data)
    trial = Trial("run", markers=replace(run, time_s=run.time_s[:900], position_m=run.position_m[:900]))
    by_height = scale(hip_model(), height_m=HEIGHT_OF_RUNNER_M, mass_kg=MASS_KG)
    by_static = scale(hip_model(), static=static_trial(shared_data), mass_kg=MASS_KG)
    found, true = (solve(trial, body, cutoff_hz=15.0).of_hips for body in (by_height, by_static))
    for side, offset_deg in (("r", -7.2), ("l", -9.2)):
        k = true.body.coordinate(f"hip_rotation_{side}")
        off = np.degrees(found.q[:, k] - true.q[:, k])
        assert off.mean() == pytest.approx(offset_deg, abs=1.0)
        assert off.std() < 1.2
        assert np.corrcoef(found.q[:, k], true.q[:, k])[0, 1] > 0.93
