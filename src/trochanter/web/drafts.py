"""What somebody is in the middle of, a file a person and a form: whole after every answer, gone with its day.

It lies in the records' folder for what was computed for a person, which forgetting them takes away.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trochanter.core.errors import UnwritableFile
from trochanter.web.jobs.folders import person_folder
from trochanter.web.person import PersonPage

MOST_BYTES, MOST_KEYS, LONGEST_KEY = 256 * 1024, 50, 64
DONE = "done"


def draft_of(here: PersonPage, name: str) -> dict[str, Any]:
    """What was kept under a name today; empty where there is nothing, or nothing that can be read."""
    found = _read(here, name)
    return found["value"] if found.get("day") == here.today.isoformat() and isinstance(found.get("value"), dict) else {}


def keep_draft(here: PersonPage, name: str, value: dict[str, Any]) -> None:
    """Keep what somebody is in the middle of, whole, also where the server ends now; raises UnwritableFile."""
    from trochanter.exchange.whole import write_whole

    file = _file(here, name)
    try:
        person_folder(here.store.place, here.person.id)
        write_whole(file, json.dumps({"day": here.today.isoformat(), "value": value}))
    except (OSError, UnwritableFile) as error:
        told = error.what if isinstance(error, UnwritableFile) else str(error.strerror or error)
        raise UnwritableFile(
            f"the answer could not be kept: {told}", next_step="free space on the disk, then send it again"
        ) from None


def drop_draft(here: PersonPage, name: str) -> None:
    """Forget what somebody was in the middle of."""
    _file(here, name).unlink(missing_ok=True)


def once(here: PersonPage, key: str, do: Callable[[], str]) -> str:
    """What ``do`` returned for a form's key: it is done once, also where a form comes twice, or from two tabs.

    Nobody else does something of this kind for the person meanwhile. A form without a usable key is done each time.
    """
    with here.state.locks[here.person.id]:
        if not key or len(key) > LONGEST_KEY:
            return do()
        done = _read(here, DONE).get("value", {})
        known: dict[str, str] = done if isinstance(done, dict) else {}
        if key in known:
            return str(known[key])
        made = do()
        keep_draft(here, DONE, dict([*known.items(), (key, made)][-MOST_KEYS:]))
        return made


def _read(here: PersonPage, name: str) -> dict[str, Any]:
    try:
        data = _file(here, name).read_bytes()
        found = json.loads(data) if len(data) <= MOST_BYTES else None
    except (OSError, ValueError):  # broken off, or another's: as if nothing had been kept
        return {}
    return found if isinstance(found, dict) else {}


def _file(here: PersonPage, name: str) -> Path:
    from trochanter.store.places import CACHES

    return here.store.place.folder / CACHES / here.person.id / f"draft-{name}.json"
