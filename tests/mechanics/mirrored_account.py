"""The demo's account, and the same with right and left exchanged: for a hip model that is its own mirror image."""

from dataclasses import replace
from functools import cache

import numpy as np

from tests.mechanics.test_explain import demo_account
from trochanter.core.arrays import Floats, frozen
from trochanter.core.sides import side_of
from trochanter.mechanics.account import MuscleAccount
from trochanter.mechanics.restored import Recorded, restored


def recorded(account: MuscleAccount) -> Recorded:
    """What the files of an account would hold."""
    return Recorded(
        account.generalized_force,
        account.balanced,
        account.activation,
        account.force_N,
        account.reserve_Nm,
        frozen(np.stack([hip.contact_N for hip in account.hips], axis=1)),
        account.settings,
        account.notices,
    )


@cache
def mirrored_account() -> MuscleAccount:
    """The demo's account in a mirror: every joint, moment, force and stride is the other side's."""
    account, motion = demo_account(), demo_account().motion
    joints = _exchanged(motion.body.coordinates.names)
    muscles, balanced = _exchanged(motion.body.muscles.names), _exchanged(account.balanced)
    mirror = replace(
        motion,
        q=frozen(motion.q[:, joints]),
        qd=frozen(motion.qd[:, joints]),
        qdd=frozen(motion.qdd[:, joints]),
        loads=(),
        strides=tuple(replace(stride, side=stride.side.other) for stride in motion.strides),
        led=None,
        whole=None,
    )
    was = recorded(account)
    contact: Floats = was.contact_N[:, ::-1] * np.array([1.0, 1.0, -1.0])
    return restored(
        mirror,
        replace(
            was,
            tau=frozen(was.tau[:, joints]),
            activation=frozen(was.activation[:, muscles]),
            force_N=frozen(was.force_N[:, muscles]),
            reserve_Nm=frozen(was.reserve_Nm[:, balanced]),
            contact_N=frozen(contact),
        ),
    )


def _exchanged(names: tuple[str, ...]) -> list[int]:
    """For each name the place of the other side's, or its own where it has no side."""
    return [names.index(_other(name)) for name in names]


def _other(name: str) -> str:
    for side in ("r", "l"):
        other = {"r": "l", "l": "r"}[side]
        if name.endswith(f"_{side}"):
            return f"{name[:-2]}_{other}"
        if f"_{side}_" in name and side_of(name) is None:
            return name.replace(f"_{side}_", f"_{other}_")
    return name
