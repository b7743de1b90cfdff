"""What is no film, or none that can be used: a clear sentence, with what to do, and nothing else."""

import gzip
import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.capture.made_films import Made, made_film, made_sound, number_of
from trochanter.capture.film import FilmLimits, open_film
from trochanter.capture.film_words import ERRORS, NOTICES
from trochanter.core.errors import ImpossibleData, MissingInput, TrochanterError, UnknownFormat, UnreadableFile

pytestmark = pytest.mark.needs("video")
TAGS = {"movflags": "use_metadata_tags"}


def refused(path: Path | str, kind: type[TrochanterError], what: str, step: str, **options: Any) -> None:
    """Opening and reading ends in one error that names the file, says what it is and what to do."""
    with pytest.raises(TrochanterError) as caught, open_film(path, **options) as opened:
        list(opened)
    error = caught.value
    assert type(error) is kind
    assert error.where == str(path)
    assert what in str(error)
    assert step in error.next_step


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("film.mp4", data)
    return packed.getvalue()


FOREIGN: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "it is empty", "copy the film"),
    "zeros": (bytes(5_000), "nothing but zeros", "copy the film"),
    "text": (b"10.0,20.0\n" * 500, "it is text", "name the film itself"),
    "noise": (np.random.default_rng(1).bytes(5_000), "does not recognise", "complete"),
    "photo.jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(900), "a photo (JPEG)", "as a video"),
    "photo.png": (b"\x89PNG\r\n\x1a\n" + bytes(900), "a picture (PNG)", "as a video"),
    "photo.heic": (b"\x00\x00\x00\x18ftypheic" + bytes(900), "a photo (HEIC", "as a video"),
    "photo.avif": (b"\x00\x00\x00\x18ftypavif" + bytes(900), "a photo (HEIC, AVIF", "as a video"),
    "photo.webp": (b"RIFF\x00\x10\x00\x00WEBPVP8 ", "a picture (WebP)", "as a video"),
    "moving.gif": (b"GIF89a" + bytes(900), "GIF", "as a video"),
    "sound.wav": (b"RIFF\x00\x10\x00\x00WAVEfmt ", "a sound recording (WAV)", "as a video"),
    "sound.m4a": (b"\x00\x00\x00\x18ftypM4A " + bytes(900), "a sound recording (M4A)", "as a video"),
    "zip bomb.mp4": (zipped(bytes(20_000_000)), "an archive (.zip)", "unpack it"),
    "gzip bomb.mp4": (gzip.compress(bytes(20_000_000)), "a compressed file (gzip)", "unpack it"),
    "list.m3u8": (b"#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n", "a playlist", "a file on this computer"),
    "list.mp4": (b"#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1/x.mp4\n", "a playlist", "a file on this computer"),
    "concat.mp4": (b"ffconcat version 1.0\nfile /etc/passwd\n", "a playlist", "a file on this computer"),
    "session.sdp": (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n", "it is text", "name the film itself"),
    "dash.mpd": (
        b"<?xml version='1.0'?><MPD><BaseURL>http://127.0.0.1/</BaseURL></MPD>",
        "it is text",
        "name the film",
    ),
    "stream.ts": ((b"\x47" + bytes(187)) * 9, "MPEG-TS", "as MP4"),
    "old.wmv": (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + bytes(900), "Windows Media", "as MP4"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_other_files_are_told_by_their_first_bytes(tmp_path: Path, name: str) -> None:
    data, what, step = FOREIGN[name]
    path = tmp_path / name
    path.write_bytes(data)
    refused(path, UnknownFormat, what, step)


@pytest.mark.parametrize(
    "name",
    ["http://127.0.0.1:9/film.mp4", "concat:a.mp4|b.mp4", "-", "file:film.mp4", "pipe:0", "subfile,,start,0,end,0,,:a"],
)
def test_a_name_is_only_ever_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    made_film(tmp_path / "film.mp4")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MissingInput):
        open_film(name)


@pytest.mark.parametrize(
    "name", ["-i.mp4", "--help.mp4", "a b;$(touch x).mp4", "%d.mp4", "ünïcode 片.mp4", "file:a.mp4"]
)
def test_odd_names_are_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    if os.name == "nt" and ":" in name:
        name = name.replace(":", "")
    made_film(tmp_path / "film.mp4").rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    with open_film(name) as opened:
        assert len(list(opened)) == 45
    assert opened.film.source == name


def test_no_regular_file(tmp_path: Path) -> None:
    refused(tmp_path, UnreadableFile, "this is a folder", "name")
    refused("a\0b.mp4", UnreadableFile, "cannot be opened", "check the name")
    made_film(tmp_path / "film.mp4")
    with pytest.raises(MissingInput, match=r"did you mean 'film\.mp4'"):
        open_film(tmp_path / "flim.mp4")


@pytest.mark.needs("linux")
def test_devices_and_pipes(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    for path in ("/dev/zero", tmp_path / "pipe.mp4"):
        with pytest.raises(UnreadableFile, match="a device, pipe or socket"):
            open_film(path)


def test_too_many_bytes(tmp_path: Path) -> None:
    path = made_film(tmp_path / "film.mp4")
    with pytest.raises(UnreadableFile, match="too many"):
        open_film(path, limits=FilmLimits(most_bytes=1000))


def black(_: int, width: int, height: int) -> np.ndarray:
    return np.zeros((height, width, 3), dtype=np.uint8)


def dark_noise(number: int, width: int, height: int) -> np.ndarray:
    return np.random.default_rng(number).integers(0, 9, (height, width, 3)).astype(np.uint8)


LAPSE = Made(metadata={"com.android.capture.fps": "2"}, container_options=TAGS)
USELESS: dict[str, tuple[Made, FilmLimits, type[TrochanterError], str, str]] = {
    "one": (Made(pictures=1), FilmLimits(), UnreadableFile, "a still image", "as a video"),
    "short": (Made(pictures=20), FilmLimits(), UnreadableFile, "lasts 0.67 s, too short", "film again"),
    "long": (Made(pictures=90), FilmLimits(longest_s=2.0), UnreadableFile, "lasts 3 s, too long", "cut it down"),
    "many": (Made(), FilmLimits(most_pictures=40), UnreadableFile, "more than 40 pictures", "cut it down"),
    "large": (Made(), FilmLimits(most_pixels=10_000), UnreadableFile, "192 by 108 points", "1080p"),
    "black": (Made(pictures=300, draw=black), FilmLimits(), ImpossibleData, "all 10 s", "lens"),
    "dark": (Made(pictures=40, draw=dark_noise), FilmLimits(), ImpossibleData, "show nothing", "the light"),
    "lapse": (LAPSE, FilmLimits(), ImpossibleData, "a time lapse", "ordinary video"),
}


@pytest.mark.parametrize("name", USELESS)
def test_films_that_nobody_can_use(tmp_path: Path, name: str) -> None:
    made, limits, kind, what, step = USELESS[name]
    refused(made_film(tmp_path / "film.mp4", made), kind, what, step, limits=limits)


def test_sound_alone_and_sound_with_a_cover(tmp_path: Path) -> None:
    refused(made_sound(tmp_path / "sound.mp4"), UnreadableFile, "sound in this file, but no film", "as a video")
    path = made_sound(tmp_path / "cover.mp4", with_cover=True)
    refused(path, UnreadableFile, "a picture on its cover", "as a video")


def test_pictures_packed_in_an_unknown_way(tmp_path: Path) -> None:
    made = Made(codec="ffv1")
    refused(made_film(tmp_path / "film.mkv", made), UnreadableFile, "packed as ffv1", "most compatible")


def kept(data: bytes, share: float) -> bytes:
    return data[: int(len(data) * share)]


def test_a_recording_that_was_never_finished(tmp_path: Path) -> None:
    path = made_film(tmp_path / "film.mp4")
    path.write_bytes(kept(path.read_bytes(), 0.6))
    refused(path, UnreadableFile, "the table of its pictures", "copy it from the phone again")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("film.mp4", Made(pictures=150, container_options={"movflags": "faststart"})),
        (
            "fragments.mp4",
            Made(
                pictures=150,
                container_options={"movflags": "frag_keyframe+empty_moov"},
                options={"preset": "ultrafast", "g": "30"},
            ),
        ),
        ("film.mkv", Made(pictures=150)),
        ("film.avi", Made(pictures=150, codec="mjpeg", pixel_format="yuvj420p")),
    ],
)
def test_what_is_left_of_a_cut_film_is_used(tmp_path: Path, name: str, made: Made) -> None:
    path = made_film(tmp_path / name, made)
    path.write_bytes(kept(path.read_bytes(), 0.7))
    with open_film(path) as opened:
        frames = list(opened)
    assert 80 <= len(frames) <= 130
    assert [number_of(frame.pixels) for frame in frames] == list(range(len(frames)))
    assert [notice.code for notice in opened.film.notices] == ["film-cut"]


