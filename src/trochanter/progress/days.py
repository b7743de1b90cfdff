"""Sessions as they come, put into order: one entry a day, and what cannot be counted set aside and told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from trochanter.core.quality import Notice
from trochanter.findings.history import Run
from trochanter.progress.places import Kind, kind_of
from trochanter.progress.sentences import say_count
from trochanter.progress.session import Done, Ended, Session

FUTURE, TWICE, EARLY = "sessions-to-come", "runs-twice", "sessions-before-plan"
_ORDER: tuple[Ended, ...] = ("stopped", "done", "part", "missed", "noted")
_SAME = 0.05  # of a run's distance or time: what a watch and a person's own word may differ by


@dataclass(frozen=True, slots=True)
class Day:
    """All that is told of one day; pains as in ``Session``: the first before, the worst during, the last next morning.

    runs: as single runs. A day of several sessions is stopped where one was, else done where one was.
    """

    on: date
    sessions: tuple[Session, ...]
    runs: tuple[Run, ...] = ()

    @property
    def ended(self) -> Ended:
        """How the day's exercises ended, the weightiest word first."""
        words = {each.ended for each in self.sessions}
        return next((word for word in _ORDER if word in words), "noted")

    @property
    def done(self) -> tuple[Done, ...]:
        """Exercises of all sessions."""
        return tuple(row for each in self.sessions for row in each.done)

    @property
    def before(self) -> int | None:
        """Pain before the first session."""
        return next((each.pain_before for each in self.sessions if each.pain_before is not None), None)

    @property
    def during(self) -> int | None:
        """The worst pain during a session or run."""
        return max((each.pain_during for each in self.sessions if each.pain_during is not None), default=None)

    @property
    def morning(self) -> int | None:
        """Pain on the next morning, as told last."""
        told = [each.pain_next_morning for each in self.sessions if each.pain_next_morning is not None]
        return told[-1] if told else None

    @property
    def worst(self) -> int | None:
        """The worst pain that is told of the day."""
        return max((each.worst for each in self.sessions if each.worst is not None), default=None)

    @property
    def effort(self) -> int | None:
        """The highest effort of a session."""
        return max((each.effort for each in self.sessions if each.effort is not None), default=None)

    @property
    def kinds(self) -> frozenset[Kind]:
        """What kinds of pain were told of: by the place, where there was pain."""
        return frozenset(kind_of(each.pain_place) for each in self.sessions if each.worst)

    @property
    def trained(self) -> bool:
        """Whether anything was done of the exercises."""
        return any(each.ended in ("done", "part", "stopped") for each in self.sessions)


def days_of(
    sessions: Sequence[Session], runs: Sequence[Run], on: date
) -> tuple[tuple[Day, ...], tuple[Run, ...], tuple[Notice, ...]]:
    """Days in their order, every single run, and what was noticed; nothing of a day after ``on`` is counted.

    Sessions of one day stay in the order in which they were given. A run that a file and a session both tell of counts
    once: the same day, and as far or as long.
    """
    notices = []
    later = sum(each.on > on for each in sessions) + sum(each.on > on for each in runs)
    if later:
        notices.append(Notice(FUTURE, say_count("notice.future", later, on=on)))
    told = [Run(each.on, each.run_km, each.run_min, "session") for each in sessions if each.ran and each.on <= on]
    read = [each for each in runs if each.on <= on]
    single, twice = _once(read, told)
    if twice:
        notices.append(Notice(TWICE, say_count("notice.twice", twice)))
    by_day: dict[date, list[Session]] = {}
    for each in sorted((one for one in sessions if one.on <= on), key=lambda one: one.on):
        by_day.setdefault(each.on, []).append(each)
    for run in single:
        by_day.setdefault(run.on, [])
    days = tuple(Day(day, tuple(by_day[day]), tuple(run for run in single if run.on == day)) for day in sorted(by_day))
    return days, single, tuple(notices)


def recent(days: Iterable[Day], on: date, within: int) -> tuple[Day, ...]:
    """Days of the last ``within`` days up to and with ``on``."""
    return tuple(each for each in days if on - timedelta(days=within) < each.on <= on)


def _once(read: Sequence[Run], told: Sequence[Run]) -> tuple[tuple[Run, ...], int]:
    """Runs of files, and those of sessions that no file has; how many were told twice."""
    left = list(read)
    single, twice = list(dict.fromkeys(read)), 0
    for run in told:
        match = next((each for each in left if _same(each, run)), None)
        if match is None:
            single.append(run)
        else:
            left.remove(match)
            twice += 1
    return tuple(sorted(single, key=lambda each: each.on)), twice


def _same(one: Run, other: Run) -> bool:
    if one.on != other.on:
        return False
    pairs = ((one.distance_km, other.distance_km), (one.minutes, other.minutes))
    known = [(mine, theirs) for mine, theirs in pairs if mine is not None and theirs is not None]
    return bool(known) and all(abs(mine - theirs) <= _SAME * max(mine, theirs) + 0.1 for mine, theirs in known)
