"""Forces that are not this motion's, or not in its axes, units and clock: refused or told, with the cause."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.kinematics.made_body import made_body
from tests.kinematics.marker_feet import RUNNER_KG, rbds_motion
from tests.kinematics.recorded_plates import (
    Recorded,
    by_foot,
    c3d_of,
    codes,
    demo,
    forgotten,
    gait_c3d,
    moved,
    one_belt,
    rbds_belt,
    recorded,
    turned,
    with_loads,
)
from tests.kinematics.recordings import WALK
from trochanter.capture.trial import PlateLoad, Plates
from trochanter.core.arrays import frozen
from trochanter.core.errors import BadSetting, ImpossibleData, MissingInput
from trochanter.core.sides import Side
from trochanter.kinematics.plate_contacts import EDGE, FAR, MIXED, PART

shared = pytest.mark.needs("shared-data")
Y_TO_Z = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
ABOUT_UP = np.diag([-1.0, 1.0, -1.0])


@pytest.fixture(scope="module")
def fast_run(shared_data: Path) -> Recorded:
    markers, plates = c3d_of(shared_data / "rbds001" / "RBDS001runT35.c3d", z_up=False)
    return recorded(plates, rbds_motion(markers), RUNNER_KG)


@pytest.fixture(scope="module")
def walk(shared_data: Path) -> Recorded:
    return by_foot(shared_data, WALK)[0]


def late(plates: Plates, lag_s: float) -> Plates:
    return replace(plates, time_s=frozen(plates.time_s + lag_s))


@pytest.mark.parametrize("lag_s", [-0.06, -0.03, 0.02, 0.05])
def test_a_lag_is_told_with_its_size_and_mended_on_request(lag_s: float) -> None:
    run, _ = demo()
    true = run.to_feet().lag.lag_s
    found = run.to_feet(late(run.plates, lag_s))
    assert found.lag.lag_s - true == pytest.approx(lag_s, abs=0.0015)
    assert "force-lag" in codes(found)
    text = next(n.text for n in found.forces.notices if n.code == "force-lag")
    assert f"--lag-s {found.lag.lag_s:.3f}" in text
    mended = run.to_feet(late(run.plates, lag_s), lag_s=lag_s)
    np.testing.assert_allclose(mended.forces.time_s, run.plates.time_s, atol=1e-12)
    assert mended.lag.lag_s == pytest.approx(true, abs=0.0015)
    assert "force-lag" not in codes(mended)
    assert "force-shifted" in codes(mended)


@shared
@pytest.mark.parametrize(("lag_s", "said"), [(0.1, "behind"), (-0.352, "ahead of"), (0.702, "behind"), (1.0, "behind")])
def test_a_lag_that_brings_the_wrong_step_is_refused_with_its_size(fast_run: Recorded, lag_s: float, said: str) -> None:
    """By a step or a stride, forces and feet look fine; only that no two steps are alike gives the lag away."""
    true = fast_run.to_feet().lag.lag_s
    with pytest.raises(ImpossibleData, match=rf"{said} the markers") as caught:
        fast_run.to_feet(late(fast_run.plates, lag_s))
    told = int(str(caught.value).split("run ")[1].split(" ms")[0])
    assert told == pytest.approx(abs(1000.0 * (lag_s + true)), abs=1.5)


@shared
def test_forces_of_another_trial_of_the_same_runner_are_refused_with_the_count(
    shared_data: Path, fast_run: Recorded
) -> None:
    with pytest.raises(ImpossibleData, match=r"do not belong to this motion.*\d+ of \d+ contacts disagree"):
        fast_run.to_feet(rbds_belt(shared_data))


@shared
def test_forces_of_another_walking_trial_are_refused(shared_data: Path) -> None:
    one, other = (gait_c3d(shared_data / "c3d" / f"{name}.c3d", 75.0) for name in ("walking2", "walking5"))
    with pytest.raises(ImpossibleData, match="2 of 2 contacts disagree"):
        one.to_feet(other.plates)


@shared
def test_exchanged_plates_are_told_by_name(shared_data: Path, walk: Recorded) -> None:
    centres = [np.nanmedian(load.point_m[load.force_N[:, 1] > 100.0], axis=0) for load in walk.plates.loads]
    ways = (centres[1] - centres[0], centres[0] - centres[1])
    swapped = tuple(moved(load, way) for load, way in zip(walk.plates.loads, ways, strict=True))
    with pytest.raises(ImpossibleData, match="'plate 1' and 'plate 2' are exchanged"):
        walk.to_feet(replace(walk.plates, loads=swapped))
    lab = gait_c3d(shared_data / "c3d" / "walking2.c3d", 75.0)
    corners = [load.corners_m for load in lab.plates.loads]
    assert corners[0] is not None
    assert corners[1] is not None
    way = corners[1].mean(axis=0) - corners[0].mean(axis=0)
    loads = [
        replace(moved(load, sign * way), corners_m=corner)
        for load, sign, corner in zip(lab.plates.loads, (1.0, -1.0), reversed(corners), strict=True)
    ]
    with pytest.raises(ImpossibleData, match="'plate 1' and 'plate 2' are exchanged"):
        lab.to_feet(replace(lab.plates, loads=tuple(loads)))


@shared
def test_another_origin_is_told_with_its_size(walk: Recorded) -> None:
    with pytest.raises(ImpossibleData, match=r"\+0\.5\d m \(x\) and \+0\.4\d m \(z\) from where the feet stand"):
        walk.to_feet(with_loads(walk.plates, lambda load: moved(load, (0.5, 0.0, 0.4))))


@shared
def test_walking_on_one_belt_cannot_be_split(shared_data: Path) -> None:
    walk, forces = by_foot(shared_data, WALK)
    belt = Plates(forces.time_s, (one_belt(forces.loads),))
    with pytest.raises(ImpossibleData, match="both feet stand on 'belt' at once") as caught:
        walk.to_feet(belt)
    assert "cannot be split" in str(caught.value)


def test_reversed_forces_and_another_vertical_axis_are_refused() -> None:
    run, _ = demo()
    with pytest.raises(ImpossibleData, match="points down"):
        run.to_feet(with_loads(run.plates, lambda load: replace(load, force_N=frozen(-load.force_N))))
    with pytest.raises(ImpossibleData, match="largest along z"):
        run.to_feet(with_loads(run.plates, lambda load: turned(load, Y_TO_Z)))


def test_points_in_millimetres_are_read_as_such_and_told() -> None:
    run, _ = demo()
    plain = run.to_feet()
    milli = with_loads(
        run.plates, lambda load: replace(moved(load, (0.0, 0.0, 0.0), 1e3), moment_Nm=frozen(1e3 * load.moment_Nm))
    )
    found = run.to_feet(milli)
    assert "point-millimetres" in codes(found)
    for one, other in zip(found.forces.loads, plain.forces.loads, strict=True):
        np.testing.assert_allclose(one.point_m, other.point_m, atol=1e-12)
        np.testing.assert_allclose(one.moment_Nm, other.moment_Nm, atol=1e-9)


@pytest.mark.parametrize("mass_kg", [50.0, 80.0])
def test_forces_of_a_person_of_another_mass_are_told_with_that_mass(mass_kg: float) -> None:
    run, _ = demo()
    found = run.to_feet(mass_kg=mass_kg)
    assert "force-against-weight" in codes(found)
    assert found.weight is not None
    assert found.weight.implied_kg == pytest.approx(60.7, abs=0.2)
    text = next(n.text for n in found.forces.notices if n.code == "force-against-weight")
    assert "60." in text


def test_turned_horizontal_axes_are_told() -> None:
    run, _ = demo()
    found = run.to_feet(with_loads(run.plates, lambda load: replace(load, force_N=frozen(load.force_N @ ABOUT_UP))))
    assert "force-direction" in codes(found)
    assert found.frame is not None
    assert abs(np.degrees(found.frame.turned_rad)) == pytest.approx(180.0, abs=2.0)


def test_nobody_on_the_plates_no_feet_no_overlap_and_an_impossible_shift() -> None:
    run, _ = demo()
    with pytest.raises(ImpossibleData, match="nobody stands on 'belt'"):
        run.to_feet(with_loads(run.plates, lambda load: replace(load, force_N=frozen(0.0 * load.force_N))))
    with pytest.raises(ImpossibleData, match="do not overlap"):
        run.to_feet(late(run.plates, 100.0))
    with pytest.raises(BadSetting, match=r"--lag-s \(lag_s in Python\)"):
        run.to_feet(lag_s=float("nan"))
    body = made_body()
    segments = replace(body.segments, names=tuple(n.replace("toes", "other") for n in body.segments.names))
    q = np.zeros((50, len(body.coordinates.names)))
    with pytest.raises(MissingInput, match="no feet"):
        Recorded(run.plates, replace(body, segments=segments), 9.7 + np.arange(50) / 10.0, q, 60.0).to_feet()


def test_short_holes_in_a_force_are_filled_and_long_ones_refused() -> None:
    run, _ = demo()
    plain = run.to_feet()
    standing = int(np.flatnonzero(run.plates.loads[0].force_N[:, 1] > 1200.0)[20])

    def holed(load: PlateLoad, samples: int) -> PlateLoad:
        force = np.array(load.force_N)
        force[standing : standing + samples] = np.nan
        return replace(load, force_N=frozen(force))

    found = run.to_feet(with_loads(run.plates, lambda load: holed(load, 3)))
    for one, other in zip(found.forces.loads, plain.forces.loads, strict=True):
        assert np.abs(one.force_N - other.force_N).max() < 25.0
    with pytest.raises(ImpossibleData, match="is missing from"):
        run.to_feet(with_loads(run.plates, lambda load: holed(load, 12)))


@shared
def test_a_plate_that_feels_nothing_under_a_foot_is_told(shared_data: Path) -> None:
    lab = gait_c3d(shared_data / "c3d" / "walking5.c3d", 75.0)
    wide = with_loads(lab.plates, _longer)
    assert not [c for c in lab.to_feet(wide).contacts if c.problem == EDGE]
    first, second = wide.loads
    dead = replace(wide, loads=(first, replace(second, force_N=frozen(0.0 * second.force_N))))
    found = lab.to_feet(dead)
    assert "foot-without-force" in codes(found)
    assert "'plate 2'" in next(n.text for n in found.forces.notices if n.code == "foot-without-force")


def _longer(load: PlateLoad) -> PlateLoad:
    """The first plate longer by 0.3 m at its far end, so that no foot hangs over it."""
    assert load.corners_m is not None
    corners = np.array(load.corners_m)
    corners[:, 0] += np.where((load.name == "plate 1") & (corners[:, 0] > corners[:, 0].mean()), 0.3, 0.0)
    return replace(load, corners_m=frozen(corners))


def _split_contact(forces_plates: Plates, share: float, apart_m: tuple[float, float, float]) -> tuple[Plates, slice]:
    """The right foot's second contact on its plate felt in part by a third plate; the wrench stays the same."""
    right, left = forces_plates.loads
    edges = np.flatnonzero(np.diff((right.force_N[:, 1] > 0.0).astype(int)))
    span = (
        slice(int(edges[2]) + 1, int(edges[3]) + 1)
        if right.force_N[0, 1] <= 0.0
        else slice(int(edges[1]) + 1, int(edges[2]) + 1)
    )
    zero, none = np.zeros_like(right.force_N), np.full_like(right.point_m, np.nan)
    force, moment, point = zero.copy(), zero.copy(), none.copy()
    force[span] = share * right.force_N[span]
    point[span] = right.point_m[span] + np.asarray(apart_m)
    kept_force, kept_point = np.array(right.force_N), np.array(right.point_m)
    kept_force[span] *= 1.0 - share
    kept_point[span] -= np.asarray(apart_m) * share / (1.0 - share)
    third = PlateLoad("plate 3", frozen(force), frozen(point), frozen(moment))
    kept = replace(right, force_N=frozen(kept_force), point_m=frozen(kept_point))
    return replace(forces_plates, loads=(kept, left, third)), span


