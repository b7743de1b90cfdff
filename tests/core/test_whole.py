"""A new file under a passing name: it becomes something in one step, or nothing is left of it."""

import os
import stat
from pathlib import Path

import pytest

from trochanter.core.whole import OWNER_ALONE, kept_whole, part_in, settled


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_it_takes_the_place_of_the_older_file_in_one_step(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    part = part_in(tmp_path)
    part.stream.write(b"new")
    assert (tmp_path / "a").read_text() == "old"
    part.onto_disk()
    part.becomes(tmp_path / "a")
    settled(tmp_path)
    assert (tmp_path / "a").read_text() == "new"
    part.discard()  # too late: it has its name
    assert names_in(tmp_path) == ["a"]


def test_what_becomes_nothing_is_gone(tmp_path: Path) -> None:
    part = part_in(tmp_path)
    part.stream.write(b"x")
    assert len(names_in(tmp_path)) == 1
    part.discard()
    part.discard()
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(("mode", "taken"), [(OWNER_ALONE, 0o077), (0o666, 0o022)])
def test_who_may_read_it_is_said_from_the_first_byte(tmp_path: Path, mode: int, taken: int) -> None:
    before = os.umask(0o022)
    try:
        part = part_in(tmp_path, mode)
    finally:
        os.umask(before)
    assert stat.S_IMODE(part.path.stat().st_mode) == mode & ~0o022
    assert not stat.S_IMODE(part.path.stat().st_mode) & taken
    part.discard()


def test_where_no_file_can_be_made_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        part_in(tmp_path / "nowhere")
    part = part_in(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        part.becomes(tmp_path / "folder")
    part.discard()
    assert names_in(tmp_path) == ["folder"]


def test_what_can_be_made_again_is_kept_whole(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.json"
    kept_whole(path, "one")
    kept_whole(path, "two")
    assert path.read_text(encoding="utf-8") == "two"
    path.unlink()
    path.mkdir()
    with pytest.raises(OSError):
        kept_whole(path, "three")
    assert [each.name for each in path.parent.iterdir()] == ["b.json"]
