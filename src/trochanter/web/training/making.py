"""From what was told and measured to an assessment and a plan, saved together; and what stands against it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from trochanter.core.errors import MissingInput
from trochanter.findings.permission import ScreenNeeded
from trochanter.web.person import PersonPage
from trochanter.web.training.answers import answers_today
from trochanter.web.training.physics import begin_physics, came_since, kept_physics

if TYPE_CHECKING:
    from trochanter.findings.assessment import Assessment
    from trochanter.kinematics.appearance import Appearance
    from trochanter.plan.facts import ProgressFacts
    from trochanter.plan.plan import Plan


def make_plan(here: PersonPage, *, told: bool = False) -> "Plan":
    """Assess and prescribe with what is known today, and save both; with the lock held.

    told: whether goal and history were told anew just now; without it a plan of today that nothing was added to stays.

    Raises MissingInput without a goal, ScreenNeeded where the questions come first (then that they are due is noted in
    the records), NotOffered where they leave no exercise open.
    """
    from trochanter.plan.prescribe import prescribe

    if here.history is None:
        raise MissingInput("what you want to do again has not been told yet", next_step="tell your goal first")
    if here.screen is None:
        raise ScreenNeeded
    if here.plan is not None and not told and _is_of_now(here):
        return here.plan
    begin_physics(here)
    made = assessed(here)
    if made.again:
        _ask_again(here)
        raise ScreenNeeded(made.again)
    plan = prescribe(
        made, here.history, here.screen, on=here.today, earlier=here.plan, progress=_facts(here), physics=kept_physics()
    )
    _save(here, made, plan)
    return plan


def _is_of_now(here: PersonPage) -> bool:
    """Whether the plan was made today and nothing has come since that it could be made from."""
    if came_since(here):
        return False
    last, data = here.data.plans[-1], here.data
    come = (*data.screens, *data.histories, *data.measurements, *data.sessions)
    return last.day == here.today.isoformat() and all(each.saved < last.saved for each in come)


@dataclass(frozen=True, slots=True)
class Ready:
    """Whether a plan can be made now: what is missing, '' for nothing; in words why, and what to do next."""

    missing: Literal["", "screen", "goal", "refused"]
    why: str = ""
    next_step: str = ""


def ready(here: PersonPage) -> Ready:
    """Whether all is there that a plan is made from, and nothing that was told stands against any."""
    from trochanter.findings.permission import NotOffered
    from trochanter.plan.situation import situation

    if here.screen is None or not here.screen.complete:
        return Ready("screen")
    if here.history is None:
        return Ready("goal")
    try:
        situation(here.history, here.screen, here.today)
    except NotOffered as error:
        return Ready("refused", error.what, error.next_step)
    except ScreenNeeded as error:
        return Ready("screen", error.what)
    return Ready("")


def assessed(here: PersonPage) -> "Assessment":
    """What stands out today: history and screen beside the latest checks and films."""
    from trochanter.findings.assess import assess
    from trochanter.kinematics.latest_checks import latest_checks

    assert here.history is not None
    assert here.screen is not None
    checks = [each for each in here.checks if each.measured_on <= here.today]
    return assess(here.history, here.screen, latest_checks(checks), None, films_of(here), on=here.today)


def films_of(here: PersonPage) -> "tuple[Appearance, ...]":
    """Films of standing on one leg and of running that were measured."""
    from trochanter.exchange.appearance_result import appearance_of

    rows = [each for each in here.data.measurements if each.kind == "appearance"]
    return tuple(appearance_of(each.body, "a film") for each in rows)


def _facts(here: PersonPage) -> "ProgressFacts | None":
    from trochanter.findings.history import Run
    from trochanter.plan.facts import ProgressFacts

    sessions = [each for each in here.log.sessions if each.on <= here.today]
    if here.plan is not None:
        return here.progress(answers_today(here)).facts if sessions else None
    runs = tuple(Run(each.on, each.run_km, each.run_min, "session") for each in sessions if each.ran)
    return ProgressFacts(runs=runs) if runs else None


def _ask_again(here: PersonPage) -> None:
    """Note in the records that the questions are due, so that everything else knows."""
    from trochanter.exchange.screen_result import screen_result, screen_text
    from trochanter.findings.after_pain import to_be_asked_again

    screen = here.screen
    if screen is not None and screen.complete:
        here.save(screen_text(screen_result(to_be_asked_again(screen), here.today, keep_private=True)))


def _save(here: PersonPage, made: "Assessment", plan: "Plan") -> None:
    """Save what differs from what was saved last."""
    from trochanter.exchange.assessment_result import assessment_result, assessment_text
    from trochanter.exchange.plan_result import plan_result, plan_text

    texts = (
        (assessment_text(assessment_result(made, keep_private=True)), here.data.assessments),
        (plan_text(plan_result(plan, keep_private=True)), here.data.plans),
    )
    for text, kept in texts:
        if not kept or kept[-1].body != text:
            here.save(text)
