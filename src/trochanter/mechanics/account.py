"""The type of a muscle account: what every muscle does at every instant of a motion, per side and stride.

Signs everywhere: flexion, adduction and internal rotation positive on both sides; order (flexion, adduction, rotation).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag

from trochanter.core.arrays import Floats, Ints
from trochanter.core.quality import Notice
from trochanter.core.sides import Side
from trochanter.kinematics.motion import Motion
from trochanter.mechanics.uncertainty import Uncertainty


class Doubt(IntFlag):
    """Why a muscle's value at an instant is to be read with care."""

    NONE = 0
    FIBRE_LENGTH = 1  # outside 0.5 to 1.5 optimal fibre lengths
    FIBRE_VELOCITY = 2  # faster than the maximum contraction velocity
    SLACK = 4  # tendon slack: path shorter than the tendon
    SATURATED = 8  # activation at its upper bound
    INFEASIBLE = 16  # the frame leans on reserves beyond the stated share
    EDGE = 32  # within one filter time of the record's end


@dataclass(frozen=True, slots=True)
class MuscleInfo:
    """Who a muscle is: model name, side, group ('deep', 'gluteal', 'adductor', 'flexor', 'hamstring', 'other').

    muscle: anatomical key that joins lines of one muscle ('obturator_internus'); label: words for people.
    """

    name: str
    side: Side | None
    group: str
    muscle: str
    label: str


@dataclass(frozen=True, slots=True)
class HipAccount:
    """One hip over the motion's n frames.

    angle_rad (n, 3) in the model's own frames; moment_Nm (n, 3): net moment that the muscles must produce, from
    inverse dynamics; moment_without_bias_Nm (n, 3): the same with the force plate's free-moment bias taken out
    (equal to moment_Nm where none was found); moment_sigma_Nm (n, 3): standard error; reserve_Nm (n, 3): the part no
    muscle could carry; contact_N (n, 3): hip contact force on the femur in the femur's frame.
    """

    side: Side
    angle_rad: Floats
    moment_Nm: Floats
    moment_without_bias_Nm: Floats
    moment_sigma_Nm: Floats
    reserve_Nm: Floats
    contact_N: Floats


@dataclass(frozen=True, slots=True)
class SetShare:
    """Load sharing under one parameter set of the deep rotators: activation, force_N, rotation_moment_Nm (n, m)."""

    name: str
    activation: Floats
    force_N: Floats
    rotation_moment_Nm: Floats


@dataclass(frozen=True, slots=True)
class Band:
    """Least and most activation (n, m) possible at a total cost of (1 + slack) times the optimum."""

    slack: float
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class StrengthCase:
    """Load sharing with every muscle's active force multiplied by ``factor``, away from the record's ends.

    saturated: muscle lines that reach full activation; peak_contact_bw: peak hip contact force, right and left, body
    weights; peak_reserve_Nm: the largest reserve off the ankle.
    """

    factor: float
    saturated: int
    peak_contact_bw: tuple[float, float]
    peak_reserve_Nm: float


@dataclass(frozen=True, slots=True)
class PlateCheck:
    """Whether the force plate can be believed for a rotation moment; NaN where the record cannot tell.

    free_moment_bias_Nm: cycle mean of the vertical moment of the ground forces about the body's centre of mass;
    stance_bias_Nm: the same spread over contact; mean_vertical_bw: mean vertical force over body weight;
    lag_s: forces behind motion; reasons: sentences for people; outside_foot_m: 95th percentile of how far the centre of
    pressure lies outside the sole while a foot bears load.
    """

    free_moment_bias_Nm: float
    stance_bias_Nm: float
    mean_vertical_bw: float
    lag_s: float
    believable: bool
    reasons: tuple[str, ...] = ()
    outside_foot_m: float = float("nan")


@dataclass(frozen=True, slots=True)
class MuscleAccount:
    """What every muscle does: arrays over n frames, m muscles, d balanced coordinates.

    length_m, fiber_length_norm, fiber_velocity_norm (per second over v_max), activation, force_N (along the tendon,
    passive part included unless parity is 'opensim'), passive_N (n, m); arm_m (n, m, 3): moment arms about the own
    hip, NaN where the muscle does not cross it; rotation_moment_Nm (n, m); doubt (n, m): Doubt bits;
    bands: near-optimal bands; generalized_force (n, n_q): of every coordinate by itself, as inverse dynamics gives it;
    balanced: names of the coordinates; demand_Nm, reserve_Nm (n, d);
    reserve_optimal_Nm (d,); hips: right, left; sets: load sharing per parameter set; strength: what other
    strengths would give; settings: recorded choices; uncertainty: intervals, None where none were asked for.
    """

    motion: Motion
    muscles: tuple[MuscleInfo, ...]
    length_m: Floats
    fiber_length_norm: Floats
    fiber_velocity_norm: Floats
    activation: Floats
    force_N: Floats
    passive_N: Floats
    arm_m: Floats
    rotation_moment_Nm: Floats
    doubt: Ints
    bands: tuple[Band, ...]
    generalized_force: Floats
    balanced: tuple[str, ...]
    demand_Nm: Floats
    reserve_Nm: Floats
    reserve_optimal_Nm: Floats
    hips: tuple[HipAccount, ...]
    sets: tuple[SetShare, ...]
    strength: tuple[StrengthCase, ...]
    plate: PlateCheck | None
    settings: Mapping[str, str | float | None] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    uncertainty: Uncertainty | None = None

    def hip(self, side: Side) -> HipAccount:
        """The hip of one side."""
        return next(hip for hip in self.hips if hip.side is side)
