"""The rigid fit of a cluster against a known movement, with markers missing."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from trochanter.kinematics.rigid_fit import rigid_fit, rigid_misfit_m, rigid_shape

REST = np.array([[0.0, 0.0, 0.0], [0.3, 0.0, 0.0], [0.1, 0.2, 0.0], [0.1, 0.05, 0.15], [0.2, -0.1, 0.1]])


def test_a_known_movement_is_found_whatever_is_missing() -> None:
    rng = np.random.default_rng(4)
    turn = Rotation.random(40, random_state=4).as_matrix()
    shift = rng.normal(size=(40, 3))
    moved = np.einsum("nij,mj->nmi", turn, REST) + shift[:, None]
    moved[:20, 1] = np.nan
    moved[:10, 4] = np.nan
    moved[0, 0] = np.nan
    fit = rigid_fit(REST, moved)
    assert np.isnan(fit.rotation[0]).all()
    np.testing.assert_allclose(fit.rotation[1:], turn[1:], atol=1e-12)
    np.testing.assert_allclose(fit.origin_m[1:], shift[1:], atol=1e-12)
    np.testing.assert_allclose(fit.misfit_m[1:], 0.0, atol=1e-12)
    np.testing.assert_allclose(fit.place_m(REST[1])[1:], turn[1:] @ REST[1] + shift[1:], atol=1e-12)


def test_a_mirror_image_is_never_a_rotation() -> None:
    fit = rigid_fit(REST, (REST * [1.0, 1.0, -1.0])[None])
    assert np.linalg.det(fit.rotation[0]) == pytest.approx(1.0)
    assert fit.misfit_m[0] > 0.02


def test_no_small_turn_fits_noisy_markers_better() -> None:
    rng = np.random.default_rng(5)
    moved = REST @ Rotation.random(random_state=5).as_matrix().T + 0.01 * rng.normal(size=REST.shape)
    fit = rigid_fit(REST, moved[None])
    for step in np.vstack([np.eye(3), -np.eye(3)]) * 1e-4:
        turn = Rotation.from_rotvec(step).as_matrix() @ fit.rotation[0]
        off = moved - REST @ turn.T
        off = off - off.mean(axis=0)
        assert np.sqrt(np.mean(np.sum(off**2, axis=1))) >= fit.misfit_m[0]


def test_the_shape_is_the_mean_over_frames() -> None:
    rng = np.random.default_rng(6)
    turn = Rotation.random(2000, random_state=6).as_matrix()
    moved = np.einsum("nij,nmj->nmi", turn, REST + 0.005 * rng.normal(size=(2000, 5, 3)))
    moved[::3, 2] = np.nan
    shape = rigid_shape(moved)
    distances = np.linalg.norm(shape[:, None] - shape[None], axis=2)
    np.testing.assert_allclose(distances, np.linalg.norm(REST[:, None] - REST[None], axis=2), atol=1e-3)


def test_the_misfit_is_each_markers_distance_from_the_rigid_place() -> None:
    turn = Rotation.random(random_state=7).as_matrix()
    carried = REST @ turn.T + 0.3
    assert rigid_misfit_m(REST, carried[None]).max() < 1e-12
    fit = rigid_fit(REST, (carried + 0.01 * np.eye(5, 3))[None])
    apart = rigid_misfit_m(REST, (carried + 0.01 * np.eye(5, 3))[None])[0]
    assert np.sqrt(np.mean(apart**2)) == pytest.approx(fit.misfit_m[0])
