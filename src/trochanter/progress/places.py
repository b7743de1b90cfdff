"""What kind of pain a place tells of, as far as the rules on pain differ: bone type, to be changed, or usual."""

import re
from typing import Literal

from trochanter.findings.after_pain import place_of_pain
from trochanter.findings.history_words import choices_of

Kind = Literal["bone", "nerve", "pelvis", "pinch", "usual", "unknown"]
_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("nerve", re.compile(r"\b(numb\w*|tingl\w*|pins and needles|spread\w*)\b", re.IGNORECASE)),
    ("pinch", re.compile(r"\b(pinch\w*|front of (the |my )?hip|front hip)\b", re.IGNORECASE)),
    ("pelvis", re.compile(r"\b(pubic|pelvi[cs]|tailbone|saddle|bladder|leak\w*|heaviness)\b", re.IGNORECASE)),
)


def kind_of(place: str) -> Kind:
    """The kind of pain behind a place: 'bone' for groin, deep in the hip and the front of the thigh.

    >>> [kind_of(place) for place in ("groin", "front_thigh", "tingling down the leg", "outer_hip", "")]
    ['bone', 'bone', 'nerve', 'usual', 'unknown']
    """
    words = choices_of("pain_places").get(place.strip(), place.replace("_", " "))
    if place_of_pain(words) == "groin":
        return "bone"
    for kind, pattern in _WORDS:
        if pattern.search(words):
            return kind
    return "usual" if place_of_pain(words) == "elsewhere" else "unknown"
