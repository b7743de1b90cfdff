"""The picture of a shin as seen from the shin: upright, knee above ankle, evenly lit, with points to follow in it.

Whatever way the leg lies in a film, its own picture looks the same: following it means finding out how it was turned.
Points are corners after Shi and Tomasi (1994), doi:10.1109/CVPR.1994.323794, followed after Lucas and Kanade (1981) in
pyramids (Bouguet 2000) there and back (Kalal and others 2010, doi:10.1109/ICPR.2010.675).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from trochanter.capture.film import Pixels
from trochanter.capture.tapped_pose import Points, Similarity
from trochanter.core.arrays import Flags
from trochanter.core.errors import MissingExtra

LONGEST_PX = 280.0  # the shin in its own picture; more pixels cost time and add nothing
_ENDS, _BESIDE = 0.15, 0.35  # margins around knee and ankle, in shin lengths
_HALF_BAND = (0.13, 0.08)  # half the width of the band with points, at knee and ankle
_BAND = (0.12, 0.95)  # from knee to ankle: at the ends thigh and foot move the skin
_MOST_POINTS, _APART = 110, 0.022
_LEAST_CORNER = 2e-4
_THERE_AND_BACK_PX = 0.8
_EVEN, _LEAST_CONTRAST = 0.16, 5.0


def opencv() -> Any:
    """The library that looks for corners and follows them; raises MissingExtra."""
    try:
        import cv2
    except ImportError:
        raise MissingExtra("opencv-python-headless", "video", "following a tapped leg in a film") from None
    return cv2


@dataclass(frozen=True, slots=True)
class LegFrame:
    """The size of a shin's own picture: ``length`` pixels from knee to ankle, margins in shin lengths."""

    length: float
    beside: float = _BESIDE
    ends: float = _ENDS

    @property
    def shin(self) -> Similarity:
        """What carries its pixels into a shin's own coordinates."""
        knee = complex(self.beside * self.length, self.ends * self.length)
        return Similarity(1.0 / self.length, -knee / self.length)

    @property
    def size(self) -> tuple[int, int]:
        """Its width and height."""
        return round(2.0 * self.beside * self.length), round((1.0 + 2.0 * self.ends) * self.length)

    @property
    def window(self) -> int:
        """Pixels of the window that is followed around a point: odd."""
        return 2 * round(max(0.032 * self.length, 4.0)) + 1

    @property
    def tolerance(self) -> float:
        """Within how many pixels points agree."""
        return max(0.006 * self.length, 0.8)

    def grid(self) -> Points:
        """Its pixels (height, width) in a shin's own coordinates."""
        wide, high = self.size
        return self.shin.of(np.arange(wide)[None, :] + 1j * np.arange(high)[:, None])

    def band(self) -> Pixels:
        """Where points are looked for: 255 in a band around the line from knee to ankle."""
        grid = self.grid()
        half = _HALF_BAND[0] + (_HALF_BAND[1] - _HALF_BAND[0]) * grid.imag
        inside = (grid.imag > _BAND[0]) & (grid.imag < _BAND[1]) & (np.abs(grid.real) < half)
        return np.where(inside, 255, 0).astype(np.uint8)


def leg_frame(shin_px: float) -> LegFrame:
    """The frame for a shin of so many pixels in the film."""
    return LegFrame(min(shin_px, LONGEST_PX))


@dataclass(frozen=True, slots=True)
class LegPicture:
    """A shin's own picture: grey as it is, and evenly lit; ``pose`` carries it into the film's picture."""

    pose: Similarity
    grey: Pixels
    even: Pixels

    @property
    def brightness(self) -> float:
        """Mean grey value."""
        return float(self.grey.mean())

    def sharpness(self) -> float:
        """How much neighbouring pixels differ, against the picture's own contrast."""
        grey = self.grey.astype(np.float32)
        return float(np.abs(np.diff(grey, axis=0)).mean()) / (float(grey.std()) + 1.0)

    def likeness(self, other: "LegPicture") -> float:
        """Correlation of grey values with another; 0 where one shows nothing."""
        one, two = self.grey.astype(float).ravel(), other.grey.astype(float).ravel()
        if min(float(one.std()), float(two.std())) < 1.0:
            return 0.0
        return float(np.corrcoef(one, two)[0, 1])


def colours_of(pixels: Pixels, pose: Similarity, frame: LegFrame) -> Pixels:
    """A shin's own picture in colours, out of a film's picture (height, width, 3)."""
    cv2 = opencv()
    flags, matrix = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, pose.after(frame.shin).matrix()
    return np.asarray(cv2.warpAffine(pixels, matrix, frame.size, flags=flags, borderMode=cv2.BORDER_REPLICATE))


def leg_picture(pixels: Pixels, pose: Similarity, frame: LegFrame) -> LegPicture:
    """A shin's own picture, grey, out of a film's picture (height, width, 3)."""
    cv2 = opencv()
    colour = colours_of(pixels, pose, frame)
    grey = cv2.GaussianBlur(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), (3, 3), 0.8)
    return LegPicture(pose, grey, evenly_lit(grey, frame))


def evenly_lit(grey: Pixels, frame: LegFrame) -> Pixels:
    """Each pixel against mean and spread of its surroundings: the same in sun and shade."""
    cv2 = opencv()
    around = (2 * round(0.5 * _EVEN * frame.length) + 1,) * 2
    value = grey.astype(np.float32)
    mean = cv2.blur(value, around)
    spread = cv2.blur(value * value, around) - mean * mean
    return np.asarray(
        np.clip(128.0 + 45.0 * (value - mean) / np.sqrt(np.maximum(spread, 0.0) + _LEAST_CONTRAST**2), 0, 255)
    ).astype(np.uint8)


def corners(picture: LegPicture, frame: LegFrame, where: Pixels) -> Points:
    """Points worth following (n,), best first, where ``where`` is not 0; none where nothing can be told apart."""
    cv2 = opencv()
    found = cv2.goodFeaturesToTrack(
        picture.even, _MOST_POINTS, 0.02, max(_APART * frame.length, 3.0), mask=where, blockSize=5
    )
    if found is None:
        return np.empty(0, dtype=np.complex128)
    xy = found.reshape(-1, 2).astype(float)
    strength = cv2.cornerMinEigenVal(picture.even, 5)[xy[:, 1].astype(int), xy[:, 0].astype(int)]
    strong = xy[strength > _LEAST_CORNER]
    return np.asarray(strong[:, 0] + 1j * strong[:, 1])


def followed(start: LegPicture, end: LegPicture, points: Points, frame: LegFrame) -> tuple[Points, Flags]:
    """Where points (n,) of one picture are in another, and which of them came back when followed back."""
    cv2 = opencv()
    settings = {
        "winSize": (frame.window, frame.window),
        "maxLevel": 3,
        "criteria": (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 20, 0.02),
    }
    xy = np.stack([points.real, points.imag], axis=1).astype(np.float32)[:, None]
    there, seen, _ = cv2.calcOpticalFlowPyrLK(start.even, end.even, xy, None, **settings)
    back, again, _ = cv2.calcOpticalFlowPyrLK(end.even, start.even, there, None, **settings)
    missed = np.linalg.norm((back - xy)[:, 0], axis=1)
    good = (seen[:, 0] > 0) & (again[:, 0] > 0) & (missed < _THERE_AND_BACK_PX)
    return np.asarray(there[:, 0, 0].astype(float) + 1j * there[:, 0, 1]), np.asarray(good)
