"""What was felt at the ends of a recording: typed as for readings, without the angles, which the recording gives."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from trochanter.capture.typed_readings import day_of, typed_end
from trochanter.cli.film_options import FilmSaid
from trochanter.core.errors import BadSetting, MissingInput
from trochanter.core.sides import SIDES, Side
from trochanter.findings.after_pain import Felt
from trochanter.kinematics.rotation_range import Direction, EndRange
from trochanter.kinematics.shin_rotation import EndPain

if TYPE_CHECKING:
    from trochanter.kinematics.typed_check import About

MYSELF = "self"
ENDS: dict[str, tuple[Side, Direction]] = {
    "right-in": (Side.RIGHT, "internal"),
    "right-out": (Side.RIGHT, "external"),
    "left-in": (Side.LEFT, "internal"),
    "left-out": (Side.LEFT, "external"),
}
Pains = Mapping[tuple[Side, Direction], EndPain]


def felt_at(felt: Mapping[str, Sequence[str]], legs: Collection[Side]) -> dict[tuple[Side, Direction], EndPain]:
    """Pain by end range of one set-up; legs: those that were recorded.

    Raises BadSetting for angles, which the recording gives, and for another leg.
    """
    return {ENDS[name]: _felt(texts, name, legs) for name, texts in felt.items()}


def legs_of(files: Collection[Side | None], said: FilmSaid) -> tuple[Side, ...]:
    """The legs that a set-up can be of: those that are named, that which was said, or both."""
    named = tuple(side for side in files if side is not None)
    return named or (SIDES if said.side is None else (said.side,))


def of_set_up(felt: Mapping[str, Sequence[str]], which: int, set_ups: int) -> dict[str, tuple[str, ...]]:
    """What was typed for one set-up (from 0): the first of every option is that of the first set-up.

    Raises BadSetting where more was typed than there are set-ups.
    """
    for name, texts in felt.items():
        if len(texts) > set_ups:
            times = "once: a recording is one set-up" if set_ups == 1 else f"at most {set_ups} times, once a set-up"
            raise BadSetting(f"--{name}", texts[set_ups], times)
    return {name: (texts[which],) for name, texts in felt.items() if which < len(texts)}


def without_end(pains: Pains, ends: Sequence[EndRange]) -> tuple[Felt, ...]:
    """Pain at end ranges that were not measured."""
    there = {(end.side, end.direction) for end in ends}
    left = [pain for end, pain in pains.items() if end not in there]
    return tuple(Felt(each.pain, each.place, stopped=each.limited) for each in left)


def day_said(about: "About") -> dt.date:
    """The day of measuring: as typed, or today; raises BadSetting."""
    return day_of(about.measured_on, "--measured-on") if about.measured_on else dt.datetime.now().astimezone().date()


def position_said(position: str) -> str:
    """The position as typed; raises MissingInput where nothing was."""
    if not position.strip():
        raise MissingInput(
            "the position is not said",
            valid="--position seated, supine or prone: positions are never compared",
            next_step="add --position",
        )
    return position


def _felt(texts: Sequence[str], name: str, legs: Collection[Side]) -> EndPain:
    option = f"--{name}"
    if ENDS[name][0] not in legs:
        words = " and ".join(side.word for side in legs)
        raise BadSetting(option, texts[0], f"what was felt in the {words} leg, which was recorded", "check the side")
    side, direction = ENDS[name]
    end = typed_end(f"0 {texts[0]}", side, direction, option)
    if len(end.repeats_deg) > 1:
        raise BadSetting(option, texts[0], "pain alone, such as 'pain 2 groin': the recording gives the angles")
    return EndPain(end.pain, end.pain_place, end.stopped)
