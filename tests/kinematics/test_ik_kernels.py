"""The objective, its gradient and its Hessian: against the readable twin and against differences."""

from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.made_markers import marked_body, recorded, running
from tests.kinematics.marker_recordings import WALK, markers_of, model_of
from tests.kinematics.slow_ik import SlowFit
from trochanter.anatomy.body import Body
from trochanter.capture.ik_tasks import MANUAL_VALUE, CoordinateTask, IkTasks
from trochanter.capture.trial import Trajectories
from trochanter.core.arrays import Floats
from trochanter.kinematics.ik_setup import matched, prepare, tracked_markers

STEP = 1e-6


def parts(
    body: Body, markers: Trajectories, tasks: IkTasks | None, q: Floats, curved: int
) -> tuple[float, Floats, Floats]:
    """Objective, gradient and whole Hessian of the first frame at q."""
    from trochanter.kinematics.ik_kernels import objective_parts

    tracked = tracked_markers(markers, body, matched(markers, body, None), None, tasks)
    problem, frames = prepare(markers, body, tracked, tasks, None)
    value, gradient, lower = objective_parts(problem.tree, problem.tables, frames.seen[0], frames.target[0], q, curved)
    return value, gradient, np.tril(lower) + np.tril(lower, -1).T


def free_of(body: Body, markers: Trajectories, tasks: IkTasks | None) -> tuple[int, ...]:
    tracked = tracked_markers(markers, body, matched(markers, body, None), None, tasks)
    return prepare(markers, body, tracked, tasks, None)[0].free


def check_derivatives(body: Body, markers: Trajectories, tasks: IkTasks | None, q: Floats) -> None:
    free = free_of(body, markers, tasks)
    _, gradient, hessian = parts(body, markers, tasks, q, 1)
    slope, bend = np.zeros(len(free)), np.zeros((len(free), len(free)))
    for k, i in enumerate(free):
        ahead, behind = q.copy(), q.copy()
        ahead[i] += STEP
        behind[i] -= STEP
        (f1, g1, _), (f0, g0, _) = (parts(body, markers, tasks, p, 1) for p in (ahead, behind))
        slope[k], bend[:, k] = (f1 - f0) / (2 * STEP), (g1 - g0) / (2 * STEP)
    assert np.allclose(gradient, slope, rtol=0.0, atol=1e-7 * np.abs(gradient).max())
    assert np.allclose(hessian, bend, rtol=0.0, atol=1e-7 * np.abs(hessian).max())


def tasks_of(body: Body) -> IkTasks:
    weights = {name: 1.0 + k % 3 for k, name in enumerate(body.markers.names)}
    return IkTasks(weights, (CoordinateTask("hip_rotation_r", 0.3, MANUAL_VALUE, 0.5),))


def test_the_objective_is_the_twins_with_markers_missing_and_a_task() -> None:
    body = marked_body()
    tasks = tasks_of(body)
    time, q = running(body, 3)
    markers = recorded(body, time, q, noise_m=0.01)
    position = np.array(markers.position_m)
    position[0, [2, 7]] = np.nan
    seen = Trajectories("made", time, markers.names, position)
    hip = body.coordinate("hip_rotation_r")
    slow = SlowFit(body, np.array([tasks.markers[n] for n in body.markers.names]), {hip: (0.3, 0.5)})
    value, _, _ = parts(body, seen, tasks, q[2], 1)
    assert value == pytest.approx(slow.objective(q[2], position[0]), rel=1e-12)


def test_derivatives_are_exact_with_a_dependent_coordinate_and_a_task() -> None:
    body = marked_body()
    time, q = running(body, 2)
    away = q[1] + 0.2 * np.sin(np.arange(q.shape[1]))
    check_derivatives(body, recorded(body, time, q, noise_m=0.02), tasks_of(body), away)


@pytest.mark.needs("shared-data")
def test_derivatives_are_exact_with_a_spline_knee(shared_data: Path) -> None:
    body, markers = model_of(shared_data), markers_of(shared_data, WALK)
    q = np.array(body.coordinates.default) + 0.1 * np.sin(np.arange(len(body.coordinates.names)))
    check_derivatives(body, markers, None, q)


def test_gauss_newton_leaves_out_what_residuals_bend() -> None:
    """At perfect markers both Hessians are one; elsewhere Gauss-Newton's has no negative curvature."""
    body = marked_body()
    time, q = running(body, 1)
    markers = recorded(body, time, q)
    _, _, exact = parts(body, markers, None, q[0], 1)
    _, _, gauss = parts(body, markers, None, q[0], 0)
    assert np.allclose(exact, gauss, atol=1e-10)
    _, _, gauss = parts(body, markers, None, q[0] + 1.0, 0)
    assert np.linalg.eigvalsh(gauss).min() > 0.0
