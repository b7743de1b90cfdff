"""``trochanter assess``: goal and history asked or read, beside screen and measurements, to what stands out."""

import datetime as dt
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.options import usable_folder
from trochanter.cli.progress import tell
from trochanter.core.errors import MissingInput, UnreadableFile, UnwritableFile

if TYPE_CHECKING:
    from trochanter.cli.assess_inputs import Inputs
    from trochanter.exchange.assessment_shapes import AssessedFile
    from trochanter.findings.assessment import Assessment
    from trochanter.findings.history import History
    from trochanter.findings.screen import Screen


@app.command()
def assess(
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="Answers (.toml or .json) instead of questions.")
    ] = None,
    history: Annotated[
        Path, typer.Option("--history", metavar="FILE", help="Where goal and history are kept; asked if not there.")
    ] = Path("history.json"),
    again: Annotated[
        bool, typer.Option("--again", help="Ask goal and history anew; what was told before is kept.")
    ] = False,
    screen: Annotated[
        Path | None, typer.Option("--screen", metavar="FILE", help="The screen; ./screen.json if left out.")
    ] = None,
    measurement: Annotated[
        list[Path] | None,
        typer.Option("--measurement", metavar="FILE", help="A measurement.json; may be given several times."),
    ] = None,
    running: Annotated[
        Path | None, typer.Option("--running", metavar="FILE", help="The result.json of an analysed run.")
    ] = None,
    film: Annotated[
        list[Path] | None,
        typer.Option("--film", metavar="FILE", help="An appearance.json; may be given several times."),
    ] = None,
    keep_private: Annotated[
        bool, typer.Option("--keep-private", help="Also write answers on pregnancy, birth and pelvis.")
    ] = False,
    template: Annotated[bool, typer.Option("--template", help="Print a file of answers to be filled in.")] = False,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")] = Path("assessment.json"),
    as_json: Annotated[bool, typer.Option("--json", help="Print what is written as JSON on standard output.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell every finding in full, with its sources.")] = False,
) -> None:
    """Say what stands out, what speaks against it, and what nobody knows yet.

    Asks what you want to do again and what stands in the way, or reads it
    from --answers. Reads screen.json (trochanter screen) and, where there is
    one, trochanter-check/measurement.json (trochanter measure). Writes
    assessment.json, which 'trochanter plan' reads, and history.json.
    """
    if template:
        _print_template()
        return
    _refuse_unwritable(out, history)
    from trochanter.cli.assess_inputs import inputs_of

    day = today()
    found = inputs_of(screen, measurement or (), running, film or (), day)
    if _only_the_screen(found.screen, day) and answers is None and (again or not history.exists()):
        _tell_screen(found.screen, day)
        return
    from trochanter.findings.assess import assess as assessed

    told, new = _history(answers, history, day, anew=again)
    made = assessed(told, found.screen, found.checks, found.running, found.films, on=day)
    if new:
        _keep_told(history, told)
        _keep(history, told, keep_private=keep_private)
    _keep_due(made, found)
    _keep_assessment(out, made)
    _finish(made, found.screen, (out, found.files), keep_private=keep_private, as_json=as_json, verbose=verbose)


def _print_template() -> None:
    from trochanter.exchange.history_template import template

    print(template(), end="")


def today() -> dt.date:
    """The day where this runs."""
    return dt.datetime.now().astimezone().date()


def _refuse_unwritable(*paths: Path) -> None:
    """Raise UnwritableFile before the questions rather than after them."""
    for path in paths:
        if path.is_dir():
            what = "the file cannot be written: this is a folder"
            raise UnwritableFile(what, where=str(path), next_step="name a file")
        usable_folder(path.absolute().parent)


def _only_the_screen(screen: "Screen", day: dt.date) -> bool:
    """Whether an urgent answer stands before everything else: then nothing more is asked."""
    tier = screen.tier(day)
    return tier is not None and tier.stops_all


def _history(answers: Path | None, kept: Path, day: dt.date, *, anew: bool) -> "tuple[History, bool]":
    """The history, and whether it is new: from a file of answers, from the one that is kept, or asked."""
    from trochanter.exchange.history_result import read_history

    if answers is not None:
        return read_history(answers, day), True
    if kept.exists() and not anew:
        found = read_history(kept, day)
        tell(f"goal and history: {kept}, told on {found.told_on} (--again asks anew)")
        return found, False
    from trochanter.cli.assess_asking import asked_history

    return asked_history(day), True


def _keep(path: Path, told: "History", *, keep_private: bool) -> None:
    from trochanter.exchange.history_result import write_history

    write_history(path, told, keep_private=keep_private)
    left = "" if keep_private or not told.private.told else ", without private answers (--keep-private writes them)"
    tell(f"written: {path}{left}")


def _keep_told(history: Path, told: "History") -> None:
    """Keep what was told on an earlier day before it is replaced: it is where the goal began."""
    from trochanter.cli.kept import keep
    from trochanter.exchange.history_result import read_history

    with suppress(MissingInput, UnreadableFile):  # there is none, or what stands there is none
        before = read_history(history, told.told_on)
        if before.told_on < told.told_on:
            keep(history, before.told_on)


def _keep_assessment(out: Path, made: "Assessment") -> None:
    """Keep an assessment of an earlier day before it is replaced."""
    from trochanter.cli.kept import keep
    from trochanter.exchange.assessment_result import read_assessment

    with suppress(MissingInput, UnreadableFile):
        before = read_assessment(out)
        if before.made_on < made.made_on:
            keep(out, before.made_on)


def _keep_due(made: "Assessment", found: "Inputs") -> None:
    """Note in the screen's file that it has to be asked again, so that the next command knows."""
    from trochanter.exchange.screen_result import write_screen
    from trochanter.findings.after_pain import to_be_asked_again

    if made.again and found.screen.complete:
        write_screen(found.screen_file, to_be_asked_again(found.screen), made.made_on, keep_private=True)
        tell(f"screen: {found.screen_file}, noted there that it is due again")


def _finish(
    made: "Assessment",
    screen: "Screen",
    written: "tuple[Path, tuple[AssessedFile, ...]]",
    *,
    keep_private: bool,
    as_json: bool,
    verbose: bool,
) -> None:
    from trochanter.exchange.assessment_result import assessment_result, assessment_text, write_assessment
    from trochanter.findings.assessment_words import assessment_lines

    out, files = written
    path = write_assessment(out, made, files, keep_private=keep_private)
    if as_json:
        print(assessment_text(assessment_result(made, files, keep_private=keep_private)))
    elif made.limits.tier in ("A", "B"):
        _tell_screen(screen, made.made_on)
    else:
        print(assessment_lines(made, all_of_it=verbose))
    if made.limits.tier != "A":
        tell(f"written: {path}")


def _tell_screen(screen: "Screen", day: dt.date) -> None:
    from trochanter.findings.words import message, text_of

    print(text_of(message(screen, day)))
