"""What is behind the leg: whether the film was cut, and whether the camera moved, which would turn the leg as well."""

from dataclasses import dataclass, field

import numpy as np

from trochanter.capture.film import Frame, Pixels
from trochanter.capture.tapped_fit import agreement
from trochanter.capture.tapped_picture import opencv
from trochanter.core.arrays import Floats

_SMALL_PX = 320
_EVERY_S = 0.25
_CUT = 0.45  # correlation with the last picture: a person who moves leaves it far above
_CALM = 4.0  # grey values: a picture with less contrast than that (black) shows no surroundings
_EDGE = 0.22  # of the picture on each side: a person sits in its middle
_LEAST_AGREE, _LEAST_SHARE = 12, 0.5


@dataclass(slots=True)
class Surroundings:
    """Watches pictures go by. cuts_s: when the picture changed at once; turns: time, turn in rad, move in pixels."""

    cuts_s: list[float] = field(default_factory=list)
    turns: list[tuple[float, float, float]] = field(default_factory=list)
    _first: Pixels | None = None
    _corners: Floats | None = None
    _last: Floats | None = None
    _next_s: float = 0.0

    def watch(self, frame: Frame) -> bool:
        """Look at the next picture; True where the film was cut."""
        step = max(frame.pixels.shape[0] // 48, frame.pixels.shape[1] // 48, 1)
        thumb = frame.pixels[step // 2 :: step, step // 2 :: step, 1].astype(float).ravel()
        cut = self._last is not None and _cut(self._last, thumb)
        self._last = thumb
        if cut:
            self.cuts_s.append(frame.time_s)
            self._first = None
        if self._first is None or frame.time_s >= self._next_s:
            self._next_s = frame.time_s + _EVERY_S
            self._look(frame)
        return cut

    def _look(self, frame: Frame) -> None:
        cv2 = opencv()
        share = _SMALL_PX / max(frame.pixels.shape[:2])
        grey = cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2GRAY)
        small = cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        if self._first is None:
            self._first, self._corners = small, _corners(small)
        elif self._corners is not None:
            moved = _moved(self._first, small, self._corners)
            if moved is not None:
                self.turns.append((frame.time_s, moved[0], moved[1] / share))


def _cut(last: Floats, now: Floats) -> bool:
    if min(last.std(), now.std()) < _CALM:
        return bool(max(last.std(), now.std()) > 3.0 * _CALM)
    return bool(np.corrcoef(last, now)[0, 1] < _CUT)


def _corners(small: Pixels) -> Floats | None:
    cv2 = opencv()
    wide = small.shape[1]
    where = np.full(small.shape, 255, dtype=np.uint8)
    where[:, round(_EDGE * wide) : round((1.0 - _EDGE) * wide)] = 0
    found = cv2.goodFeaturesToTrack(small, 120, 0.02, 4, mask=where, blockSize=5)
    return None if found is None or len(found) < _LEAST_AGREE else np.asarray(found)


def _moved(first: Pixels, now: Pixels, corners: Floats) -> tuple[float, float] | None:
    """How far the surroundings turned and moved since the first picture; None where that cannot be told."""
    cv2 = opencv()
    there, seen, _ = cv2.calcOpticalFlowPyrLK(first, now, corners, None, winSize=(15, 15), maxLevel=3)
    good = seen[:, 0] > 0
    start, end = (points[good, 0, 0].astype(float) + 1j * points[good, 0, 1] for points in (corners, there))
    found = agreement(start, end, 1.0)
    if found is None or found.agree.sum() < _LEAST_AGREE or found.agree.sum() < _LEAST_SHARE * len(corners):
        return None
    middle = complex(first.shape[1], first.shape[0]) / 2.0
    return found.motion.angle_rad, abs(found.motion.at(middle) - middle)
