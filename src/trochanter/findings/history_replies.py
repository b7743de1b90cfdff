"""What somebody types in answer to a question on goal and history, made into one plain form; None for nonsense.

A reply is text: of a list its words with commas between, of a day YYYY-MM-DD, '' where the question was left out.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from trochanter.findings.history import FARTHEST_KM, LONGEST_WORDS, MOST, MOST_WEEKS
from trochanter.findings.history_words import Question, choices_of

SKIPPED = ""
KM_A_MILE = 1.609344
MOST_DAYS = 30
_LONGEST_WAY = 20 * 365  # days: how far back or ahead a day is taken
_YES = {"y": "yes", "yes": "yes", "1": "yes", "n": "no", "no": "no", "0": "no"}
_SIDES = {"r": "right", "right": "right", "l": "left", "left": "left", "both": "both", "b": "both"}
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FROM_NOW = re.compile(r"(in )?(\d{1,4}) ?(day|week|month|year)s?( ago)?")
_DAYS_OF = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_NUMBER = r"\d{1,4}(?:\.\d+)?"
_KM = re.compile(rf"({_NUMBER}) ?(km|k|miles|mile|mi)?")
_RUN = re.compile(rf"(?:(\d{{1,2}})|(\d{{4}}-\d\d-\d\d)) *[: ] *({_NUMBER})(?: ?km)?")


def understood(question: Question, typed: str, on: date) -> str | None:
    """What was typed on a day, in the plain form of the question's kind; None where it says nothing.

    Nothing typed, 's' and 'skip' leave a question out where it may be left out, '?' and 'not sure' as well.
    """
    text = " ".join(typed.split())
    if text.lower() in ("", "s", "skip", "?", "not sure"):
        return SKIPPED if may_be_left_out(question) else None
    return _KINDS[question.kind](text if question.kind == "text" else text.lower(), question, on)


def may_be_left_out(question: Question) -> bool:
    """Whether a question may stay without an answer: all but the goal and how strong a pain is may."""
    return question.kind not in ("text", "scale", "pain")


def day_of(text: str, on: date) -> date | None:
    """A day as typed: '2027-03-28', 'in 8 weeks', '20 weeks ago', 'today'; None for anything else.

    >>> day_of("in 2 weeks", date(2026, 11, 22))
    datetime.date(2026, 12, 6)
    """
    if text == "today":
        return on
    written, counted = _DAY.fullmatch(text), _FROM_NOW.fullmatch(text)
    if written:
        try:
            return date(*map(int, written.groups()))
        except ValueError:
            return None
    if counted is None or bool(counted[1]) == bool(counted[4]):
        return None
    days = round(int(counted[2]) * _DAYS_OF[counted[3]])
    return on + timedelta(days=days if counted[1] else -days) if days <= _LONGEST_WAY else None


def km_of(text: str) -> float | None:
    """A distance as typed, in kilometres; None for anything else.

    >>> km_of("15 miles")
    24.1
    """
    found = _KM.fullmatch(text)
    if found is None:
        return None
    km = round(float(found[1]) * (KM_A_MILE if (found[2] or "").startswith("mi") else 1.0), 1)
    return km if 0.0 < km <= FARTHEST_KM else None


def _text(text: str, question: Question, on: date) -> str | None:
    del question, on
    return text if len(text) <= LONGEST_WORDS and text.isprintable() else None


def _scale(text: str, question: Question, on: date) -> str | None:
    del question, on
    return str(int(text)) if text.isdecimal() and len(text) <= 2 and int(text) <= MOST else None


def _weeks(text: str, question: Question, on: date) -> str | None:
    del question, on
    if text in ("n", "no"):
        return SKIPPED
    return str(int(text)) if text.isdecimal() and len(text) <= 2 and int(text) <= MOST_WEEKS else None


def _day(text: str, question: Question, on: date) -> str | None:
    if text in ("n", "no", "none"):
        return SKIPPED
    found = day_of(text, on)
    past = question.kind == "past_day"
    return found.isoformat() if found is not None and (found <= on if past else found >= on) else None


def _km(text: str, question: Question, on: date) -> str | None:
    del question, on
    found = km_of(text)
    return None if found is None else f"{found:g}"


def _yes_no(text: str, question: Question, on: date) -> str | None:
    del question, on
    return _YES.get(text)


def _choice(text: str, question: Question, on: date) -> str | None:
    del on
    return _word(text, list(choices_of(question.group)))


def _list(text: str, question: Question, on: date) -> str | None:
    del on
    if text in ("0", "n", "no", "none"):
        return "none"
    words = list(choices_of(question.group))
    found = [_word(part, words) for part in re.split(r"[,; ]+", text) if part]
    kept = [word for word in found if word is not None]
    return ", ".join(dict.fromkeys(kept)) if kept and len(kept) == len(found) else None


def _pain(text: str, question: Question, on: date) -> str | None:
    del question, on
    parts = text.replace(",", " ").split()
    sides = [_SIDES[part] for part in parts if part in _SIDES]
    numbers = [part for part in parts if part.isdecimal() and len(part) <= 2 and int(part) <= MOST]
    if len(numbers) != 1 or len(sides) > 1 or len(parts) != len(sides) + 1:
        return None
    return " ".join([*sides, str(int(numbers[0]))])


def _injury(text: str, question: Question, on: date) -> str | None:
    del question
    kept: dict[str, str] = {}
    for part in text.replace(",", " ").replace("x-ray", "xray").split():
        kind = "side" if part in _SIDES else "year" if re.fullmatch(r"(19|20)\d\d", part) else "picture"
        word = _SIDES.get(part, part)
        unknown = kind == "picture" and word not in choices_of("pictures")
        if kind in kept or unknown or (kind == "year" and int(word) > on.year):
            return None
        kept[kind] = word
    return " ".join(kept[kind] for kind in ("side", "year", "picture") if kind in kept)


def _runs(text: str, question: Question, on: date) -> str | None:
    """Runs as 'YYYY-MM-DD km' with '; ' between; '0' where nobody ran."""
    del question
    if text in ("0", "none", "no", "n"):
        return "0"
    found = []
    for part in re.split(r"[,;] *", text):
        run = _RUN.fullmatch(part.strip())
        day = None if run is None else day_of(f"{run[1]} days ago" if run[1] else run[2], on)
        if run is None or day is None or not 0 <= (on - day).days <= MOST_DAYS:
            return None
        if not 0.0 < float(run[3]) <= FARTHEST_KM:
            return None
        found.append(f"{day.isoformat()} {float(run[3]):g}")
    return "; ".join(found)


def _word(text: str, words: list[str]) -> str | None:
    """One of some words, by itself or by its number from 1; None where it is neither."""
    if text in words:
        return text
    number = int(text) if text.isdecimal() and len(text) <= 2 else 0
    return words[number - 1] if 1 <= number <= len(words) else None


_KINDS: Mapping[str, Callable[[str, Question, date], str | None]] = {
    "text": _text,
    "scale": _scale,
    "weeks": _weeks,
    "day": _day,
    "past_day": _day,
    "km": _km,
    "yes_no": _yes_no,
    "choice": _choice,
    "list": _list,
    "pain": _pain,
    "injury": _injury,
    "runs": _runs,
}
