"""Lengths and moment arms against OpenSim 4.6 at seeded Sobol poses, and own arms against own lengths."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from revalidation.agreement import hold, report
from tests.oracle.peer import Peer, pairs_of, sampled_poses
from tests.oracle.slow_kinematics import with_dependents
from trochanter.anatomy.body import CONDITIONAL_POINT, Body
from trochanter.anatomy.hip_model import hip_model
from trochanter.capture.osim import read_osim
from trochanter.core.arrays import Flags, Floats
from trochanter.kinematics.tree import poses
from trochanter.mechanics.geometry import Engine, Geometry, geometry, make_engine

PLAIN = {"gait2392": "models/gait2392_thelen2003muscle.osim", "run_4ms": "run_4ms/runningModel_CMC_test.osim"}
WRAPPED = {"Rajagopal2016": "models/Rajagopal2016.osim", "walk_3d": "walk_3d/subject_walk_scaled.osim"}
OWN = {**PLAIN, **WRAPPED, "gait2392 scaled": "models/subject01_gait2392_scaled.osim"}
PLAIN_POSES = 64  # equal or not: percentiles need the full number, equality does not
STEPS_RAD = (1e-5, 4e-6)  # where the two disagree by KINK_M, the path changes within their reach
KINK_M = 1e-9
OPENSIM_STEP_RAD = 1e-3  # OpenSim's lengths carry noise of some micrometres where cylinders wrap
OPENSIM_JUMP_M = 2e-5
BEYOND_RAD = 2e-5  # a conditional point is kept 1e-5 rad beyond its range
FLIPPED_MM = 20.0
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
    def arms_m(self) -> Floats:
        return self.ours.arm_m[:, [column for column, _, _ in self.pairs]]

    @property
    def arm_gap_mm(self) -> Floats:
        return MM * (self.arms_m - self.arm_m)

    @property
    def flipped(self) -> Flags:
        """Where a path lies on the other side of its cylinder in OpenSim, (n, m)."""
        return np.asarray(np.abs(self.length_gap_mm) > FLIPPED_MM)


def compare(opensim: Any, name: str, path: Path, n: int | None = None) -> Compared:
    body = read_osim(path)
    peer = Peer(opensim, opensim.Model(str(path)), body)
    q = sampled_poses(body, n)
    ours = geometry(make_engine(body), q)
    pairs = pairs_of(ours, body)
    if len(body.wraps.names):  # a percentile needs many poses, and OpenSim a tenth of a millisecond an arm
        pairs = [pair for pair in pairs if ours.hip[pair[1]] == 0]
    _, origin = poses(body, q)
    length, arm, gap = np.empty_like(ours.length_m), np.empty((len(q), len(pairs))), 0.0
    for f, row in enumerate(q):
        peer.place(row)
        gap = max(gap, float(np.abs(peer.positions_m() - origin[f]).max()))
        length[f] = peer.lengths_m()
        arm[f] = [peer.arm_m(muscle, coordinate) for _, muscle, coordinate in pairs]
    print(f"{name}: {len(q)} poses, {len(pairs)} moment arms")
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
    """Every angle in the sampled range at which a conditional point comes or goes, right side, other joints at rest."""
    worst, engine = 0.0, make_engine(plain.body)
    for muscle, coordinate, angle_rad in switches(plain.body):
        q = np.tile(plain.body.coordinates.default, (2, 1))
        q[:, coordinate] = angle_rad - BEYOND_RAD, angle_rad + BEYOND_RAD
        shape, theirs = geometry(engine, q), []
        for row in q:
            plain.peer.place(row)
            theirs.append(plain.peer.lengths_m()[muscle])
        change = shape.length_m[1, muscle] - shape.length_m[0, muscle]
        worst = max(worst, abs(change - (theirs[1] - theirs[0])))
        joint = plain.body.coordinates.names[coordinate]
        where = f"{plain.name}, {plain.body.muscles.names[muscle]} at {joint} {np.degrees(angle_rad):.1f} degrees"
        jump_mm = MM * (change + 2.0 * BEYOND_RAD * shape.arm_about(coordinate)[:, muscle].mean())
        report("switch", jump_mm, where)
        if where.startswith(f"{plain.name}, iliacus_r"):
            assert abs(jump_mm) > 0.5
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
def test_flips_are_opensims(wrapped: Compared) -> None:
    """Where the engines lie on different sides of a cylinder, ours takes the short way: glmax1 in deep abduction."""
    hips = np.flatnonzero(wrapped.ours.hip >= 0)
    flips = [(int(f), int(m)) for f, m in np.argwhere(wrapped.flipped) if m in hips]
    total = wrapped.ours.length_m[:, hips].size
    print(f"{wrapped.name}: {len(flips)} of {total} lengths left out: OpenSim takes the long way")
    report("poses.flipped", len(flips), wrapped.name)
    for f, m in flips:
        assert wrapped.body.muscles.names[m].startswith("glmax1")
        assert wrapped.ours.length_m[f, m] < wrapped.length_m[f, m]
    assert len(flips) <= 4


@pytest.mark.needs("opensim", "shared-data")
def test_lengths_with_wraps(wrapped: Compared) -> None:
    hips = np.flatnonzero(wrapped.ours.hip >= 0)
    assert len(hips) == 50
    gap = np.abs(wrapped.length_gap_mm[:, hips])[~wrapped.flipped[:, hips]]
    hold("length.wrapped.p999", np.quantile(gap, 0.999), wrapped.name)
    hold("length.wrapped.max", gap.max(), wrapped.name)


@pytest.mark.needs("opensim", "shared-data")
def test_arms_with_wraps(wrapped: Compared) -> None:
    assert len({m for _, m, _ in wrapped.pairs}) == 25
    gap = np.abs(wrapped.arm_gap_mm)[~wrapped.flipped[:, [m for _, m, _ in wrapped.pairs]]]
    hold("arm.wrapped.p999", np.quantile(gap, 0.999), wrapped.name)
    hold("arm.wrapped.rms", np.sqrt(np.mean(gap**2)), wrapped.name)


@pytest.mark.needs("opensim", "shared-data")
def test_arms_are_the_derivatives_of_opensims_lengths(wrapped: Compared) -> None:
    """Ours are, to what OpenSim's wraps leave; OpenSim's own arms are not."""
    slopes, smooth = opensim_slopes(wrapped)
    smooth &= ~wrapped.flipped[:, [m for _, m, _ in wrapped.pairs]]
    print(f"{wrapped.name}: {np.count_nonzero(~smooth)} of {smooth.size} derivatives left out: OpenSim's length jumps")
    ours = MM * np.abs(wrapped.arms_m + slopes)[smooth]
    theirs = MM * np.abs(wrapped.arm_m + slopes)
    k = next(
        k
        for k, (_, m, c) in enumerate(wrapped.pairs)
        if (wrapped.body.muscles.names[m], wrapped.body.coordinates.names[c]) == ("glmax1_r", "hip_rotation_r")
    )
    hold("arm.wrapped.slope", np.quantile(ours, 0.999), wrapped.name)
    report("arm.wrapped.opensim.p999", np.quantile(theirs[smooth], 0.999), wrapped.name)
    worst = theirs[smooth[:, k], k].max()
    report("arm.wrapped.opensim.max", worst, f"{wrapped.name}, glmax1_r about hip rotation")
    assert worst > 4.0


def opensim_slopes(compared: Compared) -> tuple[Floats, Flags]:
    """Central differences of OpenSim's lengths for every pair, and whether the length does not jump there."""
    slopes, smooth = np.empty_like(compared.arm_m), np.ones(compared.arm_m.shape, dtype=bool)
    coordinates = sorted({c for _, _, c in compared.pairs})
    muscles = sorted({m for _, m, _ in compared.pairs})
    place = {(m, c): k for k, (_, m, c) in enumerate(compared.pairs)}
    for f, row in enumerate(compared.q):
        for c in coordinates:
            sides = []
            for step in (-OPENSIM_STEP_RAD, OPENSIM_STEP_RAD):
                moved = row.copy()
                moved[c] += step
                compared.peer.place(with_dependents(compared.body, moved))
                sides.append([compared.peer.muscles[m].getLength(compared.peer.state) for m in muscles])
            for m, behind, ahead in zip(muscles, *sides, strict=True):
                if (k := place.get((m, c))) is not None:
                    slopes[f, k] = (ahead - behind) / (2.0 * OPENSIM_STEP_RAD)
                    smooth[f, k] = abs(ahead + behind - 2.0 * compared.length_m[f, m]) < OPENSIM_JUMP_M
    return slopes, smooth


