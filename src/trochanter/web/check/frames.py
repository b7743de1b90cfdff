"""Single pictures of a film that was sent, decoded in a process of its own, for a browser that cannot show it."""

from pathlib import Path

from trochanter.core.errors import ImpossibleData, TrochanterError

LONGEST_PX, QUALITY = 960, 80
NEAR_S = 0.005


def duration_s(film: Path) -> float:
    """How long a film is; 0 where it does not say. Raises what opening a film raises, without its place."""
    from trochanter.capture.film import open_film

    try:
        with open_film(film, longest_px=LONGEST_PX) as opened:
            return float(opened.film.duration_s)
    except TrochanterError as error:
        error.where = ""
        raise


def frame_at(film: Path, at_s: float) -> bytes:
    """The picture of a film at a time, or its last one before its end, as JPEG; raises what reading a film raises."""
    import cv2

    from trochanter.capture.film import Frame, open_film

    last: Frame | None = None
    try:
        with open_film(film, longest_px=LONGEST_PX) as opened:
            for frame in opened:
                last = frame
                if frame.time_s >= at_s - NEAR_S:
                    break
    except TrochanterError as error:
        error.where = ""
        if last is None:  # else it is told when the whole film is measured
            raise
    if last is None:
        raise ImpossibleData("this film has no picture", next_step="film again, or choose another file")
    coloured = cv2.cvtColor(last.pixels, cv2.COLOR_RGB2BGR)
    return bytes(cv2.imencode(".jpg", coloured, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes())
