"""What the page of 'Explore the hip' is rendered with: sliders, and the words that its script says."""

from collections.abc import Mapping
from dataclasses import dataclass

from trochanter.web.hip.limits import LIMITS_DEG
from trochanter.web.words import FIRST, Words, table

FOLDED = ("tilt", "anteversion", "knee")


@dataclass(frozen=True, slots=True)
class Slider:
    """One slider, whole degrees; value: where it stands when the page opens."""

    name: str
    label: str
    term: str
    low: int
    high: int
    value: int
    folded: bool


def sliders(words: Words, values: Mapping[str, int] | None = None) -> list[Slider]:
    """All sliders in their order."""
    given = values or {}
    found = []
    for name, (low, high) in LIMITS_DEG.items():
        axis = name.removesuffix("_deg")
        value = min(max(int(given.get(axis, 0)), int(low)), int(high))
        label, term = words(f"explore.posture.{axis}"), words(f"explore.posture.{axis}_term")
        found.append(Slider(axis, label, term, int(low), int(high), value, axis in FOLDED))
    return found


def page_words(words: Words) -> dict[str, str]:
    """The words of the script: the page's own table, English where a language has none."""
    keys = [key for key in table(FIRST) if key.startswith("explore.")]
    return {key.removeprefix("explore."): words(key) for key in keys}


def playable() -> list[tuple[str, str]]:
    """Exercises that can be played: name and words."""
    from trochanter.plan.library import exercises

    return sorted(((each.name, each.words) for each in exercises().values() if each.moves), key=lambda pair: pair[1])
