"""``trochanter log``: what was done today, with one key; pain, effort and runs beside it; nothing is ever lost."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochanter.capture.typed_days import day_typed
from trochanter.cli.main import app
from trochanter.cli.progress import tell, tell_notices
from trochanter.cli.record_options import ForWhom, Records, RecordsAt, records_of
from trochanter.core.errors import ImpossibleData, UnreadableFile

if TYPE_CHECKING:
    from trochanter.cli.log_entries import Told
    from trochanter.exchange.session_log import SessionLog
    from trochanter.exchange.session_result import Entry
    from trochanter.findings.permission import NotOffered
    from trochanter.findings.screen import Screen
    from trochanter.progress.session import Ended

PAIN, RUN, FILES = "Pain, 0 to 10", "Runs", "Files"
PLAN, SESSIONS, SCREEN = Path("plan.json"), Path("sessions.jsonl"), Path("screen.json")

Passed = Annotated[
    list[str] | None, typer.Option("--passed", metavar="GATE", help="A test of the plan that you tried and held.")
]
RunFiles = Annotated[
    list[Path] | None,
    typer.Option("--runs", metavar="FILE", help="Runs of a watch (.fit) or a table (.csv).", rich_help_panel=RUN),
]


@app.command()
def log(
    done: Annotated[bool, typer.Option("--done", help="Everything was done as planned.")] = False,
    part: Annotated[bool, typer.Option("--part", help="A part of it was done.")] = False,
    missed: Annotated[bool, typer.Option("--missed", help="Nothing was done; that is noted, and that is all.")] = False,
    stopped: Annotated[bool, typer.Option("--stopped", help="Stopped because of pain.")] = False,
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="YYYY-MM-DD; today if left out.")] = "",
    pain_before: Annotated[
        int | None, typer.Option("--pain-before", help="Before the session.", rich_help_panel=PAIN)
    ] = None,
    pain_during: Annotated[
        int | None, typer.Option("--pain-during", help="The worst during it.", rich_help_panel=PAIN)
    ] = None,
    next_morning: Annotated[
        int | None, typer.Option("--next-morning", help="On the morning after the last session.", rich_help_panel=PAIN)
    ] = None,
    place: Annotated[str, typer.Option("--place", help="Where it hurt, in your words.", rich_help_panel=PAIN)] = "",
    effort: Annotated[int | None, typer.Option("--effort", help="How hard it was, 0 to 10.")] = None,
    goal: Annotated[
        int | None, typer.Option("--goal", help="How well your goal goes: 0 not at all, 10 as before.")
    ] = None,
    passed: Passed = None,
    note: Annotated[str, typer.Option("--note", help="Own words.")] = "",
    run_km: Annotated[float | None, typer.Option("--run-km", help="Kilometres run.", rich_help_panel=RUN)] = None,
    run_min: Annotated[float | None, typer.Option("--run-min", help="Minutes run.", rich_help_panel=RUN)] = None,
    pain_from_km: Annotated[
        float | None,
        typer.Option("--pain-from-km", help="After how many kilometres it began to hurt.", rich_help_panel=RUN),
    ] = None,
    runs: RunFiles = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last entry back.")] = False,
    plan: Annotated[Path, typer.Option("--plan", metavar="FILE", help="The plan.", rich_help_panel=FILES)] = PLAN,
    sessions: Annotated[
        Path, typer.Option("--sessions", metavar="FILE", help="The log; made if not there.", rich_help_panel=FILES)
    ] = SESSIONS,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON lines.")] = False,
    whom: ForWhom = None,
    store: RecordsAt = None,
) -> None:
    """Note what was done today: one key where all went as planned.

    Without options it shows the exercises of today and asks. Missed days are
    noted and nothing else. Every entry is added to sessions.jsonl and stays
    there; --undo takes the last one back. Nothing leaves this computer.
    """
    from trochanter.cli.log_entries import Told, taken_back
    from trochanter.exchange.session_log import sessions_if_any

    now = dt.datetime.now().astimezone()
    day = day_typed("--on", on, now.date())
    with records_of(whom, store) as records:
        kept = sessions_if_any(sessions)
        if undo:
            _written(sessions, (taken_back(kept, now),), records, as_json=as_json)
            return
        told = Told(
            _word(done=done, part=part, missed=missed, stopped=stopped), day, pain_before, pain_during, next_morning,
            place, effort, goal, tuple(passed or ()), note, run_km, run_min, tuple(runs or ()), pain_from_km,
        )  # fmt: skip
        _written(sessions, _entries(told, kept, plan, now), records, as_json=as_json)
        _tell_what_follows(sessions, plan, day, kept)


def _entries(told: "Told", kept: "SessionLog", plan: Path, now: dt.datetime) -> "tuple[Entry, ...]":
    from trochanter.cli.log_entries import entries_of

    if told.nothing:
        _refuse_where_exercises_stop(told.day)
        _refuse_beyond_screen(plan, told.day)
    return entries_of(told, kept, plan, now)


def _refuse_where_exercises_stop(day: dt.date) -> None:
    """Exercises are shown and asked about only where the screen leaves them open; pain can be noted at any time."""
    from trochanter.progress.sentences import say

    stopped = _exercises_stopped(day, say("log.still"))
    if stopped is not None:
        raise stopped


def _refuse_beyond_screen(plan: Path, day: dt.date) -> None:
    """No exercise is shown that the screen, or what was told, does not leave open any more."""
    if SCREEN.exists() and plan.exists():
        from trochanter.cli.plan_given import plan_given

        plan_given(plan, SCREEN, day)


def _exercises_stopped(day: dt.date, *instead: str) -> "NotOffered | None":
    """What stands against exercises on a day, and what is open instead; None where nothing is known to."""
    from trochanter.exchange.screen_result import read_screen
    from trochanter.findings.permission import NotOffered
    from trochanter.findings.screen import limits_of

    limits = limits_of(read_screen(SCREEN), day) if SCREEN.exists() else None
    if limits is None or limits.exercises:
        return None
    return NotOffered(limits, ("exercises",), instead)


def _word(**given: bool) -> "Ended | None":
    from trochanter.progress.session import ENDED

    words = [word for word in ENDED if given.get(word)]
    if len(words) > 1:
        raise ImpossibleData(
            f"{' and '.join(f'--{word}' for word in words)} are given, and a session ends in one way",
            where="trochanter log",
            valid="one of --done, --part, --missed, --stopped",
            next_step="give the one that fits best; nothing was written",
        )
    return words[0] if words else None


def _written(path: Path, entries: "tuple[Entry, ...]", records: Records, *, as_json: bool) -> None:
    from trochanter.cli.log_words import entry_words
    from trochanter.exchange.session_log import append_sessions
    from trochanter.exchange.session_result import session_result, session_text

    if entries:
        append_sessions(path, entries)
    texts = [session_text(session_result(each)) for each in entries]
    for text in texts:
        records.keep(text)
    for each, text in zip(entries, texts, strict=True):
        print(text if as_json else entry_words(each))


def _tell_left_out(plan: Path, screen: "Screen", day: dt.date) -> None:
    """What of the plan the screen does not leave open any more: it was done, and is not to be done again."""
    from trochanter.exchange.plan_result import read_plan
    from trochanter.findings.sentences import listed
    from trochanter.plan.plan_check import beyond_screen, words_of
    from trochanter.progress.sentences import say

    try:
        beyond = beyond_screen(read_plan(plan), screen, day)
    except UnreadableFile as error:  # what was noted is saved all the same
        tell(f"note: {error.where}: {error.what}")
        return
    if beyond:
        tell(say("next.left_open", what=listed([words_of(each.exercise) for each in beyond])), prefix="")


def _tell_what_follows(path: Path, plan: Path, day: dt.date, kept: "SessionLog") -> None:
    """What the screen, and the pain that was just noted, mean for the next session, where they mean something."""
    tell_notices(kept.notices, all_of_them=True)
    from trochanter.exchange.screen_result import read_screen
    from trochanter.exchange.session_log import read_sessions
    from trochanter.progress.days import days_of
    from trochanter.progress.pain_rules import reopened
    from trochanter.progress.sentences import say

    if not path.exists():
        return
    days, _, _ = days_of(read_sessions(path).sessions, (), day)
    screen = read_screen(SCREEN) if SCREEN.exists() else None
    again = reopened(days, screen, day)
    stopped = _exercises_stopped(day)
    if stopped is not None:
        tell(f"exercises are not offered now: {stopped.next_step}", prefix="")
    elif screen is not None and plan.exists():
        _tell_left_out(plan, screen, day)
    if again is not None:
        tell(say(f"today.why_{again.reason}", on=f"{again.on.day} {again.on:%B}", rise=again.rise), prefix="")
        tell(say("next.screen_again"), prefix="")
