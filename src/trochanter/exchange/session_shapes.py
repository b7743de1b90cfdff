"""The documented shape of one line of a log of sessions: ``trochanter.session/1``."""

import datetime as dt

from pydantic import Field

from trochanter.exchange.shapes import Shape

SCHEMA = "trochanter.session/1"


class DoneResult(Shape):
    """One exercise of a session on one side: target beside done."""

    exercise: str = Field(description="Its key in the exercise library.")
    side: str | None = Field(description="right or left; null for both, or where it was not said.")
    target_sets: int = Field(description="Sets that the plan asked for.")
    target_repeats: int = Field(description="Repetitions of a set that the plan asked for.")
    sets: int = Field(description="Sets that were done.")
    repeats: int = Field(description="Repetitions of a set that were done.")
    hold_s: float = Field(default=0.0, description="Seconds that each repetition was held.")


class SessionResult(Shape):
    """One entry of a log: a session, or what replaces or takes back an earlier entry."""

    schema_: str = Field(alias="schema", description=f"Always {SCHEMA}.")
    id: str = Field(description="Name of the entry, unlike all others.")
    written_at: dt.datetime | None = Field(default=None, description="When it was written, with its time zone.")
    replaces: str | None = Field(default=None, description="The entry that this one takes the place of; null for none.")
    taken_back: bool = Field(default=False, description="Whether the entry that it replaces was taken back.")
    on: dt.date = Field(description="The day of the session.")
    ended: str = Field(description="done, part, missed, stopped (because of pain), or noted (a run or a pain alone).")
    done: list[DoneResult] = Field(default=[], description="Exercises; empty where the word alone tells.")
    pain_before: int | None = Field(default=None, description="0 to 10; null where it was not told.")
    pain_during: int | None = Field(default=None, description="The worst, 0 to 10.")
    pain_next_morning: int | None = Field(default=None, description="0 to 10.")
    pain_place: str = Field(default="", description="Where it hurt, as the person says it.")
    effort: int | None = Field(default=None, description="0 to 10.")
    run_km: float | None = Field(default=None, description="Kilometres run; null for no run or not told.")
    run_min: float | None = Field(default=None, description="Minutes run.")
    pain_onset_km: float | None = Field(
        default=None, description="Kilometres after which it began to hurt; null where it did not, or was not told."
    )
    run_source: str = Field(default="", description="The file that the run was read from; empty where it was told.")
    able: int | None = Field(default=None, description="How well the goal goes, 0 (not at all) to 10 (as before).")
    new_signs: str | None = Field(
        default=None,
        description="Short question of the day, on new signs: yes, no, not sure, skipped; null: not asked.",
    )
    groin: str | None = Field(default=None, description="Short question of the day, on pain in the groin; likewise.")
    note: str = Field(default="", description="Own words.")
    passed: list[str] = Field(default=[], description="Gates of the plan that were tried and held.")
