"""What ``trochanter measure --right LOG --left LOG`` does: recordings of a phone on the shin, after the screen."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.capture.typed_readings import day_of, typed_end
from trochanter.cli.measure_finish import asked_before
from trochanter.cli.progress import tell, tell_notices
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.core.sides import Side
from trochanter.kinematics.rotation_range import Direction, RotationRange, mode_named, position_named
from trochanter.kinematics.shin_angle import Using
from trochanter.kinematics.shin_rotation import EndPain

if TYPE_CHECKING:
    from trochanter.cli.measure import About

MYSELF = "self"
ENDS: dict[str, tuple[Side, Direction]] = {
    "right-in": (Side.RIGHT, "internal"),
    "right-out": (Side.RIGHT, "external"),
    "left-in": (Side.LEFT, "internal"),
    "left-out": (Side.LEFT, "external"),
}


def measured_by_phone(
    files: Mapping[Side, Path],
    about: "About",
    felt: Mapping[str, Sequence[str]],
    *,
    screen: Path | None,
    using: str | None,
    front: bool,
) -> RotationRange:
    """The measurement of one or both legs; felt: what was typed of each end range, pain alone.

    The screen is asked before a file is opened. Raises what it raises, BadSetting for words that are none, and what
    reading and measuring raise.
    """
    from trochanter.cli.measure_log import measure_log

    day = day_of(about.measured_on, "--measured-on") if about.measured_on else dt.datetime.now().astimezone().date()
    position = position_named(about.position, "--position")
    mode = mode_named(about.mode or "active", "--mode")
    if about.method:
        raise BadSetting("--method", about.method, "left out: the recording says how it was measured")
    pains = {ENDS[name]: _felt(texts, name) for name, texts in felt.items()}
    by = about.measured_by or MYSELF
    asked_before((RotationRange(position, mode, "phone_shin", by, day, "1", ()),), screen)
    tell("reading the recordings")
    found = measure_log(
        files,
        position,
        measured_on=day,
        measured_by=by,
        set_up="1",
        mode=mode,
        using=_using(using),
        screen="front" if front else None,
        pains=pains,
    )
    tell_notices(found.quality, all_of_them=True)
    return found


def _felt(texts: Sequence[str], name: str) -> EndPain:
    """What was felt at an end range; raises BadSetting for angles, which the recording gives."""
    option = f"--{name}"
    if len(texts) > 1:
        raise BadSetting(option, texts[1], "once: a recording is one set-up")
    side, direction = ENDS[name]
    end = typed_end(f"0 {texts[0]}", side, direction, option)
    if len(end.repeats_deg) > 1:
        raise BadSetting(option, texts[0], "pain alone, such as 'pain 2 groin': the recording gives the angles")
    return EndPain(end.pain, end.pain_place, end.stopped)


def _using(text: str | None) -> Using | None:
    """Which sensors to go by, as typed; raises UnknownName."""
    known: dict[str, Using] = {"gravity": "gravity", "gyroscope": "gyroscope"}
    if text is None:
        return None
    if text not in known:
        raise UnknownName("kind of sensor", text, known, "--using")
    return known[text]
