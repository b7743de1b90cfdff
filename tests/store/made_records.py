"""Records for tests: documents of every kind, people with a history, and what every byte of a folder holds."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.findings.made_answers import answered
from trochanter.exchange.screen_result import screen_result, screen_text
from trochanter.findings.screen import screened
from trochanter.store.opening import open_store
from trochanter.store.store import Store

DAY_KEYS = {
    "screen": "asked_on",
    "history": "told_on",
    "measurement": "measured_on",
    "appearance": "measured_on",
    "assessment": "made_on",
    "plan": "made_on",
    "session": "on",
}
CLEARANCE = {"by": "Dr Example", "on": "2026-10-01", "flags": ["B1"], "allows": ["exercise"], "until": "2026-12-01"}


def document(kind: str, day: str = "2026-11-22", **more: Any) -> dict[str, Any]:
    """A document as the records see it: its schema, its day, and whatever else."""
    return {"schema": f"trochanter.{kind}/1", DAY_KEYS[kind]: day, **more}


def opened(folder: Path, **options: Any) -> Store:
    return open_store(folder, **options)


def film(folder: Path, content: bytes = b"a film of a hip", name: str = "hip.mp4") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def filled(store: Store, folder: Path, name: str = "Ann Example", word: str = "ZZTOPSECRET") -> str:
    """A person with one document of each kind and an original file; returns the key."""
    person = store.add_person(name).id
    for kind in DAY_KEYS:
        more: dict[str, Any] = {"clearances": [CLEARANCE]} if kind == "screen" else {}
        files = [film(folder, f"film {word}".encode() * 1000, f"{word}.mp4")] if kind == "measurement" else []
        store.save(person, document(kind, note=f"{word} {kind}", **more), files=files)
    return person


def real_screen(number: int = 0) -> str:
    """A screen as the command writes it; its day tells its number."""
    on = date(2026, 1, 1) + timedelta(days=number)
    return screen_text(screen_result(screened(answered(), on), on))


def number_of(day: str) -> int:
    """The number of a real screen's day."""
    return (date.fromisoformat(day) - date(2026, 1, 1)).days


def really_filled(store: Store, folder: Path, word: str) -> str:
    """A person with real documents and a film, all of which name the word; returns the key."""
    person = store.add_person(f"Somebody {word}").id
    for number in range(7):
        films = [film(folder, f"film {word}".encode() * 1000, f"{word}.mp4")] if number == 3 else []
        store.save(person, real_screen(number), files=films)
    return person


def files_with(folder: Path, word: str | bytes) -> list[str]:
    """Files under a folder that hold a word in their bytes or their name."""
    data = word.encode() if isinstance(word, str) else word
    return [
        str(each.relative_to(folder))
        for each in sorted(folder.rglob("*"))
        if each.is_file() and (data in each.read_bytes() or data in each.name.encode())
    ]


def bodies(store: Store, person: str) -> list[Any]:
    """All documents of a person as objects, table by table."""
    return [json.loads(each.body) for each in store.page_data(person).documents]


def numbered(store: Store, person: str, count: int, first: int = 0) -> Iterator[str]:
    """Keys of sessions that are saved one by one."""
    for number in range(first, first + count):
        yield store.save(person, document("session", number=number))
