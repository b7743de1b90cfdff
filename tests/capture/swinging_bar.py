"""Made films of a bar that swings in front of a wall, with every angle known: a leg without a person."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from trochanter.capture.film import Film, Frame, Pixels
from trochanter.core.arrays import Floats

WIDE, HIGH, RATE_HZ = 270, 480, 12.0
KNEE, LENGTH = np.array([135.0, 210.0]), 130.0
_TIMES = (0.0, 1.0, 1.8, 3.0, 3.8, 4.4, 5.2, 6.4, 7.2, 8.0)
_ANGLES = (0.0, 0.0, 38.0, 38.0, 0.0, 0.0, -34.0, -34.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Bar:
    """A film: what the bar and the wall look like, and what happens to the pictures.

    contrast, wall: shades of grey of their pattern; colour: of the bar; spoilt: what is done to a picture (float,
    height x width x 3) at a time.
    """

    contrast: float = 25.0
    wall: float = 30.0
    colour: tuple[float, float, float] = (120.0, 95.0, 75.0)
    noise: float = 2.0
    seed: int = 0
    spoilt: Callable[[Floats, float], Floats] = lambda picture, _: picture

    @property
    def film(self) -> Film:
        """What is said of it."""
        return Film("bar.mp4", "", WIDE, HIGH, 0, len(self.time_s) / RATE_HZ, RATE_HZ)

    @property
    def time_s(self) -> Floats:
        """Times of the pictures."""
        return np.arange(round(_TIMES[-1] * RATE_HZ)) / RATE_HZ

    @property
    def angle_rad(self) -> Floats:
        """How far the bar is turned clockwise on the screen."""
        return np.deg2rad([_angle(time_s) for time_s in self.time_s])

    def frames(self) -> Iterator[Frame]:
        """The pictures."""
        random = np.random.default_rng(self.seed)
        wall = _pattern(random, (HIGH, WIDE), 9) * self.wall + 125.0
        bar = _pattern(random, (round(1.2 * LENGTH), round(0.27 * LENGTH)), 6) * self.contrast
        for index, (time_s, angle_rad) in enumerate(zip(self.time_s, self.angle_rad, strict=True)):
            picture = self.spoilt(_drawn(wall, bar, self.colour, angle_rad), float(time_s))
            noisy = picture + self.noise * random.standard_normal((HIGH, WIDE, 1))
            yield Frame(index, float(time_s), as_pixels(noisy))

    def taps(self, time_s: float = 0.0) -> tuple[tuple[float, float], tuple[float, float]]:
        """Knee and ankle at a time."""
        angle = np.deg2rad(_angle(time_s))
        ankle = KNEE + LENGTH * np.array([-np.sin(angle), np.cos(angle)])
        return (float(KNEE[0]), float(KNEE[1])), (float(ankle[0]), float(ankle[1]))


def as_pixels(picture: Floats) -> Pixels:
    """A picture as a camera gives it."""
    return np.clip(picture, 0.0, 255.0).astype(np.uint8)


def _angle(time_s: float) -> float:
    k = min(max(int(np.searchsorted(_TIMES, time_s, side="right")) - 1, 0), len(_TIMES) - 2)
    part = (time_s - _TIMES[k]) / (_TIMES[k + 1] - _TIMES[k])
    return _ANGLES[k] + (_ANGLES[k + 1] - _ANGLES[k]) * (10.0 * part**3 - 15.0 * part**4 + 6.0 * part**5)


def _pattern(random: np.random.Generator, size: tuple[int, int], grain: int) -> Floats:
    import cv2

    coarse = random.standard_normal((size[0] // grain + 2, size[1] // grain + 2))
    return np.asarray(cv2.resize(coarse, size[::-1], interpolation=cv2.INTER_CUBIC), dtype=float)


def _drawn(wall: Floats, bar: Floats, colour: tuple[float, float, float], angle_rad: float) -> Floats:
    import cv2

    high, wide = bar.shape
    turn = np.array([[np.cos(angle_rad), -np.sin(angle_rad)], [np.sin(angle_rad), np.cos(angle_rad)]])
    shift = KNEE - turn @ np.array([0.5 * (wide - 1), 0.1 * LENGTH])
    matrix = np.column_stack([turn, shift])
    cover = cv2.warpAffine(np.ones((high, wide)), matrix, (WIDE, HIGH))[..., None]
    light = 1.0 - 0.4 * np.abs(np.linspace(-1.0, 1.0, wide)) ** 3
    painted = bar[..., None] + light[None, :, None] * np.array(colour)
    leg = cv2.warpAffine(painted, matrix, (WIDE, HIGH), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(wall[..., None] * (1.0 - cover) + leg * cover)
