"""Whether a plan holds to itself and to the screen of a day: anybody can change a file with an editor."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from trochanter.core.errors import ImpossibleData
from trochanter.findings.history import Goal, History
from trochanter.findings.limits import RUNNING_VIDEO, Activity, Kind, Limits, may
from trochanter.findings.permission import NotOffered, ScreenNeeded, word_of
from trochanter.findings.screen import Screen, limits_of
from trochanter.findings.sentences import listed
from trochanter.plan.dosing import minutes_of
from trochanter.plan.edit import refuse_dose
from trochanter.plan.library import exercise_named, exercises
from trochanter.plan.plan import LeftOut, Plan
from trochanter.plan.plan_rules import number, walk_run
from trochanter.plan.plan_sentences import plan_say
from trochanter.plan.run_step import no_running
from trochanter.plan.situation import PREGNANT_LATE, Situation, flagged, standing
from trochanter.plan.suitable import unsafe

ROUNDING = 0.01  # of minutes, as files keep them
RUNNING = "running"
AGAIN = "make the plan again: trochanter assess, then trochanter plan"


def refuse_beyond_itself(plan: Plan) -> None:
    """Return where a plan keeps the limits that stand in it, and those of every plan; raise ImpossibleData else.

    Limits, number of exercises, minutes, doses, and the row of the way back: whatever door it comes in by.
    """
    fault = next(iter(_faults(plan)), None)
    if fault is not None:
        raise ImpossibleData(fault, where="plan", valid="a plan as trochanter wrote it", next_step=AGAIN)


def beyond_screen(plan: Plan, screen: Screen, on: date, history: History | None = None) -> tuple[LeftOut, ...]:
    """What of a plan the screen of a day, and what was told, do not leave open; () where all of it is.

    history: as told last, None where nobody knows it; running stands under its own name. Whether the screen is due is
    not asked here.
    """
    now = standing(history, screen, on) if history is not None else _untold(screen, on)
    known = [exercises()[item.exercise] for item in plan.items if item.exercise in exercises()]
    found = [against for each in known if (against := unsafe(each, now)) is not None]
    none = no_running(now) if plan.run is not None else None
    if none is not None:
        why = plan_say("left.symptom_private") if none.private else none.says
        found.append(LeftOut(RUNNING, why, "screen", private=none.private))
    return tuple(found)


def refuse_beyond_screen(plan: Plan, screen: Screen, on: date, history: History | None = None) -> None:
    """Return where a plan may be shown or handed on on a day.

    Raises ScreenNeeded where the screen was not finished, NotOffered where it leaves out something that the plan asks
    for, ImpossibleData where what was told does, UnknownName for an exercise that there is not.
    """
    limits = limits_of(screen, on)
    if not screen.complete and limits.tier not in ("A", "B"):
        raise ScreenNeeded
    against = dict.fromkeys(word for each in _activities(plan) for word in may(limits, each).against)
    if against:
        raise NotOffered(limits, tuple(against), (AGAIN,))
    beyond = beyond_screen(plan, screen, on, history)
    if beyond:
        names = listed([words_of(each.exercise) for each in beyond])
        raise ImpossibleData(
            f"the plan holds what does not go with what was told: {names}. {beyond[0].why}",
            where="plan",
            valid="a plan that the answers leave open",
            next_step=AGAIN,
        )


def words_of(name: str) -> str:
    """An exercise of a plan in words and quotes, or running.

    >>> words_of("running")
    'running'
    """
    return f"'{exercises()[name].words}'" if name in exercises() else name


def _activities(plan: Plan) -> Iterable[Activity]:
    """Everything that a plan asks of somebody; that it is one of exercises counts for an empty one, too."""
    yield Activity(Kind.EXERCISE)
    for item in plan.items:
        yield exercise_named(item.exercise).activity
    if plan.run is not None:
        yield RUNNING_VIDEO  # what a run asks of the screen, filmed or not


def _faults(plan: Plan) -> Iterator[str]:
    yield from _by_limits(plan, plan.limits)
    names = [item.exercise for item in plan.items]
    if len(set(names)) < len(names):
        yield "an exercise stands in it twice"
    if len(names) > number("most_items"):
        yield f"{len(names)} exercises, where a plan has at most {number('most_items'):g}"
    for item in plan.items:
        refuse_dose(item.dose)
    most = min(plan.minutes_most, number("most_minutes"))
    known = [item for item in plan.items if item.exercise in exercises()]
    minutes = sum(minutes_of(exercises()[item.exercise], item.dose) for item in known)
    if max(minutes, plan.minutes) > most + ROUNDING:
        yield f"it takes {max(minutes, plan.minutes):.1f} minutes on one day, where {most:g} are the most"
    row = 0 if plan.run is None else plan.run.row
    if max(row, plan.run_row) > len(walk_run()):
        yield f"row {max(row, plan.run_row)} of the way back to running, which has {len(walk_run())}"


def _by_limits(plan: Plan, limits: Limits) -> Iterator[str]:
    """What the limits that stand in a plan are against."""
    for item in plan.items:
        activity = exercises()[item.exercise].activity if item.exercise in exercises() else Activity(Kind.EXERCISE)
        against = may(limits, activity).against
        if against:
            yield f"{words_of(item.exercise)} is in it, and its own limits leave out {_listed(against)}"
    against = may(limits, RUNNING_VIDEO).against if plan.run is not None else ()
    if against:
        yield f"running is in it, and its own limits leave out {_listed(against)}"


def _listed(words: tuple[str, ...]) -> str:
    return listed([word_of(word) for word in words])


def _untold(screen: Screen, on: date) -> Situation:
    """The situation of somebody of whom only the answers to the screen are known.

    The week of a pregnancy is not guessed from the day then: whoever makes a plan knows it, or does.
    """
    now = standing(History(screen.asked_on, Goal("not told", 0)), screen, on)
    late = flagged(screen, "D-pregnant-late") is not None
    return replace(now, holding=tuple(each for each in now.holding if late or each.word != PREGNANT_LATE))
