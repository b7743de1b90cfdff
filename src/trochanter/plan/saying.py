"""What a plan says: why each exercise, the stage, running, minutes, when to stop, and what is different."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trochanter.findings.assessment import Finding
from trochanter.findings.finding_words import day_words
from trochanter.findings.history import Goal
from trochanter.findings.rule_rows import aims as aim_words
from trochanter.findings.rules import Tier, tiers
from trochanter.findings.sentences import listed
from trochanter.plan.exercise import Exercise, Stage
from trochanter.plan.library import exercises
from trochanter.plan.plan import Dose, Item, Plan
from trochanter.plan.plan_rules import caps, number, stage_rows
from trochanter.plan.plan_sentences import plan_say
from trochanter.plan.ranking import Ranking
from trochanter.plan.run_step import Running
from trochanter.plan.situation import GROIN, Situation
from trochanter.plan.staging import caps_of
from trochanter.plan.steps import Stepped
from trochanter.plan.tables import rows, words

FEW_MINUTES = 5.0
_BASIS = {
    "trial": "basis_trial",
    "trial of its kind": "basis_kind",
    "guideline": "basis_guideline",
    "opinion, no trial": "basis_opinion",
    "seed only, no trial": "basis_seed",
}


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences of a plan; private: such as follow from private answers."""

    public: tuple[str, ...]
    private: tuple[str, ...]


def why_of(
    exercise: Exercise,
    dose: Dose,
    answers: tuple[str, ...],
    findings: list[Finding],
    steps: Stepped,
    before: Item | None,
    library: Mapping[str, Exercise],
    physics: Ranking | None,
) -> tuple[str, ...]:
    """Why an exercise is in the plan: what it answers to, what is behind that, and what its dose rests on."""
    name = exercise.name
    said = [plan_say("why.aims", aims=listed([aim_words()[aim] for aim in answers]))] if answers else []
    if findings:
        first = findings[0]
        said.append(plan_say("why.private") if first.private else plan_say("why.because", says=_first_sentence(first)))
    if name in steps.became:
        key = "why.progressed" if name in steps.harder else "why.regressed"
        said.append(plan_say(key, before=f"'{library[steps.became[name]].words}'"))
    elif before is not None:
        said.append(before.edited or plan_say("why.kept"))
    said += _computed(name, answers, physics)
    source = rows("sources", "source").get(dose.source, {"citation": dose.source})["citation"].partition(" (")
    year = source[2].partition(")")[0]
    said.append(plan_say(f"why.{_BASIS[dose.basis]}", source=f"{source[0].partition(' ')[0]} {year}".strip()))
    return tuple(said)


def said_of(
    plan: Plan, now: Situation, goal: Goal, running: Running, *, flare: bool, waits: Stage | None = None
) -> Said:
    """What a plan says about itself; waits: the stage that waits for the end of a flare or of a lighter week."""
    public = [*_about(plan, now, goal, flare=flare, waits=waits)]
    private = [cap.says for cap in caps_of(now) if cap.private and cap.most == plan.stage]
    (private if running.private else public).append(running.says)
    return Said(tuple(dict.fromkeys(public)), tuple(dict.fromkeys(private)))


def stop_of(now: Situation) -> tuple[str, ...]:
    """The rules of pain, of a flare and for stopping, for somebody's situation."""
    go_on, hold = int(number("go_on")), int(number("hold"))
    keys = ["scale", "morning", "none", "numb", "pelvic", "flare", "again", "worse", "urgent"]
    if now.has("front_pinch"):
        keys.insert(3, "pinch")
    if now.has("tingling"):  # first what holds for them
        keys.insert(0, keys.pop(keys.index("numb")))
    if now.has(GROIN) or now.history.pain_at("pubic"):
        keys.insert(0, keys.pop(keys.index("none")))
    return tuple(plan_say(f"stop.{key}", go_on=go_on, between=go_on + 1, hold=hold) for key in keys)


