"""Films as phones and cameras write them: every picture once, upright, at its true time."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from tests.capture.made_films import UNIT, Made, Pixels, corners_of, made_film, number_of, numbered
from trochanter.capture.film import Film, FilmLimits, Frame, open_film
from trochanter.core.errors import BadSetting, MissingExtra

pytestmark = pytest.mark.needs("video")
UPRIGHT = ["red", "green", "blue", "white"]
CAPTURED = {"com.android.capture.fps": "240.000000"}
TAGS = {"movflags": "use_metadata_tags"}
KINDS = {
    "h264.mp4": Made(),
    "sound.mov": Made(sound=True),
    "fragments.mp4": Made(container_options={"movflags": "frag_keyframe+empty_moov"}),
    "hevc.mp4": Made(codec="libx265", options={"preset": "ultrafast", "x265-params": "log-level=none"}),
    "ten_bits.mp4": Made(
        codec="libx265",
        pixel_format="yuv420p10le",
        options={"preset": "ultrafast", "x265-params": "log-level=none"},
        colours={"color_trc": 18, "color_primaries": 9, "colorspace": 9},
    ),
    "mpeg4.mp4": Made(codec="mpeg4"),
    "h264.mkv": Made(sound=True),
    "vp9.webm": Made(codec="libvpx-vp9"),
    "alpha.webm": Made(codec="libvpx-vp9", pixel_format="yuva420p"),
    "mpeg4.avi": Made(codec="mpeg4", unit=Fraction(1, 30)),
    "h264.avi": Made(unit=Fraction(1, 30)),
    "mjpeg.avi": Made(codec="mjpeg", pixel_format="yuvj420p", unit=Fraction(1, 30)),
    "prores.mov": Made(codec="prores_ks", pixel_format="yuv422p10le"),
    "alpha.mov": Made(codec="prores_ks", pixel_format="yuva444p10le"),
}


def seen(path: Path, **options: Any) -> tuple[Film, list[Frame]]:
    with open_film(path, **options) as opened:
        frames = list(opened)
        return opened.film, frames


def codes(film: Film) -> list[str]:
    return [notice.code for notice in film.notices]


def times(frames: list[Frame]) -> np.ndarray:
    return np.array([frame.time_s for frame in frames])


@pytest.mark.parametrize("name", KINDS)
def test_every_picture_comes_once_upright_at_its_time(tmp_path: Path, name: str) -> None:
    film, frames = seen(made_film(tmp_path / name, KINDS[name]))
    assert [number_of(frame.pixels) for frame in frames] == list(range(45))
    assert [frame.index for frame in frames] == list(range(45))
    whole_ms = name.endswith(("mkv", "webm"))
    np.testing.assert_allclose(times(frames), np.arange(45) / 30, atol=1.1e-3 if whole_ms else 1e-5)
    assert (film.width_px, film.height_px, film.rotation_deg) == (192, 108, 0)
    assert film.frame_rate_hz == pytest.approx(30.0, rel=1e-3)
    assert film.duration_s == pytest.approx(1.5, abs=2e-3)
    assert {corner for frame in frames for corner in [tuple(corners_of(frame.pixels))]} == {tuple(UPRIGHT)}
    assert codes(film) == (["film-hdr"] if name == "ten_bits.mp4" else [])
    pixels = frames[0].pixels
    assert pixels.dtype == np.uint8
    assert pixels.flags.c_contiguous


def test_the_file_is_told(tmp_path: Path) -> None:
    path = made_film(tmp_path / "film.mp4")
    film, _ = seen(path)
    told = subprocess.run(["sha256sum", path], capture_output=True, text=True, check=True).stdout.split()[0]
    assert (film.source, film.sha256) == (str(path), told)


@pytest.mark.parametrize(
    ("standard", "full_range"), [("ITU709", False), ("ITU709", True), ("ITU601", False), ("BT2020", False)]
)
def test_colours_are_read_by_the_standard_that_the_file_says(tmp_path: Path, standard: str, full_range: bool) -> None:
    def two(number: int, width: int, height: int) -> Pixels:
        picture = np.full((height, width, 3), (200, 60, 40), dtype=np.uint8)
        picture[:, width // 2 :] = (40, 70 + number, 200)
        return picture

    made = Made(draw=two, standard=standard, full_range=full_range, options={"preset": "ultrafast", "crf": "8"})
    _, frames = seen(made_film(tmp_path / "film.mp4", made))
    assert np.abs(frames[0].pixels[54, 40].astype(int) - (200, 60, 40)).max() <= 4
    assert np.abs(frames[9].pixels[54, 150].astype(int) - (40, 79, 200)).max() <= 4


@pytest.mark.parametrize(("name", "atol"), [("film.mp4", 1e-9), ("film.mkv", 1.1e-3)])
def test_variable_rate(tmp_path: Path, name: str, atol: float) -> None:
    chance = np.random.default_rng(5)
    ticks = np.cumsum(chance.integers(1_800, 4_500, 60)).tolist()
    film, frames = seen(made_film(tmp_path / name, Made(pictures=60, ticks=ticks)))
    np.testing.assert_allclose(times(frames), (np.array(ticks) - ticks[0]) * float(UNIT), atol=atol)
    assert [number_of(frame.pixels) for frame in frames] == list(range(60))
    assert codes(film) == []


def shown(stored: np.ndarray, a: int, b: int, c: int, d: int) -> np.ndarray:
    """The slow twin: every pixel (x, y) goes to (a x + c y, b x + d y), ISO/IEC 14496-12, then all to the origin."""
    height, width = stored.shape[:2]
    y, x = np.mgrid[:height, :width]
    across, down = a * x + c * y, b * x + d * y
    across, down = across - across.min(), down - down.min()
    picture = np.empty((down.max() + 1, across.max() + 1, 3), dtype=np.uint8)
    picture[down, across] = stored
    return picture


@pytest.mark.parametrize(
    ("matrix", "degrees"),
    [
        ((1, 0, 0, 1), 0),
        ((0, 1, -1, 0), 90),
        ((-1, 0, 0, -1), 180),
        ((0, -1, 1, 0), 270),
        ((-1, 0, 0, 1), 0),
        ((1, 0, 0, -1), 180),
        ((0, 1, 1, 0), 90),
        ((0, -1, -1, 0), 270),
    ],
)
def test_display_matrix(tmp_path: Path, matrix: tuple[int, int, int, int], degrees: int) -> None:
    a, b, c, d = matrix
    mirrored = degrees in {0, 90}
    path = made_film(tmp_path / "film.mp4")
    data = bytearray(path.read_bytes())
    start = data.find(b"tkhd") + 4 + 40  # version 0 of the box: the matrix stands 40 bytes in
    assert bytes(data[start : start + 4]) == (1 << 16).to_bytes(4, "big")
    numbers = (a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30)
    data[start : start + 36] = b"".join(number.to_bytes(4, "big", signed=True) for number in numbers)
    path.write_bytes(data)
    film, frames = seen(path, mirrored=mirrored)
    truth = shown(numbered(3, 192, 108), a, b, c, d)
    truth = truth[:, ::-1] if mirrored else truth
    assert frames[3].pixels.shape == truth.shape == (film.height_px, film.width_px, 3)
    assert corners_of(frames[3].pixels) == corners_of(truth)
    assert np.abs(frames[3].pixels.astype(int) - truth).mean() < 6.0
    assert film.rotation_deg == degrees
    assert codes(film) == (["film-shown-mirrored"] if a * d - b * c < 0 else [])


def test_slanted_is_noticed(tmp_path: Path) -> None:
    film, frames = seen(made_film(tmp_path / "film.mp4", Made(turn_deg=30.0)))
    assert codes(film) == ["film-slanted"]
    assert corners_of(frames[0].pixels) == UPRIGHT


@pytest.mark.parametrize(
    ("made", "longest_px", "size"),
    [
        (Made(width=193, height=109, pixel_format="yuv444p"), 1280, (193, 109)),
        (Made(width=194, height=110, turn_deg=90), 1280, (110, 194)),
        (Made(width=384, height=216), 160, (160, 90)),
        (Made(width=384, height=216, turn_deg=-90), 160, (90, 160)),
        (Made(aspect=Fraction(2)), 1280, (384, 108)),
        (Made(aspect=Fraction(2)), 192, (192, 54)),
        (Made(aspect=Fraction(1, 2), turn_deg=90), 1280, (108, 96)),
    ],
)
def test_size(tmp_path: Path, made: Made, longest_px: int, size: tuple[int, int]) -> None:
    film, frames = seen(made_film(tmp_path / "film.mp4", made), longest_px=longest_px)
    assert (film.width_px, film.height_px) == size
    assert {frame.pixels.shape for frame in frames} == {(size[1], size[0], 3)}
    if not made.turn_deg:
        assert number_of(frames[17].pixels) == 17


@pytest.mark.parametrize(("most_hz", "step"), [(60.0, 4), (240.0, 1), (30.0, 8)])
def test_fast_films_are_thinned(tmp_path: Path, most_hz: float, step: int) -> None:
    film, frames = seen(made_film(tmp_path / "film.mp4", Made(pictures=480, rate_hz=240)), most_hz=most_hz)
    assert [number_of(frame.pixels) for frame in frames] == list(range(0, 480, step))
    np.testing.assert_allclose(times(frames), np.arange(0, 480, step) / 240, atol=1e-5)
    assert film.frame_rate_hz == pytest.approx(240 / step, rel=1e-3)


def test_four_thousand_points_at_240_a_second(tmp_path: Path) -> None:
    made = Made(pictures=9, width=3840, height=2160, rate_hz=240, turn_deg=-90, draw=sideways)
    film, frames = seen(made_film(tmp_path / "film.mp4", made), limits=FilmLimits(shortest_s=0.03))
    assert (film.width_px, film.height_px, film.rotation_deg) == (720, 1280, 90)
    assert film.frame_rate_hz == pytest.approx(60.0)
    assert [number_of(frame.pixels) for frame in frames] == [0, 4, 8]


def sideways(number: int, width: int, height: int) -> Pixels:
    """As a phone that is held upright stores it: turned a quarter against the clock."""
    return np.ascontiguousarray(np.rot90(numbered(number, height, width)))


@pytest.mark.parametrize("most_hz", [60.0, 30.0])
def test_jitter_drops_no_picture(tmp_path: Path, most_hz: float) -> None:
    chance = np.random.default_rng(3)
    step = round(90_000 / most_hz)
    ticks = [k * step + int(chance.integers(-step // 8, step // 8)) + step for k in range(120)]
    _, frames = seen(made_film(tmp_path / "film.mp4", Made(pictures=120, ticks=ticks)), most_hz=most_hz)
    assert len(frames) == 120


def test_slow_motion_is_taken_out(tmp_path: Path) -> None:
    path = made_film(tmp_path / "film.mp4", Made(pictures=480, metadata=CAPTURED, container_options=TAGS))
    film, frames = seen(path)
    assert codes(film) == ["film-slow-motion"]
    assert "240 pictures a second" in film.notices[0].text
    assert film.duration_s == pytest.approx(2.0)
    assert [number_of(frame.pixels) for frame in frames[:3]] == [0, 4, 8]
    np.testing.assert_allclose(times(frames), np.arange(0, 480, 4) / 240, atol=1e-5)


def test_slow_motion_as_the_caller_says(tmp_path: Path) -> None:
    plain = made_film(tmp_path / "plain.mp4", Made(pictures=120))
    film, frames = seen(plain, slow_motion=4.0)
    assert (film.duration_s, film.frame_rate_hz) == pytest.approx((1.0, 60.0), rel=0.2)
    assert frames[-1].time_s <= 1.0
    told = made_film(tmp_path / "told.mp4", Made(pictures=480, metadata=CAPTURED, container_options=TAGS))
    assert codes(seen(told, slow_motion=8.0)[0]) == []
    film, frames = seen(told, slow_motion=1.0)
    assert codes(film) == ["film-slow-motion-differs"]
    assert film.duration_s == pytest.approx(16.0)


def test_gaps_and_slowed_parts_are_noticed(tmp_path: Path) -> None:
    hole = [k * 3_000 + (90_000 if k > 20 else 0) for k in range(45)]
    film, _ = seen(made_film(tmp_path / "hole.mp4", Made(ticks=hole)))
    assert codes(film) == ["film-gaps"]
    assert "from 0.67 to 1.70 s" in film.notices[0].text
    ramp = [k * 3_000 if k < 90 else 270_000 + (k - 90) * 375 for k in range(600)]
    film, _ = seen(made_film(tmp_path / "ramp.mp4", Made(pictures=600, ticks=ramp)))
    assert codes(film) == ["film-rate-changes"]


def test_nothing_moves(tmp_path: Path) -> None:
    film, _ = seen(made_film(tmp_path / "film.mp4", Made(draw=lambda _, w, h: numbered(7, w, h))))
    assert codes(film) == ["film-still"]


def test_the_main_film_of_several_tracks(tmp_path: Path) -> None:
    film, frames = seen(made_film(tmp_path / "film.mp4", Made(tracks=2, sound=True)))
    assert codes(film) == ["film-tracks"]
    assert [number_of(frame.pixels) for frame in frames] == list(range(45))


def test_only_what_the_limits_allow(tmp_path: Path) -> None:
    path = made_film(tmp_path / "film.mp4", Made(pictures=15))
    film, frames = seen(path, limits=FilmLimits(shortest_s=0.4))
    assert film.duration_s == pytest.approx(0.5)
    assert len(frames) == 15


def test_pictures_come_once_and_stay_after_the_film_is_closed(tmp_path: Path) -> None:
    with open_film(made_film(tmp_path / "film.mp4")) as opened:
        first = next(iter(opened))
        assert [frame.index for frame in opened] == list(range(1, 45))
        assert list(opened) == []
    assert number_of(first.pixels) == 0
    with open_film(tmp_path / "film.mp4") as opened:
        for frame in opened:
            if frame.index == 5:
                break
    assert list(opened) == []


@pytest.mark.parametrize(
    "options",
    [{"longest_px": 4}, {"longest_px": "big"}, {"most_hz": 0.0}, {"slow_motion": -1.0}, {"slow_motion": float("nan")}],
)
def test_settings(tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(BadSetting):
        seen(tmp_path / "film.mp4", **options)
    with pytest.raises(BadSetting):
        open_film(cast("str", 7))


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"pip install 'trochanter\[video\]'"):
        open_film(tmp_path / "film.mp4")


def test_this_process_never_loads_a_decoder(tmp_path: Path) -> None:
    path = made_film(tmp_path / "film.mp4")
    # A script without the guard that multiprocessing asks for, beside a file that is named as a library.
    (tmp_path / "av.py").write_text("raise SystemExit('a file of the working folder was imported')\n")
    script = (
        "import sys\nfrom trochanter.capture.film import open_film\n"
        f"with open_film({str(path)!r}) as film:\n    count = len(list(film))\n"
        "print(count, 'av' in sys.modules, 'cv2' in sys.modules)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-P", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.stdout.split() == ["45", "False", "False"], ran.stderr
