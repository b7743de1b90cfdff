"""Reading a file whole: what cannot be read is refused at once, with the nearest thing that can."""

import os
import re
import time
from pathlib import Path

import pytest

from trochanter.capture.files import MAX_BYTES, read_file
from trochanter.core.errors import MissingInput, TrochanterError, UnreadableFile


def test_bytes_and_their_hash(tmp_path: Path) -> None:
    (tmp_path / "a.mot").write_bytes(b"abc")
    content = read_file(tmp_path / "a.mot")
    assert content.data == b"abc"
    assert content.where == str(tmp_path / "a.mot")
    assert content.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_missing_file_names_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "run_01.mot").touch()
    with pytest.raises(MissingInput, match=re.escape("did you mean 'run_01.mot'?")):
        read_file(tmp_path / "run_O1.mot")
    for name in ("g_neg.mot", "o.out", "nothing.osim"):
        (tmp_path / name).touch()
    with pytest.raises(MissingInput, match=r"check the name; .* has 'g_neg\.mot', 'run_01\.mot'"):
        read_file(tmp_path / "nothere.mot")
    with pytest.raises(MissingInput, match=re.escape("did you mean 'run_01.mot'?")):
        read_file(tmp_path / "run_01.sto")
    with pytest.raises(MissingInput, match=r"has 'g_neg\.mot', 'run_01\.mot'"):
        read_file(tmp_path / "something_else_entirely.mot")
    with pytest.raises(MissingInput, match=r"has no \.c3d file"):
        read_file(tmp_path / "something_else_entirely.c3d")
    with pytest.raises(MissingInput, match="check the folder"):
        read_file(tmp_path / "nowhere" / "run_01.mot")
    with pytest.raises(MissingInput, match="check the folder"):
        read_file(tmp_path / "run_01.mot" / "deeper")


def test_a_folder_offers_its_files(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="this is a folder"):
        read_file(tmp_path)
    (tmp_path / "run_01.mot").touch()
    with pytest.raises(UnreadableFile, match=r"for example 'run_01\.mot'"):
        read_file(tmp_path)


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.mot").touch()
    with pytest.raises(UnreadableFile, match="the file is empty"):
        read_file(tmp_path / "a.mot")


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, ""])
def test_names_that_no_file_has(tmp_path: Path, name: str) -> None:
    with pytest.raises(TrochanterError):
        read_file(f"{tmp_path}/{name}")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.mot"
    with path.open("wb") as stream:
        stream.truncate(4 * MAX_BYTES)
    started = time.perf_counter()
    with pytest.raises(UnreadableFile, match=r"2048 MB(.|\n)*at most 512 MB"):
        read_file(path)
    assert time.perf_counter() - started < 0.5
    with pytest.raises(UnreadableFile, match="cut it into shorter recordings"):
        read_file(path, max_bytes=1000)
    model = path.rename(tmp_path / "huge.osim")
    with pytest.raises(UnreadableFile, match=r"the file you mean: a model has a few megabytes\Z"):
        read_file(model)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mot")
    with pytest.raises(UnreadableFile, match="a device, pipe or socket"):
        read_file(tmp_path / "pipe.mot")


def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "closed.mot"
    path.write_text("x")
    path.chmod(0)
    if os.access(path, os.R_OK):  # the superuser and Windows may read everything
        assert read_file(path).data == b"x"
    else:
        with pytest.raises(UnreadableFile, match="check the file's permissions"):
            read_file(path)
