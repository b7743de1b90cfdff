"""What a control test and a running video end with: earlier films read, the page and the result written."""

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.cli.appearance_film import FilmWish, pictures_of
from trochanter.cli.progress import tell, tell_notices
from trochanter.core.errors import BadSetting
from trochanter.kinematics.appearance import Appearance

if TYPE_CHECKING:
    from trochanter.exchange.measurement_result import Screened

WRITTEN = ("appearance.html", "appearance.json")


def earlier_films(paths: Sequence[Path], before: dt.date) -> tuple[Appearance, ...]:
    """Films of days before ``before``; raises what reading raises, and BadSetting where one is not earlier."""
    from trochanter.exchange.appearance_result import read_appearance

    found = []
    for path in paths:
        each = read_appearance(path)
        if each.measured_on >= before:
            valid = f"a film of a day before {before}; this one is of {each.measured_on}"
            raise BadSetting("--earlier", str(path), valid, "say the day of the new film with --measured-on")
        found.append(each)
    return tuple(found)


def finished_appearance(
    now: Appearance,
    earlier: Sequence[Appearance],
    folder: Path,
    *,
    wish: FilmWish,
    screened: "Screened",
    as_json: bool,
) -> None:
    """Write appearance.html and appearance.json and say what they tell; raises errors of the TrochanterError family."""
    from trochanter.exchange.appearance_result import appearance_json, appearance_result
    from trochanter.exchange.whole import together, write_whole
    from trochanter.reporting.appearance import appearance_text, render_appearance
    from trochanter.reporting.appearance_stills import stills_of

    tell("taking the pictures for the page")
    stills = stills_of(now, pictures_of(wish, [each.time_s for each in now.instants]))
    page = render_appearance(now, earlier, stills)
    text = appearance_json(appearance_result(now, earlier, screened))
    folder.mkdir(parents=True, exist_ok=True)  # tried out by usable_folder
    with together():
        path = write_whole(folder / WRITTEN[0], page)
        write_whole(folder / WRITTEN[1], text)
    if as_json:
        tell_notices(now.quality, all_of_them=True)
        sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    else:
        print(appearance_text(now, earlier))
    tell(f"page: {path}")
