"""Where in a run it begins to hurt: the distances that were told, and whether they changed by more than chance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from trochanter.findings.finding_words import day_words
from trochanter.findings.history import History, Run
from trochanter.findings.sentences import listed
from trochanter.plan.onset import Onset, OnsetLimit, onset_limit
from trochanter.progress.days import Day
from trochanter.progress.sentences import days as whole
from trochanter.progress.sentences import say

SHOWN = 5  # onsets in words, the last ones
TWO_SIDED_95 = 0.975
LEVEL = 95
LEAST_KM = 1.0 / sqrt(12.0)  # nobody tells such a distance more finely than to a kilometre


@dataclass(frozen=True, slots=True)
class OnsetTrend:
    """Onsets in the order of days, the nearest of a day; change_km: from the first to the last by a straight line.

    half_km: half the width of the 95 % interval of the change; both None with fewer than three days.
    """

    onsets: tuple[Onset, ...] = ()
    change_km: float | None = None
    half_km: float | None = None

    @property
    def found(self) -> bool:
        """Whether the change is more than what chance alone makes of these distances."""
        return self.change_km is not None and self.half_km is not None and abs(self.change_km) > self.half_km

    @property
    def says(self) -> tuple[str, ...]:
        """The onsets in sentences; () where none was told."""
        if not self.onsets:
            return ()
        shown = [say("onset.one", km=f"{each.km:g}", on=day_words(each.on)) for each in self.onsets[-SHOWN:]]
        told = say("onset.told", what=listed(shown))
        if self.change_km is None or self.half_km is None:
            return (told, say("onset.few", n=whole("onset_few")), say("onset.rest"))
        key = ("out" if self.change_km > 0.0 else "in") if self.found else "none"
        low, high = self.change_km - self.half_km, self.change_km + self.half_km
        words = {"low": _signed(low), "high": _signed(high), "level": LEVEL}
        change = _signed(self.change_km) if key == "none" else f"{abs(self.change_km):.1f}"
        return (told, say(f"onset.{key}", change=change, **words), say("onset.rest"))


def onset_trend(days: Iterable[Day], on: date) -> OnsetTrend:
    """Where it began over the days up to one: a straight line through the distances, and the scatter around it.

    With slope b over the days t, change = b (t_last - t_first), and its standard error is
    s (t_last - t_first) / sqrt(sum (t - mean t)^2), s the scatter around the line with n - 2 degrees of freedom.
    """
    onsets = onsets_of(each for each in days if each.on <= on)
    if len(onsets) < whole("onset_few"):
        return OnsetTrend(onsets)
    return OnsetTrend(onsets, *_line(onsets))


def onsets_of(days: Iterable[Day]) -> tuple[Onset, ...]:
    """The nearest distance of each day at which it began, in the order of days."""
    told = ((each.on, [one.onset_km for one in each.sessions if one.onset_km is not None]) for each in days)
    return tuple(Onset(on, min(km)) for on, km in told if km)


def painless_of(days: Iterable[Day]) -> tuple[Run, ...]:
    """Runs of days on which 0 of 10 was told during them, and nothing else the next morning."""
    return tuple(run for each in days if each.during == 0 and not each.morning for run in each.runs)


def limit_of(days: Sequence[Day], history: History | None) -> OnsetLimit | None:
    """How far a run goes by the last onset that was told, in the log or in the history; None where there is none."""
    told = history.onset_km if history is not None and history.onset == "later" else None
    told_on = date.min if history is None else history.told_on
    return onset_limit(told_on, told, onsets_of(days), painless_of(days))


def _line(onsets: Sequence[Onset]) -> tuple[float, float]:
    """The change from the first to the last day along a straight line, and half of its 95 % interval."""
    from scipy.special import stdtrit

    n, first = len(onsets), onsets[0].on
    ages = [float((each.on - first).days) for each in onsets]
    middle, mean = sum(ages) / n, sum(each.km for each in onsets) / n
    square = sum((age - middle) ** 2 for age in ages)
    slope = sum((age - middle) * (each.km - mean) for age, each in zip(ages, onsets, strict=True)) / square
    left = [each.km - mean - slope * (age - middle) for age, each in zip(ages, onsets, strict=True)]
    scatter = max(sqrt(sum(each**2 for each in left) / (n - 2)), LEAST_KM)
    return slope * ages[-1], float(stdtrit(n - 2, TWO_SIDED_95)) * scatter * ages[-1] / sqrt(square)


def _signed(km: float) -> str:
    return f"{km:.1f}".replace("-", "\u2212")
