"""All that an assessment looks at: what was told, the screen, what was measured, on one day."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trochanter.core.sides import SIDES, Side
from trochanter.findings.answers import Reply
from trochanter.findings.history import History, Pain
from trochanter.findings.limits import Limits
from trochanter.findings.running_summary import RunningSummary
from trochanter.findings.screen import Screen

if TYPE_CHECKING:  # what has been measured comes with numpy, which somebody who has measured nothing need not load
    from trochanter.kinematics.appearance import Appearance
    from trochanter.kinematics.comparing_check import HipCheck

SAID = (Reply.YES, Reply.NOT_SURE)
HIP_PLACES = ("groin", "front_hip", "outer_hip", "buttock", "sit_bone")


@dataclass(frozen=True, slots=True)
class Case:
    """One person on one day; limits: those of the screen as it stands after the history."""

    history: History
    screen: Screen
    limits: Limits
    checks: "tuple[HipCheck, ...]"
    running: RunningSummary | None
    appearance: "tuple[Appearance, ...]"
    on: date

    def said(self, *names: str) -> bool:
        """Whether any item of the screen was answered yes or 'not sure'."""
        return any(self.screen.answers.replies.get(name) in SAID for name in names)

    def pain_at(self, *places: str) -> tuple[Pain, ...]:
        """Pains of the last week at any of the places, the worst first."""
        return self.history.pain_at(*places)

    @property
    def hip_hurts(self) -> bool:
        """Whether a hip hurts or something that a hip does is limited."""
        return bool(self.pain_at(*HIP_PLACES) or self.history.limited or self.said("groin", "front_pinch"))


def side_of_most(sides: list[Side | None]) -> Side | None:
    """The side that all of some things have in common; None where they have none.

    >>> side_of_most([Side.RIGHT, None, Side.RIGHT])
    <Side.RIGHT: 'r'>
    """
    found = {side for side in sides if side is not None}
    return next(iter(found)) if len(found) == 1 else None


def sides_in_order(sides: set[Side]) -> tuple[Side, ...]:
    """Sides, right first."""
    return tuple(side for side in SIDES if side in sides)