def test_too_little_is_left_of_a_cut_film(tmp_path: Path) -> None:
    path = made_film(tmp_path / "film.mp4", Made(container_options={"movflags": "faststart"}))
    path.write_bytes(kept(path.read_bytes(), 0.5))
    refused(path, UnreadableFile, "only 0.", "copy the film from the phone again")


def test_damaged_pictures_are_left_out_and_told(tmp_path: Path) -> None:
    path = made_film(tmp_path / "film.avi", Made(codec="mjpeg", pixel_format="yuvj420p"))
    data = bytearray(path.read_bytes())
    sizes = positions(data, JPEG_SIZE)
    for number in (7, 20, 21):
        data[sizes[number] : sizes[number] + 9] = bytes(9)
    path.write_bytes(data)
    with open_film(path) as opened:
        frames = list(opened)
    numbers = [number_of(frame.pixels) for frame in frames]
    assert numbers == [k for k in range(45) if k not in {7, 20, 21}]
    np.testing.assert_allclose([frame.time_s for frame in frames], np.array(numbers) / 30, atol=1e-5)
    assert [notice.text for notice in opened.film.notices] == [
        "About 3 of 45 pictures are damaged or lost, and were left out."
    ]


def positions(data: bytes | bytearray, mark: bytes) -> list[int]:
    found, start = [], data.find(mark)
    while start >= 0:
        found.append(start)
        start = data.find(mark, start + 1)
    return found


