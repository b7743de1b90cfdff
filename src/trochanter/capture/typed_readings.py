"""Readings that a person types: angles of each repeat, pain from 0 to 10 and where, and whether pain stopped it.

An end range is typed as its repeats and what belongs to them: ``33, 34, 32``, ``28 pain 3 groin``,
``22 21 pain 4 side of the hip stopped``. Angles are degrees from the hip's own neutral, positive in both directions.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.core.sides import Side

MOST_REPEATS, LONGEST_PLACE = 50, 60
Way = Literal["internal", "external"]
WAYS: dict[str, Way] = {
    **dict.fromkeys(("in", "internal", "ir", "foot out", "foot_out"), "internal"),
    **dict.fromkeys(("out", "external", "er", "foot in", "foot_in"), "external"),
}
_PAIN = re.compile(r"\bpain\b\s*[:=]?\s*(\S*)(.*)", re.IGNORECASE | re.DOTALL)
_STOPPED = re.compile(r"\b(?:stopped|limited)(?:\s+by\s+pain)?\b", re.IGNORECASE)
_ONE_OR_TWO = re.compile(r"\d+,\d")


@dataclass(frozen=True, slots=True)
class TypedEnd:
    """One end range as typed: repeats in degrees, pain 0 to 10 (None: not asked), its place, stopped by pain or not."""

    side: Side
    direction: Way
    repeats_deg: tuple[float, ...]
    pain: int | None = None
    pain_place: str | None = None
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class TypedSetUp:
    """One set-up as typed; empty words and None stand for what was not told there."""

    name: str
    ends: tuple[TypedEnd, ...]
    measured_on: dt.date | None = None
    measured_by: str = ""
    position: str = ""
    mode: str = ""
    method: str = ""


def typed_end(text: str, side: Side, direction: Way, where: str) -> TypedEnd:
    """The end range that a text tells; raises BadSetting and ImpossibleData, naming ``where``.

    >>> found = typed_end("22, 21 pain 3 groin stopped", Side.RIGHT, "internal", "--right-in")
    >>> found.repeats_deg, found.pain, found.pain_place, found.stopped
    ((22.0, 21.0), 3, 'groin', True)
    """
    stopped = _STOPPED.search(text) is not None
    rest = _STOPPED.sub(" ", text)
    found = _PAIN.search(rest)
    pain, place = None, None
    if found is not None:
        pain, place = pain_of(found.group(1), where), place_of(found.group(2))
        rest = rest[: found.start()]
    elif stopped and (words := re.search(r"[A-Za-z].*", re.sub(r"deg(rees?)?", "", rest))):
        place, rest = place_of(words.group()), rest.replace(words.group(), " ")
    return TypedEnd(side, direction, angles_of(rest, where), pain, place, stopped)


def angles_of(text: str, where: str) -> tuple[float, ...]:
    """Angles in degrees, between commas, semicolons or spaces; raises BadSetting and ImpossibleData."""
    found: list[float] = []
    for piece in re.split(r"[\s;]+", re.sub(r"°|\bdeg(?:rees?)?\b", " ", text)):
        if _ONE_OR_TWO.fullmatch(piece):
            raise BadSetting(
                where, piece, "numbers that cannot be read in two ways: 33.5, or '33 5'", "use a point as decimal mark"
            )
        found += [angle_of(part, where) for part in piece.split(",") if part]
    if not found:
        raise BadSetting(where, text.strip(), "degrees of each repeat, such as '33, 34, 32'")
    if len(found) > MOST_REPEATS:
        raise BadSetting(where, f"{len(found)} angles", f"at most {MOST_REPEATS} repeats of one end range")
    return tuple(found)


def angle_of(text: str, where: str) -> float:
    """One angle in degrees, positive in both directions; raises BadSetting and ImpossibleData."""
    try:
        value = float(text)
    except ValueError:
        valid = "degrees of each repeat, then if there was any: pain N, where, stopped"
        raise BadSetting(where, text[:LONGEST_PLACE], f"{valid}; for example '33, 34 pain 2 groin'") from None
    if not 0.0 <= value <= 120.0:
        raise ImpossibleData(
            f"{text[:LONGEST_PLACE]} degrees cannot be an end range",
            where=where,
            valid="0 to 120 degrees from the hip's own neutral, without a sign for turning in and for turning out",
            next_step="check the number",
        )
    return value


def pain_of(text: str, where: str) -> int:
    """Pain as typed, a whole number from 0 to 10; raises BadSetting."""
    if not re.fullmatch(r"(?:10|\d)(?:/10)?", text.strip().rstrip(",;.")):
        raise BadSetting(where, f"pain {text[:LONGEST_PLACE]}".strip(), "pain as a whole number from 0 to 10")
    return int(text.strip().rstrip(",;.").removesuffix("/10"))


def place_of(text: str) -> str | None:
    """Where it hurts, in the person's words, on one line; None without any.

    >>> place_of(", side  of the hip ")
    'side of the hip'
    """
    words = " ".join(re.sub(r"[^\w\s,'()/-]", " ", text).split()).strip(",- ")
    return words[:LONGEST_PLACE].strip() or None


def side_named(text: str, where: str) -> Side:
    """The side as typed; raises BadSetting."""
    word = text.strip().lower()
    if word in ("right", "r"):
        return Side.RIGHT
    if word in ("left", "l"):
        return Side.LEFT
    raise BadSetting(where, text[:LONGEST_PLACE], "right or left")


def way_named(text: str, where: str) -> Way:
    """The direction as typed; raises BadSetting. Foot out is internal rotation.

    >>> way_named("foot out", "row 2")
    'internal'
    """
    found = WAYS.get(text.strip().lower())
    if found is None:
        raise BadSetting(where, text[:LONGEST_PLACE], "'in' (foot swings out) or 'out' (foot swings in)")
    return found


def day_of(text: str, where: str) -> dt.date:
    """A day as typed, YYYY-MM-DD; raises BadSetting."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise BadSetting(where, text[:LONGEST_PLACE], "a day as YYYY-MM-DD, such as 2026-11-22") from None


def truth_of(text: str, where: str) -> bool:
    """Yes or no as typed; empty is no; raises BadSetting."""
    word = text.strip().lower()
    if word in ("yes", "y", "true", "1", "x"):
        return True
    if word in ("", "no", "n", "false", "0"):
        return False
    raise BadSetting(where, text[:LONGEST_PLACE], "yes or no")
