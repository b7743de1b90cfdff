"""Recorded names and a body's markers: by mapping, name and table; what is ambiguous is told."""

from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.marker_recordings import STATIC, WALK, markers_of, model_of
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import frozen
from trochanter.core.errors import BadSetting, MissingInput, UnknownName
from trochanter.kinematics.marker_coverage import marker_coverage
from trochanter.kinematics.marker_match import MarkerMatch, landmarks_of, match_markers, named_like

PLUG_IN_GAIT = ("LASI", "RASI", "LPSI", "RPSI", "LTHI", "LKNE", "LTIB", "LANK", "LHEE", "LTOE",
                "RTHI", "RKNE", "RTIB", "RANK", "RHEE", "RTOE")  # fmt: skip


def _pairs(match: MarkerMatch) -> dict[str, tuple[str, str]]:
    return {pair.recorded: (pair.marker, pair.how) for pair in match.pairs}


@pytest.mark.needs("shared-data")
def test_a_recording_and_its_own_model_match_by_name(shared_data: Path) -> None:
    names = markers_of(shared_data, WALK).names
    match = match_markers(names, model_of(shared_data))
    assert _pairs(match) == {name: (name, "name") for name in names}
    assert match.unmatched_recorded == ()
    assert "R.MKnee" in match.unmatched_body
    assert match.notices == ()


@pytest.mark.needs("shared-data")
def test_another_marker_set_matches_by_the_table_of_landmarks(shared_data: Path) -> None:
    match = match_markers(markers_of(shared_data, STATIC).names, hip_model())
    found = _pairs(match)
    assert match.set_name == "rbds"
    assert found["R.ASIS"] == ("RASI", "table")
    assert found["L.Knee.Medial"] == ("LMFC", "table")
    assert found["R.Ankle"] == ("RLMAL", "table")
    assert found["R.Heel.Bottom"] == ("RCAL", "table")
    assert {how for _, how in found.values()} <= {"name", "table"}
    assert "R.Thigh.Top.Lateral" in match.unmatched_recorded


def test_case_separators_and_subject_do_not_matter() -> None:
    match = match_markers(("Anna:r.asi", "Anna:L_ASI", "Anna:RLFC"), hip_model())
    assert {p.recorded: p.marker for p in match.pairs} == {
        "Anna:r.asi": "RASI", "Anna:L_ASI": "LASI", "Anna:RLFC": "RLFC"}  # fmt: skip


def test_a_name_with_another_place_is_matched_but_told() -> None:
    match = match_markers(PLUG_IN_GAIT, hip_model())
    assert _pairs(match)["RTOE"] == ("RTOE", "name")
    told = [notice.text for notice in match.notices if notice.code == "marker-place-differs"]
    assert len(told) == 2
    assert "mt2 r" in told[1]
    assert "mt1 r" in told[1]


def test_the_same_name_in_other_case_but_another_place_is_not_matched_by_name() -> None:
    names = tuple(name.lower() for name in PLUG_IN_GAIT)
    assert "rtoe" in match_markers(names, hip_model()).unmatched_recorded


def test_two_people_in_one_recording_are_ambiguous_not_guessed() -> None:
    match = match_markers(("Anna:RASI", "Ben:RASI", "Anna:LASI"), hip_model())
    assert [pair.recorded for pair in match.pairs] == ["Anna:LASI"]
    assert [notice.code for notice in match.notices] == ["marker-ambiguous"]
    assert "'Anna:RASI' and 'Ben:RASI'" in match.notices[0].text


def test_a_name_on_which_sets_disagree_has_no_landmark_and_a_notice() -> None:
    found = landmarks_of(("RTOE", "X", "Y"))
    assert found.landmark == {}
    assert found.unknown == ("RTOE", "X", "Y")
    assert "different places" in found.notices[0].text


def test_a_mapping_comes_first_and_knows_markers_landmarks_and_left_out() -> None:
    mapping = {"hip": "RASI", "K1": "knee_lateral_r", "LASI": "-", "gone": "RPSI"}
    match = match_markers(("hip", "K1", "LASI", "RPSI"), hip_model(), mapping)
    assert _pairs(match) == {
        "hip": ("RASI", "mapping"), "K1": ("RLFC", "mapping"), "RPSI": ("RPSI", "name")}  # fmt: skip
    assert match.unmatched_recorded == ("LASI",)
    assert [notice.code for notice in match.notices] == ["mapping-unused"]


