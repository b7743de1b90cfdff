"""``trochanter people``: who is in the records; people, documents and exports are added here."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from trochanter.cli.main import app
from trochanter.cli.progress import tell
from trochanter.cli.record_options import AsJson, Where, Whom, opened

people = typer.Typer(help="Who is in the records; people and their files are added here.", no_args_is_help=False)
app.add_typer(people, name="people")


@people.callback(invoke_without_command=True)
def people_command(ctx: typer.Context, where: Where = None, as_json: AsJson = False) -> None:
    """Who is in the records: names, how much is kept, the last day.

    Records stay on this computer, in a folder that only you can read. They
    are not encrypted unless you begin them with 'people add NAME
    --encrypted': use your computer's disk encryption.
    """
    if ctx.invoked_subcommand is not None:
        return
    with opened(where) as store:
        found, counts = store.people(), store.counts()
    rows: list[dict[str, Any]] = [
        {"id": each.id, "name": each.name, "added_at": each.added_at, "documents": number, "last_day": day or None}
        for each in found
        for number, day in [counts.get(each.id, (0, ""))]
    ]
    if as_json:
        print(json.dumps({"schema": "trochanter.people/1", "people": rows}, ensure_ascii=False, indent=1))
        return
    for row in rows:
        print(f"{row['name']}  {row['documents']} documents, last {row['last_day'] or 'none'}  {row['id']}")
    if not rows:
        tell("nobody is in the records yet: trochanter people add NAME")


@people.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name to find the person by; a nickname will do.")],
    where: Where = None,
    encrypted: Annotated[
        bool, typer.Option("--encrypted", help="Begin encrypted records: a passphrase is asked (extra 'encrypted').")
    ] = False,
    another: Annotated[
        bool, typer.Option("--another", help="Somebody else of a name that is there: both go by their key then.")
    ] = False,
) -> None:
    """Add a person; the first one begins the records.

    A name that is there already is refused: add what tells the two apart,
    such as "Ann B." or "Ann (1984)".
    """
    with opened(where, create=True, encrypted=encrypted) as store:
        made = store.add_person(name, another=another)
        tell(f"the records are in {store.place.shown}")
    print(f"Added: {made.name}  {made.id}")


@people.command()
def save(
    person: Whom,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="screen.json, measurement.json and the like.")],
    recording: Annotated[
        list[Path] | None, typer.Option("--recording", metavar="FILE", help="The film or log it came from; repeatable.")
    ] = None,
    where: Where = None,
) -> None:
    """Put files that trochanter wrote into a person's records.

    A line that says 'Saved' is true: what it names is on the disk.
    """
    from trochanter.capture.files import read_file
    from trochanter.store.documents import MOST_CHARACTERS

    with opened(where) as store:
        whom = store.person(person).id
        for number, file in enumerate(files):
            text = read_file(file, MOST_CHARACTERS).data.decode("utf-8-sig", "replace")
            key = store.save(whom, text, files=recording or [] if number == 0 else [])
            print(f"Saved: {file.name}  {key}", flush=True)


@people.command(name="import")
def import_(
    archive: Annotated[Path, typer.Argument(metavar="FILE.zip", help="What 'trochanter export' wrote.")],
    where: Where = None,
) -> None:
    """Take an export in, here or on another computer.

    All of it is checked first. What is there already stays as it is.
    """
    from trochanter.store.archives import import_archive

    with opened(where, create=True) as store:
        taken = import_archive(store, archive)
        names = Counter(each.name for each in store.people())
    print(f"Taken in: {taken.people} people, {taken.documents} documents, {taken.recordings} original files")
    same = [name for name, number in names.items() if number > 1]
    if taken.people and same:
        tell(f"several people have one name and go by their keys (trochanter people): {', '.join(same[:5])}")
    if taken.there:
        tell(f"{taken.there} were there already")
    if taken.different:
        tell(f"{len(taken.different)} are here in another version, which was kept: {', '.join(taken.different[:5])}")
