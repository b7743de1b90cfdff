"""Files that wait between two requests of a person, found again by a key, for a day at most."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from trochanter.core.errors import UnknownName
from trochanter.exchange.whole import write_whole
from trochanter.web.jobs.folders import tray_folder
from trochanter.web.jobs.job import is_key, new_key
from trochanter.web.person import PersonPage
from trochanter.web.uploads.given import Upload


def hold(here: PersonPage, upload: Upload) -> str:
    """Keep an upload beyond its request; returns the key under which it is found. Raises UnwritableFile."""
    folder, key = tray_folder(here.store.place, here.person.id), new_key()
    told = {**asdict(upload), "path": ""}
    write_whole(folder / f"{key}.json", json.dumps(told))
    upload.path.replace(folder / key)
    return key


def held(here: PersonPage, key: str) -> Upload:
    """The upload of a key; its file can be moved away. Raises UnknownName where there is none, or no more."""
    folder = tray_folder(here.store.place, here.person.id)
    try:
        if not is_key(key):
            raise FileNotFoundError(key)
        told = json.loads((folder / f"{key}.json").read_bytes())
        os.utime(folder / key)
    except (OSError, ValueError):
        raise UnknownName("file that was sent", key[:40], ()) from None
    return Upload(**{**told, "path": folder / key})


def let_go(here: PersonPage, key: str) -> None:
    """Delete an upload."""
    folder: Path = tray_folder(here.store.place, here.person.id)
    if is_key(key):
        (folder / key).unlink(missing_ok=True)
        (folder / f"{key}.json").unlink(missing_ok=True)
