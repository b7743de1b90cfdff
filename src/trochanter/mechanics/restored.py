"""An account again from what an analysis has written: motion, joint moments, activations and contact forces.

Lengths, arms and fibres are computed again; what no file holds stays out: near-optimal bands, errors of the moments,
the check of the force plate, and the ground forces themselves, whose effect the joint moments hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.deep_sets import deep_sets
from trochanter.anatomy.hip_model import with_set
from trochanter.anatomy.lines import deep_stems
from trochanter.core.arrays import Floats, frozen
from trochanter.core.quality import Notice
from trochanter.core.sides import SIDES
from trochanter.kinematics.motion import Motion
from trochanter.mechanics.account import HipAccount, MuscleAccount, SetShare
from trochanter.mechanics.balance import Parity, Sharing, share_loads
from trochanter.mechanics.doubts import doubts
from trochanter.mechanics.dynamics import Dynamics, carry_over
from trochanter.mechanics.explain import muscle_infos, own_hip_arms
from trochanter.mechanics.geometry import Engine, Geometry, geometry, make_engine
from trochanter.mechanics.moment_error import hip_columns
from trochanter.mechanics.set_limits import beyond_limits


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the files of an analysis hold over the motion's n frames.

    tau (n, n_q): generalised force of every coordinate by itself; balanced: names of the d balanced coordinates;
    activation, force_N (n, m), reserve_Nm (n, d); contact_N (n, 2, 3): on the femur in its own frame; settings: as the
    account recorded them; notices: its notices.
    """

    tau: Floats
    balanced: tuple[str, ...]
    activation: Floats
    force_N: Floats
    reserve_Nm: Floats
    contact_N: Floats
    settings: Mapping[str, str | float | None]
    notices: tuple[Notice, ...]


def restored(motion: Motion, recorded: Recorded) -> MuscleAccount:
    """The account of ``motion`` with its recorded forces; whether they belong together, ``prepare`` finds out."""
    again = _Again(motion, recorded)
    sharing = again.share(None)
    arms = own_hip_arms(again.shape, again.engine)
    return MuscleAccount(
        motion=motion,
        muscles=muscle_infos(motion.body.muscles.names),
        length_m=frozen(again.shape.length_m),
        fiber_length_norm=sharing.fibers.length_norm,
        fiber_velocity_norm=sharing.fibers.velocity_norm,
        activation=recorded.activation,
        force_N=recorded.force_N,
        passive_N=sharing.loads.passive_N,
        arm_m=frozen(arms),
        rotation_moment_Nm=frozen(np.nan_to_num(arms[:, :, 2]) * recorded.force_N),
        doubt=frozen(doubts(motion, sharing, recorded.balanced, muscle_infos(motion.body.muscles.names)), np.int64),
        bands=(),
        generalized_force=recorded.tau,
        balanced=recorded.balanced,
        demand_Nm=sharing.loads.demand_Nm,
        reserve_Nm=recorded.reserve_Nm,
        reserve_optimal_Nm=sharing.loads.reserve_Nm,
        hips=_hips(motion, again, recorded),
        sets=tuple(_sets(motion, again, arms[:, :, 2])),
        strength=(),
        plate=None,
        settings=recorded.settings,
        notices=recorded.notices,
    )


class _Again:
    """The engine's side of an account, made once."""

    def __init__(self, motion: Motion, recorded: Recorded) -> None:
        self.motion, self.recorded = motion, recorded
        self.engine: Engine = make_engine(motion.body)
        self.shape: Geometry = geometry(self.engine, motion.q)
        self.demand = carry_over(self.engine, motion.q, recorded.tau)

    def share(self, set_name: str | None) -> Sharing:
        """Load sharing with the body's own muscles, or those of a parameter set."""
        body, settings = self.motion.body, self.recorded.settings
        parity: Parity = "opensim" if settings.get("parity") == "opensim" else "none"
        nowhere = np.full((len(self.motion.time_s), len(SIDES), 3), np.nan)
        return share_loads(
            self.motion,
            self.shape,
            Dynamics(self.recorded.tau, self.demand, nowhere),
            np.array([body.coordinate(name) for name in self.recorded.balanced], dtype=np.int64),
            body.muscles if set_name is None else with_set(body, set_name).muscles,
            power=int(_number(settings, "power", 2.0)),
            reserve_optimal_Nm=_number(settings, "reserve_optimal_Nm", 1.0),
            parity=parity,
            strength=_number(settings, "strength_scale", 1.0),
        )


def _number(settings: Mapping[str, str | float | None], name: str, otherwise: float) -> float:
    value = settings.get(name)
    return otherwise if value is None or isinstance(value, str) else float(value)


def _sets(motion: Motion, again: _Again, rotation_arm_m: Floats) -> list[SetShare]:
    """Load sharing under every parameter set that fits the movement, where the body's rotators are of such a set."""
    own = again.recorded.settings.get("set")
    lines = {f"{stem}_{side}" for stem in deep_stems() for side in SIDES}
    if own not in deep_sets() or not lines <= set(motion.body.muscles.names):
        return []
    found = []
    for name in deep_sets():
        sharing = again.share(name)
        if name != own and beyond_limits(sharing.fibers, with_set(motion.body, name).muscles, motion):
            continue
        force = sharing.force_N
        moment = frozen(np.nan_to_num(rotation_arm_m) * force)
        found.append(SetShare(name, sharing.result.activation, frozen(force), moment))
    return found


def _hips(motion: Motion, again: _Again, recorded: Recorded) -> tuple[HipAccount, ...]:
    unknown = np.full((len(motion.time_s), 3), np.nan)
    reserve = np.zeros_like(again.demand)
    reserve[:, [motion.body.coordinate(name) for name in recorded.balanced]] = recorded.reserve_Nm
    return tuple(
        HipAccount(
            side=side,
            angle_rad=frozen(motion.of_hips.q[:, columns]),
            moment_Nm=frozen(again.demand[:, columns]),
            moment_without_bias_Nm=frozen(again.demand[:, columns]),
            moment_sigma_Nm=frozen(unknown),
            reserve_Nm=frozen(reserve[:, columns]),
            contact_N=frozen(recorded.contact_N[:, h]),
        )
        for h, (side, columns) in enumerate(zip(SIDES, hip_columns(again.engine), strict=True))
    )
