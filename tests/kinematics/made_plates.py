"""Made-up forces on one plate: pulses like those of running."""

import numpy as np

from trochanter.capture.trial import PlateLoad
from trochanter.core.arrays import Floats, frozen

TIME_S = np.arange(3000) / 1000.0


def pulses(level_N: float = 1500.0) -> Floats:
    """Contacts of 0.25 s every 0.38 s."""
    since = np.mod(TIME_S - 0.1, 0.38)
    return np.where(since < 0.25, level_N * np.sin(np.pi * since / 0.25), 0.0)


def load_of(vertical_N: Floats, offset_N: Floats) -> PlateLoad:
    force = np.column_stack([0.1 * vertical_N, vertical_N, 0.0 * vertical_N]) + offset_N
    return PlateLoad("belt", frozen(force), frozen(np.zeros_like(force)), frozen(np.zeros_like(force)))
