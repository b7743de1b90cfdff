"""By how much longer than in the neutral posture the paths of muscles are, in any postures, with ranges.

Of a muscle of several lines the mean of its lines counts. The range holds the middle 95 % of seeded shifts of the
attachments, widened to other published paths of the deep rotators (``claims.hip``). Lengths of paths: no capsule, no
nerve, no other muscle that stops a person before.
"""

from collections.abc import Sequence

import numpy as np

from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.mechanics.atlas import hip_lines, narrowed
from trochanter.mechanics.claims.hip import Range, moved_points, other_paths, ranged
from trochanter.mechanics.geometry import Engine, geometry, make_engine

SAMPLES = 40


def lengthenings_m(
    engine: Engine, side: Side, q: Floats, words: Sequence[str], samples: int = SAMPLES
) -> dict[str, Range]:
    """By how much longer each muscle is in postures q (n, n_q) than in neutral: range (n,) by word, metres.

    engine: of the whole body; words: as ``choose_lines`` takes them. Raises UnknownName.
    """
    chosen = hip_lines(engine, side, words)
    own, body = narrowed(engine, chosen), engine.body
    with_neutral = np.concatenate([q, body.coordinates.default[None]])
    engines = [Engine(body, own.tree, own.plan._replace(point=t)) for t in moved_points(own, chosen, samples)]
    engines += [narrowed(make_engine(other), chosen) for other in other_paths(body, chosen)]
    lengths = np.array([geometry(each, with_neutral).length_m for each in engines])
    longer = lengths[:, :-1] - lengths[:, -1:]
    return {
        word: ranged(longer[:, :, [chosen.index(m) for m in hip_lines(engine, side, [word])]].mean(axis=2), samples)
        for word in words
    }
