"""Runs out of files of watches and training diaries: what was read, before anybody judges it."""

import datetime as dt
import os
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from trochanter.capture.files import FileContent, read_file
from trochanter.core.errors import ImpossibleData, UnreadableFile

MOST_BYTES = 32 * 1024 * 1024
FARTHEST_KM, LONGEST_MIN = 500.0, 2880.0
EARLIEST = dt.date(2000, 1, 1)  # before it a watch that never heard the time writes 1989, and one of before 2000 none
_FIT = b".FIT"


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """One run of a file: its local day, distance and time; None where the file does not tell; source: the file's name.

    Raises ImpossibleData for what cannot be a run.
    """

    on: dt.date
    distance_km: float | None
    minutes: float | None
    source: str

    def __post_init__(self) -> None:
        """Refuse what cannot be a run."""
        for value, most, unit in ((self.distance_km, FARTHEST_KM, "km"), (self.minutes, LONGEST_MIN, "minutes")):
            if value is not None and not (isfinite(value) and 0.0 < value <= most):
                raise ImpossibleData(
                    f"a run cannot have {value:g} {unit}",
                    where=f"{self.source}, {self.on}",
                    valid=f"more than 0, up to {most:g} {unit}",
                    next_step="correct it in the watch's own program, or tell the run with --run-km",
                )


def read_runs(path: str | os.PathLike[str], today: dt.date) -> tuple[RecordedRun, ...]:
    """The runs of a .fit file of a watch, or of a table (.csv) with a row a run, in the order of their days.

    Raises MissingInput and UnreadableFile, ImpossibleData for a day before 2000 or after ``today`` and for impossible
    numbers, MissingExtra for a .fit file without the extra ``fit``.
    """
    content = read_file(path, MOST_BYTES)
    if content.data[8:12] == _FIT:
        from trochanter.capture.runs_fit import runs_of_fit

        found = runs_of_fit(content)
    else:
        from trochanter.capture.runs_table import runs_of_table

        _refuse_other(content)
        found = runs_of_table(content)
    for run in found:
        _refuse_clock(run, today)
    return tuple(sorted(found, key=lambda run: run.on))


def _refuse_other(content: FileContent) -> None:
    if Path(content.where).suffix.lower() == ".fit" or b"\0" in content.data[:4096]:
        raise UnreadableFile(
            "this is no .fit file: its head is damaged or of something else",
            where=content.where,
            valid="a .fit file as a watch writes it, or a .csv table of runs",
            next_step="copy the file from the watch again",
        )


def _refuse_clock(run: RecordedRun, today: dt.date) -> None:
    if not EARLIEST <= run.on <= today:
        raise ImpossibleData(
            f"the run is of {run.on}: the clock was not set",
            where=run.source,
            valid=f"a day from {EARLIEST} to {today}",
            next_step="tell the run by hand: trochanter log --run-km KM --on DAY",
        )
