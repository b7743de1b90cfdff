"""A film as pictures with their true times, upright, in RGB: decoded in a process of its own, which trusts no byte.

Decoding runs beside what is done with the pictures, on another core, and takes the same memory however long the film.
"""

import hashlib
import importlib.util
import os
from dataclasses import asdict, dataclass, field, fields, replace
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from trochanter.capture.files import open_file
from trochanter.capture.film_kind import HEAD_BYTES, film_kind, is_whole
from trochanter.capture.film_messages import Facts, Order, Refused
from trochanter.capture.film_process import Decoder, Message
from trochanter.capture.film_words import notice, refusal
from trochanter.core.errors import BadSetting, MissingExtra, TrochanterError
from trochanter.core.expected import expect
from trochanter.core.quality import Notice

Pixels = npt.NDArray[np.uint8]
_LONGEST_PX = (16, 8192)
_MOST_HZ = (1.0, 1000.0)
_SLOW_MOTION = (0.1, 100.0)


@dataclass(frozen=True, slots=True)
class Film:
    """What a film is. Times are those of the movement: where it plays slowed down, that has been taken out.

    width_px, height_px: of the pictures given, upright and scaled down; rotation_deg: by how much the stored picture
    was turned clockwise to stand upright; duration_s; frame_rate_hz: median of the pictures given.
    """

    source: str
    sha256: str
    width_px: int
    height_px: int
    rotation_deg: int
    duration_s: float
    frame_rate_hz: float
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: ``index`` counts those given, from 0; time_s since the first; pixels (height, width, 3), RGB."""

    index: int
    time_s: float
    pixels: Pixels = field(repr=False)


@dataclass(frozen=True, slots=True)
class FilmLimits:
    """How much a film may take before it is refused, and how long it must be.

    longest_s, shortest_s: of the movement; most_bytes of the file; most_pixels of one picture as stored; memory_bytes
    and computing_s of the decoding process, where the system can limit them (memory: Linux; computing: Linux, macOS);
    stall_s: how long the decoder may be at work without getting any further.
    """

    longest_s: float = 900.0
    shortest_s: float = 1.0
    most_bytes: int = 16 * 2**30
    most_pictures: int = 500_000
    most_pixels: int = 8192 * 4320
    memory_bytes: int = 4 * 2**30
    computing_s: int = 3600
    stall_s: float = 30.0


class OpenFilm:
    """An open film: ``film``, and its pictures by iteration, once; a context manager that ends the decoding.

    ``film`` has all its notices only when the last picture was given: what is wrong at the end of a file is seen there.
    """

    def __init__(self, film: Film, decoder: Decoder) -> None:
        self.film = film
        self._decoder = decoder
        self._given = 0
        self._ended = False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Frame:
        if self._ended:
            raise StopIteration
        try:
            message = _heard(self._decoder, self.film.source)
        except TrochanterError:
            self.close()
            raise
        if message.pixels is None:
            self.film = replace(self.film, notices=(*self.film.notices, *_notices(message.head, self.film.source)))
            self.close()
            raise StopIteration
        self._given += 1
        return Frame(self._given - 1, float(message.head["time_s"]), message.pixels)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the decoding; pictures already given stay."""
        self._ended = True
        self._decoder.close()


def open_film(
    path: str | os.PathLike[str],
    *,
    longest_px: int = 1280,
    most_hz: float = 60.0,
    slow_motion: float | None = None,
    mirrored: bool = False,
    limits: FilmLimits | None = None,
) -> OpenFilm:
    """Open a film, to read its pictures once and in order, in a ``with`` statement.

    longest_px: the longer side of the pictures given at most; most_hz: of faster films every n-th picture is given, so
    that no more than about this many a second come; slow_motion: how many times slower the film plays than the
    movement was, None for what the file says; mirrored: whether the film shows left as right, as some front cameras
    store it; then x is turned round. The file is opened once, as bytes; it can name no other file and no address.
    Raises MissingInput, MissingExtra, UnreadableFile, UnknownFormat, BadSetting, and ImpossibleData; the latter, and
    UnreadableFile, also while pictures are read and after the last.
    """
    expect("path", path, (str, os.PathLike), "the name of a film")
    _check("longest_px", longest_px, _LONGEST_PX, "points")
    _check("most_hz", most_hz, _MOST_HZ, "pictures a second")
    if slow_motion is not None:
        _check("slow_motion", slow_motion, _SLOW_MOTION, "times slower than it was")
    if importlib.util.find_spec("av") is None:
        raise MissingExtra("av", "video", "reading a film")
    limits = limits or FilmLimits()
    where = os.fspath(path)
    with open_file(where, limits.most_bytes) as stream:
        container = film_kind(stream.read(HEAD_BYTES), where)
        whole = is_whole(stream, container, where)
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        order = Order(
            container=container,
            whole=whole,
            longest_px=longest_px,
            most_hz=most_hz,
            slow_motion=slow_motion,
            mirrored=mirrored,
            **_ordered(limits),
        )
        try:
            decoder = Decoder(stream, order, limits.stall_s)
        except Refused as refused:
            raise refusal(refused.code, refused.facts, where) from None
    try:
        return OpenFilm(_film(_heard(decoder, where).head, where, sha256), decoder)
    except BaseException:
        decoder.close()
        raise


def _ordered(limits: FilmLimits) -> dict[str, Any]:
    names = {entry.name for entry in fields(Order)}
    return {name: value for name, value in asdict(limits).items() if name in names}


def _check(option: str, value: float, bounds: tuple[float, float], unit: str) -> None:
    expect(option, value, (int, float), f"a number of {unit}")
    if not bounds[0] <= value <= bounds[1]:
        raise BadSetting(option, value, f"{bounds[0]:g} to {bounds[1]:g} {unit}")


def _heard(decoder: Decoder, where: str) -> Message:
    message = decoder.next()
    if message.head["kind"] == "refused":
        decoder.close()
        raise refusal(message.head["code"], message.head["facts"], where)
    return message


def _film(head: Facts, where: str, sha256: str) -> Film:
    return Film(
        source=where,
        sha256=sha256,
        width_px=int(head["width_px"]),
        height_px=int(head["height_px"]),
        rotation_deg=int(head["rotation_deg"]),
        duration_s=float(head["duration_s"]),
        frame_rate_hz=float(head["frame_rate_hz"]),
        notices=_notices(head, where),
    )


def _notices(head: Facts, where: str) -> tuple[Notice, ...]:
    return tuple(notice(code, facts, where) for code, facts in head["notices"])
