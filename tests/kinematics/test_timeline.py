import numpy as np
import pytest

from tests.reporting.made_account import STANCE_SHARE, STRIDE_S, made_account
from trochanter.core.sides import SIDES, Side
from trochanter.kinematics.timeline import PERCENT, PHASES, SECONDS, Timeline, sample, timeline


def test_samples_of_a_straight_line_are_exact() -> None:
    time_s = np.linspace(0.0, 2.0, 21)
    values = np.stack([3.0 * time_s - 1.0, time_s], axis=1)
    asked = np.array([[0.0, 0.03, 1.99], [0.5, 0.77, 2.0]])
    assert np.allclose(sample(values, time_s, asked)[:, :, 0], 3.0 * asked - 1.0)


def test_samples_stop_at_the_ends_of_the_record() -> None:
    time_s = np.array([0.0, 1.0])
    assert sample(np.array([2.0, 4.0]), time_s, np.array([[-1.0, 5.0]])).tolist() == [[2.0, 4.0]]


@pytest.mark.parametrize("side", SIDES)
def test_complete_strides_give_per_cent_with_five_phases_that_tile_them(side: Side) -> None:
    axis = timeline(made_account(4).motion, side)
    assert axis.unit == PERCENT
    assert axis.times_s.shape == (4, 101)
    assert tuple(span.phase for span in axis.spans) == PHASES
    assert [span.start for span in axis.spans[1:]] == [span.end for span in axis.spans[:-1]]
    assert (axis.spans[0].start, axis.spans[-1].end) == (0.0, 100.0)
    assert axis.toe_off[0] == pytest.approx(100.0 * STANCE_SHARE)
    assert np.allclose(axis.stride_s, STRIDE_S)
    assert np.allclose(np.ptp(axis.times_s, axis=1), STRIDE_S)


def test_every_point_belongs_to_one_phase() -> None:
    axis = timeline(made_account(4).motion, Side.RIGHT)
    counted = np.concatenate([axis.within(span) for span in axis.spans])
    assert sorted(counted.tolist()) == list(range(100))


def test_one_side_without_a_complete_stride_puts_both_on_seconds() -> None:
    motion = made_account(0).motion
    axes = [timeline(motion, side) for side in SIDES]
    assert {axis.unit for axis in axes} == {SECONDS}
    assert all(len(axis.stride_s) == 0 for axis in axes)
    assert np.array_equal(axes[0].x, axes[1].x)


def _words(axis: Timeline) -> list[tuple[str, bool, bool]]:
    return [(span.phase, span.opened, span.closed) for span in axis.spans]


def test_a_cut_record_names_what_it_holds_and_what_it_cuts() -> None:
    motion = made_account(0).motion
    left = timeline(motion, Side.LEFT)
    assert _words(left) == [
        ("swing", False, True),
        ("landing", True, True),
        ("midstance", True, True),
        ("push_off", True, True),
        ("swing", True, False),
    ]
    contact = 0.06 + STRIDE_S / 2
    stance = left.spans[1:4]
    assert stance[0].start == pytest.approx(contact)
    assert stance[-1].end == pytest.approx(contact + STANCE_SHARE * STRIDE_S)
    assert left.spans[-1].end == pytest.approx(float(motion.time_s[-1]))
    assert not left.spans[0].whole
    assert stance[1].whole


def test_a_record_without_events_has_no_phases() -> None:
    from dataclasses import replace

    motion = replace(made_account(0).motion, strides=())
    assert timeline(motion, Side.RIGHT).spans == ()
