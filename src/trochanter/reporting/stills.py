"""Pictures of the film in which the leg rests and is turned to both ends, cropped to the leg, with what was measured.

They let a person check that the line follows the shin. Only the leg is kept; where a head reaches into the crop it is
made unrecognisable. Nothing of them leaves the page.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from trochanter.capture.film import Frame, Pixels
from trochanter.capture.keypoints import POINTS, Keypoints
from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.kinematics.film_turns import FilmTurns
from trochanter.kinematics.holds import Hold
from trochanter.kinematics.rotation_range import DIRECTIONS

What = Literal["rest", "internal", "external"]
Box = tuple[int, int, int, int]
WIDTH_PX = 420
QUALITY = 82
_BESIDE, _ABOVE, _BELOW = 0.35, 0.45, 0.4  # of the shin's length, around knee and ankles
_LEAST_WIDE = 1.15  # width over height
_HEAD = ("nose", "eye_l", "eye_r", "ear_l", "ear_r", "mouth_l", "mouth_r")
_HEAD_SIZE = 2.2  # of the distance between the furthest of these
_BLOCK_PX = 24


@dataclass(frozen=True, slots=True)
class Still:
    """One picture: whose leg and what it shows, jpeg (empty until taken), its size, and points in its pixels.

    time_s: when; repeat: which of how many; angle_deg: from rest; rest_px: where the ankle would be at rest.
    """

    side: Side
    what: What
    angle_deg: float
    repeat: tuple[int, int]
    time_s: float
    knee_px: tuple[float, float]
    ankle_px: tuple[float, float]
    rest_px: tuple[float, float]
    box: Box
    jpeg: bytes = b""
    size_px: tuple[int, int] = (0, 0)

    @property
    def link(self) -> str:
        """The picture as a link that needs no network."""
        return f"data:image/jpeg;base64,{b64encode(self.jpeg).decode()}"


def stills_wanted(legs: Sequence[FilmTurns]) -> tuple[Still, ...]:
    """Which pictures are wanted: of each leg its rest, and each end at the repetition nearest to their middle."""
    return tuple(still for turns in legs for still in _of_leg(turns))


def stills_taken(
    wanted: Sequence[Still], frames: Iterable[Frame], points: Keypoints | None = None
) -> tuple[Still, ...]:
    """The pictures out of the film, read once more until the last of them; points: where the head is, if known."""
    if not wanted:
        return ()
    waiting = sorted(wanted, key=lambda still: still.time_s)
    taken: dict[tuple[Side, What], Still] = {}
    for frame in frames:
        while waiting and frame.time_s >= waiting[0].time_s - 1e-6:
            still = waiting.pop(0)
            taken[still.side, still.what] = _taken(still, frame, _head_at(points, frame.time_s))
        if not waiting:
            break
    return tuple(taken[still.side, still.what] for still in wanted if (still.side, still.what) in taken)


def _of_leg(turns: FilmTurns) -> Iterable[Still]:
    shown: list[tuple[What, Hold]] = [("rest", turns.rest)]
    shown += [(direction, hold) for direction in DIRECTIONS if (hold := turns.shown(direction)) is not None]
    shin = turns.shin
    rest = np.median(shin.ankle_px[turns.rest.samples] - shin.knee_px[turns.rest.samples], axis=0)
    box = _crop(turns, [hold for _, hold in shown])
    corner = np.array(box[:2], dtype=float)
    for what, hold in shown:
        knee, ankle = (np.median(xy[hold.samples], axis=0) - corner for xy in (shin.knee_px, shin.ankle_px))
        length = np.linalg.norm(ankle - knee)
        yield Still(
            side=turns.side,
            what=what,
            angle_deg=abs(float(np.rad2deg(hold.angle_rad))),
            repeat=_repeat(turns, what, hold),
            time_s=_picture_time(turns, hold),
            knee_px=_pair(knee),
            ankle_px=_pair(ankle),
            rest_px=_pair(knee + length * rest / np.linalg.norm(rest)),
            box=box,
        )


def _repeat(turns: FilmTurns, what: What, hold: Hold) -> tuple[int, int]:
    if what == "rest":
        return 1, 1
    found = turns.held(what)
    return found.index(hold) + 1, len(found)


def _picture_time(turns: FilmTurns, hold: Hold) -> float:
    """The time of the picture nearest to the middle of a hold."""
    times = np.asarray(turns.track.time_s)
    return float(times[np.argmin(np.abs(times - turns.shin.time_s[hold.middle]))])


def _crop(turns: FilmTurns, holds: Sequence[Hold]) -> Box:
    """One box for all pictures of a leg: knee and ankles with room around, no wider than the film."""
    shin = turns.shin
    places = np.array([np.median(xy[h.samples], axis=0) for h in holds for xy in (shin.knee_px, shin.ankle_px)])
    length = float(np.median(shin.length_px[turns.rest.samples]))
    low, high = places.min(axis=0), places.max(axis=0)
    down = np.median(shin.ankle_px[turns.rest.samples, 1] - shin.knee_px[turns.rest.samples, 1]) >= 0.0
    low = low - length * np.array([_BESIDE, _ABOVE if down else _BELOW])
    high = high + length * np.array([_BESIDE, _BELOW if down else _ABOVE])
    wider = np.array([0.5 * max(_LEAST_WIDE * (high[1] - low[1]) - (high[0] - low[0]), 0.0), 0.0])
    low, high = low - wider, high + wider
    size = np.array([turns.track.width_px, turns.track.height_px])
    low, high = np.clip(np.floor(low), 0, size - 1), np.clip(np.ceil(high), 1, size)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def _taken(still: Still, frame: Frame, head: Floats | None) -> Still:
    import cv2

    left, top, right, bottom = still.box
    cropped = np.ascontiguousarray(frame.pixels[top:bottom, left:right])
    if head is not None:
        _hide(cropped, head - [left, top, 0.0])
    share = min(1.0, WIDTH_PX / cropped.shape[1])
    size = max(round(cropped.shape[1] * share), 1), max(round(cropped.shape[0] * share), 1)
    small = cv2.resize(cropped, size, interpolation=cv2.INTER_AREA)
    done, coded = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    knee, ankle, rest = (_pair(share * np.array(place)) for place in (still.knee_px, still.ankle_px, still.rest_px))
    jpeg = bytes(coded) if done else b""
    return replace(still, jpeg=jpeg, size_px=size, knee_px=knee, ankle_px=ankle, rest_px=rest)


def _head_at(points: Keypoints | None, time_s: float) -> Floats | None:
    """Middle and radius of the head (3,) in the picture of a time, however unsure; None where nobody was found."""
    if points is None:
        return None
    found = points.xy_px[int(np.argmin(np.abs(points.time_s - time_s))), [POINTS.index(name) for name in _HEAD]]
    if not np.isfinite(found).all():
        return None
    middle = found.mean(axis=0)
    reach = float(np.linalg.norm(found - middle, axis=1).max())
    return np.array([*middle, _HEAD_SIZE * reach])


def _hide(pixels: Pixels, head: Floats) -> None:
    """Make the square around a head coarse, in place."""
    high, wide = pixels.shape[:2]
    left, right = (int(np.clip(head[0] + way * head[2], 0, wide)) for way in (-1.0, 1.0))
    top, bottom = (int(np.clip(head[1] + way * head[2], 0, high)) for way in (-1.0, 1.0))
    for y in range(top, bottom, _BLOCK_PX):
        for x in range(left, right, _BLOCK_PX):
            block = pixels[y : min(y + _BLOCK_PX, bottom), x : min(x + _BLOCK_PX, right)]
            block[:] = block.reshape(-1, 3).mean(axis=0)


def _pair(place: Floats) -> tuple[float, float]:
    return float(place[0]), float(place[1])
