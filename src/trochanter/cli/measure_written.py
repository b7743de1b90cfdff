"""The page and the result of a check, written together, and what is printed of them."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.cli.progress_kept import keep_measured
from trochanter.kinematics.comparing_check import HipCheck

if TYPE_CHECKING:
    from trochanter.exchange.measurement_result import Screened
    from trochanter.reporting.film import FilmShown

WRITTEN = ("check.html", "measurement.json")


def written(
    check: HipCheck,
    screen: "Screened | None",
    films: "Sequence[FilmShown]",
    folder: Path,
    *,
    as_json: bool,
    also: Callable[[], object] = lambda: None,
    keep: Callable[[str], object] = lambda _: None,
) -> Path:
    """Write check.html and measurement.json, both or none, and print what they tell; returns the page.

    also: what is written together with them; keep: takes the measurement as JSON before anything is printed.
    """
    from trochanter.exchange.measurement_result import measurement_result, measurement_text
    from trochanter.exchange.whole import together, write_whole
    from trochanter.reporting.check import render_check
    from trochanter.reporting.check_text import check_text

    text, page = measurement_text(measurement_result(check, screen, films)), render_check(check, films)
    folder.mkdir(parents=True, exist_ok=True)  # tried out by usable_folder
    keep_measured(folder / WRITTEN[1], max(each.measured_on for each in check.now))
    with together():
        also()
        path = write_whole(folder / WRITTEN[0], page)
        write_whole(folder / WRITTEN[1], text)
    keep(text)
    if as_json:
        sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    else:
        print(check_text(check))
    return path
