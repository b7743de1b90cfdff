"""Writes films with true times, by PyAV."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TICKS_HZ = 90_000


def write_film(
    path: Path,
    pictures: Iterable[NDArray[np.uint8]],
    time_s: Iterable[float],
    size_px: tuple[int, int],
    quality: int = 20,
    preset: str = "veryfast",
) -> None:
    """H.264 in whatever container the name says; ``quality`` is the constant rate factor (lower is better)."""
    import av

    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=30, options={"crf": str(quality), "preset": preset})
        stream.width, stream.height = size_px
        stream.pix_fmt = "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, TICKS_HZ)
        for pixels, at_s in zip(pictures, time_s, strict=True):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            frame.pts, frame.time_base = round(at_s * TICKS_HZ), Fraction(1, TICKS_HZ)
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
