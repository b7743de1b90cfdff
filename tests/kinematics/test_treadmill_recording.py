"""Thirty seconds of running on one belt (RBDS001, 2.5 m/s): contacts, feet, strides.

Measured: 80 stretches of force with the levels 100 and 20 N; one of them is a single sample before a drop-out, so 79
contacts, of which the record begins within the first and ends within the last: 78 have a known beginning, 39 a side,
which makes 38 complete strides a side.
"""

from pathlib import Path

import numpy as np
import pytest

from trochanter.core.arrays import Floats
from trochanter.core.sides import Side
from trochanter.kinematics.belt import BeltSplit, belt_contacts, split_by_foot
from trochanter.kinematics.contacts import contacts_from_force
from trochanter.kinematics.motion import Stride
from trochanter.kinematics.strides import strides_of

pytestmark = pytest.mark.needs("shared-data")

RATE_HZ, MARKER_RATE_HZ = 300.0, 150.0


@pytest.fixture(scope="module")
def belt(shared_data: Path) -> dict[str, Floats]:
    table = np.genfromtxt(shared_data / "rbds001" / "RBDS001runT25forces.txt", names=True)
    zero = np.zeros(len(table))
    return {
        "time": (table["Time"] - 1.0) / RATE_HZ,
        "force": np.column_stack([table["Fx"], table["Fy"], table["Fz"]]),
        "point": 1e-3 * np.column_stack([table["COPx"], table["COPy"], table["COPz"]]),
        "moment": np.column_stack([zero, 1e-3 * table["Ty"], zero]),
    }


@pytest.fixture(scope="module")
def feet(shared_data: Path, belt: dict[str, Floats]) -> dict[str, Floats]:
    path = shared_data / "rbds001" / "RBDS001runT25markers.txt"
    names = [name.strip() for name in path.read_text(encoding="utf-8").split("\n", 1)[0].split("\t")]
    table = 1e-3 * np.genfromtxt(path, skip_header=1, delimiter="\t")
    time = np.arange(len(table)) / MARKER_RATE_HZ
    found = {}
    for side in "LR":
        middle = np.mean(
            [[table[:, names.index(f"{side}.{m}{axis}")] for axis in "XYZ"] for m in ("Heel.Bottom", "MT1", "MT5")],
            axis=0,
        )
        known = ~np.isnan(middle).any(axis=0)
        found[side] = np.column_stack([np.interp(belt["time"], time[known], row[known]) for row in middle])
    return found


@pytest.fixture(scope="module")
def split(belt: dict[str, Floats], feet: dict[str, Floats]) -> BeltSplit:
    return split_by_foot(belt["time"], belt["force"], belt["point"], belt["moment"], feet["L"], feet["R"])


def test_eighty_stretches_of_force_are_seventy_nine_contacts(belt: dict[str, Floats]) -> None:
    vertical = belt["force"][:, 1]
    assert len(contacts_from_force(belt["time"], vertical, merged_gap_s=0.0)) == 80
    contacts = belt_contacts(belt["time"], vertical)
    assert len(contacts) == 79
    assert sum(not np.isnan(c.start_s) for c in contacts) == 78
    assert [round(c.start_s, 3) for c in contacts if c.drop_outs] == [17.653]


def test_contacts_alternate_between_the_feet(split: BeltSplit) -> None:
    assert [n.code for n in split.notices] == ["force-drop-out"]
    assert {side: len(split.contacts[side]) for side in Side} == {Side.RIGHT: 40, Side.LEFT: 39}


def test_the_feet_share_the_force_but_for_a_thousandth(belt: dict[str, Floats], split: BeltSplit) -> None:
    """What is lost are single samples between contacts, where the plate flickers."""
    total = sum(split.loads[side].force_N for side in Side)
    lost = belt["force"] - total
    assert np.abs(lost[:, 1]).max() < 100.0
    assert np.abs(lost.sum(axis=0)).max() / belt["force"][:, 1].sum() < 1e-3
    for side in Side:
        assert not (split.loads[side].force_N.any(axis=1) & split.loads[side.other].force_N.any(axis=1)).any()


def complete(split: BeltSplit, last_s: float, side: Side) -> list[Stride]:
    return [s for s in strides_of(split.contacts, 0.0, last_s) if s.side is side and s.complete]


def test_thirty_seconds_hold_38_complete_strides_a_side_and_one_has_a_drop_out(split: BeltSplit) -> None:
    for side, usable in ((Side.RIGHT, 37), (Side.LEFT, 38)):
        strides = complete(split, 30.0, side)
        assert len(strides) == 38
        assert sum(s.usable for s in strides) == usable
    assert [s.reason for s in complete(split, 30.0, Side.RIGHT) if not s.usable] == [
        "the force drops out 1 times in stance"
    ]


def test_cadence_and_contact_time_are_those_of_slow_running(split: BeltSplit) -> None:
    for side in Side:
        strides = complete(split, 30.0, side)
        assert np.median([s.next_contact_s - s.contact_s for s in strides]) == pytest.approx(0.757, abs=0.01)
        assert np.median([s.toe_off_s - s.contact_s for s in strides]) == pytest.approx(0.283, abs=0.01)
