"""A day on which a run is fine: how far or how long, as planned or less."""

from trochanter.findings.finding_words import day_words
from trochanter.plan.plan import RunStep
from trochanter.progress.pain_rules import morning_rise
from trochanter.progress.sentences import days as whole
from trochanter.progress.sentences import rule, say
from trochanter.progress.situation import Situation, Today, TodayKind, lately, worst_now


def run_of(now: Situation, step: RunStep) -> Today:
    """A run: as planned, or less for pain of 3, a worse morning, or a longest run that it would go beyond."""
    worst, why = worst_now(now)
    morning = _morning(now)
    less = worst > rule("pain_run") or bool(morning)
    why = (*why, *morning) if less else _quiet(now)
    by_time = step.row or (step.longest_min is not None and step.longest_km is None)
    if not by_time:
        return _by_distance(now, step, why, less=less)
    why = (*why, *_onset(now))
    if step.row:
        return _walk_and_run(step, why, less=less)
    minutes = (step.longest_min or 0.0) * (rule("less_share") if less else 1.0)
    key = "less_min" if less else "planned_min"
    return Today("less" if less else "planned", say(f"today.{key}", run=f"{minutes:.0f}"), (*why, _stop()))


def _walk_and_run(step: RunStep, why: tuple[str, ...], *, less: bool) -> Today:
    times, run_min = step.times, step.run_min
    if less:
        times = max(int(times * rule("less_share")), 1)
        run_min = run_min * rule("less_share") if step.times == 1 else run_min
    key = "less" if less else "planned"
    if step.walk_min == 0.0:
        says = say(f"today.{key}_min", run=f"{times * run_min:.0f}")
    else:
        says = say(f"today.{key}_walk_run", times=times, walk=f"{step.walk_min:g}", run=f"{run_min:g}")
    return Today("less" if less else "planned", says, (*why, _stop()))


def _by_distance(now: Situation, step: RunStep, why: tuple[str, ...], *, less: bool) -> Today:
    """A run by distance: never more than a tenth beyond the longest of 30 days."""
    days, longest = whole("longest_days"), now.load.longest
    if longest is None or longest.distance_km is None:
        return _without_runs(now, step, why, less=less)
    far = _floored(rule("longest_share") * longest.distance_km)
    words = {"days": days, "longest": f"{longest.distance_km:g}", "km": f"{far:g}"}
    planned = step.longest_km if step.longest_km is not None else far
    beyond = planned > far + 1e-9
    reason = "why_longest_less" if beyond else "why_longest_same" if planned < far - 1e-9 else "why_longest"
    most = _most(now)
    if most is not None and most <= min(planned, far) + 1e-9:
        return _up_to(most, (*why, *_onset(now)), less=less, beyond=most < planned - 1e-9)
    why = (*why, say(f"today.{reason}", planned=f"{planned:g}", **words))
    return _up_to(min(planned, far), why, less=less, beyond=beyond)


def _without_runs(now: Situation, step: RunStep, why: tuple[str, ...], *, less: bool) -> Today:
    """No run of 30 days is known here: the plan's own limit, while it is young; else a beginning, or as lately."""
    days = whole("longest_days")
    young = (now.on - now.made_on).days < days
    most = _most(now)
    if step.longest_km is not None and young and most is not None and most <= step.longest_km + 1e-9:
        return _up_to(most, (*why, *_onset(now)), less=less, beyond=most < step.longest_km - 1e-9)
    if step.longest_km is not None and young:
        return _up_to(step.longest_km, (*why, say("today.why_plan_km", km=f"{step.longest_km:g}")), less=less)
    if step.longest_km is None and young:
        kind: TodayKind = "less" if less else "planned"
        return Today(
            kind, say(f"today.{kind}_usual"), (*why, *_onset(now), say("today.why_no_run", days=days), _stop())
        )
    why = (*why, *_onset(now), say("today.why_no_run", days=days), _stop())
    return Today("less", say("today.less_start"), why)


def _up_to(km: float, why: tuple[str, ...], *, less: bool, beyond: bool = False) -> Today:
    most = _floored(rule("less_share") * km) if less else km
    kind: TodayKind = "less" if less or beyond else "planned"
    return Today(kind, say(f"today.{kind}_km", km=f"{most:g}"), (*why, _stop()), most_km=most)


def _morning(now: Situation) -> tuple[str, ...]:
    """A next morning that was worse than before the last session, in words; () where it was not, or is not told."""
    days = lately(now)
    last = next((each for each in reversed(days) if each.on < now.on and (each.trained or each.runs)), None)
    rise = None if last is None else morning_rise(last, days)
    if last is None or last.before is None or rise is None or rise <= 0:
        return ()
    return (say("today.why_morning", on=day_words(last.on), morning=last.before + rise, before=last.before),)


def _quiet(now: Situation) -> tuple[str, ...]:
    pains = [each.worst for each in lately(now)[-2:] if each.worst is not None]
    if not pains:
        return (say("today.why_quiet_unknown"),)
    return (say("today.why_quiet", pain=max(pains)) if max(pains) else say("today.why_quiet_none"),)


def _most(now: Situation) -> float | None:
    """How far a run goes by where it last began to hurt; None where nobody told."""
    return None if now.onset is None else max(_floored(now.onset.most_km), 0.1)


def _onset(now: Situation) -> tuple[str, ...]:
    most, limit = _most(now), now.onset
    if limit is None or most is None:
        return ()
    free = "" if limit.painless_km is None else f"{limit.painless_km:g}"
    key = "why_onset_moved" if free else "why_onset"
    return (say(f"today.{key}", onset=f"{limit.onset.km:g}", free=free, km=f"{most:g}"),)


def _stop() -> str:
    return say("today.stop", most=f"{rule('pain_run'):.0f}")


def _floored(km: float) -> float:
    """A distance to a tenth of a kilometre, rounded down."""
    return int(10.0 * km + 1e-9) / 10.0
