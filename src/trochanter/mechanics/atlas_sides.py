"""Whether a body's hips mirror each other, so that an atlas of the right one stands for both."""

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.errors import one_of
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, Side, side_of
from trochanter.mechanics.atlas import hip_coordinates, hip_lines, narrowed, postures
from trochanter.mechanics.geometry import geometry, make_engine
from trochanter.mechanics.hip_ranges import model_ranges

POSTURES, SEED = 64, 20_260_722
LEAST_M = 1e-4


def side_differences_m(body: Body) -> dict[str, float]:
    """Largest difference of each line's length and arms between the sides, by its name without side.

    Over POSTURES random postures, seeded; a line without a partner gives inf. Raises MissingInput without two hips.
    """
    engine, ranges = make_engine(body), model_ranges(body)
    low, high = np.array(ranges.all_rad).T
    angles = np.random.default_rng(SEED).uniform(low, high, (POSTURES, 3))
    values = {}
    for side in SIDES:
        lines = hip_lines(engine, side)
        shape = geometry(narrowed(engine, lines), postures(body, side, angles))
        arms = [shape.arm_about(c) for c in hip_coordinates(body, side)]
        values[side] = {
            _stem(body.muscles.names[m]): np.stack([shape.length_m[:, k], *(arm[:, k] for arm in arms)])
            for k, m in enumerate(lines)
        }
    right, left = values[Side.RIGHT], values[Side.LEFT]
    both = {stem: float(np.max(np.abs(right[stem] - left[stem]))) for stem in right if stem in left}
    return {stem: both.get(stem, np.inf) for stem in {**right, **left}}


def side_notices(body: Body) -> tuple[Notice, ...]:
    """A notice where the sides differ by more than 0.1 mm in any line's length or arm."""
    off = {stem: size for stem, size in side_differences_m(body).items() if size > LEAST_M}
    if not off:
        return ()
    sizes = [size for size in off.values() if np.isfinite(size)]
    most = f", by up to {1e3 * max(sizes):.1f} mm" if sizes else ""
    text = f"right and left hip are no mirror images in {one_of(off, 6)}{most}: look at each side by itself"
    return (Notice("hips-differ", text, body.name),)


def _stem(name: str) -> str:
    return name if side_of(name) is None else name.rsplit("_", 1)[0]
