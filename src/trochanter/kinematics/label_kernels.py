"""Kernel: how much better would the distances between markers be if two of them exchanged their labels.

Expected of every pair of labels (l, j) is a distance between near_lj and far_lj. A marker i that carries label l costs,
in one frame, over the partners j of that label,

    c_il = sum_j min(excess(|p_i - p_j|), cap)^2,   excess(d) = max(0, near_lj - d, d - far_lj)

and the exchange of a and b changes the cost from c_aa + c_bb - 2 e_ab to c_ab + c_ba, with e_ab the term of the pair
itself, which an exchange does not change; both are told as means over their terms. The cap keeps one wrong marker from
accusing all of its partners; a label with fewer than two partners in sight cannot be judged. Own derivation; its slow
twin is in the tests.
"""

import numpy as np

from trochanter.core.arrays import Floats, Ints
from trochanter.core.kernels import kernel
from trochanter.kinematics.marker_distances import LEAST_PARTNERS


@kernel
def exchange_costs(
    position: Floats, near: Floats, far: Floats, partner: Ints, start: Ints, cap: float, before: Floats, after: Floats
) -> None:
    """Costs of one frame: position (k, 3), NaN where not seen; near, far (k, k) m.

    Partners of label l are partner[start[l] : start[l + 1]]; before, after (k, k) m^2 are written for a < b, zero where
    a or b is not seen or cannot be judged.
    """
    k = position.shape[0]
    d = _distances(position)
    cost = np.zeros((k, k))
    seen = np.zeros(k, dtype=np.int64)
    for label in range(k):
        for s in range(start[label], start[label + 1]):
            if not np.isnan(position[partner[s], 0]):
                seen[label] += 1
    for i in range(k):
        for label in range(k):
            total = 0.0
            for s in range(start[label], start[label + 1]):
                j = partner[s]
                if j != i:
                    total += _term(d[i, j], near[label, j], far[label, j], cap)
            cost[i, label] = total
    before[:] = 0.0
    after[:] = 0.0
    for a in range(k):
        for b in range(a + 1, k):
            if np.isnan(position[a, 0]) or np.isnan(position[b, 0]):
                continue
            pair, itself = 0.0, 0
            for s in range(start[a], start[a + 1]):
                if partner[s] == b:
                    pair, itself = _term(d[a, b], near[a, b], far[a, b], cap), 1
            if min(seen[a], seen[b]) - itself < LEAST_PARTNERS:
                continue
            terms = seen[a] + seen[b] - 2 * itself
            before[a, b] = (cost[a, a] + cost[b, b] - 2.0 * pair) / terms
            after[a, b] = (cost[a, b] + cost[b, a]) / terms


@kernel
def _distances(position: Floats) -> Floats:
    k = position.shape[0]
    d = np.zeros((k, k))
    for i in range(k):
        for j in range(i):
            x = position[i, 0] - position[j, 0]
            y = position[i, 1] - position[j, 1]
            z = position[i, 2] - position[j, 2]
            d[i, j] = d[j, i] = np.sqrt(x * x + y * y + z * z)
    return d


@kernel(forceinline=True)
def _term(d: float, near: float, far: float, cap: float) -> float:
    if np.isnan(d):
        return 0.0
    excess = min(max(near - d, d - far, 0.0), cap)
    squared: float = excess * excess
    return squared


@kernel
def sum_costs(
    position: Floats, near: Floats, far: Floats, partner: Ints, start: Ints, cap: float, before: Floats, after: Floats
) -> None:
    """The same summed over frames: position (n, k, 3); before, after (k, k) are written."""
    k = position.shape[1]
    own_before, own_after = np.zeros((k, k)), np.zeros((k, k))
    before[:] = 0.0
    after[:] = 0.0
    for f in range(position.shape[0]):
        exchange_costs(position[f], near, far, partner, start, cap, own_before, own_after)
        before += own_before
        after += own_after


@kernel
def best_exchanges(
    position: Floats,
    near: Floats,
    far: Floats,
    partner: Ints,
    start: Ints,
    cap: float,
    ratio: float,
    least: float,
    first: int,
    last: int,
    best: Ints,
) -> None:
    """The best exchange of each frame from ``first`` to ``last`` - 1, as indices in best (n, 2), -1 where none helps.

    An exchange helps if it brings the cost below ``ratio`` of what it was and lowers it by ``least`` m^2 or more.
    """
    k = position.shape[1]
    before, after = np.zeros((k, k)), np.zeros((k, k))
    for f in range(first, last):
        exchange_costs(position[f], near, far, partner, start, cap, before, after)
        best[f, 0] = best[f, 1] = -1
        most = least
        for a in range(k):
            for b in range(a + 1, k):
                gain = before[a, b] - after[a, b]
                if gain >= most and after[a, b] < ratio * before[a, b]:
                    most = gain
                    best[f, 0], best[f, 1] = a, b


@kernel
def pair_costs(
    position: Floats,
    near: Floats,
    far: Floats,
    partner: Ints,
    start: Ints,
    cap: float,
    first: int,
    second: int,
    cost: Floats,
) -> None:
    """Costs of one pair as labelled and exchanged, cost (n, 2) m^2 a frame."""
    k = position.shape[1]
    a, b = min(first, second), max(first, second)
    before, after = np.zeros((k, k)), np.zeros((k, k))
    for f in range(position.shape[0]):
        exchange_costs(position[f], near, far, partner, start, cap, before, after)
        cost[f, 0], cost[f, 1] = before[a, b], after[a, b]
