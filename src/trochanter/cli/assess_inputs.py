"""What an assessment is made from: the files of a screen, of checks, of a run and of films, found and read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.core.errors import BadSetting

if TYPE_CHECKING:
    from trochanter.exchange.assessment_shapes import AssessedFile
    from trochanter.findings.running_summary import RunningSummary
    from trochanter.findings.screen import Screen
    from trochanter.kinematics.appearance import Appearance
    from trochanter.kinematics.comparing_check import HipCheck

SCREEN = Path("screen.json")  # what 'trochanter screen' writes
MEASUREMENT = Path("trochanter-check", "measurement.json")  # what 'trochanter measure' writes


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read, and the files that it came from."""

    screen_file: Path
    screen: "Screen"
    checks: "tuple[HipCheck, ...]"
    running: "RunningSummary | None"
    films: "tuple[Appearance, ...]"
    files: "tuple[AssessedFile, ...]"


def inputs_of(
    screen: Path | None, measurements: Sequence[Path], running: Path | None, films: Sequence[Path], today: dt.date
) -> Inputs:
    """What the files hold; screen, measurements: those of the working folder where none is named.

    Raises ScreenNeeded without a screen, MissingInput, UnreadableFile, and BadSetting for a measurement of a day to
    come or a screen of one.
    """
    from trochanter.exchange.screen_result import read_screen
    from trochanter.findings.permission import ScreenNeeded

    path = screen if screen is not None else SCREEN if SCREEN.exists() else None
    if path is None:
        raise ScreenNeeded
    found = read_screen(path)
    if found.asked_on > today:
        raise BadSetting("the day of the screen", found.asked_on.isoformat(), "today or a day before")
    measured = tuple(measurements) or ((MEASUREMENT,) if MEASUREMENT.exists() else ())
    files = [("screen", path), *(("measurement", each) for each in measured)]
    files += [("running", running)] if running is not None else []
    files += [("film", each) for each in films]
    return Inputs(
        path, found, _checks(measured, today), _running(running), _films(films), tuple(_file(*each) for each in files)
    )


def _checks(paths: Sequence[Path], today: dt.date) -> "tuple[HipCheck, ...]":
    """The last check of each kind (position, mode, method), all other recordings as earlier ones."""
    if not paths:
        return ()
    from trochanter.exchange.measurement_reading import read_measurement
    from trochanter.kinematics.latest_checks import latest_checks

    recordings = [each for path in paths for each in read_measurement(path)]
    for each in recordings:
        if each.measured_on > today:
            raise BadSetting("the day of measuring", each.measured_on.isoformat(), "today or a day before")
    return latest_checks(recordings)


def _running(path: Path | None) -> "RunningSummary | None":
    if path is None:
        return None
    from trochanter.exchange.running_facts import read_running

    return read_running(path)


def _films(paths: Sequence[Path]) -> "tuple[Appearance, ...]":
    if not paths:
        return ()
    from trochanter.exchange.appearance_result import read_appearance

    return tuple(map(read_appearance, paths))


def _file(role: str, path: Path) -> "AssessedFile":
    from trochanter.capture.files import read_file
    from trochanter.exchange.assessment_shapes import AssessedFile

    return AssessedFile(role=role, name=path.name, sha256=read_file(path).sha256)
