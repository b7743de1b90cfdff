"""Lengths and moment arms against OpenSim 4.6 at seeded Sobol poses, and own arms against own lengths."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from revalidation.agreement import hold, report
from tests.oracle.peer import Peer, pairs_of, sampled_poses
from trochanter.anatomy.body import CONDITIONAL_POINT, Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Floats
from trochanter.kinematics.tree import poses
from trochanter.mechanics.geometry import Geometry, geometry, make_engine

PLAIN = {"gait2392": "models/gait2392_thelen2003muscle.osim", "run_4ms": "run_4ms/runningModel_CMC_test.osim"}
WRAPPED = {"Rajagopal2016": "models/Rajagopal2016.osim", "walk_3d": "walk_3d/subject_walk_scaled.osim"}
OWN = {**PLAIN, **WRAPPED, "gait2392 scaled": "models/subject01_gait2392_scaled.osim"}
PLAIN_POSES = 64  # equal or not: percentiles need the full number, equality does not
STEP_RAD = 1e-5
FLIP_M = 1e-5
BEYOND_RAD = 2e-5  # OpenSim keeps a conditional point 1e-5 rad beyond its range
MM = 1000.0


class Compared(NamedTuple):
    """Both engines at the same poses; arms (n, pairs) of muscle and coordinate in pairs."""

    name: str
    body: Body
    peer: Peer
    q: Floats
    ours: Geometry
    pairs: list[tuple[int, int, int]]
    length_m: Floats
    arm_m: Floats
    position_gap_m: float

    @property
    def length_gap_mm(self) -> Floats:
        return MM * (self.ours.length_m - self.length_m)

    @property
    def arm_gap_mm(self) -> Floats:
        return MM * (self.ours.arm_m[:, [column for column, _, _ in self.pairs]] - self.arm_m)


def compare(opensim: Any, name: str, path: Path, n: int | None = None) -> Compared:
    body = read_osim(path)
    peer = Peer(opensim, opensim.Model(str(path)), body)
    q = sampled_poses(body, n)
    ours = geometry(make_engine(body), q)
    pairs = pairs_of(ours, body)
    _, origin = poses(body, q)
    length, arm, gap = np.empty_like(ours.length_m), np.empty((len(q), len(pairs))), 0.0
    for f, row in enumerate(q):
        peer.place(row)
        gap = max(gap, float(np.abs(peer.positions_m() - origin[f]).max()))
        length[f] = peer.lengths_m()
        arm[f] = [peer.arm_m(muscle, coordinate) for _, muscle, coordinate in pairs]
    print(f"{name}: {len(q)} poses, {len(pairs)} moment arms, none skipped")
    return Compared(name, body, peer, q, ours, pairs, length, arm, gap)


@pytest.fixture(scope="module", params=PLAIN)
def plain(request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: Any, opensim: Any) -> Compared:
    """Models without wraps; run_4ms as OpenSim writes it after converting it from version 2."""
    path = shared_data / PLAIN[request.param]
    if request.param == "run_4ms":
        converted = tmp_path_factory.mktemp("converted") / "run_4ms.osim"
        model = opensim.Model(str(path))
        model.finalizeConnections()
        model.printToXML(str(converted))
        path = converted
    return compare(opensim, request.param, path, PLAIN_POSES)


@pytest.fixture(scope="module", params=WRAPPED)
def wrapped(request: pytest.FixtureRequest, shared_data: Path, opensim: Any) -> Compared:
    """Models with cylinders."""
    return compare(opensim, request.param, shared_data / WRAPPED[request.param])


def is_gastrocnemius(name: str) -> bool:
    return name.startswith(("gasmed", "gaslat"))


@pytest.mark.needs("opensim", "shared-data")
def test_positions_without_wraps(plain: Compared) -> None:
    hold("position", plain.position_gap_m, plain.name)


@pytest.mark.needs("opensim", "shared-data")
def test_positions_with_wraps(wrapped: Compared) -> None:
    hold("position", wrapped.position_gap_m, wrapped.name)


@pytest.mark.needs("opensim", "shared-data")
def test_lengths_without_wraps_are_equal(plain: Compared) -> None:
    assert len(plain.body.wraps.names) == 0
    assert (plain.body.paths.point_kind == CONDITIONAL_POINT).any()
    hold("length.plain", np.abs(plain.length_gap_mm).max(), plain.name)


@pytest.mark.needs("opensim", "shared-data")
def test_arms_without_wraps_are_equal(plain: Compared) -> None:
    joints = {plain.body.coordinates.names[c].rsplit("_", 1)[0] for _, _, c in plain.pairs}
    assert {"hip_flexion", "hip_adduction", "hip_rotation", "knee_angle", "ankle_angle", "subtalar_angle"} <= joints
    hold("arm.plain", np.abs(plain.arm_gap_mm).max(), plain.name)


@pytest.mark.needs("opensim", "shared-data")
def test_switches_jump_alike(plain: Compared) -> None:
    """Every angle at which a conditional point comes or goes within the sampled range, right side, other joints at 0."""
    worst, engine = 0.0, make_engine(plain.body)
    for muscle, coordinate, angle_rad in switches(plain.body):
        q = np.tile(plain.body.coordinates.default, (4, 1))
        q[:, coordinate] = angle_rad + np.array([-BEYOND_RAD, -1e-9, 1e-9, BEYOND_RAD])
        ours, theirs = geometry(engine, q).length_m[:, muscle], []
        for row in (q[0], q[3]):
            plain.peer.place(row)
            theirs.append(plain.peer.lengths_m()[muscle])
        worst = max(worst, abs((ours[3] - ours[0]) - (theirs[1] - theirs[0])))
        joint = plain.body.coordinates.names[coordinate]
        where = f"{plain.name}, {plain.body.muscles.names[muscle]} at {joint} {np.degrees(angle_rad):.1f} degrees"
        report("switch", MM * (ours[2] - ours[1]), where)
    hold("switch.jump", MM * worst, plain.name)


def switches(body: Body) -> list[tuple[int, int, float]]:
    """Muscle, coordinate and angle of the ends of every conditional point's range inside the sampled poses."""
    drawn, found = sampled_poses(body, 64), set()
    for p in np.flatnonzero(body.paths.point_kind == CONDITIONAL_POINT):
        muscle = int(np.searchsorted(body.paths.point_start, p, side="right")) - 1
        coordinate = int(body.paths.condition_coordinate[p])
        reached = drawn[:, coordinate].min(), drawn[:, coordinate].max()
        for angle in (body.paths.condition_lower[p], body.paths.condition_upper[p]):
            if reached[0] < angle < reached[1] and body.muscles.names[muscle].endswith("_r"):
                found.add((muscle, coordinate, round(float(angle), 12)))
    return sorted(found)


