"""Forgetting: no byte of a person is left, everybody else stays, and what remains is said."""

from pathlib import Path

import pytest

from tests.store.made_records import document, files_with, filled, film, opened
from trochanter.store.backups import write_backup
from trochanter.store.store import Store

WORDS = ("ZZTOPSECRET", "Ann Example")


def test_no_byte_is_left(tmp_path: Path) -> None:
    with opened(tmp_path / "r") as store:
        person = filled(store, tmp_path)
        for number in range(400):  # several pages, with rows that grow and shrink
            key = store.save(person, document("session", note="ZZTOPSECRET" * (1 + number % 50)))
            if number % 3 == 0:
                store.save(person, document("session", note="ZZTOPSECRET"), replaces=key)
        other = filled(store, tmp_path, "Bob", "BOBSWORD")
        (tmp_path / "r" / "caches" / person).mkdir(parents=True)
        film(tmp_path / "r" / "caches" / person, b"ZZTOPSECRET")
        assert all(files_with(tmp_path / "r", word) for word in WORDS)
        done = store.forget("Ann Example")
        assert (done.documents, done.recordings, done.scrubbed) == (407, 1, True)
        assert [files_with(tmp_path / "r", word) for word in WORDS] == [[], []]
        assert len(store.page_data(other).documents) == 7
        assert store.verify_audit().broken == ()
    assert [files_with(tmp_path / "r", word) for word in WORDS] == [[], []]
    assert list((tmp_path / "r").glob(".*")) == []


def test_a_film_that_somebody_else_has_stays(store: Store, tmp_path: Path) -> None:
    ann, bob = store.add_person("Ann"), store.add_person("Bob")
    store.add_blob(ann.id, film(tmp_path))
    kept = store.add_blob(bob.id, film(tmp_path))
    assert store.forget(ann.id).recordings == 0
    assert b"".join(store.blob(kept)) == b"a film of a hip"
    assert store.forget(bob.id).recordings == 1
    assert list((tmp_path / "records" / "blobs").iterdir()) == []


def test_backups_that_remain_are_named(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path)
    here, there = write_backup(store), write_backup(store, tmp_path / "elsewhere")
    done = store.forget("Ann Example")
    assert [(each.folder, each.there) for each in done.remaining] == [
        (str(here.folder), True),
        (str(there.folder), True),
    ]
    assert done.remaining[0].made_at == here.made_at


def test_a_reader_in_the_way_is_said_and_the_next_opening_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trochanter.store.forgetting.PATIENCE_S", 0.1)
    with opened(tmp_path / "r") as store, opened(tmp_path / "r") as other:
        filled(store, tmp_path)
        with other.reading() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM people").scalar()
            assert not store.forget("Ann Example").scrubbed
        assert files_with(tmp_path / "r", "ZZTOPSECRET")
    with opened(tmp_path / "r"):
        assert files_with(tmp_path / "r", "ZZTOPSECRET") == []
        assert list((tmp_path / "r").glob(".*")) == []
