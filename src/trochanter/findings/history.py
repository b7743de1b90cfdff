"""What a person wants to do again, what limits them, and what happened before: told once, brought up to date later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Literal, get_args

from trochanter.core.errors import BadSetting, ImpossibleData, UnknownName
from trochanter.core.sides import Side
from trochanter.findings.history_words import choices_of

Onset = Literal["start", "later", "after", "always"]
TurnsIn = Literal["right", "left", "both", "neither", "not sure"]
Ran = Literal["yes", "no", "not said"]
ONSETS: tuple[Onset, ...] = get_args(Onset)
TURNS_IN: tuple[TurnsIn, ...] = get_args(TurnsIn)
RAN: tuple[Ran, ...] = get_args(Ran)
MOST = 10
LONGEST_WORDS = 120
MOST_MINUTES = 60
FARTHEST_KM = 500.0  # longer than any run in one day: a slip of the pen
LONGEST_MIN = 2880.0
EARLIEST_YEAR = 1900
MOST_WEEKS = 45  # of a pregnancy


def _refuse_scale(where: str, number: int) -> None:
    if not 0 <= number <= MOST:
        raise ImpossibleData(f"{number} is not on the scale", where=where, valid=f"a whole number from 0 to {MOST}")


def _refuse_words(where: str, text: str, *, empty: bool = True) -> None:
    words = text.strip()
    if (not words and not empty) or len(words) > LONGEST_WORDS or not all(each.isprintable() for each in words):
        raise BadSetting(f"the words of {where}", text[:40], f"one line of up to {LONGEST_WORDS} characters")


def _refuse_unknown(kind: str, given: Iterable[str], group: str) -> None:
    for word in given:
        if word not in choices_of(group):
            raise UnknownName(kind, word, choices_of(group), where="history")


@dataclass(frozen=True, slots=True)
class Goal:
    """One activity that a person wants to do again: the primary outcome; how far a hip turns is secondary.

    activity: in their own words; able: how well it goes now, 0 (not at all) to 10 (as before); wanted_by: a day, None
    if there is none. Raises ImpossibleData for another number, BadSetting for no words or too many.
    """

    activity: str
    able: int
    wanted_by: date | None = None

    def __post_init__(self) -> None:
        """Refuse a number that is none of the scale, and words that cannot be shown."""
        _refuse_words("goal", self.activity, empty=False)
        _refuse_scale("goal", self.able)


@dataclass(frozen=True, slots=True)
class Pain:
    """Pain at one place in the last week: which side (None: in the middle, or not said), its worst, 0 to 10."""

    place: str
    side: Side | None
    worst: int

    def __post_init__(self) -> None:
        """Refuse a place that is not asked for, and a number that is none of the scale."""
        _refuse_unknown("place of pain", [self.place], "pain_places")
        _refuse_scale(f"pain, {self.place}", self.worst)


@dataclass(frozen=True, slots=True)
class Injury:
    """An injury, operation or finding of before: what (a word of ``data/history.toml``), which side, which year.

    picture: what showed it ('mri', 'xray', 'ultrasound'), '' where nothing did or it was not said; note: own words.
    """

    what: str
    side: Side | None = None
    year: int | None = None
    picture: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse words that are not asked for and years that are none."""
        _refuse_unknown("injury", [self.what], "injuries")
        _refuse_unknown("kind of picture", [self.picture] if self.picture else [], "pictures")
        _refuse_words(f"injury, {self.what}", self.note)
        if self.year is not None and not EARLIEST_YEAR <= self.year <= date.max.year:
            raise ImpossibleData(
                f"{self.year} is no year of it", where=f"injury, {self.what}", valid="a year such as 2021"
            )


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its day, distance and time; source: 'told', or the name of a file."""

    on: date
    distance_km: float | None
    minutes: float | None
    source: str = "told"

    def __post_init__(self) -> None:
        """Refuse what cannot be a run."""
        for value, most, unit in ((self.distance_km, FARTHEST_KM, "km"), (self.minutes, LONGEST_MIN, "minutes")):
            if value is not None and not (isfinite(value) and 0.0 < value <= most):
                raise ImpossibleData(
                    f"a run cannot have {value:g} {unit}",
                    where=f"run of {self.on}",
                    valid=f"more than 0, up to {most:g} {unit}",
                )


@dataclass(frozen=True, slots=True)
class Private:
    """What is asked only with the reason why, may be left out, and stays off PDF, calendar and, by default, files.

    weeks_pregnant, birth_on: None where it does not apply or was not said; the other words are those of
    ``data/history.toml``. seen: whether a clinician for the pelvic floor has looked at it since, None for not said.
    """

    sex: str = ""
    weeks_pregnant: int | None = None
    birth_on: date | None = None
    birth_how: str = ""
    pelvic: tuple[str, ...] = ()
    seen: bool | None = None

    def __post_init__(self) -> None:
        """Refuse words that are not asked for."""
        _refuse_unknown("answer on sex", [self.sex] if self.sex else [], "sex")
        _refuse_unknown("kind of birth", [self.birth_how] if self.birth_how else [], "birth_how")
        _refuse_unknown("pelvic symptom", self.pelvic, "pelvic")
        if self.weeks_pregnant is not None and not 0 <= self.weeks_pregnant <= MOST_WEEKS:
            raise ImpossibleData(
                f"a pregnancy cannot be of {self.weeks_pregnant} weeks", where="history", valid=f"0 to {MOST_WEEKS}"
            )

    @property
    def told(self) -> bool:
        """Whether anything is told."""
        return self != Private()


@dataclass(frozen=True, slots=True)
class History:
    """What a person told on a day; words of places, tasks and equipment are those of ``data/history.toml``.

    limited: tasks that are limited; onset: when in a run it begins; onset_km: after how much running, None if not by
    distance; ran: whether they ran in the 30 days before; runs: those that were told; equipment: what is there to train
    with; minutes: on an exercise day; therapist: whether one goes along. Raises UnknownName, BadSetting and
    ImpossibleData for what no answer can be.
    """

    told_on: date
    goal: Goal
    limited: tuple[str, ...] = ()
    pains: tuple[Pain, ...] = ()
    onset: Onset | None = None
    onset_km: float | None = None
    at_night: bool | None = None
    sitting: bool | None = None
    turns_in: TurnsIn = "not sure"
    injuries: tuple[Injury, ...] = ()
    ran: Ran = "not said"
    runs: tuple[Run, ...] = ()
    race_on: date | None = None
    equipment: frozenset[str] = frozenset()
    minutes: int = 15
    therapist: bool = False
    private: Private = Private()

    def __post_init__(self) -> None:
        """Refuse what no answer can be."""
        _refuse_unknown("task", self.limited, "tasks")
        _refuse_unknown("equipment", self.equipment, "equipment")
        for what, given, options in (
            ("when it begins", self.onset or ONSETS[0], ONSETS),
            ("which leg turns in", self.turns_in, TURNS_IN),
            ("whether they ran", self.ran, RAN),
        ):
            if given not in options:
                raise BadSetting(what, given, ", ".join(options))
        if not 1 <= self.minutes <= MOST_MINUTES:
            raise BadSetting("minutes on an exercise day", self.minutes, f"1 to {MOST_MINUTES}")
        if self.onset_km is not None and not 0.0 < self.onset_km <= FARTHEST_KM:
            raise BadSetting("onset_km", self.onset_km, f"more than 0, up to {FARTHEST_KM:g} km")
        self._refuse_days_to_come()

    def _refuse_days_to_come(self) -> None:
        days = [each.on for each in self.runs] + ([self.private.birth_on] if self.private.birth_on else [])
        for day in days:
            if day > self.told_on:
                raise ImpossibleData(
                    f"{day} is after the day of telling", where="history", valid=f"up to {self.told_on}"
                )

    @property
    def worst(self) -> int:
        """The worst pain of the last week, 0 where there is none."""
        return max((each.worst for each in self.pains), default=0)

    def pain_at(self, *places: str) -> tuple[Pain, ...]:
        """Pains that hurt (more than 0) at any of the places, the worst first."""
        found = [each for each in self.pains if each.place in places and each.worst > 0]
        return tuple(sorted(found, key=lambda each: -each.worst))