JPEG_SIZE = b"\xff\xc0\x00\x11\x08"


@pytest.mark.parametrize(
    ("which", "kind", "what"),
    [
        (range(45), UnreadableFile, "no picture of this film can be read"),
        (range(20, 45), UnreadableFile, "only 0."),
    ],
)
def test_pictures_that_unpack_to_enormous_ones(
    tmp_path: Path, which: range, kind: type[TrochanterError], what: str
) -> None:
    """Few bytes that ask for 16,000 by 16,000 points, where the head of the film says nothing of it."""
    path = made_film(tmp_path / "film.avi", Made(codec="mjpeg", pixel_format="yuvj420p"))
    data = bytearray(path.read_bytes())
    sizes = positions(data, JPEG_SIZE)
    for number in which:
        data[sizes[number] + 5 : sizes[number] + 9] = (16_000).to_bytes(2, "big") * 2
    path.write_bytes(data)
    refused(path, kind, what, "copy the film from the phone again")


def test_pictures_that_change_their_size(tmp_path: Path) -> None:
    path = made_film(tmp_path / "film.avi", Made(codec="mjpeg", pixel_format="yuvj420p"))
    data = bytearray(path.read_bytes())
    place = positions(data, JPEG_SIZE)[30] + 5
    data[place : place + 4] = (96).to_bytes(2, "big") * 2
    path.write_bytes(data)
    refused(path, ImpossibleData, "change their size", "in one go")


def stamped(path: Path, stamp: Callable[[int], int]) -> Path:
    """A film whose times in the file, whole milliseconds in its simple blocks, are put anew."""
    made_film(path, Made(codec="mjpeg", pixel_format="yuvj420p"))
    data = bytearray(path.read_bytes())
    blocks = list(re.finditer(rb"\x81(..)\x80\xff\xd8", data, re.DOTALL))
    assert len(blocks) == 45
    for number, block in enumerate(blocks):
        time_ms = round(number * 1000 / 30)
        in_cluster = int.from_bytes(block[1], "big", signed=True) + stamp(time_ms) - time_ms
        data[block.start(1) : block.end(1)] = in_cluster.to_bytes(2, "big", signed=True)
    path.write_bytes(data)
    return path


def test_times_that_repeat_or_go_back_a_little(tmp_path: Path) -> None:
    path = stamped(tmp_path / "film.mkv", lambda ms: {500: 467, 1000: 900}.get(ms, ms))
    with open_film(path) as opened:
        frames = list(opened)
    assert [number_of(frame.pixels) for frame in frames] == [k for k in range(45) if k not in {15, 30}]
    assert (np.diff([frame.time_s for frame in frames]) > 0).all()
    assert [notice.code for notice in opened.film.notices] == ["film-times-back"]


def test_times_that_nobody_can_believe(tmp_path: Path) -> None:
    path = stamped(tmp_path / "film.mkv", lambda ms: ms if ms < 1200 else ms - 900)
    refused(path, ImpossibleData, "go back or repeat", "in one go")


def test_every_sentence_is_complete() -> None:
    for code, words in ERRORS.items():
        assert words.next_step, code
        assert not words.what.endswith("."), code
    assert all(text.endswith(".") for text in NOTICES.values())
