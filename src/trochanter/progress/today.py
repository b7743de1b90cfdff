"""One sentence a day on running: as planned, less, walk only, or not at all and whom to see; and why.

The strictest rule that holds decides: the screen, what has it asked again, the three short questions, pain, the plan,
and last how far one may go.
"""

from datetime import date

from trochanter.findings.again import asked_again
from trochanter.findings.finding_words import day_words
from trochanter.findings.limits import may
from trochanter.findings.permission import emergency_words, word_of
from trochanter.findings.rules import Tier, rules, tiers
from trochanter.findings.screen import Screen, limits_of
from trochanter.findings.sentences import listed
from trochanter.plan.plan import RunStep
from trochanter.progress.course import WEEK
from trochanter.progress.pain_rules import reopened
from trochanter.progress.sentences import days as whole
from trochanter.progress.sentences import rule, say
from trochanter.progress.situation import RUNNING, Situation, Today, lately, worst_now
from trochanter.progress.today_run import run_of


def today(now: Situation) -> Today:
    """The sentence of a day; see the module."""
    for each in (_screened, _too_old, _reopened, _questions, _pain):
        found = each(now)
        if found is not None:
            return found
    return _planned(now)


def _screened(now: Situation) -> Today | None:
    """What the screen leaves of running."""
    screen = now.screen
    if screen is None:
        return Today("none", say("today.none_ask"), (say("today.why_no_screen"),), ask="screen")
    limits, tier = limits_of(screen, now.on), screen.tier(now.on)
    if tier is Tier.A:
        return Today("none", say("today.none_a", numbers=emergency_words()), (tiers()[tier].rest,), tiers()[tier].who)
    if tier is Tier.B:
        row = tiers()[tier]
        return Today("none", say("today.none_b", who=row.who, how_soon=row.how_soon), (row.rest,), row.who)
    if not screen.complete:
        return Today("none", say("today.none_ask"), (say("today.why_unfinished"),), ask="screen")
    asked = may(limits, RUNNING)
    if asked.allowed:
        return None
    row = tiers()[tier or Tier.D]
    who = whom(screen, now.on) or row.who
    why = say("today.why_limits", what=listed([word_of(word) for word in asked.against]))
    return Today("walk", say("today.walk_see", who=who, how_soon=row.how_soon), (why,), who)


def _too_old(now: Situation) -> Today | None:
    """A screen that is older than a run may rest on."""
    asked_on = now.on if now.screen is None else now.screen.asked_on
    if (now.on - asked_on).days <= whole("screen_days"):
        return None
    return Today("none", say("today.none_ask"), (say("today.why_old", on=day_words(asked_on)),), ask="screen")


def _reopened(now: Situation) -> Today | None:
    found = reopened(now.days, now.screen, now.on)
    if found is None:
        return None
    why = say(f"today.why_{found.reason}", on=day_words(found.on), rise=found.rise)
    return Today("none", say("today.none_ask"), (why,), ask="screen")


def _questions(now: Situation) -> Today | None:
    """Whether the day's questions have been answered, and leave the screen as it stands."""
    if now.screen is None:
        return None
    reasons = asked_again(now.screen, RUNNING, now.on, now.answers)
    if not reasons:
        return None
    told = now.answers is not None and now.answers.on == now.on
    if told or now.screen.asked_on > now.on:
        return Today(
            "none", say("today.none_ask"), tuple(f"{each[0].upper()}{each[1:]}." for each in reasons), "", "screen"
        )
    return Today("none", say("today.none_short"), (say("today.why_short"),), ask="session")


def _pain(now: Situation) -> Today | None:
    """What pain, now and on the last days, leaves of running: above 5 nothing, 4 and 5 walking."""
    pelvis = next((each for each in reversed(lately(now)) if "pelvis" in each.kinds), None)
    if pelvis is not None and not _screened_since(now, pelvis.on):
        who = say("today.who_pelvis")
        says = say("today.walk_see", who=who, how_soon=say("today.when_it_suits"))
        return Today("walk", says, (say("today.why_pelvis", on=day_words(pelvis.on)),), who)
    worst, why = worst_now(now)
    if worst > rule("pain_hold"):
        who = say("today.who_pain")
        return Today("none", say("today.none_pain", who=who), why, who)
    if now.none and worst > 0.0:
        return Today("walk", say("today.walk"), (*why, say("today.why_none")))
    return Today("walk", say("today.walk"), why) if worst > rule("pain_go_on") else None


def _planned(now: Situation) -> Today:
    """What the plan leaves: no row, a run of today that is over, or a run."""
    if now.closed:
        return Today("walk", say("today.walk"), (now.closed,))
    if now.run is None:
        return Today("walk", say("today.walk"), (say("today.why_no_row"),))
    if any(each.on == now.on and each.runs for each in now.days):
        return Today("walk", say("today.walk"), (say("today.why_ran"),))
    rest = _rest_day(now, now.run)
    if rest:
        return Today("walk", say("today.walk"), (rest,))
    return run_of(now, now.run)


def _rest_day(now: Situation, step: RunStep) -> str:
    """Why a plan has no run today: the day between two of the way back, or its runs of the week; '' where it has."""
    ago = [(now.on - each.on).days for each in now.days if each.runs]
    if step.row and 1 in ago:
        return say("today.why_day_between")
    week = sum(0 < days < WEEK for days in ago)
    return say("today.why_week", n=step.days_a_week) if 0 < step.days_a_week <= week else ""


def _screened_since(now: Situation, day: date) -> bool:
    return now.screen is not None and now.screen.asked_on > day


def whom(screen: Screen, on: date) -> str:
    """Whom the flag that stops running sends to; '' where it is private."""
    stopping = [flag for flag in screen.in_force(on) if flag.stops & RUNNING.needs and flag.code in rules()]
    return rules()[stopping[0].code].who if stopping and not rules()[stopping[0].code].private else ""
