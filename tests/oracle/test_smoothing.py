"""Filter and derivatives against OpenSim 4.6: its low-pass filter and its quintic splines on the same data."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from revalidation.tolerances import limit
from trochanter.capture.formats import read
from trochanter.capture.trial import Table, Trial
from trochanter.core.arrays import Floats
from trochanter.kinematics.smooth import differentiate, lowpass, smooth

pytestmark = pytest.mark.needs("opensim", "shared-data")

RECORDINGS = ["run_4ms/runningModel_Kinematics_q.sto", "walk_3d/coordinates.sto"]


def table_of(shared_data: Path, recording: str) -> Table:
    trial = read(shared_data / recording)
    assert isinstance(trial, Trial)
    return trial.angles


def opensim_lowpass(opensim: Any, time_s: Floats, values: Floats, cutoff_hz: float) -> Floats:
    """OpenSim's filter with its padding, cut back to the record."""
    table = opensim.TimeSeriesTable(time_s.tolist())
    for k in range(values.shape[1]):
        table.appendColumn(f"c{k}", opensim.Vector(values[:, k].tolist()))
    opensim.TableUtilities.filterLowpass(table, cutoff_hz, True)
    first = int(np.argmin(np.abs(np.array(table.getIndependentColumn()) - time_s[0])))
    filtered: Floats = table.getMatrix().to_numpy()[first : first + len(time_s)]
    return filtered


def opensim_spline(opensim: Any, time_s: Floats, values: Floats, order: int, every: int) -> Floats:
    storage = opensim.Storage()
    labels = opensim.ArrayStr()
    for name in ("time", *(f"c{k}" for k in range(values.shape[1]))):
        labels.append(name)
    storage.setColumnLabels(labels)
    for instant, row in zip(time_s, values, strict=True):
        storage.append(float(instant), opensim.Vector(row.tolist()))
    splines = opensim.GCVSplineSet(5, storage)
    columns = range(values.shape[1])
    return np.array([[splines.evaluate(k, order, float(t)) for k in columns] for t in time_s[::every]])


@pytest.mark.parametrize("recording", RECORDINGS)
@pytest.mark.parametrize("cutoff_hz", [6.0, 15.0])
def test_the_filter_is_opensims_to_a_billionth(
    opensim: Any, shared_data: Path, recording: str, cutoff_hz: float
) -> None:
    table = table_of(shared_data, recording)
    step = (table.time_s[-1] - table.time_s[0]) / (len(table.time_s) - 1)
    ours = lowpass(table.values, step, cutoff_hz)
    theirs = opensim_lowpass(opensim, table.time_s, np.array(table.values), cutoff_hz)
    assert np.abs(ours - theirs).max() < limit("filter") * np.abs(table.values).max()


@pytest.mark.parametrize("recording", RECORDINGS)
def test_derivatives_are_those_of_opensims_quintic_spline_to_a_billionth(
    opensim: Any, shared_data: Path, recording: str
) -> None:
    table = table_of(shared_data, recording)
    step = (table.time_s[-1] - table.time_s[0]) / (len(table.time_s) - 1)
    ours = differentiate(np.array(table.values), step)
    for order, found in ((1, ours.rate), (2, ours.acceleration)):
        theirs = opensim_spline(opensim, table.time_s, np.array(table.values), order, every=25)
        scale = np.abs(theirs).max(axis=0) + 1e-9
        assert (np.abs(found[::25] - theirs) / scale).max() < limit("spline")


def test_filter_and_spline_together_are_opensims_up_to_the_ends(opensim: Any, shared_data: Path) -> None:
    """OpenSim's spline runs through the padded record, ours through the record and a margin of it."""
    table = table_of(shared_data, RECORDINGS[0])
    step = (table.time_s[-1] - table.time_s[0]) / (len(table.time_s) - 1)
    ours = smooth(np.array(table.values), step, 15.0)
    n, pad = len(table.time_s), len(table.time_s) // 2
    wide = opensim.TimeSeriesTable(table.time_s.tolist())
    wide.appendColumn("c0", opensim.Vector(table.column("knee_angle_r").tolist()))
    opensim.TableUtilities.filterLowpass(wide, 15.0, True)
    padded = wide.getMatrix().to_numpy()
    time = np.array(wide.getIndependentColumn())
    theirs = opensim_spline(opensim, time, padded, 2, every=1)[pad : pad + n, 0]
    k = table.columns.index("knee_angle_r")
    assert np.abs(ours.acceleration[:, k] - theirs).max() < limit("filter.spline") * np.abs(theirs).max()
