"""Real films, damaged in many ways: sound pictures at growing times, or one error of the family; nothing else, soon."""

import time
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from tests.capture.made_films import Made, made_film
from tests.property.barrage import SOAK
from tests.property.film_mutations import MUTATIONS
from trochanter.capture.film import Film, FilmLimits, Frame, open_film
from trochanter.core.errors import TrochanterError

pytestmark = pytest.mark.needs("video")
COUNT = 800 if SOAK else 6
# A start of a process is in it, on a machine that others use too; the decoder's own standstill is told after 5 s.
MAX_SECONDS = 60.0
LIMITS = FilmLimits(longest_s=30.0, shortest_s=0.3, most_pictures=2_000, stall_s=5.0, computing_s=20)
SMALL = Made(width=96, height=64)
FILMS = {
    "h264.mp4": SMALL,
    "fragments.mp4": replace(SMALL, container_options={"movflags": "frag_keyframe+empty_moov"}),
    "turned.mov": replace(SMALL, turn_deg=90, sound=True, container_options={"movflags": "faststart"}),
    "vp9.webm": replace(SMALL, codec="libvpx-vp9"),
    "mjpeg.avi": replace(SMALL, codec="mjpeg", pixel_format="yuvj420p"),
}


def check(film: Film, frames: list[Frame]) -> None:
    """What the types promise, whatever the file was."""
    assert frames
    assert [frame.index for frame in frames] == list(range(len(frames)))
    times_s = np.array([frame.time_s for frame in frames])
    assert np.isfinite(times_s).all()
    assert times_s[0] == 0.0
    assert (np.diff(times_s) > 0.0).all()
    assert {frame.pixels.shape for frame in frames} == {(film.height_px, film.width_px, 3)}
    assert max(film.height_px, film.width_px) <= 1280
    assert film.rotation_deg in {0, 90, 180, 270}
    assert 0.0 < film.duration_s <= LIMITS.longest_s
    assert np.isfinite(film.frame_rate_hz)
    assert film.frame_rate_hz > 0.0
    assert all(notice.text and "{" not in notice.text for notice in film.notices)


def signature(film: Film, frames: list[Frame]) -> tuple[object, ...]:
    return film.notices, film.duration_s, [(frame.time_s, frame.pixels.tobytes()) for frame in frames]


def outcome(path: Path) -> tuple[Film, list[Frame]] | TrochanterError:
    try:
        with open_film(path, limits=LIMITS) as opened:
            frames = list(opened)
            return opened.film, frames
    except TrochanterError as error:
        return error


@pytest.mark.parametrize("name", FILMS)
def test_damaged_films(tmp_path: Path, name: str) -> None:
    path = made_film(tmp_path / name, FILMS[name])
    data = path.read_bytes()
    sound = outcome(path)
    assert not isinstance(sound, TrochanterError)
    chance, through, refused, slowest_s = Random(name), 0, 0, 0.0
    for turn in range(COUNT):
        mutation = MUTATIONS[turn % len(MUTATIONS)]
        path.write_bytes(mutation(chance, data))
        started = time.perf_counter()
        found = outcome(path)
        slowest_s = max(slowest_s, time.perf_counter() - started)
        assert slowest_s < MAX_SECONDS, f"{mutation.__name__}, turn {turn}"
        if isinstance(found, TrochanterError):
            refused += 1
            assert found.where == str(path), f"{mutation.__name__}, turn {turn}"
            assert found.next_step
            assert "broke down" not in str(found), f"{mutation.__name__}, turn {turn}: {found}"
        else:
            check(*found)
            through += signature(*found) != signature(*sound)
    print(f"{name}: of {COUNT} films {through} changed the pictures, {refused} were refused; slowest {slowest_s:.2f} s")
    assert through > 0
    assert refused > 0
