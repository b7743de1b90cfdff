"""``write_whole``: a file appears complete or not at all, and nothing else appears."""

from pathlib import Path

import pytest

from trochanter.core.errors import UnwritableFile
from trochanter.exchange.whole import write_whole


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


def test_a_failure_halfway_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UnwritableFile, match="No space left on device"):
        write_whole(tmp_path / "a", "new")
    assert names_in(tmp_path) == ["a"]
    assert (tmp_path / "a").read_text() == "old"