@pytest.mark.needs("opensim", "shared-data")
def test_gastrocnemius_apart(wrapped: Compared) -> None:
    """OpenSim's length of it falls short of the polyline through OpenSim's own path points; ours does not."""
    both = [m for m, name in enumerate(wrapped.body.muscles.names) if name in ("gasmed_r", "gaslat_r")]
    assert len(both) == 2
    polyline = opensim_polylines(wrapped, both)
    report("gastrocnemius.length", np.abs(wrapped.length_gap_mm[:, both]).max(), wrapped.name)
    report("gastrocnemius.short", MM * (polyline - wrapped.length_m[:, both]).max(), wrapped.name)
    hold("gastrocnemius.polyline", max(MM * (polyline - wrapped.ours.length_m[:, both]).max(), 0.0), wrapped.name)
    report("gastrocnemius.arc", MM * (wrapped.ours.length_m[:, both] - polyline).max(), wrapped.name)


def opensim_polylines(compared: Compared, muscles: list[int]) -> Floats:
    """Lengths (n, len(muscles)) of the straight lines through the points of OpenSim's current paths."""
    kind = compared.peer.opensim.GeometryPath
    paths = [kind.safeDownCast(compared.peer.muscles[m].getGeometryPath()) for m in muscles]
    found = np.empty((len(compared.q), len(muscles)))
    for f, row in enumerate(compared.q):
        compared.peer.place(row)
        for k, path in enumerate(paths):
            points = path.getCurrentPath(compared.peer.state)
            places = [points.get(i).getLocationInGround(compared.peer.state) for i in range(points.getSize())]
            chain = np.array([place.to_numpy() for place in places])
            found[f, k] = np.linalg.norm(np.diff(chain, axis=0), axis=1).sum()
    return found


