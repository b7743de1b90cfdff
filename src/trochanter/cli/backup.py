"""``trochanter backup``: a checked copy of all records."""

import json
from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.progress import tell
from trochanter.cli.record_options import AsJson, Where, opened


@app.command()
def backup(
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Where to put it; beside the records if left out.")
    ] = None,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Copy all records into a new folder named by the instant.

    It is a copy of one moment, made while others may read, and checked
    before it gets its name. Backups are kept until you delete them; 'forget'
    lists them. A copy on another disk outlives this one: use --to.
    """
    from trochanter.store.backups import write_backup

    with opened(where) as store:
        done = write_backup(store, to)
    if as_json:
        print(
            json.dumps(
                {"schema": "trochanter.backup_made/1", "folder": str(done.folder.resolve()), "made_at": done.made_at}
            )
        )
        return
    tell("it holds health data, encrypted only if the records are")
    print(f"Backup: {done.folder.resolve()}")
    print(f"Next:   trochanter restore {done.folder} brings it back")
