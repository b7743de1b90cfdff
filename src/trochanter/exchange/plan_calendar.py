"""The days of a plan as an iCalendar file (RFC 5545): exercise days and the next check, and nothing about health.

Calendars are copied to other computers: there is no name of an exercise, no pain, no body in it. Times are local
('floating': 18:00 is 18:00 wherever the calendar is, before and after the clocks change) or of a named zone, whose
rules the file then brings along. The same plan has the same UIDs, so that a second import is an update. Extra
``calendar``.
"""

import datetime as dt
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING
from uuid import uuid5
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trochanter.anatomy.codes import namespace
from trochanter.core.errors import BadSetting, MissingExtra
from trochanter.plan.plan import Plan

if TYPE_CHECKING:
    from icalendar import Event

MAKER = "-//training plan//EN"
EXERCISES, CHECK = "Exercises", "Check"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
CHECK_MINUTES = 30
STEP_MINUTES = 5
LONGEST_TITLE = 60
_COUNTED_FROM = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How days are entered: at which time of day (None: the whole day), in which zone (None: local, floating).

    exercises, check: what the entries are called; remind_min: minutes before, None for no reminder (it needs a time);
    whose: any word that keeps two people in one calendar apart; it is not written. Raises BadSetting.
    """

    at: dt.time | None = None
    zone: ZoneInfo | None = None
    exercises: str = EXERCISES
    check: str = CHECK
    remind_min: int | None = None
    whose: str = ""

    def __post_init__(self) -> None:
        """Refuse a reminder or a zone without a time, and titles that are none."""
        for option, given in (("--zone", self.zone), ("--remind", self.remind_min)):
            if self.at is None and given is not None:
                raise BadSetting(
                    option, str(given), "used together with --at", "give a time of day, such as --at 18:00"
                )
        for title in (self.exercises, self.check):
            if not title.strip() or len(title) > LONGEST_TITLE or not title.isprintable():
                raise BadSetting("a title", title[:40], f"one line of up to {LONGEST_TITLE} characters")
        if self.remind_min is not None and not 0 <= self.remind_min <= 24 * 60:
            raise BadSetting("--remind", self.remind_min, "0 to 1440 minutes before")


def calendar_text(plan: Plan, wishes: Wishes | None = None, *, made_at: dt.datetime) -> str:
    """The calendar; made_at: with its time zone, and a later one replaces an earlier one. Raises MissingExtra."""
    try:
        from icalendar import Calendar
    except ImportError:
        raise MissingExtra("icalendar", "calendar", "a calendar file") from None
    wanted = wishes or Wishes()
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    days = exercise_days(plan)
    if days:
        calendar.add_component(_exercises(plan, days, wanted, made_at))
    calendar.add_component(_check(plan, wanted, made_at))
    if wanted.zone is not None:
        year = dt.timedelta(days=366)  # with both changes of the clocks
        calendar.add_missing_timezones(plan.made_on - year, plan.retest_on + year)
    content: bytes = calendar.to_ical()
    return content.decode("utf-8")


def exercise_days(plan: Plan) -> tuple[dt.date, ...]:
    """Days with exercises from the plan's first day to the one before the next check."""
    span = (plan.retest_on - plan.made_on).days
    days = (plan.made_on + dt.timedelta(days=k) for k in range(span))
    return tuple(day for day in days if day.weekday() in plan.weekdays)


def zone_named(name: str) -> ZoneInfo:
    """A zone by its name, such as Europe/Berlin; raises BadSetting."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSetting("--zone", name[:60], "the name of a zone, such as Europe/Berlin or America/New_York") from None


def time_of_day(text: str) -> dt.time:
    """A time of day as typed, HH:MM; raises BadSetting."""
    try:
        hours, minutes = text.strip().split(":")
        return dt.time(int(hours), int(minutes))
    except ValueError:
        raise BadSetting("--at", text[:20], "hours and minutes, such as 18:00") from None


def _exercises(plan: Plan, days: tuple[dt.date, ...], wanted: Wishes, made_at: dt.datetime) -> "Event":
    minutes = STEP_MINUTES * max(1, ceil(plan.minutes / STEP_MINUTES))
    event = _event("exercises", wanted.exercises, plan, wanted, made_at)
    _place(event, days[0], minutes, wanted)
    event.add("rrule", {"freq": "weekly", "count": len(days), "byday": [WEEKDAYS[day] for day in plan.weekdays]})
    return event


def _check(plan: Plan, wanted: Wishes, made_at: dt.datetime) -> "Event":
    event = _event("check", wanted.check, plan, wanted, made_at)
    _place(event, plan.retest_on, CHECK_MINUTES, wanted)
    return event


def _event(kind: str, title: str, plan: Plan, wanted: Wishes, made_at: dt.datetime) -> "Event":
    """An entry with what every one needs: plans that follow each other share their UIDs, the later one counts."""
    from icalendar import Alarm, Event

    event = Event()
    first = plan.begun
    event.add("uid", f"{uuid5(namespace(), f'{kind} {first.isoformat()} {wanted.whose}')}")
    event.add("dtstamp", made_at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("sequence", max(0, int((made_at - _COUNTED_FROM).total_seconds() // 60)))
    event.add("summary", title)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if wanted.remind_min is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", -dt.timedelta(minutes=wanted.remind_min))
        event.add_component(alarm)
    return event


def _place(event: "Event", day: dt.date, minutes: int, wanted: Wishes) -> None:
    if wanted.at is None:
        event.add("dtstart", day)
        return
    event.add("dtstart", dt.datetime.combine(day, wanted.at, tzinfo=wanted.zone))
    event.add("duration", dt.timedelta(minutes=minutes))
