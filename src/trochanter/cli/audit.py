"""``trochanter audit verify``: whether the past of the records is as it was written."""

import json

import typer

from trochanter.cli.main import app
from trochanter.cli.progress import tell
from trochanter.cli.record_options import AsJson, Where, opened

audit = typer.Typer(no_args_is_help=True, help="Who changed what in the records, and whether that is unbroken.")
app.add_typer(audit, name="audit")
EXIT_BROKEN, SHOWN = 1, 5


@audit.command()
def verify(where: Where = None, as_json: AsJson = False) -> None:
    """Check that no row of the audit was changed, removed or put in.

    Each row holds the hash of the row before. Exit code 1 where one is broken.
    Write the last hash down elsewhere, and nobody can write the whole anew.
    """
    with opened(where) as store:
        found = store.verify_audit()
    if as_json:
        broken = [{"row": each.seq, "why": each.why} for each in found.broken]
        print(
            json.dumps(
                {
                    "schema": "trochanter.audit/1", "rows": found.rows, "head": found.head, "broken": broken,
                    "clock_back": list(found.clock_back),
                }
            )
        )  # fmt: skip
    else:
        print(f"Audit: {found.rows} rows, last hash {found.head}")
        for each in found.broken[:SHOWN]:
            print(f"Broken: row {each.seq}: {each.why}")
        if not found.broken:
            print("Unbroken.")
        if found.clock_back:
            tell(f"note: the clock went back before rows {', '.join(map(str, found.clock_back[:SHOWN]))}")
    if found.broken:
        raise typer.Exit(EXIT_BROKEN)
