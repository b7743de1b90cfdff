"""What both pages to take along are made of: parts, how a goal was told, and places of pain that are not private."""

from dataclasses import dataclass

from trochanter.findings.history_words import choices_of
from trochanter.progress.places import kind_of
from trochanter.progress.trend import Trend


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: heading, sentences, a table where ``head`` is not empty, and points."""

    heading: str
    text: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoffPage:
    """Everything that the page holds."""

    title: str
    kicker: str
    lead: str
    parts: tuple[Part, ...]
    reviewed: str


def told_goal(goal: Trend) -> str:
    """The goal, and how well it went on each day on which that was told."""
    told = [f"{each.on.day} {each.on:%b}: {each.value:.0f} of 10" for each in goal.points]
    return f"{goal.what}. {', '.join(told)}"


def place_words(place: str) -> str:
    """A place of pain as anybody says it; '' for one that is private."""
    return "" if kind_of(place) == "pelvis" else choices_of("pain_places").get(place, place)
