"""Migrations with data, in both databases: nothing is lost, a backup comes first, a newer database is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine

from tests.store.made_records import CLEARANCE, document
from trochanter.core.errors import UnreadableFile
from trochanter.store import engines, migrating
from trochanter.store.audit import Entry, append
from trochanter.store.backups import read_backup
from trochanter.store.engines import reading, writing
from trochanter.store.opening import open_store
from trochanter.store.places import place_of, private_file, private_folder
from trochanter.store.restoring import restore_backup, restore_to_server
from trochanter.store.tables import metadata

PERSON, SCREEN, PLAIN = (f"{number:08d}-0000-7000-8000-000000000000" for number in (1, 2, 3))
Where = str | Path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    """An empty place of each kind."""
    if request.param == "sqlite":
        return tmp_path / "records"
    made: Callable[[], str] = request.getfixturevalue("new_database")
    return made()


def engine_at(where: Where) -> Engine:
    place = place_of(where)
    if not place.url:
        private_folder(place.folder)
        private_file(place.database)
    return engines.engine_of(place)


def first_version(where: Where) -> None:
    """Records as the first version of the tables held them."""
    engine = engine_at(where)
    migrating.bring_up_to_date(engine, "test", lambda _: None, "0001")
    rows = [
        (SCREEN, document("screen", clearances=[CLEARANCE, {**CLEARANCE, "until": None}])),
        (PLAIN, document("screen")),
    ]
    with writing(engine) as connection:
        tables: Any = metadata.tables
        connection.execute(
            tables["people"]
            .insert()
            .values(id=PERSON, name="Ann", added_at="2026-01-01T00:00:00+00:00", salt="00" * 16)
        )
        append(connection, "owner", [Entry("add", PERSON, "person", PERSON)])
        for key, body in rows:
            connection.execute(
                tables["screens"].insert().values(
                    id=key, person_id=PERSON, kind="screen", schema=body["schema"], day=body["asked_on"], saved=1,
                    body=json.dumps(body),
                )
            )  # fmt: skip
    engine.dispose()


def test_the_steps_lead_to_the_tables_that_the_code_knows(where: Where) -> None:
    with open_store(where) as store, store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert migrating.version_of(connection, "test") == migrating.HEAD
    assert migrating._steps().get_current_head() == migrating.HEAD


def test_an_older_database_with_data_is_brought_up_to_date_after_a_backup(where: Where) -> None:
    first_version(where)
    with open_store(where) as store:
        page = store.page_data(PERSON)
        assert [each.id for each in page.screens] == [SCREEN, PLAIN]
        assert [(each.screen_id, each.given_by, each.until_on) for each in page.clearances] == [
            (SCREEN, "Dr Example", "2026-12-01"),
            (SCREEN, "Dr Example", None),
        ]
        assert store.verify_audit().broken == ()
        assert compare_current(store.engine) == []
        (backup,) = [read_backup(each) for each in (store.place.folder / "backups").iterdir()]
        assert backup.version == "0001"
        (noted,) = store.forget(PERSON).remaining
        assert noted.folder == str(backup.folder)


def compare_current(engine: Engine) -> list[Any]:
    with reading(engine) as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def test_the_backup_of_an_older_version_can_be_brought_back(
    where: Where, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    first_version(where)
    with open_store(where) as store:
        folder = next((store.place.folder / "backups").iterdir())
        server = bool(store.place.url)
    if server:
        again: Where = request.getfixturevalue("new_database")()
        restore_to_server(place_of(again), read_backup(folder))
    else:
        again = tmp_path / "new"
        with open_store(again) as store:
            restore_backup(store, read_backup(folder))
    with open_store(again) as store:
        assert len(store.page_data("Ann").clearances) == 2
        assert store.verify_audit().broken == ()


def test_a_step_that_fails_leaves_the_old_version(where: Where, monkeypatch: pytest.MonkeyPatch) -> None:
    first_version(where)
    with monkeypatch.context() as patch:
        patch.setattr("trochanter.store.keys.new_key", lambda: "x" * 36)  # two rows with one key
        with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
            open_store(where)
    engine = engine_at(where)
    with reading(engine) as connection:
        assert migrating.version_of(connection, "test") == "0001"
        assert "clearances" not in set(__import__("sqlalchemy").inspect(connection).get_table_names())
    engine.dispose()
    with open_store(where) as store:
        assert len(store.page_data("Ann").clearances) == 2


def test_a_newer_database_is_refused_with_advice_and_left_alone(where: Where) -> None:
    with open_store(where) as store:
        store.add_person("Ann")
        with store.writing() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UnreadableFile) as error:
        open_store(where)
    assert "newer trochanter (version 9999" in str(error.value)
    assert "pip install --upgrade trochanter" in str(error.value)
    engine = engine_at(where)
    with reading(engine) as connection:
        assert migrating.version_of(connection, "test") == "9999"
    engine.dispose()