def test_one_foot_on_two_plates_is_the_sum_of_both() -> None:
    run, forces = demo()
    plates, span = _split_contact(forgotten(forces), 0.4, (0.06, 0.0, 0.01))
    found = run.to_feet(plates)
    assert not any(c.problem for c in found.contacts)
    assert {c.side for c in found.contacts if c.plate == 2} == {Side.RIGHT}
    right, source = found.forces.loads[0], forces.loads[0]
    np.testing.assert_allclose(right.force_N[span], source.force_N[span], atol=1e-9)
    firm = source.force_N[span, 1] > 100.0
    np.testing.assert_allclose(right.point_m[span][firm], source.point_m[span][firm], atol=1e-9)


def test_one_foot_on_two_plates_that_disagree_is_unusable_and_told() -> None:
    run, forces = demo()
    plates, span = _split_contact(forgotten(forces), 0.2, (0.9, 0.0, 0.0))
    found = run.to_feet(plates)
    assert {c.problem for c in found.contacts if c.plate == 2} == {FAR}
    assert [c.problem for c in found.contacts if c.problem and c.plate == 0] == [PART]
    assert not found.forces.loads[0].force_N[span].any()
    texts = [n.text for n in found.forces.notices if n.code == "contact-unusable"]
    assert len(texts) == 2