def changes_of(plan: Plan, earlier: Plan | None, stepped: tuple[str, ...], *, flare: bool) -> tuple[str, ...]:
    """What is different from the plan before, in words; () for a first plan. flare: whether one is going on."""
    if earlier is None:
        return ()
    told, library = "\n".join(stepped), exercises()
    now, before = ({item.exercise for item in each.items} for each in (plan, earlier))
    found = list(stepped)
    for key, names in (("new", now - before), ("gone", before - now)):
        for name in sorted(names):
            words = f"'{library[name].words}'" if name in library else f"'{name}'"
            if words not in told:
                found.append(plan_say(f"changed.{key}", exercise=words))
    found += _smaller(plan, earlier, flare=flare)
    if plan.stage != earlier.stage:
        found.insert(0, _moved(plan, earlier))
    return tuple(found) or (plan_say("changed.nothing"),)


def _smaller(plan: Plan, earlier: Plan, *, flare: bool) -> list[str]:
    """That doses are smaller for now, or whole again; [] where they are as they were."""
    was_less = any(item.usual is not None for item in earlier.items)
    if flare:
        return [plan_say("changed.flare")]
    if plan.lighter:
        return [plan_say("changed.lighter_on" if earlier.lighter else "changed.lighter")]
    return [plan_say("changed.lighter_over" if earlier.lighter else "changed.flare_over")] if was_less else []


def _first_sentence(finding: Finding) -> str:
    """The first sentence of what a finding says; the assessment has the rest."""
    return finding.says.partition(". ")[0].rstrip(".") + "."


def _moved(plan: Plan, earlier: Plan) -> str:
    order = list(stage_rows())
    key = "stage.moved" if order.index(plan.stage) > order.index(earlier.stage) else "stage.back"
    return plan_say(key, before=stage_rows()[earlier.stage].words, stage=stage_rows()[plan.stage].words)


def _about(plan: Plan, now: Situation, goal: Goal, *, flare: bool, waits: Stage | None) -> Iterator[str]:
    library = exercises()
    words = {"activity": goal.activity.rstrip("."), "able": goal.able}
    if goal.wanted_by is None:
        yield plan_say("says.goal", **words)
    else:
        yield plan_say("says.goal_by", **words, day=day_words(goal.wanted_by))
    yield plan_say("stage.begins", stage=stage_rows()[plan.stage].words, says=stage_rows()[plan.stage].says)
    yield from (cap.says for cap in caps() if cap in caps_of(now) and not cap.private and cap.most == plan.stage)
    if flare:
        yield plan_say("says.flare")
    elif plan.lighter:
        yield plan_say("says.lighter")
    if waits is not None:
        yield plan_say("stage.waits_flare" if flare else "stage.waits_lighter", stage=stage_rows()[waits].words)
    if all(library.get(item.exercise) and library[item.exercise].type == "breathing" for item in plan.items):
        yield from _calm_only(now)
    if plan.minutes_most <= FEW_MINUTES:
        yield plan_say("says.few_one" if len(plan.items) == 1 else "says.few", minutes=f"{plan.minutes_most:g}")
    if len(plan.items) > plan.first_items:
        yield plan_say("says.first", number=plan.first_items)
    minutes = f"{max(plan.minutes, 1.0):.0f}"
    yield plan_say("says.minutes_one" if minutes == "1" else "says.minutes", minutes=minutes)
    if now.history.race_on is not None and now.history.race_on >= now.on:
        yield plan_say("says.race", day=day_words(now.history.race_on))
    if now.history.therapist:
        yield plan_say("says.therapist")
    yield plan_say("says.one_thing")


def _calm_only(now: Situation) -> Iterator[str]:
    """Why quiet breathing is all that is left, and what to do about it."""
    if not now.holding and not now.screened.tier:
        yield plan_say("says.calm_fits")
        return
    told = [words("symptoms")[each.word] for each in now.holding if not each.private]
    yield plan_say("says.calm_with", what=listed(told)) if told else plan_say("says.calm_only")
    yield plan_say("says.calm_next", who=tiers()[Tier(now.screened.tier or "D")].who)
    if now.has(GROIN):
        yield plan_say("says.calm_cleared")


def _computed(name: str, answers: tuple[str, ...], physics: Ranking | None) -> list[str]:
    """What physics says of an exercise; nothing where there is none."""
    for aim in answers if physics is not None else ():
        share = physics.emphasis(name, aim) if physics is not None else None
        if share is not None:
            return [plan_say("why.physics", share=f"{100.0 * share:.0f}", aim=aim_words()[aim])]
    return []
