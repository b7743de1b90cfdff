"""Mapping files: what people write, and what a wrong one is told."""

from pathlib import Path

import pytest

from trochanter.capture.marker_mapping import read_marker_mapping
from trochanter.core.errors import MissingInput, UnreadableFile


def _file(folder: Path, content: bytes) -> Path:
    path = folder / "mapping.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"recorded,model\nhip right,RASI\nK1,knee_lateral_r\nclap,-\n",
        b"\xef\xbb\xbfhip right;RASI\r\nK1;knee_lateral_r\r\nclap;-\r\n",
        b"# ours\nhip right\tRASI\nK1 knee_lateral_r  # the knee\n\nclap\t-\n",
        b"'hip right', RASI\n\"K1\", knee_lateral_r,\nclap, -,,\n",
    ],
)
def test_two_columns_in_the_ways_people_write_them(tmp_path: Path, content: bytes) -> None:
    expected = {"hip right": "RASI", "K1": "knee_lateral_r", "clap": "-"}
    assert read_marker_mapping(_file(tmp_path, content)) == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"A,B\nC\n", "line 2"),
        (b"A,B,C\n", "3 names"),
        (b"A,\n", "2 names"),
        (b"A,B\nA,C\n", "'A' is mapped twice"),
        (b"# nothing\n", "names no marker"),
        (b"\xff\xfe\x00A", "not a text file"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message) as caught:
        read_marker_mapping(_file(tmp_path, content))
    assert "mapping.csv" in str(caught.value)
    assert "asis_r" in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MissingInput):
        read_marker_mapping(tmp_path / "none.csv")
