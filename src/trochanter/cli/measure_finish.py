"""What every kind of measurement ends with: the screen asked, earlier checks read, the page and the result written."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.cli.measure_screen import asked_before, screen_after, screen_file, tell_after, today
from trochanter.cli.measure_written import WRITTEN, written
from trochanter.cli.own_inputs import refuse_inputs_in
from trochanter.cli.progress import tell
from trochanter.core.errors import BadSetting
from trochanter.core.quality import Notice
from trochanter.findings.after_pain import Felt
from trochanter.kinematics.rotation_range import RotationRange

if TYPE_CHECKING:
    from trochanter.reporting.film import FilmShown


def finished(
    now: Sequence[RotationRange],
    before: Sequence[RotationRange],
    folder: Path,
    *,
    screen: Path | None,
    earlier: Sequence[Path],
    as_json: bool,
    felt: Sequence[Felt] = (),
    films: "Sequence[FilmShown]" = (),
    keep: Callable[[Sequence[str]], object] = lambda _: None,
) -> None:
    """Write check.html and measurement.json and say what they tell; raises errors of the TrochanterError family.

    now: the set-ups of this check; before: older ones from the same input; screen: its file, None for the one in the
    working folder; earlier: files of earlier checks. Nothing is written where the screen does not leave the check open.
    felt: pain at ends that were not measured; films: those that it was measured from. Pain that the screen has to know
    of is told first, and the screen written anew. keep: takes what records hold of it, the measurement as JSON and then
    the screen where it was written anew, before anything is printed.
    """
    from trochanter.exchange.measurement_reading import read_measurement
    from trochanter.exchange.screen_result import screen_result, screen_text, write_screen
    from trochanter.kinematics.comparing_check import check_hips

    refuse_inputs_in(folder, WRITTEN, (screen_file(screen), *earlier))
    asked = asked_before(now, screen)
    older = (*(each for path in earlier for each in _earlier(path, read_measurement(path), now)), *before)
    after = screen_after(now, older, asked, felt)
    check = check_hips(now, older, notices=(Notice(after.code, after.text),) if after else ())
    if after:
        tell_after(after)

    def screen_anew() -> None:
        if after:
            write_screen(asked.path, after.screen, today(), keep_private=True)  # what was left out of the file stays so

    screens = (screen_text(screen_result(after.screen, today())),) if after else ()
    path = written(
        check, asked.record, films, folder, as_json=as_json, also=screen_anew, keep=lambda text: keep((text, *screens))
    )
    noted = ", written anew with that pain" if after else ""
    tell(f"screen: {asked.path}, answered on {asked.screen.asked_on}{noted}")
    tell(f"page: {path}")


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
