"""People for tests of plans: histories, screens and assessments that go together, and plans made from them."""

from datetime import date

from hypothesis import strategies as st

from tests.findings.made_answers import DAY, screen_of
from trochanter.core.sides import SIDES, Side
from trochanter.findings.assess import assess
from trochanter.findings.history import Goal, History, Pain, Private, Run
from trochanter.findings.history_words import choices_of
from trochanter.findings.screen import Screen
from trochanter.plan.facts import ProgressFacts
from trochanter.plan.plan import Plan
from trochanter.plan.prescribe import prescribe

GOAL = Goal("run 10 km on Sundays", 4)
EVERYTHING = frozenset(choices_of("equipment"))
RUN = Run(date(2026, 11, 15), 8.0, 50.0)
RUNNER = History(DAY, GOAL, ran="yes", runs=(RUN,), equipment=EVERYTHING)
SORE = Pain("buttock", Side.RIGHT, 2)
PLACES = [place for place in choices_of("pain_places") if place not in ("groin", "front_thigh")]


def plan_of(
    history: History,
    screen: Screen | None = None,
    *,
    on: date = DAY,
    earlier: Plan | None = None,
    progress: ProgressFacts | None = None,
) -> Plan:
    """The plan of a person whose screen, if none is given, found nothing but pain where there is some."""
    found = screen or screen_of(history.told_on, **({"pain": "yes"} if history.pains else {}))
    made = assess(history, found, on=on)
    return prescribe(made, history, found, on=on, earlier=earlier, progress=progress)


def histories(places: list[str] = PLACES) -> st.SearchStrategy[History]:
    """Histories of people of all kinds, without what only their screen could have asked about."""
    pains = st.builds(Pain, st.sampled_from(places), st.sampled_from([*SIDES, None]), st.integers(0, 10))
    return st.builds(
        History,
        told_on=st.just(DAY),
        goal=st.just(GOAL),
        limited=st.lists(st.sampled_from(sorted(choices_of("tasks"))), max_size=3, unique=True).map(tuple),
        pains=st.lists(pains, max_size=3, unique_by=lambda each: each.place).map(tuple),
        onset=st.sampled_from(["start", "later", "after", "always", None]),
        at_night=st.sampled_from([True, False, None]),
        sitting=st.sampled_from([True, False, None]),
        turns_in=st.sampled_from(["right", "left", "both", "neither", "not sure"]),
        ran=st.sampled_from(["yes", "no", "not said"]),
        runs=st.sampled_from([(), (RUN,), (Run(date(2026, 9, 1), 12.0, None),)]),
        equipment=st.frozensets(st.sampled_from(sorted(EVERYTHING))),
        minutes=st.integers(1, 60),
        therapist=st.booleans(),
        private=st.just(Private()),
    )
