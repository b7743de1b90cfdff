"""Compare: two dates, and the two sides, against what a measurement can be off by."""

import datetime as dt

from fastapi import APIRouter
from starlette.responses import Response

from trochanter.core.errors import UnknownName
from trochanter.web.comparing import Compared, compared, days_of, sides_of
from trochanter.web.person import Here
from trochanter.web.render import page
from trochanter.web.still_pairs import still_pairs
from trochanter.web.words import Words

router = APIRouter(include_in_schema=False)


@router.get("/p/{person}/compare")
def compare(here: Here, then: str = "", now: str = "") -> Response:
    """Two days, the last and the first if none is named."""
    days, words = days_of(here.checks), here.look.words
    if len(days) < 2:
        return page(here, "compare.html", offers="advice", days=days, headline=words("compare.headline_none"))
    later, before = _day(now, days, days[0]), _day(then, days, days[-1])
    before, later = min(before, later), max(before, later)
    found = compared(here.checks, before, later, words) if before < later else ()
    return page(
        here, "compare.html", offers="advice", days=days, then=before, now=later, found=found,
        stills=still_pairs(here, before, later),
        headline=_headline(found, words),
        sides=[one for day in dict.fromkeys((later, before)) for one in sides_of(here.checks, day, words)],
    )  # fmt: skip


def _day(text: str, days: tuple[dt.date, ...], usual: dt.date) -> dt.date:
    """The day of an address; raises UnknownName for one on which nothing was measured."""
    if not text:
        return usual
    for day in days:
        if day.isoformat() == text:
            return day
    raise UnknownName("day of measuring", text[:20], [day.isoformat() for day in days])


def _headline(found: tuple[Compared, ...], words: Words) -> str:
    rows = [row for each in found for row in each.rows]
    if not rows:
        return words("compare.headline_apart")
    number = sum(row.found for row in rows)
    return words("compare.headline_changed", number=number, all=len(rows)) if number else words("compare.headline_same")
