"""``trochanter progress``: the verdict, whether to run today, what was done, trends, and the next step."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochanter.capture.typed_days import day_typed
from trochanter.cli.log import PLAN, SCREEN, SESSIONS
from trochanter.cli.main import app
from trochanter.cli.progress import tell, tell_notices

if TYPE_CHECKING:
    from trochanter.cli.progress_inputs import Inputs
    from trochanter.progress.result import Progress

TODAY, FILES, RESULTS = "The three short questions of today", "Files", "Results"
NewSigns = Annotated[
    str, typer.Option("--new-signs", metavar="REPLY", help="Anything new? yes, no, not sure.", rich_help_panel=TODAY)
]
Groin = Annotated[
    str,
    typer.Option("--groin", metavar="REPLY", help="Pain in the groin, a limp, pain at night?", rich_help_panel=TODAY),
]
PainNow = Annotated[int | None, typer.Option("--pain", help="Pain now, 0 to 10.", rich_help_panel=TODAY)]
Ask = Annotated[bool, typer.Option("--ask", help="Ask the three questions here.", rich_help_panel=TODAY)]
OnDay = Annotated[str, typer.Option("--on", metavar="DAY", help="YYYY-MM-DD; today if left out.")]
PlanFile = Annotated[Path, typer.Option("--plan", metavar="FILE", help="The plan.", rich_help_panel=FILES)]
EarlierPlans = Annotated[
    list[Path] | None,
    typer.Option(
        "--earlier-plan",
        metavar="FILE",
        help="A plan before it; those kept beside the plan if left out.",
        rich_help_panel=FILES,
    ),
]
LogFile = Annotated[Path, typer.Option("--sessions", metavar="FILE", help="The log.", rich_help_panel=FILES)]
ScreenFile = Annotated[
    Path | None,
    typer.Option("--screen", metavar="FILE", help="The screen; ./screen.json if left out.", rich_help_panel=FILES),
]
HistoryFile = Annotated[
    Path | None,
    typer.Option("--history", metavar="FILE", help="Goal and history; ./history.json.", rich_help_panel=FILES),
]
Assessments = Annotated[
    list[Path] | None,
    typer.Option(
        "--assessment", metavar="FILE", help="An assessment.json; this folder's if left out.", rich_help_panel=FILES
    ),
]
Measurements = Annotated[
    list[Path] | None,
    typer.Option(
        "--measurement",
        metavar="FILE",
        help="A measurement.json; may be repeated; the one beside the plan if left out.",
        rich_help_panel=FILES,
    ),
]
PageFile = Annotated[
    Path | None, typer.Option("--page", metavar="FILE", help="Write a page (.html).", rich_help_panel=RESULTS)
]
HandoffFile = Annotated[
    Path | None,
    typer.Option("--handoff", metavar="FILE", help="Write the page to take along.", rich_help_panel=RESULTS),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.", rich_help_panel=RESULTS)]


@app.command("progress")
def progress_now(
    new_signs: NewSigns = "",
    groin: Groin = "",
    pain: PainNow = None,
    ask: Ask = False,
    on: OnDay = "",
    plan: PlanFile = PLAN,
    earlier_plan: EarlierPlans = None,
    sessions: LogFile = SESSIONS,
    screen: ScreenFile = None,
    history: HistoryFile = None,
    assessment: Assessments = None,
    measurement: Measurements = None,
    page: PageFile = None,
    handoff: HandoffFile = None,
    as_json: AsJson = False,
) -> None:
    """Say whether it helps, whether to run today, and what is next.

    Reads plan.json, sessions.jsonl, screen.json and history.json where they
    stand in this folder, what was kept of earlier days beside them, and the
    measurement in trochanter-check. 'It did not work' is never said of what
    was not done. The page to take along is for a physical therapist, or for a
    doctor where the screen stops exercises. Nothing leaves this computer.
    """
    from trochanter.cli.progress_inputs import inputs_of, refuse_put_in

    day = day_typed("--on", on, dt.datetime.now().astimezone().date())
    given = inputs_of(
        plan, earlier_plan or None, sessions, screen or _here(SCREEN), history or _here(Path("history.json")),
        assessment or None, measurement or _measured(plan), day,
    )  # fmt: skip
    refuse_put_in(given, day)
    answers = _answers(new_signs, groin, pain, ask=ask)
    found = given.followed(day, answers)
    _write(found, given, page, handoff)
    if as_json:
        from trochanter.exchange.progress_result import progress_json, progress_result

        print(progress_json(progress_result(found)))
    else:
        from trochanter.reporting.progress_text import progress_text

        print(progress_text(found))
    tell_notices(found.notices, all_of_them=True)
    if handoff is None and not as_json and (found.hand_off or found.stopped_since is not None):
        whom = "doctor" if found.stopped_since is not None else "physical therapist"
        tell(f"the page for a {whom}: trochanter progress --handoff handoff.html")


def _measured(plan: Path) -> list[Path]:
    """What 'trochanter measure' wrote beside the plan, and that it is taken."""
    from trochanter.cli.progress_kept import measured_beside

    found = measured_beside(plan)
    if found:
        tell(f"measurements: {', '.join(map(str, found))}")
    return found


def _here(path: Path) -> Path | None:
    return path if path.exists() else None


def _answers(new_signs: str, groin: str, pain: int | None, *, ask: bool) -> dict[str, str]:
    from trochanter.cli.progress_inputs import asked_answers

    given = {"new_signs": new_signs, "groin": groin, "pain": "" if pain is None else str(pain)}
    return asked_answers(given) if ask else given


def _write(found: "Progress", given: "Inputs", page: Path | None, handoff: Path | None) -> None:
    from trochanter.exchange.whole import write_whole

    if page is not None:
        from trochanter.reporting.progress_page import render_progress

        tell(f"written: {write_whole(page, render_progress(found))}")
    if handoff is not None:
        from trochanter.exchange.plan_pdf import handoff_file

        content = handoff_file(handoff, found, given.plan, given.screen, given.questions)
        tell(f"written: {write_whole(handoff, content)}")
