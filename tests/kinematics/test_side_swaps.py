"""Right and left exchanged on the way: never named in clean recordings, and named to the sample where it was done."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.marker_recordings import FASTER_RUN, RUN, STATIC, WALK, WALKS_C3D, markers_of, moved, part
from tests.kinematics.recordings import RUN as RUN_4MS
from tests.kinematics.recordings import body_of, trial_of
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats, frozen
from trochanter.kinematics.marker_match import landmarks_of
from trochanter.kinematics.marker_sides import SidePairs, named_side, other_side, pairs_exchanged, side_pairs
from trochanter.kinematics.side_stretches import EXCHANGED, KEPT, UNKNOWN, course, exchanged_frames, links
from trochanter.kinematics.side_swaps import SideSwap, find_side_swaps, sides_exchanged, without_partner
from trochanter.kinematics.solve import solve
from trochanter.kinematics.tree import poses

RECORDINGS = (WALK, RUN, FASTER_RUN, *WALKS_C3D)
AT_LEAST = 0.95


def segments_of(markers: Trajectories) -> tuple[str, ...]:
    known = landmarks_of(markers.names).segment
    return tuple(known.get(name, "") for name in markers.names)


def pairs_of(markers: Trajectories) -> tuple[SidePairs, ...]:
    return side_pairs(markers.names, segments_of(markers))


def model_run(data: Path) -> Trajectories:
    """The markers of the whole-body model at the angles of the run at 4 m/s."""
    body = body_of(data, RUN_4MS)
    motion = solve(trial_of(data, RUN_4MS, forces=False), body, cutoff_hz=None)
    rotation, origin = poses(body, np.array(motion.q))
    own = body.markers.segment
    places = origin[:, own] + np.einsum("nkij,kj->nki", rotation[:, own], body.markers.location_m)
    return Trajectories("run_4ms", motion.time_s, body.markers.names, frozen(places))


def exchanged(markers: Trajectories, parts: list[str], *spans: tuple[int, int]) -> Trajectories:
    sides = [SideSwap(part_, 0.0, spans, throughout=False) for part_ in parts]
    return moved(markers, sides_exchanged(np.array(markers.position_m), pairs_of(markers), sides))


def in_sight(markers: Trajectories) -> tuple[int, int]:
    """The samples between which nearly all markers are seen."""
    seen = np.flatnonzero(np.isfinite(markers.position_m).all(axis=2).mean(axis=1) > 0.9)
    return int(seen[0]), int(seen[-1]) + 1


def same_pairs(found: Floats, markers: Trajectories) -> bool:
    own = [k for pairs in pairs_of(markers) for k in (*pairs.right, *pairs.left)]
    return np.array_equal(found[:, own], markers.position_m[:, own], equal_nan=True)


@pytest.mark.needs("shared-data")
def test_nothing_is_said_of_clean_recordings(shared_data: Path) -> None:
    for markers in (*(markers_of(shared_data, name) for name in (*RECORDINGS, STATIC)), model_run(shared_data)):
        assert len(pairs_of(markers)) >= 4
        assert find_side_swaps(markers, segments_of(markers)) == (), markers.name


@pytest.mark.needs("shared-data")
def test_gaps_noise_and_few_frames_a_second_are_not_taken_for_an_exchange(shared_data: Path) -> None:
    rng = np.random.default_rng(1)
    for name in RECORDINGS:
        given = markers_of(shared_data, name)
        for every in (1, 2, 3, 5):
            markers = part(given, slice(None, None, every))
            position = np.array(markers.position_m)
            for _ in range(int(rng.integers(1, 40))):
                first, count = int(rng.integers(len(position))), int(rng.integers(1, 150))
                gone = rng.choice(position.shape[1], int(rng.integers(1, position.shape[1])), replace=False)
                position[first : first + count, gone] = np.nan
            position += rng.normal(0.0, rng.choice([0.001, 0.005]), position.shape)
            assert find_side_swaps(moved(markers, position), segments_of(markers)) == (), (name, every)


@pytest.mark.needs("shared-data")
def test_exchanges_at_random_instants_are_named_to_the_sample(shared_data: Path) -> None:
    rng, named, tried = np.random.default_rng(2), 0, 0
    for markers in (*(markers_of(shared_data, name) for name in RECORDINGS), model_run(shared_data)):
        every = [pairs.part for pairs in pairs_of(markers)]
        legs = [name for name in every if name not in ("pelvis", "torso", "head")]
        start, end = in_sight(markers)
        for k in range(9):
            parts = (every, legs, [str(rng.choice(every))])[k % 3]
            first = int(rng.integers(start + 1, end - 3))
            last = len(markers.time_s) if k % 2 else min(end, first + int(np.exp(rng.uniform(0.7, 5.0))))
            wrong = exchanged(markers, parts, (first, last))
            found = find_side_swaps(wrong, segments_of(markers))
            back = sides_exchanged(np.array(wrong.position_m), pairs_of(markers), found)
            tried += 1
            named += {side.segment for side in found} == set(parts) and same_pairs(back, markers)
    assert tried == 54
    assert named >= AT_LEAST * tried


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("gap", [3, 12, 60])
def test_an_exchange_while_the_markers_were_hidden_is_named(shared_data: Path, gap: int) -> None:
    rng, named = np.random.default_rng(gap), 0
    for name in RECORDINGS:
        markers, parts = markers_of(shared_data, name), ["calcn", "femur", "tibia"]
        start, end = in_sight(markers)
        for _ in range(4):
            first = int(rng.integers(start + 10, end - gap - 20))
            wrong = exchanged(markers, parts, (first, len(markers.time_s)))
            position = np.array(wrong.position_m)
            own = [k for pairs in pairs_of(markers) if pairs.part in parts for k in (*pairs.right, *pairs.left)]
            position[first - gap : first, own] = np.nan
            found = find_side_swaps(moved(wrong, position), segments_of(markers))
            named += {(side.segment, side.spans) for side in found} == {
                (part_, ((first, len(markers.time_s)),)) for part_ in parts
            }
    assert named >= AT_LEAST * 4 * len(RECORDINGS)


@pytest.mark.needs("shared-data")
def test_the_larger_part_may_be_the_wrong_one(shared_data: Path) -> None:
    markers = markers_of(shared_data, WALK)
    parts = [pairs.part for pairs in pairs_of(markers)]
    found = find_side_swaps(exchanged(markers, parts, (20, 238)), segments_of(markers))
    assert {side.spans for side in found} == {((20, 238),)}
    assert not found[0].throughout
    assert all(0.05 < side.off_m < 0.7 for side in found)


@pytest.mark.needs("shared-data")
def test_several_spans_are_told_apart(shared_data: Path) -> None:
    markers, spans = markers_of(shared_data, WALK), ((0, 30), (80, 82), (150, 238))
    found = find_side_swaps(exchanged(markers, ["femur"], *spans), segments_of(markers))
    assert [(side.segment, side.spans) for side in found] == [("femur", spans)]


@pytest.mark.needs("shared-data")
def test_all_labels_exchanged_throughout_are_left_to_upright(shared_data: Path) -> None:
    for name in (WALK, RUN):
        markers = markers_of(shared_data, name)
        every = [pairs.part for pairs in pairs_of(markers)]
        assert find_side_swaps(exchanged(markers, every, (0, len(markers.time_s))), segments_of(markers)) == ()
        pelvis = exchanged(markers, ["pelvis"], (0, len(markers.time_s)))
        beside = {side.segment for side in find_side_swaps(pelvis, segments_of(markers))}
        assert beside == set(every) - {"pelvis"}  # beside the pelvis all else is on the wrong side


@pytest.mark.needs("shared-data")
def test_without_front_or_feet_the_smaller_part_is_called_wrong(shared_data: Path) -> None:
    markers = markers_of(shared_data, WALK)
    legs = [n for n in markers.names if n[2:] in ("ASIS", "TH1", "TH2", "TH3", "Knee", "SH1", "SH2")]
    few = replace(markers, names=tuple(legs), position_m=markers.position_m[:, [markers.names.index(n) for n in legs]])
    assert find_side_swaps(few, segments_of(few)) == ()
    found = find_side_swaps(exchanged(few, ["femur", "pelvis", "tibia"], (140, 238)), segments_of(few))
    assert {(side.segment, side.spans) for side in found} == {
        (name, ((140, 238),)) for name in ("femur", "pelvis", "tibia")
    }


@pytest.mark.needs("shared-data")
def test_a_marker_without_partner_is_left_out_only_if_it_changed_its_leg(shared_data: Path) -> None:
    markers, span = markers_of(shared_data, WALK), (60, 120)
    assert "R.SH4" in markers.names
    assert "L.SH4" not in markers.names
    wrong = exchanged(markers, ["tibia"], span)
    sides, pairs, segments = find_side_swaps(wrong, segments_of(wrong)), pairs_of(wrong), segments_of(wrong)
    back = sides_exchanged(np.array(wrong.position_m), pairs, sides)
    assert not without_partner(back, segments, pairs, sides).any()
    k = markers.names.index("R.SH4")
    back[slice(*span), k] = markers.of("L.SH2")[slice(*span)]  # it went along to the other leg
    lost = without_partner(back, segments, pairs, sides)
    assert lost[slice(*span), k].all()
    assert lost.sum() == span[1] - span[0]


def _crossing(count: int = 60) -> tuple[Floats, Floats, Floats]:
    """Two feet that swing past each other, the right one over the middle for some frames."""
    time = np.arange(count) / 100.0
    ahead = 0.4 * np.sin(2.0 * np.pi * 1.3 * time)
    right = np.stack([ahead, np.zeros(count), 0.02 - 0.06 * np.exp(-((time - 0.3) ** 2) / 0.002)], axis=1)[:, None]
    left = np.stack([-ahead, np.zeros(count), np.full(count, -0.02)], axis=1)[:, None]
    return right, left, time


def test_feet_that_cross_the_middle_go_on_as_they_went() -> None:
    right, left, time = _crossing()
    off = (right - left)[:, 0, 2]
    assert off.min() < 0.0
    assert (links(right, left, time) == KEPT).all()
    assert not exchanged_frames(course(right, left, time), off, time).any()


def test_links_agree_with_the_plain_reading_of_each_step() -> None:
    right, left, time = _crossing()
    rng = np.random.default_rng(3)
    for _ in range(20):
        at = np.sort(rng.choice(np.arange(2, len(time) - 2), 3, replace=False))
        wrong = np.cumsum(np.isin(np.arange(len(time)), at)) % 2 == 1
        one = np.where(wrong[:, None, None], left, right)
        two = np.where(wrong[:, None, None], right, left)
        expected = [EXCHANGED if before != after else KEPT for before, after in pairwise(wrong)]
        apart = np.linalg.norm(right - left, axis=2)[:, 0]
        found = links(one, two, time)
        clear = np.minimum(apart[1:], apart[:-1]) > 0.1  # where the feet meet, a step may be either
        np.testing.assert_array_equal(found[clear], np.array(expected)[clear])
        assert set(found) <= {KEPT, EXCHANGED, UNKNOWN}


def test_exchanging_twice_changes_nothing() -> None:
    rng = np.random.default_rng(4)
    position = rng.normal(size=(10, 5, 3))
    position[3, 1] = np.nan
    pairs, frames = SidePairs("femur", (0, 2), (3, 1)), rng.random(10) < 0.5
    once = pairs_exchanged(position, pairs, frames)
    np.testing.assert_array_equal(once[frames, 0], position[frames, 3])
    np.testing.assert_array_equal(once[~frames], position[~frames])
    np.testing.assert_array_equal(once[:, 4], position[:, 4])
    np.testing.assert_array_equal(pairs_exchanged(once, pairs, frames), position)


def test_pairs_go_by_landmark_where_names_say_no_side() -> None:
    names = ("M1", "M2", "R.TH1", "L.TH1", "RKNE", "Rope", "C7")
    segments = ("pelvis", "pelvis", "femur_r", "femur_l", "femur_r", "", "torso")
    found = side_pairs(names, segments, {"M1": "asis_l", "M2": "asis_r"})
    assert {(own.part, own.right, own.left) for own in found} == {("pelvis", (1,), (0,)), ("femur", (2,), (3,))}
    assert {name: named_side(name) for name in ("R.TH1", "knee_l", "C7", "Anna:LASI")} == {
        "R.TH1": "r",
        "knee_l": "l",
        "C7": "",
        "Anna:LASI": "l",
    }
    assert all(other_side(other_side(name)) == name for name in names)


def test_a_pair_whose_segment_nobody_knows_is_told_for_a_while_only() -> None:
    right, left, time = _crossing(200)
    both = Trajectories("made", frozen(time), ("R.Xyz", "L.Xyz"), frozen(np.concatenate([right, left], axis=1)))
    whole = replace(both, names=("L.Xyz", "R.Xyz"))
    assert find_side_swaps(whole, ("", "")) == ()
    wrong = exchanged(both, ["R.Xyz"], (10, 40))
    assert [(side.segment, side.spans) for side in find_side_swaps(wrong, ("", ""))] == [("R.Xyz", ((10, 40),))]


def test_one_frame_and_no_pairs_are_nothing_to_judge() -> None:
    one = Trajectories("made", frozen([0.0]), ("R.ASIS", "L.ASIS"), frozen([[[0.0, 1.0, 0.1], [0.0, 1.0, -0.1]]]))
    assert find_side_swaps(one, ("pelvis", "pelvis")) == ()
    assert find_side_swaps(replace(one, names=("A", "B")), ("", "")) == ()
