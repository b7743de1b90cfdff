"""``trochanter csv``: measurements, sessions and plan as tables for a spreadsheet."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.options import usable_folder
from trochanter.cli.plan_given import plan_given
from trochanter.cli.progress import tell
from trochanter.core.errors import MissingInput


@app.command("csv")
def csv_files(
    measurement: Annotated[
        list[Path] | None,
        typer.Option("--measurement", metavar="FILE", help="A measurement.json; may be given several times."),
    ] = None,
    sessions: Annotated[Path | None, typer.Option("--sessions", metavar="FILE", help="A log (sessions.jsonl).")] = None,
    plan: Annotated[Path | None, typer.Option("--plan", metavar="FILE", help="A plan.json.")] = None,
    screen: Annotated[
        Path | None, typer.Option("--screen", metavar="FILE", help="The screen; ./screen.json if left out.")
    ] = None,
    with_private: Annotated[
        bool, typer.Option("--with-private", help="Also notes, and pain of the pelvis, of sessions.")
    ] = False,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the tables.")] = Path("trochanter-csv"),
) -> None:
    """Write measurements.csv, sessions.csv and plan.csv for a spreadsheet.

    UTF-8, commas, a header; docs/exchange.md explains the columns. Words that
    a spreadsheet could take for a formula begin with an apostrophe.
    """
    if not measurement and sessions is None and plan is None:
        raise MissingInput(
            "there is nothing to write",
            where="trochanter csv",
            valid="--measurement, --sessions or --plan",
            next_step="give a file that trochanter wrote",
        )
    from trochanter.exchange.csv_tables import measurements_csv, plan_csv, sessions_csv
    from trochanter.exchange.measurement_reading import read_measurement
    from trochanter.exchange.session_log import read_sessions
    from trochanter.exchange.whole import together, write_whole

    tables: dict[str, str] = {}
    if measurement:
        tables["measurements.csv"] = measurements_csv(each for path in measurement for each in read_measurement(path))
    if sessions is not None:
        tables["sessions.csv"] = sessions_csv(read_sessions(sessions).sessions, with_private=with_private)
    if plan is not None:
        today = dt.datetime.now().astimezone().date()
        tables["plan.csv"] = plan_csv(plan_given(plan, screen, today))
    usable_folder(out)
    out.mkdir(parents=True, exist_ok=True)
    with together():
        for name, text in tables.items():
            write_whole(out / name, text.encode())
    tell(f"written: {', '.join(str(out / name) for name in tables)}")
