"""The screen of a measurement: found, asked before it, and what pain in the measurement makes of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.cli.progress import tell
from trochanter.findings.after_pain import REOPENED, After, Felt, after_pain
from trochanter.findings.check_gate import after_check, asked_of
from trochanter.findings.limits import READING, Activity
from trochanter.findings.permission import NotOffered, ScreenNeeded, refuse_unless_screened
from trochanter.findings.screen import Screen
from trochanter.kinematics.rotation_range import RotationRange

if TYPE_CHECKING:
    from trochanter.exchange.measurement_result import Screened

HERE = Path("screen.json")  # what 'trochanter screen' writes


@dataclass(frozen=True, slots=True)
class Asked:
    """The screen before a measurement, its file, and what a result records of it."""

    path: Path
    screen: Screen
    record: "Screened"


def screen_file(given: Path | None) -> Path | None:
    """The file of the screen: the one given, else that of the working folder; None where there is none."""
    return given if given is not None else HERE if HERE.exists() else None


def asked_before(now: Sequence[RotationRange], given: Path | None) -> Asked:
    """The screen of a check, where it leaves the check open; raises ScreenNeeded or NotOffered where it does not.

    given: its file, None for the one in the working folder. Every check needs a screen of its day: one's own is a test,
    one by somebody else a reading. What was read on an earlier day and is typed in today is a record, for which one of
    today will do. Raises BadSetting for a day to come, MissingInput and UnreadableFile as reading does.
    """
    asked = screen_before(given)
    for each in now:
        open_for(asked, *asked_of(each, asked.screen, today()))
    return asked


def screen_before(given: Path | None) -> Asked:
    """The screen in a file, None for the one in the working folder; raises ScreenNeeded where there is none.

    Raises MissingInput and UnreadableFile as reading does.
    """
    path = screen_file(given)
    if path is None:
        raise ScreenNeeded
    from trochanter.capture.files import read_file
    from trochanter.exchange.measurement_result import Screened
    from trochanter.exchange.screen_result import read_screen

    screen = read_screen(path)
    return Asked(path, screen, Screened(path.name, read_file(path).sha256, screen.asked_on.isoformat()))


def open_at_all(given: Path | None) -> None:
    """Raise what the screen raises where it leaves nothing open to be measured, whatever it is and whoever does it."""
    asked = screen_before(given)
    open_for(asked, READING, asked.screen.asked_on)


def open_for(asked: Asked, activity: Activity, on: dt.date) -> None:
    """Return where the screen leaves an activity open on a day; else say which screen it is, and raise as it does."""
    try:
        refuse_unless_screened(asked.screen, activity, on=on)
    except (ScreenNeeded, NotOffered):
        tell(f"screen: {asked.path}, answered on {asked.screen.asked_on}")
        raise


def screen_after(
    now: Sequence[RotationRange], earlier: Sequence[RotationRange], asked: Asked, more: Sequence[Felt] = ()
) -> After | None:
    """The screen after what a check felt; None where it stands as it is. more: what has no end range to stand at.

    A record of a day before the screen changes nothing: whoever answered it knew of that pain.
    """
    return after_check(now, earlier, asked.screen, more)


def keep_pain(felt: Sequence[Felt], asked: Asked, on: dt.date) -> None:
    """Tell and note the pain of a check that could not be measured, where the screen has to know of it."""
    from trochanter.exchange.screen_result import write_screen

    after = after_pain(asked.screen, felt, on) if on >= asked.screen.asked_on else None
    if after:
        tell_after(after)
        write_screen(asked.path, after.screen, today(), keep_private=True)


def tell_after(after: After) -> None:
    """Say what the pain means, before anything else of the check is said."""
    from trochanter.findings.words import message, text_of

    tell(after.text)
    if after.code == REOPENED:
        tell(f"\n{text_of(message(after.screen, today()))}\n", prefix="")


def today() -> dt.date:
    """The day where this runs."""
    return dt.datetime.now().astimezone().date()
