"""What the guided session needs of a plan's day: exercises in words and numbers, as web/README.md describes them."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from trochanter.findings.again import SessionAnswers
from trochanter.findings.history_words import choices_of
from trochanter.plan.exercise import Exercise
from trochanter.plan.library import exercises, is_breathing
from trochanter.plan.plan import Item
from trochanter.plan.plan_rules import number
from trochanter.plan.plan_sentences import dose_text
from trochanter.web.person import PersonPage


def session_data(here: PersonPage, items: Sequence[Item], answers: SessionAnswers | None) -> dict[str, Any]:
    """The object for the player; items: those that are still to be done today; answers: to the short questions."""
    return {
        "plan": here.data.plans[-1].id,
        "on": here.today.isoformat(),
        "post": f"/api/p/{here.person.id}/sessions",
        "next": here.url("today"),
        "pain_before": None if answers is None else answers.pain,
        "stop_says": [here.look.words("today.pain_high")],
        "exercises": [_exercise(here, item) for item in items if item.exercise in exercises()],
        "places": [{"key": key, "words": words} for key, words in choices_of("pain_places").items()],
    }


def figure_url(here: PersonPage, exercise: str) -> str:
    """The address of an exercise's moving picture."""
    return here.url(f"plan/figure/{exercise}.svg")


def _exercise(here: PersonPage, item: Item) -> dict[str, Any]:
    exercise, dose = exercises()[item.exercise], item.dose
    return {
        "exercise": item.exercise,
        "name": exercise.words,
        "how": " ".join((*exercise.how, *exercise.cues)),
        "note": " ".join((*exercise.cautions[:1], basis_words(here, item), reviewed_words([item]))),
        "figure": figure_url(here, item.exercise),
        "figure_says": alt_of(exercise),
        "sides": [side.word for side in item.sides],
        "sets": dose.sets,
        "repeats": dose.repeats,
        "hold_s": dose.hold_s,
        "each_s": max(exercise.seconds - exercise.hold_s, 1.0) + dose.hold_s,
        "rest_s": number("rest_s"),
    }


def basis_words(here: PersonPage, item: Item) -> str:
    """What a dose rests on, in one sentence."""
    words, key = here.look.words, f"today.basis_{item.dose.basis.replace(',', '').replace(' ', '_')}"
    return words(
        key if words.has(key) else "today.basis_other",
        dose=dose_text(item.dose, breaths=is_breathing(item.exercise)),
        basis=item.dose.basis,
    )


def reviewed_words(items: Sequence[Item]) -> str:
    """Whether clinicians have read the exercises, in one sentence."""
    found = dict.fromkeys(exercises()[item.exercise].reviewed for item in items if item.exercise in exercises())
    return " ".join(f"{each[:1].upper()}{each[1:]}." for each in found)


@cache
def alt_of(exercise: Exercise) -> str:
    """What the picture of an exercise shows, in words."""
    return f"{exercise.words}. {' '.join(exercise.how)}"
