"""What a control test and a running video share at the command line: the screen first, then the film."""

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from trochanter.capture.typed_readings import day_of
from trochanter.cli.film_options import FilmSaid, as_it_is_shown, persons_by_options
from trochanter.cli.measure_screen import open_for, screen_before, today
from trochanter.cli.progress import tell
from trochanter.core.errors import BadSetting
from trochanter.findings.limits import READING, Activity
from trochanter.kinematics.rotation_range import WORST_PAIN

if TYPE_CHECKING:
    from trochanter.capture.film import Frame, OpenFilm, Pixels
    from trochanter.capture.keypoints import Keypoints
    from trochanter.exchange.measurement_result import Screened

TOLD_S = 5.0
_FULL_PX = 16384


@dataclass(frozen=True, slots=True)
class FilmWish:
    """How a film is to be read: the file, what was said of it, how many pictures a second at most."""

    video: Path
    said: FilmSaid
    most_hz: float

    def open(self) -> "OpenFilm":
        """The film, to be read once; raises what ``open_film`` raises."""
        from trochanter.capture.film import open_film

        mirrored = self.said.mirrored is True
        return open_film(self.video, most_hz=self.most_hz, slow_motion=self.said.slow_motion, mirrored=mirrored)

    @property
    def full_px(self) -> tuple[int, int]:
        """Width and height of the upright picture as it was filmed, where a box in pixels needs it."""
        from trochanter.capture.film import open_film

        if self.said.person is None or self.said.person.in_percent:
            return 1, 1
        with open_film(self.video, longest_px=_FULL_PX) as film:
            return film.film.width_px, film.film.height_px


def film_day(text: str) -> dt.date:
    """The day of a film: as typed, or today; raises BadSetting."""
    return day_of(text, "--measured-on") if text else today()


def refuse_other_pain(pain: int | None) -> None:
    """Raise BadSetting for pain outside its scale, before a film is read."""
    if pain is not None and not 0 <= pain <= WORST_PAIN:
        raise BadSetting("--pain", pain, f"a whole number from 0 (none) to {WORST_PAIN} (worst)")


def screened_for(path: Path | None, activity: Activity, on: dt.date) -> "Screened":
    """The screen that leaves an activity open on the day of a film; for a record of an earlier day, today.

    path: its file, None for the one in the working folder. Raises BadSetting for a day to come, ScreenNeeded or
    NotOffered where the screen does not leave it open.
    """
    now = today()
    if on > now:
        raise BadSetting("--measured-on", on.isoformat(), "today or a day before")
    asked = screen_before(path)
    if on < now == asked.screen.asked_on:
        open_for(asked, READING, now)
    else:
        open_for(asked, activity, on)
    return asked.record


def points_of(wish: FilmWish) -> "Keypoints":
    """The points of the person in a film; raises what reading a film and finding a person raise."""
    from trochanter.capture.pose import find_person
    from trochanter.capture.weights import load_weights

    weights = load_weights(wish.said.model)  # without them no film is opened
    full_px = wish.full_px
    tell(f"reading {wish.video.name}")
    with wish.open() as film:
        box = as_it_is_shown(wish.said, film.film, full_px)
        with persons_by_options(wish.said, film.film):
            found = find_person(_told_on_the_way(film), film.film, wish.said.model, box, weights=weights)
        return replace(found, notices=(*film.film.notices, *found.notices))


def pictures_of(wish: FilmWish, times_s: Sequence[float]) -> "dict[float, Pixels]":
    """The pictures nearest to some times: the film is read once more, up to the last of them."""
    kept: dict[float, tuple[float, Pixels]] = {}
    with wish.open() as film:
        for frame in film:
            for time_s in times_s:
                apart = abs(frame.time_s - time_s)
                if time_s not in kept or apart < kept[time_s][0]:
                    kept[time_s] = apart, frame.pixels
            if frame.time_s > max(times_s) + 0.5:
                break
    return {time_s: pixels for time_s, (_, pixels) in kept.items()}


def _told_on_the_way(film: "OpenFilm") -> "Iterator[Frame]":
    """The pictures, with a line every few seconds on how far it is."""
    last = time.monotonic()
    for frame in film:
        if time.monotonic() - last > TOLD_S:
            last = time.monotonic()
            tell(f"looking for the person: {frame.time_s:.0f} of {film.film.duration_s:.0f} s")
        yield frame
