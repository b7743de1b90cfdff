"""A history as one versioned JSON object, and back; and files of answers that people and programs write."""

import datetime as dt
import os
from pathlib import Path
from typing import Any, TypeVar

from trochanter.capture.files import read_file
from trochanter.core.errors import BadSetting
from trochanter.core.sides import Side
from trochanter.exchange.documents import NoDocument, built, toml_or_json
from trochanter.exchange.history_shapes import (
    SCHEMA,
    GoalResult,
    HistoryResult,
    InjuryResult,
    PainResult,
    PrivateResult,
    RunResult,
)
from trochanter.exchange.whole import write_whole
from trochanter.findings.history import ONSETS, RAN, TURNS_IN, Goal, History, Injury, Pain, Private, Run

MOST_BYTES = 4 * 1024 * 1024
_NONE = NoDocument(
    "these are no answers on goal and history",
    valid=f"TOML, or JSON in a .json file, with the schema {SCHEMA}",
    next_step="trochanter assess --template prints such a file",
    keeps_advice=True,
)
_SIDES = {"right": Side.RIGHT, "left": Side.LEFT}
_Word = TypeVar("_Word", bound=str)


def history_result(history: History, *, keep_private: bool = False) -> HistoryResult:
    """The object of a history; what was told in private only with ``keep_private``."""
    goal = history.goal
    return HistoryResult(
        schema=SCHEMA,
        told_on=history.told_on,
        goal=GoalResult(activity=goal.activity, able=goal.able, wanted_by=goal.wanted_by),
        limited=list(history.limited),
        pains=[PainResult(place=each.place, side=_word(each.side), worst=each.worst) for each in history.pains],
        onset=history.onset,
        onset_km=history.onset_km,
        at_night=history.at_night,
        sitting=history.sitting,
        turns_in=history.turns_in,
        injuries=[_injury(each) for each in history.injuries],
        ran=history.ran,
        runs=[_run(each) for each in history.runs],
        race_on=history.race_on,
        equipment=sorted(history.equipment),
        minutes=history.minutes,
        therapist=history.therapist,
        private=_private(history.private) if keep_private and history.private.told else None,
    )


def history_text(result: HistoryResult) -> str:
    """The object as JSON."""
    return result.model_dump_json(by_alias=True, indent=1)


def write_history(path: str | os.PathLike[str], history: History, *, keep_private: bool = False) -> Path:
    """Write a ``history.json``; raises UnwritableFile."""
    return write_whole(path, history_text(history_result(history, keep_private=keep_private)) + "\n")


def read_history(path: str | os.PathLike[str], today: dt.date) -> History:
    """The history of a ``history.json`` or of a .toml or .json file of answers; told today where it names no day.

    Raises MissingInput and UnreadableFile, and UnknownName, BadSetting and ImpossibleData for what no answer can be.
    """
    content = read_file(path, MOST_BYTES)
    return history_told(content.data, content.where, today)


def history_told(data: bytes, where: str, today: dt.date) -> History:
    """The history of the bytes of such a file; its name, ``where``, tells JSON from TOML. Raises as reading does."""

    def load() -> HistoryResult:
        return HistoryResult.model_validate(_filled(toml_or_json(data, where), today))

    return built(load, where, SCHEMA, lambda found: _history(found, today), _NONE)


def _filled(given: Any, today: dt.date) -> Any:
    """A file of answers with what may be left out in it: the schema, and the day of telling."""
    return {"schema": SCHEMA, "told_on": today.isoformat(), **given} if isinstance(given, dict) else given


def _history(found: HistoryResult, today: dt.date) -> History:
    if found.told_on > today:
        raise BadSetting("told_on", found.told_on.isoformat(), "today or a day before", "check the date")
    goal = found.goal
    return History(
        told_on=found.told_on,
        goal=Goal(goal.activity, goal.able, goal.wanted_by),
        limited=tuple(found.limited),
        pains=tuple(Pain(each.place, _side(each.side), each.worst) for each in found.pains),
        onset=None if found.onset is None else _one_of("onset", found.onset, ONSETS),
        onset_km=found.onset_km,
        at_night=found.at_night,
        sitting=found.sitting,
        turns_in=_one_of("turns_in", found.turns_in, TURNS_IN),
        injuries=tuple(
            Injury(each.what, _side(each.side), each.year, each.picture, each.note) for each in found.injuries
        ),
        ran="yes" if found.runs and found.ran == "not said" else _one_of("ran", found.ran, RAN),
        runs=tuple(Run(each.on, each.distance_km, each.minutes, each.source) for each in found.runs),
        race_on=found.race_on,
        equipment=frozenset(found.equipment),
        minutes=found.minutes,
        therapist=found.therapist,
        private=_private_of(found.private),
    )


def _private_of(found: PrivateResult | None) -> Private:
    if found is None:
        return Private()
    return Private(found.sex, found.weeks_pregnant, found.birth_on, found.birth_how, tuple(found.pelvic), found.seen)


def _one_of(name: str, given: str, options: tuple[_Word, ...]) -> _Word:
    for option in options:
        if given == option:
            return option
    raise BadSetting(name, given, ", ".join(options))


def _side(word: str | None) -> Side | None:
    if word is not None and word not in _SIDES:
        raise BadSetting("side", word, "right or left, or left out")
    return None if word is None else _SIDES[word]


def _word(side: Side | None) -> str | None:
    return None if side is None else side.word


def _injury(each: Injury) -> InjuryResult:
    return InjuryResult(what=each.what, side=_word(each.side), year=each.year, picture=each.picture, note=each.note)


def _run(each: Run) -> RunResult:
    return RunResult(on=each.on, distance_km=each.distance_km, minutes=each.minutes, source=each.source)


def _private(private: Private) -> PrivateResult:
    return PrivateResult(
        sex=private.sex,
        weeks_pregnant=private.weeks_pregnant,
        birth_on=private.birth_on,
        birth_how=private.birth_how,
        pelvic=list(private.pelvic),
        seen=private.seen,
    )
