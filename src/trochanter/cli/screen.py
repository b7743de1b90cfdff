"""``trochanter screen``: the questions that come before any test, exercise or run, and what follows from them."""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochanter.cli.main import app
from trochanter.cli.options import usable_folder
from trochanter.cli.progress import tell
from trochanter.core.errors import BadSetting, UnreadableFile, UnwritableFile

if TYPE_CHECKING:
    from trochanter.exchange.screen_answers import GivenAnswers
    from trochanter.findings.clearance import Clearance
    from trochanter.findings.screen import Screen


@app.command()
def screen(
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="Answers (.toml or .json) instead of questions.")
    ] = None,
    clearance: Annotated[
        Path | None, typer.Option("--clearance", metavar="FILE", help="What a clinician has cleared (.toml or .json).")
    ] = None,
    earlier: Annotated[
        Path | None, typer.Option("--earlier", metavar="FILE", help="The last screen; that of --out if left out.")
    ] = None,
    worse: Annotated[
        bool, typer.Option("--worse", help="Asked because pain rose or something is new: old clearances do not count.")
    ] = False,
    keep_private: Annotated[
        bool, typer.Option("--keep-private", help="Also write answers on pregnancy, birth and pelvis.")
    ] = False,
    template: Annotated[bool, typer.Option("--template", help="Print a file of answers to be filled in.")] = False,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")] = Path("screen.json"),
    as_json: Annotated[bool, typer.Option("--json", help="Print what is written as JSON on standard output.")] = False,
) -> None:
    """Ask what has to be known before any test, exercise or run.

    One question at a time, at most 12 for somebody without symptoms. 'Not
    sure' counts as yes. Writes screen.json, which 'trochanter measure' reads;
    nothing leaves this computer. Asked again before every new check.
    """
    from trochanter.exchange.screen_answers import read_answers, read_clearances
    from trochanter.exchange.screen_answers import template as filled

    if template:
        print(filled(), end="")
        return
    _refuse_unwritable(out)
    last = _last(earlier, out)
    cleared = () if clearance is None else read_clearances(clearance)
    if answers is None and clearance is not None:
        found, day = _with_clearance(last, cleared, out), _today()
    else:
        given = None if answers is None else read_answers(answers)
        found, day = _screened(given, last, cleared, worse=worse)
    _finish(found, day, out, keep_private=keep_private, as_json=as_json)


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _last(earlier: Path | None, out: Path) -> "Screen | None":
    """The screen before this one: what it noted in tiers A and B stands."""
    from trochanter.exchange.screen_result import read_screen

    if earlier is not None:
        return read_screen(earlier)
    try:
        return read_screen(out) if out.exists() else None
    except UnreadableFile as error:
        raise UnreadableFile(
            error.what,
            where=error.where,
            valid="no file there, or the screen that was written last: what it noted stands",
            next_step="rename that file, or name another one with --out",
        ) from None


def _refuse_unwritable(out: Path) -> None:
    """Raise UnwritableFile before the questions rather than after them."""
    if out.is_dir():
        raise UnwritableFile(
            "the file cannot be written: this is a folder", where=str(out), next_step="name a file, such as screen.json"
        )
    usable_folder(out.absolute().parent)


def _with_clearance(last: "Screen | None", cleared: "tuple[Clearance, ...]", out: Path) -> "Screen":
    if last is None:
        raise BadSetting(
            "--clearance", str(out), "an earlier screen that the clearance is for", "answer the questions first"
        )
    return last.with_clearances(cleared)


def _screened(
    given: "GivenAnswers | None", last: "Screen | None", cleared: "tuple[Clearance, ...]", *, worse: bool
) -> "tuple[Screen, dt.date]":
    """The screen of a file's answers or of the person at the keyboard, and its day."""
    from trochanter.findings.screen import Occasion, lifted, screened

    day = (given.asked_on if given else None) or _today()
    if day > _today():
        raise BadSetting("asked_on", day.isoformat(), "today or a day before", "check the date")
    occasion = Occasion.WORSE if worse else Occasion.USUAL
    on_record = (*(last.clearances if last else ()), *(given.clearances if given else ()), *cleared)
    if given is not None:
        return screened(given.answers, day, earlier=last, clearances=on_record, occasion=occasion), day
    if last is not None and last.tier(day) == "A":  # emergency care and nothing else
        return last, day
    from trochanter.cli.screen_asking import asked

    replies = asked(lifted(day, earlier=last, clearances=on_record, occasion=occasion))
    return screened(replies, day, earlier=last, clearances=on_record, occasion=occasion), day


def _finish(found: "Screen", day: dt.date, out: Path, *, keep_private: bool, as_json: bool) -> None:
    from rich.console import Console

    from trochanter.exchange.screen_result import screen_result, screen_text, write_screen
    from trochanter.findings.words import message, text_of

    path = write_screen(out, found, day, keep_private=keep_private)
    if as_json:
        print(screen_text(screen_result(found, day, keep_private=keep_private)))
        return
    if found.tier(day) == "A" and sys.stdout.isatty():
        Console().clear()
    print(text_of(message(found, day)))
    if found.tier(day) != "A":
        tell(f"written: {path}")
