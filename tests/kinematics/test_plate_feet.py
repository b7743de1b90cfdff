"""Plates to feet on recordings: every contact to the foot that makes it, and what is told on the way."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.marker_feet import RUNNER_KG, rbds_motion
from tests.kinematics.recorded_plates import Recorded, by_foot, c3d_of, codes, demo, gait_c3d, rbds_belt, recorded
from tests.kinematics.recordings import RUN, WALK
from trochanter.capture.formats import read
from trochanter.capture.trial import Trial
from trochanter.core.sides import SIDES, Side, side_of
from trochanter.kinematics.contacts import contacts_from_force
from trochanter.kinematics.plate_contacts import EDGE
from trochanter.kinematics.strides import strides_of

shared = pytest.mark.needs("shared-data")


@pytest.fixture(scope="module")
def slow_run(shared_data: Path) -> Recorded:
    trial = read(shared_data / "rbds001" / "RBDS001runT25markers.txt")
    assert isinstance(trial, Trial)
    assert trial.markers is not None
    return recorded(rbds_belt(shared_data), rbds_motion(trial.markers), RUNNER_KG)


def test_a_belt_under_both_feet_is_split_as_it_was_put_together() -> None:
    run, forces = demo()
    found = run.to_feet()
    for load, source in zip(found.forces.loads, forces.loads, strict=True):
        assert load.segment == source.segment
        firm = source.force_N[:, 1] >= 20.0
        np.testing.assert_array_equal(load.force_N[firm], source.force_N[firm])
        np.testing.assert_allclose(load.point_m[firm], source.point_m[firm], atol=1e-12)
        np.testing.assert_array_equal(load.moment_Nm[firm], source.moment_Nm[firm])
    assert codes(found) == {"plates-to-feet", "plates-checked"}
    assert found.lag.lag_s == pytest.approx(-0.004, abs=0.001)
    assert found.lag.likeness == pytest.approx(0.998, abs=0.001)
    assert not any(load.force_N.flags.writeable for load in found.forces.loads)


@shared
def test_thirty_seconds_on_a_belt_give_every_contact_to_a_foot_left_and_right_in_turn(slow_run: Recorded) -> None:
    """79 contacts: 80 stretches of force less one sample at 17.653 s before a drop-out of one sample, which is bridged.

    The shortest other gap lasts 23 samples and is a flight: bridging it too makes 78 of what are 79 contacts.
    """
    found = slow_run.to_feet()
    assert len(found.contacts) == 79
    sides = [contact.side for contact in found.contacts]
    assert all(a is not b for a, b in pairwise(sides))
    assert not any(contact.problem for contact in found.contacts)
    assert max(contact.ratio for contact in found.contacts) < 0.1
    assert max(contact.beside_m for contact in found.contacts) < 0.001
    told = codes(found) - {notice.code for notice in slow_run.plates.notices}
    assert told == {"plates-to-feet", "plates-checked", "force-drop-out"}


@shared
def test_thirty_seconds_hold_38_complete_strides_a_side_and_why_not_39(slow_run: Recorded) -> None:
    """A complete stride needs two landings. The right foot's first landing lies just before the first sample."""
    found = slow_run.to_feet()
    by_side = {
        side: contacts_from_force(found.forces.time_s, load.force_N[:, 1])
        for side, load in zip(SIDES, found.forces.loads, strict=True)
    }
    landings = {side: [c.start_s for c in contacts if c.start_s == c.start_s] for side, contacts in by_side.items()}
    assert {side: len(each) for side, each in landings.items()} == {Side.RIGHT: 39, Side.LEFT: 39}
    first, last = by_side[Side.RIGHT][0], by_side[Side.RIGHT][-1]
    assert np.isnan(first.start_s)
    assert np.isnan(last.end_s)
    assert found.forces.loads[0].force_N[0, 1] == pytest.approx(328.67)
    assert (landings[Side.RIGHT][0], landings[Side.RIGHT][-1]) == pytest.approx((0.7533, 29.8133), abs=1e-4)
    assert (landings[Side.LEFT][0], landings[Side.LEFT][-1]) == pytest.approx((0.3667, 29.4433), abs=1e-4)
    strides = [s for s in strides_of(by_side, 0.0, 30.0) if s.complete]
    assert {side: sum(s.side is side for s in strides) for side in Side} == {Side.RIGHT: 38, Side.LEFT: 38}


