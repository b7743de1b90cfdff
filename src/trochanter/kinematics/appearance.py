"""How a movement looks in the plane of a picture: a control test from the front, a run from the side or from behind.

Two-dimensional appearance: compared within one person only, never with others, and never called a rotation of the hip.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isfinite, pi, sqrt
from typing import Literal

import numpy as np

from trochanter.anatomy.appearance import Kind, quantity_named
from trochanter.capture.keypoints import POINTS, Keypoints
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import ImpossibleData
from trochanter.core.quality import Estimate, Notice
from trochanter.core.sides import Side
from trochanter.kinematics.rotation_range import WORST_PAIN

View = Literal["front", "side", "rear"]
Exercise = Literal["single_leg_squat", "step_down", "running"]
NORMAL_95 = 1.959964
_TO_SD = 1.4826  # from the median absolute deviation, for a normal distribution


@dataclass(frozen=True, slots=True)
class AppearanceNumber:
    """One quantity of one film: the median of its repetitions or steps, with its standard error.

    quantity: a row of the table of quantities; side: None where it belongs to both; repeats: each repetition or step,
    in the estimate's unit; detectable: how far it has to change until the next film before a change is likely.
    """

    quantity: str
    side: Side | None
    estimate: Estimate
    repeats: tuple[float, ...]
    detectable: float


@dataclass(frozen=True, slots=True)
class AppearanceInstant:
    """One instant of the film, for a figure or a still: 'standing', 'deepest', 'contact' or 'mid_stance'.

    points_px (33, 2): the points of the pose model then, filtered, in pixels of the picture.
    """

    what: str
    side: Side
    time_s: float
    points_px: Floats

    def __post_init__(self) -> None:
        """Copy the points, so that nobody changes them."""
        object.__setattr__(self, "points_px", frozen(self.points_px, shape=(len(POINTS), 2)))


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What the numbers rest on: which film, which pose model, how many pictures a second of the world."""

    source: str
    sha256: str
    model: str
    width_px: int
    height_px: int
    rate_hz: float
    duration_s: float


@dataclass(frozen=True, slots=True)
class Appearance:
    """One film of a control test or a run: two-dimensional appearance.

    side: the leg stood on, or the side that faces the camera; None from behind. counts: how many repetitions or steps
    of the right and of the left leg; left_out: quantities that this film cannot give, each with the reason;
    speed_kmh: of the belt, pain: 0 to 10 while it was filmed; None where nobody said. Raises ImpossibleData for other
    pain.
    """

    kind: Kind
    view: View
    exercise: Exercise
    side: Side | None
    measured_on: dt.date
    numbers: tuple[AppearanceNumber, ...]
    instants: tuple[AppearanceInstant, ...]
    counts: tuple[int, int]
    film: FilmFacts
    left_out: tuple[tuple[str, str], ...] = ()
    speed_kmh: float | None = None
    pain: int | None = None
    quality: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        """Refuse pain outside its scale."""
        if self.pain is not None and not 0 <= self.pain <= WORST_PAIN:
            raise ImpossibleData(
                f"pain cannot be {self.pain}",
                valid=f"a whole number from 0 (none) to {WORST_PAIN} (worst)",
                next_step="give the pain while it was filmed, or leave it out if nobody asked",
            )

    def number(self, quantity: str, side: Side | None = None) -> AppearanceNumber | None:
        """The number of a quantity and side; None where there is none."""
        found = [each for each in self.numbers if each.quantity == quantity and each.side is side]
        return found[0] if found else None


def facts_of(points: Keypoints, rate_hz: float) -> FilmFacts:
    """What is to be kept of a film."""
    duration_s = float(points.time_s[-1] - points.time_s[0])
    return FilmFacts(points.source, points.sha256, points.model, points.width_px, points.height_px, rate_hz, duration_s)


def number_of_repeats(
    quantity: str, side: Side | None, repeats: Floats | Sequence[float], model: str, *, instant_sigma: float = 0.0
) -> AppearanceNumber:
    """The median of repeats (k,), with the error of the method and the spread of the repeats.

    The standard error of a median of k is sqrt(pi / 2) s / sqrt(k), s from the median absolute deviation (Huber 1981,
    Robust Statistics, chapter 1). instant_sigma: what not knowing the instant exactly adds, in the quantity's unit.
    Raises UnknownName, and ImpossibleData for repeats that are no numbers.
    """
    about = quantity_named(quantity)
    values = np.asarray(repeats, dtype=float)
    if not len(values) or not np.isfinite(values).all():
        raise ImpossibleData(
            f"'{about.words}' cannot be told: a repetition has no number",
            next_step="film again with the whole leg in the picture",
        )
    middle = float(np.median(values))
    spread = _TO_SD * float(np.median(np.abs(values - middle))) * sqrt(pi / (2.0 * len(values)))
    own = hypot(about.own_sigma(model), instant_sigma, spread)
    sigma = hypot(about.sigma(model), instant_sigma, spread)
    estimate = Estimate(middle, sigma, about.unit, quantity)
    return AppearanceNumber(
        quantity, side, estimate, tuple(float(each) for each in values), NORMAL_95 * sqrt(2.0) * own
    )


def is_known(number: AppearanceNumber) -> bool:
    """Whether a number and its error are known."""
    return isfinite(number.estimate.value) and isfinite(number.estimate.sigma)
