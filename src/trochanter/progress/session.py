"""The type of a session: what was asked for and what was done, pain before, during and the next morning."""

from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Literal, get_args

from trochanter.core.errors import BadSetting
from trochanter.core.sides import Side
from trochanter.findings.answers import Reply
from trochanter.findings.history import FARTHEST_KM, LONGEST_MIN

# 'stopped': because of pain; 'noted': a run or a pain alone, nothing on exercises.
Ended = Literal["done", "part", "missed", "stopped", "noted"]
ENDED: tuple[Ended, ...] = get_args(Ended)
MOST = 10
MOST_SETS = 100
MOST_REPEATS = 1000
LONGEST_HOLD_S = 3600.0
LONGEST_NOTE = 500
ROUNDED_KM = 0.05  # miles and kilometres are rounded, and then one may seem beyond the other


@dataclass(frozen=True, slots=True)
class Done:
    """One exercise of a session on one side (None: both, or not said): target beside done.

    hold_s: of each repetition, seconds. Raises BadSetting for a number that cannot be.
    """

    exercise: str
    side: Side | None
    target_sets: int
    target_repeats: int
    sets: int
    repeats: int
    hold_s: float = 0.0

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be."""
        _refuse_words("the name of an exercise", self.exercise, most=120)
        for name in ("target_sets", "sets"):
            _refuse(f"{name} of {self.exercise}", getattr(self, name), MOST_SETS)
        for name in ("target_repeats", "repeats"):
            _refuse(f"{name} of {self.exercise}", getattr(self, name), MOST_REPEATS)
        _refuse(f"hold_s of {self.exercise}", self.hold_s, LONGEST_HOLD_S)

    @property
    def share(self) -> float:
        """What was done of the target, 0 to 1; doing more is no more than 1."""
        target = self.target_sets * self.target_repeats
        return min(self.sets * self.repeats / target, 1.0) if target else 1.0


@dataclass(frozen=True, slots=True)
class Session:
    """One day, or a part of it: pains 0 to 10, None where not told; pain_place: where, as a person says it.

    ended: 'done' as planned, in 'part', 'missed', 'stopped' because of pain, or 'noted' where only a run or a pain is
    told; done: one row an exercise and side, () where the word alone tells; effort: 0 to 10; run_km, run_min: None for
    no run or not told; passed: gates of the plan that were tried and held, such as 'stand_10s'; able: how well
    the goal goes, 0 to 10, where it was told; new_signs, groin: replies to the short questions of the day, None where
    they were not asked; pain_onset_km: after how many kilometres of a run it began to hurt. Raises BadSetting for what
    no session can hold.
    """

    on: date
    ended: Ended
    done: tuple[Done, ...] = ()
    pain_before: int | None = None
    pain_during: int | None = None
    pain_next_morning: int | None = None
    pain_place: str = ""
    effort: int | None = None
    run_km: float | None = None
    run_min: float | None = None
    note: str = ""
    passed: tuple[str, ...] = ()
    able: int | None = None
    new_signs: Reply | None = None
    groin: Reply | None = None
    pain_onset_km: float | None = None

    def __post_init__(self) -> None:
        """Refuse what no session can hold."""
        if self.ended not in ENDED:
            raise BadSetting("how a session ended", self.ended, ", ".join(ENDED))
        for name in ("pain_before", "pain_during", "pain_next_morning", "effort", "able"):
            value = getattr(self, name)
            if value is not None and (isinstance(value, bool) or value not in range(MOST + 1)):
                raise BadSetting(name, value, f"a whole number from 0 to {MOST}, or nothing")
        for name, most in (("run_km", FARTHEST_KM), ("run_min", LONGEST_MIN), ("pain_onset_km", FARTHEST_KM)):
            value = getattr(self, name)
            if value is not None and not (isfinite(value) and 0.0 < value <= most):
                raise BadSetting(name, value, f"more than 0, up to {most:g}, or nothing")
        if self.run_km is not None and (self.pain_onset_km or 0.0) > self.run_km + ROUNDED_KM:
            raise BadSetting("pain_onset_km", self.pain_onset_km, f"up to {self.run_km:g} km, how far the run was")
        _refuse_words("pain_place", self.pain_place, most=120)
        _refuse_words("note", self.note, most=LONGEST_NOTE)
        for gate in self.passed:
            _refuse_words("a gate that was passed", gate, most=60)
        if self.ended in ("missed", "noted") and self.done:
            raise BadSetting(f"a session that is '{self.ended}'", "exercises", "no exercises, or 'part'")

    @property
    def ran(self) -> bool:
        """Whether a run is told."""
        return self.run_km is not None or self.run_min is not None

    @property
    def onset_km(self) -> float | None:
        """After how many kilometres it began to hurt; None where it did not, or nobody told."""
        return None if self.pain_during == 0 else self.pain_onset_km

    @property
    def worst(self) -> int | None:
        """The worst pain that is told, None where none is."""
        told = (self.pain_before, self.pain_during, self.pain_next_morning)
        return max((pain for pain in told if pain is not None), default=None)


def _refuse(what: str, value: float, most: float) -> None:
    if not (isfinite(value) and 0 <= value <= most):
        raise BadSetting(what, value, f"0 to {most:g}")


def _refuse_words(what: str, text: str, *, most: int) -> None:
    if len(text) > most or not text.isprintable():
        raise BadSetting(what, text[:40], f"one line of up to {most} characters")
