"""The page to take along, and the questions to ask there; of somebody without a plan as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trochanter.core.errors import MissingInput
from trochanter.findings.screen import public
from trochanter.findings.words import Message, message
from trochanter.web.person import PersonPage
from trochanter.web.training.answers import answers_today

if TYPE_CHECKING:
    from trochanter.reporting.handoff_parts import HandoffPage


@dataclass(frozen=True, slots=True)
class ForClinician:
    """What the page shows: what the screen says, the page to take along, questions by whom they are for.

    own: questions that follow from private answers, for the screen alone; measured: the day and how, of every check.
    """

    told: Message | None
    handoff: "HandoffPage | None"
    questions: tuple[tuple[str, tuple[str, ...]], ...]
    own: tuple[tuple[str, tuple[str, ...]], ...]
    measured: tuple[tuple[str, str], ...]


def for_clinician(here: PersonPage) -> ForClinician:
    """Everything of the page."""
    told = message(public(here.screen), here.today) if here.screen is not None else None
    page = handoff_of(here) if here.plan is not None else None
    public_ones = public_questions(here)
    own = () if here.assessment is None else here.assessment.questions[len(public_ones) :]
    return ForClinician(told, page, _by_whom(public_ones), _by_whom(own), _measured(here))


def handoff_of(here: PersonPage) -> "HandoffPage":
    """The page to take along; raises MissingInput without a plan."""
    from trochanter.reporting.handoff import handoff_page

    if here.plan is None:
        raise MissingInput("there is no plan yet, and so no page on how it went", next_step="make a plan first")
    found = here.progress(answers_today(here))
    return handoff_page(found, here.plan, here.screen, public_questions(here))


def public_questions(here: PersonPage) -> tuple[tuple[str, str], ...]:
    """Questions of the last assessment, without those that follow from private answers."""
    made = here.assessment
    return () if made is None else made.questions[: len(made.questions) - made.private_questions]


def _by_whom(questions: Sequence[tuple[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for who, ask in questions:
        found.setdefault(who, []).append(ask)
    return tuple((who, tuple(asks)) for who, asks in found.items())


def _measured(here: PersonPage) -> tuple[tuple[str, str], ...]:
    """The days on which the hips were measured, and how."""
    found = dict.fromkeys((each.measured_on, each.position, each.method) for each in here.checks)
    return tuple(
        (here.look.words.day(day, year=True), f"{position}, {method}") for day, position, method in sorted(found)
    )
