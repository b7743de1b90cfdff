"""How far points of the pose model are from the true joints in rendered films, and how that changes over time.

One row of pixel_noise.csv is one rendered recording (tests/synthetic/recordings.py, by its view and seed), found by the
pose model of the package. Errors are in shares of the shin's true length in the picture: along it, from knee to ankle,
and across it, positive to the side to which it turns internally.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from trochanter.core.arrays import Floats, frozen

TABLE = Path(__file__).with_name("pixel_noise.csv")
STATES = ("rest", "internal", "external")
PARTS = ("knee_along", "knee_across", "ankle_along", "ankle_across")
NEAR_END = 0.9  # an end state is where at least this share of the largest turn is reached
NEAR_REST = 0.1
OTHER_PLACE = 0.25  # of the shin's length: who moves so far from the joint between two states was put onto another leg
TURNS_ON_SCREEN = {"r": 1.0, "l": -1.0}  # clockwise, in which way internal rotation turns the shin


@dataclass(frozen=True, slots=True)
class PixelNoise:
    """Errors of the points of one recording, in shares of the shin's length.

    bias (3, 4): means in each of STATES, of each of PARTS; spread (4,): standard deviation about them, from picture to
    picture; lasting_s (4,): how long an error lasts (its correlation falls to 1/e).
    """

    bias: Floats
    spread: Floats
    lasting_s: Floats

    @property
    def on_its_leg(self) -> bool:
        """Whether knee and ankle stayed near their joints; a point that goes to the other leg is no noise."""
        return bool(np.ptp(self.bias, axis=0).max() < OTHER_PLACE)

    def errors(self, turned: Floats, time_s: Floats, random: np.random.Generator) -> Floats:
        """Errors (n, 4) of a shin that is turned by shares of its largest turn (n,), -1 to 1, internal positive."""
        inwards, outwards = np.clip(turned, 0.0, 1.0)[:, None], np.clip(-turned, 0.0, 1.0)[:, None]
        rest, internal, external = self.bias
        mean = rest + inwards * (internal - rest) + outwards * (external - rest)
        return np.asarray(mean + self.spread * _lasting(time_s, self.lasting_s, random))


def _lasting(time_s: Floats, lasting_s: Floats, random: np.random.Generator) -> Floats:
    """Noise of unit variance (n, parts) whose correlation fades exponentially (first-order autoregression)."""
    found = random.normal(size=(len(time_s), len(lasting_s)))
    for k in range(1, len(time_s)):
        keeps = np.exp(-(time_s[k] - time_s[k - 1]) / lasting_s)
        found[k] = keeps * found[k - 1] + np.sqrt(1.0 - keeps**2) * found[k]
    return found


def point_errors(side: str, knee_px: Floats, ankle_px: Floats, true_knee_px: Floats, true_ankle_px: Floats) -> Floats:
    """Errors of found points (n, 4), PARTS, in shares of the shin's true length; points are (n, 2), y down."""
    shin = true_ankle_px - true_knee_px
    length = np.linalg.norm(shin, axis=1, keepdims=True)
    along = shin / length
    across = TURNS_ON_SCREEN[side] * np.column_stack([-along[:, 1], along[:, 0]])
    parts = []
    for found, true in ((knee_px, true_knee_px), (ankle_px, true_ankle_px)):
        off = (found - true) / length
        parts += [(off * along).sum(axis=1), (off * across).sum(axis=1)]
    return np.column_stack(parts)


def noise_of(errors: Floats, rotation_rad: Floats, time_s: Floats) -> PixelNoise:
    """What errors (n, 4) are made of while the hip turns (n,); NaN in pictures where nobody was found."""
    largest = np.where(rotation_rad >= 0.0, rotation_rad.max(), -rotation_rad.min())
    turned = rotation_rad / largest
    where = (np.abs(turned) < NEAR_REST, turned > NEAR_END, turned < -NEAR_END)
    bias = np.array([np.nanmean(errors[state], axis=0) for state in where])
    still = np.any(where, axis=0)
    means = sum(np.where(state[:, None], mean, 0.0) for state, mean in zip(where, bias, strict=True))
    left = np.where(still[:, None], errors - means, np.nan)
    spread = np.nanstd(left, axis=0)
    alike = np.nanmean(left[1:] * left[:-1], axis=0) / spread**2
    step_s = float(np.median(np.diff(time_s)))
    return PixelNoise(frozen(bias), frozen(spread), frozen(-step_s / np.log(np.clip(alike, 0.01, 0.99))))


def row_of(noise: PixelNoise) -> dict[str, str]:
    """The numbers of one row of the table."""
    row = {
        f"{part}_{state}": f"{noise.bias[s, p]:.4f}" for s, state in enumerate(STATES) for p, part in enumerate(PARTS)
    }
    row |= {f"{part}_spread": f"{noise.spread[p]:.4f}" for p, part in enumerate(PARTS)}
    return row | {f"{part}_lasting_s": f"{noise.lasting_s[p]:.2f}" for p, part in enumerate(PARTS)}


@cache
def measured_noise(view: str) -> tuple[PixelNoise, ...]:
    """All rows of the table for a view, those whose points went to the other leg among them."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        return tuple(_noise(row) for row in csv.DictReader(table) if row["view"] == view)


def _noise(row: Mapping[str, str]) -> PixelNoise:
    return PixelNoise(
        frozen([[float(row[f"{part}_{state}"]) for part in PARTS] for state in STATES]),
        frozen([float(row[f"{part}_spread"]) for part in PARTS]),
        frozen([float(row[f"{part}_lasting_s"]) for part in PARTS]),
    )
