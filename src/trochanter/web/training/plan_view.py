"""What the page of the plan shows: each exercise with its reason and sources, gates, running, what was left out."""

from collections.abc import Iterable
from dataclasses import dataclass

from trochanter.findings.sentences import listed
from trochanter.plan.exercise import Exercise
from trochanter.plan.library import exercises, is_breathing
from trochanter.plan.plan import Item, LeftOut, Plan
from trochanter.plan.plan_check import RUNNING, beyond_screen
from trochanter.plan.plan_rules import stage_rows
from trochanter.plan.plan_sentences import dose_text
from trochanter.plan.staging import next_of
from trochanter.plan.tables import rows
from trochanter.progress.result import GateNow, Progress
from trochanter.web.person import PersonPage
from trochanter.web.training.answers import answers_today
from trochanter.web.training.changing import before_last_change
from trochanter.web.training.physics import came_since
from trochanter.web.training.player import alt_of, figure_url
from trochanter.web.training.saying import plain, plains

TELLING = ("screen", "symptom", "edited", "hurt")
ANEW = ("next stage", "progress", "step back", "deload", "re-test")
WEEK = 7


@dataclass(frozen=True, slots=True)
class Source:
    """Where something comes from: words, and the address where it can be read; '' for none."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One exercise of the plan in words; options: other doses with their basis; closed: it is not open any more."""

    name: str
    words: str
    term: str
    figure: str
    figure_says: str
    dose: str
    days: str
    side: str
    load: str
    minutes: str
    why: tuple[str, ...]
    how: tuple[str, ...]
    cues: tuple[str, ...]
    good: str
    cautions: tuple[str, ...]
    note: str
    options: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    reviewed: str
    edited: str
    closed: str
    item: Item


@dataclass(frozen=True, slots=True)
class PlanView:
    """The page; left: (names, why) of what was left out; left_more: of reasons that say little, folded away."""

    plan: Plan
    found: Progress
    says: tuple[str, ...]
    private_says: tuple[str, ...]
    items: tuple[Shown, ...]
    stage: str
    stage_says: str
    next_stage: str
    gates: tuple[GateNow, ...]
    run_gates: tuple[GateNow, ...]
    run: str
    stop: tuple[str, ...]
    changes: tuple[str, ...]
    left: tuple[tuple[str, str], ...]
    left_more: tuple[tuple[str, str], ...]
    anew: str
    anew_says: str
    can_undo: bool
    base: str


def plan_view(here: PersonPage) -> PlanView | None:
    """The plan of a person for its page; None without one."""
    from trochanter.reporting.plan_page import run_line

    plan = here.plan
    if plan is None:
        return None
    found = here.progress(answers_today(here))
    closed = _closed(here, plan)
    after = next_of(plan.stage)
    run_closed = RUNNING in closed
    look = here.look
    return PlanView(
        plan=plan,
        found=found,
        says=plains(plan.says, look),
        private_says=plains(plan.private_says, look),
        items=tuple(_shown(here, item, closed) for item in plan.items if item.exercise in exercises()),
        stage=stage_rows()[plan.stage].words,
        stage_says=stage_rows()[plan.stage].says,
        next_stage=stage_rows()[after].words if after is not None and plan.gates else "",
        gates=found.gates,
        run_gates=found.run_gates,
        run=plain(closed[RUNNING] if run_closed else run_line(plan.run), look),
        stop=plains(plan.stop, look),
        changes=plains(plan.changes, look),
        left=tuple(_left_out(each for each in plan.left_out if each.code in TELLING)),
        left_more=tuple(_left_out(each for each in plan.left_out if each.code not in TELLING)),
        anew=_anew(here, plan, found, closed),
        anew_says=plain(found.step.says, look),
        can_undo=before_last_change(here) is not None,
        base=here.data.plans[-1].id,
    )


def item_shown(here: PersonPage, name: str) -> Shown | None:
    """One exercise of the plan in force; None where it is not in it."""
    plan = here.plan
    item = plan.item(name) if plan is not None else None
    if plan is None or item is None or name not in exercises():
        return None
    return _shown(here, item, _closed(here, plan))


def _closed(here: PersonPage, plan: Plan) -> dict[str, str]:
    """What of the plan is not open any more, by name, and why."""
    if here.screen is None or not here.screen.complete:
        words = here.look.words("plan.questions_first")
        return dict.fromkeys((*(item.exercise for item in plan.items), RUNNING), words)
    return {each.exercise: each.why for each in beyond_screen(plan, here.screen, here.today, here.history)}


def _anew(here: PersonPage, plan: Plan, found: Progress, closed: dict[str, str]) -> str:
    """Why the plan would be made anew now: 'closed', 'computed', 'step', 'told', 'old'; '' for no reason."""
    if closed:
        return "closed"
    if came_since(here):
        return "computed"
    if plan.made_on == here.today:
        return ""
    if found.step.kind in ANEW:
        return "step"
    told = here.history is not None and here.history.told_on > plan.made_on
    measured = any(each.measured_on > plan.made_on for each in here.checks)
    if told or measured:
        return "told"
    return "old" if (here.today - plan.made_on).days >= WEEK else ""


def _shown(here: PersonPage, item: Item, closed: dict[str, str]) -> Shown:
    from trochanter.reporting.plan_page import days_line, dose_line, side_line

    exercise = exercises()[item.exercise]
    return Shown(
        name=item.exercise,
        words=exercise.words,
        term=exercise.term,
        figure=figure_url(here, item.exercise),
        figure_says=alt_of(exercise),
        dose=dose_line(item.dose, breaths=is_breathing(item.exercise)),
        days=days_line(item.dose.weekdays),
        side=side_line(item.sides),
        load=item.dose.load,
        minutes=f"{max(item.minutes, 1.0):.0f}",
        why=plains(item.why),
        how=exercise.how,
        cues=exercise.cues,
        good=exercise.good,
        cautions=exercise.cautions,
        note=item.dose.note,
        options=tuple((dose_text(each, breaths=is_breathing(item.exercise)), each.basis) for each in item.options),
        sources=tuple(_sources(exercise, item)),
        reviewed=exercise.reviewed,
        edited=item.edited,
        closed=closed.get(item.exercise, ""),
        item=item,
    )


def _sources(exercise: Exercise, item: Item) -> Iterable[Source]:
    known = rows("sources", "source")
    for key in dict.fromkeys((item.dose.source, *exercise.sources)):
        if key in known:
            address = known[key]["address"]
            yield Source(known[key]["citation"], address if address.startswith("https://") else "")


def _left_out(found: Iterable[LeftOut]) -> Iterable[tuple[str, str]]:
    """Names of exercises by the reason for which they were left out."""
    by_why: dict[str, list[str]] = {}
    for each in found:
        name = exercises()[each.exercise].words if each.exercise in exercises() else each.exercise
        by_why.setdefault(each.why, []).append(name)
    return [(listed(names), plain(why)) for why, names in by_why.items()]
