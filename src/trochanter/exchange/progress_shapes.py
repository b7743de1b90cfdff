"""The documented shapes of what ``trochanter progress --json`` prints: ``trochanter.progress/1``."""

import datetime as dt

from pydantic import Field

from trochanter.exchange.shapes import Quantity, Shape

SCHEMA = "trochanter.progress/1"


class VerdictResult(Shape):
    """The verdict on the goal."""

    word: str = Field(description="improved, no detectable change, worse, not done, too little data, or paused.")
    says: str = Field(description="One sentence.")
    why: list[str] = Field(description="What is behind it.")


class TodayResult(Shape):
    """The day's sentence on running."""

    kind: str = Field(description="planned, less, walk (only), or none.")
    says: str = Field(description="The sentence.")
    why: list[str] = Field(description="What is behind it.")
    see: str = Field(description="Whom to see; empty for nobody.")
    ask: str = Field(description="What has to be answered first: screen, session (three short questions), or empty.")
    most: Quantity | None = Field(description="How far at most, km; null where it is not told by distance.")


class WeekResult(Shape):
    """One week of the course."""

    begins: dt.date = Field(description="Its first day.")
    planned: int = Field(description="Exercise days that were planned and are over.")
    done: float = Field(description="Of them done; parts of a day count.")
    run: Quantity = Field(description="Kilometres run.")


class AdherenceResult(Shape):
    """What was done beside what was planned."""

    planned: int = Field(description="Exercise days planned so far.")
    done: float = Field(description="Of them done.")
    share: Quantity = Field(description="Done of planned, 0 to 1; null where nothing was planned.")
    open: list[dt.date] = Field(description="Planned days on which nothing was done.")
    weeks: list[WeekResult] = Field(description="Week by week.")
    says: list[str] = Field(description="In words.")


class PointResult(Shape):
    """One point of a trend."""

    on: dt.date = Field(description="Its day; of a week its middle.")
    value: Quantity = Field(description="The number with its standard error.")
    n: int = Field(description="How many numbers are behind it.")


class TrendResult(Shape):
    """One trend, from the beginning of the course to now."""

    measure: str = Field(description="goal, pain or range.")
    what: str = Field(description="In words.")
    points: list[PointResult] = Field(description="In the order of days.")
    change: Quantity = Field(description="Last minus first; null where it cannot be told.")
    low: Quantity = Field(description="Lower bound of its interval.")
    high: Quantity = Field(description="Upper bound of its interval.")
    level: int = Field(description="Level of the interval, per cent.")
    detectable: Quantity = Field(description="What a change has to reach.")
    direction: str = Field(description="better, worse, same or unknown; a range is never better or worse.")
    found: bool = Field(description="Whether a change is likely.")
    reasons: list[str] = Field(description="Why it cannot be told; empty where it can.")
    says: list[str] = Field(description="In words.")


class OnsetResult(Shape):
    """Where in a run it began to hurt, on one day."""

    on: dt.date = Field(description="The day.")
    distance: Quantity = Field(description="Kilometres after which it began.")


class OnsetTrendResult(Shape):
    """Where in a run it begins to hurt, over the days."""

    onsets: list[OnsetResult] = Field(description="In the order of days.")
    change: Quantity | None = Field(description="First to last by a straight line, km; null with fewer than three.")
    half: Quantity | None = Field(description="Half of the 95 % interval of the change.")
    found: bool = Field(description="Whether the change is more than chance alone makes.")
    says: list[str] = Field(description="In words.")


class GateResult(Shape):
    """One gate of the plan."""

    rule: str = Field(description="Its code.")
    says: str = Field(description="In words.")
    holds: bool | None = Field(description="null where what it asks for is not known.")


class StepResult(Shape):
    """The next step."""

    kind: str = Field(description="see somebody, screen again, hand off, step back, deload, hold, re-test, ...")
    says: str = Field(description="In words.")
    why: list[str] = Field(description="What is behind it.")
    exercises: list[str] = Field(description="What it is about; empty for the whole plan.")
    re_test_due: bool = Field(description="Whether a re-test is due as well.")


class LoadResult(Shape):
    """Running as context."""

    week: Quantity = Field(description="Kilometres a day, weighted with 7 days.")
    six_weeks: Quantity = Field(description="Kilometres a day, weighted with 42 days.")
    longest: Quantity = Field(description="Longest run of 30 days, km; null for none.")
    longest_on: dt.date | None = Field(description="Its day.")


class ProgressNotice(Shape):
    """Something that was noticed."""

    code: str = Field(description="For programs.")
    text: str = Field(description="For people.")
    where: str = Field(description="File and line, where there is one.")


class ProgressResult(Shape):
    """Progress on a day."""

    schema_: str = Field(alias="schema", description=f"Always {SCHEMA}.")
    versions: dict[str, str] = Field(description="Versions of trochanter and of what it uses.")
    on: dt.date = Field(description="The day.")
    begun_on: dt.date = Field(description="First day of the course.")
    week: int = Field(description="Week of the course, the first is 1.")
    verdict: VerdictResult = Field(description="On the goal.")
    today: TodayResult = Field(description="On running today.")
    adherence: AdherenceResult = Field(description="What was done.")
    trends: list[TrendResult] = Field(description="Goal, pain, then how far the hips turn.")
    onset: OnsetTrendResult = Field(description="Where in a run it begins to hurt.")
    gates: list[GateResult] = Field(description="To the next stage.")
    run_gates: list[GateResult] = Field(description="Before the first run.")
    step: StepResult = Field(description="What is next.")
    load: LoadResult = Field(description="Running, for context.")
    notices: list[ProgressNotice] = Field(description="What was noticed.")
    reviewed: str = Field(description="Who of the clinicians has read the rules.")
