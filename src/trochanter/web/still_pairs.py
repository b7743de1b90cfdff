"""Pictures of two days in step: the same leg at rest, turned in, turned out, then beside now."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from trochanter.web.check.shown import kept_checks
from trochanter.web.check.stills import StillShown, stills_of
from trochanter.web.person import PersonPage


@dataclass(frozen=True, slots=True)
class StillPair:
    """One moment of one leg on two days; side: 'right' or 'left'; heading: which moment."""

    side: str
    heading: str
    then: StillShown
    now: StillShown


def still_pairs(here: PersonPage, then: dt.date, now: dt.date) -> tuple[StillPair, ...]:
    """The moments of which both days have a picture, the first of each day where there are several."""
    before, later = dict(_of_day(here, then)), dict(_of_day(here, now))
    return tuple(StillPair(*key, before[key], later[key]) for key in later if key in before)


def _of_day(here: PersonPage, day: dt.date) -> Iterator[tuple[tuple[str, str], StillShown]]:
    """Pictures by leg and moment, the last of each first: a dict keeps what comes last."""
    legs = [leg for kept in kept_checks(here) if kept.day == day for leg in stills_of(here, kept)]
    for leg in reversed(legs):
        for still in reversed(leg.stills):
            yield (leg.side, still.heading), still
