"""Moment arms with attachments moved at random: how sure an arm is that hangs on where a muscle is said to attach.

As in ``sampling``: all path points of one muscle on one bone move together, by a normal error of the same standard
deviation along each axis; wraps, and points that slide with a joint, stay where they are. Samples are seeded, and the
same for the same body, lines and seed; those of the left hip mirror those of the right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import MOVING_POINT, Body
from trochanter.anatomy.uncertain_inputs import ATTACHMENT, uncertain_inputs
from trochanter.core.arrays import Floats, frozen
from trochanter.core.errors import BadSetting
from trochanter.core.sides import Side
from trochanter.kinematics.tree import Table
from trochanter.mechanics.atlas import hip_coordinates, hip_lines, narrowed, postures
from trochanter.mechanics.geometry import Engine, geometry, make_engine
from trochanter.mechanics.sampling import attachment_areas

SAMPLES, SEED = 500, 20_260_722
MOST_SAMPLES, LARGEST_SIGMA_M = 20_000, 0.05


@dataclass(frozen=True, slots=True)
class ArmSamples:
    """Arms of m lines over n flexions, adduction and rotation 0, with attachment errors.

    flexion_rad (n,); lines (m,); nominal_m (n, m, 3); sampled_m (s, n, m, 3); axes as in ``atlas.AXES``; sigma_m: along
    each axis; seed.
    """

    body: Body
    side: Side
    flexion_rad: Floats
    lines: tuple[str, ...]
    nominal_m: Floats
    sampled_m: Floats
    sigma_m: float
    seed: int

    @property
    def samples(self) -> int:
        """How many samples."""
        return len(self.sampled_m)


def sampled_arms(
    body: Body,
    flexion_rad: Sequence[float] | Floats,
    *,
    knee_rad: float = 0.0,
    lines: Sequence[str] | None = None,
    side: Side = Side.RIGHT,
    sigma_m: float | None = None,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> ArmSamples:
    """Arms over flexion with attachments moved; knee_rad and lines as for ``posture_atlas``.

    sigma_m: standard deviation along each axis, that of the table of uncertain inputs (5 mm) if None. Raises BadSetting
    for a sigma or a number of samples that cannot be, UnknownName for unknown muscles.
    """
    sigma = 1e-3 * uncertain_inputs()[ATTACHMENT].spread if sigma_m is None else sigma_m
    if not (np.isfinite(sigma) and 0.0 <= sigma <= LARGEST_SIGMA_M):
        raise BadSetting("the attachment error", sigma, f"0 to {LARGEST_SIGMA_M:g} m")
    if not 1 <= samples <= MOST_SAMPLES:
        raise BadSetting("the number of samples", samples, f"1 to {MOST_SAMPLES}")
    flexion = frozen(np.atleast_1d(flexion_rad))
    engine = make_engine(body)
    chosen = hip_lines(engine, side, lines)
    own = narrowed(engine, chosen)
    q = postures(body, side, np.stack([flexion, np.zeros_like(flexion), np.zeros_like(flexion)], axis=1), knee_rad)
    axes = hip_coordinates(body, side)
    found = np.empty((samples + 1, len(flexion), len(chosen), 3))
    for k, point in enumerate(moved_attachments(own, chosen, sigma, samples, seed)):
        shape = geometry(Engine(body, own.tree, own.plan._replace(point=point)), q)
        for axis, coordinate in enumerate(axes):
            found[k, :, :, axis] = shape.arm_about(coordinate)
    found.setflags(write=False)
    names = tuple(body.muscles.names[m] for m in chosen)
    return ArmSamples(body, side, flexion, names, found[0], found[1:], sigma, seed)


def moved_attachments(
    engine: Engine, chosen: Sequence[int], sigma_m: float, samples: int = SAMPLES, seed: int = SEED
) -> Iterator[Table]:
    """The table of path points: as it is, then with attachments moved."""
    generator = np.random.default_rng(seed)
    areas = attachment_areas(engine.body, chosen)
    (at,) = np.nonzero((areas.of_point >= 0) & (engine.plan.point["kind"] != MOVING_POINT))
    mirror = np.stack([np.ones(len(at)), np.ones(len(at)), areas.mirror[at]], axis=1)
    yield engine.plan.point
    for _ in range(samples):
        point = engine.plan.point.copy()
        shift = generator.normal(0.0, sigma_m, (len(areas.names), 3))
        point["location"][at] += shift[areas.of_point[at]] * mirror
        yield point
