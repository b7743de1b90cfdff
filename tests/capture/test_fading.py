"""Points of a fading force: kept while they are where the foot is, whatever they say later."""

from pathlib import Path

import numpy as np
import pytest

from trochanter.capture.fading import FADING_M, FADING_NM, FADING_S, with_fading
from trochanter.capture.loads import read_forces
from trochanter.capture.tables import read_table
from trochanter.core.arrays import Flags, Floats

RATE_HZ = 1000.0
FIRM_N = 20.0


def fading(point_x_m: Floats, vertical_N: Floats) -> Flags:
    """What is kept of a force along y at points along x."""
    n = len(vertical_N)
    force, point = np.zeros((n, 3)), np.zeros((n, 3))
    force[:, 1], point[:, 0] = vertical_N, point_x_m
    return with_fading(np.arange(n) / RATE_HZ, force, point, vertical_N > FIRM_N)


def ramp(n: int = 200) -> Floats:
    """A force that rises from zero at sample 50 to 100 N and falls to zero at sample 150."""
    rise, fall = np.arange(n) - 50.0, 150.0 - np.arange(n)
    return np.asarray(2.0 * np.clip(np.minimum(rise, fall), 0.0, None))


def test_a_point_that_stays_is_kept_as_long_as_there_is_force() -> None:
    np.testing.assert_array_equal(fading(np.full(200, 0.3), ramp()), ramp() > 0.0)


def test_a_point_that_runs_away_is_kept_until_it_moves_the_moment_too_far() -> None:
    apart = np.clip(np.arange(200) - 139.0, 0.0, None) * 0.1
    kept = fading(apart, ramp())
    on = np.flatnonzero(kept)
    assert on[-1] == 140
    assert apart[140] * ramp()[140] <= FADING_NM < apart[141] * ramp()[141]


def test_a_point_is_never_kept_far_from_the_foot() -> None:
    """However small the force: 0.01 N at 1 m make no moment, but 1 m is no foot."""
    faint = np.where(ramp() > FIRM_N, ramp(), np.where(ramp() > 0.0, 0.01, 0.0))
    apart = np.where(np.arange(200) > 143, 1.0, 0.0)
    assert not fading(apart, faint)[144:].any()
    assert fading(apart, faint)[143]
    assert fading(np.where(np.arange(200) > 143, 0.99 * FADING_M, 0.0), faint)[149]


def test_what_comes_after_a_bad_point_is_not_kept() -> None:
    apart = np.where(np.arange(200) == 143, 40.0, 0.0)
    kept = fading(apart, ramp())
    assert kept[:143].sum() == 143 - 51
    assert not kept[143:].any()


def test_missing_and_endless_points_are_not_kept() -> None:
    for bad in (np.nan, np.inf, -np.inf, 1e300):
        apart = np.zeros(200)
        apart[:55], apart[145:] = bad, bad
        np.testing.assert_array_equal(fading(apart, ramp()), (np.arange(200) > 54) & (np.arange(200) < 145))


def test_a_plate_that_drifts_in_swing_is_kept_for_a_moment_only() -> None:
    drifting = np.maximum(ramp(400), 5.0)
    kept = np.flatnonzero(fading(np.zeros(400), drifting))
    firm = np.flatnonzero(drifting > FIRM_N)
    assert (firm[0] - kept[0]) / RATE_HZ == pytest.approx(FADING_S)
    assert (kept[-1] - firm[-1]) / RATE_HZ == pytest.approx(FADING_S)


def test_nothing_firm_keeps_nothing() -> None:
    assert not fading(np.zeros(200), np.full(200, 19.0)).any()


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(
    ("recording", "columns", "forgotten_Nm"),
    [
        ("run_4ms/runningModel_GRF_data.mot", ("{0}_ground_force_v", "{0}_ground_force_p"), 1e-12),
        ("walk_3d/grf_walk.mot", ("ground_force_{0}_v", "ground_force_{0}_p"), 0.25),
    ],
)
def test_of_a_recording_only_moments_of_nothing_are_forgotten(
    shared_data: Path, recording: str, columns: tuple[str, str], forgotten_Nm: float
) -> None:
    """Where the point is left out beside a contact, the force makes next to no moment about the last one kept."""
    table, found = read_table(shared_data / recording), read_forces(shared_data / recording)
    for load in found.loads:
        side = load.segment[-1].upper() if recording.startswith("run") else load.segment[-1]
        force, point = (np.column_stack([table.column(name.format(side) + axis) for axis in "xyz"]) for name in columns)
        known = np.flatnonzero(~np.isnan(load.point_m[:, 0]))
        faint = np.flatnonzero(np.isnan(load.point_m[:, 0]))
        nearest = known[np.abs(known[None, :] - faint[:, None]).argmin(axis=1)]
        beside = np.abs(table.time_s[faint] - table.time_s[nearest]) < 0.1
        faint, nearest = faint[beside], nearest[beside]
        moment = np.cross(point[faint] - point[nearest], force[faint])
        assert np.abs(moment).max() < forgotten_Nm