@shared
def test_what_thirty_seconds_say_of_clock_belt_and_weight(slow_run: Recorded) -> None:
    found = slow_run.to_feet()
    assert found.lag.lag_s == pytest.approx(-0.006, abs=0.001)
    assert found.lag.likeness == pytest.approx(0.994, abs=0.002)
    assert found.frame is not None
    assert found.frame.strides == 38
    assert np.degrees(found.frame.turned_rad) == pytest.approx(0.3, abs=0.2)
    assert np.degrees(found.frame.forward_tilt_rad) == pytest.approx(0.05, abs=0.02)
    assert np.degrees(found.frame.right_tilt_rad) == pytest.approx(0.15, abs=0.05)
    assert found.frame.belt_m_s == pytest.approx(2.43, abs=0.05)
    assert found.weight is not None
    assert found.weight.share == pytest.approx(0.978, abs=0.003)
    assert not found.drifts[0].removed
    assert found.lost_s == ()


@shared
def test_the_fast_run_in_a_c3d_file_has_86_contacts(shared_data: Path) -> None:
    markers, plates = c3d_of(shared_data / "rbds001" / "RBDS001runT35.c3d", z_up=False)
    found = recorded(plates, rbds_motion(markers), RUNNER_KG).to_feet()
    sides = [contact.side for contact in found.contacts if not contact.problem]
    assert len(sides) == len(found.contacts) == 86
    assert all(a is not b for a, b in pairwise(sides))
    assert found.lag.lag_s == pytest.approx(-0.005, abs=0.001)
    assert found.lag.likeness == pytest.approx(0.989, abs=0.002)
    assert found.frame is not None
    assert found.frame.belt_m_s == pytest.approx(3.4, abs=0.1)
    assert "plate-drift" in codes(found)
    assert np.abs(found.drifts[0].largest_N).max() < 6.0


@shared
@pytest.mark.parametrize("files", [WALK, RUN], ids=["walk", "run"])
def test_forces_whose_feet_were_forgotten_come_back_as_they_were(
    shared_data: Path, files: tuple[str, str, str]
) -> None:
    record, forces = by_foot(shared_data, files)
    found = record.to_feet()
    inside = (forces.time_s >= record.time_s[0]) & (forces.time_s <= record.time_s[-1])
    for side, load in zip(SIDES, found.forces.loads, strict=True):
        source = next(f for f in forces.loads if side_of(f.segment) is side)
        assert load.segment == source.segment
        for name in ("force_N", "point_m", "moment_Nm"):
            np.testing.assert_array_equal(getattr(load, name)[inside], getattr(source, name)[inside])
    assert abs(found.lag.lag_s) <= 0.002
    assert found.lag.likeness > 0.998
    assert found.weight is not None
    assert found.weight.share == pytest.approx(1.0, abs=0.01)
    assert codes(found) == {"plates-to-feet", "plates-checked", "records-differ"}


@shared
@pytest.mark.parametrize(("name", "side", "plate"), [("walking2", Side.RIGHT, 0), ("walking5", Side.RIGHT, 1)])
def test_in_both_walking_c3d_files_one_step_is_whole_and_the_other_hangs_over_the_edge(
    shared_data: Path, name: str, side: Side, plate: int
) -> None:
    """The first foot stands with its heel 0.14 to 0.17 m before the first plate, which feels half of its step."""
    found = gait_c3d(shared_data / "c3d" / f"{name}.c3d", 75.0).to_feet()
    whole = [contact for contact in found.contacts if not contact.problem]
    assert [(contact.side, contact.plate) for contact in whole] == [(side, plate)]
    assert [(c.side, c.problem) for c in found.contacts if c.problem] == [(side.other, EDGE)]
    assert {"contact-unusable", "plate-drift", "records-differ"} <= codes(found)
    assert found.drifts[0].largest_N[1] == pytest.approx(-14.0, abs=0.5)
    assert found.drifts[1].largest_N[1] == pytest.approx(-19.0, abs=1.5)
    assert found.weight is None
    spans = found.lost_s
    hanging = next(c.contact for c in found.contacts if c.problem)
    assert any(first == hanging.start_s for first, _ in spans)
    whole_step = whole[0].contact
    middle = 0.5 * (whole_step.start_s + whole_step.end_s)
    assert not any(first <= middle <= last for first, last in spans)


def test_other_rates_and_a_shorter_record_are_fine() -> None:
    run, forces = demo()
    found = run.to_feet()
    fewer = slice(40, -300, 2)
    again = Recorded(run.plates, run.body, run.time_s[fewer], run.q[fewer], run.mass_kg).to_feet()
    assert "records-differ" in codes(again)
    inside = (forces.time_s > run.time_s[fewer][0]) & (forces.time_s < run.time_s[fewer][-1])
    for one, other in zip(found.forces.loads, again.forces.loads, strict=True):
        np.testing.assert_array_equal(one.force_N[inside], other.force_N[inside])
