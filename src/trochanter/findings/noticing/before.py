"""Rules on what happened before, what has been found, and what is felt; and what holds for everybody."""

from collections import Counter
from collections.abc import Iterable

from trochanter.core.sides import SIDES, Side
from trochanter.findings.case import Case, side_of_most
from trochanter.findings.finding_words import capital, day_words, on_the
from trochanter.findings.history import Injury
from trochanter.findings.history_words import meaning
from trochanter.findings.rule_rows import Noticed, Rule
from trochanter.findings.sentences import listed

FOUND_AT_THE_HIP = ("labrum", "shape", "wear", "tendon")
MANY_ON_ONE_SIDE, MANY = 3, 4
NEAR_DAYS, HALF_WAY = 84, 6  # the longest trial of hip training had 12 weeks; of 10
_LEGS = {"right": "{my} right leg turns", "left": "{my} left leg turns", "both": "both legs turn"}


def _picture(case: Case) -> Iterable[Noticed]:
    found = [each for each in case.history.injuries if each.what in FOUND_AT_THE_HIP]
    if found:
        named = {each.what: [other.side for other in found if other.what == each.what] for each in found}
        what = listed([meaning("injuries_short", each) + _where(sides) for each, sides in named.items()])
        side = side_of_most([each.side for each in found])
        yield Noticed("picture", side, {"what": what}, tuple(map(_injury, found)))


def _where(sides: list[Side | None]) -> str:
    known = {side for side in sides if side is not None}
    return "" if not known else " on both sides" if len(known) > 1 else f" on the {known.pop().word}"


def _several(case: Case) -> Iterable[Noticed]:
    injuries = [each for each in case.history.injuries if each.what != "other" or each.note]
    on = Counter(each.side for each in injuries if each.side is not None)
    side = next((each for each in SIDES if on[each] >= MANY_ON_ONE_SIDE and on[each] > on[each.other]), None)
    number = len({each.what for each in injuries})
    if number >= MANY or (side is not None and on[side] >= MANY_ON_ONE_SIDE):
        where = f", {on[side]} of them on the {side.word}" if side is not None else ""
        years = [each.year for each in injuries if each.year is not None]
        span = f"between {min(years)} and {max(years)}" if years and min(years) < max(years) else ""
        words = {"number": str(number), "where": where, "when": f", {span}" if span else "", "list": _list(injuries)}
        yield Noticed("several", side, words, tuple(map(_injury, injuries)))


def _turns_in_felt(case: Case) -> Iterable[Noticed]:
    leg = _LEGS.get(case.history.turns_in)
    if leg is not None:
        side = {"right": Side.RIGHT, "left": Side.LEFT}.get(case.history.turns_in)
        yield Noticed("turns_in_felt", side, {"leg": leg.format(my="your"), "my_leg": leg.format(my="my")})


def _race_near(case: Case) -> Iterable[Noticed]:
    race, goal = case.history.race_on, case.history.goal
    if race is not None and 0 <= (race - case.on).days <= NEAR_DAYS and goal.able <= HALF_WAY:
        weeks = str((race - case.on).days // 7)
        yield Noticed("race_near", None, {"weeks": weeks, "able": str(goal.able)}, (f"Race on {day_words(race)}.",))


def _general(case: Case) -> Iterable[Noticed]:
    if case.limits.exercises:
        yield Noticed("general")


def _injury(each: Injury) -> str:
    how = f", {meaning('pictures', each.picture)}" if each.picture else ""
    when = f", {each.year}" if each.year is not None else ""
    return f"{capital(meaning('injuries', each.what))}{on_the(each.side)}{when}{how}."


def _list(injuries: Iterable[Injury]) -> str:
    return listed(list(dict.fromkeys(each.note or meaning("injuries_short", each.what) for each in injuries)))


RULES = (
    Rule("picture", _picture),
    Rule("several", _several),
    Rule("turns_in_felt", _turns_in_felt),
    Rule("race_near", _race_near),
    Rule("general", _general),
)
