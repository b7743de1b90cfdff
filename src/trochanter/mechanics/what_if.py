"""What if a muscle gave less, or more, or nothing: the same motion shared again, beside the account as it is.

The joint moments that the motion needs stay; who carries them changes, and with it the hip contact force. It answers
what the other muscles of the model would have to do for the very same movement, not how a person would move then.
"""

from dataclasses import dataclass

import numpy as np

from trochanter.anatomy.body import Body
from trochanter.core.errors import BadSetting
from trochanter.core.expected import expect
from trochanter.core.quality import Notice
from trochanter.core.sides import Side
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.balance import of_ankle
from trochanter.mechanics.cup import Cup
from trochanter.mechanics.doubts import FULL_ACTIVATION, RESERVE_SHARE
from trochanter.mechanics.scenario import Changes, Scenario, changes_of
from trochanter.mechanics.what_if_cases import (
    Anatomy,
    Base,
    Case,
    changed_anatomy,
    muscles_of_set,
    prepare,
    solve_case,
    unchanged,
)
from trochanter.mechanics.what_if_hips import HipChange, hip_changes, reserve_shares


@dataclass(frozen=True, slots=True)
class ReserveChange:
    """A reserve before and after: the most that it gave, N m, away from the record's ends.

    share_before, share_after: of the coordinate's peak moment, which counts as 20 N m at least; beyond RESERVE_SHARE
    nothing is concluded. of_ankle: ankle and foot carry little of a hip's load; they are told, not counted.
    """

    coordinate: str
    peak_before_Nm: float
    peak_after_Nm: float
    share_before: float
    share_after: float
    of_ankle: bool

    @property
    def leaned_on(self) -> bool:
        """Whether it carries more than the stated share in either case."""
        return max(self.share_before, self.share_after) > RESERVE_SHARE


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A scenario beside the account: both cases over the motion's frames, and each hip summed up.

    changes: the scenario for each muscle line; hips: right, left; reserves: of every balanced coordinate; sets: names
    of the parameter sets of the deep rotators that the ranges are over, () where there is nothing to range over.
    """

    account: MuscleAccount
    scenario: Scenario
    changes: Changes
    cup: Cup
    before: Case
    after: Case
    hips: tuple[HipChange, ...]
    reserves: tuple[ReserveChange, ...]
    sets: tuple[str, ...]
    notices: tuple[Notice, ...]

    def hip(self, side: Side) -> HipChange:
        """The hip of one side."""
        return next(hip for hip in self.hips if hip.side is side)


def what_if(account: MuscleAccount, scenario: Scenario, *, cup: Cup | None = None, base: Base | None = None) -> WhatIf:
    """The account with ``scenario`` beside it.

    cup: the stated one for directions, None for the table's; base: of the same account, from ``prepare``, where several
    scenarios are asked (its cup holds then). Raises UnknownName for muscles that the model lacks, BadSetting for
    contradictions and for passive changes of an account that shares as OpenSim does, UnsupportedElement where a
    model's points cannot be turned, ImpossibleData for an account whose parts do not belong together, MissingInput
    where no muscle crosses a hip.
    """
    expect("account", account, MuscleAccount, "an account, as explain() gives it")
    expect("scenario", scenario, Scenario, "a Scenario")
    ready = base or prepare(account, cup)
    if ready.bench.account is not account:
        raise BadSetting("base", ready.bench.account.motion.name, "what prepare() made of the same account")
    names = tuple(muscle.name for muscle in account.muscles)
    changes = changes_of(scenario, names, account.motion.body.name)
    _refuse_passive(account, scenario)
    anatomy, body = changed_anatomy(ready.bench, scenario)
    after = solve_case(ready.bench, anatomy, body.muscles, changes)
    others = _sets(ready, anatomy, body, changes)
    return WhatIf(
        account=account,
        scenario=scenario,
        changes=changes,
        cup=ready.bench.cup,
        before=ready.case,
        after=after,
        hips=hip_changes(account, ready.bench.cup, (ready.case, after), tuple(others.values())),
        reserves=_reserves(account, ready.case, after),
        sets=tuple(others) and (str(account.settings.get("set")), *others),
        notices=_notices(account, scenario, ready.case, after),
    )


def _refuse_passive(account: MuscleAccount, scenario: Scenario) -> None:
    if account.settings.get("parity") == "opensim" and scenario.stiffness:
        raise BadSetting(
            "stiffness",
            ", ".join(scenario.stiffness),
            "nothing, for an account that shares loads as OpenSim does: it has no passive forces",
            "explain the motion without parity 'opensim'",
        )


def _sets(base: Base, anatomy: Anatomy, body: Body, changes: Changes) -> dict[str, tuple[Case, Case]]:
    """Both cases under every other parameter set that the account was explained with."""
    account = base.bench.account
    own = account.settings.get("set")
    names = [share.name for share in account.sets if share.name != own]
    same, found = unchanged(len(account.muscles)), {}
    for name in names:
        before = solve_case(base.bench, base.bench.anatomy, muscles_of_set(account.motion.body, name), same)
        found[name] = (before, solve_case(base.bench, anatomy, muscles_of_set(body, name), changes))
    return found


def _reserves(account: MuscleAccount, before: Case, after: Case) -> tuple[ReserveChange, ...]:
    inside = ~account.motion.edge if not account.motion.edge.all() else account.motion.edge
    peaks = [np.nanmax(np.abs(case.reserve_Nm[inside]), axis=0) for case in (before, after)]
    shares = [np.nanmax(reserve_shares(account, case.reserve_Nm)[inside], axis=0) for case in (before, after)]
    ankle = of_ankle(account.balanced)
    return tuple(
        ReserveChange(
            coordinate=name,
            peak_before_Nm=float(peaks[0][j]),
            peak_after_Nm=float(peaks[1][j]),
            share_before=float(shares[0][j]),
            share_after=float(shares[1][j]),
            of_ankle=bool(ankle[j]),
        )
        for j, name in enumerate(account.balanced)
    )


def _notices(account: MuscleAccount, scenario: Scenario, before: Case, after: Case) -> tuple[Notice, ...]:
    """What a reader of the comparison has to know."""
    found = []
    inside = ~account.motion.edge if not account.motion.edge.all() else account.motion.edge
    full = [int(np.sum(np.any(case.activation[inside] >= FULL_ACTIVATION, axis=0))) for case in (before, after)]
    if max(full):
        text = (
            f"{full[0]} muscle lines reach full activation as they are, {full[1]} in the scenario: peaks there say "
            "more about the strength that was assumed than about a person"
        )
        found.append(Notice("saturated", text))
    unsolved = int(np.sum(~np.isfinite(after.activation).all(axis=1)))
    if unsolved:
        found.append(Notice("unsolved", f"load sharing has no answer at {unsolved} instants of the scenario"))
    if scenario.pelvic_tilt_rad:
        text = (
            "the pelvis turns about the line through both hip centres, legs and ground forces stay: the net moments of "
            "hip, knee and ankle stay what they are, and what the trunk does about the tilt is not asked"
        )
        found.append(Notice("tilt", text))
    if scenario.anteversion_rad:
        text = (
            "thigh, knee and ground forces stay where they were measured; the upper femur turns, and fibres and "
            "tendons grow with it. A person with such a femur may also walk and run differently, which is not in here"
        )
        found.append(Notice("anteversion", text))
    return tuple(found)
