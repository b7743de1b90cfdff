"""Written models in OpenSim 4.6: the hip model against the engine, other models against the files they came from."""

from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from scipy.stats import qmc

from revalidation.agreement import hold
from revalidation.tolerances import limit
from tests.oracle.slow_kinematics import matrix, posed, random_pose, with_dependents
from trochanter.anatomy.body import Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.anatomy.lines import deep_stems
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Floats
from trochanter.exchange.osim import write_osim
from trochanter.kinematics.scaling import scale
from trochanter.kinematics.tree import poses
from trochanter.mechanics.geometry import geometry, make_engine

MODELS = (
    "models/Rajagopal2016.osim",
    "models/gait2392_thelen2003muscle.osim",
    "run_4ms/runningModel_CMC_test.osim",
    "walk_3d/subject_walk_scaled.osim",
)
# OpenSim keeps six digits of joint places when it rewrites a file of its version 2 while loading it.
ROUNDED = ("run_4ms/runningModel_CMC_test.osim",)
HIP_DEG = {"hip_flexion": (-20.0, 90.0), "hip_adduction": (-15.0, 20.0), "hip_rotation": (-25.0, 25.0)}
POSES = 64
GASTROCNEMIUS = ("gasmed", "gaslat")  # two cylinders: compared in the engine's own oracle test
pytestmark = pytest.mark.needs("opensim")


class Compared(NamedTuple):
    """Both engines over sampled poses: lengths (n, m), arms about the own hip (n, 3, m), worst pose gap in metres."""

    name: str
    body: Body
    length_gap_m: Floats
    arm_gap_m: Floats
    pose_gap: float


def sampled_poses(body: Body) -> Floats:
    """Sobol samples: hips over the range of running, other coordinates over their own (at most 1 rad or m)."""
    low = np.clip(body.coordinates.lower, -1.0, 1.0)
    high = np.clip(body.coordinates.upper, -1.0, 1.0)
    for stem, bounds in HIP_DEG.items():
        for side in "rl":
            low[body.coordinate(f"{stem}_{side}")], high[body.coordinate(f"{stem}_{side}")] = np.radians(bounds)
    points = qmc.Sobol(len(low), seed=7).random(POSES)
    return np.array([with_dependents(body, q) for q in low + points * (high - low)])


@pytest.fixture(
    scope="module",
    params=[{}, {"pelvis": (1.1, 0.95, 1.05), "femur_r": (1.05, 0.9, 1.1), "tibia_l": (0.9, 1.1, 1.0)}],
    ids=["generic", "scaled"],
)
def compared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, opensim: Any) -> Compared:
    body = scale(hip_model(), factors=request.param)
    model = opensim.Model(str(write_osim(body, tmp_path_factory.mktemp("osim") / "hip.osim")))
    state = model.initSystem()
    q = sampled_poses(body)
    ours, (rotation, origin) = geometry(make_engine(body), q), poses(body, q)
    hips = [[ours.arm_about(body.coordinate(f"{stem}_{side}")) for stem in HIP_DEG] for side in "rl"]
    lengths, arms, gap = np.empty_like(ours.length_m), np.full((POSES, 3, len(body.muscles.names)), np.nan), 0.0
    for f in range(POSES):
        posed(model, state, body, q[f])
        for k, name in enumerate(body.segments.names[1:], 1):
            frame = model.getBodySet().get(name).getTransformInGround(state)
            gap = max(gap, float(np.abs(matrix(frame.R()) - rotation[f, k]).max()))
            gap = max(gap, float(np.abs(frame.p().to_numpy() - origin[f, k]).max()))
        for m, name in enumerate(body.muscles.names):
            muscle = model.getMuscles().get(name)
            lengths[f, m] = muscle.getLength(state)
            for axis, stem in enumerate(HIP_DEG):
                if np.isfinite(hips["rl".index(name[-1])][axis][f, m]):
                    theirs = muscle.computeMomentArm(state, model.getCoordinateSet().get(f"{stem}_{name[-1]}"))
                    arms[f, axis, m] = theirs - hips["rl".index(name[-1])][axis][f, m]
    name = "hip model, scaled" if request.param else "hip model"
    return Compared(name, body, np.abs(lengths - ours.length_m), np.abs(arms), gap)


def columns(compared: Compared, *, deep: bool) -> list[int]:
    """Hip-crossing muscles, either the deep lines or the others."""
    crossing = np.flatnonzero(np.isfinite(compared.arm_gap_m).all(axis=(0, 1)))
    names = compared.body.muscles.names
    return [
        int(m)
        for m, name in ((m, names[m]) for m in crossing)
        if (name[:-2] in deep_stems()) is deep and name[:-2] not in GASTROCNEMIUS
    ]


def test_positions_are_equal(compared: Compared) -> None:
    hold("position", compared.pose_gap, compared.name)


def test_deep_lines_are_equal(compared: Compared) -> None:
    deep = columns(compared, deep=True)
    assert len(deep) == 20
    hold("length.deep", 1000.0 * compared.length_gap_m[:, deep].max(), compared.name)
    hold("arm.deep", 1000.0 * compared.arm_gap_m[:, :, deep].max(), compared.name)


def test_lines_round_cylinders_agree_as_far_as_opensim_does(compared: Compared) -> None:
    others = columns(compared, deep=False)
    assert len(others) == 48
    length, arm = 1000.0 * compared.length_gap_m[:, others], 1000.0 * compared.arm_gap_m[:, :, others]
    hold("length.wrapped.p999", np.quantile(length, 0.999), compared.name)
    hold("length.wrapped.max", length.max(), compared.name)
    hold("arm.wrapped.p999", np.quantile(arm, 0.999), compared.name)
    hold("arm.wrapped.rms", np.sqrt(np.mean(arm**2)), compared.name)


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", MODELS)
def test_models_are_the_same_to_opensim(name: str, shared_data: Path, tmp_path: Path, opensim: Any) -> None:
    body = read_osim(shared_data / name)
    allowed_m = limit("written.rounded" if name in ROUNDED else "position")
    models = [opensim.Model(str(path)) for path in (shared_data / name, write_osim(body, tmp_path / "model.osim"))]
    states = [model.initSystem() for model in models]
    rng = np.random.default_rng(3)
    for _ in range(5):
        q = random_pose(body, rng)
        for model, state in zip(models, states, strict=True):
            posed(model, state, body, q)
        for segment in body.segments.names[1:]:
            first, second = (
                model.getBodySet().get(segment).getTransformInGround(state).p().to_numpy()
                for model, state in zip(models, states, strict=True)
            )
            assert np.abs(first - second).max() < allowed_m, segment
        for muscle in body.muscles.names:
            first, second = (m.getMuscles().get(muscle).getLength(s) for m, s in zip(models, states, strict=True))
            assert first == pytest.approx(second, abs=allowed_m), muscle


def test_a_name_of_several_words_loads(tmp_path: Path, opensim: Any) -> None:
    path = write_osim(replace(hip_model(), name="hips * of a + runner/2"), tmp_path / "words.osim")
    assert opensim.Model(str(path)).getName() == "hips_of_a_runner_2"
