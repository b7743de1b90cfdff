"""Thirty seconds of running on one belt (RBDS001, 2.5 m/s) through the whole chain: labels, fit, feet, strides.

Measured: 80 stretches of force with the levels 100 and 20 N; one of them is a single sample before a drop-out, so 79
contacts, of which the record begins within the first and ends within the last: 78 have a known beginning, 39 a side,
which makes 38 complete strides a side.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from scripts.demo.chain import FORCE_FILE
from tests.kinematics.demo_chain import demo_followed
from trochanter.capture.ground import read_ground
from trochanter.capture.trial import Forces, PlateLoad, Plates
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.contacts import contacts_from_force
from trochanter.kinematics.demo import DEMO_CUTOFF_HZ, demo_body
from trochanter.kinematics.motion import Motion, Stride
from trochanter.kinematics.solve import solve
from trochanter.kinematics.tracked import Tracked

pytestmark = pytest.mark.needs("shared-data")


@pytest.fixture(scope="module")
def tracked(shared_data: Path) -> Tracked:
    return demo_followed(shared_data)


@pytest.fixture(scope="module")
def forces(tracked: Tracked) -> Forces:
    assert tracked.trial.forces is not None
    return tracked.trial.forces


@pytest.fixture(scope="module")
def belt(shared_data: Path) -> PlateLoad:
    plates = read_ground(shared_data / "rbds001" / FORCE_FILE, rate_hz=300.0)
    assert isinstance(plates, Plates)
    return plates.loads[0]


@pytest.fixture(scope="module")
def motion(tracked: Tracked) -> Motion:
    return solve(tracked, demo_body(), cutoff_hz=DEMO_CUTOFF_HZ)


def test_every_frame_converges_and_the_thigh_leads_the_hip_angles(tracked: Tracked) -> None:
    fit = tracked.leading_fit
    assert fit is not None
    for each in (tracked.fit, fit):
        assert len(each.time_s) == 4500
        assert each.converged.all()
    assert tracked.fit.rms_m < 0.0065
    parts = np.array([fit.body.segments.names[int(k)].split("_")[0] for k in fit.segment])
    rms_mm = {part: 1e3 * np.sqrt(np.mean(fit.error_m[:, parts == part] ** 2)) for part in dict.fromkeys(parts)}
    assert rms_mm["pelvis"] < rms_mm["femur"] < 7.0 < rms_mm["tibia"] < rms_mm["calcn"] < 26.0
    assert {"labels-fixed", "gaps-filled"} <= {notice.code for notice in tracked.trial.notices}


def test_eighty_stretches_of_force_are_seventy_nine_contacts(forces: Forces, belt: PlateLoad) -> None:
    assert len(contacts_from_force(forces.time_s, belt.force_N[:, 1], merged_gap_s=0.0)) == 80
    by_side = [contacts_from_force(forces.time_s, load.force_N[:, 1]) for load in forces.loads]
    assert [len(contacts) for contacts in by_side] == [40, 39]
    both = sorted((c.end_s, side) for side, contacts in zip("rl", by_side, strict=True) for c in contacts[:-1])
    assert all(one[1] != next_[1] for one, next_ in pairwise(both))


def test_the_feet_share_the_force_but_for_a_thousandth(forces: Forces, belt: PlateLoad) -> None:
    """What is lost are single samples between contacts, where the plate flickers."""
    lost = belt.force_N - sum(load.force_N for load in forces.loads)
    assert np.abs(lost[:, 1]).max() < 100.0
    assert np.abs(lost.sum(axis=0)).max() / belt.force_N[:, 1].sum() < 1e-3
    right, left = (load.force_N.any(axis=1) for load in forces.loads)
    assert not (right & left).any()


def complete(motion: Motion, side: Side) -> list[Stride]:
    return [s for s in motion.strides if s.side is side and s.complete]


def test_thirty_seconds_hold_38_complete_strides_a_side_and_one_has_a_drop_out(motion: Motion) -> None:
    for side, usable in ((Side.RIGHT, 37), (Side.LEFT, 38)):
        strides = complete(motion, side)
        assert len(strides) == 38
        assert sum(s.usable for s in strides) == usable
    (left_out,) = [s for s in complete(motion, Side.RIGHT) if not s.usable]
    assert left_out.contact_s == pytest.approx(17.653, abs=1e-3)
    assert left_out.reason == "the force drops out 1 times in stance"


def test_cadence_and_contact_time_are_those_of_slow_running(motion: Motion) -> None:
    for side in SIDES:
        strides = complete(motion, side)
        assert np.median([s.next_contact_s - s.contact_s for s in strides]) == pytest.approx(0.757, abs=0.01)
        assert np.median([s.toe_off_s - s.contact_s for s in strides]) == pytest.approx(0.283, abs=0.01)
