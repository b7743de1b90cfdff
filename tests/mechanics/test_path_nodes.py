import numpy as np
import pytest

from trochanter.anatomy.hip_model import hip_model
from trochanter.mechanics.geometry import geometry, make_engine
from trochanter.mechanics.path_nodes import path_nodes


@pytest.mark.parametrize("flexion_rad", [0.0, 0.8, 1.6])
def test_nodes_are_the_path_that_the_engine_measures(flexion_rad: float) -> None:
    body = hip_model()
    engine = make_engine(body)
    q = np.array(body.coordinates.default, dtype=float)
    q[body.coordinates.names.index("hip_flexion_r")] = flexion_rad
    lengths = geometry(engine, q[None]).length_m[0]
    wraps = np.diff(body.paths.wrap_start)
    for k in range(len(body.muscles.names)):
        along = float(np.linalg.norm(np.diff(path_nodes(engine, q, k), axis=0), axis=1).sum())
        assert along <= lengths[k] + 1e-12
        assert along == pytest.approx(lengths[k], abs=1e-12) or wraps[k] > 0
        assert along > 0.9 * lengths[k]
