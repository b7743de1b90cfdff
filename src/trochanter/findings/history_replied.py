"""What was told before as replies to the questions, so that it can be brought up to date instead of told anew."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from trochanter.core.sides import Side
from trochanter.findings.history import History, Injury, Pain, Private
from trochanter.findings.history_asking import NONE
from trochanter.findings.history_replies import MOST_DAYS
from trochanter.findings.history_words import choices_of

_YES = {None: "", True: "yes", False: "no"}


def replies_of(history: History, on: date) -> Mapping[str, str]:
    """Replies that add up to a history, for a day on which it is told again; runs of more than 30 days ago are gone.

    Pain of both sides that differed stands as that of both, with the worse number.
    """
    goal = history.goal
    found = {
        "goal": goal.activity,
        "able": str(goal.able),
        "wanted_by": "" if goal.wanted_by is None or goal.wanted_by < on else goal.wanted_by.isoformat(),
        "limited": _listed(history.limited),
        "places": _listed(tuple(dict.fromkeys(each.place for each in history.pains))),
        "onset": history.onset or "",
        "onset_km": "" if history.onset_km is None else f"{history.onset_km:g}",
        "at_night": _YES[history.at_night],
        "sitting": _YES[history.sitting],
        "turns_in": "" if history.turns_in == "not sure" else history.turns_in,
        "injuries": _listed(tuple(dict.fromkeys(each.what for each in history.injuries))),
        "runs": _runs(history, on),
        "race_on": "" if history.race_on is None or history.race_on < on else history.race_on.isoformat(),
        "equipment": _listed(tuple(word for word in choices_of("equipment") if word in history.equipment)),
        "minutes": str(history.minutes) if str(history.minutes) in choices_of("minutes") else "",
        "therapist": _YES[history.therapist],
    }
    return found | dict(_pains(history.pains)) | dict(_injuries(history.injuries)) | _private(history.private)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words) or NONE


def _sides(sides: set[Side | None]) -> str:
    known = sorted(side.word for side in sides if side is not None)
    return "both" if len(known) > 1 else known[0] if known else ""


def _pains(pains: Sequence[Pain]) -> Iterator[tuple[str, str]]:
    for place in dict.fromkeys(each.place for each in pains):
        here = [each for each in pains if each.place == place]
        worst = max(each.worst for each in here)
        yield f"pain:{place}", f"{_sides({each.side for each in here})} {worst}".strip()


def _injuries(injuries: Sequence[Injury]) -> Iterator[tuple[str, str]]:
    for what in dict.fromkeys(each.what for each in injuries):
        here = [each for each in injuries if each.what == what]
        year = next((str(each.year) for each in here if each.year is not None), "")
        picture = next((each.picture for each in here if each.picture), "")
        yield f"injury:{what}", " ".join(filter(None, (_sides({each.side for each in here}), year, picture)))


def _runs(history: History, on: date) -> str:
    found = [
        f"{each.on.isoformat()} {each.distance_km:g}"
        for each in history.runs
        if each.distance_km is not None and 0 <= (on - each.on).days <= MOST_DAYS
    ]
    return "; ".join(found) or ("0" if history.ran == "no" else "")


def _private(private: Private) -> dict[str, str]:
    if not private.told:
        return {"private": ""}
    return {
        "private": "yes",
        "sex": private.sex,
        "weeks_pregnant": "" if private.weeks_pregnant is None else str(private.weeks_pregnant),
        "birth_on": "" if private.birth_on is None else private.birth_on.isoformat(),
        "birth_how": private.birth_how,
        "pelvic": _listed(private.pelvic),
        "seen": _YES[private.seen],
    }
