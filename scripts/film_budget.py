"""How far an end range is off for a camera that is not in front of the knee: geometry alone, for the error budget.

Draws set-ups as written down in tests/synthetic/misalignment.csv, looks at a shin through a pinhole, and measures the
end range from the own neutral as ``trochanter measure`` does. ``python -m scripts.film_budget`` prints the numbers of
anatomy/data/measuring_errors.csv (camera) and film_camera.csv. Nothing here has seen a film, and no simulation of films
imports it.

Axes: x to the right of the picture, y down, z away from the camera. The thigh points at the camera. At rest the shin
hangs, bent by the knee's d beyond a right angle; then it turns by t about the thigh (z), the thigh is raised and taken
aside, and the camera looks from elsewhere:

    shin(t) = L Ry(abduction) Rx(-elevation) Rz(t) (0, cos d, sin d)
    picture = (k + C shin) / (k + C shin)_z - k / k_z,   C = (Ry(yaw) Rx(pitch))^-1,   k: the knee before the camera
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.spatial.transform import Rotation

from trochanter.anatomy.rows import rows
from trochanter.core.arrays import Floats

TABLE = Path(__file__).parents[1] / "tests" / "synthetic" / "misalignment.csv"
SHIN_M = 0.4
DRAWS = 200_000
SEED = 1
REFUSED = 0.35


@dataclass(frozen=True)
class Errors:
    """Errors of both end ranges (2n,) in degrees, and how much the shin changed its length at the worse end (2n,)."""

    error_deg: Floats
    change: Floats


def drawn(draws: int = DRAWS, seed: int = SEED) -> Errors:
    """End ranges of as many set-ups as asked for, each misaligned by chance."""
    spread = {row["quantity"]: row["value"] for row in csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())}
    chance = np.random.default_rng(seed)
    sizes = ("yaw", "pitch", "roll", "knee", "thigh_abduction", "thigh_elevation")
    yaw, pitch, roll, knee, aside, up = (np.deg2rad(float(spread[k])) * chance.standard_normal(draws) for k in sizes)
    place = np.column_stack(
        [float(spread["off_centre"]) * chance.standard_normal((draws, 2)), chance.uniform(1.5, 3.0, draws)]
    )
    ends = np.deg2rad(38.0 + 8.0 * chance.standard_normal((2, draws)))
    rest = SHIN_M * np.column_stack([np.zeros(draws), np.cos(knee), np.sin(knee)])
    thigh = _about(1, aside) * _about(0, -up)
    camera = (_about(1, yaw) * _about(0, pitch)).inv() * thigh

    def seen(angle: Floats) -> tuple[Floats, Floats]:
        ankle = place + camera.apply(_about(2, angle).apply(rest))
        flat = ankle[:, :2] / ankle[:, 2:] - place[:, :2] / place[:, 2:]
        return np.arctan2(flat[:, 1], flat[:, 0]) + roll, np.linalg.norm(flat, axis=1)

    at_rest, length = seen(np.zeros(draws))
    found = [(way, end, *seen(way * end)) for way, end in zip((1.0, -1.0), ends, strict=True)]
    errors = [np.rad2deg(way * (angle - at_rest) - end) for way, end, angle, _ in found]
    change = np.max([np.abs(here / length - 1.0) for *_, here in found], axis=0)
    return Errors(np.concatenate(errors), np.tile(change, 2))


def as_found(errors: Errors, by_chance: float, seed: int = SEED) -> Errors:
    """The same errors beside changes of length as they are found: ``by_chance`` is what finding the points adds."""
    chance = np.random.default_rng(seed + 1)
    noise = np.tile(by_chance * chance.standard_normal(len(errors.change) // 2), 2)
    return Errors(errors.error_deg, np.abs(errors.change + noise))


def fitted(errors: Errors) -> tuple[float, float]:
    """The most likely c and k of a normal error whose standard deviation is the root of c^2 + (k change)^2, degrees.

    Changes above 0.35, which are refused, are left out. A search over a grid is all it takes.
    """
    kept = errors.change < REFUSED
    squares, change = errors.error_deg[kept] ** 2, errors.change[kept]

    def unlikely(pair: tuple[float, float]) -> float:
        variance = pair[0] ** 2 + (pair[1] * change) ** 2
        return float(np.mean(squares / variance + np.log(variance)))

    grid = [(float(c), float(k)) for c in np.arange(1.0, 2.31, 0.1) for k in np.arange(8.0, 40.1, 1.0)]
    return min(grid, key=unlikely)


def _about(axis: int, angle: Floats) -> Rotation:
    return Rotation.from_rotvec(angle[:, None] * np.eye(3)[axis])


if __name__ == "__main__":
    found = drawn()
    size = np.abs(found.error_deg)
    print(f"camera over all: SD {found.error_deg.std():.2f}, 95 % within {np.quantile(size, 0.95):.2f} degrees")
    for low, high in ((0.0, 0.03), (0.03, 0.06), (0.06, 0.1), (0.1, 0.15), (0.15, 0.35)):
        part = found.error_deg[(found.change >= low) & (found.change < high)]
        share = len(part) / len(found.error_deg)
        print(f"shin changes by {low:.0%} to {high:.0%}: {share:.1%} of set-ups, SD {part.std():.2f} degrees")
    by_chance = next(float(row["value"]) for row in rows("film_camera") if row["quantity"] == "length_by_chance")
    print("c {:.1f} degrees, k {:.0f} degrees".format(*fitted(as_found(found, by_chance))))