@pytest.mark.needs("opensim", "shared-data")
def test_iliacus_jumps_in_the_swing_of_running(plain: Compared) -> None:
    muscle = plain.body.muscle("iliacus_r")
    found = [(c, angle) for m, c, angle in switches(plain.body) if m == muscle]
    assert [plain.body.coordinates.names[c] for c, _ in found] == ["hip_flexion_r"]
    assert np.degrees(found[0][1]) == pytest.approx(45.05, abs=0.06)


@pytest.mark.needs("opensim", "shared-data")
def test_lengths_with_wraps(wrapped: Compared) -> None:
    hips = np.flatnonzero(wrapped.ours.hip >= 0)
    assert len(hips) == 50
    gap = np.abs(wrapped.length_gap_mm[:, hips])
    hold("length.wrapped.p999", np.quantile(gap, 0.999), wrapped.name)
    hold("length.wrapped.max", gap.max(), wrapped.name)


@pytest.mark.needs("opensim", "shared-data")
def test_arms_with_wraps(wrapped: Compared) -> None:
    names = wrapped.body.coordinates.names
    hips = [k for k, (_, m, c) in enumerate(wrapped.pairs) if wrapped.ours.hip[m] >= 0 and names[c].startswith("hip")]
    assert len(hips) == 150
    gap = np.abs(wrapped.arm_gap_mm[:, hips])
    hold("arm.wrapped.p999", np.quantile(gap, 0.999), wrapped.name)
    hold("arm.wrapped.rms", np.sqrt(np.mean(gap**2)), wrapped.name)


