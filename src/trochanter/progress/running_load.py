"""Runs as context: the longest of the last weeks, and two exponentially weighted sums; never a score."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp

from trochanter.findings.finding_words import day_words
from trochanter.findings.history import Run
from trochanter.progress.sentences import days as whole
from trochanter.progress.sentences import say


@dataclass(frozen=True, slots=True)
class RunningLoad:
    """Kilometres a day, weighted towards today with time constants of 7 and 42 days; the longest run of 30 days.

    longest: None where no distance of those days is known; runs: how many runs of those days are known.
    """

    short_km: float
    long_km: float
    longest: Run | None
    runs: int

    @property
    def says(self) -> tuple[str, ...]:
        """The load in sentences."""
        days = whole("longest_days")
        if not self.runs:
            return (say("load.none", days=days),)
        said = [say("load.sums", short=f"{self.short_km:.1f}", long=f"{self.long_km:.1f}")]
        if self.longest is not None:
            on, km = self.longest.on, f"{self.longest.distance_km:.1f}"
            said.append(say("load.longest", days=days, km=km, on=day_words(on)))
        return tuple(said)


def running_load(runs: Sequence[Run], on: date) -> RunningLoad:
    """The load of runs up to a day.

    Each sum is (1 - exp(-1 / T)) * sum of km * exp(-age / T) over runs, age in days, time constant T: for the same
    distance every day it tends to that distance a day.
    """
    known = [each for each in runs if each.on <= on]
    lately = [each for each in known if (on - each.on).days < whole("longest_days")]
    far = [each for each in lately if each.distance_km is not None]
    longest = max(far, key=lambda each: each.distance_km or 0.0, default=None)
    return RunningLoad(
        weighted_km(known, on, whole("short_days")), weighted_km(known, on, whole("long_days")), longest, len(lately)
    )


def weighted_km(runs: Sequence[Run], on: date, constant_days: int) -> float:
    """Kilometres a day of runs up to a day, exponentially weighted; one constant distance a day gives that distance."""
    step = 1.0 - exp(-1.0 / constant_days)
    ages = (((on - each.on).days, each.distance_km) for each in runs if each.on <= on)
    return step * sum(km * exp(-age / constant_days) for age, km in ages if km is not None)
