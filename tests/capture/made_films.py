"""Small films made for tests: pictures tell their number and which way is up, at the times that are asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
RED, GREEN, BLUE, WHITE = (230, 20, 20), (20, 210, 20), (20, 20, 230), (240, 240, 240)
BITS = 12
STANDARDS = {"ITU709": 1, "ITU601": 5, "BT2020": 9}  # as ITU-T H.273 numbers them, table 4
UNIT = Fraction(1, 90_000)


@dataclass(frozen=True)
class Made:
    """How a film is made: ``ticks`` are the times of its pictures in ``unit``, else they come at ``rate_hz``."""

    pictures: int = 45
    width: int = 192
    height: int = 108
    rate_hz: int = 30
    codec: str = "libx264"
    pixel_format: str = "yuv420p"
    ticks: Sequence[int] | None = None
    unit: Fraction = UNIT
    turn_deg: float = 0.0
    matrix: Sequence[int] | None = None
    aspect: Fraction | None = None
    sound: bool = False
    tracks: int = 1
    metadata: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=lambda: {"preset": "ultrafast"})
    container_options: dict[str, str] = field(default_factory=dict)
    draw: Callable[[int, int, int], Pixels] | None = None
    colours: dict[str, int] = field(default_factory=dict)
    standard: str | None = None
    full_range: bool = False


def numbered(number: int, width: int, height: int) -> Pixels:
    """A picture with corners red, green (top), blue, white (bottom), a bar that moves, and its number in light bars."""
    picture = np.full((height, width, 3), 90, dtype=np.uint8)
    x = number * 5 % width
    picture[:, x : x + width // 16] = 150
    tall, wide = height // 4, width // 6
    picture[:tall, :wide], picture[:tall, -wide:] = RED, GREEN
    picture[-tall:, :wide], picture[-tall:, -wide:] = BLUE, WHITE
    edges = np.linspace(0, width, BITS + 1).astype(int)
    for bit in range(BITS):
        value = 255 if number >> bit & 1 else 0
        picture[height // 2 - height // 16 : height // 2 + height // 16, edges[bit] : edges[bit + 1]] = value
    return picture


def number_of(picture: Pixels) -> int:
    """The number that an upright picture of ``numbered`` tells."""
    height, width = picture.shape[:2]
    edges = np.linspace(0, width, BITS + 1)
    middles = ((edges[:-1] + edges[1:]) / 2).astype(int)
    return sum(1 << bit for bit, x in enumerate(middles) if picture[height // 2, x].mean() > 127)


def corners_of(picture: Pixels) -> list[str]:
    """Colours of the corners: top left, top right, bottom left, bottom right."""
    height, width = picture.shape[:2]
    names = {"red": RED, "green": GREEN, "blue": BLUE, "white": WHITE}
    places = [(y, x) for y in (height // 12, -height // 12) for x in (width // 12, -width // 12)]
    found = [picture[place].astype(int) for place in places]
    return [min(names, key=lambda name: float(np.abs(colour - np.array(names[name])).sum())) for colour in found]


def made_film(path: Path, made: Made | None = None) -> Path:
    """Write a film as ``made`` says; its name tells the container."""
    import av

    made = made or Made()
    with av.open(str(path), "w", options=dict(made.container_options)) as container:
        container.metadata.update(made.metadata)
        videos = [_video(container, made) for _ in range(made.tracks)]
        sound = container.add_stream("aac", rate=44_100) if made.sound else None
        for number in range(made.pictures):
            picture = av.VideoFrame.from_ndarray((made.draw or numbered)(number, made.width, made.height), "rgb24")
            for video in videos:
                frame = picture.reformat(
                    format=made.pixel_format,
                    dst_colorspace=made.standard,
                    dst_color_range="JPEG" if made.full_range else None,
                )
                frame.pts = made.ticks[number] if made.ticks else round(number / made.rate_hz / made.unit)
                frame.time_base = made.unit
                container.mux(video.encode(frame))
            if sound is not None:
                container.mux(sound.encode(_silence(number, made.rate_hz)))
        for stream in [*videos, *([sound] if sound is not None else [])]:
            container.mux(stream.encode(None))
    return path


def made_sound(path: Path, *, with_cover: bool = False) -> Path:
    """Write two seconds of silence, as a file that has no film; on request with a picture on its cover."""
    import av
    from av.stream import Disposition

    with av.open(str(path), "w") as container:
        sound = container.add_stream("aac", rate=44_100)
        cover: Any = None
        if with_cover:
            cover = container.add_stream("mjpeg", rate=1)
            cover.width, cover.height, cover.pix_fmt = 192, 108, "yuvj420p"
            cover.disposition = Disposition.attached_pic
        for number in range(60):
            container.mux(sound.encode(_silence(number, 30)))
        if with_cover:
            picture = av.VideoFrame.from_ndarray(numbered(1, 192, 108), "rgb24").reformat(format="yuvj420p")
            container.mux(cover.encode(picture))
            container.mux(cover.encode(None))
        container.mux(sound.encode(None))
    return path


def _video(container: Any, made: Made) -> Any:
    video = container.add_stream(made.codec, rate=made.rate_hz)
    video.width, video.height, video.pix_fmt = made.width, made.height, made.pixel_format
    video.codec_context.time_base = made.unit if made.codec != "mpeg4" else Fraction(1, made.rate_hz)
    video.codec_context.options = made.options if made.codec.startswith("libx26") else {}
    if made.aspect is not None:
        video.codec_context.sample_aspect_ratio = made.aspect
    if made.standard is not None:
        video.codec_context.colorspace = STANDARDS[made.standard]
        video.codec_context.color_range = 2 if made.full_range else 1
    for name, value in made.colours.items():
        setattr(video.codec_context, name, value)
    if made.turn_deg:
        video.set_display_rotation(made.turn_deg)
    if made.matrix is not None:
        video.set_display_matrix(made.matrix)
    return video


def _silence(number: int, rate_hz: int) -> Any:
    import av

    samples = 44_100 // rate_hz
    frame = av.AudioFrame.from_ndarray(np.zeros((2, samples), dtype=np.float32), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = 44_100, number * samples, Fraction(1, 44_100)
    return frame
