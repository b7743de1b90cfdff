"""How far a hip turns, as measured once: each end range with its error, its repeats, and pain where there was some."""

import datetime as dt
from dataclasses import dataclass
from math import hypot, isfinite, isnan, nan
from typing import Literal, get_args

from trochanter.core.errors import BadSetting, ImpossibleData
from trochanter.core.quality import Estimate, Notice
from trochanter.core.sides import Side

Direction = Literal["internal", "external"]
Position = Literal["seated", "supine", "prone"]
Mode = Literal["active", "passive"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
POSITIONS: tuple[Position, ...] = get_args(Position)
MODES: tuple[Mode, ...] = get_args(Mode)
DEG = "deg"
WORST_PAIN = 10
STEEPEST_DEG = 120.0  # no hip turns that far from neutral: a larger number is a slip of the pen


@dataclass(frozen=True, slots=True)
class EndRange:
    """How far one hip turns in one direction: a magnitude in degrees from its own neutral.

    ``angle``: Estimate in ``deg``; ``repeats_deg``: each repetition; ``pain``: 0 to 10 at the end range, None where
    nobody asked; ``pain_place``: where it hurts; ``limited_by_pain``: the movement was stopped because it hurt, and
    then the angle is where pain began, which is compared with nothing. Foot out is INTERNAL rotation of the hip.
    Raises ImpossibleData for an angle or pain outside what there is, and for another unit.
    """

    side: Side
    direction: Direction
    angle: Estimate
    repeats_deg: tuple[float, ...] = ()
    pain: int | None = None
    pain_place: str | None = None
    limited_by_pain: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be an end range."""
        where = end_words(self.side, self.direction)
        _refuse_other(self.direction, DIRECTIONS, "direction")
        if self.angle.unit != DEG:
            raise ImpossibleData(f"its angle is in '{self.angle.unit}'", where=where, valid=DEG)
        for angle in (self.angle.value, *self.repeats_deg):
            if not isfinite(angle) or abs(angle) > STEEPEST_DEG:
                raise _impossible(f"{angle:g} degrees cannot be an end range of a hip", where)
        if not (isnan(self.angle.sigma) or 0.0 <= self.angle.sigma < float("inf")):
            raise _impossible(f"its standard error cannot be {self.angle.sigma:g}", where)
        if self.pain is not None and not 0 <= self.pain <= WORST_PAIN:
            raise ImpossibleData(
                f"pain cannot be {self.pain}",
                where=where,
                valid=f"a whole number from 0 (none) to {WORST_PAIN} (worst)",
                next_step="give the pain at this end range, or leave it out if nobody asked",
            )

    @property
    def pain_was_told(self) -> bool:
        """Whether there was pain at this end range: the person's word, or a movement stopped by it."""
        return self.limited_by_pain or bool(self.pain)


@dataclass(frozen=True, slots=True)
class RotationRange:
    """One measurement of how far the hips turn: one set-up, one day, one position, mode and method.

    ``method`` is a row of the table of methods; ``set_up`` names how it was set up, the same words only where nothing
    was moved in between; ``ends`` holds each side and direction at most once. Raises ImpossibleData for a repeated end
    and BadSetting for a position or mode that there is not.
    """

    position: Position
    mode: Mode
    method: str
    measured_by: str
    measured_on: dt.date
    set_up: str
    ends: tuple[EndRange, ...]
    quality: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a repeated end, and words that are no position or mode."""
        _refuse_other(self.position, POSITIONS, "position")
        _refuse_other(self.mode, MODES, "mode")
        seen: set[tuple[Side, str]] = set()
        for end in self.ends:
            if (end.side, end.direction) in seen:
                raise ImpossibleData(
                    "this end range is there twice",
                    where=end_words(end.side, end.direction),
                    valid="each side and direction once in a measurement; repetitions belong into its repeats",
                )
            seen.add((end.side, end.direction))

    def end(self, side: Side, direction: Direction) -> EndRange | None:
        """The end range of a side in a direction; None where it was not measured."""
        found = [each for each in self.ends if each.side is side and each.direction == direction]
        return found[0] if found else None

    def total(self, side: Side) -> Estimate:
        """Turning in plus turning out of a side, degrees; NaN where an end is missing or was limited by pain."""
        return self._together(side, +1.0)

    def balance(self, side: Side) -> Estimate:
        """Turning in minus turning out of a side, degrees; NaN where an end is missing or was limited by pain."""
        return self._together(side, -1.0)

    def _together(self, side: Side, sign: float) -> Estimate:
        turned_in, turned_out = self.end(side, "internal"), self.end(side, "external")
        if turned_in is None or turned_out is None or turned_in.limited_by_pain or turned_out.limited_by_pain:
            return Estimate(nan, nan, DEG, self.method)
        one, other = turned_in.angle, turned_out.angle
        return Estimate(one.value + sign * other.value, hypot(one.sigma, other.sigma), DEG, self.method)


def end_words(side: Side, direction: str) -> str:
    """Name an end range for messages.

    >>> end_words(Side.RIGHT, "internal")
    'right side, internal rotation'
    """
    return f"{side.word} side, {direction} rotation"


def position_named(text: str, where: str = "position") -> Position:
    """The position as typed; raises BadSetting."""
    for position in POSITIONS:
        if text.strip().lower() == position:
            return position
    raise BadSetting(where, text, _listed(POSITIONS))


def mode_named(text: str, where: str = "mode") -> Mode:
    """Who moved the leg as typed, 'active' or 'passive'; raises BadSetting."""
    for mode in MODES:
        if text.strip().lower() == mode:
            return mode
    raise BadSetting(where, text, _listed(MODES))


def _refuse_other(word: str, options: tuple[str, ...], what: str) -> None:
    if word not in options:
        raise BadSetting(what, word, _listed(options))


def _listed(options: tuple[str, ...]) -> str:
    return ", ".join(options[:-1]) + f" or {options[-1]}"


def _impossible(what: str, where: str) -> ImpossibleData:
    return ImpossibleData(
        what,
        where=where,
        valid=f"degrees from this hip's own neutral, up to {STEEPEST_DEG:g} either way",
        next_step="check the number; foot out is internal rotation",
    )
