"""What a screen in force limits, where it does not stop everything: said on every page of training."""

from trochanter.findings.words import Message, left_out, message
from trochanter.web.person import PersonPage


def soon(here: PersonPage) -> Message | None:
    """In tier C: whom to see, and what waits until then; None else (tiers A and B are pages of their own)."""
    screen = here.screen
    if screen is None or here.tier != "C":
        return None
    return message(screen, here.today)


def self_check_open(here: PersonPage) -> bool:
    """Whether one's own check of the hips is left open in any position."""
    from trochanter.findings.limits import CHECK_POSITIONS, may, self_check

    limits = here.limits
    return limits is not None and any(may(limits, self_check(each)).allowed for each in CHECK_POSITIONS)


def left_out_words(here: PersonPage) -> str:
    """What the limits of today leave out, in one sentence; '' for nothing."""
    return "" if here.limits is None else left_out(here.limits)
