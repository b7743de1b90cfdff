"""What a film is, told by its packets, nothing decoded: which track, when its pictures are, whether it is whole.

Runs only in the process of ``film_child``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from trochanter.capture.film_messages import Order, Refused
from trochanter.capture.film_times import playing_times
from trochanter.core.arrays import Floats

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

CUT_S = 1.0  # a film is cut where so much of what its head promises is missing
CODECS = ("h264", "hevc", "vp8", "vp9", "libdav1d", "av1", "mpeg4", "mjpeg", "prores", "h263")
_CAPTURE_RATE = "com.android.capture.fps"  # written by Android's recorder: pictures a second when it was filmed


@dataclass(frozen=True, slots=True)
class Survey:
    """Playing times of all pictures in s (n,), from 0; when the last packet of any track ends, and what was promised.

    capture_hz: pictures a second when it was filmed, 0 where the file does not say; tracks: how many show a film.
    """

    times_s: Floats
    ended_s: float
    promised_s: float
    capture_hz: float
    played_hz: float
    tracks: int
    whole: bool

    @property
    def cut(self) -> bool:
        """Whether the file ends before the film does."""
        return not self.whole or self.promised_s - self.ended_s > CUT_S


def opened(stream: BinaryIO, order: Order) -> "tuple[InputContainer, VideoStream]":
    """The container and its film track; raises Refused where there is none that can be decoded."""
    import av

    stream.seek(0)
    options = {"protocol_whitelist": "none", "codec_whitelist": ",".join(CODECS)}
    try:
        container = av.open(
            stream,
            "r",
            format=order.container,
            container_options=options,
            metadata_errors="replace",
            buffer_size=1 << 18,
            io_open=_open_nothing_else,
        )
    except av.error.MemoryError:
        raise
    except (av.FFmpegError, ValueError):
        raise Refused("unreadable") from None
    videos = _films_of(container)
    if not videos:
        raise Refused(_why_no_film(container))
    video = _best(container, videos)
    _check(video, order)
    return container, video


def surveyed(stream: BinaryIO, order: Order, worked: Callable[[], None]) -> Survey:
    """Go through all packets; ``worked`` is called at each. Raises Refused where the film is too long."""
    import av

    container, video = opened(stream, order)
    with container:
        promised_s = float(container.duration or 0) / av.time_base
        capture_hz, played_hz = _capture_rate(container, video), float(video.average_rate or 0)
        slow = order.slow_motion or (capture_hz / played_hz if capture_hz and played_hz else 1.0)
        if promised_s > order.longest_s * max(slow, 1.0):
            raise Refused("too-long", lasts_s=promised_s / max(slow, 1.0), longest_s=order.longest_s)
        stamps: list[int] = []
        ended_s = 0.0
        for packet in packets(container):
            worked()
            stamp = packet.dts if packet.pts is None else packet.pts
            if stamp is None or packet.is_discard or packet.time_base is None:
                continue
            ended_s = max(ended_s, float((stamp + (packet.duration or 0)) * packet.time_base))
            if packet.stream_index == video.index:
                stamps.append(stamp)
            if len(stamps) > order.most_pictures:
                raise Refused("too-many-pictures", most=order.most_pictures)
        times_s = playing_times(stamps, float(video.time_base or 0))
        tracks = len(_films_of(container))
        return Survey(times_s, ended_s, promised_s, capture_hz, played_hz, tracks, order.whole)


def packets(container: "InputContainer", *chosen: "VideoStream") -> Iterator["Packet[Any]"]:
    """Packets as long as the file has any that can be read: a film that was cut off gives those before the cut."""
    import av

    found = container.demux(*chosen)
    while True:
        try:
            packet = next(found, None)
        except av.error.MemoryError:
            raise
        except av.FFmpegError:
            return
        if packet is None:
            return
        yield packet


def _films_of(container: "InputContainer") -> "list[VideoStream]":
    return [video for video in container.streams.video if not video.disposition & video.disposition.attached_pic]


def _why_no_film(container: "InputContainer") -> str:
    if container.streams.video:
        return "cover-only"
    return "sound-only" if container.streams.audio else "no-video"


def _best(container: "InputContainer", videos: "list[VideoStream]") -> "VideoStream":
    best = container.streams.best("video")
    return next((video for video in videos if best is not None and video.index == best.index), videos[0])


def _check(video: "VideoStream", order: Order) -> None:
    context = video.codec_context
    # A track that no decoder is there for has no context, whatever the type says.
    codec = str(getattr(context, "name", "something unknown"))
    if codec not in CODECS:
        raise Refused("codec", codec=codec[:40])
    if context.width * context.height > order.most_pixels:
        raise Refused("too-large", width=context.width, height=context.height, most=order.most_pixels / 1e6)


def _capture_rate(container: "InputContainer", video: "VideoStream") -> float:
    text = container.metadata.get(_CAPTURE_RATE) or video.metadata.get(_CAPTURE_RATE) or ""
    try:
        rate = float(text)
    except ValueError:
        return 0.0
    return rate if 0.01 < rate < 1e5 else 0.0


def _open_nothing_else(*_: object) -> NoReturn:
    raise PermissionError("a film opens no other file")
