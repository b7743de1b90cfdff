"""The line that is drawn for a muscle has the length of the engine's path, and touches the surfaces that it wraps."""

import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.core.sides import Side
from trochanter.mechanics.atlas import postures
from trochanter.mechanics.geometry import geometry, make_engine
from trochanter.mechanics.path_lines import path_line, spread_points
from trochanter.mechanics.path_nodes import path_nodes


@pytest.mark.parametrize("side", list(Side))
def test_drawn_lines_are_as_long_as_the_paths(side: Side) -> None:
    engine = make_engine(hip_model())
    angles = np.radians([[0.0, 0.0, 0.0], [95.0, -10.0, 20.0], [-15.0, 10.0, -30.0]])
    q = postures(engine.body, side, angles, knee_rad=0.6)
    length = geometry(engine, q).length_m
    bent = 0
    for k, row in enumerate(q):
        for m in range(len(engine.body.muscles.names)):
            line = path_line(engine, row, m)
            drawn = float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
            assert abs(drawn - length[k, m]) < 2e-4, engine.body.muscles.names[m]
            bent += len(line) > len(path_nodes(engine, row, m))
    assert bent > 20  # arcs were drawn, not only straight stretches


def test_a_line_of_so_many_points_keeps_its_ends_and_corners() -> None:
    line = np.array([[0.0, 0.0, 0.0], [0.0, 0.1, 0.0], [0.3, 0.1, 0.0]])
    found = spread_points(line, 7)
    assert found.shape == (7, 3)
    assert np.any(np.all(found == line[1], axis=1))
    assert np.linalg.norm(np.diff(found, axis=0), axis=1).sum() == pytest.approx(0.4)
    fewer = spread_points(found, 3)
    assert np.allclose(fewer, line)
