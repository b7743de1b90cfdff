"""Contacts from a vertical force: two levels, bridged drop-outs, unknown ends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochanter.core.arrays import Floats
from trochanter.kinematics.contacts import contacts_from_force

RATE_HZ = 1000.0


def force(*steps: tuple[float, float]) -> tuple[Floats, Floats]:
    """Time and a force made of (duration s, newtons) steps."""
    values = np.concatenate([np.full(round(duration * RATE_HZ), newtons) for duration, newtons in steps])
    return np.arange(len(values)) / RATE_HZ, values


def test_a_contact_begins_at_the_low_level_and_needs_the_high_one() -> None:
    time, values = force((0.1, 0.0), (0.05, 30.0), (0.2, 800.0), (0.05, 25.0), (0.1, 10.0), (0.1, 60.0), (0.1, 0.0))
    (contact,) = contacts_from_force(time, values)
    assert (contact.start_s, contact.end_s) == pytest.approx((0.1, 0.4))


def test_ends_that_the_record_does_not_hold_are_unknown() -> None:
    time, values = force((0.1, 500.0), (0.3, 0.0), (0.1, 500.0))
    first, last = contacts_from_force(time, values)
    assert np.isnan(first.start_s)
    assert first.end_s == 0.1
    assert last.start_s == pytest.approx(0.4)
    assert np.isnan(last.end_s)
    assert np.isnan(first.duration_s)


@pytest.mark.parametrize(("gap_s", "contacts"), [(0.001, 1), (0.06, 1), (0.07, 2)])
def test_short_gaps_are_drop_outs(gap_s: float, contacts: int) -> None:
    found = contacts_from_force(*force((0.1, 0.0), (0.1, 500.0), (gap_s, 0.0), (0.1, 500.0), (0.1, 0.0)))
    assert len(found) == contacts
    assert sum(c.drop_outs for c in found) == 2 - contacts


def test_bridging_stops_at_the_longest_contact() -> None:
    time, values = force((0.1, 0.0), (0.2, 500.0), (0.03, 0.0), (0.2, 500.0), (0.1, 0.0))
    assert len(contacts_from_force(time, values, longest_s=0.3)) == 2


def test_no_force_no_contact() -> None:
    assert contacts_from_force(*force((1.0, 0.0))) == ()


@given(
    st.lists(st.tuples(st.floats(0.1, 0.4), st.floats(0.15, 0.4)), min_size=1, max_size=6),
    st.floats(-100.0, 100.0),
    st.floats(0.5, 2.0),
)
def test_shifted_and_stretched_time_shifts_and_stretches_contacts(
    pairs: list[tuple[float, float]], shift_s: float, scale: float
) -> None:
    time, values = force((0.2, 0.0), *(step for on, off in pairs for step in ((on, 700.0), (off, 0.0))))
    plain = contacts_from_force(time, values)
    moved = contacts_from_force(shift_s + scale * time, values)
    assert len(plain) == len(moved) == len(pairs)
    for a, b in zip(plain, moved, strict=True):
        assert b.start_s == pytest.approx(shift_s + scale * a.start_s)
        assert b.end_s == pytest.approx(shift_s + scale * a.end_s)
