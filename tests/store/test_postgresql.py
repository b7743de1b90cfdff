"""The same records on a real PostgreSQL server."""

import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from tests.plugins.needs import postgresql_programs
from tests.store.made_records import bodies, document, filled, opened
from trochanter.core.errors import BadSetting, MissingInput, UnreadableFile, UnwritableFile
from trochanter.store.archives import export_all, import_archive
from trochanter.store.backups import read_backup, write_backup
from trochanter.store.opening import open_store
from trochanter.store.places import place_of
from trochanter.store.restoring import restore_backup, restore_to_server

pytestmark = pytest.mark.needs("postgresql")
New = Callable[[], str]


def test_records_travel_from_a_folder_to_a_server_and_back(new_database: New, tmp_path: Path) -> None:
    with opened(tmp_path / "r") as here:
        key = filled(here, tmp_path)
        export_all(here, tmp_path / "a.zip")
        with open_store(new_database()) as store:
            import_archive(store, tmp_path / "a.zip")
            assert bodies(store, "Ann Example") == bodies(here, key)
            page = store.page_data(key)
            assert b"".join(store.blob(page.recordings[0])) == b"film ZZTOPSECRET" * 1000
            assert len(page.clearances) == 1
            export_all(store, tmp_path / "b.zip")
    with opened(tmp_path / "again") as again:
        import_archive(again, tmp_path / "b.zip")
        assert len(bodies(again, key)) == 7


def test_the_audit_only_grows_and_holds(new_database: New) -> None:
    with open_store(new_database()) as store:
        person = store.add_person("Ann").id
        store.save(person, document("session"))
        for statement in ("UPDATE audit SET who = 'x'", "DELETE FROM audit", "TRUNCATE audit"):
            with pytest.raises(DBAPIError, match="only grows"), store.writing() as connection:
                connection.exec_driver_sql(statement)
        assert store.verify_audit().rows == 2
        assert store.verify_audit().broken == ()


def test_many_write_at_once(new_database: New) -> None:
    address = new_database()
    with open_store(address) as store:
        person = store.add_person("Ann").id

    def several(worker: int) -> None:
        with open_store(address) as mine:
            for number in range(10):
                mine.save(person, document("session", number=10 * worker + number))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(several, range(4)))
    with open_store(address) as store:
        assert sorted(each["number"] for each in bodies(store, person)) == list(range(40))
        assert store.verify_audit().rows == 41
        assert store.verify_audit().broken == ()


def test_forgetting_leaves_nothing_in_the_tables(new_database: New, tmp_path: Path) -> None:
    with open_store(new_database()) as store:
        person, other = filled(store, tmp_path), filled(store, tmp_path, "Bob", "BOBSWORD")
        assert store.forget(person).documents == 7
        assert [each.id for each in store.people()] == [other]
        with store.reading() as connection:
            names = ("screens", "histories", "measurements", "assessments", "plans", "sessions", "clearances", "people")
            text = str([connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in names])
        assert "ZZTOPSECRET" not in text
        assert len(list((store.place.folder / "blobs").iterdir())) == 1


def test_backup_and_restore_into_an_empty_database(new_database: New, tmp_path: Path) -> None:
    with open_store(new_database()) as store:
        person = filled(store, tmp_path)
        backup = read_backup(write_backup(store, tmp_path / "stick").folder)
        with pytest.raises(UnreadableFile, match="already"):
            restore_to_server(store.place, backup)
    address = new_database()
    assert restore_to_server(place_of(address), backup).people == 1
    with open_store(address) as store:
        assert len(bodies(store, person)) == 7
        assert store.verify_audit().broken == ()
        store.save(person, document("session"))
    with opened(tmp_path / "folder") as here, pytest.raises(UnreadableFile, match="another kind"):
        restore_backup(here, backup)


def test_the_programs_role_works_with_people_and_only_adds_to_the_audit(
    new_database: New, server: Path, tmp_path: Path
) -> None:
    """The script of docs/records.md, run by psql as an owner would; then somebody of that role does all the work."""
    owners = new_database()
    with open_store(owners) as store:
        filled(store, tmp_path, "Before", "BEFOREWORD")
        export_all(store, tmp_path / "a.zip")
    programs, database = postgresql_programs(), owners.partition("@/")[2].partition("?")[0]
    assert programs is not None
    script = resources.files("trochanter.store").joinpath("data", "roles.sql")
    login = "CREATE ROLE reception LOGIN IN ROLE trochanter_program"
    with resources.as_file(script) as file:
        for words in (("-f", str(file)), ("-f", str(file)), ("-c", login)):  # a second time is no harm
            told = [str(programs / "psql"), "-h", str(server), "-U", "trochanter", "-d", database]
            subprocess.run([*told, "-v", "ON_ERROR_STOP=1", "-q", *words], check=True, capture_output=True, timeout=60)
    with open_store(owners.replace("//trochanter@", "//reception@")) as store:
        person = filled(store, tmp_path)
        store.save(person, document("plan"), replaces=store.documents(person, "plan")[0].id)
        assert import_archive(store, tmp_path / "a.zip").there == 8
        assert read_backup(write_backup(store, tmp_path / "stick").folder).kind == "tables"
        gone = store.forget(person)
        assert gone.documents == 7
        with store.reading() as connection:
            version = connection.exec_driver_sql("SHOW server_version_num").scalar_one()
        assert gone.scrubbed is (int(version) >= 170000)  # before, that is the owner's to do
        for statement in ("UPDATE audit SET who = 'x'", "DELETE FROM audit", "TRUNCATE audit"):
            with pytest.raises(UnwritableFile, match="permission denied"), store.writing() as connection:
                connection.exec_driver_sql(statement)
        for statement in ("ALTER TABLE audit DISABLE TRIGGER ALL", "DROP TABLE audit"):
            with pytest.raises(DBAPIError, match="must be owner"), store.writing() as connection:
                connection.exec_driver_sql(statement)
        with pytest.raises(UnwritableFile, match="permission denied"), store.writing() as connection:
            connection.exec_driver_sql("CREATE TABLE more (word TEXT)")
        assert store.verify_audit().broken == ()
    with open_store(owners) as store:  # what was left to the owner is done when the owner comes
        assert list(store.place.folder.glob(".forgetting-*")) == []
        assert [each.name for each in store.people()] == ["Before"]


def test_another_programs_database_and_no_server_are_told(new_database: New, tmp_path: Path) -> None:
    address = new_database()
    with open_store(address) as store, store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    with pytest.raises(UnreadableFile, match="another program"):
        open_store(address)
    with pytest.raises(MissingInput, match="does not let us in"):
        open_store(f"postgresql://nobody@/nothing?host={tmp_path}")
    with pytest.raises(BadSetting, match="none: a server"):
        open_store(address, passphrase="x")
    with pytest.raises(BadSetting, match="a folder, or postgresql"):
        open_store("mysql://x/y")
