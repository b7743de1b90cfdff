"""The cut-off is stated, or chosen from the data with the reason."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.kinematics import marker_recordings as clips
from tests.kinematics.made_body import made_body, made_forces, made_table, with_column
from tests.kinematics.recordings import RUN, WALK, body_of, trial_of
from trochanter.capture.trial import Forces, Table
from trochanter.core.arrays import frozen
from trochanter.core.errors import BadSetting
from trochanter.kinematics.assemble import coordinates_of
from trochanter.kinematics.cutoff import RUNNING_HZ, WALKING_HZ, choose_cutoff
from trochanter.kinematics.marker_match import landmarks_of
from trochanter.kinematics.smooth import lowpass
from trochanter.kinematics.upright import upright

BODY = made_body()
WALKS = [(name, WALKING_HZ) for name in clips.WALKS_C3D]


def noisy(table: Table, noise_deg: float) -> Table:
    noise = np.random.default_rng(7).normal(0.0, noise_deg, table.values.shape)
    noise[:, [k for k, name in enumerate(table.columns) if name.startswith("pelvis_t")]] *= 1e-3
    return Table(table.name, table.time_s, table.columns, frozen(table.values + noise), in_degrees=True)


def chosen(table: Table, forces: Forces | None = None) -> tuple[float | None, str]:
    cutoff, notices = choose_cutoff("auto", coordinates_of(table, BODY), forces, BODY)
    assert [n.code for n in notices] == ["cutoff-chosen"]
    return cutoff, notices[0].text


def test_a_stated_cut_off_is_taken_without_a_word() -> None:
    assembly = coordinates_of(made_table(BODY), BODY)
    assert choose_cutoff(12.0, assembly, None, BODY) == (12.0, ())
    assert choose_cutoff(None, assembly, None, BODY) == (None, ())


@pytest.mark.parametrize("wrong", ["none", "15", True, float("nan"), [15]])
def test_what_is_no_frequency_is_refused(wrong: Any) -> None:
    with pytest.raises(BadSetting, match="cut-off"):
        choose_cutoff(wrong, coordinates_of(made_table(BODY), BODY), None, BODY)


def test_smooth_data_are_left_alone() -> None:
    cutoff, text = chosen(made_table(BODY))
    assert cutoff is None
    assert "already filtered" in text


@pytest.mark.parametrize("noise_deg", [0.1, 0.3, 1.0])
def test_marker_noise_is_noticed(noise_deg: float) -> None:
    cutoff, text = chosen(noisy(made_table(BODY), noise_deg))
    assert cutoff == RUNNING_HZ
    assert "not filtered" in text


def test_filtered_noise_counts_as_filtered() -> None:
    rough = noisy(made_table(BODY), 0.3)
    smoothed = Table("made", rough.time_s, rough.columns, frozen(lowpass(rough.values, 0.005, 12.0)), in_degrees=True)
    assert chosen(smoothed)[0] is None


def test_walking_gets_the_lower_cut_off() -> None:
    """The made body is of a person of 63 kg: 1500 N is running, 450 N walking. Its pelvis goes up and down too fast."""
    forces = made_forces()
    light = [
        load.__class__(load.name, load.segment, frozen(0.3 * load.force_N), load.point_m, load.moment_Nm)
        for load in forces.loads
    ]
    table = noisy(made_table(BODY, skip=("pelvis_ty",)), 0.3)
    assert chosen(table, forces)[0] == RUNNING_HZ
    assert chosen(table, Forces(forces.time_s, tuple(light)))[0] == WALKING_HZ
    assert chosen(table)[0] == RUNNING_HZ


@pytest.mark.parametrize(("fall_g", "hz"), [(0.3, WALKING_HZ), (0.6, WALKING_HZ), (1.0, RUNNING_HZ), (1.3, RUNNING_HZ)])
def test_without_forces_the_fall_of_the_pelvis_tells(fall_g: float, hz: float) -> None:
    """A pelvis that goes up and down 2.5 times a second."""
    table, step_hz = made_table(BODY), 2.5
    height = fall_g * 9.81 / (2.0 * np.pi * step_hz) ** 2 * np.sin(2.0 * np.pi * step_hz * table.time_s)
    cutoff, text = chosen(noisy(with_column(table, "pelvis_ty", 0.9 + height), 0.3))
    assert cutoff == hz
    assert ("in walking" if hz == WALKING_HZ else "in running") in text


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(
    ("name", "hz"), [(clips.RUN, RUNNING_HZ), (clips.FASTER_RUN, RUNNING_HZ), (clips.WALK, WALKING_HZ), *WALKS]
)
def test_recordings_without_forces_get_their_gaits_cut_off(shared_data: Path, name: str, hz: float) -> None:
    """The middle of four marked points of the pelvis stands for its height."""
    markers = upright(clips.markers_of(shared_data, name), None)[0]
    spines = [markers.of(n) for n, mark in landmarks_of(markers.names).landmark.items() if mark[:4] in ("asis", "psis")]
    height = np.mean(spines, axis=0)[:, 1]
    seen = np.flatnonzero(np.isfinite(height))
    own = slice(seen[0], seen[-1] + 1)
    height = np.interp(markers.time_s[own], markers.time_s[seen], height[seen])
    time_s = markers.time_s[own]
    made = made_table(BODY, rate_hz=200.0, duration_s=float(time_s[-1] - time_s[0]))
    table = noisy(with_column(made, "pelvis_ty", np.interp(made.time_s + time_s[0], time_s, height)), 0.3)
    assert chosen(table)[0] == hz


def test_slow_sampling_and_stillness_cannot_tell() -> None:
    assert "cannot show" in chosen(made_table(BODY, rate_hz=40.0))[1]
    still = made_table(BODY)
    still = Table("made", still.time_s, still.columns, frozen(np.tile(still.values[:1], (400, 1))), in_degrees=True)
    cutoff, text = chosen(still)
    assert cutoff == RUNNING_HZ
    assert "no joint moves enough" in text


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize(("files", "name"), [(RUN, "pelvis_tilt"), (WALK, "lumbar_extension")])
def test_both_recordings_are_recognised_as_filtered(shared_data: Path, files: tuple[str, str, str], name: str) -> None:
    body = body_of(shared_data, files)
    assembly = coordinates_of(trial_of(shared_data, files).angles, body)
    cutoff, notices = choose_cutoff("auto", assembly, None, body)
    assert cutoff is None
    assert f"'{name}'" in notices[0].text
