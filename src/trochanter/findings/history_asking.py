"""Which question on goal and history comes next, and the history that replies add up to. Pure: no clock, no file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from trochanter.core.sides import Side
from trochanter.findings.history import ONSETS, TURNS_IN, Goal, History, Injury, Pain, Private, Ran, Run
from trochanter.findings.history_replies import SKIPPED
from trochanter.findings.history_words import Question, choices_of, question_of, questions

NONE = "none"
_SIDES: dict[str, tuple[Side | None, ...]] = {
    "right": (Side.RIGHT,),
    "left": (Side.LEFT,),
    "both": (Side.RIGHT, Side.LEFT),
}
Replies = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is asked now: key: 'able', or 'pain:groin' of one asked for each choice; ask: its words."""

    key: str
    question: Question
    ask: str


def next_question(replies: Replies) -> Asked | None:
    """The first question that is opened and has no reply yet; None where all is asked."""
    return next((each for each in opened(replies) if each.key not in replies), None)


def opened(replies: Replies) -> Iterator[Asked]:
    """All questions that these replies open, in their order; those of each choice one by one.

    A reply to a question that another one no longer opens opens nothing either.
    """
    live: dict[str, str] = {}
    for question in questions():
        for asked in _asked(question, live):
            if asked.key in replies:
                live[asked.key] = replies[asked.key]
            yield asked


def _asked(question: Question, live: Replies) -> Iterator[Asked]:
    if question.each_of:
        group = choices_of(question_of()[question.each_of].group)
        for word in listed_in(live.get(question.each_of, "")):
            words = group[word][:1].upper() + group[word][1:]
            yield Asked(f"{question.key}:{word}", question, question.ask.format(choice=words))
    elif _is_open(question, live):
        yield Asked(question.key, question, question.ask)


def listed_in(reply: str) -> tuple[str, ...]:
    """The words of a reply to a list.

    >>> listed_in("groin, knee"), listed_in("none")
    (('groin', 'knee'), ())
    """
    return () if reply in (SKIPPED, NONE) else tuple(reply.split(", "))


def history_of(replies: Replies, told_on: date) -> History:
    """The history that replies of a day add up to, defaults where a question was left out.

    Raises KeyError without goal and how well it goes; errors of ``History`` for what no answer can be.
    """
    told = {each.key: replies[each.key] for each in opened(replies) if replies.get(each.key)}
    full = {question.key: question.default for question in questions() if question.default} | told
    runs = full.get("runs", "")
    return History(
        told_on=told_on,
        goal=Goal(told["goal"], int(told["able"]), _day(told.get("wanted_by"))),
        limited=listed_in(full.get("limited", "")),
        pains=tuple(_pains(told)),
        onset=next((word for word in ONSETS if word == told.get("onset")), None),
        onset_km=float(told["onset_km"]) if "onset_km" in told else None,
        at_night=_yes(told.get("at_night")),
        sitting=_yes(told.get("sitting")),
        turns_in=next(word for word in TURNS_IN if word == full["turns_in"]),
        injuries=tuple(_injuries(told)),
        ran=_ran(runs),
        runs=tuple(_runs(runs)),
        race_on=_day(told.get("race_on")),
        equipment=frozenset(listed_in(full["equipment"])),
        minutes=int(full["minutes"]),
        therapist=full["therapist"] == "yes",
        private=_private(told),
    )


def _is_open(question: Question, replies: Replies) -> bool:
    return not question.opened_by or any(_holds(name, replies) for name in question.opened_by)


def _holds(name: str, replies: Replies) -> bool:
    key, _, wanted = name.partition("=")
    reply = replies.get(key, SKIPPED)
    return reply == wanted if wanted else reply not in (SKIPPED, NONE)


def _day(reply: str | None) -> date | None:
    return date.fromisoformat(reply) if reply else None


def _yes(reply: str | None) -> bool | None:
    return None if not reply else reply == "yes"


def _ran(reply: str) -> Ran:
    said: tuple[Ran, ...] = get_args(Ran)
    yes, no, not_said = said
    return not_said if not reply else no if reply == "0" else yes


def _pains(told: Replies) -> Iterator[Pain]:
    for place in listed_in(told.get("places", "")):
        *side, worst = told.get(f"pain:{place}", "").split() or ["0"]
        for each in _SIDES.get(side[0] if side else "", (None,)):
            yield Pain(place, each, int(worst))


def _injuries(told: Replies) -> Iterator[Injury]:
    for what in listed_in(told.get("injuries", "")):
        parts = told.get(f"injury:{what}", "").split()
        side = next((part for part in parts if part in _SIDES), "")
        year = next((int(part) for part in parts if part.isdecimal()), None)
        picture = next((part for part in parts if part in choices_of("pictures")), "")
        for each in _SIDES.get(side, (None,)):
            yield Injury(what, each, year, picture)


def _runs(reply: str) -> Iterator[Run]:
    for part in reply.split("; ") if reply not in (SKIPPED, "0") else ():
        day, km = part.split()
        yield Run(date.fromisoformat(day), float(km), None)


def _private(told: Replies) -> Private:
    return Private(
        sex=told.get("sex", ""),
        weeks_pregnant=int(told["weeks_pregnant"]) if "weeks_pregnant" in told else None,
        birth_on=_day(told.get("birth_on")),
        birth_how=told.get("birth_how", ""),
        pelvic=listed_in(told.get("pelvic", "")),
        seen=_yes(told.get("seen")),
    )
