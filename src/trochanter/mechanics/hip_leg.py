"""The hip model laid out for many questions a second: one leg's lines, and the same lines with attachments moved.

A pelvis that is tilted forward about both hip centres under thighs that stay is a hip that is flexed by so much more
(``anatomy.pelvic_tilt``); so the tilt needs no body of its own, and the added anteversion is all that makes one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from trochanter.anatomy.body import Body, Muscles
from trochanter.anatomy.femoral_torsion import with_anteversion
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.uncertain_inputs import ATTACHMENT, uncertain_inputs
from trochanter.core.arrays import Floats, Ints, frozen
from trochanter.core.sides import Side, side_of
from trochanter.kinematics.tree import Table
from trochanter.mechanics.atlas import chosen_muscles, hip_coordinates, hip_lines, narrowed, postures
from trochanter.mechanics.atlas_samples import SAMPLES, moved_attachments
from trochanter.mechanics.geometry import Engine, Geometry, geometry, make_engine
from trochanter.mechanics.path_lines import single
from trochanter.mechanics.paths import Plan

KEPT_BODIES = 64  # every whole degree that can be asked for
KEPT_HIPS = 8  # ten megabytes each


@dataclass(frozen=True, slots=True)
class Hip:
    """One leg of the hip model, ready to be asked.

    engine: of the leg's lines only; of_body (m,): their places in the body; of_hip (h,): which of them cross the hip;
    axes: coordinates of the body for flexion, adduction, rotation; singles: the plan of each line alone; sampled: the
    lines of the hip SAMPLES + 1 times in a row, first as they are, then with attachments moved; neutral_m (m,): lengths
    in the neutral posture; muscles: the lines' parameters.
    """

    side: Side
    engine: Engine
    lines: tuple[str, ...]
    of_body: tuple[int, ...]
    of_hip: Ints
    axes: tuple[int, int, int]
    singles: tuple[Plan, ...]
    sampled: Engine
    neutral_m: Floats
    muscles: Muscles

    @property
    def body(self) -> Body:
        """The whole body."""
        return self.engine.body

    def coordinates(self, angles_rad: Floats, knee_rad: float = 0.0) -> Floats:
        """Coordinates (n, n_q) for hip angles (n, 3): flexion, adduction, rotation."""
        return postures(self.body, self.side, angles_rad, knee_rad)

    def arms(self, q: Floats) -> tuple[Floats, Floats]:
        """Lengths (n, m) and arms (n, m, 3) of the leg's lines; NaN where a line does not cross the hip."""
        shape = geometry(self.engine, q)
        return shape.length_m, _about(shape, self.axes)

    def sampled_arms(self, q: Floats) -> Floats:
        """Arms (samples + 1, h, 3) of the lines of the hip in one posture q (n_q,): nominal, then attachments moved."""
        arms = _about(geometry(self.sampled, q[None]), self.axes)
        return arms.reshape(SAMPLES + 1, len(self.of_hip), 3)


def _about(shape: Geometry, axes: Sequence[int]) -> Floats:
    """Arms (n, m, 3) about three coordinates."""
    return np.stack([shape.arm_about(c) for c in axes], axis=-1)


@lru_cache(maxsize=KEPT_HIPS)
def hip(side: Side, anteversion_deg: int = 0) -> Hip:
    """One leg of the hip model with so many degrees of anteversion added."""
    whole = laid_out(anteversion_deg)
    body = whole.body
    own = tuple(m for m, name in enumerate(body.muscles.names) if side_of(name) is side)
    crossing = hip_lines(whole, side)
    engine = narrowed(whole, own)
    return Hip(
        side=side,
        engine=engine,
        lines=tuple(body.muscles.names[m] for m in own),
        of_body=own,
        of_hip=frozen([own.index(m) for m in crossing], np.int64),
        axes=hip_coordinates(body, side),
        singles=tuple(single(engine.plan, m) for m in range(len(own))),
        sampled=_repeated(narrowed(whole, crossing), _shifts_m(side)),
        neutral_m=frozen(geometry(engine, postures(body, side, np.zeros((1, 3)))).length_m[0]),
        muscles=chosen_muscles(body.muscles, own),
    )


@lru_cache(maxsize=KEPT_BODIES)
def laid_out(anteversion_deg: int) -> Engine:
    """The hip model with its nominal parameter set, whose paths all sets share, and so much anteversion added."""
    return make_engine(with_anteversion(hip_model(), float(np.radians(anteversion_deg))))


@cache
def _shifts_m(side: Side) -> Floats:
    """By how much every point of the hip's lines is moved (s + 1, n_p, 3), in its bone's axes: 0, then the samples.

    The samples are those of the atlas (``atlas_samples``): same seed, same number, same error.
    """
    whole = laid_out(0)
    chosen = hip_lines(whole, side)
    engine = narrowed(whole, chosen)
    sigma_m = 1e-3 * uncertain_inputs()[ATTACHMENT].spread
    places = _places(engine)
    tables = [table["location"][places] for table in moved_attachments(engine, chosen, sigma_m)]
    return frozen(np.array(tables) - tables[0])


def _places(engine: Engine) -> Ints:
    """The points of an engine's lines, in their order."""
    return np.concatenate([np.arange(row["point"], row["point_end"]) for row in engine.plan.muscle])


def _repeated(engine: Engine, shifts_m: Floats) -> Engine:
    """The lines of an engine once for every row of shifts (s, n_p, 3) of their points: one call answers for all."""
    plan, times = engine.plan, len(shifts_m)
    points = np.tile(plan.point[_places(engine)], times)
    points["location"] += shifts_m.reshape(-1, 3)
    arms = np.tile(plan.arm_coordinate, times)
    muscle = _muscles(plan.muscle, times, shifts_m.shape[1], len(plan.arm_coordinate))
    return Engine(engine.body, engine.tree, plan._replace(muscle=muscle, point=points, arm_coordinate=arms))


def _muscles(muscle: Table, times: int, points: int, arms: int) -> Table:
    """The table of lines, repeated, each repetition with points and arms of its own."""
    counts = muscle["point_end"] - muscle["point"]
    ends = np.cumsum(counts)
    table = np.tile(muscle, times)
    shift = np.repeat(np.arange(times), len(muscle))
    table["point"], table["point_end"] = np.tile(ends - counts, times), np.tile(ends, times)
    for name, size in (("point", points), ("arm", arms)):
        table[name] += shift * size
        table[f"{name}_end"] += shift * size
    return table
