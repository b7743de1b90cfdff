"""Whether stated intervals hold what is true: end ranges as the package measures them, beside the truth."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import degrees
from typing import get_args

import numpy as np

from tests.synthetic.leg_camera import SIZE_PX, SeenLeg, seen_leg
from tests.synthetic.misaligned import drawn
from tests.synthetic.movement import Turning
from tests.synthetic.pixel_noise import measured_noise
from trochanter.capture.leg_track import Found, LegTrack
from trochanter.core.errors import TrochanterError
from trochanter.core.sides import Side
from trochanter.kinematics.film_legs import Legs
from trochanter.kinematics.film_rotation import film_measured
from trochanter.kinematics.rotation_range import Direction, Position

Z95 = 1.959964
DAY = dt.date(2026, 1, 1)
SIDE = {"r": Side.RIGHT, "l": Side.LEFT}
WAYS: tuple[Direction, ...] = get_args(Direction)


@dataclass(frozen=True, slots=True)
class Judged:
    """One end range: what was measured with its standard error, and what is true; NaN and why where it was refused."""

    recording: str
    position: str
    direction: str
    true_deg: float
    measured_deg: float
    sigma_deg: float
    refused: str = ""

    @property
    def error_deg(self) -> float:
        """Measured less true."""
        return self.measured_deg - self.true_deg

    @property
    def holds(self) -> bool:
        """Whether the 95 % interval holds the truth."""
        return bool(abs(self.error_deg) <= Z95 * self.sigma_deg)


@dataclass(frozen=True, slots=True)
class Summary:
    """Over end ranges: how many were measured and refused, share held by the 95 % interval, and sizes in degrees."""

    measured: int
    refused: int
    coverage: float
    half_width_deg: float
    mean_error_deg: float
    rmse_deg: float
    largest_deg: float


def judged(legs: Legs, position: Position, turning: Turning, side: str, recording: str) -> tuple[Judged, ...]:
    """Both end ranges of one film of one leg; true is what the hip can do, about which its repetitions scatter."""
    true_deg = {"internal": degrees(turning.internal_rad), "external": degrees(turning.external_rad)}
    try:
        found = film_measured(legs, position, measured_on=DAY, side=SIDE[side]).found
    except TrochanterError as error:
        nan = float("nan")
        return tuple(Judged(recording, position, way, true, nan, nan, str(error)) for way, true in true_deg.items())
    rows = []
    for way in WAYS:
        end = found.end(SIDE[side], way)
        value, sigma = (end.angle.value, end.angle.sigma) if end else (float("nan"), float("nan"))
        missing = "" if end else "this end was not held"
        rows.append(Judged(recording, position, way, true_deg[way], value, sigma, missing))
    return tuple(rows)


def summary(rows: Iterable[Judged]) -> Summary:
    """The numbers of many end ranges; refused ones are counted and left out of the rest."""
    everything = list(rows)
    kept = [row for row in everything if not row.refused]
    errors = np.array([row.error_deg for row in kept])
    return Summary(
        len(kept),
        len(everything) - len(kept),
        float(np.mean([row.holds for row in kept])),
        float(np.mean([Z95 * row.sigma_deg for row in kept])),
        float(errors.mean()),
        float(np.sqrt(np.mean(errors**2))),
        float(np.abs(errors).max()),
    )


def projected(position: Position, seeds: Sequence[int], *, noisy: bool = True) -> list[Judged]:
    """One leg before a camera a seed, drawn from misalignment.csv, with the points' errors of a rendered recording.

    Recordings in which points went to the other leg are left out: what happens then, rendered films show.
    """
    rows: list[Judged] = []
    for seed in seeds:
        random = np.random.default_rng([seed, 77])
        draw = drawn(random)
        turning = Turning(draw.internal_rad, draw.external_rad, first_rest_s=2.5, scatter_rad=np.radians(1.5))
        known = [noise for noise in measured_noise(position) if noise.on_its_leg] if noisy else []
        noise = known[int(random.integers(len(known)))] if known else None
        leg = seen_leg(position, "rl"[int(random.integers(2))], draw, turning, seed, noise)
        rows += judged({SIDE[leg.side]: tracked(leg)}, position, turning, leg.side, f"{position} {seed}")
    return rows


def tracked(leg: SeenLeg, found_by: Found = "heavy") -> LegTrack:
    """A leg as the pose model would hand it over."""
    width_px, height_px = SIZE_PX
    sure = np.ones(len(leg.time_s))
    return LegTrack(SIDE[leg.side], leg.time_s, leg.knee_px, leg.ankle_px, sure, found_by, width_px, height_px)
