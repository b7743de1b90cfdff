"""Records: what is saved is there, in its order, whole; what is wrong is refused in words."""

import datetime as dt
import json
import sqlite3
import stat
from pathlib import Path

import pytest

from tests.store.made_records import CLEARANCE, DAY_KEYS, bodies, document, filled, film, opened
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput, UnknownName, UnreadableFile
from trochanter.store.kinds import kinds
from trochanter.store.store import Store


def test_what_is_saved_is_there_after_opening_again(tmp_path: Path) -> None:
    with opened(tmp_path / "r") as store:
        person = filled(store, tmp_path)
    with opened(tmp_path / "r", create=False) as store:
        page = store.page_data("Ann Example")
        assert page.person.id == person
        assert {each.kind for each in page.documents} == set(DAY_KEYS) == set(kinds())
        assert [each.kind for each in page.measurements] == ["measurement", "appearance"]
        (recording,) = page.recordings
        assert recording.name == "ZZTOPSECRET.mp4"
        assert recording.document_id == page.measurements[0].id
        assert b"".join(store.blob(recording)) == b"film ZZTOPSECRET" * 1000
        (given,) = page.clearances
        assert (given.given_by, given.given_on, given.until_on) == ("Dr Example", "2026-10-01", "2026-12-01")
        assert given.flags == ("B1",)
        assert given.screen_id == page.screens[0].id


def test_the_text_of_a_document_is_kept_as_it_was_given(store: Store) -> None:
    text = '{ "schema": "trochanter.session/1",\n "on": "2026-11-22", "value": 1.10, "word": "süß" }'
    person = store.add_person("Ann").id
    store.save(person, text)
    assert store.documents(person, "session")[0].body == text


def test_documents_come_in_the_order_of_days_then_of_saving(store: Store) -> None:
    person = store.add_person("Ann").id
    for number, day in enumerate(["2026-11-20", "2026-11-18", "2026-11-20", "2026-11-19"]):
        store.save(person, document("session", day, number=number))
    assert [each["number"] for each in bodies(store, person)] == [1, 3, 0, 2]


def test_a_later_version_takes_the_place_of_an_earlier_one(store: Store) -> None:
    person = store.add_person("Ann").id
    key = store.save(person, document("session", pain_next_morning=None))
    assert store.save(person, document("session", pain_next_morning=2), replaces=key) == key
    assert [each["pain_next_morning"] for each in bodies(store, person)] == [2]
    screen = store.save(person, document("screen", clearances=[CLEARANCE, CLEARANCE]))
    store.save(person, document("screen", clearances=[CLEARANCE]), replaces=screen)
    assert len(store.page_data(person).clearances) == 1
    assert store.verify_audit().broken == ()


def test_only_ones_own_documents_of_the_same_kind_are_replaced(store: Store) -> None:
    ann, bob = store.add_person("Ann").id, store.add_person("Bob").id
    key = store.save(ann, document("session"))
    for person, kind in ((bob, "session"), (ann, "plan")):
        with pytest.raises(ImpossibleData, match="could be replaced"):
            store.save(person, document(kind), replaces=key)


def test_one_persons_page_holds_nothing_of_another(store: Store, tmp_path: Path) -> None:
    ann, bob = filled(store, tmp_path, "Ann"), filled(store, tmp_path, "Bob", "BOBSWORD")
    assert "BOBSWORD" not in str(bodies(store, ann))
    assert {each.person_id for each in store.page_data(bob).documents} == {bob}


