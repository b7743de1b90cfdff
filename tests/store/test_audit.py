"""The audit: it holds no name and no value, and whatever is changed in it is named."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from tests.store.made_records import document, filled, opened
from trochanter.store.audit import FIELDS, START, hash_of
from trochanter.store.store import Store


@pytest.fixture
def changed(tmp_path: Path) -> Any:
    """Changes the database behind the records' back, as somebody could who has the file."""
    with opened(tmp_path / "r") as store:
        filled(store, tmp_path)

    def by(*statements: str) -> Any:
        with sqlite3.connect(tmp_path / "r" / "records.db") as raw:
            for each in ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete", *statements):
                raw.execute(each)
        raw.close()
        with opened(tmp_path / "r") as store:
            return store.verify_audit()

    return by


def test_every_change_has_its_row_and_the_chain_holds(store: Store, tmp_path: Path) -> None:
    person = filled(store, tmp_path)
    found = store.verify_audit()
    assert found.rows == 1 + 7 + 1  # the person, a document of each kind, the film
    assert found.broken == ()
    assert found.clock_back == ()
    with store.reading() as connection:
        rows = connection.exec_driver_sql(f"SELECT {', '.join(FIELDS)}, hash FROM audit ORDER BY seq").all()
    assert rows[0][FIELDS.index("previous")] == START
    assert [hash_of(row[:-1]) for row in rows] == [row[-1] for row in rows]
    assert {row[FIELDS.index("person_id")] for row in rows} == {person}
    text = str(rows)
    assert "ZZTOP" not in text
    assert "Ann" not in text


def test_a_changed_row_is_named(changed: Any) -> None:
    found = changed("UPDATE audit SET action = 'nothing' WHERE seq = 4")
    assert [(each.seq, each.why) for each in found.broken] == [(4, "its content was changed")]


def test_a_row_written_anew_with_its_hash_breaks_the_next(changed: Any, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "r" / "records.db") as raw:
        row = list(raw.execute(f"SELECT {', '.join(FIELDS)} FROM audit WHERE seq = 4").fetchone())
    raw.close()
    row[FIELDS.index("who")] = "nobody"
    found = changed(f"UPDATE audit SET who = 'nobody', hash = '{hash_of(row)}' WHERE seq = 4")
    assert [each.seq for each in found.broken] == [5]
    assert "does not follow row 4" in found.broken[0].why


def test_a_removed_row_is_missed(changed: Any) -> None:
    found = changed("DELETE FROM audit WHERE seq = 4")
    assert found.broken[0].seq == 5
    assert "row 4 should stand here" in found.broken[0].why


def test_rows_cut_off_at_the_end_are_missed(changed: Any) -> None:
    found = changed("DELETE FROM audit WHERE seq > 7")
    assert [each.why for each in found.broken] == ["the audit ends with row 7, and its end is noted as row 9"]


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_the_audit_only_grows(store: Store, statement: str) -> None:
    store.add_person("Ann")
    with pytest.raises(DBAPIError, match="only grows"), store.writing() as connection:
        connection.exec_driver_sql(statement)
    assert store.verify_audit().rows == 1


def broken_off(store: Store) -> None:
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM people")
        raise RuntimeError


def test_what_failed_leaves_no_row(store: Store) -> None:
    person = store.add_person("Ann").id
    with pytest.raises(RuntimeError):
        broken_off(store)
    store.save(person, document("session"))
    assert store.verify_audit().rows == 2
