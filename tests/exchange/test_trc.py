"""What is written reads back, gaps and all."""

from pathlib import Path

import numpy as np

from trochanter.capture.formats import read
from trochanter.capture.trial import Trajectories, Trial
from trochanter.core.arrays import frozen
from trochanter.exchange.trc import write_trc


def test_written_markers_read_back(tmp_path: Path) -> None:
    position = np.random.default_rng(4).normal(size=(50, 3, 3))
    position[10:14, 1] = np.nan
    markers = Trajectories("made", frozen(np.arange(50) / 120.0), ("R.ASIS", "L.ASIS", "V Sacral"), frozen(position))
    found = read(write_trc(tmp_path / "made.trc", markers))
    assert isinstance(found, Trial)
    assert found.markers is not None
    assert found.markers.names == markers.names
    np.testing.assert_allclose(found.markers.time_s, markers.time_s, atol=1e-6)
    np.testing.assert_allclose(found.markers.position_m, position, atol=1e-9)
