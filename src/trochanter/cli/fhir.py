"""``trochanter fhir``: measurements, plan and goal as a FHIR bundle for somebody's record system."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from trochanter.cli.main import app
from trochanter.cli.plan_given import plan_given, refuse_unwritable
from trochanter.cli.progress import tell
from trochanter.core.errors import BadSetting, MissingInput

if TYPE_CHECKING:
    from trochanter.findings.history import History


@app.command()
def fhir(
    measurement: Annotated[
        list[Path] | None,
        typer.Option("--measurement", metavar="FILE", help="A measurement.json; may be given several times."),
    ] = None,
    plan: Annotated[Path | None, typer.Option("--plan", metavar="FILE", help="A plan.json.")] = None,
    screen: Annotated[
        Path | None, typer.Option("--screen", metavar="FILE", help="The screen; ./screen.json if left out.")
    ] = None,
    history: Annotated[
        Path | None, typer.Option("--history", metavar="FILE", help="A history.json, for the goal.")
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="UUID", help="The UUID by which the other side knows the person.")
    ] = None,
    with_private: Annotated[
        bool, typer.Option("--with-private", help="Also what the history holds on pregnancy, birth and pelvis.")
    ] = False,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")] = Path("bundle.json"),
) -> None:
    """Write measurements, plan and goal for a clinic's records (FHIR R4B).

    Nothing is sent. No name or day of birth is written, no measurement is
    interpreted, and the plan is a draft that nobody has ordered. Needs
    pip install 'trochanter[fhir]'.
    """
    refuse_unwritable(out)
    if not measurement and plan is None and history is None:
        raise MissingInput(
            "there is nothing to write",
            where="trochanter fhir",
            valid="--measurement, --plan or --history",
            next_step="give trochanter-check/measurement.json, which 'trochanter measure' wrote",
        )
    if with_private and history is None:
        raise BadSetting("--with-private", "without --history", "used together with --history", "give both, or neither")
    from trochanter.exchange.fhir_bundle import bundle
    from trochanter.exchange.fhir_inputs import measured
    from trochanter.exchange.whole import write_whole

    now = dt.datetime.now().astimezone()
    told = _told(history, now.date())
    text = bundle(
        [measured(path) for path in measurement or ()],
        None if plan is None else plan_given(plan, screen, now.date(), history),
        told.goal if told else None,
        made_at=now,
        person=None if person is None else _uuid(person),
        private=told.private if told and with_private else None,
    )
    tell(f"written: {write_whole(out, text)}")
    tell("it is health data, and not encrypted: keep it where only you can read it")


def _told(path: Path | None, today: dt.date) -> "History | None":
    from trochanter.exchange.history_result import read_history

    return None if path is None else read_history(path, today)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadSetting(
            "--person", text[:60], "a UUID such as 018f0d5c-6a1f-7c3e-9f3b-2a4c5d6e7f80", "or leave it out"
        ) from None
