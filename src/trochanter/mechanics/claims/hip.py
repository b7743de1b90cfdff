"""A hip that can be asked for arms, lengths and pulls in any posture, with the range that they have.

Range: the middle 95 % of seeded samples in which all points of one muscle on one bone are shifted together by a normal
error (``anatomy.uncertain_inputs``), widened to hold what other published paths of the deep rotators give. Parameter
sets change no path; where forces enter, the range goes over them too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from trochanter.anatomy.body import MOVING_POINT, Body
from trochanter.anatomy.deep_sets import deep_sets
from trochanter.anatomy.hip_model import hip_model, with_set
from trochanter.anatomy.path_variants import path_variants, with_variant
from trochanter.anatomy.uncertain_inputs import ATTACHMENT, uncertain_inputs
from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.kinematics.tree import Table, tree_poses
from trochanter.mechanics.atlas import hip_coordinates, hip_lines, narrowed, postures
from trochanter.mechanics.geometry import Engine, geometry, make_engine
from trochanter.mechanics.phases import Ranged
from trochanter.mechanics.sampling import attachment_areas

FLEXION, ADDUCTION, ROTATION = 0, 1, 2
SAMPLES, SEED = 200, 20_260_911
INSIDE = (0.025, 0.975)
MM = 1000.0
SIDE = Side.RIGHT

Postures = tuple[tuple[float, float, float], ...]


def flexions(*degrees: float) -> Postures:
    """Postures of flexion alone, degrees."""
    return tuple((float(angle), 0.0, 0.0) for angle in degrees)


WHOLE_RANGE = flexions(*range(-20, 121, 10))


@dataclass(frozen=True, slots=True)
class Range:
    """A quantity over n postures: as the model stands, and the ends of its range, (n,) each."""

    value: Floats
    low: Floats
    high: Floats

    def at(self, k: int) -> Ranged:
        """One posture."""
        return Ranged(float(self.value[k]), float(self.low[k]), float(self.high[k]))

    def negative(self) -> "Range":
        """The quantity with the other sign."""
        return Range(-self.value, -self.high, -self.low)


@dataclass(frozen=True, slots=True)
class Look:
    """Muscle lines in n postures: case 0 as the model stands, then ``samples`` cases, then other published paths.

    lines: names; weight (m,): each line's share of their muscles' force; length_m (c, n, m); arm_m (c, n, m, 3);
    pull (c, n, m, 3): force on the thigh per newton, in the pelvis's frame.
    """

    lines: tuple[str, ...]
    samples: int
    weight: Floats
    length_m: Floats
    arm_m: Floats
    pull: Floats

    def arm_mm(self, axis: int) -> Range:
        """Arm of the lines taken together, weighted by force, millimetres."""
        return self.ranged(MM * self.arm_m[..., axis] @ self.weight)

    def ranged(self, cases: Floats) -> Range:
        """The range of a quantity that was computed in every case (c, ...)."""
        return ranged(cases, self.samples)


def ranged(cases: Floats, samples: int) -> Range:
    """Value and range over cases (c, n): nominal, then samples, then single alternatives."""
    low, high = np.quantile(cases[: samples + 1], INSIDE, axis=0)
    others = cases[samples + 1 :]
    if len(others):
        low, high = np.minimum(low, others.min(axis=0)), np.maximum(high, others.max(axis=0))
    return Range(cases[0], np.minimum(low, cases[0]), np.maximum(high, cases[0]))


class Hip:
    """The right hip of a body; what was asked once is kept."""

    def __init__(self, body: Body) -> None:
        self.body, self._engine = body, make_engine(body)
        self._looks: dict[tuple[tuple[str, ...], Postures], Look] = {}

    @cached_property
    def sets(self) -> tuple[Body, ...]:
        """The body with each parameter set of its deep rotators."""
        return tuple(with_set(self.body, name) for name in deep_sets())

    def forces_N(self, word: str) -> Range:
        """Greatest force of the lines that a word means, summed: as the body stands, least and most over the sets."""
        lines = list(hip_lines(self._engine, SIDE, [word]))
        every = np.array([[b.muscles.max_isometric_force_N[lines].sum()] for b in (self.body, *self.sets)])
        return Range(every[0], every.min(axis=0), every.max(axis=0))

    def look(self, words: Sequence[str], where: Postures) -> Look:
        """Lines that words mean (line, muscle or group) in postures; raises UnknownName."""
        key = (tuple(words), where)
        if key not in self._looks:
            self._looks[key] = _look(self.body, self._engine, hip_lines(self._engine, SIDE, words), where)
        return self._looks[key]

    def points_m(self, word: str) -> Floats:
        """Path points of every line that a word means, cases as in ``Look``'s samples (c, lines, points, 3).

        In the frames of their bones; raises UnknownName.
        """
        chosen = hip_lines(self._engine, SIDE, [word])
        at = [list(self.body.muscle_points(m)) for m in chosen]
        tables = moved_points(self._engine, chosen)
        return np.array([[table["location"][points] for points in at] for table in tables])


def _look(body: Body, engine: Engine, chosen: Sequence[int], where: Postures) -> Look:
    own = narrowed(engine, chosen)
    q = postures(body, SIDE, np.radians(np.array(where)))
    engines = [Engine(body, own.tree, own.plan._replace(point=point)) for point in moved_points(own, chosen)]
    engines += [narrowed(make_engine(other), chosen) for other in other_paths(body, chosen)]
    shapes = [geometry(each, q) for each in engines]
    axes = hip_coordinates(body, SIDE)
    force = body.muscles.max_isometric_force_N[list(chosen)]
    return Look(
        lines=tuple(body.muscles.names[m] for m in chosen),
        samples=SAMPLES,
        weight=force / force.sum(),
        length_m=np.array([shape.length_m for shape in shapes]),
        arm_m=np.array([np.stack([shape.arm_about(c) for c in axes], axis=-1) for shape in shapes]),
        pull=np.einsum("nij,cnmj->cnmi", _femur_in_pelvis(body, own, q), np.array([shape.pull for shape in shapes])),
    )


def moved_points(engine: Engine, chosen: Sequence[int], samples: int = SAMPLES) -> list[Table]:
    """The table of an engine's path points as it is, then ``samples`` times with attachments of some lines shifted."""
    areas = attachment_areas(engine.body, chosen)
    (at,) = np.nonzero((areas.of_point >= 0) & (engine.plan.point["kind"] != MOVING_POINT))
    generator = np.random.default_rng(SEED)
    sigma_m = uncertain_inputs()[ATTACHMENT].spread / MM
    across = np.stack([np.ones(len(at)), np.ones(len(at)), areas.mirror[at]], axis=1)
    tables = [engine.plan.point]
    for _ in range(samples):
        point = engine.plan.point.copy()
        point["location"][at] += across * generator.normal(0.0, sigma_m, (len(areas.names), 3))[areas.of_point[at]]
        tables.append(point)
    return tables


def other_paths(body: Body, chosen: Sequence[int]) -> list[Body]:
    """The body with other published paths of the chosen lines; none for a body whose own paths are not the model's."""
    if body.paths is not hip_model().paths:
        return []
    names = [body.muscles.names[m] for m in chosen]
    return [with_variant(body, v.name) for v in path_variants() if any(f"{line}_{SIDE}" in names for line in v.lines)]


def _femur_in_pelvis(body: Body, engine: Engine, q: Floats) -> Floats:
    """Rotation matrices (n, 3, 3) from the femur's into the pelvis's frame."""
    rotation, _ = tree_poses(engine.tree, q)
    pelvis, femur = body.segment("pelvis"), body.segment(f"femur_{SIDE}")
    turned: Floats = np.einsum("nji,njk->nik", rotation[:, pelvis], rotation[:, femur])
    return turned
