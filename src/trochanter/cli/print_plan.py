"""``trochanter print``: the plan as a sheet for the wall, a PDF or a page."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.plan_given import plan_given, refuse_unwritable
from trochanter.cli.progress import tell
from trochanter.core.errors import BadSetting


@app.command("print")
def print_plan(
    plan: Annotated[Path, typer.Option("--plan", metavar="FILE", help="The plan.")] = Path("plan.json"),
    screen: Annotated[
        Path | None, typer.Option("--screen", metavar="FILE", help="The screen; ./screen.json if left out.")
    ] = None,
    history: Annotated[
        Path | None, typer.Option("--history", metavar="FILE", help="A history.json: print the goal, too.")
    ] = None,
    paper: Annotated[str, typer.Option("--paper", help="Paper of a PDF: a4 or letter.")] = "a4",
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="The file to write: a name in .pdf or .html.")
    ] = Path("plan.pdf"),
) -> None:
    """Write the plan as a sheet to pin to the wall, with boxes to tick.

    At most two pages: exercises with pictures and doses, when to stop, how to
    run. Nothing that was told in confidence is on it. A PDF needs
    pip install 'trochanter[pdf]'; a page (.html) needs nothing.
    """
    refuse_unwritable(out)
    kind = out.suffix.lower()
    if kind not in (".pdf", ".html"):
        raise BadSetting("--out", str(out), "a name in .pdf or .html", "end the name in .pdf or .html")
    from trochanter.exchange.whole import write_whole

    today = dt.datetime.now().astimezone().date()
    found, activity = plan_given(plan, screen, today, history), _activity(history, today)
    if kind == ".pdf":
        from trochanter.exchange.plan_pdf import plan_pdf

        written = write_whole(out, plan_pdf(found, activity, paper=paper, on=today))
    else:
        from trochanter.reporting.plan_page import render_plan

        written = write_whole(out, render_plan(found, activity, today))
    tell(f"written: {written}")


def _activity(history: Path | None, today: dt.date) -> str:
    if history is None:
        return ""
    from trochanter.exchange.history_result import read_history

    return read_history(history, today).goal.activity
