"""Each hip of a what-if summed up: by phase, over the whole axis and at the peak of the contact force."""

from dataclasses import dataclass

import numpy as np

from trochanter.core.arrays import Flags, Floats, Ints, frozen
from trochanter.core.constants import GRAVITY_M_S2
from trochanter.core.errors import MissingInput
from trochanter.core.sides import SIDES, Side, side_of
from trochanter.kinematics.timeline import Span, Timeline
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.balance import of_ankle
from trochanter.mechanics.cup import Cup, centring, in_cup
from trochanter.mechanics.doubts import FULL_ACTIVATION, RESERVE_FLOOR_NM, RESERVE_SHARE
from trochanter.mechanics.summary import person_kg
from trochanter.mechanics.what_if_cases import Case
from trochanter.mechanics.what_if_columns import Columns

LOADED_BW = 1.0  # contact force above which its nearness to the rim is looked at

Pair = tuple[Case, Case]


@dataclass(frozen=True, slots=True)
class HipChange:
    """One hip before and after; every array has two rows, before and after (ranges: least and most change).

    columns (p,): the phases in ``spans``, then 'whole' (the whole axis), 'told' (all phases about which something can
    be concluded, NaN without any) and 'peak' (the instant of the highest contact force before, away from the record's
    ends); muscles (q,): keys, their lines joined.
    Means over a column's instants and over strides: force_N, rotation_moment_Nm (internal positive), centring_N (into
    the socket along the cup's axis), shear_N (across it), shear_up_N (its part along the pelvis's y), activation (mean
    of the lines) (2, p, q). force_range_N, moment_range_Nm (2, p, q), contact_range_bw (2, p): change over the
    parameter sets, the account's own among them; NaN without sets.
    contact_bw (2, p): mean size; contact_pelvis_bw (2, p, 3): mean force on the femur in the pelvis's frame;
    cup_angle_rad (2, p): of that mean force from the cup's axis; rim_m (2, p): least distance to the rim while the
    force is above LOADED_BW, NaN where it never is; peak_bw (2,): highest contact force of each case itself.
    reserve_share (2, p): largest share of a reserve of this leg off the ankle; saturated (2, p): whether one of the
    leg's muscles is at full activation.
    """

    side: Side
    axis: Timeline
    spans: tuple[Span, ...]
    columns: tuple[str, ...]
    muscles: tuple[str, ...]
    activation: Floats
    force_N: Floats
    rotation_moment_Nm: Floats
    centring_N: Floats
    shear_N: Floats
    shear_up_N: Floats
    force_range_N: Floats
    moment_range_Nm: Floats
    contact_bw: Floats
    contact_range_bw: Floats
    contact_pelvis_bw: Floats
    cup_angle_rad: Floats
    rim_m: Floats
    peak_bw: Floats
    reserve_share: Floats
    saturated: Flags

    @property
    def conclusive(self) -> Flags:
        """Columns (p,) in which no reserve carries more than RESERVE_SHARE in either case."""
        return np.asarray(np.all(self.reserve_share <= RESERVE_SHARE, axis=0))

    @property
    def force_change_N(self) -> Floats:
        """After less before (p, q)."""
        return np.asarray(self.force_N[1] - self.force_N[0])

    @property
    def moment_change_Nm(self) -> Floats:
        """After less before (p, q)."""
        return np.asarray(self.rotation_moment_Nm[1] - self.rotation_moment_Nm[0])

    def column(self, name: str) -> int:
        """Index of the first column of that name."""
        return self.columns.index(name)


def hip_changes(account: MuscleAccount, cup: Cup, cases: Pair, sets: tuple[Pair, ...]) -> tuple[HipChange, ...]:
    """Both hips; sets: the same two cases under other parameter sets."""
    return tuple(_hip(account, cup, h, side, cases, sets) for h, side in enumerate(SIDES))


def _hip(account: MuscleAccount, cup: Cup, h: int, side: Side, cases: Pair, sets: tuple[Pair, ...]) -> HipChange:
    columns = Columns(account, side, cases[0].contact_N[:, h])
    first = np.max([_reserve(columns, account, side, case) for case in cases], axis=0)
    columns.tell_only(first <= RESERVE_SHARE)
    weight_N = person_kg(account) * GRAVITY_M_S2
    keys, lines = _muscles(account, cases[0], h)
    parts = [_muscle_parts(columns, case, h, lines) for case in cases]
    contact = [_contact(columns, cup, case, h, weight_N) for case in cases]
    ranged = [_ranged_parts(columns, pair, h, lines, weight_N) for pair in (cases, *sets)] if sets else []
    spread = {name: _spread([each[name] for each in ranged], parts[0]["force"].shape) for name in ("force", "moment")}
    return HipChange(
        side=side,
        axis=columns.axis,
        spans=columns.spans,
        columns=columns.names,
        muscles=keys,
        activation=_both(parts, "activation"),
        force_N=_both(parts, "force"),
        rotation_moment_Nm=_both(parts, "moment"),
        centring_N=_both(parts, "centring"),
        shear_N=_both(parts, "shear"),
        shear_up_N=_both(parts, "shear_up"),
        force_range_N=spread["force"],
        moment_range_Nm=spread["moment"],
        contact_bw=_both(contact, "size"),
        contact_range_bw=_spread([each["contact"] for each in ranged], contact[0]["size"].shape),
        contact_pelvis_bw=_both(contact, "vector"),
        cup_angle_rad=_both(contact, "angle"),
        rim_m=_both(contact, "rim"),
        peak_bw=_both(contact, "peak"),
        reserve_share=frozen([_reserve(columns, account, side, case) for case in cases]),
        saturated=frozen([_saturated(columns, account, side, case) for case in cases], bool),
    )


