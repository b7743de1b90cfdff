"""Measures how far the pose model's points are off in rendered films: writes tests/synthetic/pixel_noise.csv.

``python -m scripts.measure_pixel_noise`` renders SEEDS recordings a view (tests/synthetic/recordings.py), finds the
person in each with the heavy model as ``trochanter measure`` does, and compares knee and ankle with the true joints.
"""

import csv

from tests.synthetic.film import rendered
from tests.synthetic.pixel_noise import TABLE, noise_of, point_errors, row_of
from tests.synthetic.recordings import recording
from tests.synthetic.scene import View
from trochanter.capture.film import open_film
from trochanter.capture.pose import find_person
from trochanter.core.sides import Side

SEEDS = (*range(20), *range(100, 106))
MEASURED: tuple[View, ...] = ("seated", "supine")


def row(view: View, seed: int) -> dict[str, str]:
    """The table's row of one recording."""
    scene = recording(view, seed)
    film, truth = rendered(scene)
    leg = scene.sides
    side = Side.RIGHT if leg == "r" else Side.LEFT
    with open_film(film) as frames:
        points = find_person(frames, frames.film, "heavy")
    errors = point_errors(
        leg,
        points.point("knee", side),
        points.point("ankle", side),
        truth.point("knee", leg),
        truth.point("ankle", leg),
    )
    noise = noise_of(errors, truth.more[f"hip_rotation_{leg}_rad"], truth.time_s)
    return {"view": view, "seed": str(seed), "model": points.model, **row_of(noise)}


def main() -> None:
    """Write the table."""
    rows = [row(view, seed) for view in MEASURED for seed in SEEDS]
    with TABLE.open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{TABLE}: {len(rows)} recordings")


if __name__ == "__main__":
    main()
