"""Whether an exercise may be in a plan, and if not, why: screen, symptoms, edits, equipment, stage, aims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trochanter.findings.history_words import meaning
from trochanter.findings.limits import may
from trochanter.findings.permission import word_of
from trochanter.findings.sentences import listed
from trochanter.plan.exercise import STAGES, Exercise, Stage
from trochanter.plan.plan import LeftOut
from trochanter.plan.plan_rules import household, stage_rows
from trochanter.plan.plan_sentences import plan_say
from trochanter.plan.situation import Situation
from trochanter.plan.tables import words


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a choice is made for: the situation, the stage, the aims in their order, what somebody has left out.

    edited: exercise -> LeftOut of an edit; hurt: exercises that hurt the last times.
    """

    now: Situation
    stage: Stage
    aims: tuple[str, ...]
    edited: Mapping[str, LeftOut]
    hurt: frozenset[str] = frozenset()


def against(exercise: Exercise, wanted: Wanted) -> LeftOut | None:
    """Why an exercise is left out; None where it may be chosen. What protects comes first."""
    found = unsafe(exercise, wanted.now) or wanted.edited.get(exercise.name)
    if found is not None:
        return found
    if exercise.name in wanted.hurt:
        return LeftOut(exercise.name, plan_say("left.hurt"), "hurt")
    return _impractical(exercise, wanted.now) or _untimely(exercise, wanted.stage) or _beside(exercise, wanted)


def unsafe(exercise: Exercise, now: Situation) -> LeftOut | None:
    """What the screen and symptoms say against an exercise: what no edit can pass. None where they say nothing."""
    by_screen = may(now.screened, exercise.activity)
    if not by_screen.allowed:
        what = listed([word_of(word) for word in by_screen.against])
        return LeftOut(exercise.name, plan_say("left.screen", what=what), "screen")
    holding = [each for each in now.holding if each.word in exercise.not_with]
    by_told = [each for each in now.holding if set(each.excludes) & exercise.activity.positions]
    ends = [each for each in now.holding if set(each.stops) & exercise.activity.needs]
    found = [*holding, *by_told, *ends]
    if not found:
        return None
    public = [each for each in found if not each.private]
    if not public:
        return LeftOut(exercise.name, plan_say("left.symptom_private"), "symptom", private=True)
    told = dict.fromkeys(words("symptoms")[each.word] for each in public)
    return LeftOut(exercise.name, plan_say("left.symptom", what=listed(list(told))), "symptom")


def is_earlier(exercise: Exercise, stage: Stage) -> bool:
    """Whether an exercise is of stages before one, not of it."""
    return stage not in exercise.stages and STAGES.index(exercise.stages[0]) < STAGES.index(stage)


def listed_words(names: Sequence[str], library: Mapping[str, Exercise]) -> str:
    """Exercises in words, in quotes, joined."""
    return listed([f"'{library[name].words}'" for name in names])


def missing(exercise: Exercise, now: Situation) -> list[str]:
    """Equipment that an exercise needs and that nobody named, in words."""
    return [meaning("equipment", each) for each in sorted(exercise.equipment - now.history.equipment - household())]


def _impractical(exercise: Exercise, now: Situation) -> LeftOut | None:
    lacks = missing(exercise, now)
    if lacks:
        return LeftOut(exercise.name, plan_say("left.equipment", what=listed(lacks)), "equipment")
    if not any(row.sets for row in exercise.doses):
        return LeftOut(exercise.name, plan_say("left.dose"), "dose")
    return None


def _untimely(exercise: Exercise, stage: Stage) -> LeftOut | None:
    later = stage not in exercise.stages and not is_earlier(exercise, stage)
    if later:
        first = stage_rows()[exercise.stages[0]].words
        return LeftOut(exercise.name, plan_say("left.stage_later", stage=first), "stage")
    if exercise.type not in stage_rows()[stage].types:
        return LeftOut(exercise.name, plan_say("left.stage_earlier"), "stage")
    return None


def _beside(exercise: Exercise, wanted: Wanted) -> LeftOut | None:
    if set(exercise.aims) & set(wanted.aims):
        return None
    waits = set(exercise.aims) & wanted.now.not_aims
    return LeftOut(exercise.name, plan_say("left.not_aims" if waits else "left.aims"), "aims")