@pytest.mark.needs("opensim", "shared-data")
def test_opensim_contradicts_itself_where_cylinders_wrap(wrapped: Compared) -> None:
    worst = opensim_contradiction_mm(wrapped, [wrapped.body.muscle("glmax1_r")], "hip_rotation_r", 64)
    report("arm.wrapped.opensim", worst, f"{wrapped.name}, glmax1_r about hip rotation")
    assert worst > 1.0


@pytest.mark.needs("opensim", "shared-data")
def test_gastrocnemius_apart(wrapped: Compared) -> None:
    both = [m for m, name in enumerate(wrapped.body.muscles.names) if is_gastrocnemius(name)]
    assert len(both) == 4
    gap = wrapped.length_gap_mm[:, both]
    report("gastrocnemius.length", np.abs(gap).max(), wrapped.name)
    report("gastrocnemius.longer", max(gap.max(), 0.0), wrapped.name)
    worst = opensim_contradiction_mm(wrapped, [wrapped.body.muscle("gaslat_r")], "knee_angle_r", 64)
    report("gastrocnemius.opensim", worst, f"{wrapped.name}, gaslat_r")
    assert worst > 1.0


def opensim_contradiction_mm(compared: Compared, muscles: list[int], joint: str, n: int) -> float:
    """Largest difference of OpenSim's arms from central differences of OpenSim's lengths over the first ``n`` poses."""
    coordinate, worst, step = compared.body.coordinate(joint), 0.0, 1e-4
    for row in compared.q[:n]:
        lengths = []
        for offset in (-step, step):
            moved = row.copy()
            moved[coordinate] += offset
            compared.peer.place(moved)
            lengths.append(compared.peer.lengths_m()[muscles])
        compared.peer.place(row)
        arms = [compared.peer.arm_m(m, coordinate) for m in muscles]
        worst = max(worst, float(np.abs(arms + (lengths[1] - lengths[0]) / (2.0 * step)).max()))
    return MM * worst


def own_gap_mm(body: Body, poses_n: int | None = None) -> tuple[float, int, int]:
    """Worst gap of own arms from own lengths; pairs of pose and coordinate left out, and all of them."""
    engine, q = make_engine(body), sampled_poses(body, poses_n)
    shape, worst, skipped, total = geometry(engine, q), 0.0, 0, 0
    for c in range(len(body.coordinates.names)):
        if body.coordinates.coupled_to[c] >= 0:
            continue
        lengths = []
        for k in (-2, -1, 1, 2):
            moved = q.copy()
            moved[:, c] += k * STEP_RAD
            lengths.append(geometry(engine, moved).length_m)
        slope = (lengths[0] - 8.0 * lengths[1] + 8.0 * lengths[2] - lengths[3]) / (12.0 * STEP_RAD)
        arms = np.nan_to_num(shape.arm_about(c))
        smooth = np.max(np.abs(np.diff([*lengths[:2], shape.length_m, *lengths[2:]], n=2, axis=0)), axis=0) < FLIP_M
        worst = max(worst, float(np.abs(arms + slope)[smooth].max()))
        skipped += int(np.count_nonzero(~smooth.all(axis=1)))
        total += len(q)
    return MM * worst, skipped, total


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", OWN)
def test_own_arms_are_own_derivatives(name: str, shared_data: Path) -> None:
    worst, skipped, total = own_gap_mm(read_osim(shared_data / OWN[name]))
    print(f"{name}: {skipped} of {total} pairs of pose and coordinate lie at a switch or flip and are left out")
    report("poses.skipped", 1000.0 * skipped / total, name)
    hold("arm.own", worst, name)


def test_own_arms_of_the_hip_model_are_own_derivatives() -> None:
    worst, skipped, total = own_gap_mm(hip_model())
    report("poses.skipped", 1000.0 * skipped / total, "hip model")
    hold("arm.own", worst, "hip model")