def test_counts_tell_number_and_last_day(store: Store) -> None:
    ann, bob = store.add_person("Ann"), store.add_person("Bob")
    store.save(ann.id, document("session", "2026-11-01"))
    store.save(ann.id, document("plan", "2026-10-01"))
    assert store.counts() == {ann.id: (2, "2026-11-01")}
    assert store.people() == (ann, bob)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("[1]", "no JSON object"),
        ("{", "no JSON"),
        ('{"schema": "trochanter.session/1", "on": "2026-11-22", "x": NaN}', "NaN is no number"),
        ('{"schema": "trochanter.session/1", "on": "2026-13-22"}', "'on' has no day"),
        ('{"schema": "trochanter.session/1"}', "'on' has no day"),
        ('{"schema": "trochanter.session/1", "on": "2026-11-22", "x": "\\u0000"}', "NUL"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_document_is_refused(store: Store, given: str, words: str) -> None:
    person = store.add_person("Ann").id
    with pytest.raises(ImpossibleData, match=words):
        store.save(person, given)
    assert bodies(store, person) == []


def test_an_unknown_schema_is_refused_with_those_that_are_known(store: Store) -> None:
    person = store.add_person("Ann").id
    with pytest.raises(UnknownName, match=r"did you mean 'trochanter.session/1'"):
        store.save(person, {"schema": "trochanter.sesion/1", "on": "2026-11-22"})


def test_people_are_found_by_key_or_name_and_never_guessed(store: Store) -> None:
    first, second = store.add_person("  Ann "), store.add_person("Ann", another=True)
    assert first.name == "Ann"
    assert store.person(second.id) == second
    with pytest.raises(BadSetting, match="several people"):
        store.person("Ann")
    with pytest.raises(UnknownName, match="there is no person in the records 'Bob'"):
        store.person("Bob")
    for name in ("", "   ", "x" * 300, "a\nb"):
        with pytest.raises(BadSetting):
            store.add_person(name)


@pytest.mark.parametrize("name", ["Ann Example", "  ann   example", "ANN EXAMPLE", "\uff21nn Example"])
def test_a_name_that_is_there_is_refused_with_what_to_do(store: Store, name: str) -> None:
    ann = store.add_person("Ann Example")
    with pytest.raises(BadSetting, match="'Ann Example' is in the records") as refused:
        store.add_person(name)
    assert ann.id in str(refused.value)
    assert "--another" in refused.value.next_step
    assert [each.id for each in store.people()] == [ann.id]
    other = store.add_person(name, another=True)
    store.add_person("Ann Example (1984)")
    assert len(store.people()) == 3
    assert store.person(other.id) == other


def test_a_missing_original_file_leaves_nothing_of_the_document(store: Store, tmp_path: Path) -> None:
    person = store.add_person("Ann").id
    there = film(tmp_path)
    with pytest.raises(MissingInput):
        store.save(person, document("measurement"), files=[there, tmp_path / "gone.mp4"])
    assert bodies(store, person) == []
    assert store.verify_audit().rows == 1
    store.close()
    with opened(tmp_path / "records"):  # what was under way is swept away
        assert list((tmp_path / "records" / "blobs").iterdir()) == []


def test_the_same_film_is_kept_once(store: Store, tmp_path: Path) -> None:
    ann, bob = store.add_person("Ann").id, store.add_person("Bob").id
    one = store.add_blob(ann, film(tmp_path), dt.date(2026, 11, 1))
    other = store.add_blob(bob, film(tmp_path, name="copy.mp4"))
    assert one.sha256 == other.sha256
    assert (one.day, one.size) == ("2026-11-01", 15)
    assert [each.name for each in (tmp_path / "records" / "blobs").iterdir()] == [one.sha256]


def test_a_film_that_was_changed_or_is_gone_is_noticed(store: Store, tmp_path: Path) -> None:
    recording = store.add_blob(store.add_person("Ann").id, film(tmp_path))
    path = tmp_path / "records" / "blobs" / recording.sha256
    path.write_bytes(b"another film of a hip")
    with pytest.raises(ImpossibleData, match="was changed"):
        list(store.blob(recording))
    path.unlink()
    with pytest.raises(MissingInput, match="is gone"):
        list(store.blob(recording))


def test_nobody_else_can_look_into_the_records(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path)
    places = [tmp_path / "records", *(tmp_path / "records").rglob("*")]
    assert {f"{stat.S_IMODE(each.stat().st_mode):o}" for each in places if each.is_dir()} == {"700"}
    assert {f"{stat.S_IMODE(each.stat().st_mode):o}" for each in places if each.is_file()} == {"600"}


def test_an_open_folder_is_closed_to_others(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir(mode=0o755)
    (tmp_path / "r").chmod(0o755)
    opened(tmp_path / "r").close()
    assert stat.S_IMODE((tmp_path / "r").stat().st_mode) == 0o700


def test_the_database_keeps_its_promises(store: Store) -> None:
    with store.reading() as connection:
        pragmas = ("journal_mode", "foreign_keys", "secure_delete", "synchronous")
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas}
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "synchronous": 2}


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    with sqlite3.connect(tmp_path / "r" / "records.db") as other:
        other.execute("CREATE TABLE songs (name TEXT)")
    other.close()
    with pytest.raises(UnreadableFile, match="another program"):
        opened(tmp_path / "r")
    (tmp_path / "r" / "records.db").write_bytes(b"SQLite format 3\x00" + b"nonsense" * 1000)
    with pytest.raises(UnreadableFile, match="no database of trochanter"):
        opened(tmp_path / "r")


def test_reading_does_not_begin_records(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="there are no records yet"):
        opened(tmp_path / "r", create=False)
    assert not (tmp_path / "r").exists()


def test_a_further_check_can_refuse(tmp_path: Path) -> None:
    def refuse(kind: object, body: str) -> None:
        if "bad" in json.loads(body):
            raise ImpossibleData("this is bad", where="document")

    with opened(tmp_path / "r", check=refuse) as store:
        person = store.add_person("Ann").id
        store.save(person, document("plan"))
        with pytest.raises(ImpossibleData, match="this is bad"):
            store.save(person, document("plan", bad=True))
        assert len(bodies(store, person)) == 1
