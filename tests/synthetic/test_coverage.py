from math import degrees, nan, radians

import numpy as np
import pytest

from tests.synthetic.coverage import SIDE, Judged, judged, projected, summary, tracked
from tests.synthetic.leg_camera import seen_leg
from tests.synthetic.misaligned import Draw, Misaligned
from tests.synthetic.movement import Turning

TURNING = Turning(radians(33), radians(41), scatter_rad=0.0)


def test_an_aligned_leg_is_judged_to_be_read_rightly() -> None:
    for position, side in (("seated", "r"), ("supine", "l")):
        leg = seen_leg(position, side, Draw(Misaligned(), radians(33), radians(41)), TURNING, seed=1)
        rows = judged({SIDE[side]: tracked(leg)}, "seated" if position == "seated" else "supine", TURNING, side, "one")
        assert [row.direction for row in rows] == ["internal", "external"]
        assert [row.true_deg for row in rows] == pytest.approx([33.0, 41.0])
        assert max(abs(row.error_deg) for row in rows) < 0.7
        assert all(row.holds and not row.refused for row in rows)


def test_a_leg_that_stays_still_is_counted_as_refused() -> None:
    still = Turning(radians(2), radians(2))
    leg = seen_leg("seated", "r", Draw(Misaligned(), radians(2), radians(2)), still, seed=1)
    rows = judged({SIDE["r"]: tracked(leg)}, "seated", still, "r", "still")
    assert all(row.refused and np.isnan(row.measured_deg) and not row.holds for row in rows)
    held = Judged("other", "seated", "internal", 30.0, 31.0, 1.0)
    assert (summary([*rows, held]).measured, summary([*rows, held]).refused) == (1, 2)


def test_a_summary_is_what_its_rows_say() -> None:
    rows = [
        Judged("a", "seated", "internal", 30.0, 33.0, 1.0),
        Judged("a", "seated", "external", 30.0, 29.0, 1.0),
        Judged("b", "seated", "internal", 30.0, 31.0, 2.0),
        Judged("c", "seated", "internal", 30.0, nan, nan, "not seen"),
    ]
    found = summary(rows)
    assert (found.measured, found.refused, found.largest_deg) == (3, 1, 3.0)
    assert found.coverage == pytest.approx(2 / 3)
    assert found.half_width_deg == pytest.approx(1.96 * 4 / 3, abs=1e-3)
    assert found.mean_error_deg == pytest.approx(1.0)
    assert found.rmse_deg == pytest.approx(np.sqrt(11 / 3))


def test_projections_are_made_again_by_their_seeds() -> None:
    assert projected("seated", [3, 4]) == projected("seated", [3, 4])
    plain, noisy = projected("supine", [5], noisy=False), projected("supine", [5])
    assert [row.true_deg for row in plain] == [row.true_deg for row in noisy]
    assert [row.measured_deg for row in plain] != [row.measured_deg for row in noisy]
    assert all(degrees(0.2) < row.true_deg < degrees(1.3) for row in plain)
