"""What ``trochanter measure --right LOG --left LOG`` does: recordings of a phone on the shin, after the screen."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.cli.measure_felt import MYSELF, day_said, felt_at, position_said, without_end
from trochanter.cli.measure_screen import asked_before
from trochanter.cli.progress import tell, tell_notices
from trochanter.core.errors import BadSetting, UnknownName
from trochanter.core.sides import Side
from trochanter.findings.after_pain import Felt
from trochanter.kinematics.rotation_range import RotationRange, mode_named, position_named
from trochanter.kinematics.shin_angle import Using

if TYPE_CHECKING:
    from trochanter.kinematics.typed_check import About


def measured_by_phone(
    files: Mapping[Side, Path],
    about: "About",
    felt: Mapping[str, Sequence[str]],
    *,
    screen: Path | None,
    using: str | None,
    front: bool,
    set_up: str = "1",
) -> tuple[RotationRange, tuple[Felt, ...]]:
    """The measurement of one or both legs, and pain where no end was held; felt: what was typed of each end range.

    The screen is asked before a file is opened. Raises what it raises, BadSetting for words that are none, and what
    reading and measuring raise.
    """
    from trochanter.cli.measure_log import measure_log

    day = day_said(about)
    position = position_named(position_said(about.position), "--position")
    mode = mode_named(about.mode or "active", "--mode")
    if about.method:
        raise BadSetting("--method", about.method, "left out: the recording says how it was measured")
    pains = felt_at(felt, files)
    sensors, by = _using(using), about.measured_by or MYSELF
    asked_before((RotationRange(position, mode, "phone_shin", by, day, set_up, ()),), screen)
    tell("reading the recordings")
    found = measure_log(
        files,
        position,
        measured_on=day,
        measured_by=by,
        set_up=set_up,
        mode=mode,
        using=sensors,
        screen="front" if front else None,
        pains=pains,
    )
    tell_notices(found.quality, all_of_them=True)
    return found, without_end(pains, found.ends)


def _using(text: str | None) -> Using | None:
    """Which sensors to go by, as typed; raises UnknownName."""
    known: dict[str, Using] = {"gravity": "gravity", "gyroscope": "gyroscope"}
    if text is None:
        return None
    if text not in known:
        raise UnknownName("kind of sensor", text, known, "--using")
    return known[text]
