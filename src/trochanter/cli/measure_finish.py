"""What every kind of measurement ends with: the screen asked, earlier checks read, the page and the result written."""

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.cli.measure_typed import by_oneself
from trochanter.cli.own_inputs import refuse_inputs_in
from trochanter.cli.progress import tell
from trochanter.core.errors import BadSetting
from trochanter.core.quality import Notice
from trochanter.kinematics.rotation_range import RotationRange

if TYPE_CHECKING:
    from trochanter.exchange.measurement_result import Screened

WRITTEN = ("check.html", "measurement.json")
NO_SCREEN = Notice(
    "not-screened",
    "no screen came with these readings: the questions of 'trochanter screen' belong before every check",
)


def finished(
    now: Sequence[RotationRange],
    before: Sequence[RotationRange],
    folder: Path,
    *,
    screen: Path | None,
    earlier: Sequence[Path],
    as_json: bool,
) -> None:
    """Write check.html and measurement.json and say what they tell; raises errors of the TrochanterError family.

    now: the set-ups of this check; before: older ones from the same input; earlier: files of earlier checks. Nothing is
    written where the screen does not leave the check open.
    """
    from trochanter.exchange.measurement_result import measurement_result, measurement_text, read_measurement
    from trochanter.exchange.whole import together, write_whole
    from trochanter.kinematics.comparing_check import check_hips
    from trochanter.reporting.check import render_check
    from trochanter.reporting.check_text import check_text

    refuse_inputs_in(folder, WRITTEN, (screen, *earlier))
    screened = asked_before(now, screen)
    older = [each for path in earlier for each in _earlier(path, read_measurement(path), now)]
    check = check_hips(now, (*older, *before), notices=() if screened else (NO_SCREEN,))
    text, page = measurement_text(measurement_result(check, screened)), render_check(check)
    folder.mkdir(parents=True, exist_ok=True)  # tried out by usable_folder
    with together():
        path = write_whole(folder / "check.html", page)
        write_whole(folder / "measurement.json", text)
    if as_json:
        sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    else:
        print(check_text(check))
    tell(f"page: {path}")


def asked_before(now: Sequence[RotationRange], path: Path | None) -> "Screened | None":
    """The screen of a check, where it leaves the check open; raises ScreenNeeded or NotOffered where it does not.

    A check of oneself is a test, and needs a screen of its day. Readings that somebody else took can be typed in
    without one, which the result then says; with one, it has to be of the day of typing.
    """
    from trochanter.exchange.measurement_result import Screened
    from trochanter.exchange.screen_result import read_screen
    from trochanter.findings.limits import READING, self_check
    from trochanter.findings.permission import refuse_unless_screened

    given = None if path is None else read_screen(path)
    for each in now:
        if by_oneself(each):
            refuse_unless_screened(given, self_check(each.position), on=each.measured_on)
        elif given is not None:
            refuse_unless_screened(given, READING, on=dt.datetime.now().astimezone().date())
    if given is None or path is None:
        return None
    from trochanter.capture.files import read_file

    return Screened(path.name, read_file(path).sha256, given.asked_on.isoformat())


def _earlier(path: Path, found: Sequence[RotationRange], now: Sequence[RotationRange]) -> Sequence[RotationRange]:
    """Set-ups of an earlier check; raises BadSetting where it is not earlier than this one."""
    first = min(each.measured_on for each in now)
    for each in found:
        if each.measured_on >= first:
            raise BadSetting(
                "--earlier",
                str(path),
                f"a check of a day before {first}; this one is of {each.measured_on}",
                "put set-ups of one day into one check",
            )
    return found
