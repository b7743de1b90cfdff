"""The posture atlas: what every muscle of a hip could do over a grid of postures, standing still.

Moment arms and lengths are exact (see ``path_kernels``), fibres have a rigid tendon (see ``fibers``). Torque capacity
is isometric: force along the tendon at full activation, or passive force, times the moment arm. It tells what a muscle
could do in a posture, not what it does in anybody: that takes a movement (``explain``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from trochanter.anatomy.body import Body, Muscles
from trochanter.anatomy.muscle_choice import choose_lines
from trochanter.anatomy.muscle_names import MuscleName, describe
from trochanter.core.arrays import Flags, Floats, frozen
from trochanter.core.errors import MissingInput, UnknownName
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES, Side
from trochanter.mechanics.atlas_grid import AXES, Grid, posture_grid
from trochanter.mechanics.atlas_jumps import jumped
from trochanter.mechanics.doubts import LONGEST_NORM, SHORTEST_NORM
from trochanter.mechanics.fibers import fiber_state
from trochanter.mechanics.geometry import Engine, geometry, make_engine


@dataclass(frozen=True, slots=True)
class Atlas:
    """Muscle lines of one hip over f flexions, a adductions and r rotations; m lines. The knee stands still.

    flexion_rad (f,), adduction_rad (a,), rotation_rad (r,): the grid; length_m (f, a, r, m); arm_m (f, a, r, m, 3):
    moment arms about flexion, adduction, internal rotation, each positive where the pull turns the thigh that way;
    fiber_norm: fibre length over its optimum; active_N: force along the tendon at full activation, passive_N: without
    any, both standing still; slack: the path is no longer than the tendon; jumped: the path has changed sides of a wrap
    on the way from neutral, or is about to; neutral_length_m, neutral_fiber_norm (m,): in the neutral posture.
    """

    body: Body
    side: Side
    flexion_rad: Floats
    adduction_rad: Floats
    rotation_rad: Floats
    knee_rad: float
    lines: tuple[str, ...]
    length_m: Floats
    arm_m: Floats
    fiber_norm: Floats
    active_N: Floats
    passive_N: Floats
    slack: Flags
    jumped: Flags
    neutral_length_m: Floats
    neutral_fiber_norm: Floats
    notices: tuple[Notice, ...] = ()

    @property
    def axes_rad(self) -> tuple[Floats, Floats, Floats]:
        """The grid's values: flexion, adduction, rotation."""
        return self.flexion_rad, self.adduction_rad, self.rotation_rad

    @property
    def shape(self) -> tuple[int, int, int]:
        """How many flexions, adductions and rotations."""
        return len(self.flexion_rad), len(self.adduction_rad), len(self.rotation_rad)

    @property
    def muscles(self) -> tuple[MuscleName, ...]:
        """What each line belongs to."""
        return tuple(describe(name) for name in self.lines)

    @property
    def valid(self) -> Flags:
        """Where a line's numbers can be read (f, a, r, m): no jump, no slack, 0.5 to 1.5 optimal fibre lengths."""
        fits = (self.fiber_norm >= SHORTEST_NORM) & (self.fiber_norm <= LONGEST_NORM)
        return np.asarray(fits & ~self.slack & ~self.jumped)

    @property
    def longer_m(self) -> Floats:
        """By how much each path is longer than in the neutral posture (f, a, r, m)."""
        return self.length_m - self.neutral_length_m

    def active_Nm(self, axis: str) -> Floats:
        """Torque of each line at full activation about an axis (f, a, r, m); raises UnknownName."""
        return self.active_N * self.arm_m[..., axis_index(axis)]

    def passive_Nm(self, axis: str) -> Floats:
        """Torque of each line without activation about an axis (f, a, r, m); raises UnknownName."""
        return self.passive_N * self.arm_m[..., axis_index(axis)]

    def chosen(self, word: str) -> tuple[int, ...]:
        """Places of the lines that a word means: line, muscle or group; raises UnknownName."""
        return choose_lines(word, self.lines, self.body.name)


def axis_index(axis: str) -> int:
    """Place of an axis in AXES; raises UnknownName.

    >>> axis_index("rotation")
    2
    """
    if axis not in AXES:
        raise UnknownName("hip axis", axis, AXES)
    return AXES.index(axis)


def posture_atlas(
    body: Body,
    flexion_rad: Sequence[float] | Floats,
    adduction_rad: Sequence[float] | Floats = (0.0,),
    rotation_rad: Sequence[float] | Floats = (0.0,),
    *,
    knee_rad: float = 0.0,
    lines: Sequence[str] | None = None,
    side: Side = Side.RIGHT,
) -> Atlas:
    """The atlas of a body's hip over a grid of ascending angles; abduction is negative adduction.

    knee_rad: flexion of the knee, for muscles that cross both; lines: words for lines, muscles or groups (see
    ``choose_lines``), all of the hip if None. Raises BadSetting for impossible grids, UnknownName for unknown muscles,
    MissingInput for a body without that hip.
    """
    engine = make_engine(body)
    chosen = hip_lines(engine, side, lines)
    grid = posture_grid(flexion_rad, adduction_rad, rotation_rad)
    q = postures(body, side, grid.all_rad, knee_rad)
    shape = geometry(narrowed(engine, chosen), q)
    size = (*grid.full_shape, len(chosen))
    arms = np.stack([shape.arm_about(c).reshape(size) for c in hip_coordinates(body, side)], axis=-1)
    length = shape.length_m.reshape(size)
    start = grid.neutral
    bad = jumped(length, arms, grid.full_axes_rad, start)
    muscles = chosen_muscles(body.muscles, chosen)
    kept = grid.asked
    asked_m = np.ascontiguousarray(length[kept])
    fibers = fiber_state(muscles, asked_m.reshape(-1, len(chosen)), np.zeros((asked_m[..., 0].size, len(chosen))))
    neutral = fiber_state(muscles, length[start][None], np.zeros((1, len(chosen))))
    wanted = (*grid.shape, len(chosen))
    return Atlas(
        body=body,
        side=side,
        flexion_rad=grid.axes_rad[0],
        adduction_rad=grid.axes_rad[1],
        rotation_rad=grid.axes_rad[2],
        knee_rad=knee_rad,
        lines=muscles.names,
        length_m=_shown(asked_m),
        arm_m=_shown(np.ascontiguousarray(arms[kept])),
        fiber_norm=fibers.length_norm.reshape(wanted),
        active_N=fibers.capacity_N.reshape(wanted),
        passive_N=fibers.passive_N.reshape(wanted),
        slack=fibers.slack.reshape(wanted),
        jumped=frozen(bad[kept], np.bool_),
        neutral_length_m=frozen(length[start]),
        neutral_fiber_norm=frozen(neutral.length_norm[0]),
        notices=_notices(body, side, grid),
    )


