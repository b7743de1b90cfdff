"""A decoded picture made upright, of square pixels, no larger than asked for, in RGB."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from trochanter.capture.film_messages import Refused
from trochanter.capture.film_turn import Filter, Turn

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

_SHOWN_IN = 16  # every so many pixels are looked at to see whether a picture shows anything
_BLANK = 5.0  # of 255: the standard deviation over a picture below which it shows nothing
_CHANGED = 12  # of 255: more than packing alone changes a pixel that shows the same
_STILL_SHARE = 0.002


class Canvas:
    """Turns pictures of one film: ``width_px`` and ``height_px`` are those of what ``painted`` gives."""

    def __init__(self, first: "VideoFrame", *, longest_px: int, mirrored: bool, pixel_aspect: float) -> None:
        self.turn = Turn(_matrix_of(first))
        self._stored = (first.width, first.height)
        wide, high = first.width * pixel_aspect, float(first.height)
        share = min(1.0, longest_px / max(wide, high))
        scaled = (max(1, round(wide * share)), max(1, round(high * share)))
        self.width_px, self.height_px = scaled[::-1] if self.turn.swaps_sides else scaled
        self._filters = (*self.turn.filters, *((("hflip", ""),) if mirrored else ()))
        self._scaled = scaled
        self._turned: Callable[[VideoFrame], VideoFrame] | None = None

    def painted(self, frame: "VideoFrame") -> npt.NDArray[np.uint8]:
        """The picture as (height, width, 3); raises Refused where the film changes its size on the way."""
        if (frame.width, frame.height) != self._stored:
            raise Refused("size-changes")
        if self._filters:
            frame = self._upright(frame)
        picture = frame.reformat(self.width_px, self.height_px, "rgb24", interpolation="AREA", threads=1)
        return np.ascontiguousarray(picture.to_ndarray(), dtype=np.uint8)

    def _upright(self, frame: "VideoFrame") -> "VideoFrame":
        # Made small and plain first: turning large pictures of many bits takes fifty times as long.
        small = frame.reformat(*self._scaled, "yuv420p", interpolation="AREA", threads=1)
        if self._turned is None:
            self._turned = _filtering(small, self._filters)
        return self._turned(small)


class Look:
    """Whether the pictures of a film show anything, and whether anything in them moves."""

    def __init__(self) -> None:
        self._most_spread = 0.0
        self._first: npt.NDArray[np.int16] | None = None
        self._moved = False

    def at(self, pixels: npt.NDArray[np.uint8]) -> None:
        """Take one more picture into account."""
        green = pixels[::_SHOWN_IN, ::_SHOWN_IN, 1].astype(np.int16)
        self._most_spread = max(self._most_spread, float(green.std()))
        if self._first is None:
            self._first = green
        elif not self._moved:
            self._moved = bool((np.abs(green - self._first) > _CHANGED).mean() > _STILL_SHARE)

    @property
    def blank(self) -> bool:
        """Whether all pictures are of one colour, such as black."""
        return self._most_spread < _BLANK

    @property
    def still(self) -> bool:
        """Whether all pictures are the same."""
        return not self._moved


def _matrix_of(frame: "VideoFrame") -> bytes | None:
    from av.sidedata.sidedata import SideData

    found = frame.side_data.get("DISPLAYMATRIX")
    return bytes(found) if isinstance(found, SideData) else None


def _filtering(frame: "VideoFrame", filters: tuple[Filter, ...]) -> Callable[["VideoFrame"], "VideoFrame"]:
    from av.filter import Graph
    from av.video.frame import VideoFrame

    graph = Graph()
    last = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base)
    for name, argument in (*filters, ("buffersink", "")):
        following = graph.add(name, argument) if argument else graph.add(name)
        last.link_to(following)
        last = following
    graph.configure()

    def run(picture: "VideoFrame") -> "VideoFrame":
        graph.push(picture)
        turned = graph.pull()
        assert isinstance(turned, VideoFrame)
        return turned

    return run
