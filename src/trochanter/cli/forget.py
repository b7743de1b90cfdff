"""``trochanter forget``: a person's records are deleted, and where they were is written over."""

import json

from trochanter.cli.main import app
from trochanter.cli.progress import tell
from trochanter.cli.record_options import AsJson, Where, Whom, Yes, agreed, opened


@app.command()
def forget(person: Whom, yes: Yes = False, where: Where = None, as_json: AsJson = False) -> None:
    """Delete everything about a person, for good.

    Rows, original files and caches go, and the database is written anew, so
    that no byte is left in it. Backups and exports are not touched: the
    backups are listed with their dates.
    """
    with opened(where) as store:
        page = store.page_data(person)
        tell(f"{page.person.name}: {len(page.documents)} documents, {len(page.recordings)} original files")
        agreed("Delete all of it, for good?", yes=yes)
        done = store.forget(page.person.id)
    left = [{"made_at": each.made_at, "folder": each.folder} for each in done.remaining if each.there]
    if as_json:
        print(
            json.dumps(
                {
                    "schema": "trochanter.forgotten/1", "id": done.person.id, "documents": done.documents,
                    "recordings": done.recordings, "scrubbed": done.scrubbed, "remaining_backups": left,
                }
            )
        )  # fmt: skip
        return
    print(f"Forgotten: {done.documents} documents, {done.recordings} original files")
    if not done.scrubbed:
        tell("another program reads the records, or the disk is full: where it was is written over at the next opening")
        if store.place.url:
            tell("on a server that can also be up to the owner of the tables, when they next open the records here")
    print("What remains: rows of the audit with random keys, no name and no value; exports wherever you put them.")
    for each in left:
        print(f"Remains: backup of {each['made_at'][:16].replace('T', ' ')} in {each['folder']}")
    if left:
        print(
            "Delete those folders too if nothing is to remain; a restored backup brings nobody back who was forgotten."
        )
