"""``trochanter plan``: from the assessment to a few exercises and to running, and changes by person or therapist."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.options import usable_folder
from trochanter.cli.progress import tell, tell_if_compiling
from trochanter.cli.record_options import ForWhom, Records, RecordsAt, records_of
from trochanter.core.errors import BadSetting, MissingInput, UnreadableFile, UnwritableFile

if TYPE_CHECKING:
    from trochanter.cli.plan_inputs import Inputs
    from trochanter.plan.edit import Edit
    from trochanter.plan.plan import Plan
    from trochanter.plan.ranking import Ranking


@app.command()
def plan(
    assessment: Annotated[
        Path, typer.Option("--assessment", metavar="FILE", help="What 'trochanter assess' wrote.")
    ] = Path("assessment.json"),
    history: Annotated[
        Path, typer.Option("--history", metavar="FILE", help="Goal and history, as 'trochanter assess' kept them.")
    ] = Path("history.json"),
    screen: Annotated[
        Path | None, typer.Option("--screen", metavar="FILE", help="The screen; ./screen.json if left out.")
    ] = None,
    earlier: Annotated[
        Path | None, typer.Option("--earlier", metavar="FILE", help="The plan before; that of --out if left out.")
    ] = None,
    edit: Annotated[
        Path | None, typer.Option("--edit", metavar="FILE", help="Changes of the plan (.toml or .json).")
    ] = None,
    leave_out: Annotated[
        str | None, typer.Option("--leave-out", metavar="EXERCISE", help="Change the plan: leave one out.")
    ] = None,
    swap: Annotated[
        str | None, typer.Option("--swap", metavar="A=B", help="Change the plan: B in the place of A.")
    ] = None,
    add: Annotated[str | None, typer.Option("--add", metavar="EXERCISE", help="Change the plan: one more.")] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why it is changed; kept.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who changes it: person or therapist.")] = "person",
    physics: Annotated[
        bool,
        typer.Option("--physics/--no-physics", help="Rank exercises also by what is computed of them, or not."),
    ] = True,
    keep_private: Annotated[
        bool, typer.Option("--keep-private", help="Also write what follows from private answers.")
    ] = False,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")] = Path("plan.json"),
    as_json: Annotated[bool, typer.Option("--json", help="Print what is written as JSON on standard output.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell all that was left out, and all doses.")] = False,
    whom: ForWhom = None,
    store: RecordsAt = None,
) -> None:
    """Make a plan of at most four exercises, or change the one there is.

    Reads assessment.json, history.json, screen.json and what sessions.jsonl
    tells of the plan before, and writes plan.json.
    A plan that is there already is gone on with: what you do stays unless
    something else is clearly better, and what you left out stays out; the one
    of an earlier day is kept beside it, by its date. A change needs its reason,
    and none passes the screen.
    """
    _refuse_unwritable(out)
    from trochanter.cli.plan_inputs import inputs_of

    day = dt.datetime.now().astimezone().date()
    edits = _edits(edit, day, (leave_out, swap, add), reason, by)
    with records_of(whom, store) as records:
        found = inputs_of(None if edits else assessment, history, screen, earlier, out, day)
        made = _changed(found, edits) if edits else _made(found, day, physics=physics)
        _finish(made, found, out, records, keep_private=keep_private, as_json=as_json, verbose=verbose)


def _refuse_unwritable(path: Path) -> None:
    if path.is_dir():
        raise UnwritableFile("the file cannot be written: this is a folder", where=str(path), next_step="name a file")
    usable_folder(path.absolute().parent)


def _edits(
    file: Path | None, day: dt.date, given: tuple[str | None, str | None, str | None], reason: str, by: str
) -> "tuple[Edit, ...]":
    """Changes of a file and of the options, in this order."""
    leave_out, swap, add = given
    if file is None and given == (None, None, None):
        if reason:
            raise BadSetting("--reason", reason[:40], "only beside --leave-out, --swap or --add")
        return ()
    from trochanter.exchange.plan_result import read_edits
    from trochanter.plan.edit import Edit
    from trochanter.plan.plan import BY

    who = next((each for each in BY if each == by), None)
    if who is None:
        raise BadSetting("--by", by, ", ".join(BY))
    found = [] if file is None else list(read_edits(file, day))
    if leave_out is not None:
        found.append(Edit("leave_out", leave_out, reason, who, day))
    if swap is not None:
        first, equals, second = swap.partition("=")
        if not (first and equals and second):
            raise BadSetting("--swap", swap, "two exercises with = between, such as bridge=paper_lift")
        found.append(Edit("swap", first.strip(), reason, who, day, other=second.strip()))
    if add is not None:
        found.append(Edit("add", add, reason, who, day))
    return tuple(found)


def _made(found: "Inputs", day: dt.date, *, physics: bool) -> "Plan":
    from trochanter.plan.prescribe import prescribe

    if found.assessment is None:
        raise MissingInput("there is no assessment", next_step="make one: trochanter assess")
    return prescribe(
        found.assessment,
        found.history,
        found.screen,
        on=day,
        earlier=found.earlier,
        progress=found.progress,
        physics=_ranking() if physics else None,
    )


def _ranking() -> "Ranking":
    """What is computed of the exercises; some seconds where it has not been before."""
    from trochanter.plan.library import exercises
    from trochanter.plan.physics_cache import is_kept
    from trochanter.plan.physics_ranking import ByPhysics

    if not all(is_kept(each) for each in exercises().values()):
        tell_if_compiling()
        tell("working out what exercises ask of muscles: some seconds, kept for the next time")
    return ByPhysics()


def _changed(found: "Inputs", edits: "tuple[Edit, ...]") -> "Plan":
    from trochanter.plan.editing import edited

    if found.earlier is None:
        raise MissingInput("there is no plan to change", next_step="make one first: trochanter plan")
    made = found.earlier
    for each in edits:
        made = edited(made, each, found.screen, found.history)
    return made


def _finish(
    made: "Plan", found: "Inputs", out: Path, records: Records, *, keep_private: bool, as_json: bool, verbose: bool
) -> None:
    """Write the plan and save it, then say it: whoever reads may go away."""
    from trochanter.exchange.plan_result import plan_result, plan_text, write_plan
    from trochanter.plan.plan_words import plan_lines

    _keep_before(out, made)
    path = write_plan(out, made, found.files, keep_private=keep_private)
    text = plan_text(plan_result(made, found.files, keep_private=keep_private))
    records.keep(text)
    print(text if as_json else plan_lines(made, all_of_it=verbose))
    tell(f"written: {path}")


def _keep_before(out: Path, made: "Plan") -> None:
    """Keep a plan of an earlier day that is about to be replaced; one of the same day was never followed."""
    from trochanter.cli.kept import keep
    from trochanter.exchange.plan_result import read_plan

    try:
        before = read_plan(out)
    except (MissingInput, UnreadableFile):  # there is none, or what stands there is no plan
        return
    if before.made_on < made.made_on:
        keep(out, before.made_on)