def _both(parts: list[dict[str, Floats]], name: str) -> Floats:
    return frozen(np.stack([part[name] for part in parts]))


def _muscles(account: MuscleAccount, case: Case, h: int) -> tuple[tuple[str, ...], list[Ints]]:
    """Keys of the muscles that cross a hip, and the lines of each; raises MissingInput where there are none."""
    own = [int(m) for m in np.flatnonzero(case.anatomy.shape.hip == h)]
    if not own:
        raise MissingInput(
            f"no muscle of the model crosses the {SIDES[h].word} hip: there is nothing to ask about",
            where=account.motion.body.name,
            valid="a model with muscles across both hips",
            next_step="analyze the recording with such a model, such as the built-in one",
        )
    keys = tuple(dict.fromkeys(account.muscles[m].muscle for m in own))
    return keys, [np.array([m for m in own if account.muscles[m].muscle == key], dtype=np.int64) for key in keys]


def _muscle_parts(columns: Columns, case: Case, h: int, lines: list[Ints]) -> dict[str, Floats]:
    """Activation, force, rotation moment, centring and shear of each muscle in each column, (p, q)."""
    own = np.concatenate(lines)
    part = centring(case.anatomy.cup_axis[h], case.anatomy.pull[:, own])
    force, pull = case.force_N[:, own], np.linalg.norm(case.anatomy.pull[:, own], axis=2)
    tables = {
        "force": force,
        "moment": case.rotation_moment_Nm[:, own],
        "centring": np.nan_to_num(part.centring) * pull * force,
        "shear": np.nan_to_num(part.shear) * pull * force,
        "shear_up": np.nan_to_num(part.shear_up) * pull * force,
    }
    starts = np.cumsum([0, *(len(each) for each in lines)])[:-1]
    found = {name: np.add.reduceat(columns.mean(values), starts, axis=1) for name, values in tables.items()}
    counts = np.array([len(each) for each in lines])
    found["activation"] = np.add.reduceat(columns.mean(case.activation[:, own]), starts, axis=1) / counts
    return found


def _contact(columns: Columns, cup: Cup, case: Case, h: int, weight_N: float) -> dict[str, Floats]:
    axis, force = case.anatomy.cup_axis[h], case.contact_N[:, h]
    found = in_cup(cup, axis, force)
    mean = columns.mean(force)
    nearest = -columns.most(np.where(found.size_N > LOADED_BW * weight_N, -found.rim_m, np.nan))
    return {
        "size": columns.mean(found.size_N) / weight_N,
        "vector": mean / weight_N,
        "angle": in_cup(cup, axis, mean).angle_rad,
        "rim": nearest,
        "peak": np.asarray(columns.highest(found.size_N) / weight_N),
    }


def _ranged_parts(columns: Columns, pair: Pair, h: int, lines: list[Ints], weight_N: float) -> dict[str, Floats]:
    """Changes of force, rotation moment (p, q) and contact (p,) under one parameter set."""
    own = np.concatenate(lines)
    starts = np.cumsum([0, *(len(each) for each in lines)])[:-1]

    def change(values: list[Floats]) -> Floats:
        return columns.mean(values[1] - values[0])

    force = change([case.force_N[:, own] for case in pair])
    moment = change([case.rotation_moment_Nm[:, own] for case in pair])
    contact = change([np.linalg.norm(case.contact_N[:, h], axis=1) for case in pair])
    return {
        "force": np.add.reduceat(force, starts, axis=1),
        "moment": np.add.reduceat(moment, starts, axis=1),
        "contact": contact / weight_N,
    }


def _spread(values: list[Floats], shape: tuple[int, ...]) -> Floats:
    """Least and most of several arrays, (2, ...); NaN where there is none."""
    if not values:
        return frozen(np.full((2, *shape), np.nan))
    stacked = np.stack(values)
    return frozen(np.stack([stacked.min(axis=0), stacked.max(axis=0)]))


def reserve_shares(account: MuscleAccount, reserve_Nm: Floats) -> Floats:
    """What each reserve carries of its coordinate's peak moment, (n, d); a peak counts as 20 N m at least."""
    peak = np.nanmax(np.abs(account.demand_Nm), axis=0)
    return np.asarray(np.abs(reserve_Nm) / np.maximum(peak, RESERVE_FLOOR_NM / RESERVE_SHARE))


def _reserve(columns: Columns, account: MuscleAccount, side: Side, case: Case) -> Floats:
    own = [j for j, name in enumerate(account.balanced) if side_of(name) is side]
    chosen = [j for j in own if not of_ankle(account.balanced)[j]]
    shares = reserve_shares(account, case.reserve_Nm)[:, chosen].max(axis=1, initial=0.0)
    return columns.most(np.where(np.isfinite(shares), shares, np.inf))


def _saturated(columns: Columns, account: MuscleAccount, side: Side, case: Case) -> Flags:
    leg = [m for m, muscle in enumerate(account.muscles) if muscle.side is side]
    full = (case.activation[:, leg] >= FULL_ACTIVATION).any(axis=1)
    return columns.most(full.astype(float)) > 0.5
