"""The gate before every measurement, test and exercise: it opens with a screen that allows it, or says what to do."""

import csv
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files

from trochanter.core.errors import TrochanterError
from trochanter.findings.again import SessionAnswers, asked_again
from trochanter.findings.answers import Reply, counts
from trochanter.findings.limits import CHECK_POSITIONS, STOPPABLE, Activity, Kind, Limits, may, self_check
from trochanter.findings.rules import rules
from trochanter.findings.screen import Flag, Screen, limits_of
from trochanter.findings.sentences import listed, say


class ScreenNeeded(TrochanterError):
    """The questions before any test or exercise have to be asked, or asked again."""

    def __init__(self, why: tuple[str, ...] = ()) -> None:
        super().__init__(
            "; ".join(why) or say("permission.no_screen"),
            valid=say("permission.no_screen_valid"),
            next_step=say("permission.no_screen_next"),
        )


class NotOffered(TrochanterError):
    """An activity that the answers to the screen do not leave open; ``against``: the words that stand against it."""

    def __init__(self, limits: Limits, against: tuple[str, ...], instead: tuple[str, ...] = ()) -> None:
        self.limits, self.against = limits, against
        step = _step(limits)
        super().__init__(
            say("permission.refused", what=listed([word_of(word) for word in against])),
            valid=_valid(limits),
            next_step="; ".join((step, *instead) if limits.tier in ("A", "B", "C") else (*instead, step)),
        )


def refuse_unless_screened(
    screen: Screen | None, activity: Activity, *, on: date, session: SessionAnswers | None = None
) -> None:
    """Return where an activity may be done on a day; raise ScreenNeeded or NotOffered, which say what to do, else.

    on: the day on which it is done (for a reading: typed in); session: the three short questions of that day, which an
    exercise or a run needs where the screen is of an earlier day.
    """
    if screen is None:
        raise ScreenNeeded
    limits = limits_of(screen, on)
    allowed = may(limits, activity)
    if not screen.complete and limits.tier not in ("A", "B"):
        raise ScreenNeeded((say("result.unfinished"),))
    if not allowed.allowed:
        raise NotOffered(limits, allowed.against, _instead(limits, activity))
    again = asked_again(screen, activity, on, session)
    if again:
        raise ScreenNeeded(again)


def after_groin_pain(screen: Screen, on: date) -> Screen:
    """The screen after pain in the groin at the end of the range, in a check or an exercise, on a day.

    Where the answers told of pain it opens B1 again, and clearances of B1 from before count no more; the pain in the
    groin stands among the answers then. Raises ScreenNeeded where they did not: the questions have to be asked again.
    """
    if not counts("pain", screen.answers.replies, skipped=True):
        raise ScreenNeeded((say("session.due_groin"),))
    rule = rules()["B1"]
    flag = Flag(rule.code, rule.tier, on, ("groin",), reported=True, stops=rule.stops, excludes=rule.excludes)
    others = tuple(each for each in screen.flags if each.code != rule.code)
    left = tuple(
        replace(each, flags=each.flags - {rule.code}) for each in screen.clearances if each.flags != {rule.code}
    )
    answers = screen.answers.with_replies({"groin": Reply.YES.value})
    return Screen(screen.asked_on, answers, (flag, *others), left, screen.complete)


def word_of(word: str) -> str:
    """A word of STOPPABLE or POSITIONS for people.

    >>> word_of("run")
    'running'
    """
    return say(f"limit.{word}" if word in STOPPABLE else f"position.{word}")


@cache
def emergency_words() -> str:
    """Emergency numbers by place, in one line."""
    content = files("trochanter.findings").joinpath("data", "emergency_numbers.csv").read_text(encoding="utf-8")
    return "; ".join(f"{row['number']} {row['place']}" for row in csv.DictReader(content.splitlines()))


def _step(limits: Limits) -> str:
    """What to do now: whom to call, to see or to ask; where exercises stay open, to choose within the limits."""
    if limits.tier in ("A", "B", "C") or limits.exercises:
        return say(f"permission.next_{limits.tier or 'D'}", numbers=emergency_words())
    known = [rules()[code] for code in limits.flags if code in rules()]
    rule = next((each for each in known if "exercises" in each.stops), None)
    if rule is None:
        return say("permission.next_D")
    return say("permission.next_D_asked" if rule.needs_clearance else "permission.next_D_young", who=rule.who)


def _instead(limits: Limits, activity: Activity) -> tuple[str, ...]:
    """What stays open to somebody whose check of the hips does not: another position, or what others measure."""
    if activity.kind is not Kind.TEST or not activity.end_range or limits.tier in ("A", "B"):
        return ()
    left = [each for each in CHECK_POSITIONS if may(limits, self_check(each)).allowed]
    options = listed([f"--position {each}" for each in left], "or")
    said = [say("permission.instead_position", options=options)] if left else []
    return (*said, *([say("permission.instead_reading")] if limits.readings else []))


def _valid(limits: Limits) -> str:
    words = [*limits.stopped, *sorted(limits.excluded_positions)]
    nothing = limits.tier in ("A", "B") or not limits.exercises
    return "" if nothing else say("permission.valid_c", what=listed(list(map(word_of, words)), "or"))