def test_steps_over_to_the_other_belt_are_told_and_still_given_to_their_foot() -> None:
    run, forces = demo()
    plates, span = _split_contact(forgotten(forces), 1.0 - 1e-12, (0.0, 0.0, 0.0))
    right, left, third = plates.loads
    merged = replace(
        left,
        force_N=frozen(left.force_N + third.force_N),
        point_m=frozen(np.where(np.isnan(left.point_m), third.point_m, left.point_m)),
    )
    emptied = np.array(right.force_N)
    emptied[span] = 0.0
    belts = replace(plates, loads=(replace(right, force_N=frozen(emptied)), merged))
    found = run.to_feet(belts)
    assert "cross-over-step" in codes(found)
    text = next(n.text for n in found.forces.notices if n.code == "cross-over-step")
    assert "the right foot steps over to 'plate 2'" in text
    np.testing.assert_allclose(found.forces.loads[0].force_N[span], forces.loads[0].force_N[span], atol=1e-6)


def standing(points_m: Sequence[tuple[float, float, float]]) -> Recorded:
    """A person who stands still for 3 s, on one plate a point, each bearing its share."""
    body, time = made_body(), np.arange(300) / 100.0
    q = np.tile(np.asarray(body.coordinates.default), (300, 1))
    q[:, body.coordinate("pelvis_ty")] += 0.002 * np.sin(2.0 * time)
    force = frozen(np.tile([0.0, 600.0 / len(points_m), 0.0], (300, 1)))
    zero = frozen(np.zeros((300, 3)))
    loads = [PlateLoad(f"plate {k + 1}", force, frozen(np.tile(p, (300, 1))), zero) for k, p in enumerate(points_m)]
    return Recorded(Plates(frozen(time), tuple(loads)), body, time, q, 600.0 / 9.80665)


