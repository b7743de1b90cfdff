"""Gaps cut into a real run: what is filled, how well, and what is left."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.marker_recordings import RUN, WALK, markers_of, moved, part, right_foot_mended
from trochanter.capture.trial import Trajectories
from trochanter.core.errors import BadSetting
from trochanter.kinematics.marker_gaps import find_gaps, without_marker_gaps

GAP = slice(200, 230)  # 0.2 s


def _run(data: Path) -> Trajectories:
    return part(right_foot_mended(markers_of(data, RUN)), slice(2000, 2500))


def _cut(markers: Trajectories, names: list[str], span: slice = GAP) -> Trajectories:
    position = np.array(markers.position_m)
    position[span, [markers.names.index(name) for name in names]] = np.nan
    return moved(markers, position)


def _error_mm(found: Trajectories, truth: Trajectories, name: str, span: slice = GAP) -> float:
    return 1e3 * float(np.linalg.norm(found.of(name)[span] - truth.of(name)[span], axis=1).max())


@pytest.mark.needs("shared-data")
def test_gaps_are_found_with_their_length(shared_data: Path) -> None:
    run = _run(shared_data)
    assert find_gaps(run) == ()
    (gap,) = find_gaps(_cut(run, ["L.MT5"]))
    assert (gap.marker, gap.first, gap.last) == ("L.MT5", 200, 230)
    assert gap.length_s == pytest.approx(0.2, rel=1e-3)
    at_end = find_gaps(_cut(run, ["L.MT5"], slice(490, 500)))
    assert (at_end[0].first, at_end[0].last) == (490, 500)


@pytest.mark.needs("shared-data")
def test_the_other_markers_of_the_segment_carry_it_through_half_a_second(shared_data: Path) -> None:
    run, span = _run(shared_data), slice(200, 275)
    errors = []
    for name in run.names:
        found = without_marker_gaps(_cut(run, [name], span), 0.5)
        assert np.isfinite(found.position_m).all()
        errors.append(_error_mm(found, run, name, span))
        assert [notice.code for notice in found.notices[len(run.notices) :]] == ["gaps-filled"]
        assert "75 samples from the other markers" in found.notices[-1].text
    assert np.median(errors) < 6.0
    assert max(errors) < 30.0


@pytest.mark.needs("shared-data")
def test_without_three_others_a_curve_in_time_bridges_a_short_gap(shared_data: Path) -> None:
    run, span = _run(shared_data), slice(200, 212)
    shank = ["L.Shank.Top.Lateral", "L.Shank.Top.Medial"]
    found = without_marker_gaps(_cut(run, shank, span), 0.5)
    assert max(_error_mm(found, run, name, span) for name in shank) < 10.0
    assert "24 by a curve in time" in found.notices[-1].text


@pytest.mark.needs("shared-data")
def test_what_is_longer_than_allowed_or_unknown_stays_missing_and_is_named(shared_data: Path) -> None:
    run = _run(shared_data)
    left = without_marker_gaps(_cut(run, ["R.ASIS"]), 0.1)
    assert np.isnan(left.of("R.ASIS")[GAP]).all()
    assert "R.ASIS" in left.notices[-1].text
    assert left.notices[-1].code == "gaps-left"
    two = _cut(run, ["L.Shank.Top.Lateral", "L.Shank.Top.Medial"], slice(200, 260))
    assert np.isnan(without_marker_gaps(two, 1.0).of("L.Shank.Top.Medial")[200:260]).all()
    gone = _cut(run, ["L.MT1"], slice(0, 500))
    assert np.isnan(without_marker_gaps(gone, 10.0).of("L.MT1")).all()
    with pytest.raises(BadSetting):
        without_marker_gaps(run, -1.0)


@pytest.mark.needs("shared-data")
def test_the_ends_of_a_record_are_carried_but_never_bridged(shared_data: Path) -> None:
    run, end = _run(shared_data), slice(490, 500)
    assert _error_mm(without_marker_gaps(_cut(run, ["L.ASIS"], end), 0.2), run, "L.ASIS", end) < 10.0
    walk = markers_of(shared_data, WALK)
    left = without_marker_gaps(_cut(walk, ["R.Wrist"], slice(230, 238)), 0.2)
    assert np.isnan(left.of("R.Wrist")[230:]).all()


@pytest.mark.needs("shared-data")
def test_a_gap_joins_its_ends_without_a_step(shared_data: Path) -> None:
    run = _run(shared_data)
    found = without_marker_gaps(_cut(run, ["R.Thigh.Top.Lateral"]), 0.5).of("R.Thigh.Top.Lateral")
    steps = np.linalg.norm(np.diff(found, axis=0), axis=1)
    truth = np.linalg.norm(np.diff(run.of("R.Thigh.Top.Lateral"), axis=0), axis=1)
    assert abs(steps[GAP.start - 1] - truth[GAP.start - 1]) < 0.003
    assert abs(steps[GAP.stop - 1] - truth[GAP.stop - 1]) < 0.003


@pytest.mark.needs("shared-data")
def test_names_of_no_set_need_their_segments_said(shared_data: Path) -> None:
    run = _run(shared_data)
    own = {f"M{k}": name.split(".")[0] + name.split(".")[1][:2] for k, name in enumerate(run.names)}
    nameless = replace(run, names=tuple(own))
    k = run.names.index("L.Thigh.Top.Medial")
    cut = _cut(nameless, [f"M{k}"], slice(200, 260))
    assert np.isnan(without_marker_gaps(cut, 1.0).of(f"M{k}")[200:260]).all()
    filled = without_marker_gaps(cut, 1.0, segment=own)
    assert _error_mm(filled, nameless, f"M{k}", slice(200, 260)) < 30.0
