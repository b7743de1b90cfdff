"""Pictures of the film with the lines that were read, cut off at the shoulders, the head covered, for the page."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from trochanter.capture.film import Pixels
from trochanter.capture.keypoints import POINTS
from trochanter.core.arrays import Floats
from trochanter.core.errors import MissingExtra
from trochanter.core.sides import SIDES
from trochanter.kinematics.appearance import Appearance, AppearanceInstant
from trochanter.kinematics.picture_track import number_of
from trochanter.reporting.figures.appearance import instant_words
from trochanter.reporting.figures.frame import letter
from trochanter.reporting.svg import number, points

TALL_PX = 560
QUALITY = 82
_COVER = 128
_HEAD = [POINTS.index(name) for name in POINTS[:11]]
_HEAD_SIZE = 2.2  # of the distance from the middle of the face to its furthest point
_LEG = ("hip", "knee", "ankle")
_BODY = ("shoulder", *_LEG, "heel", "toe")
_ROOM = 0.12  # of the height of what is shown


@dataclass(frozen=True, slots=True)
class AppearanceStill:
    """A picture at an instant: a finished SVG that needs no network, and its words."""

    picture: str
    words: str


def stills_of(now: Appearance, pictures: Mapping[float, Pixels]) -> tuple[AppearanceStill, ...]:
    """The stills of a film's instants; pictures: (height, width, 3) RGB by their times. Raises MissingExtra."""
    taken = [each for each in now.instants if each.time_s in pictures]
    return tuple(_still(now, each, pictures[each.time_s], taken) for each in taken)


def _still(
    now: Appearance, instant: AppearanceInstant, pixels: Pixels, taken: Sequence[AppearanceInstant]
) -> AppearanceStill:
    left, top, right, bottom = _shown(taken, pixels.shape[1], pixels.shape[0])
    share = min(1.0, TALL_PX / (bottom - top))
    size = max(round((right - left) * share), 1), max(round((bottom - top) * share), 1)
    covered = _without_head(pixels, instant)[top:bottom, left:right]
    places = share * (instant.points_px - np.array([left, top], dtype=float))
    words = instant_words(now, instant)
    image = f'<image width="{size[0]}" height="{size[1]}" href="{_jpeg_link(covered, size)}"/>'
    lines = "\n".join(_lines(instant, places))
    head = f'<svg class="still" viewBox="0 0 {size[0]} {size[1]}" role="img" aria-label="{escape(words)}">'
    return AppearanceStill(f"{head}\n{image}\n{lines}\n</svg>", words)


def _jpeg_link(pixels: Pixels, size: tuple[int, int]) -> str:
    try:
        import cv2
    except ImportError:
        raise MissingExtra("opencv-python-headless", "video", "pictures of a film") from None
    small = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA)
    _, coded = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return f"data:image/jpeg;base64,{b64encode(bytes(coded)).decode()}"


def _shown(taken: Sequence[AppearanceInstant], width: int, height: int) -> tuple[int, int, int, int]:
    """What of the pictures is shown, of all the same: left, top, right, bottom, from the shoulders down."""
    rows = [number_of(name, side) for name in _BODY for side in SIDES]
    body = np.concatenate([each.points_px[rows] for each in taken])
    low, high = body.min(axis=0), body.max(axis=0)
    room = _ROOM * float(high[1] - low[1])
    top = int(np.clip(low[1], 0, height - 2))
    bottom = int(np.clip(high[1] + room, top + 2, height))
    left = int(np.clip(low[0] - room, 0, width - 2))
    right = int(np.clip(high[0] + room, left + 2, width))
    return left, top, right, bottom


def _without_head(pixels: Pixels, instant: AppearanceInstant) -> Pixels:
    """A copy with a grey disc over the head, which may reach below the shoulders of somebody who bends."""
    face = instant.points_px[_HEAD]
    middle = face.mean(axis=0)
    radius = _HEAD_SIZE * float(np.linalg.norm(face - middle, axis=1).max())
    down, across = np.ogrid[: pixels.shape[0], : pixels.shape[1]]
    covered = pixels.copy()
    covered[(across - middle[0]) ** 2 + (down - middle[1]) ** 2 <= radius**2] = _COVER
    return covered


def _lines(instant: AppearanceInstant, places: Floats) -> Iterable[str]:
    """The leg that is read, and the trunk, each cased so that it is seen on any picture."""
    leg = places[[number_of(name, instant.side) for name in _LEG]]
    trunk = np.stack([places[[number_of(name, side) for side in SIDES]].mean(axis=0) for name in ("hip", "shoulder")])
    for kind, line in (("arc", trunk), (f"shin {letter(instant.side)}", leg)):
        data = points(*line.T)
        yield f'<path class="case" d="{data}"/>'
        yield f'<path class="{kind}" d="{data}"/>'
    for x, y in leg:
        yield f'<circle class="knee" cx="{number(float(x))}" cy="{number(float(y))}" r="6"/>'
