"""Where records are: what is typed, what is set, the user's own folder; who may look in."""

from pathlib import Path

import pytest

from trochanter.core.errors import BadSetting
from trochanter.store.places import home, place_of


def test_what_is_typed_comes_before_what_is_set_and_that_before_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TROCHANTER_STORE", raising=False)
    monkeypatch.setenv("TROCHANTER_HOME", str(tmp_path))
    assert place_of().database == tmp_path / "records" / "records.db"
    monkeypatch.setenv("TROCHANTER_STORE", str(tmp_path / "set"))
    assert place_of().folder == tmp_path / "set"
    assert place_of(tmp_path / "typed").folder == tmp_path / "typed"
    monkeypatch.delenv("TROCHANTER_HOME")
    assert home().name == "trochanter"


def test_a_servers_address_is_shown_without_its_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TROCHANTER_HOME", str(tmp_path))
    for scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        place = place_of(f"{scheme}://ann:secret@host/db")
        assert place.shown == "postgresql+psycopg://ann:***@host/db"
        assert place.folder == tmp_path / "records"
    with pytest.raises(BadSetting, match="mysql"):
        place_of("mysql://ann:secret@host/db")
