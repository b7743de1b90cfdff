"""Measurements, sessions and plan as comma-separated values (RFC 4180, UTF-8), one table each.

docs/exchange.md tells what the columns mean. A cell of words that a spreadsheet could take for a formula begins with an
apostrophe. Numbers are never touched.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from math import isfinite

from trochanter.kinematics.rotation_range import EndRange, RotationRange
from trochanter.plan.library import exercise_named
from trochanter.plan.plan import Item, Plan
from trochanter.progress.places import kind_of
from trochanter.progress.session import Done, Session

Cell = str | float | int | bool | tuple[float, ...] | None
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MEASUREMENTS = (
    "measured_on", "set_up", "measured_by", "position", "mode", "method", "side", "direction", "angle_deg",
    "standard_error_deg", "pain_began_deg", "repeats_deg", "pain", "pain_place", "limited_by_pain",
)  # fmt: skip
SESSIONS = (
    "on", "ended", "exercise", "side", "target_sets", "target_repeats", "sets", "repeats", "hold_s", "pain_before",
    "pain_during", "pain_next_morning", "pain_place", "pain_onset_km", "effort", "run_km", "run_min", "goal_able",
    "note",
)  # fmt: skip
PLAN = (
    "made_on", "retest_on", "stage", "exercise", "words", "weekdays", "sides", "sets", "repeats", "hold_s", "load",
    "minutes", "basis", "source",
)  # fmt: skip


def measurements_csv(recordings: Iterable[RotationRange]) -> str:
    """One row an end range; where pain stopped it, its angle stands in ``pain_began_deg`` and not in ``angle_deg``."""
    return table(MEASUREMENTS, (_end(each, end) for each in recordings for end in each.ends))


def sessions_csv(sessions: Iterable[Session], *, with_private: bool = False) -> str:
    """One row an exercise of a session, or one row for a session that names none.

    with_private: also pain of the pelvis and its place, and notes, which may tell of it.
    """
    return table(SESSIONS, (row for each in sessions for row in _session(each, with_private=with_private)))


def plan_csv(plan: Plan) -> str:
    """One row an exercise of the plan; why it was chosen is left out, for that can tell what was said in confidence."""
    return table(PLAN, (_item(item, plan) for item in plan.items))


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Rows under a header: commas, quotes where they are needed, CR LF at each end; missing is empty."""
    stream = StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(each) for each in row] for row in rows)
    return stream.getvalue()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" ").startswith(FORMULA) else value
    if isinstance(value, tuple):
        return " ".join(f"{each:.6g}" for each in value)
    return f"{value:.6g}" if isfinite(value) else ""


def _end(recording: RotationRange, end: EndRange) -> Sequence[Cell]:
    stopped = end.limited_by_pain
    return (
        recording.measured_on.isoformat(), recording.set_up, recording.measured_by, recording.position, recording.mode,
        recording.method, end.side.word, end.direction, None if stopped else end.angle.value,
        None if stopped else end.angle.sigma, end.angle.value if stopped else None,
        end.repeats_deg, end.pain, end.pain_place, stopped,
    )  # fmt: skip


def _session(session: Session, *, with_private: bool) -> Iterable[Sequence[Cell]]:
    shown = with_private or kind_of(session.pain_place) != "pelvis"
    numbers = (session.pain_before, session.pain_during, session.pain_next_morning)
    pains = (*numbers, session.pain_place, session.pain_onset_km)
    after = (*(pains if shown else (None,) * len(pains)), session.effort, session.run_km, session.run_min, session.able)
    note = session.note if with_private else None
    for done in session.done or (None,):
        yield (session.on.isoformat(), session.ended, *_done(done), *after, note)


def _done(done: Done | None) -> Sequence[Cell]:
    if done is None:
        return (None,) * 7
    side = done.side.word if done.side else None
    return (done.exercise, side, done.target_sets, done.target_repeats, done.sets, done.repeats, done.hold_s)


def _item(item: Item, plan: Plan) -> Sequence[Cell]:
    dose = item.dose
    return (
        plan.made_on.isoformat(), plan.retest_on.isoformat(), plan.stage, item.exercise,
        exercise_named(item.exercise).words, " ".join(DAYS[day] for day in dose.weekdays),
        " ".join(side.word for side in item.sides), dose.sets, dose.repeats, dose.hold_s, dose.load, item.minutes,
        dose.basis, dose.source,
    )  # fmt: skip
