"""Sentences of the rooms as a page shows them: without commands, distances in the units asked for."""

import re
from collections.abc import Iterable

from trochanter.web.look import Look
from trochanter.web.plain import plain as without_typed

_TYPED = re.compile(r"\s*\((?:trochanter\s|--)[^)]*\)")
_KM = re.compile(r"(\d+(?:\.\d+)?)\s?km\b")


def plain(text: str, look: Look | None = None) -> str:
    """A sentence without commands, and with distances as this look tells them.

    >>> plain("Answer the questions of the screen first (trochanter screen).")
    'Answer the questions of the screen first.'
    >>> plain("Up to 5 km, easy.", Look(units="imperial"))
    'Up to 3.1 mi, easy.'
    """
    found = without_typed(_TYPED.sub("", text))
    if look is not None and look.units == "imperial":
        found = _KM.sub(lambda each: look.distance(float(each[1])), found)
    return found


def plains(texts: Iterable[str], look: Look | None = None) -> tuple[str, ...]:
    """Several sentences, each once."""
    return tuple(dict.fromkeys(plain(each, look) for each in texts if each))