def test_standing_on_two_plates_is_given_to_both_feet() -> None:
    found = standing([(0.1, 0.0, -0.09), (0.1, 0.0, 0.09)]).to_feet()
    assert [contact.side for contact in found.contacts] == [Side.LEFT, Side.RIGHT]
    assert all((load.force_N[:, 1] == 300.0).all() for load in found.forces.loads)
    assert np.isnan(found.lag.likeness)


def test_standing_on_one_plate_is_refused() -> None:
    with pytest.raises(ImpossibleData, match=r"both feet stand on 'plate 1' at once.*between the feet"):
        standing([(0.1, 0.0, 0.002)]).to_feet()


def test_two_feet_in_one_contact_are_unusable_for_both() -> None:
    """One contact of the left foot joined with the next of the right on one plate, as if both stood there."""
    run, forces = demo()
    plates = forgotten(forces)
    found = run.to_feet(plates)
    after = sorted((c for c in found.contacts), key=lambda c: c.first)[3:5]
    belt = one_belt(forces.loads)
    force, point = np.array(belt.force_N), np.array(belt.point_m)
    flight = slice(after[0].after, after[1].first)
    force[flight] = (0.0, 300.0, 0.0)
    point[flight] = point[after[0].after - 5]
    joined = replace(run.plates, loads=(replace(belt, force_N=frozen(force), point_m=frozen(point)),))
    again = run.to_feet(joined)
    assert [c.problem for c in again.contacts if c.problem] == [MIXED]
    assert "contact-unusable" in codes(again)
