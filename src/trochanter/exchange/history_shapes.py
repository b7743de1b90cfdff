"""The documented shapes of ``history.json``, which are also those of a file of answers: ``trochanter.history/1``."""

import datetime as dt

from pydantic import Field

from trochanter.exchange.shapes import Shape

SCHEMA = "trochanter.history/1"


class GoalResult(Shape):
    """What the person wants to do again."""

    activity: str = Field(description="One activity, in their own words.")
    able: int = Field(description="How well it goes now, 0 (not at all) to 10 (as before).")
    wanted_by: dt.date | None = Field(default=None, description="A day; null if there is none.")


class PainResult(Shape):
    """Pain at one place in the last week."""

    place: str = Field(description="A word of pain_places.")
    side: str | None = Field(default=None, description="right or left; null in the middle, or where nobody said.")
    worst: int = Field(description="Its worst, 0 to 10.")


class InjuryResult(Shape):
    """An injury, operation or finding of before."""

    what: str = Field(description="A word of injuries.")
    side: str | None = Field(default=None, description="right or left; null where nobody said.")
    year: int | None = Field(default=None, description="The year; null where nobody said.")
    picture: str = Field(default="", description="mri, xray or ultrasound where it showed it; empty else.")
    note: str = Field(default="", description="Own words.")


class RunResult(Shape):
    """One run."""

    on: dt.date = Field(description="Its day.")
    distance_km: float | None = Field(default=None, description="Kilometres; null where not told.")
    minutes: float | None = Field(default=None, description="Minutes; null where not told.")
    source: str = Field(default="told", description="told, or the name of a file.")


class PrivateResult(Shape):
    """What is asked only with the reason why, and is written only where the person wants it."""

    sex: str = Field(default="", description="A word of sex; empty where not told.")
    weeks_pregnant: int | None = Field(default=None, description="Weeks; null where it does not apply.")
    birth_on: dt.date | None = Field(default=None, description="Day of the last birth; null where it does not apply.")
    birth_how: str = Field(default="", description="A word of birth_how; empty where not told.")
    pelvic: list[str] = Field(default=[], description="Words of pelvic.")
    seen: bool | None = Field(default=None, description="Whether somebody for the pelvic floor has looked at it since.")


class HistoryResult(Shape):
    """What a person told on a day. A file of answers may leave out schema and told_on: then it is told today."""

    schema_: str = Field(alias="schema", description="Name and version of this format.")
    told_on: dt.date = Field(description="The day of telling.")
    goal: GoalResult = Field(description="What they want to do again.")
    limited: list[str] = Field(default=[], description="Words of tasks.")
    pains: list[PainResult] = Field(default=[], description="Pain in the last week.")
    onset: str | None = Field(default=None, description="start, later, after or always; null where not told.")
    onset_km: float | None = Field(default=None, description="After how many kilometres; null if not by distance.")
    at_night: bool | None = Field(default=None, description="Pain at night or lying still; null where not told.")
    sitting: bool | None = Field(default=None, description="Pain when sitting for long; null where not told.")
    turns_in: str = Field(default="not sure", description="right, left, both, neither or not sure, by feel.")
    injuries: list[InjuryResult] = Field(default=[], description="Of before.")
    ran: str = Field(default="not said", description="Whether they ran in the last 30 days: yes, no or not said.")
    runs: list[RunResult] = Field(default=[], description="Runs so far.")
    race_on: dt.date | None = Field(default=None, description="Day of a race; null for none.")
    equipment: list[str] = Field(default=[], description="Words of equipment.")
    minutes: int = Field(default=15, description="On an exercise day.")
    therapist: bool = Field(default=False, description="Whether a physical therapist goes along.")
    private: PrivateResult | None = Field(default=None, description="Null unless the person wants it in the file.")
