"""``trochanter assess``: goal and history asked or read, beside screen and measurements, to what stands out."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.options import usable_folder
from trochanter.cli.progress import tell
from trochanter.cli.record_options import ForWhom, Records, RecordsAt, records_of
from trochanter.core.errors import MissingInput, UnreadableFile, UnwritableFile

if TYPE_CHECKING:
    from trochanter.cli.assess_inputs import Inputs
    from trochanter.findings.assessment import Assessment
    from trochanter.findings.history import History
    from trochanter.findings.screen import Screen


@dataclass(frozen=True, slots=True)
class Results:
    """Where goal, history and assessment go, and how."""

    out: Path
    history: Path
    records: Records
    keep_private: bool
    as_json: bool
    verbose: bool


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
    whom: ForWhom = None,
    store: RecordsAt = None,
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

    with records_of(whom, store) as records:
        results = Results(out, history, records, keep_private, as_json, verbose)
        found = inputs_of(screen, measurement or (), running, film or (), today())
        if _only_the_screen(found.screen) and answers is None and (again or not history.exists()):
            _tell_screen(found.screen)
        else:
            told, new = _history(answers, history, anew=again)
            _assessed(found, told, results, new=new)


def _assessed(found: "Inputs", told: "History", results: Results, *, new: bool) -> None:
    """Assess, write what came of it, and say it; new: whether the history was told just now."""
    from trochanter.findings.assess import assess as assessed

    made = assessed(told, found.screen, found.checks, found.running, found.films, on=today())
    if new:
        _keep_told(results.history, told)
        _keep(told, results)
    _keep_due(made, found, results)
    _keep_assessment(results.out, made)
    _finish(made, found, results)


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


def _only_the_screen(screen: "Screen") -> bool:
    """Whether an urgent answer stands before everything else: then nothing more is asked."""
    tier = screen.tier(today())
    return tier is not None and tier.stops_all


def _history(answers: Path | None, kept: Path, *, anew: bool) -> "tuple[History, bool]":
    """The history, and whether it is new: from a file of answers, from the one that is kept, or asked."""
    from trochanter.exchange.history_result import read_history

    if answers is not None:
        return read_history(answers, today()), True
    if kept.exists() and not anew:
        found = read_history(kept, today())
        tell(f"goal and history: {kept}, told on {found.told_on} (--again asks anew)")
        return found, False
    from trochanter.cli.assess_asking import asked_history

    return asked_history(today()), True


def _keep(told: "History", results: Results) -> None:
    from trochanter.exchange.history_result import history_result, history_text, write_history

    private = results.keep_private
    write_history(results.history, told, keep_private=private)
    left = "" if private or not told.private.told else ", without private answers (--keep-private writes them)"
    tell(f"written: {results.history}{left}")
    results.records.keep(history_text(history_result(told, keep_private=private)))


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


def _keep_due(made: "Assessment", found: "Inputs", results: Results) -> None:
    """Note in the screen's file that it has to be asked again, so that the next command knows."""
    from trochanter.exchange.screen_result import screen_result, screen_text, write_screen
    from trochanter.findings.after_pain import to_be_asked_again

    if made.again and found.screen.complete:
        due = to_be_asked_again(found.screen)
        write_screen(found.screen_file, due, made.made_on, keep_private=True)  # what was left out of it stays so
        tell(f"screen: {found.screen_file}, noted there that it is due again")
        results.records.keep(screen_text(screen_result(due, made.made_on, keep_private=results.keep_private)))


def _finish(made: "Assessment", found: "Inputs", results: Results) -> None:
    from trochanter.exchange.assessment_result import assessment_result, assessment_text, write_assessment
    from trochanter.findings.assessment_words import assessment_lines

    private, urgent = results.keep_private, made.limits.tier == "A"
    path = write_assessment(results.out, made, found.files, keep_private=private)
    text = assessment_text(assessment_result(made, found.files, keep_private=private))
    results.records.keep(text, quietly=urgent)
    if results.as_json:
        print(text)
    elif made.limits.tier in ("A", "B"):
        _tell_screen(found.screen)
    else:
        print(assessment_lines(made, all_of_it=results.verbose))
    if not urgent:
        tell(f"written: {path}")


def _tell_screen(screen: "Screen") -> None:
    from trochanter.findings.words import message, text_of

    print(text_of(message(screen, today())))
