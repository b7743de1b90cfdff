"""Full disks, read-only folders, two programs at once: what was said to be saved is there, and nothing is broken."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.made_records import bodies, document, filled, film, opened
from trochanter.core.errors import UnwritableFile
from trochanter.store.store import Store

resource = pytest.importorskip("resource", reason="limits of a process are those of Linux and macOS")
ROOT = Path(__file__).parents[2]


def writer(folder: Path, person: str, first: int, count: int, film_at: str = "") -> list[str]:
    return [sys.executable, "-m", "tests.store.writers", str(folder), person, str(first), str(count), film_at]


def said(output: str) -> dict[int, str]:
    """Numbers and keys that were printed as saved, in whole lines."""
    return {int(number): key for number, key in re.findall(r"^Saved (\d+) (\S{36})\n", output, re.MULTILINE)}


def all_is_well(folder: Path, person: str, saved: dict[int, str], original: bytes | None = None) -> None:
    """Everything that was said to be saved is there, and database, files and audit are sound."""
    with opened(folder) as store:
        page = store.page_data(person)
        there = {each.value()["number"]: each.id for each in page.sessions}
        assert saved.items() <= there.items()
        with store.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert store.verify_audit().broken == ()
        for recording in page.recordings:
            assert sum(map(len, store.blob(recording))) == recording.size
        names = {each.name for each in (folder / "blobs").iterdir()} if (folder / "blobs").is_dir() else set()
        assert names == {each.sha256 for each in page.recordings}


def test_two_programs_write_at_once(store: Store, tmp_path: Path) -> None:
    person = store.add_person("Ann").id
    folder = tmp_path / "records"
    running = [
        subprocess.Popen(
            writer(folder, person, first, 30, str(tmp_path / f"{first}.mp4")),
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for first in (0, 100)
    ]  # fmt: skip
    saved: dict[int, str] = {}
    for process in running:
        out, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        saved |= said(out)
    assert sorted(saved) == [*range(30), *range(100, 130)]
    all_is_well(folder, person, saved)
    assert store.verify_audit().rows == 1 + 2 * 60


def limited(most_bytes: int) -> Callable[[], None]:
    """No file of the process may grow beyond this: writing more fails, as on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


@pytest.mark.parametrize("kilobytes", [1, 40, 300, 540, 580, 640, 800, 1200])
def test_where_files_cannot_grow_what_was_said_is_there(kilobytes: int, tmp_path: Path) -> None:
    folder = tmp_path / "records"
    with opened(folder) as store:
        person = filled(store, tmp_path)
    done = subprocess.run(
        writer(folder, person, 0, 60, str(tmp_path / "own.mp4") if kilobytes > 700 else ""),
        cwd=ROOT, capture_output=True, text=True, preexec_fn=limited(kilobytes * 1024), timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode in {0, 2}, done.stderr
    if done.returncode == 2:
        assert "cannot be" in done.stderr
        assert "Traceback" not in done.stderr
    with opened(folder) as store:
        assert len(store.documents(person, "plan")) == 1
        sessions = store.page_data(person).sessions
        there = {each.value()["number"]: each.id for each in sessions if "number" in each.value()}
        assert said(done.stdout).items() <= there.items()
        assert len(there) - len(said(done.stdout)) <= 1  # at most the one that was saved while the disk broke the word
        assert store.verify_audit().broken == ()
        store.save(person, document("session", number=1000))  # it goes on where there is room again


@pytest.mark.needs("own-disk")
@pytest.mark.parametrize("kilobytes", [700, 1200, 2500])
def test_on_a_full_disk_what_was_said_is_there(kilobytes: int, tmp_path: Path) -> None:
    """A real file system of a given size, in a name space of the test's own."""
    disk, kept = tmp_path / "disk", tmp_path / "kept"
    disk.mkdir()
    with opened(tmp_path / "records") as store:
        person = store.add_person("Ann").id
    script = f"""
        mount -t tmpfs -o size={kilobytes}k tmpfs "$1" && cp -r "$2" "$1/records" || exit 9
        "$4" -m tests.store.writers "$1/records" {person} 0 200 "$5"; code=$?
        cp -r "$1/records" "$3"; exit $code
    """
    places = [str(disk), str(tmp_path / "records"), str(kept), sys.executable, str(tmp_path / "own.mp4")]
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", *places]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2, done.stderr
    assert "free some space" in done.stderr or "free space" in done.stderr
    all_is_well(kept, person, said(done.stdout))


def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "records"
    with opened(folder) as store:
        person = filled(store, tmp_path)
    (folder / "records.db").chmod(0o400)
    folder.chmod(0o500)
    try:
        code = "import sys, tests.store.writers as w; sys.exit(w.main(*sys.argv[1:]))"
        done = subprocess.run(
            [*as_somebody_else(tmp_path), sys.executable, "-c", code, *writer(folder, person, 0, 1)[3:7]],
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 2, done.stderr
        assert "cannot be" in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""
    finally:
        folder.chmod(0o700)
        (folder / "records.db").chmod(0o600)
    all_documents = 7
    with opened(folder) as store:
        assert len(bodies(store, person)) == all_documents


def as_somebody_else(folder: Path) -> list[str]:
    """Root may write everywhere: in its place somebody without that privilege."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "records").touch()
    with pytest.raises(UnwritableFile, match="folder of the records"):
        opened(tmp_path / "records")


def test_a_film_that_grows_while_it_is_kept_is_no_matter(store: Store, tmp_path: Path) -> None:
    path = film(tmp_path, b"x" * 10)
    recording = store.add_blob(store.add_person("Ann").id, path)
    path.write_bytes(b"y" * 20)
    assert b"".join(store.blob(recording)) == b"x" * 10
