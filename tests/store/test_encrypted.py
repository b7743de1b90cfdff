"""Encrypted records: without the passphrase there is nothing to read, in the database or in original files."""

from pathlib import Path

import pytest

from tests.store.made_records import bodies, files_with, filled, film, opened
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, UnreadableFile
from trochanter.store.archives import export_person, import_archive
from trochanter.store.backups import read_backup, write_backup
from trochanter.store.restoring import restore_backup
from trochanter.store.sealing import PIECE, Seal, new_seal_key

pytestmark = pytest.mark.needs("sqlcipher")
WORD = "correct horse 'battery'; staple"


def test_nothing_can_be_read_without_the_passphrase(tmp_path: Path) -> None:
    with opened(tmp_path / "r", passphrase=WORD) as store:
        person = filled(store, tmp_path)
        assert [files_with(tmp_path / "r", each) for each in ("ZZTOPSECRET", "Ann Example", WORD)] == [[], [], []]
    for wrong, error in ((None, MissingInput), ("wrong", UnreadableFile), ("", BadSetting)):
        with pytest.raises(error) as told:
            opened(tmp_path / "r", passphrase=wrong)
        assert WORD not in str(told.value)
    with opened(tmp_path / "r", passphrase=WORD) as store:
        page = store.page_data(person)
        assert len(page.documents) == 7
        assert b"".join(store.blob(page.recordings[0])) == b"film ZZTOPSECRET" * 1000
        assert page.recordings[0].sha256 not in {each.name for each in (tmp_path / "r" / "blobs").iterdir()}


def test_plain_records_take_no_passphrase(tmp_path: Path) -> None:
    opened(tmp_path / "r").close()
    with pytest.raises(BadSetting, match="not encrypted"):
        opened(tmp_path / "r", passphrase=WORD)


def test_backup_restore_export_and_forget_work_as_without(tmp_path: Path) -> None:
    with opened(tmp_path / "r", passphrase=WORD) as store:
        person = filled(store, tmp_path)
        done = write_backup(store, tmp_path / "stick")
        assert files_with(tmp_path / "stick", "ZZTOPSECRET") == []
        export_person(store, person, tmp_path / "a.zip")
    with opened(tmp_path / "new", passphrase=WORD) as other:
        restore_backup(other, read_backup(done.folder))
    with opened(tmp_path / "new", passphrase=WORD) as other:
        assert b"".join(other.blob(other.page_data(person).recordings[0])) == b"film ZZTOPSECRET" * 1000
        assert len(bodies(other, person)) == 7
        assert other.forget(person).scrubbed
        assert list((tmp_path / "new" / "blobs").iterdir()) == []
        import_archive(other, tmp_path / "a.zip")
        assert len(bodies(other, person)) == 7
        assert other.verify_audit().broken == ()
    with opened(tmp_path / "another", passphrase="another") as other, pytest.raises(UnreadableFile):
        restore_backup(other, read_backup(done.folder))
    with opened(tmp_path / "another", passphrase="another") as other:
        assert other.people() == ()
        other.add_person("Cleo")


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_a_sealed_film_comes_back_at_every_size(size: int, tmp_path: Path) -> None:
    content = bytes(k % 251 for k in range(251)) * (size // 251 + 1)
    with opened(tmp_path / "r", passphrase=WORD) as store:
        recording = store.add_blob(store.add_person("Ann").id, film(tmp_path, content[:size]))
        assert b"".join(store.blob(recording)) == content[:size]
        assert recording.size == size


def test_a_sealed_film_that_was_changed_or_cut_is_refused(tmp_path: Path) -> None:
    seal, path = Seal(new_seal_key()), tmp_path / "film"
    pieces = [bytes(PIECE), bytes(PIECE), b"end"]
    whole = b"".join(seal.sealed(pieces))
    bad = [whole[:-1], whole[: 16 + 2 * (PIECE + 16)], whole[: 16 + PIECE + 16], whole[:10], b"", whole + b"x"]
    bad += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in (0, 9, 20, PIECE + 40, len(whole) - 1)]
    bad.append(whole[:16] + whole[16 + PIECE + 16 : 16 + 2 * (PIECE + 16)] + whole[16 : 16 + PIECE + 16] + whole[-19:])
    for each in bad:
        path.write_bytes(each)
        with path.open("rb") as stream, pytest.raises(ImpossibleData, match="changed or cut"):
            list(seal.opened(stream, "film"))
    path.write_bytes(whole)
    with path.open("rb") as stream:
        assert list(seal.opened(stream, "film")) == pieces