def own_gap_mm(body: Body) -> tuple[float, int, int]:
    """Worst gap of own arms from own lengths; pairs of pose and coordinate left out, and all of them."""
    engine, q = make_engine(body), sampled_poses(body)
    shape, worst, skipped, total = geometry(engine, q), 0.0, 0, 0
    for c in np.flatnonzero(body.coordinates.coupled_to < 0):
        wide, narrow = (own_slope(engine, q, int(c), step) for step in STEPS_RAD)
        arms = np.nan_to_num(shape.arm_about(int(c)))
        smooth = np.abs(wide - narrow) < KINK_M
        worst = max(worst, float(np.abs(arms + wide)[smooth].max()))
        skipped += int(np.count_nonzero(~smooth.all(axis=1)))
        total += len(q)
    return MM * worst, skipped, total


def own_slope(engine: Engine, q: Floats, coordinate: int, step: float) -> Floats:
    """Derivative of own lengths (n, m) by one coordinate: central difference of fourth order."""
    lengths = []
    for k in (-2, -1, 1, 2):
        moved = q.copy()
        moved[:, coordinate] += k * step
        lengths.append(geometry(engine, moved).length_m)
    slope: Floats = (lengths[0] - 8.0 * lengths[1] + 8.0 * lengths[2] - lengths[3]) / (12.0 * step)
    return slope


@pytest.mark.needs("shared-data")
@pytest.mark.parametrize("name", OWN)
def test_own_arms_are_own_derivatives(name: str, shared_data: Path) -> None:
    worst, skipped, total = own_gap_mm(read_osim(shared_data / OWN[name]))
    print(f"{name}: {skipped} of {total} pairs of pose and coordinate lie where a path changes and are left out")
    report("poses.skipped", 1000.0 * skipped / total, name)
    hold("arm.own", worst, name)


def test_own_arms_of_the_hip_model_are_own_derivatives() -> None:
    worst, skipped, total = own_gap_mm(hip_model())
    report("poses.skipped", 1000.0 * skipped / total, "hip model")
    hold("arm.own", worst, "hip model")
