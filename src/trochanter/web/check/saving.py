"""A check that was measured: asked of the screen, saved, and what pain in it does to the screen."""

from collections.abc import Sequence
from hashlib import sha256

from trochanter.core.quality import Notice
from trochanter.findings.after_pain import After
from trochanter.findings.check_gate import after_check, refuse_unless_open
from trochanter.kinematics.rotation_range import RotationRange
from trochanter.web.check.drafted import save_screen
from trochanter.web.person import PersonPage


def refuse_closed(here: PersonPage, now: Sequence[RotationRange]) -> None:
    """Return where the screen leaves a check open; raises what the screen raises."""
    for each in now:
        refuse_unless_open(each, here.screen, here.today)


def save_check(here: PersonPage, now: Sequence[RotationRange]) -> str:
    """Save typed set-ups as one measurement, after the screen was asked; returns its key.

    Pain that the screen has to know of is kept first, so that nothing opens with what was known before. Raises what
    the screen, checking and saving raise.
    """
    from trochanter.exchange.measurement_result import Screened, measurement_result, measurement_text
    from trochanter.kinematics.comparing_check import check_hips

    refuse_closed(here, now)
    assert here.screen is not None
    older = earlier_than(here, min(each.measured_on.isoformat() for each in now))
    after = after_check(now, older, here.screen)
    check = check_hips(now, older, notices=(Notice(after.code, after.text),) if after else ())
    stored = here.data.screens[-1]
    record = Screened("screen.json", sha256(stored.body.encode()).hexdigest(), here.screen.asked_on.isoformat())
    note_pain(here, after)
    return here.save(measurement_text(measurement_result(check, record)))


def note_pain(here: PersonPage, after: After | None) -> None:
    """Keep the screen as pain in a check leaves it, in the place of the one before."""
    if after is not None:
        save_screen(here, after.screen, replaces=here.data.screens[-1].id)


def earlier_than(here: PersonPage, day: str) -> tuple[RotationRange, ...]:
    """Set-ups of days before one."""
    return tuple(each for each in here.checks if each.measured_on.isoformat() < day)


def alike_on(here: PersonPage, now: RotationRange) -> tuple[RotationRange, ...]:
    """Set-ups of the same day that are measured as this one is, which together are one check."""
    from trochanter.kinematics.comparing import like_for_like

    same = [each for each in here.checks if each.measured_on == now.measured_on]
    return tuple(each for each in same if like_for_like(now, each).usable and each.measured_by == now.measured_by)
