"""The table of marker sets: whole, sided, and names recognised whatever their case."""

from pathlib import Path

import pytest

from tests.kinematics.marker_recordings import RUN, WALK, WALKS_C3D, markers_of
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.marker_sets import known_markers, landmark_segments, marker_sets, normalised, recognised_set
from trochanter.anatomy.rows import rows, sources


def test_rows_name_known_sources_sides_and_no_marker_twice() -> None:
    seen = set()
    for row in rows("marker_sets"):
        assert row["source"] in sources(), row
        assert row["side"] in ("r", "l", ""), row
        assert (row["set"], normalised(row["marker"])) not in seen, row
        seen.add((row["set"], normalised(row["marker"])))
    assert len(marker_sets()) >= 10


def test_every_set_has_each_landmark_of_a_side_once_and_of_both_sides() -> None:
    for name, markers in marker_sets().items():
        landmarks = [known.landmark for known in markers if known.landmark]
        assert len(set(landmarks)) == len(landmarks), name
        for landmark in landmarks:
            if landmark.endswith("_r"):
                assert f"{landmark[:-1]}l" in landmarks, (name, landmark)


def test_sets_agree_on_the_segments_of_the_pelvis_and_thigh() -> None:
    where = landmark_segments()
    assert where["asis_r"] == where["sacrum"] == "pelvis"
    assert where["knee_lateral_l"] == where["greater_trochanter_l"] == "femur_l"
    assert where["heel_r"] == "calcn_r"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("LASI", "RASI", "LTHI", "LKNE", "LANK", "LTOE"), "plug_in_gait"),
        (("Anna:LASI", "Anna:rasi", "Anna:LTHI", "Anna:LKNE"), "plug_in_gait"),
        (("R.ASIS", "V.Sacral", "R.Thigh.Upper", "R.Knee.Lat"), "gait2392"),
        (("r.ASIS_study", "L.PSIS_study", "r_knee_study", "r_mknee_study"), "opencap"),
        (("RASIS", "RPSIS", "RGT", "RLE", "RHF", "RLM"), "ior_gait"),
        (("RIAS", "RIPS", "RFLE", "RFAL", "RFCC"), "cast"),
        (("R.ASIS", "V.Sacral", "R.Thigh", "R.Shank", "R.Toe"), "helen_hayes"),
        (("one", "two", "three"), ""),
    ],
)
def test_sets_are_recognised(names: tuple[str, ...], expected: str) -> None:
    assert recognised_set(names) == expected


@pytest.mark.needs("shared-data")
def test_recordings_and_the_hip_model_are_recognised_and_no_name_is_left(shared_data: Path) -> None:
    given = {RUN: "rbds", WALK: "opensim_walk_3d", WALKS_C3D[0]: "opensim_walk_c3d", WALKS_C3D[1]: "opensim_walk_c3d"}
    for file, expected in given.items():
        names = markers_of(shared_data, file).names
        best, found, disputed = known_markers(names)
        assert (best, set(names) - set(found), disputed) == (expected, set(), ()), file
    assert recognised_set(hip_model().markers.names) == "rajagopal2016"


def test_the_hip_model_carries_its_markers_where_the_table_says() -> None:
    body = hip_model()
    _, found, _ = known_markers(body.markers.names)
    for name, segment in zip(body.markers.names, body.markers.segment, strict=True):
        assert found[name].segment == body.segments.names[segment], name
