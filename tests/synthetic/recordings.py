"""Films as people would make them: drawn from misalignment.csv, in ordinary light and clothes; seeds name them."""

from math import radians

import numpy as np

from tests.synthetic.misaligned import drawn
from tests.synthetic.movement import Turning
from tests.synthetic.scene import AtRest, View
from tests.synthetic.studio import Light

VIEWS: tuple[View, ...] = ("seated", "supine", "prone")


def recording(view: View, seed: int) -> AtRest:
    """One film of one leg, three repetitions, everything else drawn by the seed."""
    random = np.random.default_rng([VIEWS.index(view), seed])
    draw = drawn(random)
    turning = Turning(
        draw.internal_rad, draw.external_rad, first_rest_s=2.5, move_s=0.9, hold_s=1.3, rest_s=0.7,
        scatter_rad=radians(1.5),
    )  # fmt: skip
    light = Light((random.uniform(-1.5, 1.5), 2.6, random.uniform(-1.5, 1.5)), random.uniform(0.4, 0.65), 0.4)
    return AtRest(
        view, "rl"[random.integers(2)], turning, draw.off, clothing=("shorts", "tights")[random.integers(2)],
        light=light, jitter_s=0.004, seed=seed,
    )  # fmt: skip
