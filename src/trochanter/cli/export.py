"""``trochanter export``: a copy of the records that a person can read and take along."""

from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.progress import tell
from trochanter.cli.record_options import Where, opened
from trochanter.core.errors import BadSetting


@app.command()
def export(
    person: Annotated[str | None, typer.Argument(metavar="[PERSON]", help="A name in the records, or a key.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Everybody.")] = False,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.zip", help="The file to write.")] = Path("records.zip"),
    with_private: Annotated[
        bool, typer.Option("--with-private", help="Also answers on pregnancy, birth and pelvis.")
    ] = False,
    where: Where = None,
) -> None:
    """Write a person's records as one zip: JSON, original files, a text that explains it.

    It is health data, and not encrypted. 'trochanter people import' takes it
    in again.
    """
    from trochanter.store.archives import export_all, export_person

    if (person is None) is not everybody:
        raise BadSetting("the person", person or "missing", "a name or a key, or --all", "give one of the two")
    with opened(where) as store:
        if person is None:
            export_all(store, out, with_private=with_private)
        else:
            export_person(store, person, out, with_private=with_private)
    tell("this file holds health data and is not encrypted: keep it where only you can read it")
    print(f"Export: {out.resolve()}")
