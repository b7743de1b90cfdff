"""What may be done: limits, activities, and the one question that every measurement, test and exercise asks."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, get_args

STOPPABLE = ("readings", "tests", "exercises", "impact", "end_range", "run")
POSITIONS = (
    "seated",
    "standing",
    "on_back",
    "on_belly",
    "hip_bent_over_80",
    "deep_hinge",
    "knee_hug",
    "long_hamstring_stretch",
    "wide_leg",
    "single_leg",
    "one_sided",
    "stretch_to_end",
)


class Kind(StrEnum):
    """What an activity is: a reading that somebody else took and that is typed in, a test, an exercise, a run."""

    READING = "readings"
    TEST = "tests"
    EXERCISE = "exercises"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that a person could be asked to do: its kind, what it puts on the hip, the positions it takes.

    impact: whether a foot lands with a flight before it, as in every run; end_range: whether a joint is moved to the
    end of its range; positions: words of POSITIONS, movements that can be left out among them.
    """

    kind: Kind
    impact: bool = False
    end_range: bool = False
    positions: frozenset[str] = frozenset()

    @property
    def needs(self) -> frozenset[str]:
        """Words of STOPPABLE that all have to be allowed."""
        impact = self.impact or self.kind is Kind.RUN
        return frozenset({self.kind.value} | ({"impact"} if impact else set()) | self._end)

    @property
    def _end(self) -> set[str]:
        return {"end_range"} if self.end_range or "stretch_to_end" in self.positions else set()


READING = Activity(Kind.READING)
CONTROL_TEST = Activity(Kind.TEST, positions=frozenset({"standing", "single_leg"}))
RUNNING_VIDEO = Activity(Kind.RUN, impact=True, positions=frozenset({"standing"}))
CheckPosition = Literal["seated", "supine", "prone"]
CHECK_POSITIONS: tuple[CheckPosition, ...] = get_args(CheckPosition)
_SELF_CHECKS: dict[CheckPosition, frozenset[str]] = {
    "seated": frozenset({"seated", "hip_bent_over_80"}),
    "supine": frozenset({"on_back", "hip_bent_over_80"}),
    "prone": frozenset({"on_belly"}),
}


def self_check(position: CheckPosition) -> Activity:
    """The check of how far a hip turns: a test that goes, slowly and by oneself, to the end of the range."""
    return Activity(Kind.TEST, end_range=True, positions=_SELF_CHECKS[position])


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed (True) and which positions are left out.

    flags: codes of the rules behind it, the most urgent first; tier: the most urgent letter in force, '' for none.
    """

    readings: bool = True
    tests: bool = True
    exercises: bool = True
    impact: bool = True
    end_range: bool = True
    run: bool = True
    excluded_positions: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()
    tier: str = ""

    @property
    def stopped(self) -> tuple[str, ...]:
        """Words of STOPPABLE that are not allowed."""
        return tuple(word for word in STOPPABLE if not getattr(self, word))


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether an activity is allowed, and the words of STOPPABLE and POSITIONS that stand against it."""

    allowed: bool
    against: tuple[str, ...] = ()


def may(limits: Limits, activity: Activity) -> Permission:
    """Whether an activity fits the limits: every kind, load and position that it has must be allowed."""
    stopped = [word for word in limits.stopped if word in activity.needs]
    left_out = sorted(activity.positions & limits.excluded_positions)
    return Permission(not stopped and not left_out, (*stopped, *left_out))
