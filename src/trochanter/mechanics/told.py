"""The instants at which the whole ground force is known: no foot stands, by its own motion, where there is no force."""

import numpy as np

from trochanter.core.arrays import Flags
from trochanter.core.sides import side_of
from trochanter.kinematics.foot_contacts import foot_contacts, foot_paths
from trochanter.kinematics.motion import Motion

STANDING_N = 50.0
# A foot's motion tells its contact to 0.055 s, and a force may be a tenth of a second late: what lasts longer is a
# plate that is not there.
PLAINLY_S = 0.15
BESIDE_S = 0.05  # contact is seen late by up to 0.016 s, and a filter smears the force that is missing
_UP = np.array([0.0, 1.0, 0.0])


def told(motion: Motion, *, least_s: float = 0.0) -> Flags:
    """Instants (n,) at which no foot stands without force; none where there are no forces.

    least_s: how long a foot must stand without force to count; a contact that is all without force always does.
    """
    known = np.full(len(motion.time_s), bool(motion.loads))
    if not motion.loads:
        return known
    step = float(motion.time_s[1] - motion.time_s[0])
    for side, path in foot_paths(motion.body, motion.q).items():
        own = [load for load in motion.loads if side_of(motion.body.segments.names[load.segment]) is side]
        bears = np.sum([load.force_N[:, 1] for load in own], axis=0) if own else np.zeros(len(known))
        for contact in foot_contacts(motion.time_s, path, _UP):
            before, after = motion.time_s < contact.start_s, motion.time_s >= contact.end_s  # False where unknown
            stands = ~(before | after)
            bare = stands & (bears < STANDING_N)
            known &= ~(bare if (bare == stands).all() else _lasting(bare, least_s / step))
    return known


def plainly_told(motion: Motion) -> Flags:
    """Instants (n,) away, by BESIDE_S, from where a foot stands without force for PLAINLY_S or a whole contact.

    All of them where no load ever bears anything: then nothing is missing, the forces themselves are wrong.
    """
    if motion.loads and not any((load.force_N[:, 1] >= STANDING_N).any() for load in motion.loads):
        return np.ones(len(motion.time_s), dtype=bool)
    missing = ~told(motion, least_s=PLAINLY_S)
    if not missing.any() or missing.all():
        return ~missing
    at = motion.time_s[missing]
    after = np.minimum(np.searchsorted(at, motion.time_s), len(at) - 1)
    nearest = np.minimum(np.abs(at[after] - motion.time_s), np.abs(at[np.maximum(after - 1, 0)] - motion.time_s))
    return np.asarray(nearest > BESIDE_S)


def _lasting(flags: Flags, frames: float) -> Flags:
    """Those runs of True that are at least so many frames long."""
    turns = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    found = np.zeros_like(flags)
    for first, after in turns.reshape(-1, 2):
        found[first:after] = after - first >= frames
    return found
