"""Decoding a film with PyAV: what it is, its pictures, what was noticed. Runs only in the process of ``film_child``."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import numpy.typing as npt

from trochanter.capture.film_canvas import Canvas, Look
from trochanter.capture.film_messages import Facts, Order, Refused
from trochanter.capture.film_survey import Survey, opened, packets, surveyed
from trochanter.capture.film_times import SLOWED, Sieve, gaps, interval_of, rate_range, sifted

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

LOST_SHARE = 0.01
ODD_TIMES_SHARE = 0.05
_HDR = (16, 18)  # PQ and HLG: transfer curves of ITU-T H.273, table 3
_SLOW_NEAR = 0.1
_THREADS = 2
Notices = list[tuple[str, Facts]]
Painted = tuple[float, npt.NDArray[np.uint8]]


@dataclass
class Tally:
    """What has been counted so far; ``work`` grows with every packet, so that a standstill can be seen."""

    work: int = 0
    decoded: int = 0
    given: int = 0
    failed: int = 0
    corrupt: int = 0
    untimed: int = 0
    backward: int = 0
    last_s: float = -1.0
    look: Look = field(default_factory=Look)

    def worked(self) -> None:
        """Count one more step."""
        self.work += 1


class Decoding:
    """One film: ``facts`` before the first picture, ``pictures`` once, ``last_notices`` after the last."""

    def __init__(self, stream: BinaryIO, order: Order, tally: Tally) -> None:
        self._order, self._tally = order, tally
        self._survey = surveyed(stream, order, tally.worked)
        self._slow, self._notices = _slowing(self._survey, order)
        self._check_times()
        container, video = opened(stream, order)
        video.codec_context.thread_count = _THREADS
        video.codec_context.thread_type = "AUTO"
        video.codec_context.options = {"max_pixels": str(order.most_pixels)}
        self._frames = _decoded(container, video, tally)
        self._first = next(self._frames, None)
        if self._first is None:
            raise Refused("unreadable")
        self._canvas = Canvas(
            self._first,
            longest_px=order.longest_px,
            mirrored=order.mirrored,
            pixel_aspect=float(video.sample_aspect_ratio or 1),
        )

    def _check_times(self) -> None:
        count = self._survey.times_s.size
        if count == 0:
            raise Refused("unreadable")
        if count == 1:
            raise Refused("one-picture")
        lasts_s = self._lasts_s
        if lasts_s > self._order.longest_s:
            raise Refused("too-long", lasts_s=lasts_s, longest_s=self._order.longest_s)
        if lasts_s < self._order.shortest_s:
            code = "too-little-left" if self._survey.cut else "too-short"
            raise Refused(code, lasts_s=lasts_s, shortest_s=self._order.shortest_s)

    @property
    def _lasts_s(self) -> float:
        times_s = self._survey.times_s
        return float(times_s[-1] + interval_of(times_s)) / self._slow

    def facts(self) -> Facts:
        """What the film is, as the fields of ``Film``, with the notices of its packets and first picture."""
        given_s = sifted(self._survey.times_s / self._slow, self._order.most_hz)
        return {
            "width_px": self._canvas.width_px,
            "height_px": self._canvas.height_px,
            "rotation_deg": self._canvas.turn.degrees,
            "duration_s": self._lasts_s,
            "frame_rate_hz": 1.0 / interval_of(given_s) if given_s.size > 1 else 0.0,
            "notices": [*self._notices, *_of_packets(self._survey, self._slow), *self._of_first_picture()],
        }

    def _of_first_picture(self) -> Notices:
        found: Notices = []
        turn, first = self._canvas.turn, self._first
        if turn.slanted:
            found.append(("film-slanted", {}))
        if turn.mirrors:
            found.append(("film-shown-mirrored", {}))
        if first is not None and first.color_trc in _HDR:
            found.append(("film-hdr", {}))
        if first is not None and first.interlaced_frame:
            found.append(("film-interlaced", {}))
        return found

    def pictures(self) -> Iterator[Painted]:
        """True times from the first picture in s, and pictures; raises Refused where they cannot be used after all."""
        tally = self._tally
        interval_s = interval_of(self._survey.times_s) / self._slow
        sieve = Sieve(interval_s, self._order.most_hz)
        for time_s in self._timed(interval_s):
            if sieve.keeps(time_s[0]):
                pixels = self._canvas.painted(time_s[1])
                tally.given += 1
                tally.look.at(pixels)
                yield time_s[0], pixels
        self._check_end()

    def _timed(self, interval_s: float) -> Iterator[tuple[float, "VideoFrame"]]:
        tally, start = self._tally, None
        first, self._first = self._first, None
        for frame in _chain(first, self._frames):
            tally.decoded += 1
            if tally.decoded > 2 * self._order.most_pictures:
                raise Refused("too-many-pictures", most=self._order.most_pictures)
            if frame.is_corrupt:
                tally.corrupt += 1
                continue
            if frame.pts is None or frame.time_base is None:
                tally.untimed += 1
                time_s = max(tally.last_s, 0.0) + interval_s if tally.last_s >= 0.0 else 0.0
            else:
                stamp_s = float(frame.pts * frame.time_base)
                start = stamp_s if start is None else start
                time_s = (stamp_s - start) / self._slow
            if time_s <= tally.last_s:
                tally.backward += 1
                continue
            tally.last_s = time_s
            yield time_s, frame

    def _check_end(self) -> None:
        tally, order = self._tally, self._order
        if tally.given == 0:
            raise Refused("unreadable")
        if tally.backward > ODD_TIMES_SHARE * tally.decoded:
            raise Refused("times-back", count=tally.backward, all=tally.decoded)
        if tally.given == 1 or tally.last_s < order.shortest_s - interval_of(self._survey.times_s) / self._slow - 1e-6:
            raise Refused("too-little-left", lasts_s=tally.last_s, shortest_s=order.shortest_s)
        if tally.look.blank:
            raise Refused("blank", lasts_s=tally.last_s)

    def last_notices(self) -> Notices:
        """What only decoding shows: lost pictures, doubtful times, a film in which nothing moves."""
        tally, found = self._tally, []
        expected = self._survey.times_s.size
        lost = max(expected - tally.decoded + tally.corrupt, tally.failed)
        # The last packet before a cut always fails, and the cut is told already.
        if tally.corrupt or tally.failed > self._survey.cut or lost > max(2.0, LOST_SHARE * expected):
            found.append(("film-damaged", {"count": lost, "all": expected}))
        if tally.backward:
            found.append(("film-times-back", {"count": tally.backward}))
        if tally.untimed:
            found.append(("film-times-missing", {"count": tally.untimed}))
        if tally.look.still:
            found.append(("film-still", {}))
        return found


def _chain(first: "VideoFrame | None", others: Iterator["VideoFrame"]) -> Iterator["VideoFrame"]:
    if first is not None:
        yield first
    yield from others


def _decoded(container: "InputContainer", video: "VideoStream", tally: Tally) -> Iterator["VideoFrame"]:
    """Pictures in the order of showing; packets that cannot be decoded are counted and left out."""
    import av

    for packet in packets(container, video):
        tally.worked()
        try:
            frames = video.decode(packet)
        except av.error.EOFError:
            return
        except av.error.MemoryError:
            raise
        except av.FFmpegError:
            tally.failed += 1
            continue
        yield from frames


def _slowing(survey: Survey, order: Order) -> tuple[float, Notices]:
    """How much slower the film plays than the world was, by the caller, else by the file; and what to say of it."""
    told = survey.capture_hz / survey.played_hz if survey.capture_hz and survey.played_hz else 1.0
    facts = {"capture_hz": survey.capture_hz, "played_hz": survey.played_hz, "told": told}
    if order.slow_motion is not None:
        differs = told > SLOWED and abs(told / order.slow_motion - 1.0) > _SLOW_NEAR
        return order.slow_motion, [("film-slow-motion-differs", facts)] if differs else []
    if told < 1.0 / SLOWED:
        raise Refused("time-lapse", **facts)
    return (told, [("film-slow-motion", facts)]) if told > SLOWED else (1.0, [])


def _of_packets(survey: Survey, slow: float) -> Notices:
    found: Notices = []
    if survey.tracks > 1:
        found.append(("film-tracks", {"count": survey.tracks}))
    holes = gaps(survey.times_s / slow)
    if holes:
        longest = max(holes, key=lambda hole: hole[1] - hole[0])
        found.append(("film-gaps", {"count": len(holes), "from_s": longest[0], "to_s": longest[1]}))
    if rates := rate_range(survey.times_s):
        found.append(("film-rate-changes", {"least_hz": rates[0], "most_hz": rates[1]}))
    if survey.cut:
        found.append(("film-cut", {"ended_s": survey.ended_s / slow}))
    return found
