"""What is kept of a recording in which people walk into view and out of it."""

from collections.abc import Sequence

import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import frozen
from trochanter.kinematics.marker_match import match_markers
from trochanter.kinematics.marker_span import in_view, pelvis_holes, without_rows

FRAMES, RATE_HZ = 50, 100.0
BODY = hip_model()


def on(*segments: str) -> list[str]:
    """Markers of segments."""
    owners = zip(BODY.markers.names, BODY.markers.segment, strict=True)
    return [name for name, k in owners if BODY.segments.names[int(k)] in segments]


def recording(unseen: dict[str, slice], *, without: Sequence[str] = ()) -> Trajectories:
    """The hip model's markers, some of them not seen in a span."""
    names = tuple(name for name in BODY.markers.names if name not in without)
    place = np.zeros((FRAMES, len(names), 3))
    for name, span in unseen.items():
        place[span, names.index(name)] = np.nan
    return Trajectories("walk", frozen(np.arange(FRAMES) / RATE_HZ), names, frozen(place), source="walk.trc")


def hidden(span: slice, *segments: str) -> dict[str, slice]:
    return dict.fromkeys(on(*segments), span)


def kept(markers: Trajectories) -> Trajectories:
    return in_view(markers, match_markers(markers.names, BODY), BODY)


def test_frames_before_and_after_all_parts_are_in_view_are_left_out() -> None:
    found = kept(recording(hidden(slice(0, 10), "femur_r") | hidden(slice(44, None), "tibia_l")))
    assert found.time_s[[0, -1]] == pytest.approx([0.10, 0.43])
    assert found.position_m.shape[0] == 34
    (notice,) = found.notices
    assert (notice.code, notice.where) == ("recording-cut", "walk.trc")
    assert "in view from 0.10 to 0.43 s" in notice.text
    assert "(0.00 to 0.49 s)" in notice.text


def test_gaps_inside_stay() -> None:
    whole = recording(dict.fromkeys(BODY.markers.names, slice(20, 25)))
    assert kept(whole) is whole


def test_one_marker_of_a_part_is_enough() -> None:
    thigh = on("femur_r")
    whole = recording({name: slice(0, 10) for name in thigh[1:]})
    assert len(thigh) > 2
    assert kept(whole) is whole


def test_a_pelvis_needs_two_markers() -> None:
    pelvis = on("pelvis")
    assert len(kept(recording({name: slice(0, 10) for name in pelvis[2:]})).time_s) == FRAMES
    assert len(kept(recording({name: slice(0, 10) for name in pelvis[1:]})).time_s) == FRAMES - 10


def test_a_part_that_carries_no_marker_at_all_is_not_waited_for() -> None:
    whole = recording({}, without=on("femur_r"))
    assert kept(whole) is whole


def test_a_recording_that_never_shows_all_parts_stays_whole() -> None:
    whole = recording(hidden(slice(0, 30), "femur_r") | hidden(slice(20, None), "tibia_l"))
    assert kept(whole) is whole


def holes(markers: Trajectories) -> tuple[tuple[int, int], ...]:
    return pelvis_holes(markers, match_markers(markers.names, BODY), BODY)


def test_a_hole_is_where_the_pelvis_is_out_of_view_for_long() -> None:
    """More than 0.05 s, fewer than two of its markers, neither at the record's ends nor of a leg."""
    pelvis = on("pelvis")
    assert holes(recording(dict.fromkeys(pelvis, slice(20, 26)))) == ((20, 26),)
    assert holes(recording(dict.fromkeys(pelvis[1:], slice(20, 26)))) == ((20, 26),)
    assert holes(recording(dict.fromkeys(pelvis[2:], slice(20, 26)))) == ()
    assert holes(recording(dict.fromkeys(pelvis, slice(20, 25)))) == ()
    assert holes(recording(dict.fromkeys(pelvis, slice(0, 26)))) == ()
    assert holes(recording(dict.fromkeys(pelvis, slice(None)))) == ()
    assert holes(recording(hidden(slice(20, 30), "femur_r"))) == ()


def test_what_is_left_around_holes_is_named() -> None:
    whole = recording(dict.fromkeys(on("pelvis"), slice(20, 30)))
    found = without_rows(whole, ((20, 30),))
    assert len(found.time_s) == FRAMES - 10
    assert np.isfinite(found.position_m).all()
    (notice,) = found.notices
    assert (notice.code, notice.where) == ("recording-holes", "walk.trc")
    assert "out of view from 0.20 to 0.29 s" in notice.text
    assert "the parts from 0.00 to 0.19 s, from 0.30 to 0.49 s are analysed" in notice.text
    assert without_rows(whole, ()) is whole
