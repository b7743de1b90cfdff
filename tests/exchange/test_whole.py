"""``write_whole``: a file appears complete or not at all, and nothing else appears."""

import os
from pathlib import Path

import pytest

from trochanter.core.errors import UnwritableFile
from trochanter.exchange.whole import together, write_whole


def names_in(folder: Path) -> list[str]:
    """What is in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def test_bytes_and_text(tmp_path: Path) -> None:
    assert write_whole(tmp_path / "a", b"\0\xff") == tmp_path / "a"
    assert (tmp_path / "a").read_bytes() == b"\0\xff"
    write_whole(tmp_path / "b", "Grüße\n")
    assert (tmp_path / "b").read_bytes() == "Grüße\n".encode()
    assert names_in(tmp_path) == ["a", "b"]


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a longer text than the new one")
    write_whole(tmp_path / "a", "new")
    assert (tmp_path / "a").read_text() == "new"


def test_others_may_read_it_as_usual(tmp_path: Path) -> None:
    (tmp_path / "usual").write_text("x")
    write_whole(tmp_path / "a", "x")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "real").write_text("old")
    try:
        (tmp_path / "link").symlink_to(tmp_path / "folder" / "real")
    except OSError:  # Windows lets few users make links
        return
    write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder" / "real").read_text() == "new"


def test_a_name_as_long_as_names_may_be(tmp_path: Path) -> None:
    name = "x" * 250
    write_whole(tmp_path / name, "x")
    assert names_in(tmp_path) == [name]


@pytest.mark.parametrize(
    ("name", "advice"),
    [("nowhere/a", "make the folder"), ("folder", "this is a folder"), ("x" * 3000, "check"), ("a\0b", "check")],
)
def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, name: str, advice: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UnwritableFile, match=advice) as caught:
        write_whole(tmp_path / name, "x")
    assert caught.value.where == str(tmp_path / name)
    assert names_in(tmp_path) == ["folder"]
    assert names_in(tmp_path / "folder") == []


@pytest.mark.needs("linux")
def test_a_pipe_or_device_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UnwritableFile, match="device, pipe or socket") as caught:
        write_whole(pipe, "x")
    assert "a regular file" in str(caught.value)
    assert pipe.is_fifo()
    assert names_in(tmp_path) == ["pipe"]


def test_a_failure_halfway_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UnwritableFile, match="No space left on device"):
        write_whole(tmp_path / "a", "new")
    assert names_in(tmp_path) == ["a"]
    assert (tmp_path / "a").read_text() == "old"


def written_together(folder: Path, *names: str) -> None:
    with together():
        for name in names:
            write_whole(folder / name, "new")
            assert not (folder / name).is_file() or (folder / name).read_text() == "old"


def test_files_written_together_appear_together(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("old")
    written_together(tmp_path, "a", "b", "c")
    assert names_in(tmp_path) == ["a", "b", "c"]
    assert all((tmp_path / name).read_text() == "new" for name in "abc")


def test_where_one_cannot_be_written_all_stay_as_they_were(tmp_path: Path) -> None:
    for name in "ac":
        (tmp_path / name).write_text("old")
    (tmp_path / "b").mkdir()
    with pytest.raises(UnwritableFile, match="remove or rename it") as caught:
        written_together(tmp_path, "a", "b", "c")
    assert caught.value.where == str(tmp_path / "b")
    assert names_in(tmp_path) == ["a", "b", "c"]
    assert all((tmp_path / name).read_text() == "old" for name in "ac")


def test_the_last_never_vouches_for_files_of_another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "ab":
        (tmp_path / name).write_text("old")
    rename = Path.replace

    def once(self: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", full)
        return rename(self, target)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", once)
    with pytest.raises(UnwritableFile, match="No space left on device"):
        written_together(tmp_path, "a", "b")
    assert names_in(tmp_path) == ["a"]
    assert (tmp_path / "a").read_text() == "new"
