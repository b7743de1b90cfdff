"""The calendar of a plan: the right days, the same hour across both changes of the clocks, and no word about health."""

import datetime as dt
from dataclasses import replace
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.exchange.made_plan import made_item, made_plan
from trochanter.core.errors import BadSetting
from trochanter.exchange.plan_calendar import Wishes, calendar_text, exercise_days, time_of_day, zone_named
from trochanter.plan.plan import Plan

pytestmark = pytest.mark.needs("icalendar")

NOON = dt.datetime(2026, 11, 22, 12, 0, 0, 7, tzinfo=dt.UTC)
SIX = dt.time(18, 0)
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


def events(text: str) -> dict[str, Any]:
    from icalendar import Calendar

    return {str(each["summary"]): each for each in Calendar.from_ical(text).walk("VEVENT")}


def expanded(rule: Any, start: dt.datetime) -> list[dt.datetime]:
    """All instants of a rule by the clock on the wall."""
    return list(import_module("dateutil.rrule").rrulestr(rule.to_ical().decode(), dtstart=start.replace(tzinfo=None)))


def times(event: Any) -> list[dt.datetime]:
    """All instants of an entry, as a calendar program expands them: by the clock on the wall."""
    start = event["dtstart"].dt
    return [each.replace(tzinfo=start.tzinfo) for each in expanded(event["rrule"], start)]


def made(plan: Plan | None = None, wishes: Wishes | None = None, at: dt.datetime = NOON) -> str:
    return calendar_text(plan or made_plan(), wishes, made_at=at)


def test_exercise_days_and_the_next_check() -> None:
    plan = made_plan()  # from a Sunday on: Monday, Wednesday, Friday
    found = events(made(plan))
    rule = found["Exercises"]["rrule"]
    assert rule.to_ical() == b"FREQ=WEEKLY;COUNT=15;BYDAY=MO,WE,FR"
    assert found["Exercises"]["dtstart"].dt == dt.date(2026, 11, 23)
    assert found["Check"]["dtstart"].dt == plan.retest_on
    starts = expanded(rule, dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    assert tuple(each.date() for each in starts) == exercise_days(plan)
    assert exercise_days(plan)[-1] < plan.retest_on


@pytest.mark.parametrize(
    ("zone", "start", "change", "hours"),
    [
        (BERLIN, dt.date(2027, 3, 15), dt.date(2027, 3, 28), (1, 2)),
        (BERLIN, dt.date(2026, 10, 12), dt.date(2026, 10, 25), (2, 1)),
        (NEW_YORK, dt.date(2027, 3, 1), dt.date(2027, 3, 14), (-5, -4)),
        (NEW_YORK, dt.date(2026, 10, 19), dt.date(2026, 11, 1), (-4, -5)),
    ],
)
def test_the_hour_stays_when_the_clocks_change(
    zone: ZoneInfo, start: dt.date, change: dt.date, hours: tuple[int, int]
) -> None:
    text = made(made_plan(made_on=start), Wishes(at=SIX, zone=zone))
    assert "BEGIN:VTIMEZONE" in text
    found = times(events(text)["Exercises"])
    assert {each.time() for each in found} == {SIX}
    for each in found:
        offset = hours[0] if each.date() < change else hours[1]
        assert each.utcoffset() == dt.timedelta(hours=offset)
    assert found[0].date() < change < found[-1].date()


def test_the_zone_in_the_file_agrees_with_the_zone() -> None:
    """A program that knows no zones by name has to come to the same instants from the file alone."""
    from icalendar import Calendar

    text = made(made_plan(made_on=dt.date(2027, 3, 15)), Wishes(at=SIX, zone=BERLIN))
    found: Any = Calendar.from_ical(text).walk("VTIMEZONE")[0]
    zone = found.to_tz()
    for month, day in ((3, 26), (3, 29), (10, 29), (11, 1)):
        then = dt.datetime(2027, month, day, 18, tzinfo=BERLIN)
        assert then.replace(tzinfo=zone).utcoffset() == then.utcoffset()


def test_local_times_float() -> None:
    text = made(made_plan(made_on=dt.date(2027, 3, 15)), Wishes(at=SIX))
    assert "DTSTART:20270315T180000\r\n" in text
    assert "TZID" not in text
    assert {each.time() for each in times(events(text)["Exercises"])} == {SIX}


def test_nothing_about_health_is_in_it() -> None:
    plan = made_plan()
    text = made(plan, Wishes(at=SIX, whose="Anna")).lower()
    words = {word.strip(".,:;").lower() for item in plan.items for word in item.why[0].split() if len(word) > 4}
    for word in (*words, "description", "location", "clam", "bridge", "hip", "pain", "pregnan", "anna", "trochanter"):
        assert word not in text, word
    assert text.count("class:private") == 2


def test_a_later_export_updates_and_does_not_double() -> None:
    first = made_plan()
    later = replace(first, made_on=dt.date(2026, 12, 20), retest_on=dt.date(2027, 1, 24))
    one, two = events(made(first)), events(made(later, at=NOON + dt.timedelta(days=28)))
    for name in ("Exercises", "Check"):
        assert one[name]["uid"] == two[name]["uid"]
        assert one[name]["sequence"] < two[name]["sequence"]
        assert one[name]["dtstamp"].dt == NOON.replace(microsecond=0)
    assert one["Exercises"]["uid"] != one["Check"]["uid"]
    theirs = events(made(first, Wishes(whose="Ben")))
    assert theirs["Check"]["uid"] != one["Check"]["uid"]
    assert made(first) == made(first)


def test_own_titles_long_words_and_reminders() -> None:
    title = "Übungen, morgens; \\ 10 min " + "é" * 30
    text = made(wishes=Wishes(at=SIX, exercises=title, remind_min=15))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    event = events(text)[title]
    assert event["duration"].dt == dt.timedelta(minutes=15)
    alarm = event.walk("VALARM")[0]
    assert alarm["trigger"].dt == -dt.timedelta(minutes=15)
    assert alarm["description"] == title


def test_a_plan_without_exercises_has_only_the_check() -> None:
    assert set(events(made(replace(made_plan(), items=())))) == {"Check"}
    once = replace(made_plan(), items=(made_item(weekdays=(5,)),), retest_on=dt.date(2026, 11, 29))
    assert events(made(once))["Exercises"]["rrule"]["COUNT"] == [1]


@pytest.mark.parametrize("text", ["", "six", "25:00", "18", "18:60", "18:00:00"])
def test_times_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(BadSetting, match="such as 18:00"):
        time_of_day(text)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "Europe"])
def test_zones_that_are_none_are_refused(name: str) -> None:
    with pytest.raises(BadSetting, match="Europe/Berlin"):
        zone_named(name)


def test_wishes_that_contradict_each_other_are_refused() -> None:
    wrong: list[dict[str, Any]] = [{"zone": BERLIN}, {"remind_min": 5}, {"exercises": ""}, {"check": "a\nb"}]
    for given in (*wrong, {"at": SIX, "remind_min": -1}):
        with pytest.raises(BadSetting):
            Wishes(**given)
    assert time_of_day("7:05") == dt.time(7, 5)