def _shown(values: Floats) -> Floats:
    values.setflags(write=False)
    return values


def hip_coordinates(body: Body, side: Side) -> tuple[int, int, int]:
    """Indices of a hip's flexion, adduction and rotation; raises MissingInput where the body has no such hip."""
    names = [f"hip_{axis}_{side}" for axis in AXES]
    missing = [name for name in names if name not in body.coordinates.names]
    if missing:
        raise MissingInput(
            f"the model '{body.name}' has no {side.word} hip to look at: it has no coordinates {', '.join(missing)}",
            where=body.source,
            valid="a model with both hips, their coordinates named hip_flexion_r, hip_adduction_r and so on",
            next_step="give the model of the whole legs",
        )
    flexion, adduction, rotation = (body.coordinate(name) for name in names)
    return flexion, adduction, rotation


def hip_lines(engine: Engine, side: Side, words: Sequence[str] | None = None) -> tuple[int, ...]:
    """Muscles of a body that cross one hip, in its order: all, or those that words mean.

    Raises UnknownName for a word that means none of that hip's lines.
    """
    hip_coordinates(engine.body, side)
    crossing = np.flatnonzero(engine.plan.muscle["hip"] == SIDES.index(side)).tolist()
    if words is None:
        return tuple(crossing)
    names = [engine.body.muscles.names[m] for m in crossing]
    found = {k for word in words for k in choose_lines(word, names, f"the {side.word} hip of {engine.body.name}")}
    return tuple(crossing[k] for k in sorted(found))


def narrowed(engine: Engine, chosen: Sequence[int]) -> Engine:
    """The engine for some muscles of its body only, in their order; the body itself stays whole."""
    plan = engine.plan
    muscle = plan.muscle[list(chosen)].copy()
    ends = np.cumsum(muscle["arm_end"] - muscle["arm"])
    own = [plan.arm_coordinate[row["arm"] : row["arm_end"]] for row in muscle]
    muscle["arm"] = np.concatenate([[0], ends[:-1]])
    muscle["arm_end"] = ends
    return Engine(engine.body, engine.tree, plan._replace(muscle=muscle, arm_coordinate=np.concatenate(own)))


def chosen_muscles(muscles: Muscles, chosen: Sequence[int]) -> Muscles:
    """The parameters of some muscles, in the given order."""
    at = list(chosen)
    return replace(
        muscles,
        names=tuple(muscles.names[m] for m in at),
        max_isometric_force_N=muscles.max_isometric_force_N[at],
        optimal_fiber_length_m=muscles.optimal_fiber_length_m[at],
        tendon_slack_length_m=muscles.tendon_slack_length_m[at],
        pennation_rad=muscles.pennation_rad[at],
        max_contraction_velocity=muscles.max_contraction_velocity[at],
        minimum_activation=muscles.minimum_activation[at],
        curve=muscles.curve[at],
    )


def postures(body: Body, side: Side, angles_rad: Floats, knee_rad: float = 0.0) -> Floats:
    """Coordinates (n, n_q) of hip angles (n, 3) of one side, everything else as the body stands by default.

    knee_rad: flexion, whichever sign the body's knee gives it; raises UnknownName where there is no knee to bend.
    """
    q = np.tile(body.coordinates.default, (len(angles_rad), 1))
    q[:, list(hip_coordinates(body, side))] = angles_rad
    name = f"knee_angle_{side}"
    if knee_rad != 0.0 or name in body.coordinates.names:
        knee = body.coordinate(name)
        bends_up = body.coordinates.upper[knee] >= -body.coordinates.lower[knee]
        q[:, knee] = knee_rad if bends_up else -knee_rad
    return q


def _notices(body: Body, side: Side, grid: Grid) -> tuple[Notice, ...]:
    """Angles outside what the body's file allows its hip."""
    found = []
    for axis, values, c in zip(AXES, grid.axes_rad, hip_coordinates(body, side), strict=True):
        low, high = body.coordinates.lower[c], body.coordinates.upper[c]
        if values[0] < low - 1e-6 or values[-1] > high + 1e-6:
            text = (
                f"hip {axis} goes from {np.degrees(values[0]):.0f} to {np.degrees(values[-1]):.0f} degrees; the model "
                f"is made for {np.degrees(low):.0f} to {np.degrees(high):.0f}"
            )
            found.append(Notice("beyond-model-range", text, body.name))
    return tuple(found)
