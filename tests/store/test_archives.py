"""Exports: a person can read them, they come back as they were, and a bad one changes nothing."""

import csv
import hashlib
import io
import json
import stat
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.store.made_records import bodies, document, files_with, filled, opened
from trochanter.core.errors import BadSetting, MissingInput, TrochanterError, UnreadableFile, UnwritableFile
from trochanter.store.archives import export_all, export_person, import_archive
from trochanter.store.store import Store

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture
def archive(store: Store, tmp_path: Path) -> Path:
    filled(store, tmp_path)
    return export_person(store, "Ann Example", tmp_path / "ann.zip")


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(path: Path, files: dict[str, bytes], *, consistent: bool = True) -> Path:
    """A zip of files, with a manifest that fits them."""
    if consistent:
        manifest = json.loads(files["manifest.json"])
        manifest["files"] = {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            for name, data in files.items()
            if name != "manifest.json"
        }
        files = {**files, "manifest.json": json.dumps(manifest).encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def record_of(files: dict[str, bytes]) -> tuple[str, Any]:
    name = next(each for each in files if each.endswith("record.json"))
    return name, json.loads(files[name])


def test_a_person_can_read_it(archive: Path, store: Store) -> None:
    files = contents(archive)
    readme = files["README.txt"].decode()
    assert "what trochanter kept about Ann Example" in readme
    assert all(len(line) <= 82 for line in readme.splitlines())
    _, record = record_of(files)
    assert record["schema"] == "trochanter.record/1"
    assert record["person"]["name"] == "Ann Example"
    assert record["documents"]["session"][0]["document"]["note"] == "ZZTOPSECRET session"
    (recording,) = record["recordings"]
    assert recording["name"] == "ZZTOPSECRET.mp4"
    assert files[recording["file"]] == b"film ZZTOPSECRET" * 1000
    manifest = json.loads(files["manifest.json"])
    assert set(manifest["files"]) == set(files) - {"manifest.json"}
    assert not manifest["private"]
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_it_comes_back_as_it_was_and_twice_is_once(archive: Path, store: Store, tmp_path: Path) -> None:
    with opened(tmp_path / "new") as other:
        taken = import_archive(other, archive)
        assert (taken.people, taken.documents, taken.recordings, taken.there) == (1, 7, 1, 0)
        assert bodies(other, "Ann Example") == bodies(store, "Ann Example")
        old, new = store.page_data("Ann Example"), other.page_data("Ann Example")
        assert [each.id for each in old.documents] == [each.id for each in new.documents]
        assert new.person == old.person
        assert len(new.clearances) == 1
        assert b"".join(other.blob(new.recordings[0])) == b"film ZZTOPSECRET" * 1000
        again = import_archive(other, archive)
        assert (again.people, again.documents, again.recordings, again.there) == (0, 0, 0, 8)
        assert len(bodies(other, "Ann Example")) == 7
        assert other.verify_audit().broken == ()
        second = export_person(other, "Ann Example", tmp_path / "again.zip")
    assert record_of(contents(second))[1]["documents"].keys() == record_of(contents(archive))[1]["documents"].keys()


def test_everybody_in_one_file(store: Store, tmp_path: Path) -> None:
    keys = {filled(store, tmp_path, name, name.upper()): name for name in ("Ann", "Bob, the elder", "Cleo")}
    path = export_all(store, tmp_path / "all.zip")
    names = csv.DictReader(io.StringIO(contents(path)["people.csv"].decode()))
    assert {row["key"]: row["name"] for row in names} == keys
    with opened(tmp_path / "new") as other:
        taken = import_archive(other, path)
        assert (taken.people, taken.documents, taken.recordings) == (3, 21, 3)
        assert [bodies(other, key) for key in keys] == [bodies(store, key) for key in keys]


def test_what_is_private_goes_along_only_by_choice(store: Store, tmp_path: Path) -> None:
    person = store.add_person("Ann").id
    store.save(person, document("history", private={"birth_how": "WORDSOFBIRTH"}, told="x"))
    shut, full = tmp_path / "shut.zip", tmp_path / "full.zip"
    export_person(store, person, shut)
    export_person(store, person, full, with_private=True)
    assert b"WORDSOFBIRTH" not in b"".join(contents(shut).values())
    assert b"WORDSOFBIRTH" in b"".join(contents(full).values())
    taken = import_archive(store, shut)  # the fuller version that is here stays
    assert (taken.there, taken.different) == (1, [])
    assert bodies(store, person)[0]["private"] == {"birth_how": "WORDSOFBIRTH"}


def test_another_version_is_kept_and_told(archive: Path, store: Store) -> None:
    (session,) = store.documents("Ann Example", "session")
    store.save("Ann Example", document("session", note="newer"), replaces=session.id)
    assert import_archive(store, archive).different == [session.id]
    assert store.documents("Ann Example", "session")[0].value()["note"] == "newer"


def test_further_files_go_along(store: Store, tmp_path: Path) -> None:
    store.add_person("Ann")
    path = export_person(store, "Ann", tmp_path / "a.zip", extra={"fhir.json": b"{}"})
    assert contents(path)["extra/fhir.json"] == b"{}"
    assert import_archive(store, path).people == 0
    with pytest.raises(BadSetting):
        export_person(store, "Ann", tmp_path / "b.zip", extra={"../x": b""})
    assert not (tmp_path / "b.zip").exists()


def test_an_original_files_name_is_never_a_path(store: Store, tmp_path: Path) -> None:
    name = "..\\..\\evil $(x).SH IT"
    person = store.add_person("Ann").id
    (tmp_path / name).write_bytes(b"film")
    store.add_blob(person, tmp_path / name)
    files = contents(export_person(store, person, tmp_path / "a.zip"))
    (recording,) = record_of(files)[1]["recordings"]
    assert recording["name"] == name
    assert recording["file"] == f"recordings/{recording['sha256']}"


def test_a_place_that_cannot_be_written_is_told(store: Store, tmp_path: Path) -> None:
    store.add_person("Ann")
    for place in (tmp_path, tmp_path / "no folder" / "a.zip"):
        with pytest.raises(UnwritableFile):
            export_person(store, "Ann", place)
    assert files_with(tmp_path, "README.txt") == []


def edited(change: Callable[[Any], object]) -> Change:
    def by(files: dict[str, bytes]) -> None:
        name, record = record_of(files)
        change(record)
        files[name] = json.dumps(record).encode()

    return by


def session(record: Any) -> Any:
    return record["documents"]["session"][0]


def put(name: str, data: bytes) -> Change:
    return lambda files: files.__setitem__(name, data)


BAD: dict[str, tuple[Change, str]] = {
    "path upwards": (put("../evil.txt", b"x"), "does not belong"),
    "absolute path": (put("/etc/evil", b"x"), "does not belong"),
    "other name": (put("people/x/record.json", b"{}"), "does not belong"),
    "backslashes": (put("recordings\\..\\evil", b"x"), "does not belong"),
    "no record": (put(f"people/{'0' * 8}-0000-0000-0000-{'0' * 12}/record.json", b"nonsense"), "Expecting value"),
    "somebody else": (
        edited(lambda r: r["person"].update(id="0" * 8 + "-0000-0000-0000-" + "0" * 12)),
        "somebody else",
    ),
    "newer record": (edited(lambda r: r.update(schema="trochanter.record/2")), "newer trochanter"),
    "unknown field": (edited(lambda r: r.update(more=1)), "more: extra inputs"),
    "unknown kind": (edited(lambda r: r["documents"].update(poem=[session(r)])), "no kind of document 'poem'"),
    "wrong kind": (edited(lambda r: r["documents"].update(plan=[session(r)])), "among the documents of the kind"),
    "bad key": (edited(lambda r: session(r).update(id="1; DROP TABLE people")), "is no key"),
    "no day": (edited(lambda r: session(r)["document"].pop("on")), "has no day"),
    "one key twice": (edited(lambda r: r["documents"]["session"].append(session(r))), "two documents"),
    "no name": (edited(lambda r: r["person"].update(name="\n")), "the name cannot be"),
    "other film": (edited(lambda r: r["recordings"][0].update(sha256="0" * 64)), "not the one that was exported"),
    "film gone": (edited(lambda r: r["recordings"][0].update(file="recordings/" + "0" * 64)), "not in its manifest"),
    "bomb": (put("extra/bomb", bytes(64 * 2**20)), "from next to nothing"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_export_is_refused_and_changes_nothing(name: str, archive: Path, tmp_path: Path) -> None:
    change, words = BAD[name]
    files = contents(archive)
    change(files)
    bad = written(tmp_path / "bad.zip", files)
    with opened(tmp_path / "new") as other:
        with pytest.raises(UnreadableFile) as error:
            import_archive(other, bad)
        assert words in str(error.value)
        assert other.people() == ()
        assert other.verify_audit().rows == 0
    with opened(tmp_path / "new"):
        assert files_with(tmp_path / "new", "ZZTOPSECRET") == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put("extra/more.txt", b"x"), "not in its manifest"),
        (lambda files: files.pop("README.txt"), "README.txt is missing"),
        (put("README.txt", b"x"), "not as it was written"),
        (lambda files: files.pop("manifest.json"), "has no manifest.json"),
        (put("manifest.json", b"[]"), "schema"),
        (put("manifest.json", b'{"schema": "trochanter.archive/9"}'), "newer trochanter"),
    ],
)
def test_what_does_not_fit_the_manifest_is_refused(change: Any, words: str, archive: Path, tmp_path: Path) -> None:
    files = contents(archive)
    change(files)
    with opened(tmp_path / "new") as other, pytest.raises(UnreadableFile, match=words):
        import_archive(other, written(tmp_path / "bad.zip", files, consistent=False))


