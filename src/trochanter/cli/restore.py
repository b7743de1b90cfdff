"""``trochanter restore``: the records become what a backup holds."""

import json
from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.progress import tell
from trochanter.cli.record_options import AsJson, Where, Yes, agreed, opened


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that 'trochanter backup' wrote.")],
    yes: Yes = False,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Make the records the same as a backup.

    The backup is checked first. What is in the records now goes into a
    backup of its own. Whoever was forgotten meanwhile stays forgotten.
    """
    from trochanter.store.backups import read_backup
    from trochanter.store.places import place_of
    from trochanter.store.restoring import restore_backup, restore_to_server

    place = place_of(where)
    found = read_backup(folder)
    made_at = found.made_at[:16].replace("T", " ")
    if place.url:
        done = restore_to_server(place, found)
    else:
        with opened(where, create=True) as store:
            if store.people():
                agreed(f"The records become those of {made_at}; what is there now is backed up.", yes=yes)
            done = restore_backup(store, found)
    if as_json:
        print(
            json.dumps(
                {
                    "schema": "trochanter.restored/1", "made_at": done.backup.made_at, "people": done.people,
                    "stayed_forgotten": done.forgotten, "before": str(done.before.folder) if done.before else None,
                }
            )
        )  # fmt: skip
        return
    if done.before:
        tell(f"what was there before is in {done.before.folder}")
    if done.forgotten:
        tell(f"{done.forgotten} of the backup were forgotten since, and stay forgotten")
    print(f"Restored: {done.people} people, as of {made_at} (universal time)")
