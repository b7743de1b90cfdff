"""The backups beside the records, by the instant that they are named by."""

import json
from dataclasses import dataclass
from pathlib import Path

from trochanter.core.errors import UnknownName
from trochanter.store.backups import NOTE
from trochanter.store.places import BACKUPS
from trochanter.store.store import Store


@dataclass(frozen=True, slots=True)
class Found:
    """A backup that is there: the name of its folder, when it was made (ISO text in universal time)."""

    name: str
    made_at: str


def backups_of(store: Store) -> tuple[Found, ...]:
    """The backups beside the records, the latest first; what has no note is none."""
    found = []
    for folder in _folder(store).glob(f"*/{NOTE}"):
        try:
            made = str(json.loads(folder.read_text(encoding="utf-8"))["made_at"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        found.append(Found(folder.parent.name, made))
    return tuple(sorted(found, key=lambda each: each.made_at, reverse=True))


def named_backup(store: Store, name: str) -> Path:
    """The folder of a backup that there is; raises UnknownName: a name that was typed never becomes a path."""
    names = [each.name for each in backups_of(store)]
    if name not in names:
        raise UnknownName("backup", name[:80], names)
    return _folder(store) / name


def _folder(store: Store) -> Path:
    return store.place.folder / BACKUPS
