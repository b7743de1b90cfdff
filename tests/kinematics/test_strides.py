"""Strides: two contacts of one foot, a verdict, and a tiling of each side's record."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochanter.core.arrays import Floats
from trochanter.core.errors import ImpossibleData
from trochanter.core.sides import Side
from trochanter.kinematics.contacts import Contact
from trochanter.kinematics.motion import Stride
from trochanter.kinematics.strides import normalise, strides_of

NAN = float("nan")


def running(count: int = 5, stride_s: float = 0.7, stance_s: float = 0.25) -> dict[Side, tuple[Contact, ...]]:
    starts = {Side.RIGHT: 0.1, Side.LEFT: 0.1 + 0.5 * stride_s}
    return {
        side: tuple(Contact(start + k * stride_s, start + k * stride_s + stance_s) for k in range(count))
        for side, start in starts.items()
    }


def of(side: Side, strides: tuple[Stride, ...]) -> list[Stride]:
    return [s for s in strides if s.side is side]


def reason(contacts: dict[Side, tuple[Contact, ...]], k: int, side: Side = Side.RIGHT, last_s: float = 3.6) -> str:
    """Reason of the k-th stride of a side that begins with a contact."""
    begun = [s for s in of(side, strides_of(contacts, 0.0, last_s)) if not np.isnan(s.contact_s)]
    return begun[k].reason


def test_regular_running_gives_complete_usable_strides_and_partial_ones_around() -> None:
    strides = strides_of(running(), 0.0, 3.6)
    for side in Side:
        own = of(side, strides)
        assert [s.complete for s in own] == [False, *[True] * 4, False]
        assert [s.usable for s in own] == [s.complete for s in own]
    assert of(Side.RIGHT, strides)[0].reason == "the record does not hold its contact and its toe-off"
    assert of(Side.RIGHT, strides)[-1].reason == "the record does not hold the next contact"


def test_events_outside_the_record_are_unknown() -> None:
    own = of(Side.RIGHT, strides_of(running(), 0.2, 1.0))
    assert len(own) == 2
    np.testing.assert_allclose([own[0].contact_s, own[0].toe_off_s, own[0].next_contact_s], [NAN, 0.35, 0.8])
    np.testing.assert_allclose([own[1].contact_s, own[1].toe_off_s, own[1].next_contact_s], [0.8, NAN, NAN])


def test_a_foot_without_contacts_has_no_strides() -> None:
    assert strides_of({Side.RIGHT: running()[Side.RIGHT]}, 0.0, 3.6) == tuple(
        of(Side.RIGHT, strides_of(running(), 0.0, 3.6))
    )
    assert strides_of({}, 0.0, 1.0) == ()


def changed(k: int, **fields: Any) -> dict[Side, tuple[Contact, ...]]:
    contacts = running()
    right = list(contacts[Side.RIGHT])
    right[k] = replace(right[k], **fields)
    return contacts | {Side.RIGHT: tuple(right)}


def test_a_force_drop_out_makes_a_stride_unusable_but_keeps_it() -> None:
    contacts = changed(2, drop_outs=2)
    assert reason(contacts, 2) == "the force drops out 2 times in stance"
    assert reason(contacts, 1) == reason(contacts, 3) == ""
    assert sum(s.complete for s in strides_of(contacts, 0.0, 3.6)) == 8


def test_a_stance_unlike_the_others_is_named() -> None:
    assert "stance lasts 0.1 s where the median is 0.25 s" in reason(changed(1, end_s=0.9), 1)


def test_a_missed_contact_shows_in_the_duration() -> None:
    contacts = running()
    right = contacts[Side.RIGHT]
    missed = contacts | {Side.RIGHT: (*right[:2], *right[3:])}
    assert "lasts 1.4 s where the median is 0.7 s" in reason(missed, 1)
    assert "0 contacts within it" in reason(missed, 2, Side.LEFT) or "0 contacts within it" in reason(
        missed, 1, Side.LEFT
    )


def test_double_support_in_running_is_a_contradiction() -> None:
    contacts = running()
    left = list(contacts[Side.LEFT])
    left[1] = replace(left[1], end_s=left[1].end_s + 0.15)
    assert "both feet carry load at once" in reason(contacts | {Side.LEFT: tuple(left)}, 2)


def test_double_support_in_walking_is_none() -> None:
    strides = strides_of(running(stride_s=1.1, stance_s=0.66), 0.0, 6.0)
    assert all(s.usable for s in strides if s.complete)


@given(
    st.lists(st.floats(0.4, 1.2), min_size=1, max_size=8),
    st.floats(0.0, 1.0),
    st.floats(0.1, 0.9),
    st.floats(0.0, 1.0),
    st.floats(0.2, 8.0),
)
def test_strides_tile_each_sides_record_half_open(
    gaps: list[float], start_s: float, stance: float, first_s: float, length_s: float
) -> None:
    starts = start_s + np.concatenate([[0.0], np.cumsum(gaps)])
    contacts = tuple(Contact(float(t), float(t + 0.4 * stance)) for t in starts)
    last_s = first_s + length_s
    strides = strides_of({Side.LEFT: contacts}, first_s, last_s)
    edges = [
        (first_s if np.isnan(s.contact_s) else s.contact_s, np.inf if np.isnan(s.next_contact_s) else s.next_contact_s)
        for s in strides
    ]
    for instant in np.linspace(first_s, last_s, 57):
        holding = sum(a <= instant < b for a, b in edges)
        assert holding == (1 if strides else 0)
    for s in strides:
        times = [t for t in (s.contact_s, s.toe_off_s, s.next_contact_s) if not np.isnan(t)]
        assert times == sorted(times)
        assert all(first_s <= t <= last_s for t in times)
        assert s.usable == (s.reason == "")


@given(st.floats(-20.0, 20.0), st.floats(0.5, 3.0))
def test_verdicts_do_not_depend_on_the_clock(shift_s: float, scale: float) -> None:
    contacts = changed(1, end_s=0.9)
    moved = {
        side: tuple(Contact(shift_s + scale * c.start_s, shift_s + scale * c.end_s) for c in own)
        for side, own in contacts.items()
    }
    plain = strides_of(contacts, 0.0, 3.6)
    other = strides_of(moved, shift_s, shift_s + scale * 3.6)
    assert [(s.side, s.complete, s.usable) for s in plain] == [(s.side, s.complete, s.usable) for s in other]


def stride(contact_s: float = 0.503, next_s: float = 1.217) -> Stride:
    return Stride(Side.RIGHT, contact_s, 0.8, next_s)


def clock() -> Floats:
    return np.arange(200, dtype=float) / 100.0


def test_a_normalised_stride_has_101_points_from_contact_to_contact() -> None:
    time = clock()
    values: Floats = np.column_stack([np.sin(7.0 * time), time, time**2])
    at = np.linspace(0.503, 1.217, 101)
    expected = np.column_stack([np.sin(7.0 * at), at, at**2])
    np.testing.assert_allclose(normalise(values, time, stride()), expected, atol=2e-5)
    assert normalise(values[:, 0], time, stride()).shape == (101,)


def test_a_missing_value_stays_local_in_a_normalised_stride() -> None:
    time = clock()
    values = np.sin(7.0 * time)
    values[90] = np.nan
    assert 0 < np.isnan(normalise(values, time, stride())).sum() <= 6


@pytest.mark.parametrize("bad", [stride(NAN), stride(0.5, NAN), stride(0.5, 2.5), stride(-0.5)])
def test_only_complete_strides_within_the_record_are_normalised(bad: Stride) -> None:
    time = clock()
    with pytest.raises(ImpossibleData, match="not wholly within"):
        normalise(time, time, bad)