def test_one_name_twice_is_refused(archive: Path, store: Store) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(archive, "a") as more:
        warnings.simplefilter("ignore", UserWarning)
        more.writestr("README.txt", b"x")
    with pytest.raises(UnreadableFile, match="one twice"):
        import_archive(store, archive)


def test_somebody_elses_key_is_refused(archive: Path, store: Store, tmp_path: Path) -> None:
    files = contents(archive)
    name, record = record_of(files)
    other = "0" * 8 + "-0000-7000-8000-" + "0" * 12
    record["person"]["id"] = other
    files[name.replace(name.split("/")[1], other)] = json.dumps(record).encode()
    del files[name]
    with pytest.raises(UnreadableFile, match="belongs to somebody else"):
        import_archive(store, written(tmp_path / "bad.zip", files))


def test_every_damaged_byte_is_refused_or_changes_nothing(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    bad, came_in = tmp_path / "bad.zip", 0
    with opened(tmp_path / "reference") as reference:
        import_archive(reference, archive)
        expected = bodies(reference, "Ann Example")
    with opened(tmp_path / "new") as other:
        for place in range(0, len(whole), max(len(whole) // 150, 1)):
            for damaged in (whole[:place], whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]):
                bad.write_bytes(damaged or b"x")
                try:
                    import_archive(other, bad)
                except TrochanterError:
                    assert other.people() == () or came_in
                else:
                    came_in += 1
                    assert bodies(other, "Ann Example") == expected
    assert came_in < 30  # bytes that say nothing: dates, attributes


def test_what_is_no_zip_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no zip")
    with pytest.raises(UnreadableFile, match="no zip"):
        import_archive(store, tmp_path / "a.zip")
    with pytest.raises(MissingInput):
        import_archive(store, tmp_path / "b.zip")