def test_a_mapping_to_what_is_not_there_is_an_error() -> None:
    with pytest.raises(UnknownName, match="RASIS2"):
        match_markers(("hip",), hip_model(), {"hip": "RASIS2"})
    with pytest.raises(BadSetting, match="RASI"):
        match_markers(("a", "b"), hip_model(), {"a": "RASI", "b": "RASI"})


def test_landmarks_by_mapping_and_claimed_twice() -> None:
    found = landmarks_of(("hip", "K1", "C"), {"hip": "asis_r", "K1": "RLFC", "C": "RTH1"})
    assert found.landmark == {"hip": "asis_r", "K1": "knee_lateral_r"}
    assert found.segment == {"hip": "pelvis", "K1": "femur_r", "C": "femur_r"}
    assert found.recorded["asis_r"] == "hip"
    twice = landmarks_of(("RASI", "hip"), {"hip": "asis_r"})
    assert "asis_r" not in twice.recorded
    assert "asis_r" in twice.notices[0].text


def test_the_match_can_be_shown() -> None:
    shown = match_markers(("RASI", "clap"), hip_model()).rows()
    assert shown[:2] == (("RASI", "RASI", "name"), ("clap", "-", "not matched"))
    assert ("-", "LASI", "not recorded") in shown


def test_five_markers_are_too_few_and_none_on_the_pelvis_is_said() -> None:
    body = hip_model()
    with pytest.raises(MissingInput, match="only 5 recorded markers"):
        marker_coverage(match_markers(("RASI", "LASI", "RPSI", "LPSI", "RLFC", "clap"), body), body, "trial")
    legs = ("RTH1", "RTH2", "RTH3", "RLFC", "RTB1", "RTB2", "RCAL", "left hip")
    with pytest.raises(MissingInput, match="pelvis") as caught:
        marker_coverage(match_markers(legs, body), body, "trial")
    assert "'left hip'" in str(caught.value)


@pytest.mark.needs("shared-data")
def test_a_segment_without_markers_is_named_with_what_that_costs(shared_data: Path) -> None:
    body = model_of(shared_data)
    names = markers_of(shared_data, WALK).names
    assert marker_coverage(match_markers(names, body), body) == ()
    bare = [name for name in names if name[:4] != "R.SH" and name not in ("R.Ankle", "L.Toe", "L.MT5", "L.Heel")]
    told = marker_coverage(match_markers(bare, body), body)
    assert [notice.text.split(":")[0] for notice in told] == [
        "no marker is on the right shank", "no marker is on the left foot"]  # fmt: skip
    assert {notice.code for notice in told} == {"segment-without-markers"}


def _named(*names: str) -> Trajectories:
    return Trajectories("run", frozen([0.0]), names, frozen(np.zeros((1, len(names), 3))), source="run.trc")


def test_names_of_another_recording_are_known_by_case_and_prefix() -> None:
    found = named_like(_named("Bob:RASI", "lasi", "RKNE", "extra"), ("RASI", "LASI", "RKNE"))
    assert found.names == ("RASI", "LASI", "RKNE", "extra")
    (notice,) = found.notices
    assert (notice.code, notice.where) == ("markers-renamed", "run.trc")
    assert notice.text.startswith("2 marker names are the static trial's")
    assert named_like(_named("RASI"), ("Bob:RASI",)).names == ("Bob:RASI",)


@pytest.mark.parametrize(
    ("recorded", "known", "mapping"),
    [
        (("RASI", "x"), ("RASI",), None),
        (("A:RASI", "B:RASI"), ("RASI",), None),
        (("A:RASI",), ("B:RASI", "C:RASI"), None),
        (("A:RASI", "RASI"), ("RASI",), None),
        (("A:RASI",), ("RASI",), {"A:RASI": "-"}),
    ],
)
def test_names_that_are_the_same_mapped_or_of_two_stay(
    recorded: tuple[str, ...], known: tuple[str, ...], mapping: dict[str, str] | None
) -> None:
    given = _named(*recorded)
    assert named_like(given, known, mapping) is given
