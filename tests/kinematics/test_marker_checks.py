"""What check_markers finds in real recordings that were damaged, and what mended does about it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.marker_recordings import (
    RUN,
    STATIC,
    WALK,
    WALKS_C3D,
    markers_of,
    model_of,
    moved,
    right_foot_mended,
    swapped,
)
from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import frozen
from trochanter.kinematics.marker_checks import MarkerReport, check_markers, mended
from trochanter.kinematics.mirror_or_labels import mirror_or_labels
from trochanter.kinematics.rigid_fit import rigid_fit
from trochanter.kinematics.side_swaps import SideSwap, sides_exchanged


def _codes(report: MarkerReport) -> list[str]:
    return [notice.code for notice in report.notices()]


@pytest.mark.needs("shared-data")
def test_clean_recordings_have_nothing_to_tell(shared_data: Path) -> None:
    run, static = right_foot_mended(markers_of(shared_data, RUN)), markers_of(shared_data, STATIC)
    assert _codes(check_markers(markers_of(shared_data, WALK), model_of(shared_data))) == []
    assert _codes(check_markers(run, static)) == []
    assert _codes(check_markers(static, static)) == []


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", WALKS_C3D)
def test_gaps_and_jumps_of_a_recording_cut_at_its_ends_are_told_but_no_label(shared_data: Path, name: str) -> None:
    report = check_markers(markers_of(shared_data, name), model_of(shared_data, "models/Rajagopal2016.osim"))
    assert set(_codes(report)) == {"marker-spikes", "marker-gaps", "labels-unchecked"}
    assert max(spike.height_m for spike in report.spikes) < 0.05
    assert report.unchecked


@pytest.mark.needs("shared-data")
def test_the_right_foot_of_rbds001_is_named_and_mended_only_when_asked(shared_data: Path) -> None:
    run, static = markers_of(shared_data, RUN), markers_of(shared_data, STATIC)
    report = check_markers(run, static)
    assert _codes(report) == ["labels-exchanged-foot"]
    text = report.notices()[0].text
    assert "'R.MT1' and 'R.MT5'" in text
    assert "throughout" in text
    assert "--fix-labels" in text
    left = mended(run, report, fix_labels=False)
    np.testing.assert_array_equal(left.position_m, run.position_m)
    assert "labels-exchanged-foot" in [notice.code for notice in left.notices]
    fixed = mended(run, report, fix_labels=True)
    np.testing.assert_array_equal(fixed.of("R.MT1"), run.of("R.MT5"))
    assert "labels-fixed" in [notice.code for notice in fixed.notices]
    assert check_markers(fixed, static).swaps == ()


@pytest.mark.needs("shared-data")
def test_segments_on_the_wrong_side_are_named_and_put_right(shared_data: Path) -> None:
    cases: list[tuple[Trajectories, Body | Trajectories, tuple[str, ...]]] = [
        (markers_of(shared_data, WALK), model_of(shared_data), ("calcn", "femur", "tibia", "toes")),
        (markers_of(shared_data, WALK), model_of(shared_data), ("tibia",)),
        (right_foot_mended(markers_of(shared_data, RUN)), markers_of(shared_data, STATIC), ("femur",)),
        (right_foot_mended(markers_of(shared_data, RUN)), markers_of(shared_data, STATIC), ("calcn", "tibia")),
    ]
    for markers, reference, stems in cases:
        pairs, every = check_markers(markers, reference).pairs, ((0, len(markers.time_s)),)
        sides = tuple(SideSwap(stem, 0.0, every, throughout=True) for stem in stems)
        wrong = moved(markers, sides_exchanged(np.array(markers.position_m), pairs, sides))
        report = check_markers(wrong, reference)
        assert tuple(side.segment for side in report.sides) == stems
        assert report.swaps == ()
        back = mended(wrong, report, fix_labels=True).position_m
        paired = [k for own in pairs for k in (*own.right, *own.left)]
        np.testing.assert_array_equal(back[:, paired], markers.position_m[:, paired])


@pytest.mark.needs("shared-data")
def test_all_labels_exchanged_from_the_middle_on_are_one_notice_with_the_time(shared_data: Path) -> None:
    run, static = right_foot_mended(markers_of(shared_data, RUN)), markers_of(shared_data, STATIC)
    pairs = check_markers(run, static).pairs
    sides = tuple(SideSwap(own.part, 0.0, ((1000, 4500),), throughout=False) for own in pairs)
    wrong = moved(run, sides_exchanged(np.array(run.position_m), pairs, sides))
    report = check_markers(wrong, static)
    assert _codes(report) == ["labels-exchanged"]
    text = report.notices()[0].text
    assert text.startswith("all right and left labels are exchanged from 6.667 to 29.99 s: the right ones are 1")
    assert "--fix-labels" in text
    np.testing.assert_array_equal(mended(wrong, report, fix_labels=False).position_m, wrong.position_m)
    fixed = mended(wrong, report, fix_labels=True)
    np.testing.assert_array_equal(fixed.position_m, run.position_m)
    assert "they were exchanged back" in fixed.notices[-1].text
    assert check_markers(wrong).sides == report.sides  # needs no reference


@pytest.mark.needs("shared-data")
def test_some_segments_exchanged_for_a_while_are_listed(shared_data: Path) -> None:
    walk, model = markers_of(shared_data, WALK), model_of(shared_data)
    pairs = check_markers(walk, model).pairs
    sides = tuple(SideSwap(part, 0.0, ((50, 90),), throughout=False) for part in ("femur", "tibia"))
    wrong = moved(walk, sides_exchanged(np.array(walk.position_m), pairs, sides))
    report = check_markers(wrong, model)
    (notice,) = report.notices()
    assert notice.text.startswith("the right and left labels of 'femur', 'tibia' are exchanged from 0.5 to 0.89 s")
    np.testing.assert_array_equal(mended(wrong, report, fix_labels=True).position_m, walk.position_m)


@pytest.mark.needs("shared-data")
def test_a_marker_put_on_anew_is_named_beside_exchanged_labels(shared_data: Path) -> None:
    run, static = markers_of(shared_data, RUN), markers_of(shared_data, STATIC)
    position = np.array(static.position_m)
    position[:, static.names.index("L.PSIS"), 1] += 0.03
    report = check_markers(run, moved(static, position))
    assert _codes(report) == ["labels-exchanged-foot", "marker-put-anew"]
    (reput,) = report.reputs
    assert reput.markers == ("L.PSIS",)
    assert reput.shift_m == pytest.approx(0.03, abs=0.005)
    assert check_markers(run, model_of(shared_data)).reputs == check_markers(run).reputs == ()


@pytest.mark.needs("shared-data")
def test_a_static_trial_of_another_person_is_told_and_not_believed(shared_data: Path) -> None:
    run, static = right_foot_mended(markers_of(shared_data, RUN)), markers_of(shared_data, STATIC)
    report = check_markers(run, moved(static, static.position_m * 1.08))
    assert _codes(report) == ["static-of-another"]
    assert report.basis == "trial itself"
    assert not check_markers(run, moved(static, static.position_m * 1.03)).other_person


@pytest.mark.needs("shared-data")
def test_labels_exchanged_for_a_while_are_found_without_any_reference(shared_data: Path) -> None:
    run = right_foot_mended(markers_of(shared_data, RUN))
    wrong = swapped(run, "R.Thigh.Top.Lateral", "R.Thigh.Top.Medial", slice(1000, 1600))
    report = check_markers(wrong)
    assert [(swap.first, swap.second, swap.spans) for swap in report.swaps] == [
        ("R.Thigh.Top.Lateral", "R.Thigh.Top.Medial", ((1000, 1600),))
    ]
    assert "from 6.67 to 10.7 s" in report.notices()[0].text


def _shifted(markers: Trajectories, name: str, others: list[str], from_sample: int, by_m: float) -> Trajectories:
    position = np.array(markers.position_m)
    cluster = [markers.names.index(other) for other in others]
    fit = rigid_fit(position[0, cluster], position[:, cluster])
    position[from_sample:, markers.names.index(name)] += by_m * fit.rotation[from_sample:, :, 1]
    return moved(markers, position)


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", ["L.Shank.Top.Lateral", "R.Heel.Top", "L.PSIS", "R.Thigh.Bottom.Medial"])
def test_a_marker_that_slid_is_named_with_the_time(shared_data: Path, name: str) -> None:
    run, static = right_foot_mended(markers_of(shared_data, RUN)), markers_of(shared_data, STATIC)
    report = check_markers(run, static)
    segment = report.segments[run.names.index(name)]
    others = [n for n, s in zip(run.names, report.segments, strict=True) if s == segment and n != name]
    found = check_markers(_shifted(run, name, others, 2300, 0.03), static)
    assert [shift.marker for shift in found.shifts] == [name]
    assert found.shifts[0].time_s == pytest.approx(2300 / 150.0, abs=0.8)
    assert found.shifts[0].shift_m == pytest.approx(0.03, abs=0.01)


@pytest.mark.needs("shared-data")
def test_jumps_of_one_to_three_samples_are_named_and_left_out(shared_data: Path) -> None:
    walk, model = markers_of(shared_data, WALK), model_of(shared_data)
    rng = np.random.default_rng(8)
    for width in (1, 2, 3):
        for name in rng.choice(walk.names, 8, replace=False):
            position, k, at = np.array(walk.position_m), walk.names.index(name), int(rng.integers(20, 200))
            jump = rng.normal(size=3)
            position[at : at + width, k] += 0.05 * jump / np.linalg.norm(jump)
            report = check_markers(moved(walk, position), model)
            assert [spike.marker for spike in report.spikes] == [name]
            assert report.spikes[0].first >= at - 1
            assert report.spikes[0].last <= at + width + 1
            gap = mended(moved(walk, position), report, fix_labels=False)
            assert np.isnan(gap.of(name)).all(axis=1).sum() >= width - 1


@pytest.mark.needs("shared-data")
def test_a_marker_that_stands_still_among_moving_ones_is_left_out(shared_data: Path) -> None:
    run, static = right_foot_mended(markers_of(shared_data, RUN)), markers_of(shared_data, STATIC)
    position, k = np.array(run.position_m), run.names.index("L.ASIS")
    position[700:760, k] = position[700, k]
    report = check_markers(moved(run, position), static)
    assert [(bad.marker, bad.first, bad.last) for bad in report.stuck] == [("L.ASIS", 700, 760)]
    assert np.isnan(mended(moved(run, position), report, fix_labels=False).of("L.ASIS")[700:760]).all()
    still = np.repeat(static.position_m[:1], 60, axis=0)
    assert check_markers(replace(static, time_s=static.time_s[:60], position_m=still), None).stuck == ()


@pytest.mark.needs("shared-data")
def test_markers_that_the_model_does_not_know_are_said_to_be_unchecked(shared_data: Path) -> None:
    report = check_markers(markers_of(shared_data, RUN), hip_model())
    assert "R.Thigh.Top.Lateral" in report.unchecked
    assert "labels-unchecked" in _codes(report)


def _spoilt(markers: Trajectories, rng: np.random.Generator) -> Trajectories:
    """A few frames of some markers, with holes, zeros, noise instead of a person, or two markers in one place."""
    frames, count = int(rng.integers(1, 60)), int(rng.integers(1, len(markers.names) + 1))
    kept = np.sort(rng.choice(len(markers.names), count, replace=False))
    position = np.array(markers.position_m[:frames, kept])
    kind = int(rng.integers(5))
    if kind == 0:
        position[rng.random(position.shape[:2]) < rng.random()] = np.nan
    elif kind == 1:
        position = rng.normal(size=position.shape)
    elif kind == 2:
        position[:] = 0.0
    elif kind == 3:
        position[rng.random(position.shape[:2]) < 0.3] = 0.0
    else:
        position[:, rng.integers(count)] = np.nan
        position[:, rng.integers(count)] = position[:, rng.integers(count)]
    names = [markers.names[k] for k in (rng.permutation(kept) if rng.random() < 0.2 else kept)]
    return replace(markers, names=tuple(names), time_s=markers.time_s[:frames], position_m=frozen(position))


@pytest.mark.needs("shared-data")
def test_no_markers_are_too_bad_to_be_checked(shared_data: Path) -> None:
    static = markers_of(shared_data, STATIC)
    for seed in range(50):
        rng = np.random.default_rng(seed)
        wrong = _spoilt(markers_of(shared_data, (RUN, WALK)[seed % 2]), rng)
        still = _spoilt(static, rng) if rng.random() < 0.5 else static
        report = check_markers(wrong, still if seed % 3 else None)
        fixed, left = (mended(wrong, report, fix_labels=fix) for fix in (True, False))
        assert fixed.position_m.shape == left.position_m.shape == wrong.position_m.shape
        kept = np.isfinite(left.position_m)
        np.testing.assert_array_equal(left.position_m[kept], wrong.position_m[kept])
        mirror_or_labels(wrong, still)
