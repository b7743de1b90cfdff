"""What the screen leaves open of a check today, as the pages of a check need it."""

from trochanter.findings.limits import CHECK_POSITIONS, CheckPosition, may, self_check
from trochanter.web.person import PersonPage


def questions_due(here: PersonPage) -> bool:
    """Whether the questions come first: they were not asked today, not to their end, or not at all."""
    return here.screen is None or here.screen.asked_on != here.today or not here.screen.complete


def open_positions(here: PersonPage) -> tuple[CheckPosition, ...]:
    """Positions in which one's own check is open today; none where the questions are due."""
    if here.limits is None or questions_due(here):
        return ()
    limits = here.limits
    return tuple(each for each in CHECK_POSITIONS if may(limits, self_check(each)).allowed)
