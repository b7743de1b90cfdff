"""Makes the films of ``trochanter measure --demo``: ``python -m scripts.make_demo_film`` writes them into the package.

A drawn person sits, filmed from the front: first the right leg turns out and in three times, then the left; then the
same once more with everything set up afresh. Nobody was filmed. The films are rendered by the project's tests
(tests/synthetic) from MakeHuman's body (CC0).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import degrees, radians
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from tests.synthetic.film import Truth, make_film, read_truth
from tests.synthetic.misaligned import Misaligned
from tests.synthetic.movement import Turning
from tests.synthetic.scene import AtRest

DATA = Path(__file__).parents[1] / "src" / "trochanter" / "capture" / "data"
TABLE = DATA / "demo_film.toml"
QUALITY, MOST_BYTES = 28, 600_000
RIGHT = Turning(
    internal_rad=radians(31.0), external_rad=radians(40.0), first_rest_s=2.4, move_s=0.8, hold_s=1.2, rest_s=0.6
)
LEFT = replace(RIGHT, internal_rad=radians(39.0), external_rad=radians(37.0))


@dataclass(frozen=True, slots=True)
class Filmed:
    """One film: its name in the package, and its scene."""

    name: str
    scene: AtRest


def films() -> Iterator[Filmed]:
    """Two set-ups, made by somebody who takes care, but not with a plumb line."""
    first = Misaligned(radians(3.0), radians(-2.0), radians(1.0), radians(-4.0), distance_m=2.1)
    again = Misaligned(radians(-4.0), radians(3.0), radians(-0.5), radians(3.0), distance_m=1.9)
    for name, off, seed in (("demo_film.mp4", first, 8), ("demo_film_again.mp4", again, 9)):
        yield Filmed(name, AtRest("seated", "rl", RIGHT, off, LEFT, size_px=(480, 854), rate_hz=10.0, seed=seed))


def made(filmed: Filmed) -> Truth:
    """Write one film into the package; gives what is true in it."""
    with TemporaryDirectory() as scratch:
        film, beside = Path(scratch, "film.mp4"), Path(scratch, "film.npz")
        make_film(replace(filmed.scene.play(), grain=0.0), film, beside, QUALITY, "veryslow")
        (DATA / filmed.name).write_bytes(film.read_bytes())
        return read_truth(beside)


def rows(filmed: Filmed, truth: Truth) -> str:
    """What the table says about one film: the truth is the middle of the repetitions, from the own first rest."""
    off = filmed.scene.misaligned
    lines = ["", "[[films]]", f'name = "{filmed.name}"', f"seconds = {float(truth.time_s[-1]):.1f}"]
    for side in ("right", "left"):
        for way in ("internal", "external"):
            ends_deg = np.degrees(truth.more[f"{way}_ends_{side[0]}_rad"])
            lines.append(f"{way}_{side}_deg = {float(np.median(ends_deg)):.1f}")
    for what, angle_rad in (
        ("camera_yaw", off.yaw_rad), ("camera_pitch", off.pitch_rad), ("camera_roll", off.roll_rad),
        ("knee_beyond_90", off.knee_rad),
    ):  # fmt: skip
        lines.append(f"{what}_deg = {degrees(angle_rad):.1f}")
    return "\n".join([*lines, f"distance_m = {off.distance_m:.1f}", ""])


HEAD = """# Written by scripts/make_demo_film.py. Ends are true: the middle of three repetitions, from the first rest.
position = "seated"
made = "a drawn person, rendered by this project (scripts/make_demo_film.py); nobody was filmed"
body = "MakeHuman: base mesh, rig and weights, CC0 1.0"
"""


def main() -> None:
    """Render the films, write what is true in them, and check that they stay small."""
    TABLE.write_text(HEAD + "".join(rows(filmed, made(filmed)) for filmed in films()), encoding="utf-8")
    size = sum((DATA / filmed.name).stat().st_size for filmed in films())
    if size > MOST_BYTES:
        raise SystemExit(f"the films have {size} bytes together, more than {MOST_BYTES}")
    print(f"{DATA}: {size} bytes of film")


if __name__ == "__main__":
    main()
