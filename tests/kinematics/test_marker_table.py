from dataclasses import replace

import numpy as np
import pytest

from tests.kinematics.made_rotation import made_fit, made_motion
from trochanter.core.arrays import frozen
from trochanter.kinematics.marker_table import farthest_first, marker_rows


def test_a_row_tells_distance_largest_and_share_seen() -> None:
    body, fit = made_fit(made_motion())
    error = np.array(fit.error_m)
    error[:, 0] = np.nan
    error[:4, 0] = (0.003, 0.004, 0.003, 0.004)
    row = marker_rows(replace(fit, error_m=frozen(error)), body)[0]
    assert (row.name, row.recorded, row.segment) == ("R.Thigh.0", "run:R.Thigh.0", "femur_r")
    assert row.rms_m == pytest.approx(np.sqrt((0.003**2 + 0.004**2) / 2))
    assert row.largest_m == pytest.approx(0.004)
    assert row.seen == pytest.approx(4 / len(fit.time_s))


def test_the_farthest_marker_comes_first_and_one_never_seen_last() -> None:
    body, fit = made_fit(made_motion())
    error = np.array(fit.error_m)
    error[:, 1], error[:, 2] = 0.02, np.nan
    rows = farthest_first(marker_rows(replace(fit, error_m=frozen(error)), body))
    assert rows[0].name == "R.Thigh.1"
    assert rows[-1].name == "R.Thigh.2"
    assert np.isnan(rows[-1].rms_m)
    assert rows[-1].seen == 0.0
