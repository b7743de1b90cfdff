"""``trochanter calendar``: exercise days and the next check as a calendar file, without a word about health."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.plan_given import plan_given, refuse_unwritable
from trochanter.cli.progress import tell
from trochanter.core.errors import BadSetting


@app.command()
def calendar(
    plan: Annotated[Path, typer.Option("--plan", metavar="FILE", help="The plan.")] = Path("plan.json"),
    screen: Annotated[
        Path | None, typer.Option("--screen", metavar="FILE", help="The screen; ./screen.json if left out.")
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="HH:MM", help="Time of day; whole days if left out.")
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option("--zone", metavar="ZONE", help="Such as Europe/Berlin; wherever the calendar is, if left out."),
    ] = None,
    remind: Annotated[int | None, typer.Option("--remind", metavar="MINUTES", help="Remind so long before.")] = None,
    title: Annotated[str, typer.Option("--title", help="What exercise days are called.")] = "Exercises",
    check_title: Annotated[
        str, typer.Option("--check-title", help="What the day of the next check is called.")
    ] = "Check",
    whose: Annotated[
        str, typer.Option("--whose", metavar="WORD", help="Any word, if two people share a calendar; not written.")
    ] = "",
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")] = Path("exercises.ics"),
) -> None:
    """Write exercise days and the next check as a calendar file (.ics).

    Calendars are often copied to other computers: the file names no exercise,
    no pain and no hip. Taking in a newer one replaces the older. Needs
    pip install 'trochanter[calendar]'.
    """
    refuse_unwritable(out)
    if at is None and (zone is not None or remind is not None):
        option = "--zone" if zone is not None else "--remind"
        raise BadSetting(option, zone or remind, "used together with --at", "give a time of day, such as --at 18:00")
    from trochanter.exchange.plan_calendar import Wishes, calendar_text, time_of_day, zone_named
    from trochanter.exchange.whole import write_whole

    wishes = Wishes(
        at=None if at is None else time_of_day(at),
        zone=None if zone is None else zone_named(zone),
        exercises=title,
        check=check_title,
        remind_min=remind,
        whose=whose,
    )
    now = dt.datetime.now().astimezone()
    text = calendar_text(plan_given(plan, screen, now.date()), wishes, made_at=now)
    tell(f"written: {write_whole(out, text.encode())}")
