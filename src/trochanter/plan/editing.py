"""Changes to a plan by a person or a therapist: the reason is kept, and neither screen nor limits can be passed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from trochanter.core.errors import BadSetting, ImpossibleData, UnknownName
from trochanter.core.sides import SIDES
from trochanter.findings.history import History
from trochanter.findings.limits import may
from trochanter.findings.permission import NotOffered
from trochanter.findings.screen import Screen
from trochanter.plan.dosing import dose_of, fitted, minutes_of, options_of
from trochanter.plan.edit import Edit
from trochanter.plan.exercise import STAGES, Exercise
from trochanter.plan.library import exercises, is_breathing
from trochanter.plan.plan import Dose, Item, LeftOut, Plan
from trochanter.plan.plan_rules import number
from trochanter.plan.plan_sentences import dose_text, plan_say
from trochanter.plan.run_step import running_of
from trochanter.plan.saying import stop_of
from trochanter.plan.situation import Situation, situation
from trochanter.plan.suitable import unsafe

ROUNDING = 1e-9  # of minutes


def edited(plan: Plan, edit: Edit, screen: Screen, history: History) -> Plan:
    """A plan after a change, under the screen as it stands on the day of the change.

    What the screen and what was told do not leave open any more is left out of it. Raises NotOffered and ScreenNeeded
    where they leave nothing open, NotOffered where the edit asks for what they exclude, ImpossibleData where it would
    have more exercises or minutes than a plan has, none at all, or the same twice, UnknownName where the plan does not
    have the exercise, BadSetting where the edit is of a day before the plan.
    """
    if edit.on < plan.made_on:
        raise BadSetting("the day of the edit", edit.on.isoformat(), f"{plan.made_on}, the day of the plan, or later")
    now, library = situation(history, screen, edit.on), exercises()
    most = min(number("most_minutes"), float(history.minutes))
    safe = _changed(_still_safe(plan, now, library), edit, now, most, library)
    items = safe.items
    _refuse_too_much(items, most)
    names = {item.exercise for item in items}
    left = [each for each in safe.left_out if each.exercise not in {*names, edit.exercise}]
    gone = [] if edit.exercise in names else [_by_edit(edit)]
    plan_now = replace(
        safe,
        items=items,
        first_items=min(safe.first_items, len(items)),
        left_out=tuple(sorted((*left, *gone), key=lambda each: each.exercise)),
        stop=stop_of(now),
        limits=now.limits,
        screened_on=screen.asked_on,
        minutes_most=most,
        changes=(*safe.changes, _told(edit, library)),
    )
    return plan_now if now.limits.run and now.limits.impact else _without_running(plan_now, now)


def _without_running(plan: Plan, now: Situation) -> Plan:
    """A plan whose running the screen has closed since, with the reason in it."""
    running = running_of(now, plan, None)
    told = () if running.says in (*plan.says, *plan.private_says) else (running.says,)
    key = "private_says" if running.private else "says"
    told_now: dict[str, Any] = {key: (*getattr(plan, key), *told)}
    return replace(plan, run=running.step, run_gates=running.gates, **told_now)


def _still_safe(plan: Plan, now: Situation, library: Mapping[str, Exercise]) -> Plan:
    """The plan without what the screen and what was told do not leave open any more."""
    found = {
        item.exercise: unsafe(library[item.exercise], now)
        if item.exercise in library
        else LeftOut(item.exercise, plan_say("left.aims"), "aims")
        for item in plan.items
    }
    out = [reason for reason in found.values() if reason is not None]
    if not out:
        return plan
    told = [
        plan_say("changed.left_by_limits", exercise=_quoted(each.exercise, library), why=each.why)
        for each in out
        if not each.private
    ]
    return replace(
        plan,
        items=tuple(item for item in plan.items if found[item.exercise] is None),
        left_out=(*plan.left_out, *out),
        changes=(*plan.changes, *told),
    )


def _within(plan: Plan, most: float, library: Mapping[str, Exercise]) -> Plan:
    """The plan within minutes that have become fewer: the last exercises get smaller, or go."""
    items, left, out = list[Item](), most, list[LeftOut]()
    for item in plan.items:
        exercise = library[item.exercise]
        dose = fitted(exercise, item.dose, left + ROUNDING) if left > 0.0 else None
        if dose is None:
            out.append(LeftOut(item.exercise, plan_say("left.minutes", minutes=f"{most:g}"), "minutes"))
            continue
        items.append(item if dose is item.dose else replace(item, dose=dose, minutes=minutes_of(exercise, dose)))
        left -= items[-1].minutes
    return replace(plan, items=tuple(items), left_out=(*plan.left_out, *out))


def _changed(plan: Plan, edit: Edit, now: Situation, most: float, library: Mapping[str, Exercise]) -> Plan:
    """The plan with the change in it; what else it has is made smaller where minutes have become fewer."""
    target = plan.item(edit.exercise) if edit.change != "add" else None
    if target is None and edit.change != "add":
        names = [item.exercise for item in plan.items]
        raise UnknownName("exercise of the plan", edit.exercise, names, where="plan")
    others = replace(plan, items=tuple(item for item in plan.items if item is not target))
    new = None
    if target is not None and edit.dose is not None:
        new = _with_dose(target, edit.dose, edit, library)
        others = _within(others, most - new.minutes, library)
    else:
        others = _within(others, most, library)
        if edit.change != "leave_out":
            new = _new(edit.other or edit.exercise, others, edit, now, most - others.minutes, library)
    placed = [new if item is target else others.item(item.exercise) for item in plan.items]
    if target is None:
        placed.append(new)
    return replace(others, items=tuple(item for item in placed if item is not None))


def _new(name: str, plan: Plan, edit: Edit, now: Situation, room: float, library: Mapping[str, Exercise]) -> Item:
    """The item of an exercise that an edit brings in, as much of it as there is room for in minutes."""
    exercise = library[name]
    _refuse_unsafe(exercise, now)
    if plan.item(name) is not None:
        raise ImpossibleData(f"'{name}' is in the plan already", where="edit", valid="an exercise that is not in it")
    if edit.by == "person" and STAGES.index(exercise.stages[0]) > STAGES.index(plan.stage):
        raise ImpossibleData(
            f"'{name}' comes in the stage {exercise.stages[0]}, and the plan is in {plan.stage}",
            where="edit",
            valid="an exercise of this stage or an earlier one",
            next_step="go on until the gates hold, or change it together with a therapist (--by therapist)",
        )
    usual = dose_of(exercise, plan.stage)
    dose = fitted(exercise, usual, room + ROUNDING)
    if dose is None:
        raise _too_long(plan.minutes + minutes_of(exercise, usual), plan.minutes + room)
    return Item(
        exercise=name,
        dose=dose,
        sides=SIDES if exercise.one_sided else (),
        minutes=minutes_of(exercise, dose),
        why=(_by_words(edit),),
        edited=_by_words(edit),
        edited_by=edit.by,
        options=tuple(each for each in options_of(exercise, plan.stage) if each.basis != dose.basis),
    )


def _refuse_unsafe(exercise: Exercise, now: Situation) -> None:
    """Raise NotOffered for what the screen excludes, ImpossibleData for what does not go with what was told."""
    against = unsafe(exercise, now)
    if against is None:
        return
    words = may(now.limits, exercise.activity).against
    if words:
        raise NotOffered(now.limits, words)
    raise ImpossibleData(
        f"'{exercise.name}' does not go with what was told: {against.why}",
        where="edit",
        valid="an exercise that it leaves open",
        next_step="choose another one; if things have changed, begin with trochanter screen",
    )


def _with_dose(item: Item, given: Dose, edit: Edit, library: Mapping[str, Exercise]) -> Item:
    dose = replace(given, load=item.dose.load, basis=item.dose.basis, source=item.dose.source, note=_by_words(edit))
    minutes = minutes_of(library[item.exercise], dose)
    return replace(item, dose=dose, minutes=minutes, edited=_by_words(edit), edited_by=edit.by, usual=None)


def _refuse_too_much(items: tuple[Item, ...], most_minutes: float) -> None:
    most = int(number("most_items"))
    if not items:
        raise ImpossibleData(
            "nothing would be left in the plan",
            where="edit",
            valid="at least one exercise",
            next_step="swap it instead",
        )
    if len(items) > most:
        raise ImpossibleData(
            f"that would be {len(items)} exercises",
            where="edit",
            valid=f"at most {most}",
            next_step="leave one out first, or swap it",
        )
    minutes = sum(item.minutes for item in items)
    if minutes > most_minutes + ROUNDING:
        raise _too_long(minutes, most_minutes)


def _too_long(minutes: float, most: float) -> ImpossibleData:
    return ImpossibleData(
        f"that would take {minutes:.1f} minutes on one day",
        where="edit",
        valid=f"at most {most:g} minutes",
        next_step="leave one out first, or give one a smaller dose",
    )


def _by_edit(edit: Edit) -> LeftOut:
    who = plan_say(f"edit.by_{edit.by}")
    return LeftOut(edit.exercise, plan_say("left.edited", by=who, reason=edit.reason.strip()), "edited")


def _by_words(edit: Edit) -> str:
    return plan_say("why.edited", by=plan_say(f"edit.by_{edit.by}"), reason=edit.reason.strip())


def _told(edit: Edit, library: Mapping[str, Exercise]) -> str:
    words = {
        "by": plan_say(f"edit.by_{edit.by}"),
        "exercise": _quoted(edit.exercise, library),
        "other": _quoted(edit.other, library),
        "dose": dose_text(edit.dose, breaths=is_breathing(edit.exercise)) if edit.dose is not None else "",
        "reason": edit.reason.strip(),
    }
    return plan_say(f"changed.edit_{edit.change}", **words)


def _quoted(name: str, library: Mapping[str, Exercise]) -> str:
    return f"'{library[name].words}'" if name in library else f"'{name}'"
