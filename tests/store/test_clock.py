"""A clock that jumps back: keys stay in order in one process, the order of saving holds everywhere, the audit tells."""

import datetime as dt
import time
from pathlib import Path

import pytest

from tests.store.made_records import bodies, document, opened
from trochanter.core.errors import ImpossibleData
from trochanter.store import audit
from trochanter.store.keys import checked_key, new_key, now_text


def turned_back(patch: pytest.MonkeyPatch, hours: float) -> None:
    real, real_ns = time.time, time.time_ns
    patch.setattr(time, "time", lambda: real() - 3600 * hours)
    patch.setattr(time, "time_ns", lambda: real_ns() - int(3600e9 * hours))
    patch.setattr(audit, "now_text", (dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours)).isoformat)


def test_keys_are_of_version_7_and_in_order_also_where_the_clock_jumps(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [new_key() for _ in range(1000)]
    turned_back(monkeypatch, 5)
    keys += [new_key() for _ in range(1000)]
    assert sorted(keys) == keys
    assert len(set(keys)) == 2000
    assert {key[14] for key in keys} == {"7"}
    assert [checked_key(key) for key in keys] == keys


@pytest.mark.parametrize(
    "text", ["x", "01A202C9-A869-7F78-BE1E-1E3346158251", "{01a202c9-a869-7f78-be1e-1e3346158251}"]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ImpossibleData, match="no key"):
        checked_key(text, "here")


def test_the_order_of_saving_holds_and_the_audit_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path / "r") as store:
        person = store.add_person("Ann").id
        for number in range(3):
            store.save(person, document("session", number=number))
        turned_back(monkeypatch, 5)
        for number in range(3, 6):
            store.save(person, document("session", number=number))
        assert [each["number"] for each in bodies(store, person)] == [0, 1, 2, 3, 4, 5]
        found = store.verify_audit()
        assert found.broken == ()
        assert found.clock_back == (5,)


def test_instants_are_universal_time() -> None:
    assert now_text().endswith("+00:00")
    assert abs((dt.datetime.fromisoformat(now_text()) - dt.datetime.now(dt.UTC)).total_seconds()) < 5
