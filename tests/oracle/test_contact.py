"""Hip contact force against OpenSim 4.6's joint reaction, with the same muscle forces."""

import numpy as np
import pytest

from revalidation.agreement import hold
from tests.oracle.shared_loads import Shared
from trochanter.core.sides import SIDES

WORDS = {"r": "right", "l": "left"}


@pytest.mark.needs("opensim", "shared-data")
def test_contact_force_with_opensims_muscle_forces(shared: Shared) -> None:
    same_contact(shared)


@pytest.mark.needs("opensim")
def test_contact_force_of_the_demo(shared_demo: Shared) -> None:
    same_contact(shared_demo)


def same_contact(shared: Shared) -> None:
    """Columns are OpenSim's: force on the femur in the femur's frame, so compression points down the femur."""
    for h, side in enumerate(SIDES):
        stem = f"hip_{side}_on_femur_{side}_in_femur_{side}_f"
        assert [f"{stem}{axis}" for axis in "xyz"] == [c for c in shared.theirs.contact_columns if c.startswith(stem)]
        theirs, ours = shared.theirs.contact_N[:, h], shared.contact_N[:, h]
        peak = np.linalg.norm(theirs, axis=1).max()
        assert peak > 1000.0
        assert theirs[np.linalg.norm(theirs, axis=1).argmax(), 1] < 0.0
        hold("contact.same", 100.0 * np.abs(ours - theirs).max() / peak, f"{shared.case.name}, {WORDS[side]}")
